"""How the app is shown to one visitor, whichever page they are on. No Streamlit in here."""

from dataclasses import replace

from rnnplay.app.presentation.choices import FRAME, NAMES, PALETTE, Manner
from rnnplay.app.presentation.flags import FLAGS, LABS
from rnnplay.app.presentation.scenes import FORM, MOST, read


class Visitor:
    """Holds the Manner. The address and the page's keys change it; whatever they send is checked."""

    def __init__(self):
        self.manner, self.problems = Manner(), []
        self.runs = 0  # of the whole page: after each the address is looked at
        self.said = {}  # what the address said last
        self.heard = 0  # the number of the page's last message
        self.wish = None  # a Scene to go to
        self.redraw = False  # whether the page's charts are to be drawn anew

    def arrive(self, query):
        """Take what the address (mapping of str to str) says, if it says anything new."""
        self.runs += 1
        said = {name: query[name] for name in NAMES if name in query}
        if said and said != self.said:
            self.manner, self.problems = self.manner.with_query(said)
        self.said = said

    def hear(self, message):
        """A message of the page."""
        match message:
            case {"n": int(n), "do": str(do), **more} if 0 < n < 2**53:
                self.heard = n
            case _:
                return
        now, to = self.manner, more.get("to")
        match do, to:
            case "lecture" | "predict", bool():
                self.manner = replace(now, **{do: to})
                self.redraw = self.redraw or do == "lecture"  # its charts have larger words
            case "palette", str() if to in PALETTE.options:
                self.manner, self.redraw = replace(now, palette=to), True
            case "scene", int() if not isinstance(to, bool) and 1 <= to <= len(now.scenes):
                self.manner, self.wish = replace(now, scene=to), now.scenes[to - 1]
            case "scenes", str():
                found, self.problems = read(to, LABS, FRAME)
                if found:
                    self.manner = replace(now, scenes=found, scene=0)
            case "forget", _:
                self.manner, self.problems = replace(now, scenes=(), scene=0), []

    def leave(self):
        """The Scene that was wished for, once: -> (lab, query), or None."""
        wish, self.wish = self.wish, None
        return wish and (wish.lab, {**dict(wish.query), **self.manner.to_query()})

    def payload(self):
        """What the page needs to know, as plain data."""
        now = self.manner
        query = now.to_query()
        problems = list(self.problems)
        if now.scenes and "scenes" not in query:
            problems.append("These scenes are too long for a link: share the file instead.")
        first = now.scenes[0] if now.scenes else None
        return {
            "heard": self.heard,
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
            "flags": {lab: list(map(list, flags.items())) for lab, flags in FLAGS.items()},
            "form": FORM,
            "most": MOST,
        }
