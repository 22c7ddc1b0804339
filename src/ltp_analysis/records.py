"""Records as CSV and back: a dataclass is a table, and each of its fields a column."""

from __future__ import annotations

import csv
import io
import types
from dataclasses import fields
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Record = TypeVar("Record")

_DIGITS = 6
_WORDS = {True: "yes", False: "no"}
NAMES: Final = {"round_id": "round", "group_id": "scope"}
"""Columns that are called otherwise than their fields: as in the vocabulary of readers."""


def to_csv(records: Iterable[Record], kind: type[Record]) -> str:
    """Return records as CSV, a row each.

    Fractions are rounded to six decimals; texts of a tuple are divided by vertical bars; what is
    not known is an empty cell.

    Args:
        records: The records.
        kind: Their dataclass.
    """
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    rows = [
        [NAMES.get(name, name) for name in names],
        *([_cell(getattr(record, name)) for name in names] for record in records),
    ]
    return "".join(map(_line, rows))


def from_csv(text: str, kind: type[Record]) -> list[Record]:
    """Return records read back from CSV.

    Args:
        text: What `to_csv` made.
        kind: Their dataclass.
    """
    hints = get_type_hints(kind)
    readers = {
        field.name: _reader(hints[field.name])
        for field in fields(kind)  # type: ignore[arg-type]
    }
    return [
        kind(**{name: read(row[NAMES.get(name, name)]) for name, read in readers.items()})
        for row in csv.DictReader(io.StringIO(text, newline=""))
    ]


def as_decimal(value: Fraction | None) -> str:
    """Return a value rounded to six decimals, without needless ones; empty if not known."""
    if value is None:
        return ""
    return f"{float(value):.{_DIGITS}f}".rstrip("0").rstrip(".")


def _line(row: list[str]) -> str:
    # Only with this terminator a carriage return in a cell is put in quotes.
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow(row)
    return text.getvalue().removesuffix("\r\n") + "\n"


def _cell(value: Any) -> str:  # noqa: ANN401 - a field of any type
    if isinstance(value, bool):
        return _WORDS[value]
    if value is None or isinstance(value, Fraction):
        return as_decimal(value)
    return "|".join(value) if isinstance(value, tuple) else str(value)


def _reader(hint: Any) -> Callable[[str], Any]:  # noqa: ANN401 - a type, as Python keeps it
    """Return what turns a cell into a value of a type."""
    if get_origin(hint) in (Union, types.UnionType):
        (inner,) = (_reader(part) for part in get_args(hint) if part is not type(None))
        return lambda cell: inner(cell) if cell else None
    if get_origin(hint) is tuple:
        return lambda cell: tuple(cell.split("|")) if cell else ()
    if hint is bool:
        return lambda cell: cell == _WORDS[True]
    if isinstance(hint, type) and issubclass(hint, (Enum, Fraction, str, int, float)):
        return hint
    raise TypeError(f"no cell holds a value of {hint}")
