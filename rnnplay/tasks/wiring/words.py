"""A visitor's words, looked up among the words that a task knows."""

import re

from rnnplay.tasks.symbols import split, visible

MOST = 60  # words


def read_words(given, known, hint=""):
    """given: a text or a list of words -> words as `known` spells them, without punctuation.

    Raises ValueError with one sentence that names the unknown words.
    """
    text = given if isinstance(given, str) else " ".join(map(str, given))
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
