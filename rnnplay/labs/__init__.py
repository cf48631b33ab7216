"""The labs, in the order of the article: one file each, and this is the table of contents."""

from rnnplay.labs import gap, glossary, hello, loop, step, text

LABS = {
    "hello": hello,
    "loop": loop,
    "step": step,
    "gap": gap,
    "text": text,
    "glossary": glossary,
}
