"""How the app is shown: for a lecture or not, without which controls, in which colours. No Streamlit here."""

from dataclasses import dataclass, replace

from rnnplay.app.presentation import scenes as listed
from rnnplay.app.presentation.flags import FLAGS, LABS
from rnnplay.options.field import Field, quote

SWITCH = {"0": "off", "1": "on"}
# fmt: off
LECTURE = Field("lecture", "Lecture mode", "Large, and nothing but what is shown.", "choice", options=SWITCH)
PREDICT = Field("predict", "Predict first", "Covers what comes next until it has been guessed.", "choice",
                options=SWITCH)
PALETTE = Field("palette", "Palette", "Colours of the diagrams and charts.", "choice",
                options={"usual": "usual", "safe": "safe for colour-blind eyes"})
SCENE = Field("scene", "Scene", "Which of the scenes is shown, counted from 1.", "integer", 1, listed.MOST)
# fmt: on
LONGEST_HIDE = 2_000  # characters
NAMES = ("lecture", "predict", "hide", "palette", "scenes", "scene")  # the parameters of an address
FRAME = (*NAMES, "tour")  # what in an address is no choice of a lab


@dataclass(frozen=True)
class Manner:
    """Every choice of how the app is shown."""

    lecture: bool = False
    predict: bool = False
    hide: frozenset = frozenset()  # names of controls
    palette: str = "usual"
    scenes: tuple = ()
    scene: int = 0  # the one gone to last, counted from 1; 0: none yet

    def to_query(self):
        """dict of str to str: what an address says of it. What is usual is not said."""
        try:
            packed = listed.pack(self.scenes) if self.scenes else ""
        except ValueError:
            packed = ""  # too long for a link: the visitor has them all the same
        said = {
            "lecture": "1" if self.lecture else "",
            "predict": "1" if self.predict else "",
            "hide": ",".join(sorted(self.hide)),
            "palette": "" if self.palette == "usual" else self.palette,
            "scenes": packed,
            "scene": str(self.scene) if packed and self.scene else "",
        }
        return {name: value for name, value in said.items() if value}

    def with_query(self, query):
        """query (mapping of str to str) -> (Manner, sentences). What is not said there stays as it is."""
        changes, problems = {}, []

        def take(field, usual, value):
            if field.name in query:
                read, problem = field.read_or(query[field.name], usual)
                problems.extend([problem] if problem else [])
                changes[field.name] = value(read)

        for switch in (LECTURE, PREDICT):
            take(switch, "0", lambda text: text == "1")
        take(PALETTE, "usual", str)
        if "hide" in query:
            changes["hide"], unknown = _hidden(query["hide"])
            problems += unknown
        if "scenes" in query:
            found, wrong = listed.unpack(query["scenes"], LABS, FRAME)
            problems += wrong
            if found:
                changes["scenes"] = found
        take(SCENE, 1, int)
        many = len(changes.get("scenes", self.scenes))
        if "scene" in changes and changes["scene"] > many:
            changes["scene"] = many
        return replace(self, **changes), problems


def _hidden(text):
    """text like "lr,speed" -> (frozenset of names, sentences)."""
    if not isinstance(text, str) or len(text) > LONGEST_HIDE:
        return frozenset(), [f"hide may be up to {LONGEST_HIDE:,} characters long."]
    named = dict.fromkeys(name.strip() for name in text.split(",") if name.strip())
    known = {name for flags in FLAGS.values() for name in flags}
    unknown = [name for name in named if name not in known]
    wrong = ", ".join(map(quote, unknown[:3])) + (" and more" if len(unknown) > 3 else "")
    problem = f"hide knows no {wrong}: the names of every page's controls stand in the list that ? opens."
    return frozenset(named) & known, [problem] if unknown else []
