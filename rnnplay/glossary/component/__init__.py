"""The component on every page that explains its terms, beside each word and in a list."""

from pathlib import Path

from rnnplay.app.component import component
from rnnplay.glossary.terms import TERMS

TABLE = [
    {"slug": slug, "names": term.names, "text": term.text, "unit": term.unit} for slug, term in TERMS.items()
]

_glossary = component(Path(__file__).with_name("glossary"))


def glossary():
    """Mount the component: once a run. It takes no space on the page."""
    _glossary(key="glossary", data={"terms": TABLE})
