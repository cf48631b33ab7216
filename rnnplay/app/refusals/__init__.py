"""The sentences about bad values, each directly under the field that it is about."""

from pathlib import Path

import streamlit as st

from rnnplay.app.component import component

_refused_fields = component(Path(__file__).with_name("refused_fields"), box="refusals")


def show_refusals(controls, refusals):
    """Mark the fields of `controls` whose values were refused, and show each sentence (call below the row).

    refusals: dict of name to Refusal, as a lab's state keeps it. A field that is not to be seen (in a closed
    popover, hidden, on another view, or none of Streamlit's) has its sentence here, in a line below the row.

    A lab adopts it in four steps. Its state reads a link with read_query and keeps the refusals. Its choose()
    adds one by Field.refuse(error, value in force, typed) and keeps the others with still_open. Its page
    passes with_typed(values, refusals) to Controls.show, and calls show_refusals below its row.
    """
    # The container is always there, so that what stands below it keeps its place in the page.
    with st.container(key=f"{controls.name}-refusals"):
        if refusals:
            fields = [
                {"field": controls.css_class(name), "sentence": refusal.sentence}
                for name, refusal in refusals.items()
            ]
            _refused_fields(key=f"{controls.name}-refused-fields", data={"fields": fields})
