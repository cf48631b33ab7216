"""LABS: the table of the labs, in the order of the article. Each lab is one folder."""

from rnnplay.app.lab import Lab
from rnnplay.labs.gap import lab as gap
from rnnplay.labs.glossary import lab as glossary
from rnnplay.labs.hello import lab as hello
from rnnplay.labs.loop import lab as loop
from rnnplay.labs.shapes import lab as shapes
from rnnplay.labs.step import lab as step
from rnnplay.labs.text import lab as text

LABS: dict[str, Lab] = {
    "loop": loop.LAB,
    "shapes": shapes.LAB,
    "step": step.LAB,
    "hello": hello.LAB,
    "text": text.LAB,
    "gap": gap.LAB,
    "glossary": glossary.LAB,
}
