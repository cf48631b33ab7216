"""Buttons that save a drawing or the charts of a page as a picture."""

from pathlib import Path

from rnnplay.app.component import component

_buttons = component(Path(__file__).with_name("save_picture"))


def picture_buttons(of, part, name, *, inline=False):
    """Two buttons, SVG and PNG, that save the elements which match the selector `part`.

    of: key of the element that contains them; None: anywhere on the page. name: of the file.
    inline: whether the label stands beside the buttons, not above them.
    """
    data = {"of": of, "part": part, "name": name, "inline": inline}
    _buttons(key=f"{name}-picture", data=data, width="content")


def chart_buttons(name):
    """Two buttons, SVG and PNG, that save the charts of the page."""
    picture_buttons(None, ".stVegaLiteChart", name, inline=True)
