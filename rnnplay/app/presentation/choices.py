"""Presentation: the choices of how the app is shown, read from and written to a URL. No Streamlit."""

from dataclasses import dataclass, replace

from rnnplay.app.presentation import scenes as scene_list
from rnnplay.options.field import Field, quote
from rnnplay.options.query import read_query

SWITCH = {"0": "off", "1": "on"}
# fmt: off
LECTURE = Field("lecture", "Lecture mode", "Large, and nothing but what is shown.", "choice", options=SWITCH)
PREDICT = Field("predict", "Predict first", "Covers what comes next until it has been guessed.", "choice",
                options=SWITCH)
PALETTE = Field("palette", "Palette", "Colours of the diagrams and charts.", "choice",
                options={"usual": "usual", "safe": "safe for colour-blind eyes"})
SCENE = Field("scene", "Scene", "Which of the scenes is shown, counted from 1.", "integer",
              1, scene_list.MOST)
# fmt: on
LONGEST_HIDE = 2_000  # characters
NAMES = ("lecture", "predict", "hide", "palette", "scenes", "scene")  # the parameters of an address
FRAME = (*NAMES, "tour")  # the parameters of every page's address


@dataclass(frozen=True)
class Presentation:
    """Every choice of how the app is shown."""

    lecture: bool = False
    predict: bool = False
    hide: frozenset = frozenset()  # names of controls
    palette: str = "usual"
    scenes: tuple = ()
    scene: int = 0  # the last one that was shown, counted from 1; 0: none yet

    def to_query(self):
        """dict of str to str: the parameters of a URL. Defaults are left out."""
        try:
            packed = scene_list.pack(self.scenes) if self.scenes else ""
        except ValueError:
            packed = ""  # too long for a link; the visitor's session keeps them
        texts = {
            "lecture": "1" if self.lecture else "",
            "predict": "1" if self.predict else "",
            "hide": ",".join(sorted(self.hide)),
            "palette": "" if self.palette == "usual" else self.palette,
            "scenes": packed,
            "scene": str(self.scene) if packed and self.scene else "",
        }
        return {name: value for name, value in texts.items() if value}

    def with_query(self, query, controls):
        """query (mapping of str to str) -> (Presentation, sentences on its bad values).

        Choices that the query does not name do not change.
        controls: slug of each lab -> its controls, name -> label.
        """
        usual = {"lecture": "0", "predict": "0", "palette": "usual", "scene": 1}
        changes, refusals = read_query((LECTURE, PREDICT, PALETTE, SCENE), query, usual)
        problems = [refusal.sentence for refusal in refusals.values()]
        for switch in ("lecture", "predict"):
            if switch in changes:
                changes[switch] = changes[switch] == "1"
        if "hide" in query:
            changes["hide"], unknown = _hidden(query["hide"], controls)
            problems += unknown
        if "scenes" in query:
            found, wrong = scene_list.unpack(query["scenes"], tuple(controls), FRAME)
            problems += wrong
            if found:
                changes["scenes"] = found
        many = len(changes.get("scenes", self.scenes))
        if "scene" in changes and changes["scene"] > many:
            changes["scene"] = many
        return replace(self, **changes), problems


def _hidden(text, controls):
    """text like "lr,speed" -> (frozenset of the names that a lab knows, sentences on the others)."""
    if not isinstance(text, str) or len(text) > LONGEST_HIDE:
        return frozenset(), [f"hide may be up to {LONGEST_HIDE:,} characters long."]
    named = dict.fromkeys(name.strip() for name in text.split(",") if name.strip())
    known = {name for names in controls.values() for name in names}
    unknown = [name for name in named if name not in known]
    wrong = ", ".join(map(quote, unknown[:3])) + (" and more" if len(unknown) > 3 else "")
    problem = f"hide knows no {wrong}: the names of every page's controls stand in the list that ? opens."
    return frozenset(named) & known, [problem] if unknown else []
