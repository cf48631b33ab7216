"""The labs, in the order of the article: one file each, and this is the table of contents."""

from rnnplay.labs import hello

LABS = {
    "hello": hello,
}
