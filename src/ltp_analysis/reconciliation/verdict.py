"""The verdict on a published figure, and the record that carries it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction  # noqa: TC003 - read as the type of a column


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
        rule: As in `Judgement`, and so are the rest.
        base: The base under which it stands, in words.
        lower: Least value that the rest allows, in the unit of the figure.
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
