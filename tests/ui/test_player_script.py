"""The modules of the player, joined into the one script that Streamlit takes."""

import re

from rnnplay.ui.player import HERE, script


def test_every_module_is_in_the_script_after_those_it_needs():
    joined = script()
    made = {
        name: place.start()
        for place in re.finditer(r"^modules\.(\w+) = ", joined, re.M)
        for name in place.groups()
    }
    assert {path.stem for path in HERE.glob("*.js")} == {*made, "player"}
    for use in re.finditer(r"^const \{([^}]*)\} = modules\.(\w+);$", joined, re.M):
        names, module = use.groups()
        assert made[module] < use.start(), f"{module} is used before it is made"
        body = joined[made[module] : joined.index("\n})();", made[module])]
        handed_on = set(re.split(r"\W+", body.rsplit("return {", 1)[1])) - {""}
        assert {name.strip() for name in names.split(",") if name.strip()} <= handed_on


def test_nothing_of_the_module_language_is_left():
    left = re.findall(r"^(?:import|export) .*", script(), re.M)
    assert [line.split("(")[0] for line in left] == ["export default function "]
