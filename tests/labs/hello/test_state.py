"""The state of the hello page: its payloads hold the training's numbers, and no message breaks it."""

import json
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnplay.labs.hello import state as state_module
from rnnplay.labs.hello.diagram_data import diagram_data
from rnnplay.labs.hello.presets import PRESETS
from rnnplay.labs.hello.state import MOST_BYTES, HelloState
from rnnplay.nn.optimizers import OPTIMIZERS
from rnnplay.server.limits import read_limits
from rnnplay.server.queue import WorkQueue
from rnnplay.training.experiment import FIELD, Experiment
from rnnplay.training.session import Session
from tests.labs.hello.test_messages import messages
from tests.server.executors import ManualClock

LONG = "".join(chr(0x4E00 + k % 60) for k in range(200))
RUNS = {
    "the figure": PRESETS["figure"].experiment,
    "another word": Experiment(text="world", lr=0.5, seed=3),
    "its rate changed": Experiment(lr=((0, 0.5), (7, 0.05)), optimizer="adam", clip=0.1),
    "long": Experiment(text=LONG, hidden=64, optimizer="adam", lr=0.01, scale=0.1),
}
each_run = pytest.mark.parametrize("experiment", RUNS.values(), ids=RUNS)


@pytest.fixture(autouse=True)
def plenty_of_time(monkeypatch):
    """No training is cut short: the number of updates in a given time depends on the machine."""
    monkeypatch.setattr(state_module, "MOST_SECONDS", 60)


def unpack(payload):
    """The wire format, read as the browser reads it -> header, arrays."""
    (length,) = struct.unpack_from("<I", payload)
    header, at, arrays = json.loads(payload[4 : 4 + length]), 4 + length, {}
    for entry in header["arrays"]:
        kind = {"f4": np.dtype("<f4"), "f8": np.dtype("<f8")}[entry["kind"]]
        count = int(np.prod(entry["shape"]))
        arrays[entry["name"]] = np.frombuffer(payload, kind, count, at).reshape(entry["shape"])
        at += count * kind.itemsize
    assert at == len(payload)
    return header, arrays


def address(state):
    """The address of the page, as the player writes it."""
    return {
        **state.experiment.to_query(),
        "update": str(state.at),
        "speed": str(state.speed),
        "show": state.show,
    }


def ask(state, **wishes):
    """Asks as the player does -> header, arrays of the answer."""
    at = wishes.pop("at", state.at)
    message = {"n": 1, "run": state.experiment.run_id, "at": at, "head": at, "speed": 2, "show": "scores"}
    message |= {"start": at, "count": 0, "columns": [0, state.experiment.T], "losses": 0, "details": None}
    state.receive(message | wishes)
    return unpack(state.payload())


def field(header, arrays, name):
    """One quantity of the frames that were sent: a row an update."""
    (place,) = [f for f in header["block"]["fields"] if f["name"] == name]
    return arrays["frames"][:, place["offset"] : place["offset"] + place["size"]]


@each_run
def test_the_frames_sent_are_the_training(experiment):
    header, arrays = ask(HelloState(experiment.to_query() | {"update": "5"}), start=4, count=20)
    block = header["block"]
    count = block["count"]  # fewer than asked for where they are large
    frames = Session(experiment).frames(4, count)
    assert (block["start"], block["columns"]) == (4, [0, experiment.T]) and 10 <= count <= 20
    wanted = {
        "y": frames.y,
        "p": frames.p,
        "losses": frames.losses,
        "said": frames.sampled,
        **frames.quantities,
    }
    wanted |= {"loss": frames.loss, "grad_norm": frames.grad_norm, "lr": frames.lr, "top": frames.y.argmax(2)}
    if any(f["name"] == "theta" for f in block["fields"]):
        wanted["theta"] = frames.theta
    assert {f["name"] for f in block["fields"]} == set(wanted)
    for name, values in wanted.items():
        assert np.array_equal(field(header, arrays, name), values.reshape(count, -1).astype("<f4")), name
    losses = Session(experiment)
    losses.reach(header["trained"])
    assert np.array_equal(arrays["losses"], losses.losses)


def test_the_columns_asked_for_are_the_columns_sent():
    experiment = RUNS["long"]
    header, arrays = ask(HelloState(experiment.to_query()), start=0, count=3, columns=[150, 163])
    frames = Session(experiment).frames(0, 3)
    assert header["block"]["columns"] == [150, 163]
    assert np.array_equal(field(header, arrays, "y"), frames.y[:, 150:163].reshape(3, -1).astype("<f4"))
    assert np.array_equal(field(header, arrays, "losses"), frames.losses.astype("<f4"))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(RUNS.values())[:3]), st.lists(messages, max_size=3), st.booleans())
def test_no_message_breaks_the_state(experiment, hostile, known):
    state = HelloState(experiment.to_query() | {"update": "1"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(state_module, "MOST_SECONDS", 0.002)  # a distant update needs several answers
        for message in hostile:
            state.receive(message | ({"run": state.experiment.run_id} if known else {}))
            header, arrays = unpack(state.payload())
            assert header["run"] == state.experiment.run_id and np.isfinite(arrays["losses"]).all()
            assert HelloState(address(state)).experiment == state.experiment


def test_the_network_is_described_once_and_again_to_a_player_that_lacks_it():
    state = HelloState({"text": "hello", "lr": "0.5"})
    first, _ = unpack(state.payload())
    known = {"network": first["network"]}
    assert first["diagram"] == json.loads(json.dumps(diagram_data(state.experiment)))
    header, _ = ask(state, count=20, **known)
    assert "diagram" not in header and header["network"] == first["network"]
    assert "diagram" in ask(state, count=20)[0]  # a player that was mounted anew has none
    header, _ = ask(state, lr=0.05, **known)
    assert header["run"] != first["run"] and "diagram" not in header  # the same network, another rate
    state.choose(hidden=4)
    header, _ = ask(state, **known)
    assert header["diagram"]["H"] == 4 and header["network"] != first["network"]
    assert "diagram" in unpack(state.payload())[0]  # nobody asked: the page was drawn anew


def test_a_reported_position_is_taken_over_and_asks_for_nothing():
    state = HelloState({})
    run = state.experiment.run_id
    state.move({"run": run, "at": 7, "head": 9, "speed": 60, "show": "probabilities"})
    assert (state.at, state.head, state.speed, state.show) == (7, 9, 60, "probabilities")
    assert state.ask is None and not state.autoplay
    state.move({"run": "of another experiment", "at": 3})
    state.move("nonsense")
    state.move(None)
    assert state.at == 7
    header, _ = unpack(state.payload())
    assert (header["at"], header["head"], header["answers"]) == (7, 9, 0)


def test_greed_is_bounded():
    state = HelloState(RUNS["long"].to_query())
    header, arrays = ask(state, start=0, count=10**12, columns=[-5, 10**9], losses=-1)
    assert header["block"]["count"] >= 1 and arrays["frames"].nbytes <= MOST_BYTES
    header, arrays = ask(state, sample={"first": 10**9, "temperature": 1e300, "seed": -1})
    assert len(header["sampled"]["said"]) <= 200 and len(state.payload()) < 2 * MOST_BYTES


def test_an_answer_takes_only_so_long(monkeypatch):
    monkeypatch.setattr(state_module, "MOST_SECONDS", 0.0)
    state = HelloState(Experiment().to_query() | {"update": "100000"})
    header, _ = unpack(state.payload())
    assert header["block"]["count"] == 0 and header["trained"] < 100_000 and header["at"] == 100_000
    further, _ = ask(state, at=100_000, count=100)
    assert header["trained"] < further["trained"] < 100_000  # asking again goes on, not back


@pytest.fixture
def visitors(monkeypatch):
    """visitors(**limits): a clock, and a maker of states that share a work queue with these limits. The
    training of a state then costs no time by the clock.
    """

    def make(**limits):
        clock = ManualClock()
        most = read_limits({f"RNNPLAY_{name.upper()}": str(value) for name, value in limits.items()})
        queue = WorkQueue(1, clock=clock, limits=lambda: most)
        return clock, queue.page_quotas, lambda: HelloState({"text": "hello"}, work_queue=lambda: queue)

    return make


def test_a_visitor_whose_quota_is_used_up_is_told_when_to_ask_again_and_others_are_served(visitors):
    clock, quotas, state = visitors(page_saved=2, page_share=0.1)
    greedy, other = state(), state()
    quotas.spend(greedy.visitor, 2.05)
    header, arrays = ask(greedy, count=20, n=7)
    assert "block" not in header and header["answers"] == 7 and 0 < header["later"]["seconds"] <= 5
    assert header["later"]["sentence"].startswith("Your share of this server is used up for now.")
    assert len(arrays["losses"]) == header["trained"] + 1  # known losses cost no time
    header, _ = ask(other, count=20)
    assert header["block"]["count"] == 20 and "later" not in header
    clock.now += 3
    header, _ = ask(greedy, count=20)
    assert header["block"]["count"] == 20 and "later" not in header


def test_a_busy_server_tells_each_visitor_the_place_in_the_queue(visitors):
    clock, quotas, state = visitors(page_saved_all=2, page_share_all=0.5)
    first, second = state(), state()
    quotas.spend("somebody", 2.5)
    places = [ask(one, count=20)[0]["later"]["sentence"] for one in (first, second, first)]
    assert ["number 1 in" in said for said in places] == [True, False, True] and "number 2 in" in places[1]
    clock.now += 1.15  # enough for the first one only
    assert "later" in ask(second, count=20)[0]
    assert "block" in ask(first, count=20)[0]
    clock.now += 1
    assert "block" in ask(second, count=20)[0]


def test_computing_is_charged_to_the_visitor(visitors):
    _, quotas, state = visitors(page_saved=1000, page_share=0.01)
    one = state()
    before = quotas.seconds_left(one.visitor)
    ask(one, count=100)
    assert 0 < before - quotas.seconds_left(one.visitor) < 10


def test_a_message_about_another_run_is_ignored():
    state = HelloState({"text": "hello", "update": "3"})
    before = state.payload()
    state.receive(
        {"run": "000000000000", "at": 50, "fresh": True, "lr": 1.0, "show": "probabilities", "speed": 9}
    )
    assert state.payload() == before and state.at == 3


letters = st.characters(exclude_categories=["Cs", "Mn", "Me", "Mc", "Cf"])  # each a symbol of its own


@settings(max_examples=40, deadline=None)
@given(
    st.builds(
        Experiment,
        text=st.text(letters, min_size=4, max_size=12),
        hidden=st.integers(1, 8),
        optimizer=st.sampled_from(list(OPTIMIZERS)),
        lr=st.floats(1e-4, 1) | st.just(((0, 0.5), (3, 0.1))),
        clip=st.sampled_from([0.0, 0.5]),
        scale=st.floats(0, 1),
        seed=st.integers(0, 2**31 - 1),
    ),
    st.integers(0, 20),
)
def test_the_address_brings_everything_back(experiment, update):
    state = HelloState(experiment.to_query())
    ask(state, at=update, speed=60, show="probabilities")
    again = HelloState(address(state))
    assert (again.experiment, again.at, again.speed, again.show) == (experiment, update, 60, "probabilities")
    assert not again.message and not again.autoplay
    header, arrays = ask(state, start=update, count=5)
    header_again, arrays_again = ask(again, start=update, count=5)
    assert header_again["diagram"] == header["diagram"]
    assert arrays_again["frames"].tobytes() == arrays["frames"].tobytes()


def test_only_a_first_visit_without_wishes_plays_the_figure():
    assert HelloState({}).autoplay and HelloState({}).experiment == PRESETS["figure"].experiment
    for query in ({"text": "hello"}, {"update": "0"}, {"seed": "x"}):
        assert not HelloState(query).autoplay and HelloState(query).experiment.start == "random"


def test_a_bad_choice_is_refused_and_nothing_is_lost():
    state = HelloState(RUNS["another word"].to_query() | {"update": "9"})
    before = state.payload()
    state.choose(text="q")
    (refusal,) = state.refusals.values()
    assert refusal.text == "q" and "“q”, which has 1: “world” is used instead." in refusal.sentence
    header, arrays = unpack(state.payload())
    assert header["at"] == 9 and arrays["frames"].tobytes() == unpack(before)[1]["frames"].tobytes()
    state.choose(text="ok")
    assert (state.message, state.refusals, state.experiment.text, state.at) == ("", {}, "ok", 0)


def test_another_choice_leaves_the_figure_for_random_weights():
    state = HelloState({})
    state.choose(hidden=4)
    assert (state.experiment.start, state.experiment.hidden, state.refusals) == ("random", 4, {})


def test_a_new_start_is_another_network_each_time():
    state, seen = HelloState({}), set()
    for _ in range(5):
        header, arrays = ask(state, fresh=True)
        assert header["at"] == 0
        seen.add(field(header, arrays, "y")[0].tobytes())
    assert len(seen) == 5


def test_another_rate_leaves_what_lies_before_as_it_was():
    state = HelloState(RUNS["another word"].to_query())
    _, before = ask(state, at=10, start=0, count=11)
    run = state.experiment.run_id
    header, _ = ask(state, at=10, lr=0.05)
    assert header["run"] != run and header["rates"] == [[0, 0.5], [10, 0.05]] and header["at"] == 10
    header, after = ask(state, start=0, count=30)
    assert after["frames"][:10].tobytes() == before["frames"][:10].tobytes()
    wanted = Session(state.experiment).frames(0, 30)
    assert np.array_equal(field(header, after, "losses"), wanted.losses.astype("<f4"))
    assert HelloState(address(state)).experiment == state.experiment


def test_a_typed_rate_out_of_range_is_refused_until_it_is_mended():
    state = HelloState({"text": "hello", "lr": "0.5"})
    run = state.experiment.run_id
    for typed in ("500", "1e999", "-1", "1_0"):
        header, _ = ask(state, at=10, typed_lr=typed)
        assert header["run"] == run and header["refused_rate"]["typed"] == typed
        rule = "Learning rate must be a number from 0.00001 to 100, not "
        assert header["refused_rate"]["sentence"].startswith(rule)
        assert header["refused_rate"]["sentence"].endswith(": 0.5 is used instead.")
    state.choose(hidden=99)
    header, _ = ask(state, at=10, typed_lr="0.05")
    assert "refused_rate" not in header and header["rates"] == [[0, 0.5], [10, 0.05]]
    assert list(state.refusals) == ["hidden"]


def test_details_and_a_sampled_text_are_what_the_training_says():
    state = HelloState(PRESETS["figure"].experiment.to_query() | {"update": "12"})
    header, arrays = ask(state, count=1, details=12, sample={"first": 0, "temperature": 0, "seed": 0})
    assert "".join(header["diagram"]["vocab"][k] for k in header["sampled"]["said"]) == "ello"
    details = Session(PRESETS["figure"].experiment).details(12)
    assert header["details"]["update"] == 12
    assert np.array_equal(arrays["details.actual"], details.actual.astype("<f4"))
    assert np.array_equal(arrays["frame.theta"], details.theta_before.astype("<f4"))


class LeapingOptimizer:
    """Above a rate of 0.5 it leaps so far that the numbers overflow within a dozen updates."""

    name, title = "wild", "Wild"
    states, constants = (), {}
    equations = ("w = w_prev - lr * g",)

    def start(self, n, dtype=np.float64):
        return {}

    def update(self, theta, g, lr, state, t):
        return (theta * 1e30 if lr > 0.5 else theta - lr * g), {}


def test_a_training_that_explodes_stops_says_so_and_goes_on_at_a_smaller_rate(monkeypatch):
    monkeypatch.setitem(OPTIMIZERS, "wild", LeapingOptimizer())
    state = HelloState({"text": "hello", "optimizer": "wild", "lr": "1", "update": "90"})
    unpack(state.payload())
    header, arrays = ask(state, at=0, count=120)
    stop = header["stopped"]["update"]
    assert 0 < stop < 30 and header["last"] == header["trained"] == stop
    assert len(arrays["frames"]) == stop + 1 and np.isfinite(arrays["losses"]).all()
    assert "overflowed" in header["stopped"]["reason"]
    suggested = header["stopped"]["suggest"]
    assert FIELD["lr"].low <= suggested < 1
    before = arrays["frames"].tobytes()
    assert ask(state, at=stop, start=0, count=120)[1]["frames"].tobytes() == before  # the past is kept
    at = stop // 2
    header, arrays = ask(state, at=at, lr=suggested)
    assert header["stopped"] is None and header["at"] == at
    header, arrays = ask(state, start=0, count=60)
    assert len(arrays["frames"]) == 60 and before.startswith(arrays["frames"][:at].tobytes())


def test_a_preset_sets_every_choice():
    state = HelloState({"text": "q"})
    for preset in PRESETS.values():
        state.open_preset(preset.experiment)
        header, _ = unpack(state.payload())
        assert (header["run"], header["at"], header["message"]) == (preset.experiment.run_id, 0, "")
        assert HelloState(address(state)).experiment == preset.experiment


def test_a_start_that_suits_the_units_moves_with_them_unless_it_was_chosen():
    state = HelloState({"text": "hello"})
    state.choose(hidden=64)
    assert (state.experiment.hidden, state.experiment.scale) == (64, 0.12)
    state.choose(scale=0.3)
    state.choose(hidden=9)
    assert (state.experiment.hidden, state.experiment.scale) == (9, 0.3)


@pytest.mark.parametrize("units", [None, "many", 65, 0, float("nan"), 10**400])
def test_a_number_of_units_that_cannot_be_is_refused(units):
    state = HelloState({"text": "hello"})
    before = state.experiment
    state.choose(hidden=units)
    assert state.experiment == before
    refusal = state.refusals["hidden"]
    assert refusal.text == units or units != units
    assert refusal.sentence.startswith("Hidden units must be a whole number from 1 to 64")
    assert refusal.sentence.endswith(": 3 is used instead.")
