"""The component that draws a lab's small picture on the home page."""

from pathlib import Path

from rnnplay.app.component import component

_preview = component(Path(__file__).with_name("previews"), box="preview")


def preview(data, key):
    """Draw the picture `data`: a dict with `kind`, which names how it is drawn, and its numbers."""
    _preview(key=key, data=data)
