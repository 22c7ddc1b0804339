"""A form: a table that is filled in by hand, before it has a format."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Column:
    """A column of a form.

    Attributes:
        name: Its name, as the header has it.
        meaning: What belongs into it, in a sentence.
        choices: The values to choose from in every row; none where any text will do.
        given: Whether it is filled in already, and stays as it is.
    """

    name: str
    meaning: str
    choices: tuple[str, ...] = ()
    given: bool = False


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form.

    Attributes:
        name: Name of its files, without an ending.
        title: What it is, in a line.
        columns: Its columns.
        how: How it is filled in, a sentence each.
        rows: The rows that are there already; a column that a row does not name is empty.
        own_choices: For columns whose values differ from row to row, the values of each row.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    how: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...] = ()
    own_choices: Mapping[str, Sequence[tuple[str, ...]]]

    @property
    def header(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]

    @property
    def lines(self) -> list[list[str]]:
        """The rows as texts, in the order of the columns."""
        return [[row.get(name, "") for name in self.header] for row in self.rows]


def to_csv(form: Form) -> bytes:
    """Return a form as CSV in UTF-8, one header and the rows that are there."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([form.header, *form.lines])
    return text.getvalue().encode()
