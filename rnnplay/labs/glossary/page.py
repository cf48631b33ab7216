"""The page of the glossary: all terms and symbols in a few words, with their places in the code."""

import ast
from functools import lru_cache
from html import escape
from pathlib import Path

import streamlit as st

from rnnplay.app.escape_markdown import escape_markdown
from rnnplay.app.frame import head
from rnnplay.glossary.terms import GROUPS, TERMS
from rnnplay.options.field import quote

QUESTION = "What does it mean?"
NOTE = "On every page, rest the pointer on an underlined word, tap it, or press g for a list."
ROOT = Path(__file__).parents[3]
LINES = 40  # of a definition that are shown


def page():
    """The page: a search box, and the entries that are found, or all of them."""
    head(QUESTION, NOTE)
    with st.container(key="glossary-page"):
        typed = st.text_input("Find a word", placeholder="gate, W_hh, perplexity …", max_chars=60, width=360)
        asked = st.query_params.get("term", "")
        if typed.strip():
            found(typed.strip())
        elif asked in TERMS:
            st.html(section((asked, *TERMS[asked].see), linked=tuple(TERMS), opened=asked))
            st.html(whole())
        else:
            if asked:
                st.warning(escape_markdown(f"There is no entry {quote(asked)}. These are there:"))
            st.html(whole())


def found(typed):
    """Show the entries that contain the typed text: first those with it in a name, then those in the text."""
    wanted = typed.lower()
    named = [slug for slug, term in TERMS.items() if any(wanted in name.lower() for name in term.names)]
    others = [slug for slug, term in TERMS.items() if wanted in term.text.lower() and slug not in named]
    if named or others:
        st.html(section((*named, *others), anchors=True))
    else:
        st.caption(escape_markdown(f"Nothing is found for {quote(typed)}."))


@lru_cache(1)
def whole():
    """All entries, group by group -> HTML."""
    parts = (
        f"<h2>{escape(title)}</h2>{section(tuple(terms), True, tuple(TERMS))}"
        for title, terms in GROUPS.items()
    )
    return "".join(parts)


def section(slugs, anchors=False, linked=None, opened=""):
    """Entries in two columns of about the same length -> HTML.

    anchors: whether links on the page lead to these entries; linked: slugs that links may lead to, by default
    these; opened: slug of the entry whose code is shown at once.
    """
    entries = [entry(slug, anchors, linked or slugs, slug == opened) for slug in slugs]
    sizes = [len(TERMS[slug].text) + 120 for slug in slugs]
    cut = min(range(1, len(slugs) + 1), key=lambda k: abs(sum(sizes[:k]) - sum(sizes[k:])))
    columns = "".join(f"<dl>{''.join(part)}</dl>" for part in (entries[:cut], entries[cut:]) if part)
    return f'<div class="terms">{columns}</div>'


def entry(slug, anchored, linked, opened):
    """One entry -> HTML."""
    term, mark = TERMS[slug], f' id="term-{slug}"' if anchored else ""
    name, *others = map(escape, term.names)
    also = f' <span class="also">{", ".join(others)}</span>' if others else ""
    place, shown = escape(f"{term.code[0]}, {term.code[1]}"), " open" if opened else ""
    return (
        f'<dt{mark}><a href="?term={slug}" target="_blank">{name}</a>{also}</dt><dd>{escape(term.text)}'
        + (f'<div class="measure">{escape(term.unit)}</div>' if term.unit else "")
        + f'<div class="see">See also {", ".join(related(other, linked) for other in term.see)}</div>'
        + f"<details{shown}><summary>In the code: {place}</summary>"
        + f"<pre>{escape(source(*term.code))}</pre></details></dd>"
    )


def related(slug, linked):
    """The name of another entry, as a link if that entry is on the page -> HTML."""
    name = escape(TERMS[slug].names[0])
    return f'<a href="#term-{slug}">{name}</a>' if slug in linked else name


@lru_cache
def source(path, name):
    """The lines of a file of the project that define a name, like "SGD" or "SGD.update"."""
    text = ROOT.joinpath(path).read_text("utf-8")
    node = ast.parse(text)
    for part in name.split("."):
        node = next(child for child in node.body if part in names_of(child))
    first = min([node.lineno, *(mark.lineno for mark in getattr(node, "decorator_list", ()))])
    lines = text.splitlines()[first - 1 : node.end_lineno]
    return "\n".join(lines if len(lines) <= LINES else [*lines[:LINES], "..."])


def names_of(node):
    """The names that a statement defines."""
    targets = node.targets if isinstance(node, ast.Assign) else ()
    return {getattr(node, "name", None), *(getattr(target, "id", None) for target in targets)}
