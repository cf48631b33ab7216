"""One widget a choice, made from the table of fields: label, help, range and options stand there once."""

import streamlit as st


class Controls:
    """Widgets that show values kept elsewhere.

    A widget whose value changes other than by itself is replaced by a new one, under a new key: what
    the browser still says about the old one (it may be typing, or late) then reaches nobody. A widget is
    born with its value; a value set afterwards is lost on one that is not on the screen yet.
    """

    def __init__(self, name):
        self.name, self.turns, self.born = name, {}, {}

    def show(self, values):
        """Make the widgets say these values, name -> value."""
        for name, value in values.items():
            if name not in self.turns or self.value(name) != value:
                self.turns[name] = self.turns.get(name, 0) + 1
                self.born[name] = value

    def key(self, name):
        return f"{self.name}-{name}-{self.turns[name]}"

    def value(self, name):
        """What the widget says."""
        return st.session_state.get(self.key(name), self.born[name])

    def choice(self, name, label, titles, on_change, **options):
        """A box to choose one of `titles`, value -> title."""
        at = list(titles).index(self.born[name])
        return st.selectbox(
            label,
            list(titles),
            index=at,
            format_func=titles.__getitem__,
            key=self.key(name),
            on_change=on_change,
            args=(name,),
            **options,
        )

    def several(self, name, label, options, title, on_change, hint):
        """A box to choose some of `options`, or to type others; `title` says what one is called."""
        now = list(self.born[name])
        return st.multiselect(
            label,
            list(dict.fromkeys([*options, *now])),
            now,
            format_func=title,
            key=self.key(name),
            on_change=on_change,
            args=(name,),
            accept_new_options=True,
            help=hint,
        )

    def tabs(self, name, label, titles, on_change):
        """A row of which one of `titles`, value -> title, is chosen."""
        return st.segmented_control(
            label,
            list(titles),
            default=self.born[name],
            required=True,
            format_func=titles.__getitem__,
            key=self.key(name),
            on_change=on_change,
            args=(name,),
            label_visibility="collapsed",
        )

    def widget(self, field, on_change):
        """The widget for one field of an Experiment; `on_change(name)` is told of a change."""
        name, label = field.name, field.label
        if field.kind == "choice":
            return self.choice(name, label, field.titles, on_change, help=field.help)
        options = {"key": self.key(name), "on_change": on_change, "args": (name,), "help": field.help}
        if field.kind == "text":
            return st.text_input(label, self.born[name], autocomplete="off", **options)
        whole = field.kind == "integer"
        kind, step, form = (int, 1, None) if whole else (float, 0.1, "%g")
        low, high, value = kind(field.low), kind(field.high), kind(self.born[name])
        return st.number_input(label, low, high, value, step=step, format=form, **options)
