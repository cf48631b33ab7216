"""The sentences about bad values, each directly under the field that it is about."""

from pathlib import Path

import streamlit as st

from rnnplay.app.component import component

HERE = Path(__file__).parent
REFUSAL_SHEET = HERE / "refusal.css"  # the looks of a sentence, for components that place it themselves

_refused_fields = component(
    HERE / "refused_fields", box="refusals", sheets=(REFUSAL_SHEET, HERE / "refused_fields.css")
)


def show_refusals(controls, refusals, keys=None):
    """Mark the fields of `controls` whose values were refused, and show each sentence (call below the row).

    refusals: dict of name to Refusal, as a lab's state keeps it. keys: dict of name to the key of a Streamlit
    widget or container, for fields that are no widgets of `controls`. A field that cannot be seen (it is in a
    closed popover, hidden, on another view, or in a component) has its sentence in a line below the row.

    A lab adopts it in four steps. Its state reads a link with read_query and keeps the refusals. Its choose()
    adds one by Field.refuse(error, value in force, typed) and keeps the others with still_open. Its page
    passes with_typed(values, refusals) to Controls.show, and calls show_refusals below its row.
    """
    # The container always exists, so that the elements below it keep their places on the page.
    with st.container(key=f"{controls.name}-refusals"):
        if refusals:
            keys = controls.keys() | (keys or {})
            fields = [
                {"field": f"st-key-{keys[name]}" if name in keys else "", "sentence": refusal.sentence}
                for name, refusal in refusals.items()
            ]
            _refused_fields(key=f"{controls.name}-refused-fields", data={"fields": fields})
