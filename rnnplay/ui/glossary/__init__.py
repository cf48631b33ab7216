"""What every page has: its terms explained where they stand, and as a list."""

from pathlib import Path

import streamlit as st

from rnnplay.training.glossary import TERMS
from rnnplay.ui.script import script

HERE = Path(__file__).parent
TABLE = [
    {"slug": slug, "names": term.names, "text": term.text, "unit": term.unit} for slug, term in TERMS.items()
]

_glossary = st.components.v2.component(
    "rnnplay.glossary",
    html='<div class="glossary"></div>',
    css=HERE.joinpath("glossary.css").read_text("utf-8"),
    js=script(HERE / "glossary.js"),
)


def glossary():
    """Call once a run. It takes no room on the page."""
    _glossary(key="glossary", data={"terms": TABLE})
