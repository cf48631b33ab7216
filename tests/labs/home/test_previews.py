import numpy as np
import pytest

from rnnplay.labs.gap.preview import preview as gap_preview
from rnnplay.labs.gap.state import shipped_runs
from rnnplay.labs.hello.presets import PRESETS
from rnnplay.labs.hello.preview import preview as hello_preview
from rnnplay.labs.registry import LABS
from rnnplay.labs.text.presets import TEXT_PRESETS
from rnnplay.labs.text.preview import samples
from rnnplay.labs.text.run import TextRun
from rnnplay.tasks.text import TEXTS
from rnnplay.tasks.text.corpus import Corpus
from rnnplay.training.session import Session


def test_every_lab_has_its_tile_and_picture():
    assert [slug for slug, lab in LABS.items() if not lab.tile] == ["glossary"]
    assert all(lab.tile.text and lab.tile.preview()["kind"] for lab in LABS.values() if lab.tile)


def test_what_moves_on_the_home_page_is_the_training_of_the_figure():
    shown, session = hello_preview(), Session(PRESETS["figure"].experiment)
    frames = session.frames(0, len(shown["loss"]))
    assert np.abs(frames.p - shown["p"]).max() < 1e-3
    assert np.abs(frames.quantities["h"] - shown["h"]).max() < 1e-3
    assert session.first_consistent < len(shown["loss"])  # and all four letters are right at its end


def test_the_curves_are_those_of_the_race_that_ships():
    shown = gap_preview()
    assert shown["gaps"] == sorted(shown["gaps"]) and shown["cells"].keys() == {"rnn", "lstm", "gru"}
    for cell, shares in shown["cells"].items():
        last = [
            run.curve[-1].accuracy
            for run in shipped_runs()[1]
            if run.job.cell.startswith(cell) and run.job.gap == shown["gaps"][-1]
        ]
        assert shares[-1] == pytest.approx(np.mean(last), abs=1e-4)


def test_the_samples_that_ship_are_what_the_lab_s_own_training_writes():
    preset, known = TEXT_PRESETS["minute"], samples()
    assert known[0][0] == 0 and known[-1][0] == preset.setup.updates
    run = TextRun(Corpus(TEXTS[preset.source].make()), preset.setup).advance(0)
    # The first characters: on another machine a rounding may change a draw, and what follows with it.
    assert run.samples[0].text.strip()[:40] == known[0][1][:40]
