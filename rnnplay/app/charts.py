"""What all charts share: one look for each contestant, and the pieces of a Vega-Lite description.

A chart here is (table, description): a DataFrame, and a dict that says how to draw it. Streamlit draws a
chart with new numbers in its old place, so that a race can be watched without a flicker.
"""

import json
from math import ceil, floor, log10

from rnnplay.app.number_format import power

# One look a contestant: colour, dashes and the shape of its dots, so that colour is never alone. The hues of
# input, state and output are left to those.
COLOURS = ("#C4761B", "#8467C9", "#1B8F8F", "#7E828A", "#C0508A", "#7D8C22")
# The same in the order of a palette that no kind of colour-blindness confuses: vermilion and blue first.
SAFE = ("#D55E00", "#0072B2", "#009E73", "#7E828A", "#C06A9C", "#8A7A00")
DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [4, 4], [1, 3])
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
SOFT = "#7B776E"  # of words on axes: legible on paper and on slate
WORDS = {"labelColor": SOFT, "titleColor": SOFT, "labelFontSize": 12, "titleFontSize": 12, "titlePadding": 6}
CONFIG = {
    "view": {"stroke": None},
    "axis": WORDS | {"labelPadding": 4},
    "legend": WORDS | {"offset": 6, "padding": 0, "symbolStrokeWidth": 2.5},
    "text": {"fontSize": 12},
    "scale": {"bandPaddingInner": 0, "bandPaddingOuter": 0},
}
HALL = 1400  # pixels of a window: in a wider one a lecture's words grow with it
# Beside the configuration: there Streamlit would add 20 pixels below.
PADDING = {"top": 4, "bottom": 1, "left": 0, "right": 8}
PERCENT = "format(100 * {}, '{}') + '\u00a0%'"  # as views.numbers.percent says it


def looks(names):
    """The encodings that tell the contestants apart, by channel. names: theirs, in order."""
    n, names, room = len(names), list(names), [len(name) + 6 for name in names]
    legend = {
        "orient": "top",
        "title": None,
        "symbolType": "stroke",
        "symbolSize": 500,
        "symbolOpacity": 1,
        "columns": n if sum(room) <= 100 else max(1, 100 // max(room)),
        "labelLimit": 280,
    }

    def by(range_):
        scale = {"domain": names, "range": list(range_[:n])}
        return {"field": "cell", "type": "nominal", "scale": scale, "legend": legend, "title": "cell"}

    # Without a scale, and so without a place in the legend, which shows pieces of line.
    pairs = zip(names, SHAPES, strict=False)
    shapes = [{"test": {"field": "cell", "equal": name}, "value": shape} for name, shape in pairs]
    shape = {"condition": shapes, "value": SHAPES[0]}
    return {"color": by(COLOURS), "strokeDash": by(DASHES), "shape": shape}


def recoloured(description):
    """The same chart in the palette that is safe for colour-blind eyes: what a person wrote stays."""
    swap = dict(zip(COLOURS, SAFE, strict=True))
    if isinstance(description, dict):
        return {key: recoloured(value) for key, value in description.items()}
    if isinstance(description, list | tuple):
        return [recoloured(value) for value in description]
    return swap.get(description, description) if isinstance(description, str) else description


def enlarged(description, by=1.4):
    """The same chart with larger words, for the last row of a lecture hall; they grow with the window."""
    config, padding = description.get("config", {}), description.get("padding", PADDING)
    larger = {
        part: {
            name: _sized(value * by) if name.lower().endswith("fontsize") else value
            for name, value in config[part].items()
        }
        for part in ("axis", "legend", "text")
        if part in config
    }
    room = {side: value * by for side, value in padding.items()}  # of the words beside the chart
    return {**description, "config": {**config, **larger}, "padding": room}


def _sized(pixels):
    return {"expr": f"{pixels:g} * clamp(windowSize()[0] / {HALL}, 1, 2)"}


def number(field, title, domain=None, log=False, form=None, **axis):
    """A numeric axis."""
    scale = {"type": "log"} if log else {"zero": False}
    if domain is not None:
        scale |= {"domain": list(domain), "nice": False, "clamp": True}
    said = (
        {"labelExpr": PERCENT.format("datum.value", "~g")}
        if form == "%"
        else {"format": form}
        if form
        else {}
    )
    axis = {"title": title, "grid": True, "gridOpacity": 0.5, **said, **axis}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}


def powers(field, title, low, high):
    """A logarithmic axis that names powers of ten only."""
    exponents = range(ceil(log10(low)), floor(log10(high)) + 1)
    every = -(-len(exponents) // 8)
    return number(field, title, (low, high), log=True, **named([e for e in exponents if e % every == 0]))


def named(exponents):
    """What an axis or a legend needs to name these powers of ten."""
    words = json.dumps({str(e): power(e) for e in exponents}, ensure_ascii=False)
    name = f"{words}[toString(round(log(datum.value) / LN10))]"
    return {"values": [float(f"1e{e}") for e in exponents], "labelExpr": name}


def told(**fields):
    """A tooltip. fields: column -> (title, kind of number, or None for a word). A "share" needs `shares`."""
    forms = {
        None: {"type": "nominal"},
        "share": {"type": "nominal"},
        "number": {"type": "quantitative", "format": ".4~g"},
        "whole": {"type": "quantitative", "format": "d"},
    }
    return [
        {"field": f"{field}_share" if kind == "share" else field, "title": title, **forms[kind]}
        for field, (title, kind) in fields.items()
    ]


def shares(*columns):
    """A transform that makes words of shares, 0.98 -> "98.0 %", for a tooltip."""
    return [
        {"calculate": PERCENT.format(f"datum.{column}", ".1f"), "as": f"{column}_share"} for column in columns
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
    return {"layer": layers, "config": CONFIG, "padding": PADDING, **more}


def map_of(encoding):
    """A description of a heat map."""
    # Edged in its own colour: no light comes through between the cells.
    edge = {"expr": f"scale('color', datum.{encoding['color']['field']})"}
    mark = {"type": "rect", "strokeWidth": 1, "stroke": edge}
    return {"mark": mark, "encoding": encoding, "config": CONFIG, "padding": PADDING}
