"""The state of the presentation for one visitor, on all pages. No Streamlit."""

from dataclasses import replace

from rnnplay.app.presentation.choices import FRAME, NAMES, PALETTE, Presentation
from rnnplay.app.presentation.scenes import FORM, MOST, read


class PresentationState:
    """A visitor's Presentation, which the address and messages of the page's script change.

    All values from the address and from the page are checked.
    """

    def __init__(self, controls):
        """controls: slug of each lab -> its controls, name -> label."""
        self.controls = controls
        self.presentation, self.problems = Presentation(), []
        self.runs = 0  # of the whole app; the page's script checks the address after each
        self.address = {}  # the parameters of the address at the last run, of those in NAMES
        self.answered = 0  # number of the last message of the page's script
        self.next_scene = None  # a Scene that the visitor asked for
        self.redraw = False  # whether the charts must be drawn again

    def read_address(self, query):
        """Apply the parameters of the address (mapping of str to str) if they differ from the last run's."""
        self.runs += 1
        address = {name: query[name] for name in NAMES if name in query}
        if address and address != self.address:
            self.presentation, self.problems = self.presentation.with_query(address, self.controls)
        self.address = address

    def receive(self, message):
        """Apply a message of the page's script; anything that is not one is ignored."""
        match message:
            case {"n": int(n), "do": str(do), **more} if 0 < n < 2**53:
                self.answered = n
            case _:
                return
        now, to = self.presentation, more.get("to")
        match do, to:
            case "lecture" | "predict", bool():
                self.presentation = replace(now, **{do: to})
                self.redraw = self.redraw or do == "lecture"  # its charts have larger words
            case "palette", str() if to in PALETTE.options:
                self.presentation, self.redraw = replace(now, palette=to), True
            case "scene", int() if not isinstance(to, bool) and 1 <= to <= len(now.scenes):
                self.presentation, self.next_scene = replace(now, scene=to), now.scenes[to - 1]
            case "scenes", str():
                found, self.problems = read(to, tuple(self.controls), FRAME)
                if found:
                    self.presentation = replace(now, scenes=found, scene=0)
            case "forget", _:
                self.presentation, self.problems = replace(now, scenes=(), scene=0), []

    def pop_scene(self):
        """The Scene that the visitor asked for -> (slug of its lab, query), only once; else None."""
        scene, self.next_scene = self.next_scene, None
        return scene and (scene.lab, {**dict(scene.query), **self.presentation.to_query()})

    def payload(self):
        """The data of the page's script, as plain values."""
        now = self.presentation
        query = now.to_query()
        problems = list(self.problems)
        if now.scenes and "scenes" not in query:
            problems.append("These scenes are too long for a link: share the file instead.")
        first = now.scenes[0] if now.scenes else None
        return {
            "heard": self.answered,
            "run": self.runs,
            "lecture": now.lecture,
            "predict": now.predict,
            "palette": now.palette,
            "hide": sorted(now.hide),
            "scenes": [{"title": one.title, "note": one.note, "at": one.address} for one in now.scenes],
            "scene": now.scene,
            "query": query,
            "share": first.address if first and "scenes" in query else "",
            "problems": problems[:8],
            "flags": {lab: list(map(list, names.items())) for lab, names in self.controls.items()},
            "form": FORM,
            "most": MOST,
        }
