"""A learner's own words, looked up among those that a task knows."""

import re

from rnnplay.tasks.symbols import split, visible

MOST = 60  # words


def read_words(own, known, hint=""):
    """own: a text or a list of words -> words as `known` spells them, punctuation left out.

    Raises ValueError with one sentence that names the words that are not known.
    """
    text = own if isinstance(own, str) else " ".join(map(str, own))
    words = re.findall(r"[^\s.,;:!?\"“”()]+", text[: 40 * MOST].lower())
    spelled = {word.lower(): word for word in known}
    if not words:
        raise ValueError(f"write at least one word{hint}")
    if len(words) > MOST or len(text) > 40 * MOST:
        raise ValueError(f"write at most {MOST} words, not {len(words)}")
    unknown = list(dict.fromkeys(word for word in words if word not in spelled))
    if unknown:
        named = ", ".join(f"“{''.join(map(visible, split(word[:24])))}”" for word in unknown[:5])
        raise ValueError(f"this network was never told the word{'s' * (len(unknown) > 1)} {named}{hint}")
    return [spelled[word] for word in words]
