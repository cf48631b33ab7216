"""The modules of a component, joined into the one script that Streamlit takes."""

import re
from pathlib import Path

import pytest

import rnnplay.ui
from rnnplay.ui.script import script

UI = Path(rnnplay.ui.__file__).parent
COMPONENTS = (  # of a folder that has several, each with a line of its own
    "player/player.js",
    "reading/reading.js",
    "address/component.js",
    "letters/letters.js",
    "loop/loop.js",
    "bench/bench.js",
    "glossary/glossary.js",
    "manner/manner.js",
    "take/keep.js",
    "thumbs/thumbs.js",
    "tour/tour.js",
    "tour/told.js",
    "wiring/wiring.js",
    "wiring/five.js",
)

each_component = pytest.mark.parametrize("start", [UI / file for file in COMPONENTS], ids=COMPONENTS)


def made_in(joined):
    """name -> where in a joined script a module is made."""
    return {found[1]: found.start() for found in re.finditer(r"^modules\.(\w+) = ", joined, re.M)}


def test_every_module_is_part_of_a_component():
    used = {name for file in COMPONENTS for name in (*made_in(script(UI / file)), Path(file).stem)}
    assert {path.stem for path in UI.glob("*/*.js")} <= used


@each_component
def test_every_module_is_in_the_script_after_those_it_needs(start):
    joined = script(start)
    made = made_in(joined)
    for use in re.finditer(r"^const \{([^}]*)\} = modules\.(\w+);$", joined, re.M):
        names, module = use.groups()
        assert made[module] < use.start(), f"{module} is used before it is made"
        body = joined[made[module] : joined.index("\n})();", made[module])]
        handed_on = set(re.split(r"\W+", body.rsplit("return {", 1)[1])) - {""}
        assert {name.strip() for name in names.split(",") if name.strip()} <= handed_on


@each_component
def test_nothing_of_the_module_language_is_left(start):
    left = re.findall(r"^(?:import|export) .*", script(start), re.M)
    assert [line.split("(")[0] for line in left] == ["export default function "]
