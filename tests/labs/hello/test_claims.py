"""What the laboratory tells its students holds, over several seeds."""

import re

import pytest

from rnnplay.labs.hello.claims import SCENARIOS


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.slug)
def test_scenario_keeps_its_promise(scenario):
    assert scenario.holds(scenario.play())


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.slug)
def test_a_scenario_can_fail(scenario):
    """A claim that untrained networks satisfy as well says nothing about training."""
    untrained = type(scenario)(**vars(scenario) | {"updates": 0})
    assert not scenario.holds(untrained.play())


def test_scenarios_are_named_and_say_something():
    slugs = [scenario.slug for scenario in SCENARIOS]
    assert len(set(slugs)) == len(slugs)
    for scenario in SCENARIOS:
        assert re.fullmatch(r"[a-z0-9-]+", scenario.slug) and scenario.claim.endswith(".")
        assert scenario.seeds >= 10 or all(e.start == "figure" for e in scenario.runs.values())
