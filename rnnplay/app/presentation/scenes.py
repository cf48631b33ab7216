"""The scenes of a lecture, from a text file with one line a scene, or packed in a link.

    Title | /hello?text=hello&update=12 | notes of the lecturer

A sentence about a bad line gives its number. No Streamlit.
"""

import base64
import binascii
import zlib
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from rnnplay.options.field import quote

MOST = 40
LONGEST_LINE = 2_000  # characters
LONGEST = 40_000  # characters of a whole file
LONGEST_LINK = 8_000  # characters of it packed
LONGEST_TITLE, LONGEST_NOTE = 80, 300
MOST_CHOICES = 60  # of one scene
EMBED = ("embed", "embed_options")  # of Streamlit, in any case of letters: only Streamlit may set them
FORM = "Title | /hello?text=hello&update=12 | note"


@dataclass(frozen=True)
class Scene:
    """One thing to show: a lab (slug) with the parameters of its address, under a title."""

    title: str
    lab: str
    query: tuple = ()  # pairs of str
    note: str = ""

    @property
    def address(self):
        """The address without the site: /lab?name=value."""
        return f"/{self.lab}" + (f"?{urlencode(self.query, safe=',:~')}" if self.query else "")

    @property
    def line(self):
        """The scene as a line of a file."""
        return " | ".join(part for part in (self.title, self.address, self.note) if part)


def read(text, labs, frame):
    """text (str) of a file -> (tuple of Scene, list of sentences on the lines left out).

    labs: the slugs that a scene may go to; frame: parameters that belong to the app and not to a scene.
    """
    if not isinstance(text, str) or len(text) > LONGEST:
        return (), [f"A list of scenes may be up to {LONGEST:,} characters long."]
    found, problems = [], []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        line = _words(line)
        if not line or line.startswith("#"):
            continue
        if len(found) == MOST:
            problems.append(f"Line {number} and what follows: a list may have {MOST} scenes.")
            break
        try:
            found.append(_scene(line, labs, frame))
        except ValueError as refusal:
            problems.append(f"Line {number}: {refusal}")
    if not found and not problems:
        problems.append(f"There is no scene in it. A line looks like this: {FORM}")
    return tuple(found), problems


def _scene(line, labs, frame):
    """One line -> Scene. Raises ValueError with one sentence."""
    if len(line) > LONGEST_LINE:
        raise ValueError(f"a line may be up to {LONGEST_LINE:,} characters long.")
    title, bar, rest = line.partition("|")
    address, _, note = rest.partition("|")
    title, address, note = (_words(part) for part in (title, address, note))
    if not bar or not title or not address:
        raise ValueError(f"a scene is written {FORM}, not {quote(line)}.")
    if len(title) > LONGEST_TITLE:
        raise ValueError(f"a title may be up to {LONGEST_TITLE} characters long, not {len(title)}.")
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = None
    if parts is None or parts.scheme or parts.netloc or not parts.path.startswith("/"):
        raise ValueError(f"an address is / and a page of this app, like /hello, not {quote(address)}.")
    lab = parts.path.strip("/")
    if lab not in labs:
        raise ValueError(f"the page must be one of {', '.join(labs)}, not {quote(lab)}.")
    if parts.query.count("&") >= MOST_CHOICES:
        raise ValueError(f"an address may make up to {MOST_CHOICES} choices.")
    pairs = parse_qsl(parts.query)
    query = tuple((name, to) for name, to in pairs if name not in frame and name.lower() not in EMBED)
    return Scene(title, lab, query, note[:LONGEST_NOTE].strip())


def _words(text):
    """Text without characters that cannot be printed. Every white space becomes a space."""
    return "".join(
        " " if char.isspace() else char for char in text if char.isprintable() or char.isspace()
    ).strip()


def pack(scenes):
    """Scenes -> str for a link. Raises ValueError if they are too many or too long for one."""
    text = "\n".join(scene.line for scene in scenes).encode()
    packed = base64.urlsafe_b64encode(zlib.compress(text, 9)).decode().rstrip("=")
    if len(packed) > LONGEST_LINK:
        raise ValueError(
            f"These scenes make a link of {len(packed):,} characters, and {LONGEST_LINK:,} is the most: "
            "share the file instead."
        )
    return packed


def unpack(packed, labs, frame):
    """Text from a link, made by `pack` or not -> (tuple of Scene, list of sentences)."""
    broken = [f"The list of scenes in the link is damaged: it begins {quote(packed)}."]
    if not isinstance(packed, str) or not 0 < len(packed) <= LONGEST_LINK:
        return (), [f"The list of scenes in a link may be up to {LONGEST_LINK:,} characters long."]
    try:
        raw = base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_", validate=True)
        inflating = zlib.decompressobj()
        text = inflating.decompress(raw, 4 * LONGEST)  # a small text may inflate to a huge one
        if not inflating.eof:
            return (), broken
        return read(text.decode(), labs, frame)
    except (ValueError, binascii.Error, zlib.error):  # not base64, not deflated, not UTF-8
        return (), broken
