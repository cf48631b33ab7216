"""What all charts share: one look for each contestant, and the pieces of a Vega-Lite description.

A chart here is (table, description): a DataFrame, and a dict that says how to draw it. Streamlit draws a
chart with new numbers in its old place, so that a race can be watched without a flicker.
"""

from math import ceil, floor, log10

# One look a contestant: colour, dashes and the shape of its dots, so that colour is never alone. The hues of
# input, state and output are left to those.
COLOURS = ("#C4761B", "#8467C9", "#1B8F8F", "#7E828A", "#C0508A", "#7D8C22")
DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [4, 4], [1, 3])
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
SOFT = "#7B776E"  # of words on axes: legible on paper and on slate
WORDS = {"labelColor": SOFT, "titleColor": SOFT, "labelFontSize": 12, "titleFontSize": 12, "titlePadding": 6}
CONFIG = {
    "view": {"stroke": None},
    "axis": WORDS | {"labelPadding": 4},
    "legend": WORDS | {"offset": 6, "padding": 0, "symbolStrokeWidth": 2.5},
    "scale": {"bandPaddingInner": 0, "bandPaddingOuter": 0},
    "padding": {"top": 4, "bottom": 0, "left": 0, "right": 8},
}
FORMAT = {"share": ".1%", "number": ".4~g", "whole": "d"}


def looks(names):
    """The encodings that tell the contestants apart, by channel. names: theirs, in order."""
    n, names = len(names), list(names)

    def by(range_):
        scale = {"domain": names, "range": list(range_[:n])}
        legend = {"orient": "top", "title": None, "symbolSize": 110, "symbolOpacity": 1}
        return {"field": "cell", "type": "nominal", "scale": scale, "legend": legend, "title": "cell"}

    return {"color": by(COLOURS), "strokeDash": by(DASHES), "shape": by(SHAPES)}


def number(field, title, domain=None, log=False, form=None, **axis):
    """A numeric axis."""
    scale = {"type": "log"} if log else {"zero": False}
    if domain is not None:
        scale |= {"domain": list(domain), "nice": False, "clamp": True}
    axis = {"title": title, "grid": True, "gridOpacity": 0.5, **({"format": form} if form else {}), **axis}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}


def powers(field, title, low, high):
    """A logarithmic axis that names powers of ten only."""
    exponents = range(ceil(log10(low)), floor(log10(high)) + 1)
    every = -(-len(exponents) // 8)
    values = [float(f"1e{exponent}") for exponent in exponents if exponent % every == 0]
    return number(field, title, (low, high), log=True, form="~g", values=values)


def told(**fields):
    """A tooltip. fields: column -> (title, kind of number, or None for a word)."""
    return [
        {"field": field, "title": title, "type": "nominal" if kind is None else "quantitative"}
        | ({} if kind is None else {"format": FORMAT[kind]})
        for field, (title, kind) in fields.items()
    ]


def only(column, value):
    """A transform that keeps the rows of one kind."""
    return [{"filter": {"field": column, "equal": value}}]


def line_at(value, text, upright=False):
    """A line across the chart, or an upright one, with a word at its end."""
    here, there = ("x", "y") if upright else ("y", "x")
    once = {"values": [{}]}  # not once for each row of the chart's table
    low = {"baseline": "bottom", "dy": -4} if upright else {"baseline": "top", "dy": 3}
    word = {"type": "text", "align": "left", "dx": 4, "text": text, "color": SOFT} | low
    end = {"expr": "height"} if upright else 0
    line = {"type": "rule", "strokeDash": [3, 3], "color": SOFT, "opacity": 0.8}
    return [
        {"data": once, "mark": line, "encoding": {here: {"datum": value}}},
        {"data": once, "mark": word, "encoding": {here: {"datum": value}, there: {"value": end}}},
    ]


def layered(layers, **more):
    """A description of layers on the same axes."""
    return {"layer": layers, "config": CONFIG, **more}


def map_of(encoding):
    """A description of a heat map."""
    # Edged in its own colour: no light comes through between the cells.
    edge = {"stroke": encoding["color"]}
    return {"mark": {"type": "rect", "strokeWidth": 1}, "encoding": encoding | edge, "config": CONFIG}
