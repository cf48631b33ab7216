"""The labs, in the order of the article: one file each, and this is the table of contents."""

from rnnplay.labs import gap, hello, text

LABS = {
    "hello": hello,
    "gap": gap,
    "text": text,
}
