"""The widgets of a lab. Label, help and options of each come from its Field."""

from math import floor, log10

import streamlit as st

from rnnplay.app.presentation import hides


class Controls:
    """The widgets of one lab. They show values that the lab's state keeps.

    When the state changes such a value, a new widget with a new key replaces the old one. A late message of
    the browser about the old widget is then ignored. Each widget gets its value when it is made, because
    Streamlit loses a value that is set before the widget is on the screen.
    A control that the visitor's address hides is not made, and its value does not change.
    """

    def __init__(self, name):
        self.name = name
        # For each widget: the number in its key, its first value, the last value that was handled, and the
        # function that handles changes.
        self.versions, self.initial, self.handled, self.handlers = {}, {}, {}, {}

    def show(self, values):
        """Make the widgets show these values, name -> value."""
        missed = [name for name in values if name in self.handlers and self._unhandled(name)]
        for name in missed:
            self._changed(name)
        if missed:
            st.rerun()  # because `values` are older than these changes
        for name, value in values.items():
            if name not in self.versions or self.value(name) != value:
                self.versions[name] = self.versions.get(name, 0) + 1
                self.initial[name] = value
            self.handled[name] = value

    def _unhandled(self, name):
        # A widget that was not shown in the last run has no entry in the session; it is made again.
        return st.session_state.get(self.key(name), self.handled[name]) != self.handled[name]

    def _changed(self, name):
        # Streamlit may stop this run when a value is read, if another rerun is requested. The change is then
        # not handled; the next run finds it in `show`.
        value = self.value(name)
        self.handlers[name](name)
        self.handled[name] = value

    def _options(self, name, handler):
        """Options of a widget: its key, and a callback that calls handler(name) after a change."""
        self.handlers[name] = handler
        return {"key": self.key(name), "on_change": self._changed, "args": (name,)}

    def key(self, name):
        return f"{self.name}-{name}-{self.versions[name]}"

    def keys(self):
        """dict of name to key, of all widgets."""
        return {name: self.key(name) for name in self.versions}

    def value(self, name):
        """The value that the widget shows."""
        return st.session_state.get(self.key(name), self.initial[name])

    def choice(self, name, label, titles, on_change, **options):
        """A box to choose one of `titles`, value -> title. on_change(name) is called after a change."""
        if hides(name):
            return None
        at = list(titles).index(self.initial[name])
        return st.selectbox(
            label,
            list(titles),
            index=at,
            format_func=titles.__getitem__,
            **self._options(name, on_change),
            **options,
        )

    def several(self, name, label, options, title, on_change, hint):
        """A box to choose some of `options`, or to type others. title(option) -> text in the box."""
        if hides(name):
            return None
        now = list(self.initial[name])
        return st.multiselect(
            label,
            list(dict.fromkeys([*options, *now])),
            now,
            format_func=title,
            **self._options(name, on_change),
            accept_new_options=True,
            help=hint,
        )

    def tabs(self, name, label, titles, on_change):
        """A row of buttons, of which one is chosen. titles: value -> title."""
        if hides(name):
            return None
        return st.segmented_control(
            label,
            list(titles),
            default=self.initial[name],
            required=True,
            format_func=titles.__getitem__,
            **self._options(name, on_change),
            label_visibility="collapsed",
        )

    def widget(self, field, on_change):
        """The widget for a Field. on_change(name) is called after a change."""
        name, label = field.name, field.label
        if hides(name):
            return None
        if field.kind == "choice":
            return self.choice(name, label, field.titles, on_change, help=field.help)
        options = self._options(name, on_change) | {"help": field.help}
        if field.kind == "text":
            return st.text_input(label, self.initial[name], autocomplete="off", **options)
        whole = field.kind == "integer"
        kind, step, form = (int, 1, None) if whole else (float, 0.1, "%g")
        value = kind(self.initial[name])
        if field.log:  # a click on + changes the leading digit
            step = 10.0 ** floor(log10(max(value, field.low)))
        # No limits here: a number out of range is refused with the same sentence as in a link.
        return st.number_input(label, value=value, step=step, format=form, **options)


def with_typed(values, refusals):
    """values (dict of name to value) -> the same with the refused typed texts in their places.

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
