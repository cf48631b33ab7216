"""rnnplay: the frame of the app. Run it with  streamlit run app.py"""

# A worker process imports this file too, under another name, and has no use for a page.
if __name__ == "__main__":
    import rnnplay  # noqa: F401  (first: it sets the number of BLAS threads before NumPy is imported)

    # isort: split
    import streamlit as st

    from rnnplay.app.frame import frame
    from rnnplay.app.presentation import presentation
    from rnnplay.glossary.component import glossary
    from rnnplay.labs.home.page import page as home
    from rnnplay.labs.registry import LABS
    from rnnplay.tour.overlay import start, tour

    frame()
    glossary()
    presentation(LABS)
    draw_page = tour(LABS)
    pages = {slug: st.Page(lab.page, title=lab.title, url_path=slug) for slug, lab in LABS.items()}
    first = st.Page(lambda: home(LABS, pages, start()), title="Home", url_path="home", default=True)
    page = st.navigation([first, *pages.values()], position="top")
    if draw_page:
        page.run()
