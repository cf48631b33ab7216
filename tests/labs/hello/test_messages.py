"""Any message of a browser becomes an Ask with legal values, or none."""

from hypothesis import example, given
from hypothesis import strategies as st

from rnnplay.labs.hello.messages import MOST_FRAMES, SHOWS, SPEED, Ask
from rnnplay.training.experiment import FIELD, MAX_UPDATES

NAMES = "n network at head start count columns losses details sample lr typed_lr fresh speed show".split()
HUGE = 10**400  # legal in JSON, but too large for a float

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from([HUGE, -HUGE]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
samplings = json_values | st.dictionaries(st.sampled_from(["first", "temperature", "seed"]), json_values)
messages = st.fixed_dictionaries(
    {"run": st.text(max_size=20)},
    optional=dict.fromkeys(NAMES, json_values) | {"sample": samplings},
)


def is_whole(value, low, high):
    return type(value) is int and low <= value <= high


@given(messages)
@example({"run": "", "at": HUGE, "lr": HUGE, "columns": [HUGE, -HUGE], "sample": {"seed": HUGE}})
def test_whatever_comes_an_ask_holds_legal_values_only(message):
    ask = Ask.read(message)
    for value in (ask.at, ask.head, ask.start, ask.losses):
        assert is_whole(value, 0, MAX_UPDATES)
    assert is_whole(ask.n, 0, 2**53) and is_whole(ask.count, 0, MOST_FRAMES) and is_whole(ask.speed, *SPEED)
    assert isinstance(ask.run, str) and len(ask.run) <= 12
    assert isinstance(ask.network, str) and len(ask.network) <= 12
    assert len(ask.columns) == 2 and all(is_whole(column, 0, 1_000) for column in ask.columns)
    assert ask.details is None or is_whole(ask.details, 0, MAX_UPDATES)
    assert ask.lr is None or FIELD["lr"].low <= ask.lr <= FIELD["lr"].high
    assert ask.typed_lr is None or (isinstance(ask.typed_lr, str) and len(ask.typed_lr) <= 40)
    assert ask.show in SHOWS and isinstance(ask.fresh, bool)
    if ask.sample is not None:
        assert ask.sample.keys() == {"first", "temperature", "seed"}
        assert is_whole(ask.sample["first"], 0, 1_000) and is_whole(ask.sample["seed"], 0, 2**31 - 1)
        assert 0 <= ask.sample["temperature"] <= 10


@given(json_values | st.dictionaries(st.sampled_from(NAMES), json_values))
def test_what_names_no_run_is_no_ask(message):
    assert Ask.read(message) is None


def test_a_sound_message_is_taken_as_it_is():
    message = {
        "n": 7,
        "run": "fcc6aec755d3",
        "network": "0123456789ab",
        "at": 3,
        "head": 9,
        "start": 3,
        "count": 120,
        "columns": [0, 4],
    }
    message |= {"losses": 10, "details": 3, "speed": 60, "show": "probabilities", "fresh": False}
    message |= {"lr": 0.05, "typed_lr": "0.05"}
    message["sample"] = {"first": 2, "temperature": 0.5, "seed": 1}
    ask = Ask.read(message)
    assert {name: getattr(ask, name) for name in message} == message | {"columns": (0, 4)}
