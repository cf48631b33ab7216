"""Widgets show the values of a lab's state, and no change is lost when Streamlit interrupts a run."""

from streamlit.testing.v1 import AppTest


def app():
    import streamlit as st

    from rnnplay.app.controls import Controls

    if "kept" not in st.session_state:
        st.session_state["kept"] = {"controls": Controls("t"), "colour": "red", "heard": [], "breaks": 0}
    kept = st.session_state["kept"]
    controls = kept["controls"]

    def chosen(name):
        if kept["breaks"]:
            kept["breaks"] -= 1
            st.rerun()  # as when another rerun comes in while the value is read
        kept["colour"] = controls.value(name)
        kept["heard"].append(kept["colour"])

    if kept.get("away"):
        return
    controls.show({"colour": kept["colour"]})
    controls.choice("colour", "Colour", {"red": "Red", "blue": "Blue", "green": "Green"}, chosen)


def kept(page):
    return page.session_state["kept"]


def start():
    page = AppTest.from_function(app, default_timeout=30).run()
    assert not page.exception
    return page


def test_a_change_is_heard_once():
    page = start()
    page.selectbox[0].select("blue").run()
    assert kept(page)["heard"] == ["blue"] and page.selectbox[0].value == "blue"
    page.run()
    assert kept(page)["heard"] == ["blue"]


def test_a_change_whose_handler_was_broken_off_is_heard_all_the_same():
    page = start()
    kept(page)["breaks"] = 1
    page.selectbox[0].select("green").run()
    assert kept(page)["heard"] == ["green"] and page.selectbox[0].value == "green"


def test_a_widget_follows_what_is_kept():
    page = start()
    kept(page)["colour"] = "blue"
    page.run()
    assert page.selectbox[0].value == "blue" and kept(page)["heard"] == []
    page.selectbox[0].select("red").run()
    assert kept(page)["colour"] == "red" and kept(page)["heard"] == ["red"]


def test_a_widget_that_was_away_says_what_is_kept_and_is_not_heard_again():
    page = start()
    page.selectbox[0].select("blue").run()
    for colour in ("blue", "red"):
        kept(page)["away"] = True
        page.run()
        kept(page).update(away=False, colour=colour)
        page.run()
        assert page.selectbox[0].value == kept(page)["colour"] == colour
        page.run()
        assert kept(page)["heard"] == ["blue"]
