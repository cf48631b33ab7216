"""Every entry point accepts an input or refuses it in a sentence. `python -m tests.abuse` tries more."""

import numpy as np
import pytest

from rnnplay.labs.registry import LABS
from tests.abuse.__main__ import attempt
from tests.abuse.entry_points import ENTRY_POINTS

INPUTS = 100


@pytest.mark.parametrize("name", ENTRY_POINTS)
def test_every_input_is_accepted_or_refused_in_a_sentence(name):
    generators = (np.random.default_rng([1, seed, *name.encode()]) for seed in range(INPUTS))
    found = [attempt(ENTRY_POINTS[name], rng)[0] for rng in generators]
    if "message" not in name:  # a bad message is dropped without a sentence: no learner wrote it
        assert found.count("refused") > INPUTS / 2


def test_the_address_of_every_lab_is_an_entry_point():
    found = {name.removeprefix("address of ") for name in ENTRY_POINTS}
    assert found >= {slug for slug, lab in LABS.items() if lab.controls}
