"""The presentation follows the address and the keys, and every control can be hidden by its name."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from rnnplay.app import presentation as presentation_package
from rnnplay.app.charts import COLOURS, SAFE, contestant_encodings, enlarged, layered, recoloured
from rnnplay.app.presentation.choices import PALETTE, Presentation
from rnnplay.app.presentation.state import PresentationState
from rnnplay.labs.registry import LABS

OWN = {"letter", "x"}  # widgets of the step lab that are hidden with others, as "letters" and "vector"
CONTROLS = {slug: lab.controls for slug, lab in LABS.items()}
WITH_CONTROLS = [slug for slug, names in CONTROLS.items() if names]


# Guarded as app.py is: where a lab starts a training, its worker imports this too.
SCRIPT = """
if __name__ == "__main__":
    import streamlit as st
    from rnnplay.labs.registry import LABS
    from rnnplay.app.presentation.choices import Presentation
    from rnnplay.app.presentation import KEY
    from rnnplay.app.presentation.state import PresentationState

    state = st.session_state[KEY] = PresentationState({{}})
    state.presentation = Presentation(hide=frozenset({hide!r}))
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
    assert seen and seen <= set(CONTROLS[slug])
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
    presentation, problems = Presentation().with_query(query, CONTROLS)
    assert not problems and presentation == Presentation(True, True, frozenset(("lr", "optimizer")), "safe")
    assert presentation.to_query() == query
    assert Presentation().to_query() == {}


def test_what_an_address_does_not_say_stays():
    presentation, _ = Presentation(lecture=True, palette="safe").with_query({"hide": "lr"}, CONTROLS)
    assert presentation == Presentation(lecture=True, palette="safe", hide=frozenset(["lr"]))


WRONG = {
    "lecture": ("yes", "Lecture mode must be one of 0, 1, not “yes”"),
    "palette": ("<b>", "Palette must be one of usual, safe, not “<b>”"),
    "hide": ("lr,everything", "hide knows no “everything”: the names of"),
    "scene": ("-3", "Scene must be a whole number from 1 to 40, not -3"),
    "scenes": ("%00", "The list of scenes in the link is damaged"),
}


@pytest.mark.parametrize(("name", "value", "said"), [(name, *pair) for name, pair in WRONG.items()])
def test_what_is_wrong_in_an_address_is_said_with_what_is_allowed(name, value, said):
    presentation, problems = Presentation().with_query({name: value}, CONTROLS)
    assert len(problems) == 1 and problems[0].startswith(said)
    assert presentation == (Presentation(hide=frozenset(["lr"])) if name == "hide" else Presentation())


@given(st.dictionaries(st.sampled_from(sorted(WRONG)), st.text(max_size=60)))
@settings(max_examples=80, deadline=None)
def test_no_address_breaks_it(query):
    state = PresentationState(CONTROLS)
    state.read_address(query)
    assert state.presentation.palette in PALETTE.options and len(state.payload()["problems"]) <= 8


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.floats(allow_nan=True),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)
DOES = st.sampled_from(["lecture", "predict", "palette", "scene", "scenes", "forget", "hide", "x"])


@given(ANYTHING | st.fixed_dictionaries({"n": st.integers(1, 9), "do": DOES, "to": ANYTHING}))
@settings(max_examples=150, deadline=None)
def test_no_message_breaks_it(message):
    state = PresentationState(CONTROLS)
    state.receive(message)
    now = state.presentation
    assert isinstance(now.lecture, bool) and isinstance(now.predict, bool) and now.palette in PALETTE.options
    assert state.pop_scene() is None  # without scenes there is nowhere to go


def test_a_scene_is_gone_to_with_the_apps_choices_kept():
    state = PresentationState(CONTROLS)
    state.read_address({"lecture": "1", "hide": "lr"})
    state.receive({"n": 1, "do": "scenes", "to": "A | /hello?update=3\nB | /loop?text=abc"})
    state.receive({"n": 2, "do": "scene", "to": 2})
    lab, query = state.pop_scene()
    assert lab == "loop" and query["text"] == "abc" and query["lecture"] == "1" and query["scene"] == "2"
    assert state.pop_scene() is None
    again = PresentationState(CONTROLS)
    again.read_address(query)
    assert again.presentation == state.presentation


@pytest.mark.parametrize(
    ("do", "to", "redraws"), [("lecture", True, True), ("palette", "safe", True), ("predict", True, False)]
)
def test_charts_are_drawn_anew_where_their_words_or_colours_change(do, to, redraws):
    state = PresentationState(CONTROLS)
    state.receive({"n": 1, "do": do, "to": to})
    assert state.redraw is redraws


def test_the_same_address_again_takes_nothing_back():
    state = PresentationState(CONTROLS)
    state.read_address({"lecture": "1"})
    state.receive({"n": 1, "do": "lecture", "to": False})
    state.read_address({"lecture": "1"})  # the page runs again before the address has been rewritten
    assert not state.presentation.lecture


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
    source = Path(presentation_package.__file__).with_name("follow_presentation.js").read_text("utf-8")
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
    """The pairs differ in blue, which both kinds of red-green blindness see."""
    colours = theme()[ground]
    for one, other in (("green", "red"), ("green-text", "red-text"), ("violet", "orange")):
        blue = [int(colours[name][5:7], 16) for name in (one, other)]
        assert abs(blue[0] - blue[1]) > 80, (one, other)


def test_a_chart_changes_its_colours_and_the_size_of_its_words_and_nothing_else():
    usual = layered([{"encoding": contestant_encodings(["RNN", COLOURS[0] + "!"])}])
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
