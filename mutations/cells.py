"""One cell of a raw table, changed by chance in one of the ways in which cells go wrong."""

from __future__ import annotations

import random
import string
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ltp_analysis.differences.tables import TextTable

ODD: Final = ("0", "-1", "1e9", "9" * 20, "nan", "None", "|", "a|b", "é", "<b>x</b>")
"""Texts that programs stumble over."""


@dataclass(frozen=True)
class Change:
    """One cell that holds something else.

    Attributes:
        table: The raw table.
        row: Place of its row among the rows, from 0.
        column: Its column.
        before: What it held.
        after: What it holds now.
        way: How it was changed.
    """

    table: str
    row: int
    column: str
    before: str
    after: str
    way: str

    def __str__(self) -> str:
        """Return it in a line; the header is row 1, as spreadsheets count."""
        place = f"{self.table}.csv, row {self.row + 2}, {self.column}"
        return f"{place}: “{self.before}” to “{self.after}” ({self.way})"


def draw(tables: Mapping[str, TextTable], seed: int, number: int) -> Change:
    """Return a change that follows from a seed and a number alone.

    Every table that has rows is as likely as any other, however long it is: cells of the population
    would be most of all cells. The same holds for the columns of a table and the rows of a column.
    Half of the changes are of a kind that is seldom refused, since these are what can go unseen.

    Args:
        tables: The raw tables as text.
        seed: What all changes of a run have in common.
        number: Which of them this is.
    """
    chance = random.Random(f"{seed} {number}")  # noqa: S311 - a sample, no secret
    name = chance.choice([name for name, table in tables.items() if table.rows])
    table = tables[name]
    row, column = chance.randrange(len(table.rows)), chance.choice(table.columns)
    before = table.rows[row][column]
    column_cells = sorted({cells[column] for cells in table.rows})
    ways = chance.sample(sorted(WAYS), len(WAYS))
    likely = chance.sample(LIKELY, len(LIKELY)) if chance.random() < _OFTEN else []
    for way in (*likely, *ways):
        after = WAYS[way](chance, before, column_cells)
        if after != before:
            return Change(name, row, column, before, after, way)
    raise LookupError(f"no way changes {before!r}")  # an odd text differs from any cell


def _another(chance: random.Random, _: str, cells: list[str]) -> str:
    return chance.choice(cells)


def _empty(_: random.Random, __: str, ___: list[str]) -> str:
    return ""


def _digit(chance: random.Random, cell: str, _: list[str]) -> str:
    """Return a cell with one digit replaced."""
    places = [place for place, sign in enumerate(cell) if sign in string.digits]
    if not places:
        return cell
    place = chance.choice(places)
    return cell[:place] + chance.choice(string.digits) + cell[place + 1 :]


def _slip(chance: random.Random, cell: str, _: list[str]) -> str:
    """Return a cell with one sign lost."""
    place = chance.randrange(len(cell) or 1)
    return cell[:place] + cell[place + 1 :]


def _swap(chance: random.Random, cell: str, _: list[str]) -> str:
    """Return a cell with two neighbours the other way round."""
    place = chance.randrange(len(cell) or 1)
    return cell[:place] + cell[place : place + 2][::-1] + cell[place + 2 :]


def _case(_: random.Random, cell: str, __: list[str]) -> str:
    return cell.swapcase()


def _nudge(chance: random.Random, cell: str, _: list[str]) -> str:
    """Return a whole number one more or one less."""
    is_whole = cell.isascii() and cell.isdigit()
    return str(int(cell) + chance.choice((-1, 1))) if is_whole else cell


def _longer(_: random.Random, cell: str, __: list[str]) -> str:
    return f"{cell} x" if cell else "x"


def _padded(_: random.Random, cell: str, __: list[str]) -> str:
    return f"{cell} "


def _odd(chance: random.Random, _: str, __: list[str]) -> str:
    return chance.choice(ODD)


WAYS: Final[Mapping[str, Callable[[random.Random, str, list[str]], str]]] = {
    "another cell of the column": _another,
    "emptied": _empty,
    "another digit": _digit,
    "a sign lost": _slip,
    "two signs swapped": _swap,
    "other case": _case,
    "one more or less": _nudge,
    "a word more": _longer,
    "a space after it": _padded,
    "an odd text": _odd,
}
"""How a cell is changed, given chance, the cell, and all texts of its column."""
LIKELY: Final = ("another cell of the column", "another digit", "one more or less")
"""Ways after which a cell often still is what its column asks for."""

_OFTEN: Final = 0.5
