"""Words cut short, such as “N Glos”: which full words they may stand for."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ltp_analysis.imports.folding import Word

_SHORTEST = 3
"""Letters that a word needs to be more than initials."""


@cache
def table() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Return, for each short word of `abbreviations.csv`, the words that it may stand for."""
    found: dict[str, list[tuple[str, ...]]] = {}
    text = files("ltp_analysis.imports").joinpath("abbreviations.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        full = tuple(word for word in row["words"].split() if word != "and")
        found.setdefault(row["short"], []).append(full)
    return {short: tuple(full) for short, full in found.items()}


def may_stand_for(written: Sequence[Word], name: Sequence[str]) -> bool:
    """Say whether words, some of them cut short, may stand for a name.

    A word stands for itself, for what the table says, for a longer word that it begins where a
    full stop follows it, or, in capitals, for the words whose letters the table has (“NE”). Words
    in the name may be cut short too. Initials alone stand for nothing: at least one word has
    three letters or more.

    Args:
        written: The words as written, without usual parts.
        name: The words of the name, in lower case.
    """
    return _fits(tuple(written), _full(tuple(name)), sure=False)


def initials(name: Sequence[str]) -> str:
    """Return the first letters of the words of a name.

    Args:
        name: The words.
    """
    return "".join(word[0] for word in name)


def _fits(written: tuple[Word, ...], name: tuple[str, ...], *, sure: bool) -> bool:
    if not written or not name:
        return sure and not written and not name
    word = written[0]
    return any(
        name[: len(words)] == words and _fits(written[1:], name[len(words) :], sure=now or sure)
        for words, now in _meanings(word, name[0])
    )


def _meanings(word: Word, here: str) -> list[tuple[tuple[str, ...], bool]]:
    """Return the words that one word may stand for, and whether it is more than initials."""
    long = len(word.text) >= _SHORTEST
    found = [((word.text,), long), *((full, long) for full in table().get(word.text, ()))]
    if word.cut and long and here.startswith(word.text):
        found.append(((here,), False))  # “Rother.” alone could be a name of its own
    return [*found, *((full, False) for full in _run(word))]


def _run(word: Word) -> list[tuple[str, ...]]:
    """Return the words that letters in capitals may stand for, one each."""
    if not word.capitals or len(word.text) < 2:  # noqa: PLR2004 - one letter is in the table
        return []
    letters = [table().get(letter, ()) for letter in word.text]
    return [tuple(part for full in some for part in full) for some in product(*letters)]


def _full(name: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name with the words that can only stand for one other written out."""
    return tuple(full for word in name for full in _only(word))


def _only(word: str) -> tuple[str, ...]:
    meanings = table().get(word, ())
    return meanings[0] if len(meanings) == 1 else (word,)
