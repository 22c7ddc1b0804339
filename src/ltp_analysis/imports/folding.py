"""Names without what differs from one writer to the next: case, accents, marks, usual parts."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ltp_analysis.validated.settings import Settings

_AND = "and"
_TOKEN = re.compile(r"[^\W_]+\.?")
_APOSTROPHES = re.compile("['\u2019\u2018`\u00b4]")


@dataclass(frozen=True)
class Word:
    """One word of a name as someone wrote it.

    Attributes:
        text: The word in lower case, without accents and marks.
        capitals: Whether it is written in capitals only.
        cut: Whether a full stop follows, as after a word that is cut short.
    """

    text: str
    capitals: bool = False
    cut: bool = False


def words(name: str) -> tuple[Word, ...]:
    """Return the words of a name; “&” and “+” are the word “and”.

    Args:
        name: The name as written.
    """
    apart = unicodedata.normalize("NFKD", re.sub("[&+]", " and ", name))
    bare = "".join(mark for mark in apart if not unicodedata.combining(mark))
    found = []
    for token in _TOKEN.findall(_APOSTROPHES.sub("", bare)):
        text = token.rstrip(".")
        found.append(Word(text.casefold(), text.isupper(), token.endswith(".")))
    return tuple(found)


def usual_parts(settings: Settings) -> tuple[tuple[str, ...], ...]:
    """Return the parts that every name may have at its ends, as words, the longest first.

    Args:
        settings: What the study calls its units.
    """
    named = (*settings.strip, settings.singular, settings.plural, settings.long)
    parts = {tuple(word.text for word in words(part)) for part in named}
    return tuple(sorted((part for part in parts if part), key=lambda part: (-len(part), part)))


def core(name: Sequence[Word], parts: Iterable[Sequence[str]]) -> tuple[Word, ...]:
    """Return the words that tell a name from others.

    Args:
        name: The words of the name.
        parts: Parts that are left out at both ends, such as “NHS”.

    Returns:
        The words without those parts and without “and”; all of them if nothing would be left.
    """
    left = list(name)
    some = [list(part) for part in parts]
    shorter = True
    while shorter:
        shorter = False
        for part in some:
            texts = [word.text for word in left]
            if len(part) < len(left) and texts[: len(part)] == part:
                left, shorter = left[len(part) :], True
            elif len(part) < len(left) and texts[-len(part) :] == part:
                left, shorter = left[: -len(part)], True
    found = tuple(word for word in left if word.text != _AND)
    return found or tuple(left)


def fold(text: str) -> str:
    """Return a text in lower case without accents, with one space for marks, hyphens and spaces.

    Args:
        text: A text such as the name of a column or of a rating.
    """
    return " ".join(word.text for word in words(text))
