"""Every claim of the hello lab holds, over several seeds."""

import re

import pytest

from rnnplay.labs.hello.claims import CLAIMS


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.slug)
def test_a_claim_holds(claim):
    assert claim.holds(claim.train())


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.slug)
def test_a_claim_does_not_hold_of_untrained_networks(claim):
    """A claim that untrained networks satisfy as well says nothing about training."""
    untrained = type(claim)(**vars(claim) | {"updates": 0})
    assert not claim.holds(untrained.train())


def test_each_claim_has_a_slug_and_a_sentence():
    slugs = [claim.slug for claim in CLAIMS]
    assert len(set(slugs)) == len(slugs)
    for claim in CLAIMS:
        assert re.fullmatch(r"[a-z0-9-]+", claim.slug) and claim.claim.endswith(".")
        assert claim.seeds >= 10 or all(e.start == "figure" for e in claim.runs.values())
