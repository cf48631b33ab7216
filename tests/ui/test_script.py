"""The modules of a component, joined into the one script that Streamlit takes."""

import re
from pathlib import Path

import pytest

import rnnplay.ui
from rnnplay.ui.script import script

UI = Path(rnnplay.ui.__file__).parent
COMPONENTS = {
    "player": "player.js",
    "reading": "reading.js",
    "address": "component.js",
    "letters": "letters.js",
    "loop": "loop.js",
    "bench": "bench.js",
    "glossary": "glossary.js",
}

each_component = pytest.mark.parametrize(
    "start", [UI / folder / file for folder, file in COMPONENTS.items()], ids=list(COMPONENTS)
)


def test_every_folder_with_modules_is_a_component():
    assert {path.parent.name for path in UI.glob("*/*.js")} == set(COMPONENTS)


@each_component
def test_every_module_is_in_the_script_after_those_it_needs(start):
    joined = script(start)
    made = {
        name: place.start()
        for place in re.finditer(r"^modules\.(\w+) = ", joined, re.M)
        for name in place.groups()
    }
    assert {path.stem for path in start.parent.glob("*.js")} <= {*made, start.stem}
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
