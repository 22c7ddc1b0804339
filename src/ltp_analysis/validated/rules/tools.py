"""What the rules share: the shape of a rule and small look-ups."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from ltp_analysis.problems import Problem
from ltp_analysis.raw.read import shorten

if TYPE_CHECKING:
    from ltp_analysis.validated.settings import Settings

DAY = pd.Timedelta(days=1)
SPLIT: Final = "split"
WHOLE: Final = ("merger", "recode")
"""Kinds of succession by which all of a unit becomes one other."""

_CHANGE: Final = ["successor_code", "effective_date"]


class UnsoundTableError(Exception):
    """Raised where a rule asks for a table whose cells cannot be relied on."""


@dataclass(frozen=True)
class Tables:
    """Typed tables of a study, each indexed by spreadsheet row, and its settings.

    Attributes:
        frames: The tables that are sound: all columns there, no cell empty or unreadable that
            must not be, no key twice.
        files: The file of each table, sound or not.
        settings: What the study calls things.
    """

    frames: Mapping[str, pd.DataFrame]
    files: Mapping[str, str]
    settings: Settings

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a sound table by its name."""
        if name not in self.frames:
            raise UnsoundTableError(name)
        return self.frames[name]

    def __contains__(self, name: str) -> bool:
        """Say whether a table is sound."""
        return name in self.frames

    def problem(  # noqa: PLR0913, PLR0917 - the parts of a problem
        self, table: str, row: object, column: str, value: object, rule: str, remedy: str
    ) -> Problem:
        """Return a problem in one of the tables."""
        number = None if row is None else int(str(row))
        return Problem(self.files[table], number, column, shorten(str(value)), rule, remedy)


Rule = Callable[[Tables], Iterator[Problem]]


def records(frame: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows of a table; `Index` is the spreadsheet row, the rest are the columns."""
    yield from frame.itertuples()


def open_spells(register: pd.DataFrame, date: pd.Timestamp) -> pd.DataFrame:
    """Return the rows of the register whose spell holds a date."""
    is_open = (register["valid_from"] <= date) & (
        register["valid_to"].isna() | (register["valid_to"] >= date)
    )
    return register[is_open]


def open_at(register: pd.DataFrame, date: pd.Timestamp) -> set[str]:
    """Return the codes of the units that are open at a date."""
    return set(open_spells(register, date)["unit_code"])


def single_ratings(categories: pd.DataFrame) -> dict[str, str]:
    """Return the rating of each category that stands for one alone.

    Args:
        categories: The table `categories`.
    """
    single = categories.drop_duplicates("category", keep=False)
    return dict(zip(single["category"], single["rating"], strict=True))


def whole_successions(succession: pd.DataFrame) -> pd.DataFrame:
    """Return the rows by which a unit became another one whole: mergers, and new codes.

    A unit that a part of a split came to is new, whatever else was merged into it: what was said
    of the others was not said of that part. A unit that only got a new code in official statistics
    is still itself.
    """
    parts = succession[succession["kind"] == SPLIT]
    parted = pd.MultiIndex.from_frame(parts[_CHANGE])
    whole = succession[
        succession["kind"].isin(WHOLE)
        & (succession["predecessor_code"] != succession["successor_code"])
    ]
    return whole[~pd.MultiIndex.from_frame(whole[_CHANGE]).isin(parted)]


def heirs(succession: pd.DataFrame, date: pd.Timestamp) -> dict[str, str]:
    """Return, for each unit that became another whole by a date, what it was by then."""
    whole = whole_successions(succession[succession["effective_date"] <= date])
    step = dict(zip(whole["predecessor_code"], whole["successor_code"], strict=True))
    final: dict[str, str] = {}
    for unit in step:
        heir, seen = unit, set[str]()
        while heir in step and heir not in seen:
            seen.add(heir)
            heir = step[heir]
        final[unit] = heir
    return final
