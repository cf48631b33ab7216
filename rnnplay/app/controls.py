"""One widget a choice, made from the table of fields: label, help, range and options stand there once."""

from math import floor, log10

import streamlit as st

from rnnplay.app.presentation import hides


class Controls:
    """Widgets that show values kept elsewhere.

    A widget whose value changes other than by itself is replaced by a new one, under a new key: what
    the browser still says about the old one (it may be typing, or late) then reaches nobody. A widget is
    born with its value; a value set afterwards is lost on one that is not on the screen yet.
    What the visitor's address hides is not made at all, and its value stays as it is.
    """

    def __init__(self, name):
        self.name, self.turns, self.born = name, {}, {}
        self.heard, self.handlers = {}, {}  # what was last taken note of, and by whom

    def show(self, values):
        """Make the widgets say these values, name -> value."""
        missed = [name for name in values if name in self.handlers and self._unheard(name)]
        for name in missed:
            self._changed(name)
        if missed:
            st.rerun()  # the values were those before
        for name, value in values.items():
            if name not in self.turns or self.value(name) != value:
                self.turns[name] = self.turns.get(name, 0) + 1
                self.born[name] = value
            self.heard[name] = value

    def _unheard(self, name):
        # What was away for a run (its page, or its part of one, was not shown) says nothing: it is born anew.
        return st.session_state.get(self.key(name), self.heard[name]) != self.heard[name]

    def _changed(self, name):
        # To read a value is where Streamlit may break off for a rerun that has come in: then this change has
        # not been heard, and `show` finds that out.
        value = self.value(name)
        self.handlers[name](name)
        self.heard[name] = value

    def _hears(self, name, handler):
        """What a widget needs to be told of its changes."""
        self.handlers[name] = handler
        return {"key": self.key(name), "on_change": self._changed, "args": (name,)}

    def key(self, name):
        return f"{self.name}-{name}-{self.turns[name]}"

    def css_class(self, name):
        """The class that Streamlit gives the widget's element on the page; "" for no widget of these."""
        return f"st-key-{self.key(name)}" if name in self.turns else ""

    def value(self, name):
        """What the widget says."""
        return st.session_state.get(self.key(name), self.born[name])

    def choice(self, name, label, titles, on_change, **options):
        """A box to choose one of `titles`, value -> title."""
        if hides(name):
            return None
        at = list(titles).index(self.born[name])
        return st.selectbox(
            label,
            list(titles),
            index=at,
            format_func=titles.__getitem__,
            **self._hears(name, on_change),
            **options,
        )

    def several(self, name, label, options, title, on_change, hint):
        """A box to choose some of `options`, or to type others; `title` says what one is called."""
        if hides(name):
            return None
        now = list(self.born[name])
        return st.multiselect(
            label,
            list(dict.fromkeys([*options, *now])),
            now,
            format_func=title,
            **self._hears(name, on_change),
            accept_new_options=True,
            help=hint,
        )

    def tabs(self, name, label, titles, on_change):
        """A row of which one of `titles`, value -> title, is chosen."""
        if hides(name):
            return None
        return st.segmented_control(
            label,
            list(titles),
            default=self.born[name],
            required=True,
            format_func=titles.__getitem__,
            **self._hears(name, on_change),
            label_visibility="collapsed",
        )

    def widget(self, field, on_change):
        """The widget for one field of an Experiment; `on_change(name)` is told of a change."""
        name, label = field.name, field.label
        if hides(name):
            return None
        if field.kind == "choice":
            return self.choice(name, label, field.titles, on_change, help=field.help)
        options = self._hears(name, on_change) | {"help": field.help}
        if field.kind == "text":
            return st.text_input(label, self.born[name], autocomplete="off", **options)
        whole = field.kind == "integer"
        kind, step, form = (int, 1, None) if whole else (float, 0.1, "%g")
        value = kind(self.born[name])
        if field.log:  # one more of the last digit that counts
            step = 10.0 ** floor(log10(max(value, field.low)))
        # No limits here: a number out of range is refused with the same sentence as in a link.
        return st.number_input(label, value=value, step=step, format=form, **options)


def with_typed(values, refusals):
    """values (dict of name to value) -> the same, with what was typed and refused in place of some.

    refusals: dict of name to Refusal. A typed text becomes a number or a list where the value is one.
    """
    typed = {name: refusals[name].text for name in values if name in refusals}
    return values | {name: _like(values[name], text) for name, text in typed.items() if text is not None}


def _like(value, text):
    try:
        if isinstance(value, list):
            return text.split(",")
        return type(value)(text) if isinstance(value, int | float) else text
    except ValueError:
        return value
