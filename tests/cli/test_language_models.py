"""Language models without a browser: python -m rnnplay train --file, sample and eval."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from rnnplay.cli import train_text
from rnnplay.cli.parser import main
from rnnplay.labs.text.batches import LN2
from rnnplay.labs.text.model_file import checkpoint, load, save
from rnnplay.labs.text.run import TextRun
from rnnplay.labs.text.sampling import sample_ids
from rnnplay.labs.text.setup import TEXT_FIELDS, TextSetup
from rnnplay.tasks.text import TEXTS
from rnnplay.tasks.text.corpus import Corpus

ROOT = Path(__file__).resolve().parents[2]
TEXT = "".join(f"{n} times {n % 7} is {n * (n % 7)}.\n" for n in range(90)) + "§"
FLAGS = "--cell gru --hidden 16 --steps 8 --batch 2 --rate 0.01 --fold 2 --seed 3".split()
SETUP = TextSetup(cell="gru", hidden=16, steps=8, batch=2, rate=0.01, seed=3, updates=100)
# A legal value other than the default for each choice.
OTHER = {
    "cell": "rnn",
    "layers": "2",
    "hidden": "17",
    "steps": "9",
    "batch": "3",
    "carry": "no",
    "dropout": "0.25",
    "optimizer": "rmsprop",
    "rate": "0.02",
    "schedule": "cosine",
    "clip": "0.5",
    "seed": "7",
    "updates": "3",
}


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "book.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def short():
    """A trained network."""
    return TextRun(Corpus(TEXT, 2), SETUP).advance(np.inf)


@pytest.fixture
def model(short, tmp_path):
    path = tmp_path / "model.rnnplay"
    path.write_bytes(checkpoint(short))
    return path


def train(book, out, updates, *arguments):
    return ["train", "--file", str(book), "--out", str(out), *FLAGS, "--updates", str(updates), *arguments]


def start(*arguments):
    command = [sys.executable, "-m", "rnnplay", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.Popen(command, cwd=ROOT, env=usual, **pipes)


def timeless(points):
    return [{**point, "chars_s": None, "seconds": None} for point in points]


def curve_of(run):
    return timeless(map(asdict, run.curve))


@pytest.fixture(scope="module")
def whole():
    """A training without interruption, long enough to interrupt others like it."""
    return TextRun(Corpus(TEXT, 2), replace(SETUP, updates=5000)).advance(np.inf)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda end: end.name)
def test_an_interrupted_training_continues_to_the_same_model(end, whole, book, tmp_path):
    out = tmp_path / "model.rnnplay"
    process = start(*train(book, out, 5000, "--json"))
    first = process.stdout.readline()
    process.send_signal(end)
    rest, said = process.communicate(timeout=60)
    kept = load(out.read_bytes())
    assert 1 <= kept.update < 5000
    printed = [json.loads(line) for line in [first, *rest.splitlines()]]
    if end != signal.SIGKILL:
        assert process.returncode == 130 and said.count("\n") == 1
        assert said.startswith(f"Stopped after update {kept.update:,}; ")
        assert said.endswith("holds it, and the same command goes on from there.\n")
    again = start(*train(book, out, 5000, "--json"))
    more, said = again.communicate(timeout=60)
    assert again.returncode == 0 and f"has {kept.update:,} of 5,000 updates" in said
    now = load(out.read_bytes())
    assert now.theta.tobytes() == whole.theta.tobytes() and now.update == 5000
    assert curve_of(now) == curve_of(whole) and now.samples == whole.samples
    # Both together have printed the whole curve; after a kill, the points that were not saved come twice.
    printed = [*printed[: len(kept.curve)], *map(json.loads, more.splitlines())]
    assert timeless(printed) == curve_of(whole)
    assert sorted(file.name for file in tmp_path.iterdir() if file.suffix != ".part") == [book.name, out.name]


def test_the_curve_is_printed_as_it_was_measured(book, tmp_path, short, capsys):
    assert main(train(book, tmp_path / "m", 100, "--json")) == 0
    printed, said = capsys.readouterr()
    points = [json.loads(line) for line in printed.splitlines()]
    assert said == "" and timeless(points) == curve_of(short)
    assert list(points[0]) == ["update", "train", "valid", "grad_norm", "rate", "chars_s", "seconds"]
    assert [asdict(point) for point in load((tmp_path / "m").read_bytes()).curve] == points


def test_the_table_has_one_row_for_each_point(book, capsys):
    assert main(["train", "--file", str(book), *FLAGS, "--updates", "100"]) == 0
    printed, said = capsys.readouterr()
    heading, names, *rows = printed.splitlines()
    assert said == "Nothing of this training will be kept; with --out FILE the model is.\n"
    assert "1 rare folded" in heading and names.split()[:3] == ["update", "train", "valid"]
    assert [row.split()[0] for row in rows] == ["0", "50", "100"] and rows[0].split()[1] == "–"
    assert len({len(line) for line in (names, *rows)}) == 1


def test_on_a_terminal_the_progress_stays_on_one_line(book, capfd, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(train_text, "SLICE", 0)
    assert main(["train", "--file", str(book), *FLAGS, "--updates", "60"]) == 0
    lines = capfd.readouterr().err.split("\n")[1].split("\r")
    shown = [line for line in lines if line.strip()]
    assert len(shown) == 59 and all(len(line) < 80 for line in shown)
    assert shown[-1].startswith("update 59 of 60, ") and " left" in shown[0] and not lines[-2].strip()


def test_a_finished_model_trains_on_to_more_updates(book, tmp_path, short, model, capsys):
    before = model.read_bytes()
    assert main(train(book, model, 100)) == 0
    printed, said = capsys.readouterr()
    assert printed == "" and "has all of its 100 updates" in said and model.read_bytes() == before
    assert main(["train", "--file", str(book), "--out", str(model), "--updates", "130", "--json"]) == 0
    longer = short.with_updates(130).advance(np.inf)
    assert load(model.read_bytes()).theta.tobytes() == longer.theta.tobytes()
    points = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert timeless(points) == curve_of(longer)[len(short.curve) :]


@pytest.mark.parametrize("field", TEXT_FIELDS, ids=lambda field: field.name)
def test_every_choice_is_a_flag(field, tmp_path):
    quick = {"hidden": "16", "updates": "2"} | {field.name: OTHER[field.name]}
    flags = [part for name, text in quick.items() for part in (f"--{name}", text)]
    assert main(["train", "--source", "fables", "--out", str(tmp_path / "m"), *flags]) == 0
    setup, problems = TextSetup.from_query(quick)
    kept = load((tmp_path / "m").read_bytes())
    assert (
        not problems
        and kept.setup == setup
        and getattr(setup, field.name) != getattr(TextSetup(), field.name)
    )
    run = TextRun(Corpus(TEXTS["fables"].make()), setup).advance(np.inf)
    assert kept.theta.tobytes() == run.theta.tobytes()


def test_help_names_every_choice(capsys):
    with pytest.raises(SystemExit):
        main(["train", "--help"])
    shown = capsys.readouterr().out
    assert all(f"--{name} " in shown for name in ("file", "source", "fold", "out", *OTHER))


@pytest.mark.parametrize(
    ("flags", "choices"),
    [
        ("", {}),
        ("--temperature 0.8 --seed 1", {"temperature": 0.8, "seed": 1}),
        ("--top-k 2 --temperature 3", {"top_k": 2, "temperature": 3}),
        ("--greedy", {"greedy": True}),
    ],
)
def test_a_sample_is_what_the_model_draws(flags, choices, short, model, capsys):
    command = ["sample", str(model), "--prime", "3 times", "--chars", "60", *flags.split()]
    assert main(command) == 0 and main(command) == 0
    ids, _ = short.corpus.encode("3 times")
    drawn = sample_ids(short.model, short.theta, ids, 60, **choices)
    text = "3 times" + short.corpus.decode(drawn) + "\n"
    assert capsys.readouterr() == (text * 2, "")


def test_a_sample_skips_and_names_what_the_model_does_not_know(short, model, capsys):
    assert main(["sample", str(model), "--prime", "a☃3 ti☃mes\u202e", "--chars", "5"]) == 0
    drawn = sample_ids(short.model, short.theta, short.corpus.encode("3 times")[0], 5)
    printed, said = capsys.readouterr()
    assert printed == "3 times" + short.corpus.decode(drawn) + "\n"
    assert said.startswith("Not in its vocabulary, and skipped: “a☃") and "\u202e" not in said
    assert main(["sample", str(model), "--prime", "☃", "--chars", "5", "--seed", "2"]) == 0
    printed, said = capsys.readouterr()
    assert printed == short.corpus.decode(sample_ids(short.model, short.theta, [0], 5, seed=2)) + "\n"
    assert said.endswith("It has to begin somewhere, and reads “⏎” first.\n")


def test_a_reader_that_closes_the_pipe_is_no_error(book, model, tmp_path):
    with start("sample", str(model), "--chars", "50") as process:
        process.stdout.close()
        assert process.stderr.read() == "" and process.wait(timeout=60) == 0
    out = tmp_path / "m"
    with start(*train(book, out, 100_000, "--json")) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == "" and process.wait(timeout=60) == 0
    assert 50 <= load(out.read_bytes()).update < 100_000


def bits(run, ids):
    """Bits per character by the readable path, in one sequence."""
    ids = ids.astype(int)[:, None]
    return run.model.unroll(run.model.params(run.theta), ids[:-1], ids[1:]).loss / LN2


@pytest.mark.parametrize("length", [2, 500, 501, 502, 1200], ids="{} characters".format)
@pytest.mark.parametrize("cell", ["gru", "lstm"])
def test_a_score_is_the_mean_loss_over_the_whole_text(cell, length, tmp_path, capsys):
    run = TextRun(Corpus(TEXT, 2), replace(SETUP, cell=cell, layers=2, dropout=0.5, updates=5)).advance(
        np.inf
    )
    (tmp_path / "m").write_bytes(save(run))
    (tmp_path / "t").write_text(TEXT[:length], encoding="utf-8")
    assert main(["eval", str(tmp_path / "m"), str(tmp_path / "t"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    wanted = bits(run, run.corpus.ids[:length])
    assert told["bits"] == pytest.approx(wanted, rel=1e-5) and told["characters"] == length - 1
    assert told["perplexity"] == pytest.approx(2 ** told["bits"])
    assert told["unknown"] == "" and told["unknown_places"] == 0


def test_a_score_folds_unknown_characters_or_skips_them(short, model, tmp_path, capsys):
    path, text = tmp_path / "strange.txt", "é3 times é☃ is 9.\n"
    path.write_text(text, encoding="utf-8")
    assert main(["eval", str(model), str(path)]) == 0
    printed, said = capsys.readouterr()
    wanted = bits(short, short.corpus.encode(text, "fold")[0])
    assert printed.startswith(f"{wanted:.4f} bits per character, perplexity ") and "over 17 char" in printed
    assert said == "Not in its vocabulary, and read as the sign for rare ones, 3 of 18 places: “é☃”.\n"

    run = TextRun(Corpus(TEXT), replace(SETUP, updates=5)).advance(np.inf)
    model.write_bytes(save(run))
    assert main(["eval", str(model), str(path), "--json"]) == 0
    printed, said = capsys.readouterr()
    told = json.loads(printed)
    assert told["bits"] == pytest.approx(bits(run, run.corpus.encode(text)[0]), rel=1e-5)
    assert (told["characters"], told["unknown"], told["unknown_places"]) == (14, "é☃", 3)
    assert said == "Not in its vocabulary, and skipped, 3 of 18 places: “é☃”.\n"


def test_a_disk_that_is_full_for_a_while_loses_nothing(book, tmp_path, short, monkeypatch, capsys):
    kept = iter([True, False, False])

    def write(path, data):
        if not next(kept, True):
            raise ValueError("“m” cannot be written: No space left on device.")
        path.write_bytes(data)

    monkeypatch.setattr(train_text, "write_atomically", lambda path, data: write(Path(path), data))
    monkeypatch.setattr(train_text, "SLICE", 0)
    monkeypatch.setattr(train_text, "EVERY", 0)
    assert main(train(book, tmp_path / "m", 100, "--json")) == 0
    assert capsys.readouterr().err.count("“m” cannot be written: No space left on device.\n") == 2
    assert load((tmp_path / "m").read_bytes()).theta.tobytes() == short.theta.tobytes()


def test_numbers_that_overflow_end_the_training_and_the_file_says_so(book, tmp_path, short, capsys):
    wild = replace(short, theta=short.theta * np.float32(1e38)).with_updates(200)
    out = tmp_path / "m"
    out.write_bytes(checkpoint(wild))
    for _ in range(2):
        assert main(train(book, out, 200, "--json")) == 1
        printed, said = capsys.readouterr()
        assert printed == "" and said.splitlines()[-1].startswith("At update 101 the numbers overflowed: ")
    assert load(out.read_bytes()).trouble
    assert main(["eval", str(out), str(book)]) == 2
    printed, said = capsys.readouterr()
    assert printed == "" and said.endswith(
        "\nThe network's numbers overflow on this text: it has no score.\n"
    )


BAD = [
    ("train --file book.txt --out book.txt/m", "cannot be written: Not a directory."),
    ("train --file no.txt", "“no.txt” cannot be read: No such file or directory."),
    ("train --file .", "“.” cannot be read: Is a directory."),
    ("train --file empty", "“empty”: The file is empty."),
    ("train --file binary", "“binary”: The file has NUL bytes"),
    ("train --file huge", "“huge”: The file has more than the 5,000,000 bytes"),
    ("train --file two", "The text must have from 200 to 5,000,000 characters, not 2."),
    ("train --source bible", "Source must be one of fables, "),
    ("train --source fables --file book.txt", "not allowed with argument"),
    ("train --file book.txt --lr 0.1", "The option --lr is for training without --file or --source."),
    ("train --file book.txt --text hello", "The option --text is for training without --file or"),
    ("train --file book.txt --preset figure", "The option --preset is for training without"),
    ("train --rate 0.1", "The option --rate is for training with --file or --source."),
    ("train --out m", "The option --out is for training with --file or --source."),
    ("train --text hello --layers 2", "The option --layers is for training with --file or --source."),
    ("train --file book.txt --hidden 8", "Units must be a whole number from 16 to 512, not 8."),
    ("train --file book.txt --carry perhaps", "Carry the state must be one of yes, no, not “perhaps”."),
    ("train --file book.txt --updates 0", "Updates must be a whole number from 1 to 100,000, not 0."),
    (
        "train --file book.txt --fold -1",
        "Fold rare characters must be a whole number from 0 to 10,000, not -1.",
    ),
    (
        "train --file book.txt --steps 200 --batch 128 --hidden 512",
        "may be at most 4,000,000, not 13,107,200.",
    ),
    ("train --file book.txt --out no/m", "“no/m” cannot be written: No such file or directory."),
    ("train --file book.txt --out .", "“.” cannot be read: Is a directory."),
    ("train --file book.txt --out book.txt", "“book.txt”: This is no model file of rnnplay"),
    ("train --file book.txt --out damaged", "“damaged”: This model file cannot be used: it was cut off"),
    ("train --file book.txt --out alone", "This file holds only the model"),
    ("train --file other.txt --out model.rnnplay", "This is not the text that the model was trained on."),
    (
        "train --file book.txt --out model.rnnplay --cell rnn",
        "was trained with cell gru, not rnn; give --out",
    ),
    (
        "train --file book.txt --out model.rnnplay --carry no",
        "was trained with carry yes, not no; give --out",
    ),
    ("train --file book.txt --out model.rnnplay --fold 0", "was trained with fold 2, not 0; give --out"),
    ("train --file book.txt --out model.rnnplay --updates 99", "100 updates are made already, more than 99."),
    ("sample no", "“no” cannot be read: No such file or directory."),
    ("sample book.txt", "“book.txt”: This is no model file of rnnplay"),
    ("sample damaged", "“damaged”: This model file cannot be used: it was cut off"),
    ("sample model.rnnplay --temperature 0", "Temperature must be a number from 0.05 to 5, not 0."),
    ("sample model.rnnplay --top-k -1", "Top k must be a whole number from 0 to 500, not -1."),
    (
        "sample model.rnnplay --chars many",
        "Characters must be a whole number from 0 to 1,000,000, not “many”.",
    ),
    ("sample model.rnnplay --seed 0.5", "Seed must be a whole number from 0 to 2,147,483,647, not “0.5”."),
    ("eval model.rnnplay no.txt", "“no.txt” cannot be read: No such file or directory."),
    ("eval model.rnnplay binary", "“binary”: The file has NUL bytes"),
    ("eval model.rnnplay one", "“one” has fewer than 2 characters that the model knows."),
    ("eval book.txt model.rnnplay", "“book.txt”: This is no model file of rnnplay"),
]


@pytest.mark.parametrize(("command", "complaint"), BAD, ids=[command for command, _ in BAD])
def test_an_error_is_one_sentence_and_changes_no_file(
    command, complaint, short, book, model, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    whole = checkpoint(short)
    files = {"empty": b"", "binary": b"text\0text" * 90, "two": b"ab", "one": b"1", "alone": save(short)}
    files |= {"damaged": whole[:-9], "huge": b"a " * 2_500_001, "other.txt": TEXT[:-2].encode()}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    files |= {book.name: book.read_bytes(), model.name: whole}
    assert main(command.split()) == 2
    printed, said = capsys.readouterr()
    said = said.removeprefix("Nothing of this training will be kept; with --out FILE the model is.\n")
    assert printed == "" and complaint in said and said.count("\n") == 1 and said.endswith(".\n")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == files
