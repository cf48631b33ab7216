"""How the app is shown: from the address and from the keys, and every control can be hidden by its name."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from rnnplay.app import presentation as manner_module
from rnnplay.app.charts import COLOURS, SAFE, enlarged, layered, looks, recoloured
from rnnplay.app.presentation.choices import PALETTE, Manner
from rnnplay.app.presentation.flags import FLAGS
from rnnplay.app.presentation.visitor import Visitor
from rnnplay.labs.registry import LABS

QUIET = ("glossary",)  # no controls
OWN = {"letter", "x"}  # widgets of the step lab that are hidden with others, as "letters" and "vector"
WITH_CONTROLS = [slug for slug in LABS if slug not in QUIET]


# Guarded as app.py is: where a lab starts a training, its worker imports this too.
SCRIPT = """
if __name__ == "__main__":
    import streamlit as st
    from rnnplay.labs.registry import LABS
    from rnnplay.app.presentation.choices import Manner
    from rnnplay.app.presentation.visitor import Visitor

    visitor = st.session_state["manner-visitor"] = Visitor()
    visitor.manner = Manner(hide=frozenset({hide!r}))
    LABS[{slug!r}].page()
"""


def run(slug, hide=()):
    """The lab's page, run once -> every key of a widget on it."""
    app = AppTest.from_string(SCRIPT.format(slug=slug, hide=sorted(hide)), default_timeout=60).run()
    assert not app.exception
    kinds = ("selectbox", "text_input", "number_input", "multiselect", "button_group", "slider", "button")
    return [widget.key for kind in kinds for widget in app.get(kind) if widget.key]


def named(slug, keys):
    """The names of the choices that have a widget: keys are "lab-name-turn"."""
    parts = (key.split("-") for key in keys)
    return {part[1] for part in parts if len(part) == 3 and part[0] == slug and part[2].isdigit()} - OWN


@pytest.mark.parametrize("slug", WITH_CONTROLS)
def test_every_control_of_a_lab_has_a_name_that_hides_it(slug):
    seen = named(slug, run(slug))
    assert seen and seen <= set(FLAGS[slug])
    assert not named(slug, run(slug, seen))


@pytest.mark.parametrize(
    ("slug", "name", "key"),
    [("loop", "longer", "loop-longer"), ("step", "letters", "step-letter-0"), ("step", "doing", "step-undo")],
)
def test_a_button_can_be_hidden_too(slug, name, key):
    assert key in run(slug) and key not in run(slug, [name])


def test_what_is_hidden_keeps_its_value_and_the_rest_goes_on():
    assert {"text", "hidden"} <= named("hello", run("hello", ["optimizer"]))


def test_an_address_says_it_and_is_said_again():
    query = {"lecture": "1", "predict": "1", "hide": "lr,optimizer", "palette": "safe"}
    manner, problems = Manner().with_query(query)
    assert not problems and manner == Manner(True, True, frozenset(("lr", "optimizer")), "safe")
    assert manner.to_query() == query
    assert Manner().to_query() == {}


def test_what_an_address_does_not_say_stays():
    manner, _ = Manner(lecture=True, palette="safe").with_query({"hide": "lr"})
    assert manner == Manner(lecture=True, palette="safe", hide=frozenset(["lr"]))


WRONG = {
    "lecture": ("yes", "Lecture mode must be one of 0, 1, not “yes”"),
    "palette": ("<b>", "Palette must be one of usual, safe, not “<b>”"),
    "hide": ("lr,everything", "hide knows no “everything”: the names of"),
    "scene": ("-3", "Scene must be a whole number from 1 to 40, not -3"),
    "scenes": ("%00", "The list of scenes in the link is damaged"),
}


@pytest.mark.parametrize(("name", "value", "said"), [(name, *pair) for name, pair in WRONG.items()])
def test_what_is_wrong_in_an_address_is_said_with_what_is_allowed(name, value, said):
    manner, problems = Manner().with_query({name: value})
    assert len(problems) == 1 and problems[0].startswith(said)
    assert manner == (Manner(hide=frozenset(["lr"])) if name == "hide" else Manner())


@given(st.dictionaries(st.sampled_from(sorted(WRONG)), st.text(max_size=60)))
@settings(max_examples=80, deadline=None)
def test_no_address_breaks_it(query):
    visitor = Visitor()
    visitor.arrive(query)
    assert visitor.manner.palette in PALETTE.options and len(visitor.payload()["problems"]) <= 8


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.floats(allow_nan=True),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)
DOES = st.sampled_from(["lecture", "predict", "palette", "scene", "scenes", "forget", "hide", "x"])


@given(ANYTHING | st.fixed_dictionaries({"n": st.integers(1, 9), "do": DOES, "to": ANYTHING}))
@settings(max_examples=150, deadline=None)
def test_no_message_breaks_it(message):
    visitor = Visitor()
    visitor.hear(message)
    now = visitor.manner
    assert isinstance(now.lecture, bool) and isinstance(now.predict, bool) and now.palette in PALETTE.options
    assert visitor.leave() is None  # without scenes there is nowhere to go


def test_a_scene_is_gone_to_with_the_apps_choices_kept():
    visitor = Visitor()
    visitor.arrive({"lecture": "1", "hide": "lr"})
    visitor.hear({"n": 1, "do": "scenes", "to": "A | /hello?update=3\nB | /loop?text=abc"})
    visitor.hear({"n": 2, "do": "scene", "to": 2})
    lab, query = visitor.leave()
    assert lab == "loop" and query["text"] == "abc" and query["lecture"] == "1" and query["scene"] == "2"
    assert visitor.leave() is None
    again = Visitor()
    again.arrive(query)
    assert again.manner == visitor.manner


@pytest.mark.parametrize(
    ("do", "to", "redraws"), [("lecture", True, True), ("palette", "safe", True), ("predict", True, False)]
)
def test_charts_are_drawn_anew_where_their_words_or_colours_change(do, to, redraws):
    visitor = Visitor()
    visitor.hear({"n": 1, "do": do, "to": to})
    assert visitor.redraw is redraws


def test_the_same_address_again_takes_nothing_back():
    visitor = Visitor()
    visitor.arrive({"lecture": "1"})
    visitor.hear({"n": 1, "do": "lecture", "to": False})
    visitor.arrive({"lecture": "1"})  # the page runs again before the address has been rewritten
    assert not visitor.manner.lecture


# ---- colours ------------------------------------------------------------

GROUNDS = {"light": "#FBFAF6", "dark": "#16181C"}


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def theme():
    """The colours of the safe palette as the page's script has them: ground -> name -> colour."""
    source = Path(manner_module.__file__).with_name("apply.js").read_text("utf-8")
    found = {}
    for ground in GROUNDS:
        block = re.search(rf"  {ground}: {{(.*?)}},\n", source, re.DOTALL)[1]
        found[ground] = dict(re.findall(r'"?([\w-]+)"?: "(#\w{6})"', block))
    return found


@pytest.mark.parametrize("ground", GROUNDS)
def test_the_safe_palette_can_be_read_on_its_grounds(ground):
    colours, paper = theme()[ground], GROUNDS[ground]
    for name in ("green", "red"):
        for under in (paper, colours[f"{name}-background"], colours["blue-background"]):
            assert contrast(colours[f"{name}-text"], under) >= 4.5, (name, under)
        assert contrast(colours[name], paper) >= 3, name
    assert all(contrast(colours[name], paper) >= 3 for name in ("violet", "orange"))
    assert all(contrast(colour, paper) >= 3 for colour in SAFE)


@pytest.mark.parametrize("ground", GROUNDS)
def test_its_pairs_differ_without_red_against_green(ground):
    """What tells the pairs apart is blue: both kinds of red-green blindness see that."""
    colours = theme()[ground]
    for one, other in (("green", "red"), ("green-text", "red-text"), ("violet", "orange")):
        blue = [int(colours[name][5:7], 16) for name in (one, other)]
        assert abs(blue[0] - blue[1]) > 80, (one, other)


def test_a_chart_changes_its_colours_and_the_size_of_its_words_and_nothing_else():
    usual = layered([{"encoding": looks(["RNN", COLOURS[0] + "!"])}])
    swapped = recoloured(usual)
    back = dict(zip(SAFE, COLOURS, strict=True))
    text = json.dumps(swapped)
    assert not any(f'"{colour}"' in text for colour in COLOURS) and COLOURS[0] + "!" in text
    for safe, colour in back.items():
        text = text.replace(f'"{safe}"', f'"{colour}"')
    assert json.loads(text) == json.loads(json.dumps(usual))
    large = enlarged(usual)
    before, after = usual["config"], large["config"]
    for part, size in (("axis", "labelFontSize"), ("legend", "titleFontSize"), ("text", "fontSize")):
        assert float(after[part][size]["expr"].split()[0]) > before[part][size]
    assert large["padding"]["right"] > usual["padding"]["right"]  # of the words beside the chart
    assert {**large, "config": 0, "padding": 0} == {**usual, "config": 0, "padding": 0}
