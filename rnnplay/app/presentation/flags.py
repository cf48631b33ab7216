"""The controls of each lab, by the names that hide them: from the tables that they are made from."""

from rnnplay.labs.gap import options as race
from rnnplay.labs.loop import networks as loop
from rnnplay.labs.shapes import run as shapes
from rnnplay.labs.step import network as byhand
from rnnplay.labs.text import setup as textsetup
from rnnplay.training import experiment

# What is no field of an experiment: name -> what it is. The page's components mark these with data-control.
PLAYER = {
    "play": "Play",
    "step": "Step and Back",
    "reset": "Reset",
    "past": "The curve and the slider",
    "speed": "Speed",
    "show": "Scores or probabilities",
    "fresh": "New start",
    "copy": "Copy link",
    "beside": "The pane beside the diagram",
}
LOOP = {
    "longer": "Make it longer",
    "unfold": "Fold and unfold",
    "play": "Play",
    "step": "One step on and back",
    "sums": "The arithmetic",
    "twins": "The comparison",
}
SHAPES = {
    "play": "Play",
    "step": "One step on and back",
    "pad": "Your input",
}
STEP = {
    "who": "Which branch is fed",
    "letters": "The letters as buttons",
    "vector": "A vector x",
    "doing": "Fork, undo, reset and keep",
    "side": "Python or weights",
}


def _of(fields):
    return {field.name: field.label for field in fields}


FLAGS = {
    "hello": {**_of(experiment.FIELDS), "preset": "Start from", **PLAYER},
    "loop": {**_of(loop.FIELDS), **LOOP},
    "shapes": {**_of(shapes.SHAPE_FIELDS), **SHAPES},
    "step": {**_of(byhand.FIELDS), **STEP},
    "gap": {**_of(race.FIELDS), "claim": "Start from", "view": "The views"},
    "text": {
        **_of(textsetup.TEXT_FIELDS),
        **_of((textsetup.FOLD,)),
        "preset": "Start from",
        "source": "The text",
        "view": "The views",
    },
    "glossary": {},
}
LABS = tuple(FLAGS)
