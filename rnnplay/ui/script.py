"""ES modules joined into the one script that Streamlit takes for a component.

Each module comes after those that it imports, keeps its names to itself and hands on its exports.
"""

import re
from pathlib import Path

_IMPORT = re.compile(r'^import (\{.*?\}) from "(\.\.?/(?:\w+/)?\w+)\.js";$', re.MULTILINE | re.DOTALL)
_EXPORT = re.compile(r"^export (?=(?:class|const|(?:async )?function) (\w+))", re.MULTILINE)


def script(path) -> str:
    """The module in this file and all that it needs, as one. No two of them may have the same file name."""
    parts = {}
    _gather(Path(path).resolve(), parts)
    *needed, (_, last) = parts.items()
    return "\n".join(
        ["const modules = {};", *(_enclosed(path.stem, text) for path, text in needed), _joined(last)]
    )


def _gather(path, parts):
    """Put the source of a module into `parts`, after the modules that it imports."""
    source = path.read_text("utf-8")
    for _, needed in _IMPORT.findall(source):
        needed = path.parent.joinpath(f"{needed}.js").resolve()
        if needed not in parts:
            _gather(needed, parts)
    parts[path] = source


def _joined(source) -> str:
    def taken(found):
        return f"const {found[1]} = modules.{Path(found[2]).name};"

    return _EXPORT.sub("", _IMPORT.sub(taken, source))


def _enclosed(name, source) -> str:
    exports = ", ".join(_EXPORT.findall(source))
    return f"modules.{name} = (() => {{\n{_joined(source)}\nreturn {{ {exports} }};\n}})();\n"
