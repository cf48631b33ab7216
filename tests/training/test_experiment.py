"""An experiment holds every choice; a URL brings it back exactly, and never breaks anything."""

from dataclasses import fields, replace
from urllib.parse import parse_qs, urlencode

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnplay.core.cells import CELLS
from rnnplay.core.optimizers import OPTIMIZERS
from rnnplay.training.experiment import DEFAULTS, FIELD, FIELDS, Experiment
from rnnplay.training.fields import MAX_CHANGES, MAX_UPDATES

RATES = st.floats(1e-5, 100)
TEXTS = st.text(min_size=4, max_size=60).filter(lambda text: is_legal("text", text))
EXPERIMENTS = st.builds(
    Experiment,
    text=TEXTS,
    cell=st.sampled_from(list(CELLS)),
    hidden=st.integers(1, 64),
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    lr=st.builds(
        lambda first, later: ((0, first), *sorted(later.items())),
        RATES,
        st.dictionaries(st.integers(1, MAX_UPDATES), RATES, max_size=MAX_CHANGES),
    ),
    clip=st.floats(0, 100),
    clip_by=st.sampled_from(["norm", "value"]),
    scale=st.floats(0, 3),
    seed=st.integers(0, 2**31 - 1),
) | st.builds(Experiment, start=st.just("figure"), lr=RATES, seed=st.integers(0, 9))

# What somebody may put behind a "=" in the address bar.
WILD = (
    st.text()
    | st.sampled_from(
        ["nan", "inf", "-1", "1e999", "0", "100", "3.5", "0.1~5:0.2", "0.1~5", "~", ":", "figure"]
    )
    | st.integers().map(str)
    | st.floats().map(str)
    | st.sampled_from([*CELLS, *OPTIMIZERS, "norm", "value", "hello", "world"])
)
WILD_QUERIES = st.dictionaries(st.sampled_from([*FIELD, "t", "update"]) | st.text(), WILD | st.lists(WILD))


def is_legal(name, value):
    try:
        FIELD[name].check(value)
    except ValueError:
        return False
    return True


def is_one_sentence(text):
    return text.endswith(".") and "\n" not in text and len(text) < 320 and text.encode()


@given(WILD_QUERIES)
def test_any_query_gives_a_valid_experiment_that_a_url_brings_back(query):
    experiment, problems = Experiment.from_query(query)
    assert Experiment.from_query(experiment.to_query()) == (experiment, [])
    assert all(map(is_one_sentence, problems))
    assert experiment == replace(experiment)


@given(
    st.dictionaries(
        st.sampled_from(list(FIELD)), st.none() | st.integers() | st.binary() | st.lists(st.none())
    )
)
def test_values_that_are_no_text_at_all_are_refused_too(query):
    _, problems = Experiment.from_query(query)
    assert len(problems) == len(query)


@given(EXPERIMENTS)
def test_every_experiment_survives_the_address_bar(experiment):
    address = urlencode(experiment.to_query())
    query = parse_qs(address, keep_blank_values=True, strict_parsing=bool(address))
    again, problems = Experiment.from_query(query)
    assert again == experiment and not problems
    assert again.run_id == experiment.run_id and hash(again) == hash(experiment)


def test_unknown_keys_are_ignored_and_the_last_of_several_counts():
    query = {"utm_source": "mail", "hidden": ["5", "7"], "": "x"}
    assert Experiment.from_query(query) == (Experiment(hidden=7), [])


def test_defaults_are_left_out_of_the_address():
    assert Experiment().to_query() == {}
    assert Experiment(hidden=5, lr=0.25).to_query() == {"hidden": "5", "lr": "0.25"}


@pytest.mark.parametrize("choice", [{"text": "world"}, {"hidden": "4"}])
def test_the_figures_start_fits_only_the_figure(choice):
    experiment, (sentence,) = Experiment.from_query({"start": "figure"} | choice)
    assert experiment.start == "random" and is_one_sentence(sentence)
    assert all(str(getattr(experiment, name)) == value for name, value in choice.items())
    with pytest.raises(ValueError, match="figure"):
        Experiment(start="figure", text="world")


def test_the_rate_changes_when_the_schedule_says():
    experiment = Experiment(lr=0.1).with_lr(25, 0.05).with_lr(40, 0.2)
    assert [experiment.lr_at(t) for t in (0, 24, 25, 39, 40, 10**6)] == [0.1, 0.1, 0.05, 0.05, 0.2, 0.2]
    assert experiment.with_lr(30, 1).lr == ((0, 0.1), (25, 0.05), (30, 1.0))
    assert experiment.with_lr(25, 0.1).lr == ((0, 0.1),)
    assert experiment.with_lr(0, 0.3) == Experiment(lr=0.3)


def test_the_rate_may_change_only_so_often():
    experiment = Experiment(lr=[(i, 0.1 + i) for i in range(MAX_CHANGES + 1)])
    with pytest.raises(ValueError, match="at most 24 times"):
        experiment.with_lr(MAX_CHANGES + 1, 0.5)
    assert len(experiment.with_lr(MAX_CHANGES, 0.5).lr) == MAX_CHANGES + 1


def test_the_table_has_every_choice_and_every_default_is_legal():
    assert [field.name for field in FIELDS] == [field.name for field in fields(Experiment)]
    for field in FIELDS:
        assert field.check(DEFAULTS[field.name]) == DEFAULTS[field.name]
        assert field.help.endswith(".") and field.label


def test_the_same_experiment_has_the_same_name_everywhere():
    assert Experiment().run_id == "e3b0c44298fc"
    assert (
        Experiment(text="wörld", lr=0.25, seed=7).run_id
        == Experiment(seed=7, lr=0.25, text="wo\u0308rld").run_id
    )
    names = {
        e.run_id for e in (Experiment(), Experiment(seed=1), Experiment(lr=0.2), Experiment(text="hallo"))
    }
    assert len(names) == 4
    assert Experiment(scale=-0.0).run_id == Experiment(scale=0).run_id


def test_a_text_becomes_inputs_and_targets():
    experiment = Experiment()
    assert experiment.vocab == ("h", "e", "l", "o") and (experiment.T, experiment.V) == (4, 4)
    assert experiment.x.tolist() == [[0], [1], [2], [2]] and experiment.targets.tolist() == [
        [1],
        [2],
        [2],
        [3],
    ]
    with pytest.raises(ValueError):
        experiment.x[0] = 1


@given(TEXTS)
def test_inputs_and_targets_spell_the_text(text):
    experiment = Experiment(text=text)
    spelled = [experiment.vocab[i] for i in experiment.x[:, 0]] + [
        experiment.vocab[experiment.targets[-1, 0]]
    ]
    assert "".join(spelled) == experiment.text
    assert experiment.x[1:].tolist() == experiment.targets[:-1].tolist()


def test_a_text_of_one_symbol_only_has_nothing_to_learn():
    experiment = Experiment(text="aaa")
    trace = experiment.model.unroll(
        experiment.model.params(experiment.initial()), experiment.x, experiment.targets
    )
    assert experiment.V == 1 and trace.loss == 0


def test_the_start_depends_on_seed_and_scale_alone():
    start = Experiment(seed=3).initial()
    assert np.array_equal(start, Experiment(seed=3, lr=9, optimizer="adam").initial())
    assert not np.array_equal(start, Experiment(seed=4).initial())
    assert not Experiment(scale=0).initial().any()
    assert np.allclose(Experiment(seed=3, scale=1).initial(), 2 * start)
