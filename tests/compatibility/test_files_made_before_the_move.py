"""Programs, links and files that users kept from before the folders were renamed still work.

The files in `old/` were made with the code of that time. Do not make them again.
"""

import base64
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

import rnnplay
from rnnplay import Experiment, Session
from rnnplay.labs.gap.results_file import finished_run, read_results
from rnnplay.labs.gap.state import GapState
from rnnplay.labs.hello.state import HelloState
from rnnplay.labs.loop.choices import LoopChoices
from rnnplay.labs.shapes.state import ShapesState
from rnnplay.labs.step.link import from_query, to_query
from rnnplay.labs.text.model_file import load, resume, save
from rnnplay.labs.text.sampling import sample_ids
from rnnplay.labs.text.state import TextState
from rnnplay.options.refusal import sentences

OLD = Path(__file__).with_name("old")
ROOT = Path(__file__).resolve().parents[2]
LINKS = [link for links in json.loads((OLD / "links.json").read_text("utf-8")).values() for link in links]


def hello(query):
    state = HelloState(query)
    where = {"update": str(state.at), "speed": str(state.speed), "show": state.show}
    return sentences(state.refusals), state.experiment.to_query() | {
        k: v for k, v in where.items() if k in query
    }


def loop(query):
    chain, problems = LoopChoices.from_query(query)
    return sentences(problems), chain.to_query() | {k: query[k] for k in ("step", "unfold") if k in query}


def step(query):
    network, problems = from_query(query)
    return sentences(problems), to_query(network)


def of_state(made):
    return lambda query: (sentences(made(query).refusals), made(query).to_query())


# Query -> what the lab complains of, and the query that it would write itself.
OPEN = {
    "hello": hello,
    "loop": loop,
    "step": step,
    "gap": of_state(GapState),
    "shapes": of_state(ShapesState),
    "text": of_state(TextState),
}


def run(*arguments):
    """The output of Python with these arguments."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout


def old_file(name):
    return base64.b64decode((OLD / f"{name}.base64").read_text("ascii"))


@pytest.mark.parametrize("lab", ["hello", "step"])
def test_an_old_program_prints_the_numbers_that_it_printed_then(lab):
    program = (OLD / f"{lab}_program.txt").read_text("utf-8")
    assert run("-c", program) == (OLD / f"{lab}_printed.txt").read_text("utf-8")


@pytest.mark.parametrize("link", LINKS)
def test_an_old_link_opens_what_it_says(link):
    found = urlsplit(link)
    query = {name: values[0] for name, values in parse_qs(found.query).items()}
    message, written = OPEN[found.path.strip("/")](query)
    assert message == "" and written == query


def test_an_old_link_opens_the_same_update():
    query = {"text": "to be or not", "cell": "gru", "hidden": "5", "optimizer": "adam"}
    query |= {"lr": "0.01~4:0.002", "reset": "after"}
    loss = Session(Experiment.from_query(query)[0]).frames(6, 1).loss[0]
    assert f"mean loss {loss}" == (OLD / "hello_printed.txt").read_text("utf-8").splitlines()[0]


def test_an_old_model_writes_what_it_wrote():
    kept = load(old_file("model.rnnplay"))
    assert (kept.setup.cell, kept.setup.hidden, kept.update) == ("rnn", 16, 9)
    written = "".join(kept.vocab[k] for k in sample_ids(kept.model, kept.theta, [0], 30, seed=2))
    assert written == "2It.oh. Ihf.ahIhto2.IetoItfo.."


def test_an_old_checkpoint_trains_on():
    kept = load(old_file("checkpoint.rnnplay"))
    run = resume(kept, "It was 1 of the 2. " * 40)
    assert run.update == 9 and save(run) == old_file("model.rnnplay")
    longer = resume(replace(kept, setup=replace(kept.setup, updates=12)), run.corpus.text)
    while not longer.ended:
        longer = longer.advance(0)
    assert longer.update == 12 and not longer.trouble


def test_an_old_results_file_is_read():
    setup, rows = read_results((OLD / "results.csv").read_text("utf-8"))
    assert (setup.task, setup.updates, len(rows)) == ("cue", 50, 2)
    runs = [finished_run(setup, row) for row in rows]
    found = [(one.job.cell, one.curve[-1].update, one.curve[-1].accuracy) for one in runs]
    assert found == [("rnn", 50, 1.0), ("gru", 50, 0.76171875)]


def test_the_old_command_for_the_limits_prints_the_table():
    assert run("-m", "rnnplay.training.limits") == run("-m", "rnnplay.server.limits")


def test_importing_the_package_does_not_import_the_training():
    shown = run(
        "-c", "import rnnplay, sys; print('rnnplay.training.session' in sys.modules); rnnplay.Session"
    )
    assert shown == "False\n"


def test_a_public_name_that_is_not_there_is_said_to_be_missing():
    with pytest.raises(AttributeError, match="'Nothing'"):
        _ = rnnplay.Nothing
