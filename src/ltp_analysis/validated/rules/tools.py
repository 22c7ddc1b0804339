"""What the rules share: the shape of a rule and small look-ups."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from ltp_analysis.problems import Problem
from ltp_analysis.raw.read import shorten

if TYPE_CHECKING:
    from ltp_analysis.validated.settings import Settings

DAY = pd.Timedelta(days=1)


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


def heirs(succession: pd.DataFrame, date: pd.Timestamp) -> dict[str, str]:
    """Return, for each unit merged whole by a date, the unit that it became by then."""
    mergers = succession[(succession["kind"] == "merger") & (succession["effective_date"] <= date)]
    step = dict(zip(mergers["predecessor_code"], mergers["successor_code"], strict=True))
    final: dict[str, str] = {}
    for unit in step:
        heir, seen = unit, set[str]()
        while heir in step and heir not in seen:
            seen.add(heir)
            heir = step[heir]
        final[unit] = heir
    return final
