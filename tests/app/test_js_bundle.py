"""The modules of a component, joined into the one script that Streamlit takes."""

import re
from pathlib import Path

import pytest

from rnnplay.app.js_bundle import PACKAGE, module_name, script

# The modules that a page mounts, and the one that an exported page runs by itself.
STARTS = [
    path
    for path in sorted(PACKAGE.rglob("*.js"))
    if re.search(r"^export default ", path.read_text("utf-8"), re.M) or path.name == "offline.js"
]

each_component = pytest.mark.parametrize("start", STARTS, ids=module_name)


def made_in(joined):
    """name -> where in a joined script a module is made."""
    return {found[1]: found.start() for found in re.finditer(r'^modules\["([^"]+)"\] = ', joined, re.M)}


def test_every_module_is_part_of_a_component():
    used = {name for path in STARTS for name in (*made_in(script(path)), module_name(path))}
    assert {module_name(path) for path in PACKAGE.rglob("*.js")} == used


@each_component
def test_every_module_is_in_the_script_after_those_it_needs(start):
    joined = script(start)
    made = made_in(joined)
    for use in re.finditer(r'^const \{([^}]*)\} = modules\["([^"]+)"\];$', joined, re.M):
        names, module = use.groups()
        assert made[module] < use.start(), f"{module} is used before it is made"
        body = joined[made[module] : joined.index("\n})();", made[module])]
        handed_on = set(re.split(r"\W+", body.rsplit("return {", 1)[1])) - {""}
        assert {name.split(":")[0].strip() for name in names.split(",") if name.strip()} <= handed_on


@each_component
def test_nothing_of_the_module_language_is_left(start):
    left = re.findall(r"^(?:import|export) .*", script(start), re.M)
    expected = [] if start.name == "offline.js" else ["export default function "]
    assert [line.split("(")[0] for line in left] == expected


def test_two_modules_may_share_a_file_name(tmp_path):
    for folder, word in (("one", "first"), ("two", "second")):
        (tmp_path / folder).mkdir()
        Path(tmp_path, folder, "same.js").write_text(f'export const {word} = "{word}";\n')
    start = tmp_path / "start.js"
    lines = 'import { first } from "./one/same.js";', 'import { second as other } from "./two/same.js";'
    start.write_text("\n".join([*lines, "export default function () { return first + other; }"]))
    joined = script(start)
    assert [name.endswith(("one/same", "two/same")) for name in made_in(joined)] == [True, True]
    assert "const { second: other } = modules" in joined
