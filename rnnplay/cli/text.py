"""python -m rnnplay train --file or --source, sample, eval: language models without a browser.

With --out a training is kept every ten seconds; stopped and started again, it goes on exactly where it was.
"""

import json
import math
import os
import time
from dataclasses import asdict, replace

from rnnplay.cli.progress import Line, interrupts, minutes, say
from rnnplay.labs.text import model_file as modelfile
from rnnplay.labs.text.batches import LN2
from rnnplay.labs.text.model_file import checkpoint, load, resume
from rnnplay.labs.text.run import TextRun
from rnnplay.labs.text.sampling import COUNT, SEED, TEMPERATURE, TOP_K, speak
from rnnplay.labs.text.setup import FOLD, SWITCH, TEXT_FIELDS, TextSetup
from rnnplay.options.field import Field, quote
from rnnplay.server.atomic_write import write_atomically
from rnnplay.tasks.text import TEXTS
from rnnplay.tasks.text.corpus import FOLDED, MOST_BYTES, Corpus, decode_upload

SOURCE = Field("source", "Source", "A text that comes with the project.", "choice", options=TEXTS)
EVERY = 10  # seconds from one checkpoint, or line in a log, to the next
SLICE = 0.25  # seconds from one look at the training to the next
STEPS = 500  # characters that eval reads at a time; the state is carried on
# A name of TextPoint's, the width of its column, the form of its numbers.
# fmt: off
COLUMNS = (("update", 7, ""), ("train", 8, ".4f"), ("valid", 8, ".4f"), ("grad_norm", 11, ".4f"),
           ("rate", 9, ".3g"), ("chars_s", 10, ",.0f"), ("seconds", 9, ".1f"))
# fmt: on


def learn(options) -> int:
    """Train a language model, keep it, and print every point of its curve."""
    run, out = _begun(options), options.out
    if out is None:
        say("Nothing of this training will be kept; with --out FILE the model is.")
    elif run.ended and not run.trouble:
        say(f"{_named(out)} has all of its {run.update:,} updates; with more --updates it goes on.")
    elif run.update:
        say(f"{_named(out)} has {run.update:,} of {run.setup.updates:,} updates.")
    if not run.ended:
        with interrupts() as caught:
            run = _trained(run, options, caught)
    if run.trouble:
        say(run.trouble)
        return 1
    if not run.ended:
        goes_on = f"{_named(out)} holds it, and the same command goes on from there"
        say(f"Stopped after update {run.update:,}; {goes_on if out else 'nothing was kept'}.")
        return 130
    return 0


def sample(options) -> int:
    """Let a language model write on from a beginning."""
    kept = _model(options.model)
    ids, strangers = kept.encode(options.prime)
    choices = {field.name: field.read(getattr(options, field.name)) for field in (TEMPERATURE, TOP_K, SEED)}
    count = COUNT.read(options.chars)
    if strangers:
        say(_unknown(strangers, "skipped"))
    if options.prime and not len(ids):
        say(f"It has to begin somewhere, and reads {quote(kept.vocab[0])} first.")
    choices["greedy"] = options.greedy
    drawn = speak(kept.model, kept.theta, ids if len(ids) else [0], count, **choices)
    print(kept.decode([*ids, *drawn]))
    return 0


def evaluate(options) -> int:
    """Tell how well a language model predicts a text, in bits per character."""
    kept, text = _model(options.model), _text(options.file)
    ids, strangers = kept.encode(text)
    folds, places = FOLDED in kept.vocab, len(text) - len(ids)
    if strangers:
        how = "read as the sign for rare ones" if folds else "skipped"
        say(_unknown(strangers, f"{how}, {places:,} of {len(text):,} places"))
    if folds:
        ids, _ = kept.encode(text.translate(dict.fromkeys(map(ord, strangers), FOLDED)))
    if len(ids) < 2:
        raise ValueError(f"{_named(options.file)} has fewer than 2 characters that the model knows.")
    bits = bits_per_character(kept.model, kept.theta, ids)
    if not bits < 1000:  # nor is it when it is not a number
        raise ValueError("The network's numbers overflow on this text: it has no score.")
    if options.json:
        told = {"bits": bits, "perplexity": 2**bits, "characters": len(ids) - 1}
        print(json.dumps({**told, "unknown": "".join(strangers), "unknown_places": places}))
    else:
        over = f"over {len(ids) - 1:,} characters, each predicted from all before it"
        print(f"{bits:.4f} bits per character, perplexity {2**bits:.3f}, {over}")
    return 0


def bits_per_character(model, theta, ids):
    """The mean over ids 2 to n, each predicted from all before it, the state starting at zero."""
    nats, read, start, line = 0.0, 0, None, Line()
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


def _begun(options):
    """The run that the options ask for: new, or as far as --out has it. Raises ValueError."""
    given = vars(options)
    values = {f.name: f.read(given[f.name]) for f in TEXT_FIELDS if given[f.name] is not None}
    if "carry" in values:
        values["carry"] = values["carry"] == SWITCH[True]
    fold = None if options.fold is None else FOLD.read(options.fold)
    new = TextSetup(**values)
    text = _text(options.file) if options.source is None else TEXTS[SOURCE.read(options.source)].make()
    if options.out is None or not os.path.exists(options.out):
        return TextRun(Corpus(text, fold or 0), new)
    kept = _model(options.out)
    updates = values.pop("updates", kept.setup.updates)
    there = {"fold": str(kept.fold), **kept.setup.texts()}
    asked = {"fold": str(kept.fold if fold is None else fold), **replace(kept.setup, **values).texts()}
    for name in there:
        if there[name] != asked[name]:
            what = f"{name} {there[name]}, not {asked[name]}; give --out another name"
            raise ValueError(f"{_named(options.out)} was trained with {what}.")
    return resume(kept, text).with_updates(updates)


def _trained(run, options, caught):
    """Train on to the end, or until `caught` has something in it -> the run, which is kept then."""
    out, told, line = options.out, len(run.curve), Line()
    began, first = time.monotonic(), run.update
    kept = began
    run = run.advance(0)
    _keep(run, out)  # finds out now, not after ten seconds, whether it can be written
    if not options.json:
        print(_heading(run, options.source or _named(options.file)))
    try:
        while True:
            for point in run.curve[told:]:
                line.clear()
                print(json.dumps(asdict(point)) if options.json else _row(point), flush=True)
            told = len(run.curve)
            if run.ended or caught:
                return run
            pace = (time.monotonic() - began) / (run.update - first)
            line.show(_progress(run, pace * (run.setup.updates - run.update)))
            run = run.advance(SLICE)
            if time.monotonic() - kept >= EVERY:
                kept = time.monotonic()
                try:
                    _keep(run, out)
                except ValueError as refusal:  # a full disk may have room again later
                    line.clear()
                    say(refusal)
    finally:  # also when nobody reads what is printed any more
        line.clear()
        _keep(run, out)


def _keep(run, out):
    if out is not None:
        write_atomically(out, checkpoint(run))


def _progress(run, seconds):
    since, last = run.since, run.curve[-1]
    train = since.nats / since.updates / LN2 if since.updates else last.train
    pace = since.updates * math.prod(run.shape) / since.seconds if since.seconds else last.chars_s
    return (
        f"update {run.update:,} of {run.setup.updates:,}, {train:.3f} bits, held out {last.valid:.3f}, "
        f"{pace:,.0f} chars/s, {minutes(seconds)} left"
    )


def _heading(run, name):
    corpus, folded = run.corpus, len(run.corpus.folded[0])
    rare = f", {folded} rare folded" if folded else ""
    return (
        f"{name}: {len(corpus.ids):,} characters, {corpus.size} different{rare}; {run.model.layout.size:,} "
        "weights; train and valid (held-out text) in bits per character\n"
    ) + "".join(f"{name:>{width}}" for name, width, _ in COLUMNS)


def _row(point):
    values = ((getattr(point, name), width, form) for name, width, form in COLUMNS)
    return "".join(f"{'–' if v is None else format(v, form):>{width}}" for v, width, form in values)


def _read(path, most, read):
    """read(the bytes of a file). Raises ValueError with one sentence that names it."""
    try:
        with open(path, "rb") as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise ValueError(f"The file has more than the {most:,} bytes that are allowed.")
        return read(data)
    except OSError as error:
        raise ValueError(f"{_named(path)} cannot be read: {error.strerror}.") from None
    except ValueError as refusal:
        raise ValueError(f"{_named(path)}: {refusal}") from None


def _text(path):
    return _read(path, MOST_BYTES, decode_upload)[0]


def _model(path):
    return _read(path, modelfile.MOST_BYTES, load)


def _unknown(strangers, how):
    return f"Not in its vocabulary, and {how}: {quote(''.join(strangers), 40)}."


def _named(path):
    return quote(path, 200)
