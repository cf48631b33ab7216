"""Joins ES modules into one script, because Streamlit accepts one script for a component.

Each module follows those that it imports, inside a function that returns its exports. A module is
named by its path in the package, so that two folders may each have a file of the same name.
"""

import re
from pathlib import Path

PACKAGE = Path(__file__).parents[1]

_IMPORT = re.compile(r'^import (\{.*?\}) from "(\.\.?/[\w./]+)\.js";$', re.MULTILINE | re.DOTALL)
_EXPORT = re.compile(r"^export (?=(?:class|const|(?:async )?function) (\w+))", re.MULTILINE)


def script(path) -> str:
    """The module in this file (path) and all that it needs, as one script (str)."""
    path, sources = Path(path).resolve(), {}
    _gather(path, sources)
    last = sources.pop(path)
    modules = (_enclosed(module, source) for module, source in sources.items())
    return "\n".join(["const modules = {};", *modules, _joined(path, last)])


def module_name(path) -> str:
    """The name of a module in a script: its path in the package, without its ending."""
    path = Path(path)
    inside = path.relative_to(PACKAGE) if path.is_relative_to(PACKAGE) else path
    return inside.with_suffix("").as_posix()


def _gather(path, sources):
    """Put the source of a module into `sources` (path -> text), after the modules that it imports."""
    source = path.read_text("utf-8")
    for _, needed in _IMPORT.findall(source):
        needed = _beside(path, needed)
        if needed not in sources:
            _gather(needed, sources)
    sources[path] = source


def _beside(path, needed) -> Path:
    """The file that the module in `path` imports as `needed`."""
    return path.parent.joinpath(f"{needed}.js").resolve()


def _joined(path, source) -> str:
    def taken(found):
        return f'const {found[1].replace(" as ", ": ")} = modules["{module_name(_beside(path, found[2]))}"];'

    return _EXPORT.sub("", _IMPORT.sub(taken, source))


def _enclosed(path, source) -> str:
    exports = ", ".join(_EXPORT.findall(source))
    body = f"{_joined(path, source)}\nreturn {{ {exports} }};"
    return f'modules["{module_name(path)}"] = (() => {{\n{body}\n}})();\n'
