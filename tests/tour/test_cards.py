"""The guided tour: each card sets up its lab, and what it says is what is computed there."""

import math
import re
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from rnnplay.app.presentation.choices import FRAME
from rnnplay.labs.gap.claims import CLAIMS as GAP_CLAIMS
from rnnplay.labs.gap.gradient_charts import share_left
from rnnplay.labs.gap.gradient_flow import MonitoredRun, measure_flow
from rnnplay.labs.gap.runs import Run
from rnnplay.labs.gap.spectral_radius import radius_experiment
from rnnplay.labs.gap.state import GapState
from rnnplay.labs.hello import page as hello
from rnnplay.labs.hello.claims import CLAIMS as HELLO_CLAIMS
from rnnplay.labs.hello.presets import PRESETS
from rnnplay.labs.loop.chain_data import chain
from rnnplay.labs.loop.choices import LoopChoices
from rnnplay.labs.registry import LABS
from rnnplay.labs.step.link import from_query
from rnnplay.labs.text.inspection import inspect
from rnnplay.labs.text.run import TextRun
from rnnplay.labs.text.state import TextState
from rnnplay.tasks.wiring.reviews import NUMBER, PLAIN, STARS, stars
from rnnplay.tour.cards import CARDS, FIRST, PARTS
from rnnplay.tour.cards.card import FACTS, Card
from rnnplay.tour.cards.shapes import REVIEW, SWAPPED
from rnnplay.training.experiment import Experiment
from rnnplay.training.session import Session

each_card = pytest.mark.parametrize("card", CARDS.values(), ids=list(CARDS))


@each_card
def test_a_card_sets_up_its_lab(card):
    assert LABS[card.lab].problem(card.query) == ""
    assert all(isinstance(text, str) for text in card.query.values())
    assert card.query and not card.query.keys() & set(FRAME), "the address must say which card it belongs to"


@each_card
def test_a_card_is_short(card):
    assert len(card.title.split()) <= 6 and 10 <= len(card.text.split()) <= 45
    assert len(card.ask.split()) <= 20 and len(card.lesson.split()) <= 25
    assert all(len(choice.split()) <= 9 for choice in card.choices)
    assert all(text[-1] in ".?!…" for text in (card.text, card.ask, card.lesson))
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", card.slug)


@each_card
def test_a_guess_is_asked_for_in_words(card):
    assert bool(card.choices) == bool(re.search(r"Guess|\?$", card.ask)), card.ask
    assert len(card.choices) != 1 and len(set(card.choices)) == len(card.choices)


def test_about_twenty_cards_go_through_the_labs_in_the_order_of_the_article():
    cards = [card for part in PARTS.values() for card in part]
    assert len(CARDS) == len(cards) and 18 <= len(cards) <= 24
    assert FIRST == cards[0].slug
    on_the_way = [one.lab for one in cards]
    visited = [on_the_way[0], *(now for before, now in pairwise(on_the_way) if now != before)]
    assert visited == [slug for slug, lab in LABS.items() if lab.tile]


def test_every_fact_is_asked_for_and_a_card_that_cannot_be_walked_is_refused():
    assert set(FACTS) <= {name for card in CARDS.values() for name in card.done}
    words = ("slug", "loop", "title", "text", "ask", "said", {"text": "a"})
    for more in ({}, {"done": {"step": "about 3"}}, {"choices": ("a", "b"), "answer": 2}):
        with pytest.raises(ValueError, match="slug"):
            Card(*words, **more)


# ---- what the cards say is so


def chosen(slug):
    card = CARDS[slug]
    return card.choices[card.answer]


def test_at_the_end_of_banana_only_the_loop_is_right_and_a_longer_text_has_the_same_weights():
    shown = chain(LoopChoices(**{"text": CARDS["who-remembers"].query["text"]}), {})
    right = [(shown[who][-1] > 0.5) == shown["wanted"][-1] for who in ("p", "seen")]
    assert right == [True, False] and chosen("who-remembers") == "Only the one with the loop"
    loop = LoopChoices("banana")
    sizes = {chain(one, {})["size"] for one in (loop, loop.longer())}
    assert sizes == {int(chosen("same-weights"))} and "42 weights" in CARDS["same-weights"].text


def test_the_state_alone_tells_the_second_l_from_the_first():
    def expected(actions):
        run, _ = from_query({"acts": actions})
        return "".join(run.vocab[k] for k in run.state_of(0).expected if k is not None)

    assert expected("0,1,2") == "ell"
    assert expected("0,1,2,2") == "ello" and chosen("same-letter") == "o"
    assert expected("0,1,2,2,reset,2") == "ellol" and chosen("without-its-past") == "l"


def test_one_update_of_the_figure_does_what_the_cards_say():
    experiment, _ = Experiment.from_query(CARDS["one-update"].query)
    session = Session(experiment)
    session.reach(20)
    before, after = session.frames(0, 2).y
    wanted = np.eye(4, dtype=bool)[experiment.targets[:, 0]]
    assert (after - before)[wanted].min() > 0 > (after - before)[~wanted].max()
    assert [f"{y[0, 1]:.2f}" for y in (before, after)] == ["2.20", "2.25"]
    first, second = session.frames(1, 1).y[0].argmax(axis=1), session.frames(12, 1).y[0].argmax(axis=1)
    assert (first != experiment.targets[:, 0]).any() and (second == experiment.targets[:, 0]).all()
    assert session.first_consistent == 12 and chosen("until-it-is-right") == "About 12"


@pytest.mark.parametrize("card", PARTS["Learning hello"], ids=lambda card: card.slug)
def test_the_page_calls_the_network_as_the_card_does_and_does_not_tell_its_answer(card):
    experiment, _ = Experiment.from_query(card.query)
    note = hello.note(experiment)
    assert note not in {preset.note for preset in PRESETS.values()}
    assert note.startswith("The article's network") == (experiment.start == "figure")


def test_at_a_high_rate_the_loss_jumps_and_the_limit_changes_nothing():
    experiment, _ = Experiment.from_query(CARDS["too-high-a-rate"].query)
    session = Session(experiment)
    session.reach(40)
    falls = np.diff(np.minimum(session.losses[:41], 2.5 * session.losses[0]))  # what the curve shows of it
    assert (falls > 0).sum() > 8 and (falls < 0).sum() > 8
    assert session.frames(0, 40).grad_norm.max() < experiment.clip
    assert "learning-rate" in {claim.slug for claim in HELLO_CLAIMS}


def test_swapping_good_and_bad_changes_the_stars_and_not_the_count_of_words():
    first, second = REVIEW.split(" but ")
    swapped = second.replace("bad", "good"), first.replace("good", "bad")
    assert f"{STARS[stars(PLAIN[second])]} again" == CARDS["order-counts"].choices[0]
    assert STARS[stars(PLAIN[swapped[0]])] == chosen("order-counts")
    assert SWAPPED == " but ".join(reversed(swapped))
    assert Counter(REVIEW.split()) == Counter(" but ".join(swapped).split()) and set(REVIEW.split()) <= set(
        NUMBER
    )


def test_the_first_letters_of_words_surprise_a_trained_network_more():
    state = TextState(CARDS["what-surprises-it"].query | {"updates": "300"})
    run = TextRun(state.corpus, state.setup).advance(math.inf)
    ids = state.corpus.valid[:800]
    text, found = state.corpus.decode(ids), inspect(run.model, run.theta, ids).surprise
    start = np.array([a.isalpha() and not before.isalpha() for before, a in pairwise(text)])
    within = np.array([a.isalpha() and before.isalpha() for before, a in pairwise(text)])
    assert found[1:][start].mean() > 1.3 * found[1:][within].mean()


def test_across_60_steps_only_gated_cells_know_and_only_if_their_gates_start_open():
    claims = {claim.slug: claim for claim in GAP_CLAIMS}
    for slug in ("the-sentence", "through-the-crowd", "gates-alone"):
        assert 60 in claims[slug].gaps and claims[slug].setup.updates == 600
    state = GapState(CARDS["are-gates-enough"].query)
    assert state.race.setup == claims["gates-alone"].setup
    state = GapState(CARDS["sixty-strangers"].query)
    assert state.race.claim is None, "its note would tell the answer"
    assert not state.missing("race") and not GapState({"seeds": "3"}).missing("race")


def test_what_arrives_of_a_gradient_is_a_power_of_rho():
    arrives = {rho: share_left(radius_experiment(rho, "linear", 60).reach)[-1] for rho in (0.9, 1.1)}
    assert f"{arrives[0.9]:.3f}" == "0.002" and round(arrives[1.1], -1) == 280
    assert chosen("a-little-too-small") == "About 280"


def test_the_gradient_reaches_the_clue_in_the_lstm_alone_and_its_forget_gate_is_open():
    state = GapState(CARDS["where-the-gradient-goes"].query)
    jobs = {job.cell: job for job in state.monitored_jobs()}
    ends = {
        cell: MonitoredRun(Run(jobs[cell])).advance(math.inf).measurements[-1] for cell in ("rnn", "lstm")
    }
    assert share_left(ends["rnn"].reach)[60] < 1e-6 and share_left(ends["lstm"].reach)[60] > 0.05
    job = jobs["lstm"]
    for one in (measure_flow(job, job.model.initial(job.seed, None)), ends["lstm"]):
        assert one.kept.mean() > 0.9
