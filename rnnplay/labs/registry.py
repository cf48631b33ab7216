"""The labs, in the order of the article: one folder each, and this is the table of contents."""

from rnnplay.labs.gap import page as gap
from rnnplay.labs.glossary import page as glossary
from rnnplay.labs.hello import page as hello
from rnnplay.labs.loop import page as loop
from rnnplay.labs.shapes import page as shapes
from rnnplay.labs.step import page as step
from rnnplay.labs.text import page as text

LABS = {
    "loop": loop,
    "shapes": shapes,
    "step": step,
    "hello": hello,
    "text": text,
    "gap": gap,
    "glossary": glossary,
}
