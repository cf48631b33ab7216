"""A training as an HTML page in one file, which plays in any browser without a server or a connection."""

import base64
import hashlib
import json
from html import escape
from pathlib import Path

from rnnplay.app.js_bundle import script
from rnnplay.labs.hello.component import SHEETS
from rnnplay.labs.hello.export_theme import theme
from rnnplay.labs.hello.recording import record
from rnnplay.labs.hello.reproduce import python, settings
from rnnplay.labs.hello.state import USUAL_SPEED
from rnnplay.tasks.symbols import visible

OFFLINE = Path(__file__).with_name("offline")
PLAYER = Path(__file__).with_name("component")
END = "This file holds the updates 0 to {last}. To train on, open the app; its address stands below."
MISSING = "This is not in the file, which would be too large. The app shows it; its address stands below."
LESS = " It holds the numbers of the diagram, not those of the walk through an update."
# Nothing in a training string may be read as HTML.
SAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def page(session, update, last, *, speed=USUAL_SPEED, show="scores", address="/hello", palette="") -> str:
    """HTML that plays updates 0 to `last`, or those that fit, opened at `update`.

    speed: updates a second. show: "scores" or "probabilities". address: the app's URL without parameters.
    palette: "safe" for colours that colour-blind people can tell apart.
    """
    experiment = session.experiment
    recording = record(session, update, last, speed, show)
    at, last = recording.header["at"], recording.last
    code = _closed(PLAYER / "player.js", OFFLINE / "offline.js")
    style = "\n".join(sheet.read_text("utf-8") for sheet in (*SHEETS, OFFLINE / "player.css"))
    title = f"“{''.join(map(visible, experiment.symbols))}”, one update at a time"
    query = f"{recording.header['link']}&update={at}".removeprefix("&")
    data = {
        "header": recording.header,
        "messages": recording.messages,
        "tables": recording.tables,
        "numbers": base64.b64encode(recording.numbers).decode(),
        "end": END.format(last=f"{last:,}"),
        "missing": MISSING,
    }
    part = "whole" if recording.whole else "frames"
    return f"""<!doctype html>
<html lang="en" data-hide="fresh copy lr"{f' data-palette="{escape(palette)}"' if palette else ""}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy(code)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>
{theme()}{(OFFLINE / "page.css").read_text("utf-8")}</style>
</head>
<body>
<header>
<h1>{escape(title)}</h1>
<p>{escape(settings(experiment))}</p>
</header>
<main id="player"></main>
<noscript><main>This page plays a training. It needs JavaScript, which is in this file.</main></noscript>
<footer>
<p>This file holds the updates 0 to {last:,}.{"" if recording.whole else LESS} It needs no network.
Keys: space plays, → and ← step, Home and End jump.</p>
<p>To train on, in the app: <code>{escape(f"{address}?{query}")}</code></p>
<details><summary>The same numbers in Python</summary>
<pre>{escape(python(experiment, at))}</pre></details>
</footer>
<template id="inside"><style>
{style}</style><div class="rnnplay" data-part="{part}"></div></template>
<script type="application/json" id="run">{_json(data)}</script>
<script>{code}</script>
</body>
</html>
"""


def _closed(player, offline) -> str:
    """One script without global names: the player, and offline.js, which replaces the server."""
    mount = script(player).replace("export default function", "return function")
    return f'(() => {{\n"use strict";\nconst mount = (() => {{\n{mount}\n}})();\n{script(offline)}\n}})();\n'


def _policy(code) -> str:
    """The content security policy: no fetch is allowed, and no script but this one."""
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    allowed = f"script-src 'sha256-{digest}'; style-src 'unsafe-inline'"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _json(data) -> str:
    """Data as JSON without characters that could end the script element or begin a tag."""
    text = json.dumps(data, allow_nan=False, separators=(",", ":"))
    return text.translate(str.maketrans(SAFE))
