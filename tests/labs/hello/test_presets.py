"""Every preset is short, shareable and true."""

import re
from dataclasses import fields

import numpy as np
import pytest

from rnnplay.labs.hello.claims import CLAIMS
from rnnplay.labs.hello.presets import PRESETS
from rnnplay.training.article_weights import FIGURE, figure_weights
from rnnplay.training.experiment import Experiment
from rnnplay.training.session import Session

each = pytest.mark.parametrize("slug", PRESETS)

# As printed in the article; rows are steps, columns h, e, l, o.
PRINTED_SCORES = [[1.0, 2.2, -3.0, 4.1], [0.5, 0.3, -1.0, 1.2], [0.1, 0.5, 1.9, -1.1], [0.2, -1.5, -0.1, 2.2]]
PRINTED_HIDDEN = [[0.3, -0.1, 0.9], [1.0, 0.3, 0.1], [0.1, -0.5, -0.3], [-0.3, 0.9, 0.7]]


@each
def test_a_note_is_short_and_ends_in_something_to_watch(slug):
    preset = PRESETS[slug]
    assert len(preset.note.split()) <= 40
    assert re.search(r"\bwatch\b[^.]*(?:\.\d[^.]*)*\.$", preset.note, re.IGNORECASE)
    assert preset.title and re.fullmatch(r"[a-z0-9-]+", slug)


@each
def test_a_preset_can_be_shared(slug):
    experiment = PRESETS[slug].experiment
    assert Experiment.from_query(experiment.to_query()) == (experiment, {})


@each
def test_what_a_preset_says_is_a_claim_too(slug):
    assert any(PRESETS[slug].experiment in claim.runs.values() for claim in CLAIMS)


def test_presets_differ():
    experiments = [preset.experiment for preset in PRESETS.values()]
    assert len(set(experiments)) == len({preset.title for preset in PRESETS.values()}) == len(PRESETS)


@pytest.mark.parametrize("slug", ["rate-good", "clipped", "two-ls", "no-repeat"])
def test_a_preset_that_learns_soon_does_so_from_its_own_seed(slug):
    session = Session(PRESETS[slug].experiment)
    session.reach(20)
    assert session.first_consistent is not None


@pytest.mark.parametrize("slug", ["rate-too-low", "rate-too-high"])
def test_a_preset_that_does_not_learn_fails_from_its_own_seed(slug):
    session = Session(PRESETS[slug].experiment)
    session.reach(200)
    assert session.first_consistent is None and session.stopped is None


def test_counting_puts_b_above_a_at_the_last_step_alone():
    session = Session(PRESETS["counting"].experiment)
    y = session.frames(100, 1).y[0]
    assert (y[:, 1] > y[:, 0]).tolist() == [False, False, False, False, True]


def test_the_sentence_has_four_letters_after_the():
    text = PRESETS["sentence"].experiment.text
    assert re.findall("the (.)", text) == ["c", "m", "d", "l"]


def test_a_wanted_score_falls_after_it_rose_where_the_rate_is_too_high():
    session = Session(PRESETS["rate-too-high"].experiment)
    y = session.frames(0, 12).y[:, np.arange(4), session.experiment.targets[:, 0]]
    change = np.diff(y, axis=0)
    assert ((change[:-1] > 1) & (change[1:] < -1)).any()


def test_the_figure_starts_from_the_printed_numbers():
    frames = Session(PRESETS["figure"].experiment).frames(0, 2)
    assert np.array_equal(frames.y[0].round(1), PRINTED_SCORES)
    assert np.array_equal(frames.quantities["h"][0].round(1), PRINTED_HIDDEN)
    assert (4 * frames.loss).round(3).tolist() == [5.590, 2.981]
    assert frames.y[1, 0, 1].round(1) == 2.3


def test_the_figures_weights_fill_the_figures_network():
    experiment = Experiment(start="figure")
    params = experiment.model.params(experiment.initial())
    assert set(figure_weights()) == set(params.names)
    assert all(np.array_equal(params[name], matrix) for name, matrix in figure_weights().items())
    assert set(FIGURE) <= {field.name for field in fields(Experiment)}
