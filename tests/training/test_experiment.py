"""An experiment holds every choice; a URL brings it back exactly, and never breaks anything."""

from dataclasses import fields, replace
from urllib.parse import parse_qs, urlencode

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnplay.nn.cells import CELLS
from rnnplay.nn.cells.gru import RESETS
from rnnplay.nn.cells.rnn import ACTIVATIONS
from rnnplay.nn.initialisers import INITIALISERS
from rnnplay.nn.optimizers import OPTIMIZERS
from rnnplay.options.common_fields import INITS
from rnnplay.options.field import MAX_CHANGES, MAX_UPDATES
from rnnplay.training.experiment import DEFAULTS, FIELD, FIELDS, Experiment

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
    activation=st.sampled_from(list(ACTIVATIONS)),
    reset=st.sampled_from(list(RESETS)),
    init=st.sampled_from(list(INITS)),
    forget_bias=st.floats(-20, 20),
    chrono=st.integers(0, 10_000),
) | st.builds(Experiment, start=st.just("figure"), lr=RATES, seed=st.integers(0, 9))

# Values that somebody may type after a "=" in the address bar.
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
    experiment, refusals = Experiment.from_query(query)
    assert Experiment.from_query(experiment.to_query()) == (experiment, {})
    assert all(is_one_sentence(refusal.sentence) for refusal in refusals.values())
    assert experiment == replace(experiment)


@given(
    st.dictionaries(
        st.sampled_from(list(FIELD)), st.none() | st.integers() | st.binary() | st.lists(st.none())
    )
)
def test_values_that_are_no_text_at_all_are_refused_too(query):
    _, refusals = Experiment.from_query(query)
    assert len(refusals) == len(query)


@given(EXPERIMENTS)
def test_every_experiment_survives_the_address_bar(experiment):
    address = urlencode(experiment.to_query())
    query = parse_qs(address, keep_blank_values=True, strict_parsing=bool(address))
    again, refusals = Experiment.from_query(query)
    assert again == experiment and not refusals
    assert again.run_id == experiment.run_id and hash(again) == hash(experiment)


def test_unknown_keys_are_ignored_and_the_last_of_several_counts():
    query = {"utm_source": "mail", "hidden": ["5", "7"], "": "x"}
    assert Experiment.from_query(query) == (Experiment(hidden=7), {})


def test_defaults_are_left_out_of_the_address():
    assert Experiment().to_query() == {}
    assert Experiment(hidden=5, lr=0.25).to_query() == {"hidden": "5", "lr": "0.25"}


@pytest.mark.parametrize("choice", [{"text": "world"}, {"hidden": "4"}, {"activation": "relu"}])
def test_the_figures_start_fits_only_the_figure(choice):
    experiment, refusals = Experiment.from_query({"start": "figure"} | choice)
    assert experiment.start == "random" and list(refusals) == ["start"]
    assert is_one_sentence(refusals["start"].sentence)
    assert all(str(getattr(experiment, name)) == value for name, value in choice.items())
    with pytest.raises(ValueError, match="figure"):
        Experiment(start="figure", text="world")


OPTIONS = [field for field in FIELDS if field.cells is not None]
OTHERS = {"activation": "relu", "reset": "after", "init": "orthogonal", "forget_bias": 3.0, "chrono": 50}

each_option = pytest.mark.parametrize("field", OPTIONS, ids=lambda field: field.name)


def test_every_option_of_a_cell_is_a_choice_with_the_same_default():
    for cell in CELLS.values():
        for option in fields(cell):
            assert FIELD[option.name] in OPTIONS and DEFAULTS[option.name] == option.default
    assert INITS.keys() == INITIALISERS.keys()


@each_option
@pytest.mark.parametrize("cell", CELLS)
def test_an_option_counts_where_the_cell_has_it_and_nowhere_else(field, cell):
    plain, other = Experiment(cell=cell), Experiment(cell=cell, **{field.name: OTHERS[field.name]})
    has = field.name in [option.name for option in fields(CELLS[cell])]
    assert field.applies(plain) == has == (other != plain) == (field.name in other.to_query())
    assert (other.run_id != plain.run_id) == has
    assert dict(other.model.options).get(field.name) == (OTHERS[field.name] if has else None)
    query = plain.to_query() | {field.name: field.write(OTHERS[field.name])}
    assert Experiment.from_query(query) == (other, {})


def test_the_model_is_built_with_the_options():
    model = Experiment(cell="gru", reset="after", chrono=200).model
    assert "b_hn" in model.layout.views and (model.params(model.initial(0, 0.5)).b_z > 0).all()
    assert (Experiment(cell="lstm", forget_bias=2).initial() == 2).sum() == 3
    orthogonal = Experiment(init="orthogonal")
    W = orthogonal.model.params(orthogonal.initial()).W_hh
    np.testing.assert_allclose(W @ W.T, np.eye(3), atol=1e-14)


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
