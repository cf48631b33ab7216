"""The labs, in the order of the article: one file each, and this is the table of contents."""

from rnnplay.labs import gap, glossary, hello, loop, step, text

LABS = {
    "loop": loop,
    "step": step,
    "hello": hello,
    "text": text,
    "gap": gap,
    "glossary": glossary,
}
