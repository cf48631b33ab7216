"""The baselines of texts follow their formulas, see only the training text, and come in the right order."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnplay.tasks.text import TEXTS
from rnnplay.tasks.text.baselines import LONGEST, Ngrams, baselines, following
from rnnplay.tasks.text.corpus import Corpus


@pytest.mark.parametrize("name", TEXTS)
def test_a_baseline_that_sees_more_needs_fewer_bits(name):
    bits = baselines(Corpus(TEXTS[name].make()))
    assert list(bits) == ["uniform", "unigram", "bigram", "five-gram", "compression"]
    in_order = [bits[name] for name in ("uniform", "unigram", "bigram", "five-gram")]
    assert in_order == sorted(in_order, reverse=True) and in_order[-1] > 0
    assert 0 < bits["compression"] < bits["bigram"]


def by_definition(ids, V, s, c):
    """p(c | s) after the training text `ids`, as the formula has it. Lists of ids."""
    shorter = by_definition(ids, V, s[1:], c) if s else 1 / V
    went_on = [ids[k + len(s)] for k in range(len(ids) - len(s)) if ids[k : k + len(s)] == s]
    kinds = len(set(went_on))
    return (went_on.count(c) + kinds * shorter) / (len(went_on) + kinds) if went_on else shorter


@settings(max_examples=40, deadline=None)
@given(data=st.data(), V=st.integers(2, 5))
def test_the_probabilities_are_those_of_the_formula(data, V):
    symbols = st.integers(0, V - 1)
    train = data.draw(st.lists(symbols, min_size=20, max_size=60))
    valid = data.draw(st.lists(symbols, min_size=1, max_size=8))
    windows = following(np.array(train, np.uint8), np.array(valid, np.uint8))
    chances = Ngrams.fit(np.array(train, np.uint8), V).chances(windows)
    for k, c in enumerate(valid):
        s = (train + valid[:k])[1 - LONGEST :]
        for order in range(1, LONGEST + 1):
            wanted = by_definition(train, V, s[LONGEST - order :], c)
            assert chances[order, k] == pytest.approx(wanted, rel=1e-12)


def test_the_probabilities_of_all_characters_add_up_to_one():
    corpus = Corpus(TEXTS["python"].make())
    V, rng = corpus.size, np.random.default_rng(0)
    seen = following(corpus.train, corpus.valid[:150])
    never_seen = rng.integers(0, V, (150, LONGEST))
    windows = np.repeat(np.concatenate([seen, never_seen]), V, axis=0)
    windows[:, -1] = np.tile(np.arange(V), 300)
    chances = Ngrams.fit(corpus.train, V).chances(windows).reshape(LONGEST + 1, 300, V)
    np.testing.assert_allclose(chances.sum(-1), 1, rtol=1e-12)
    assert chances.min() > 0


def test_a_text_that_repeats_needs_almost_no_bits():
    bits = baselines(Corpus("one, two and three. " * 200))
    assert bits["five-gram"] < 0.01 and bits["compression"] < 0.3 and bits["bigram"] > 0.3


def test_noise_cannot_be_predicted_or_compressed():
    noise = "".join(np.random.default_rng(1).choice([*"abcdefghijklmnop"], 60_000))
    bits = baselines(Corpus(noise))
    assert bits["uniform"] == 4 and min(bits.values()) > 3.99
    assert max(bits["unigram"], bits["bigram"], bits["compression"]) < 4.5


def test_held_out_text_is_not_counted():
    known = baselines(Corpus("ab" * 1000 + "cd" * 300))
    unknown = baselines(Corpus("ab" * 1000 + "cd" * 111))  # all of it held out
    assert known["five-gram"] < 0.05 and unknown["five-gram"] > unknown["uniform"] == 2


def test_of_a_long_text_the_nearest_characters_are_used():
    text = TEXTS["arithmetic"].make()
    corpus = Corpus(text)
    nearest = Corpus(corpus.decode(corpus.train[-2000:]) + corpus.decode(corpus.valid[:2000]), held_out=0.5)
    assert baselines(corpus, most=2000) == baselines(nearest)
    assert baselines(corpus, most=2000) != baselines(corpus, most=4000)


@pytest.mark.parametrize("most", [0, 99, -1, 1e6, None])
def test_too_few_characters_are_refused(most):
    with pytest.raises(ValueError, match=f"from 100 up, not {most!r}"):
        baselines(Corpus("ab" * 200), most=most)
