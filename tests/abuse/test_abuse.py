"""At every door: what comes is taken or refused in a sentence. `python -m tests.abuse` tries more."""

import numpy as np
import pytest

from rnnplay.labs.registry import LABS
from tests.abuse.__main__ import attempt
from tests.abuse.doors import DOORS

INPUTS = 100


@pytest.mark.parametrize("name", DOORS)
def test_whatever_comes_is_taken_or_refused_in_a_sentence(name):
    seeds = range(INPUTS)
    found = [attempt(DOORS[name], np.random.default_rng([1, seed, *name.encode()]))[0] for seed in seeds]
    if "message" not in name:  # what the page sends is dropped without a word: a learner did not write it
        assert found.count("refused") > INPUTS / 2


def test_every_lab_s_address_is_among_the_doors():
    doors = {name.removeprefix("address of ") for name in DOORS}
    assert doors >= {slug for slug, lab in LABS.items() if lab.controls}
