"""The two networks of the loop lab: the recurrent one solves a task that no window can solve."""

import time

import numpy as np
import pytest

from rnnplay import RNN
from rnnplay.labs.loop.chain_data import chain
from rnnplay.labs.loop.choices import LONGEST, LoopChoices
from rnnplay.labs.loop.networks import (
    answers,
    random_texts,
    read,
    read_windows,
    recurrent,
    window,
    windows,
)

ALPHABETS = (2, 3, 5, 9, 14, 34)  # of the last two the recurrent network needs the most starts


@pytest.mark.parametrize("V", ALPHABETS)
def test_the_recurrent_network_solves_the_task_and_the_window_does_not(V):
    net = recurrent(V)
    assert net.accuracy == 1
    x = random_texts(np.random.default_rng(7), LONGEST, 200, V)  # much longer than the training texts
    p = net.model.unroll(net.params, x, answers(x)).p
    assert (p.argmax(-1) == answers(x)).all() and p.max(-1).mean() > 0.95
    for k in (1, 3, 6):
        assert abs(window(V, k).accuracy - 0.5) < 0.08  # 500 texts by chance: a deviation of 0.022


@pytest.mark.parametrize("seed", range(5))
def test_the_window_gives_the_same_answer_after_different_pasts(seed):
    rng, V, k = np.random.default_rng(seed), 4, 3
    end, pasts = rng.integers(0, V, k), [rng.integers(0, V, length) for length in (1, 6, 20)]
    texts = [np.concatenate([past, end]) for past in pasts]
    seen = [read_windows(window(V, k), x, k)[-1] for x in texts]
    assert np.ptp(seen, axis=0).max() < 1e-12
    for x in texts:
        other = np.concatenate([[0], x])  # one more counted letter, long ago
        ours = [read(recurrent(V), each).p[-1, 0, 1] for each in (x, other)]
        assert (ours[0] > 0.5) != (ours[1] > 0.5)


def test_the_window_is_right_while_the_whole_past_fits_in_it():
    x, k = np.array([[0, 1, 0], [1, 0, 0]]), 4
    for text in x:
        np.testing.assert_array_equal(read_windows(window(2, k), text, k).argmax(-1), answers(text))


def test_a_window_holds_the_last_letters_and_zeros_before_the_first():
    shown = windows(np.array([[2], [0], [1]]), 2, 3)[:, 0].reshape(3, 2, 3)
    none, (a, b, c) = np.zeros(3), np.eye(3)
    np.testing.assert_array_equal(shown, [[none, c], [c, a], [a, b]])


LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ12345678"
TEXTS = {
    "banana": "banana",
    "one": "a",
    "alike": "aaa",
    "scripts": "été 👩‍🚀 مرحبا",
    "all different": LETTERS,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
def test_the_page_shows_the_numbers_of_the_public_network(text):
    loop = LoopChoices(text)
    shown, V = chain(loop, {}), len(loop.alphabet)
    rnn, twin = (RNN(inputs=V, hidden=4, outputs=2) for _ in range(2))
    for name, values in shown["params"].items():
        setattr(rnn, name, values)
        setattr(twin, name, values)
    twin.step(np.eye(V)[0])
    for t, symbol in enumerate(shown["x"]):
        y = rnn.step(np.eye(V)[symbol])
        np.testing.assert_allclose(rnn.h, shown["h"][t], rtol=0, atol=1e-12)
        np.testing.assert_allclose(np.tanh(shown["a"][t]), shown["h"][t], rtol=0, atol=1e-12)
        np.testing.assert_allclose(y, shown["y"][t], rtol=0, atol=1e-12)
        assert shown["p"][t] == pytest.approx(1 / (1 + np.exp(y[0] - y[1])), abs=1e-12)
        y = twin.step(np.eye(V)[symbol])
        assert shown["twin"]["p"][t] == pytest.approx(1 / (1 + np.exp(y[0] - y[1])), abs=1e-12)
    assert len(shown["letters"]) == len(loop.letters) and shown["letters"][0]
    assert [w == (loop.letters[: t + 1].count(loop.count) % 2) for t, w in enumerate(shown["wanted"])]


def test_both_are_trained_within_a_second_and_repeatably():
    before, begin = (recurrent(3), window(3, 3)), time.process_time()
    again = recurrent.__wrapped__(3), window.__wrapped__(3, 3)
    assert time.process_time() - begin < 1
    for one, other in zip(before, again, strict=True):
        np.testing.assert_array_equal(one.theta, other.theta)


def test_a_longer_text_changes_nothing_in_the_network():
    loop, longer = LoopChoices("banana"), LoopChoices("banana").longer()
    assert longer.text == "bananabanana"
    short, long = chain(loop, {}), chain(longer, {})
    assert short["params"] == long["params"] and short["size"] == long["size"]
    np.testing.assert_allclose(long["h"][:6], short["h"], rtol=0, atol=1e-12)
    for _ in range(5):
        longer = longer.longer()
    assert len(longer.letters) == LONGEST


def test_choices_go_into_the_address_and_come_back():
    for loop in (
        LoopChoices(),
        LoopChoices("hello world", count="o", window=5),
        LoopChoices("la la land"),
        LoopChoices("a&b=c %", count="&"),
    ):
        assert LoopChoices.from_query(loop.to_query()) == (loop, {})
    assert LoopChoices("hello", count="o").with_text("hell").count == "l"
    assert LoopChoices("hello", count="o").with_text("oh").count == "o"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"text": ""}, "1 to 60 symbols long"),
        ({"text": "ab" * 31}, "has 62"),
        ({"text": "abc", "count": "z"}, "“z” does not"),
        ({"window": "7"}, "from 1 to 6, not 7"),
        ({"window": "many"}, "not “many”"),
    ],
)
def test_a_bad_value_gets_a_sentence_and_a_legal_value_instead(query, told):
    loop, refusals = LoopChoices.from_query(query)
    (refusal,) = refusals.values()
    used = getattr(loop, refusal.name)
    used = f"“{used}”" if isinstance(used, str) else used
    assert told in refusal.sentence and refusal.sentence.endswith(f": {used} is used instead.")
    legal = {name: text for name, text in query.items() if name != refusal.name}
    assert loop == LoopChoices(**legal)


def test_a_link_that_names_no_counted_letter_means_the_most_frequent_one():
    assert LoopChoices.from_query({"text": "abcb"})[0].count == "b"
