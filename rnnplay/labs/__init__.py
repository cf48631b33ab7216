"""The labs, in the order of the article: one file each, and this is the table of contents."""

from rnnplay.labs import gap, glossary, hello, loop, shapes, step, text

LABS = {
    "loop": loop,
    "shapes": shapes,
    "step": step,
    "hello": hello,
    "text": text,
    "gap": gap,
    "glossary": glossary,
}
