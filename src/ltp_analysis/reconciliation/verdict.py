"""The verdict on a published figure, and the record that carries it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction  # noqa: TC003 - read as the type of a column

from ltp_analysis.solved.children import Rounding
from ltp_analysis.statements.rounding import Rule


class Verdict(StrEnum):
    """How a published figure stands to what everything else published gives.

    `REPRODUCED`: the rest gives this number, rounded to the nearest. `OTHERWISE`: the rest gives
    it, under another rule. `POSSIBLE`: it lies within the bounds that the rest leaves.
    `CONTRADICTED`: it cannot hold with the rest. `NOT_CHECKABLE`: the rest says nothing of it.
    """

    REPRODUCED = "reproduced"
    OTHERWISE = "reproduced under another rule"
    POSSIBLE = "possible"
    CONTRADICTED = "contradicted"
    NOT_CHECKABLE = "not checkable"


def given_by(rule: Rule | Rounding | None) -> Verdict:
    """Return the verdict on a number that the rest gives under a rule.

    Args:
        rule: How it was rounded, or at which step; None where nothing was.
    """
    usual = rule in (None, Rule.NEAREST, Rounding.TOTAL)
    return Verdict.REPRODUCED if usual else Verdict.OTHERWISE


@dataclass(frozen=True)
class Judgement:
    """What was found of one figure.

    Attributes:
        verdict: The verdict.
        rule: The rounding rule under which it stands; empty if none is needed or none fits.
        base: The base, in words, under which it stands; empty if it has none or none fits.
        lower: Least value that the rest allows, in the unit of the figure; None if not known.
        upper: Greatest value.
        statements: Ids of the rows that the verdict rests on: for a contradicted figure a
            smallest set that it cannot hold with.
        because: The reason, in a sentence.
    """

    verdict: Verdict
    rule: str = ""
    base: str = ""
    lower: Fraction | None = None
    upper: Fraction | None = None
    statements: tuple[str, ...] = ()
    because: str = ""


def beyond_the_list(judged: Judgement, short: int) -> Judgement:
    """Return the verdict on a number of an area that is more than all its members make.

    Where it is not certain who belongs to an area, no source lists its members. A number beyond
    all of those that may belong to it shows that the list made here lacks some, and says nothing
    against the number.

    Args:
        judged: What was found of the number.
        short: How many its members fall short of it at the least.
    """
    because = (
        "Who belongs to the area was not published; all that may belong to it, so far as is "
        f"known, fall at least {short:,} short."
    )
    return replace(judged, verdict=Verdict.NOT_CHECKABLE, because=because)


@dataclass(frozen=True)
class Reconciled:
    """A published figure with its verdict.

    Attributes:
        figure_id: The figure.
        round_id: Its round; empty if about none.
        measure: What it measures.
        category: Which part of it.
        group_id: Where.
        printed: The figure as printed.
        unit: Its unit.
        verdict: The verdict.
        rule: The rounding rule under which it stands; empty if none is needed or none fits.
        base: The base under which it stands, in words.
        lower: Least value that the rest allows, in the unit of the figure; None if not known.
        upper: Greatest value.
        statements: Ids of the rows that the verdict rests on.
        because: The reason, in a sentence.
    """

    figure_id: str
    round_id: str
    measure: str
    category: str
    group_id: str
    printed: str
    unit: str
    verdict: Verdict
    rule: str
    base: str
    lower: Fraction | None
    upper: Fraction | None
    statements: tuple[str, ...]
    because: str
