"""The player: a diagram that plays a training in the browser, from blocks of updates sent ahead.

Its JavaScript is written as ES modules. Streamlit takes one script, so the modules are joined here:
what they import from each other they then find in the same script.
"""

import re
from pathlib import Path

import streamlit as st

from rnnplay.ui.player.messages import Ask

HERE = Path(__file__).parent
# In the order in which they need each other.
MODULES = (
    "dom format equations lines wire paint layout explain panes walk weights diagram dense curve transport"
    " clock moment notice past requests side stage"
).split()
_IMPORT = re.compile(r'^import (\{.*?\}) from "\./(\w+)\.js";$', re.MULTILINE | re.DOTALL)
_EXPORT = re.compile(r"^export (?=(?:class|const|function) (\w+))", re.MULTILINE)


def script() -> str:
    """All modules as one: each keeps its names to itself and hands on its exports; the player comes last."""
    return "const modules = {};\n" + "\n".join(map(_enclosed, MODULES)) + _joined("player")


def _joined(name) -> str:
    source = HERE.joinpath(f"{name}.js").read_text("utf-8")
    return _EXPORT.sub("", _IMPORT.sub(r"const \1 = modules.\2;", source))


def _enclosed(name) -> str:
    exports = _EXPORT.findall(HERE.joinpath(f"{name}.js").read_text("utf-8"))
    return f"modules.{name} = (() => {{\n{_joined(name)}\nreturn {{ {', '.join(exports)} }};\n}})();\n"


player = st.components.v2.component(
    "rnnplay.player",
    html='<div class="rnnplay"></div>',
    css=HERE.joinpath("player.css").read_text("utf-8"),
    js=script(),
)

__all__ = ["Ask", "player", "script"]
