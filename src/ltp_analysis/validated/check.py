"""From text to a typed table: every cell that is not what its column asks for, and where."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pandas as pd
import pandera.errors

from ltp_analysis.problems import Problem
from ltp_analysis.raw.read import shorten

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.raw.read import TextTable
    from ltp_analysis.validated.schemas import Table


def check_table(text: TextTable, model: type[Table]) -> tuple[pd.DataFrame, list[Problem]]:
    """Give a table its types and hold it against its model.

    Args:
        text: The table as text.
        model: The Pandera model of the table.

    Returns:
        The typed table, indexed by spreadsheet row, and everything that is wrong with it.
        Where something is wrong, the table is good for nothing but further checks.
    """
    frame, problems = typed_table(text, model)
    unread = {(problem.row, problem.column) for problem in problems}
    schema = model.to_schema()
    try:
        frame = schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        found = _translate(text.file, schema, errors.failure_cases)
        problems += [problem for problem in found if (problem.row, problem.column) not in unread]
    return frame, problems


def typed_table(text: TextTable, model: type[Table]) -> tuple[pd.DataFrame, list[Problem]]:
    """Give a table its types, which is all that one needs that was found sound before.

    Args:
        text: The table as text.
        model: The Pandera model of the table.

    Returns:
        The typed table, indexed by spreadsheet row, and the cells that are of no such type.
    """
    schema = model.to_schema()
    problems: list[Problem] = []
    columns: dict[str, pd.Series[Any]] = {}
    for name in text.header:
        cells = [row[name] for row in text.rows]
        if name not in schema.columns:
            columns[name] = pd.Series(cells, dtype="string")
            continue
        values, faults = _typed(text, name, cells, schema.columns[name].dtype)
        columns[name] = values
        problems += faults
    frame = pd.DataFrame(columns)
    frame.index = pd.Index(text.numbers, name="row", dtype="int64")
    return frame, problems


def is_sound(frame: pd.DataFrame, model: type[Table]) -> bool:
    """Say whether a table has all its columns, no gap where none may be, and no key twice."""
    schema = model.to_schema()
    if set(frame.columns) != set(schema.columns):
        return False
    required = [name for name, column in schema.columns.items() if not column.nullable]
    return (
        not frame[required].isna().to_numpy().any()
        and not frame.duplicated(list(schema.unique or [])).any()
    )


_WHOLE = re.compile(r"-?[0-9]{1,18}")  # fits 64 bits
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DATE = re.compile(r"(1[7-9]|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}")  # fits nanoseconds


def _whole(text: str) -> int | None:
    return int(text) if _WHOLE.fullmatch(text) else None


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None


def _date(text: str) -> dt.datetime | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        return dt.datetime.combine(dt.date.fromisoformat(text), dt.time())
    except ValueError:
        return None


_READERS: dict[str, tuple[Callable[[str], object | None], str, str]] = {
    "Int64": (_whole, "not a whole number", "Write digits only, without commas or spaces."),
    "float64": (_number, "not a number", "Write digits with a point, such as -1.25."),
    "datetime64[ns]": (_date, "not a date as year-month-day", "Write it as 2018-04-01."),
}
UNREADABLE = frozenset(rule for _, rule, _ in _READERS.values())
"""What is said of a cell whose text does not have the type of its column."""


def _typed(
    text: TextTable,
    name: str,
    cells: list[str],
    kind: Any,  # noqa: ANN401 - one of pandera's
) -> tuple[pd.Series[Any], list[Problem]]:
    dtype = str(kind)
    if dtype not in _READERS:
        return pd.Series([cell or None for cell in cells], dtype=kind.type), []
    read, rule, remedy = _READERS[dtype]
    values = [read(cell) if cell else None for cell in cells]
    problems = [
        Problem(text.file, number, name, shorten(cell), rule, remedy)
        for number, cell, value in zip(text.numbers, cells, values, strict=True)
        if cell and value is None
    ]
    return pd.Series(values, dtype=dtype), problems


def _translate(file: str, schema: Any, cases: pd.DataFrame) -> list[Problem]:  # noqa: ANN401
    """Turn Pandera's failure cases into problems in plain words."""
    problems: list[Problem] = []
    keys = list(schema.unique or [])
    for case in cases.to_dict("records"):
        check, column = str(case["check"]), str(case["column"] or "")
        row = None if pd.isna(case["index"]) else int(case["index"])
        value = "" if pd.isna(case["failure_case"]) else shorten(str(case["failure_case"]))
        if check == "column_in_dataframe":
            rule, remedy = "the column is missing", f"Add the column {value}."
            problems.append(Problem(file, None, value, "", rule, remedy))
        elif check == "column_in_schema":
            rule, remedy = "the column is unknown", "Delete it, or mend its name."
            problems.append(Problem(file, None, value, "", rule, remedy))
        elif "uniqueness" in check or check == "field_uniqueness":
            rule = f"the row repeats the key ({', '.join(keys)}) of another"
            if column == keys[0]:
                remedy = "Delete one of the rows, or give it a key of its own."
                problems.append(Problem(file, row, column, value, rule, remedy))
        else:
            rule, remedy = _words(schema.columns[column], check)
            problems.append(Problem(file, row, column, value, rule, remedy))
    return problems


def _words(column: Any, check: str) -> tuple[str, str]:  # noqa: ANN401 - a pandera column
    own_remedy = (column.metadata or {}).get("remedy")
    description = column.description
    if check == "not_nullable":
        return "the cell is empty", own_remedy or f"Fill it in: {description}"
    if check.startswith("isin"):
        allowed = ", ".join(str(value) for value in column.checks[0].statistics["allowed_values"])
        return "not a value that this column allows", own_remedy or f"Use one of: {allowed}."
    if check.startswith("str_matches"):
        pattern = column.checks[0].statistics["pattern"]
        return "not of the form that the column asks for", own_remedy or (
            f"Mend it: {description} As a pattern: {pattern} ."
        )
    limit = re.search(r"_or_equal_to\((.+)\)", check)
    if limit:
        word = "less" if check.startswith("greater") else "more"
        return f"{word} than {limit.group(1)}", own_remedy or f"Mend it: {description}"
    return f"breaks the rule {check}", own_remedy or f"Mend it: {description}"
