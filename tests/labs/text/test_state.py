"""The state of the page of the text lab: training, loading and refusals, without a page."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnplay.cli.parser import main
from rnnplay.labs.text.model_file import load, save
from rnnplay.labs.text.panels.save_and_load import TRAINED, command
from rnnplay.labs.text.presets import TEXT_PRESETS
from rnnplay.labs.text.run import TextRun
from rnnplay.labs.text.state import UPLOADED, VIEWS, TextState
from rnnplay.server.limits import read_limits
from rnnplay.server.queue import WorkQueue
from rnnplay.tasks.text import TEXTS
from rnnplay.tasks.text.baselines import baselines
from tests.server.executors import HeldExecutor, SynchronousExecutor

SMALL = {"source": "fables", "hidden": "16", "steps": "16", "batch": "4", "updates": "30", "cell": "gru"}
TEXT = "The cat sat on the mat. " * 40


def new_state(executor, query=SMALL, **settings):
    queue = WorkQueue(workers=1, slice_s=60, executor=executor, limits=lambda: read_limits(settings))
    return TextState(dict(query), lambda: queue)


@pytest.fixture
def trained():
    made = new_state(SynchronousExecutor())
    made.start()
    made.collect()
    return made


def test_the_page_trains_the_numbers_of_a_plain_run(trained):
    alone = TextRun(trained.corpus, trained.setup).advance(60)
    assert np.array_equal(trained.run.theta, alone.theta) and trained.run.ended
    assert [p.valid for p in trained.run.curve] == [p.valid for p in alone.curve]
    assert trained.run.samples[-1] == alone.samples[-1]
    assert trained.baseline_bits == baselines(trained.corpus)


def test_training_goes_on_where_it_ended(trained):
    trained.go_on()
    trained.collect()
    assert trained.run.update == 60 and trained.run.ended and not trained.message


def test_the_rate_can_be_changed_during_training():
    hand = HeldExecutor()
    learning = new_state(hand)
    learning.start()
    learning.choose("rate", "0.05")
    hand.compute_next()
    learning.collect()
    assert learning.run.rates[-1][1] == 0.05 and not learning.changed


def test_other_settings_are_for_another_network(trained):
    theta = trained.run.theta
    trained.choose("hidden", "20")
    assert trained.changed and trained.run.theta is theta and trained.run.setup.hidden == 16
    trained.start()
    trained.collect()
    assert not trained.changed and trained.run.setup.hidden == 20


@pytest.mark.parametrize(
    ("do", "complaint"),
    [
        (lambda s: s.upload(b"", "empty.txt"), "The file is empty"),
        (lambda s: s.upload("too short", "pasted"), "from 200 to 5,000,000 characters, not 9"),
        (lambda s: s.upload(b"%PDF-1.7 and so on", "a.pdf"), "a PDF"),
        (lambda s: s.load(b"rnnplay model 1\nbut not really"), "model"),
    ],
)
def test_a_refusal_is_one_sentence_and_loses_nothing(trained, do, complaint):
    run, corpus, setup = trained.run, trained.corpus, trained.setup
    do(trained)
    assert complaint in trained.message and "Nothing was changed." in trained.message
    assert "\n" not in trained.message
    assert (trained.run, trained.corpus, trained.setup) == (run, corpus, setup)


@pytest.mark.parametrize(
    ("do", "name", "complaint"),
    [
        (lambda s: s.choose("hidden", "9999"), "hidden", "from 16 to 512, not 9999: 16 is used instead."),
        (lambda s: s.choose("rate", "fast"), "rate", "not “fast”: 0.006 is used instead."),
        (lambda s: s.set_fold(10_000), "fold", "different"),
        (lambda s: s.set_fold(-5), "fold", "from 0 to 10,000, not -5: 0 is used instead."),
    ],
)
def test_a_bad_value_is_refused_at_its_field_and_changes_nothing(trained, do, name, complaint):
    run, corpus, setup = trained.run, trained.corpus, trained.setup
    do(trained)
    assert list(trained.refusals) == [name] and complaint in trained.refusals[name].sentence
    assert (trained.run, trained.corpus, trained.setup, trained.fold) == (run, corpus, setup, 0)


def test_the_server_limits_the_size_of_uploads():
    small = new_state(HeldExecutor(), RNNPLAY_UPLOAD_TEXT="1", RNNPLAY_UPLOAD_MODEL="1")
    before = small.corpus
    for upload in (lambda: small.upload("a b" * 400_000, "pasted"), lambda: small.load(b"x" * 1_200_000)):
        upload()
        assert "has 1.2 MB, and 1 are allowed here. Nothing was changed." in small.message
    assert small.corpus is before and small.loaded is None


def test_an_uploaded_text_is_learned(trained):
    trained.upload(TEXT.encode("latin-1"), "cat.txt")
    assert trained.source == UPLOADED and trained.uploaded_name == "cat.txt, UTF-8"
    assert not trained.message and not trained.refusals
    trained.start()
    trained.collect()
    assert trained.run.corpus.text == TEXT and trained.run.ended
    trained.choose_text("sums" if "sums" in TEXTS else "arithmetic")
    assert trained.source != UPLOADED and trained.changed


def test_a_loaded_model_is_shown_until_another_is_trained(trained):
    file = save(trained.run)
    other = new_state(SynchronousExecutor(), {**SMALL, "source": "dates"})
    other.load(file)
    assert not other.message and not other.refusals
    assert np.array_equal(other.network.theta, trained.run.theta)
    ids, strangers = other.network.encode("The hare~")
    assert other.network.decode(ids) == "The hare" and strangers == ("~",)
    other.start()
    other.collect()
    assert other.network.vocab == other.corpus.vocab


def test_a_loaded_model_reads_a_text_in_its_own_characters(trained):
    assert trained.default_text(50) == trained.corpus.decode(trained.corpus.valid[:50])
    other = new_state(SynchronousExecutor(), {**SMALL, "source": "dates"})
    other.load(save(trained.run))
    assert other.default_text(50) == trained.run.samples[-1].text[:50]
    assert not other.network.encode(other.default_text(50))[1]


@pytest.mark.parametrize("fold", [0, 5])
def test_the_command_that_is_offered_trains_the_same_network(fold, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = new_state(SynchronousExecutor(), SMALL | {"steps": "20", "carry": "no"})
    made.set_fold(fold)
    made.start()
    made.collect()
    made.choose_text("dates")  # another text on the page is no other text of the run
    _, _, _, *words = command(made).split()
    assert main(words) == 0
    saved = load((tmp_path / TRAINED).read_bytes())
    assert np.array_equal(saved.theta, made.run.theta) and saved.vocab == made.run.corpus.vocab


@pytest.mark.parametrize("slug", TEXT_PRESETS)
def test_a_preset_is_recognised_and_its_address_opens_it(slug):
    one = new_state(HeldExecutor(), {})
    one.apply_preset(slug)
    again = new_state(HeldExecutor(), one.to_query())
    assert one.preset == again.preset == slug and not again.refusals
    assert len(TEXT_PRESETS[slug].note.split()) <= 40


@settings(deadline=None, max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from(["view", "source", "cell", "hidden", "rate", "carry", "updates", "steps", "batch"]),
        st.text(max_size=20),
    )
)
def test_no_address_is_too_strange(query):
    strange = new_state(HeldExecutor(), query)
    assert strange.view in VIEWS and strange.source in TEXTS
    assert new_state(HeldExecutor(), strange.to_query()).setup == strange.setup
