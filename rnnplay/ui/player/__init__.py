"""The player: a diagram that plays a training in the browser, from blocks of updates sent ahead.

Its JavaScript is written as ES modules. Streamlit takes one script, so the modules are joined here, each
after those that it imports; it keeps its names to itself and hands on its exports.
"""

import re
from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent
_IMPORT = re.compile(r'^import (\{.*?\}) from "\./(\w+)\.js";$', re.MULTILINE | re.DOTALL)
_EXPORT = re.compile(r"^export (?=(?:class|const|(?:async )?function) (\w+))", re.MULTILINE)


def script(start="player") -> str:
    """The module `start` and all that it needs, as one."""
    parts = {}
    _gather(start, parts)
    last = parts.pop(start)
    return "\n".join(
        ["const modules = {};", *(_enclosed(name, source) for name, source in parts.items()), _joined(last)]
    )


def _gather(name, parts):
    """Put the source of a module into `parts`, after the modules that it imports."""
    source = HERE.joinpath(f"{name}.js").read_text("utf-8")
    for _, needed in _IMPORT.findall(source):
        if needed not in parts:
            _gather(needed, parts)
    parts[name] = source


def _joined(source) -> str:
    return _EXPORT.sub("", _IMPORT.sub(r"const \1 = modules.\2;", source))


def _enclosed(name, source) -> str:
    exports = ", ".join(_EXPORT.findall(source))
    return f"modules.{name} = (() => {{\n{_joined(source)}\nreturn {{ {exports} }};\n}})();\n"


player = st.components.v2.component(
    "rnnplay.player",
    html='<div class="rnnplay"></div>',
    css=HERE.joinpath("player.css").read_text("utf-8"),
    js=script(),
)
