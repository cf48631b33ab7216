"""python -m rnnplay eval: the bits per character of a text under a language model."""

import json

from rnnplay.cli.input_files import named, read_model, read_text, unknown_characters
from rnnplay.cli.progress import ProgressLine, warn
from rnnplay.labs.text.batches import LN2
from rnnplay.tasks.text.corpus import FOLDED

STEPS = 500  # characters read at a time; the state is carried on


def evaluate(options) -> int:
    """Tell how well a language model predicts a text, in bits per character."""
    kept, text = read_model(options.model), read_text(options.file)
    ids, unknown = kept.encode(text)
    folds, places = FOLDED in kept.vocab, len(text) - len(ids)
    if unknown:
        how = "read as the sign for rare ones" if folds else "skipped"
        warn(unknown_characters(unknown, f"{how}, {places:,} of {len(text):,} places"))
    if folds:
        ids, _ = kept.encode(text.translate(dict.fromkeys(map(ord, unknown), FOLDED)))
    if len(ids) < 2:
        raise ValueError(f"{named(options.file)} has fewer than 2 characters that the model knows.")
    bits = bits_per_character(kept.model, kept.theta, ids)
    if not bits < 1000:  # true for nan, too
        raise ValueError("The network's numbers overflow on this text: it has no score.")
    if options.json:
        score = {"bits": bits, "perplexity": 2**bits, "characters": len(ids) - 1}
        print(json.dumps({**score, "unknown": "".join(unknown), "unknown_places": places}))
    else:
        over = f"over {len(ids) - 1:,} characters, each predicted from all before it"
        print(f"{bits:.4f} bits per character, perplexity {2**bits:.3f}, {over}")
    return 0


def add_arguments(command):
    """Add the flags of eval to an argparse parser."""
    command.add_argument("model", help="a file that train --out has written")
    command.add_argument("file", help="a text, of which every character is predicted from all before it")
    command.add_argument("--json", action="store_true", help="print one JSON object")


def bits_per_character(model, theta, ids):
    """The mean over ids[1:], each predicted from all before it. ids: (n,); the states start at zero."""
    nats, read, start, line = 0.0, 0, None, ProgressLine()
    while read < len(ids) - 1:
        steps = min(STEPS, len(ids) - 1 - read)
        if read == 0 or steps < STEPS:
            reader = model.fast(steps, 1)
        for name, state in (start or {}).items():
            reader.start[name][...] = state
        reader.load(ids[read : read + steps, None], ids[read + 1 : read + steps + 1, None])
        nats += steps * reader.score(theta)
        start, read = reader.last(), read + steps
        line.show(f"{read:,} of {len(ids) - 1:,} characters, {nats / read / LN2:.3f} bits each")
    line.clear()
    return nats / read / LN2
