"""A model in a file is read back unchanged, resumed exactly, and refused with a sentence if it is damaged."""

import hashlib
import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rnnplay.labs.text.model_file import checkpoint, load, resume, save
from rnnplay.labs.text.run import TextRun
from rnnplay.labs.text.setup import TextSetup
from rnnplay.labs.text.standalone_scripts import script_numpy, script_torch
from rnnplay.nn.cells import CELLS
from rnnplay.nn.functions import softmax
from rnnplay.nn.optimizers import OPTIMIZERS
from rnnplay.tasks.text.corpus import Corpus

TEXT = "".join(f"{n}² = {n * n}.\n" for n in range(150))
SETUP = TextSetup(hidden=16, steps=10, batch=4, updates=60)


def trained(updates=20, **choices):
    run = TextRun(Corpus(TEXT), replace(SETUP, **choices))
    while run.update < updates:
        run = run.advance(0)
    return run


FILE = save(trained())
CHECKPOINT = checkpoint(trained())


def split(data):
    """A file -> its header (dict) and its numbers (bytes)."""
    _, header, numbers = data.split(b"\n", 2)
    return json.loads(header), numbers


def joined(header, numbers):
    """As a file whose checksum is right."""
    rest = json.dumps(header).encode() + b"\n" + numbers
    return b"rnnplay model 1 " + hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest


@pytest.mark.parametrize("write", [save, checkpoint])
@pytest.mark.parametrize(("cell", "layers"), [*((cell, 1) for cell in CELLS), ("lstm", 3)])
def test_a_model_is_read_back_unchanged(write, cell, layers):
    run = trained(cell=cell, layers=layers).with_rate(0.02).advance(0)
    saved = load(write(run))
    assert np.array_equal(saved.theta, run.theta) and saved.theta.dtype == np.float32
    assert saved.vocab == run.corpus.vocab and saved.model == run.model
    for name in ("setup", "update", "curve", "samples", "rates", "seconds", "trouble"):
        assert getattr(saved, name) == getattr(run, name), name
    text = "12² = 144.\n"
    assert np.array_equal(saved.encode(text)[0], run.corpus.encode(text)[0])
    assert saved.decode(saved.encode(text)[0]) == text and saved.encode("1é?1é")[1] == ("é", "?")


@pytest.mark.parametrize("carry", [True, False])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_checkpoint_continues_exactly(optimizer, carry):
    whole = trained(17, optimizer=optimizer, carry=carry, layers=2, dropout=0.2)
    resumed = resume(load(checkpoint(whole)), TEXT)
    for now, then in ((resumed, whole), (resumed.advance(np.inf), whole.advance(np.inf))):
        assert np.array_equal(now.theta, then.theta) and now.sums[:3] == then.sums[:3]
        assert now.state.keys() == then.state.keys() and (now.carried is None) == (then.carried is None)
        pairs = [*zip(now.state.values(), then.state.values(), strict=True)]
        pairs += [(now.carried[name], then.carried[name]) for name in now.carried or {}]
        assert all(np.array_equal(a, b) for a, b in pairs)
        assert now.samples == then.samples and (now.update, now.ended) == (then.update, then.ended)
        assert [(p.update, p.train, p.valid, p.grad_norm) for p in now.curve] == [
            (p.update, p.train, p.valid, p.grad_norm) for p in then.curve
        ]


def test_training_continues_only_from_a_checkpoint_and_with_its_text():
    with pytest.raises(ValueError, match="This file holds only the model"):
        resume(load(FILE), TEXT)
    for other in (TEXT[:-1], TEXT.replace("9", "8"), TEXT.replace("2", "3", 1), "abc" * 100):
        with pytest.raises(ValueError, match="This is not the text that the model was trained on"):
            resume(load(CHECKPOINT), other)
    with pytest.raises(ValueError, match="its training has not begun"):
        save(TextRun(Corpus(TEXT), SETUP))


@settings(deadline=None)
@given(st.data())
def test_a_file_with_any_byte_changed_or_cut_off_is_refused(data):
    whole = data.draw(st.sampled_from([FILE, CHECKPOINT]))
    early = st.integers(0, 200) | st.integers(0, len(whole) - 1)
    at = data.draw(early)
    changed = bytearray(whole)
    changed[at] ^= data.draw(st.integers(1, 255))
    for damaged in (bytes(changed), whole[:at], whole[at + 1 :], whole[:at] + whole[at + 1 :], whole + b"\0"):
        with pytest.raises(ValueError, match=r"^This (is no model file|model file cannot be used).*\.$"):
            load(damaged)


@settings(deadline=None)
@given(st.binary(max_size=300))
@example(b"rnnplay model 1 \n{}\n")
@example(b"rnnplay model 99999 " + b"0" * 64 + b"\n{}\n")
def test_anything_else_is_refused(data):
    for foreign in (data, b"rnnplay model 1 " + data, joined({}, b"").replace(b"{}", data)):
        with pytest.raises(ValueError, match=r"^This .*\.$"):
            load(foreign)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=6,
)


@settings(deadline=None)
@given(st.sampled_from(sorted(split(CHECKPOINT)[0])), JSON)
def test_an_invented_header_is_refused_or_harmless(key, value):
    header, numbers = split(CHECKPOINT)
    for changed in ({**header, key: value}, {k: v for k, v in header.items() if k != key}, value):
        try:
            saved = load(joined(changed, numbers))
        except ValueError as refusal:
            assert str(refusal).startswith("This model file cannot be used: ")
        else:
            assert np.array_equal(saved.theta, load(CHECKPOINT).theta)
            assert isinstance(saved.encode("1")[0], np.ndarray)


def made_up(**changes):
    header, numbers = split(CHECKPOINT)
    return joined({**header, **changes}, numbers)


def with_setup(**changes):
    return made_up(setup={**split(CHECKPOINT)[0]["setup"], **changes})


VOCAB = split(FILE)[0]["vocab"]


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"\x89PNG\r\n\x1a\n", "This is no model file of rnnplay"),
        (FILE.replace(b"model 1", b"model 2", 1), "format 2, and this version of rnnplay reads format 1"),
        (FILE[:-5], "it was cut off or changed"),
        (made_up(vocab=[*VOCAB[:-1], "ab"]), "its vocabulary is not one of different single characters"),
        (made_up(vocab=[*VOCAB[:-1], VOCAB[0]]), "its vocabulary is not one of"),
        (made_up(vocab=[*VOCAB[:-1], "\ud800"]), "its vocabulary is not one of"),
        (made_up(vocab=VOCAB[:-1]), "its arrays are not those of its set-up"),
        (with_setup(hidden=512, layers=3), "its arrays are not those of its set-up"),
        (with_setup(hidden=10**12), "its header is not as it should be"),
        (with_setup(updates=3), "its header is not as it should be"),
        (made_up(arrays=[]), "its arrays are not those of its set-up"),
        (
            joined(*(part if i == 0 else part + b"1234" for i, part in enumerate(split(FILE)))),
            "too many numb",
        ),
        (joined(split(FILE)[0], b"\xff" * len(split(FILE)[1])), "weights are no finite numbers"),
        (joined({"setup": {}, "vocab": [[]]}, b""), "its set-up is not of this version"),
        (made_up(curve=[[0, None, float("nan"), None, 1, None, 0]]), "its header is not as it should be"),
    ],
)
def test_a_file_is_refused_in_one_sentence(data, complaint):
    with pytest.raises(ValueError, match=complaint):
        load(data)


SIZES = [(cell, layers) for cell in CELLS for layers in (1, 2)]


@pytest.mark.parametrize("script", [script_numpy, script_torch])
def test_an_exported_script_gives_the_same_probabilities(script, tmp_path):
    beginning, wanted, scripts = "77² = 5", [], []
    for cell, layers in SIZES:
        run = trained(cell=cell, layers=layers, rate=0.02)
        path = tmp_path / f"{cell}{layers}.rnn"
        path.write_bytes(save(run))
        saved = load(path.read_bytes())
        scripts.append(tmp_path / f"{cell}{layers}.py")
        scripts[-1].write_text(script(saved, str(path)), encoding="utf-8")
        p, ids = saved.model.params(saved.theta.astype(np.float64)), saved.encode(beginning)[0][:, None]
        wanted.append(softmax(saved.model.unroll(p, ids, ids).y[-1, 0]))
    # One process for all: PyTorch takes its time to arrive.
    driver = "import runpy, sys\nbeginning, *scripts = sys.argv[1:]\nfor script in scripts:\n"
    driver += "    sys.argv = [script, beginning]\n    runpy.run_path(script, run_name='__main__')\n"
    command = [sys.executable, "-c", driver, beginning, *map(str, scripts)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = [line.split(" ", 1) for line in done.stdout.splitlines()]
    V = len(VOCAB)
    assert len(lines) == len(SIZES) * V
    for k, p in enumerate(wanted):
        told = lines[k * V : (k + 1) * V]
        assert [float(number) for number, _ in told] == sorted((float(n) for n, _ in told), reverse=True)
        for number, char in told:
            place = next(i for i, symbol in enumerate(VOCAB) if repr(symbol) == char)
            assert float(number) == pytest.approx(p[place], abs=1e-6)


@pytest.mark.parametrize("script", [script_numpy, script_torch])
@pytest.mark.parametrize("cell", CELLS)
def test_an_exported_script_is_short_and_imports_nothing_of_the_project(script, cell):
    text = script(load(save(trained(1, cell=cell))), 'my "best"\n model.rnn')
    assert len(text.splitlines()) < 90 and max(map(len, text.splitlines())) <= 110
    assert "from rnnplay" not in text and '"my \\"best\\"\\n model.rnn"' in text


def test_an_exported_script_names_unknown_characters(tmp_path):
    (tmp_path / "model.rnnplay").write_bytes(FILE)
    (tmp_path / "use.py").write_text(script_numpy(load(FILE)), encoding="utf-8")
    for beginning in (["12xyz"], []):
        command = [sys.executable, "use.py", *beginning]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 1 and done.stderr.startswith("Give a beginning") and not done.stdout
