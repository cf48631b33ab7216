"""The home page: the labs at a glance, each with a picture of a real result."""

from functools import cache

import streamlit as st

from rnnplay.labs.home.component import preview

BEGIN = "hello"  # the lab that a newcomer is sent to


def page(labs, pages, tour):
    """The home page.

    labs: slug -> Lab; pages: slug -> its st.Page; tour: (number of its cards, lab of the first, its query).
    """
    query = st.query_params.to_dict()
    for slug, lab in labs.items():
        if lab.home_parameters & query.keys():
            st.switch_page(pages[slug], query_params=query)
    with st.container(key="home-head", horizontal=True, vertical_alignment="center"):
        with st.container(key="home-what"):
            st.title("Watch a network learn to remember", anchor=False)
            st.markdown(
                "Recurrent networks, trained in front of you, on your own text. Every number was computed by "
                "the network you see, and can be asked where it came from."
            )
        with st.container(key="home-begin"):
            st.page_link(pages[BEGIN], label="Watch it learn “hello”", icon=":material/play_arrow:")
        cards, lab, card = tour
        label = f"Take the tour, {cards} cards"
        st.page_link(pages[lab], query_params=card, label=label, icon=":material/route:")
    with st.container(key="home-labs"):
        for slug, lab in labs.items():
            if lab.tile:
                tile(slug, lab, pages[slug])


def tile(slug, lab, target):
    """One lab's tile. target: its st.Page."""
    with st.container(key=f"home-{slug}"):
        st.page_link(target, label=lab.title)
        preview(picture(lab.tile), key=f"home-preview-{slug}")
        st.caption(lab.tile.text)


@cache
def picture(tile):
    """The data of a Tile's picture, computed once for all visitors."""
    return tile.preview()
