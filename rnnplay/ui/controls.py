"""One widget a choice, made from the table of fields: label, help, range and options stand there once."""

import streamlit as st


class Controls:
    """Widgets that show values kept elsewhere.

    A widget whose value changes other than by itself is replaced by a new one, under a new key: what
    the browser still says about the old one (it may be typing, or late) then reaches nobody.
    """

    def __init__(self, name):
        self.name, self.turns = name, {}

    def show(self, values):
        """Make the widgets say these values, name -> value."""
        for name, value in values.items():
            self.turns.setdefault(name, 0)
            if st.session_state.get(self.key(name), value) != value:
                self.turns[name] += 1
            if self.key(name) not in st.session_state:
                st.session_state[self.key(name)] = value

    def key(self, name):
        return f"{self.name}-{name}-{self.turns[name]}"

    def value(self, name):
        """What the widget says."""
        return st.session_state[self.key(name)]

    def widget(self, field, on_change, label=None):
        """The widget for one field of an Experiment; `on_change(name)` is told of a change."""
        label = label or field.label
        options = {
            "key": self.key(field.name),
            "on_change": on_change,
            "args": (field.name,),
            "help": field.help,
        }
        if field.kind == "choice":
            titles = field.titles
            return st.selectbox(label, list(titles), format_func=titles.__getitem__, **options)
        if field.kind == "text":
            return st.text_input(label, autocomplete="off", **options)
        whole = field.kind == "integer"
        kind, step, form = (int, 1, None) if whole else (float, 0.1, "%g")
        return st.number_input(label, kind(field.low), kind(field.high), step=step, format=form, **options)
