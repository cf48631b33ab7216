"""A value that was refused, and the one sentence that every lab shows for it.

sentence = label, allowed values, the refused value: the value used instead
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """A bad value of one choice.

    name: of the choice. text: the typed text, which stays in the field until it is corrected; None for a
    value from a link, whose field shows the value used instead. sentence: for the page.
    """

    name: str
    text: object
    sentence: str

    @classmethod
    def because(cls, error, name, instead, typed=None):
        """error (ValueError of one sentence), and a clause like "64 is used instead" -> Refusal."""
        return cls(name, typed, f"{str(error).removesuffix('.')}: {instead}.")


def still_open(refusals, *mended):
    """dict of name to Refusal -> the Refusals that remain after the choices `mended` were changed.

    Refusals of a link are dropped, because the visitor has seen them. Those of typed texts remain.
    """
    return {
        name: refusal for name, refusal in refusals.items() if refusal.text is not None and name not in mended
    }


def sentences(refusals):
    """dict of name to Refusal -> their sentences, a str."""
    return " ".join(refusal.sentence for refusal in refusals.values())
