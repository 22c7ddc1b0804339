"""What the columns of every table hold: the one description that all metadata are written from."""

from __future__ import annotations

import inspect
import re
import types
from dataclasses import dataclass, fields
from enum import Enum, StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, Union, get_args, get_origin, get_type_hints

from ltp_analysis.validated.schemas import references_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ltp_analysis.validated.schemas import Table


class Kind(StrEnum):
    """What one cell holds.

    `TEXTS` are several texts in one cell, divided by a character; `YES_NO` is written as a word.
    """

    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes or no"
    TEXTS = "texts"


@dataclass(frozen=True, kw_only=True)
class Column:
    """What a column holds.

    Attributes:
        name: Its name in files.
        description: What its cells say.
        kind: What one cell holds.
        required: Whether no cell may be empty.
        order: All values that there are, if they have an order: the least first.
        labels: What a reader sees of the values of `order`, where that is something else.
        allowed: The only values allowed, if they have no order.
        pattern: Regular expression that texts match; empty if there is none.
        least: The least number allowed.
        most: The greatest number allowed.
        divider: What divides the texts of a cell.
        references: Table and column whose values these are, `sources.source_id`; empty if none.
    """

    name: str
    description: str
    kind: Kind
    required: bool = False
    order: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    pattern: str = ""
    least: float | None = None
    most: float | None = None
    divider: str = "|"
    references: str = ""


def described(column: Column) -> str:
    """Return what a column holds, for formats that have no word for several texts in a cell."""
    if column.kind is not Kind.TEXTS:
        return column.description
    divider = {" ": "spaces", "|": "“|”"}.get(column.divider, f"“{column.divider}”")
    return f"{column.description} Several are divided by {divider}."


_RAW_KINDS: Final = {
    "Int64": Kind.WHOLE,
    "float64": Kind.NUMBER,
    "datetime64[ns]": Kind.DATE,
}
_HINTS: Final = (
    (bool, Kind.YES_NO),
    (int, Kind.WHOLE),
    (float, Kind.NUMBER),
    (Fraction, Kind.NUMBER),
    (str, Kind.TEXT),
)


def columns_of_model(
    model: type[Table], orders: Mapping[str, tuple[str, ...]]
) -> tuple[Column, ...]:
    """Return the columns of a raw table.

    Args:
        model: The model of the table.
        orders: Values in their order, by the names of columns that have one.
    """
    references = references_of(model)
    return tuple(
        _column(name, field, orders.get(name, ()), ".".join(references.get(name, ())))
        for name, field in model.to_schema().columns.items()
    )


def _column(name: str, field: Any, order: tuple[str, ...], references: str) -> Column:  # noqa: ANN401 - pandera's
    found: dict[str, Any] = {}
    for check in field.checks:
        found |= check.statistics
    return Column(
        name=name,
        description=str(field.description),
        kind=_RAW_KINDS.get(str(field.dtype), Kind.TEXT),
        required=not field.nullable,
        order=order,
        allowed=tuple(found.get("allowed_values", ())),
        pattern="" if order else str(found.get("pattern", "")),
        least=found.get("min_value"),
        most=found.get("max_value"),
        references=references,
    )


@dataclass(frozen=True)
class Given:
    """What a record's class does not say of its columns.

    Attributes:
        keys: Fields that together name a row.
        orders: Values in their order, by field.
        labels: What a reader sees of these values, by field.
        references: Table and column that a field refers to, by field.
        divider: What divides the texts of a cell.
        names: Names of columns that are called otherwise than their fields.
    """

    keys: tuple[str, ...]
    orders: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, tuple[str, ...]]
    references: Mapping[str, str]
    divider: str
    names: Mapping[str, str]


def columns_of_record(kind: type[Any], given: Given) -> tuple[Column, ...]:
    """Return the columns of a table whose rows are records.

    Args:
        kind: The class of the records; its docstring says what each field holds.
        given: What else is known of the columns.
    """
    hints, words = get_type_hints(kind), attributes(kind)
    return tuple(
        _of_field(field.name, hints[field.name], words[field.name], given) for field in fields(kind)
    )


def _of_field(name: str, hint: Any, words: str, given: Given) -> Column:  # noqa: ANN401 - a type
    what = _kind(hint)
    plain = _without_none(hint)
    order = given.orders.get(name, ())
    allowed: tuple[str, ...] = ()
    if not order and isinstance(plain, type) and issubclass(plain, Enum):
        allowed = tuple(str(member.value) for member in plain)
    empty_for_none = what in {Kind.WHOLE, Kind.NUMBER, Kind.YES_NO}
    return Column(
        name=given.names.get(name, name),
        description=words,
        kind=what,
        required=name in given.keys or bool(allowed) or (empty_for_none and plain is hint),
        order=order,
        labels=given.labels.get(name, ()),
        allowed=allowed,
        divider=given.divider,
        references=given.references.get(name, ""),
    )


def _kind(hint: Any) -> Kind:  # noqa: ANN401 - a type, as Python keeps it
    plain = _without_none(hint)
    if get_origin(plain) is tuple:
        return Kind.TEXTS
    for one, kind in _HINTS:
        if issubclass(plain, one):
            return kind
    raise TypeError(f"no column holds values of {hint}")


def _without_none(hint: Any) -> Any:  # noqa: ANN401 - the same
    if get_origin(hint) in (Union, types.UnionType):
        (hint,) = (part for part in get_args(hint) if part is not type(None))
    return hint


def attributes(kind: type[Any]) -> dict[str, str]:
    """Return what the docstring of a class says of each attribute.

    Args:
        kind: The class, with a docstring in Google's style.
    """
    _, _, listed = (inspect.getdoc(kind) or "").partition("Attributes:\n")
    listed = re.split(r"\n\n|\n(?=\S)", listed, maxsplit=1)[0]
    entries = re.findall(r"^    (\w+): (.+(?:\n {8}.+)*)", listed, re.MULTILINE)
    return {name: " ".join(text.split()).replace("`", "") for name, text in entries}
