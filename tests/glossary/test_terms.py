"""The glossary: every entry is short, leads to a real place in the code, and is the only one of its name."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from rnnplay.glossary.terms import TERMS

ROOT = Path(__file__).resolve().parents[2]

each_term = pytest.mark.parametrize("term", TERMS.values(), ids=list(TERMS))


def defined(path):
    """Every name that a file defines: "SGD", "SGD.update", "OPTIMIZERS"."""

    def below(body, prefix):
        for node in body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                yield prefix + node.name
            if isinstance(node, ast.ClassDef):
                yield from below(node.body, f"{prefix}{node.name}.")
            if isinstance(node, ast.Assign):
                yield from (prefix + target.id for target in node.targets if isinstance(target, ast.Name))

    return set(below(ast.parse((ROOT / path).read_text("utf-8")).body, ""))


@each_term
def test_a_term_is_explained_in_few_words(term):
    assert 5 <= len(term.text.split()) <= 45
    assert term.text.endswith((".", ")"))


@each_term
def test_its_place_in_the_code_exists(term):
    path, name = term.code
    assert name in defined(path)


@each_term
def test_related_terms_exist_and_are_others(term):
    assert set(term.see) <= set(TERMS) and term.see
    assert len(set(term.see)) == len(term.see) and all(TERMS[slug] is not term for slug in term.see)


def test_no_two_terms_share_a_spelling():
    spellings = Counter(
        name if name != name.lower() or len(name) == 1 else name.replace("-", " ")
        for term in TERMS.values()
        for name in dict.fromkeys(name.replace("-", " ") for name in term.names)
    )
    assert not [name for name, count in spellings.items() if count > 1]
