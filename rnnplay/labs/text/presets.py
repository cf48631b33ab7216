"""The presets: texts with a training each, from ten seconds to ten minutes of one processor."""

from dataclasses import dataclass

from rnnplay.labs.text.setup import TextSetup


@dataclass(frozen=True)
class TextPreset:
    """A text and a training of it. note: a hint, at most forty words; source: one of TEXTS."""

    title: str
    note: str
    source: str
    setup: TextSetup


TEXT_PRESETS = {
    "minute": TextPreset(
        "A minute",
        "First the letters and spaces, then short words, then the long ones and the form of the lines. "
        "Watch the held-out loss pass the bigram, which only counts, and come near the five-gram.",
        "python",
        TextSetup(cell="gru", rate=0.006, schedule="cosine", updates=3000),
    ),
    "ten-seconds": TextPreset(
        "Ten seconds",
        "A small network on a small book. Soon training and held-out loss part: it learns the book by heart.",
        "fables",
        TextSetup(cell="gru", hidden=64, steps=32, batch=16, rate=0.01, updates=1500),
    ),
    "sums": TextPreset(
        "Sums",
        "Can it add? The form comes first, the right results much later. Give it a sum to finish under "
        "Draw by draw.",
        "arithmetic",
        TextSetup(steps=32, rate=0.005, updates=3000),
    ),
    "brackets": TextPreset(
        "Brackets",
        "To close what is open, it has to remember what is open. Then look inside for the unit that does.",
        "brackets",
        TextSetup(hidden=64, rate=0.005, updates=2500),
    ),
    "plain": TextPreset(
        "The plain RNN",
        "The same minute with the plain cell, as in the article's hundred lines of Python.",
        "python",
        TextSetup(cell="rnn", rate=0.003, schedule="cosine", updates=5000),
    ),
    "not-carried": TextPreset(
        "Without carrying the state",
        "Each chunk of 16 characters starts from nothing: it never learns what lies further back. Compare "
        "the held-out loss with the same steps carried.",
        "python",
        TextSetup(cell="gru", steps=16, batch=128, rate=0.006, schedule="cosine", carry=False, updates=3000),
    ),
    "ten-minutes": TextPreset(
        "Ten minutes",
        "Two layers of 256 units on Python's own help: spelling, headings, indented code.",
        "python",
        TextSetup(
            layers=2,
            hidden=256,
            steps=100,
            batch=32,
            rate=0.004,
            dropout=0.2,
            schedule="cosine",
            updates=3000,
        ),
    ),
}
