"""Find the unit that a code or name stands for, or say why that is not certain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from ltp_analysis.imports.abbreviations import initials, may_stand_for
from ltp_analysis.imports.folding import Word, core, words
from ltp_analysis.imports.register import Called, Names, Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MOST_SUGGESTIONS = 4
LEAST_SCORE = 55
"""Under this likeness, of 100, a name is no suggestion."""


class How(StrEnum):
    """How a unit was found; `UNSURE` and `UNKNOWN` have none."""

    CODE = "code"
    EXACT = "name"
    VARIANT = "known variant of the name"
    ABBREVIATION = "abbreviation of the name"
    CONFIRMED = "confirmed by hand"
    UNSURE = "unsure"
    UNKNOWN = "unknown code"


@dataclass(frozen=True)
class Suggestion:
    """A unit that a name may stand for.

    Attributes:
        unit_code: The unit; empty for one that the round may not rate.
        name: The name that is alike.
        score: How alike, of 100.
        why: What it is, where it is no name of the round.
    """

    unit_code: str
    name: str
    score: int
    why: str = ""

    def __str__(self) -> str:
        """Return the suggestion as a confirmation file writes it."""
        found = f"{self.unit_code} {self.name} ({self.score})".strip()
        return f"{found} [{self.why}]" if self.why else found


@dataclass(frozen=True)
class Match:
    """What a code or name stands for.

    Attributes:
        written: The text.
        how: How it was found.
        unit_code: The unit; empty if that is not certain.
        why: Why it is not certain.
        suggestions: What it may stand for, the likeliest first.
    """

    written: str
    how: How
    unit_code: str = ""
    why: str = ""
    suggestions: tuple[Suggestion, ...] = ()


def match(text: str, names: Names) -> Match:
    """Return the unit that a code or name stands for.

    Only a code, a name, a variant of it that differs in case, accents, marks, spacing or usual
    parts, or an abbreviation that fits one unit is taken; anything else is unsure.

    Args:
        text: The code or name as written.
        names: What the units of the round are called.
    """
    written = " ".join(text.split())
    code = _code(written, names)
    if code is not None:
        return code
    some = core(words(written), names.parts)
    key = tuple(word.text for word in some)
    levels: tuple[tuple[How, Callable[[Called], bool]], ...] = (
        (How.EXACT, lambda one: written in {one.name, one.short}),
        (How.VARIANT, lambda one: bool(key) and key == one.core),
        (How.VARIANT, lambda one: bool(key) and "".join(key) == "".join(one.core)),
    )
    for how, fits in levels:
        found = [one for one in names.called if fits(one)]
        if found:
            return _settled(written, how, found, names)
    short = [one for one in names.called if may_stand_for(some, one.core)]
    codes = {one.unit_code for one in short}
    if len(codes) == 1 and any(one.standing is not Standing.ELSEWHERE for one in short):
        return Match(written, How.ABBREVIATION, codes.pop())
    why = "it may stand for several names" if codes else "no name in the register is like it"
    if not short:
        short = _initialled(some, names)
    suggestions = suggest(written, names, first=short)
    if suggestions and why.startswith("no name"):
        why = "it is only like a name in the register"
    return Match(written, How.UNSURE, "", why, suggestions)


def suggest(text: str, names: Names, first: Iterable[Called] = ()) -> tuple[Suggestion, ...]:
    """Return the units whose names are most like a text.

    Args:
        text: The text.
        names: What the units of the round are called.
        first: Names to put before the others.

    Returns:
        At most four, the likeliest first; the likeness is the mean of RapidFuzz's WRatio and
        token_set_ratio of the words that tell the names apart.
    """
    wanted = " ".join(word.text for word in core(words(text), names.parts))
    choices = dict(enumerate(" ".join(one.core) for one in names.called))
    alike = process.extract(
        wanted, choices, scorer=_likeness, limit=2 * MOST_SUGGESTIONS, score_cutoff=LEAST_SCORE
    )
    likely = {
        names.called[place]: round(score)
        for _, score, place in sorted(alike, key=lambda one: (-one[1], one[2]))
    }
    put_first = {one: likely.get(one, 100) for one in first}
    found: dict[tuple[str, str], Suggestion] = {}
    for one, score in {**put_first, **likely}.items():
        code = one.unit_code if one.unit_code in names.allowed else ""
        item = Suggestion(code, one.name, score, one.why)
        found.setdefault((one.unit_code, one.name), item)
    return tuple(found.values())[:MOST_SUGGESTIONS]


def _likeness(one: str, other: str, **_: object) -> float:
    """Return how alike two names are, of 100: as letters, and as sets of words."""
    return (fuzz.WRatio(one, other) + fuzz.token_set_ratio(one, other)) / 2


def _code(written: str, names: Names) -> Match | None:
    """Return what a text stands for if it is a code, or has the form of one."""
    everyone = {one.unit_code for one in names.called}
    for text in dict.fromkeys((written, written.upper())):
        if text in names.allowed:
            return Match(written, How.CODE, text)
        if text in names.seconds:
            return Match(written, How.CODE, names.seconds[text])
        if text in everyone:
            return Match(written, How.UNKNOWN, "", names.other(text))
        patterns = (names.settings.code_pattern, names.settings.second_code_pattern)
        if any(re.fullmatch(pattern, text) for pattern in patterns) and any(
            letter.isdigit() for letter in text
        ):
            return Match(written, How.UNKNOWN, "", f"no unit of {names.round} has the code")
    return None


def _settled(written: str, how: How, found: list[Called], names: Names) -> Match:
    """Return the one unit among those that a text fits equally well, the round's own first."""
    for standing in (Standing.OPEN, Standing.MERGED):
        codes = {one.unit_code for one in found if one.standing is standing}
        if len(codes) == 1:
            return Match(written, how, codes.pop())
        if codes:
            suggestions = suggest(written, names, first=found)
            return Match(written, How.UNSURE, "", "several units have the name", suggestions)
    why = "; ".join(sorted({f"{one.unit_code} {one.name}: {one.why}" for one in found}))
    return Match(written, How.UNSURE, "", why, suggest(written, names, first=found))


def _initialled(some: tuple[Word, ...], names: Names) -> list[Called]:
    """Return the names whose initials a single word in capitals is."""
    if len(some) != 1 or not some[0].capitals:
        return []
    return [one for one in names.called if initials(one.core) == some[0].text]
