"""Parts that all charts share: colour, dashes and marker of each contestant, and pieces of a Vega-Lite dict.

A chart is (table, description): a DataFrame, and a dict that says how to draw it. When the numbers change,
Streamlit redraws the chart in place, without a flicker.
"""

import json
from math import ceil, floor, log10

from rnnplay.app.number_format import power

# Each contestant has a colour, dashes and a marker, so a chart is legible without colour. The colours of
# input, state and output are not among these.
COLOURS = ("#C4761B", "#8467C9", "#1B8F8F", "#7E828A", "#C0508A", "#7D8C22")
# The palette for colour-blind eyes. All pairs can be told apart; vermilion and blue come first.
SAFE = ("#D55E00", "#0072B2", "#009E73", "#7E828A", "#C06A9C", "#8A7A00")
DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [4, 4], [1, 3])
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
SOFT = "#7B776E"  # the colour of words on axes, legible in light and dark
WORDS = {"labelColor": SOFT, "titleColor": SOFT, "labelFontSize": 12, "titleFontSize": 12, "titlePadding": 6}
CONFIG = {
    "view": {"stroke": None},
    "axis": WORDS | {"labelPadding": 4},
    "legend": WORDS | {"offset": 6, "padding": 0, "symbolStrokeWidth": 2.5},
    "text": {"fontSize": 12},
    "scale": {"bandPaddingInner": 0, "bandPaddingOuter": 0},
}
LECTURE_WIDTH = 1400  # pixels: in a wider window the words of a lecture's charts are larger
# Not set in the configuration, because Streamlit would add 20 pixels below.
PADDING = {"top": 4, "bottom": 1, "left": 0, "right": 8}
PERCENT = "format(100 * {}, '{}') + '\u00a0%'"  # as app.number_format.percent writes it


def contestant_encodings(names):
    """Vega-Lite encodings, channel -> dict, that tell contestants apart. names: list of str, in order."""
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

    # Without a scale, the marker is not in the legend, which shows pieces of line.
    pairs = zip(names, SHAPES, strict=False)
    shapes = [{"test": {"field": "cell", "equal": name}, "value": shape} for name, shape in pairs]
    shape = {"condition": shapes, "value": SHAPES[0]}
    return {"color": by(COLOURS), "strokeDash": by(DASHES), "shape": shape}


def recoloured(description):
    """The same description with the colours for colour-blind eyes; its texts stay."""
    swap = dict(zip(COLOURS, SAFE, strict=True))
    if isinstance(description, dict):
        return {key: recoloured(value) for key, value in description.items()}
    if isinstance(description, list | tuple):
        return [recoloured(value) for value in description]
    return swap.get(description, description) if isinstance(description, str) else description


def enlarged(description, by=1.4):
    """The same description with larger words for a lecture; they grow with the window."""
    config, padding = description.get("config", {}), description.get("padding", PADDING)
    larger = {
        part: {
            name: _sized(value * by) if name.lower().endswith("fontsize") else value
            for name, value in config[part].items()
        }
        for part in ("axis", "legend", "text")
        if part in config
    }
    room = {side: value * by for side, value in padding.items()}  # room for the words beside the chart
    return {**description, "config": {**config, **larger}, "padding": room}


def _sized(pixels):
    return {"expr": f"{pixels:g} * clamp(windowSize()[0] / {LECTURE_WIDTH}, 1, 2)"}


def number_axis(field, title, domain=None, log=False, form=None, **axis):
    """The encoding of a numeric axis. domain: (low, high); form: a d3 format, or "%" for shares of 1."""
    scale = {"type": "log"} if log else {"zero": False}
    if domain is not None:
        scale |= {"domain": list(domain), "nice": False, "clamp": True}
    labels = (
        {"labelExpr": PERCENT.format("datum.value", "~g")}
        if form == "%"
        else {"format": form}
        if form
        else {}
    )
    axis = {"title": title, "grid": True, "gridOpacity": 0.5, **labels, **axis}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}


def power_axis(field, title, low, high):
    """The encoding of a logarithmic axis that is labelled at powers of ten only."""
    exponents = range(ceil(log10(low)), floor(log10(high)) + 1)
    every = -(-len(exponents) // 8)
    return number_axis(field, title, (low, high), log=True, **named([e for e in exponents if e % every == 0]))


def named(exponents):
    """Settings of an axis or a legend that is labelled at these powers of ten. exponents: list of int."""
    words = json.dumps({str(e): power(e) for e in exponents}, ensure_ascii=False)
    name = f"{words}[toString(round(log(datum.value) / LN10))]"
    return {"values": [float(f"1e{e}") for e in exponents], "labelExpr": name}


def tooltip(**fields):
    """A tooltip. fields: column -> (title, kind), kind "share", "number", "whole", or None for a word.

    A "share" needs the transform `shares` of its column.
    """
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
    """A transform that writes shares of 1 as text, 0.98 -> "98.0 %", for a tooltip."""
    return [
        {"calculate": PERCENT.format(f"datum.{column}", ".1f"), "as": f"{column}_share"} for column in columns
    ]


def rows_of(column, value):
    """A transform that keeps the rows whose column has this value."""
    return [{"filter": {"field": column, "equal": value}}]


def line_at(value, text, upright=False):
    """Two layers: a dotted line at a value, horizontal or upright, and a text at its end."""
    here, there = ("x", "y") if upright else ("y", "x")
    once = {"values": [{}]}  # else it would be drawn once for each row of the table
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


def heat_map(encoding):
    """A description of a heat map."""
    # An edge in the colour of the cell closes the gap between cells.
    edge = {"expr": f"scale('color', datum.{encoding['color']['field']})"}
    mark = {"type": "rect", "strokeWidth": 1, "stroke": edge}
    return {"mark": mark, "encoding": encoding, "config": CONFIG, "padding": PADDING}
