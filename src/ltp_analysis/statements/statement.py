"""One record for everything published that says something of ratings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

    from ltp_analysis.statements.rounding import Rule


class Kind(StrEnum):
    """What a statement asserts.

    `EACH`: every unit of the scope has one of the ratings. `AMOUNT`: so many units, or such a
    share of them, have one of the ratings. `AGAIN`: so many have one of the ratings in this round
    and in the one before. `CHANGE`: a share moved by so many points since another round. `JOINT`:
    the units of the scope share one plan, and so one rating. `SILENT`: nothing on ratings.
    """

    EACH = "each"
    AMOUNT = "amount"
    AGAIN = "again"
    CHANGE = "change"
    JOINT = "joint"
    SILENT = "silent"


@dataclass(frozen=True)
class Reading:
    """One way to read a printed amount.

    The share (or, without a base, the number) of observations with a rating in `counted` lies
    between `lower` and `upper`.

    Attributes:
        label: The reading in words: meaning of the category, and base.
        counted: The ratings counted.
        left_out: Ratings that are not in the base.
        is_share: Whether the bounds are of a share of the base rather than of a number.
        lower: Least value; a share is a fraction of one.
        upper: Greatest value.
        lower_open: Whether `lower` itself is excluded.
        upper_open: Whether `upper` itself is excluded.
        observation: What is counted: "unit" or "plan".
        base_size: Size of the base as the source gives it, if it does.
        rule: The rounding rule of this reading; None where none is needed.
        base: Name of the base, if it has one.
        moved: How many more are counted now than when it was printed, since ratings were put right.
    """

    label: str
    counted: frozenset[str]
    left_out: frozenset[str]
    is_share: bool
    lower: Fraction
    upper: Fraction
    lower_open: bool = False
    upper_open: bool = False
    observation: str = "unit"
    base_size: int | None = None
    rule: Rule | None = None
    base: str = ""
    moved: int = 0

    @property
    def words(self) -> str:
        """The reading in words, with its rule."""
        rule = f", rounded by the rule “{self.rule}”" if self.rule else ""
        before = ", before a rating was put right" if self.moved else ""
        return f"{self.label}{rule}{before}"

    def holds(self, value: Fraction) -> bool:
        """Say whether a value lies within the bounds."""
        above = value > self.lower if self.lower_open else value >= self.lower
        below = value < self.upper if self.upper_open else value <= self.upper
        return above and below


@dataclass(frozen=True)
class Statement:
    """Something published, in one vocabulary.

    Attributes:
        id: Id of the row that it comes from.
        kind: What it asserts.
        round_id: The round; empty if about none.
        group_id: The group that it is about; empty where it names one unit.
        units: Units of the round that are certainly in its scope.
        doubtful_units: Units that may or may not be in its scope.
        ratings: For `EACH`: the ratings that it leaves open.
        readings: For amounts: the ways to read it; it asserts that one of them holds.
        since: For `AGAIN` and `CHANGE`: the earlier round.
        words: What it says, for people.
        source_id: Its source.
        silent_because: For `SILENT`: why it says nothing of ratings.
    """

    id: str
    kind: Kind
    round_id: str
    group_id: str
    units: tuple[str, ...]
    doubtful_units: tuple[str, ...] = ()
    ratings: frozenset[str] = frozenset()
    readings: tuple[Reading, ...] = ()
    since: str = ""
    words: str = ""
    source_id: str = ""
    silent_because: str = ""
