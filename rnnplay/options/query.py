"""The one reader of a link's parameters: each value is read as its field says, or refused with a sentence."""

from rnnplay.options.refusal import Refusal


def read_query(fields, query, defaults):
    """Read the fields that a query names -> (dict of name to value, dict of name to Refusal).

    query: mapping of str to str or list of str, with any content. defaults: mapping of name to value.
    Never raises: the nearest legal number replaces a refused number, and the default any other refused value.
    """
    values, refusals = {}, {}
    for field in fields:
        if field.name in query:
            value, refusal = field.read_or(single(query[field.name]), defaults[field.name])
            values[field.name] = value
            if refusal:
                refusals[field.name] = refusal
    return values, refusals


def read_in_turn(chosen, fields, query, change):
    """Apply the choices of a query one after another; the legal values of one depend on the choices before
    it.

    chosen: an object with all choices, which has texts(). change(chosen, name, text) -> the same with one
    choice changed; ValueError for a bad one. -> (the object after all changes, dict of name to Refusal)
    """
    refusals = {}
    for field in fields:
        if field.name not in query:
            continue
        text = single(query[field.name])
        try:
            chosen = change(chosen, field.name, text if isinstance(text, str) else str(text))
        except ValueError as error:
            refusals[field.name] = refuse_choice(chosen, field, error)
    return chosen, refusals


def refuse_choice(chosen, field, error, typed=None):
    """A Refusal of one choice of an object that has texts(); its present value is used instead."""
    text = chosen.texts()[field.name]
    used = field.quoted(text) if text else "the default"
    return Refusal.because(error, field.name, f"{used} is used instead", typed)


def single(value):
    """The last one of several values that a link gives for one parameter, as in Streamlit."""
    return value[-1] if isinstance(value, list | tuple) and value else value
