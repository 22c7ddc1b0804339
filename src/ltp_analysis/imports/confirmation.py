"""The file in which a person says which unit a doubtful name stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ltp_analysis.imports.rows import as_csv
from ltp_analysis.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ltp_analysis.imports.names import Match
    from ltp_analysis.imports.register import Names
    from ltp_analysis.raw.read import TextTable

COLUMNS = ("name", "why", "suggestions", "unit_code")
IGNORE = "ignore"
"""What to write in place of a code so that rows with the name are left out."""


@dataclass(frozen=True)
class Confirmed:
    """What a confirmation file says.

    Attributes:
        codes: For each name that is settled, a unit or “ignore”.
        rows: All rows of the file, settled or not.
        problems: What is wrong with it.
    """

    codes: Mapping[str, str]
    rows: tuple[Mapping[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


NOTHING = Confirmed({})


def confirmed(table: TextTable, names: Names) -> Confirmed:
    """Return what a confirmation file says.

    Args:
        table: The file.
        names: What the units of the round are called.

    Returns:
        The settled names and every fault: a column that is missing, a name twice, a code that the
        round may not rate.
    """
    absent = [name for name in ("name", "unit_code") if name not in table.header]
    if absent:
        remedy = "Use the file that the import wrote."
        rule = "the column is missing"
        return Confirmed({}, (), tuple(Problem(table.file, 1, x, "", rule, remedy) for x in absent))
    problems: list[Problem] = list(table.problems)
    codes: dict[str, str] = {}
    seen: set[str] = set()
    for number, row in zip(table.numbers, table.rows, strict=True):
        name, code = row["name"], row["unit_code"]
        if name in seen:
            rule, remedy = "the name is there twice", "Keep one of the rows."
            problems.append(Problem(table.file, number, "name", name, rule, remedy))
        seen.add(name)
        if not code:
            continue
        if code.casefold() == IGNORE:
            codes[name] = IGNORE
        elif code in names.allowed or code.upper() in names.allowed:
            codes[name] = code if code in names.allowed else code.upper()
        else:
            rule = f"no code that {names.round} may rate"
            known = names.other(code)
            rule += f" ({known})" if known else ""
            remedy = f"Write a code of the suggestions or of the register, or {IGNORE}."
            problems.append(Problem(table.file, number, "unit_code", code, rule, remedy))
    return Confirmed(codes, table.rows, tuple(problems))


def confirmation_text(unsure: Iterable[Match], before: Sequence[Mapping[str, str]] = ()) -> str:
    """Return a confirmation file as CSV.

    Args:
        unsure: The names to settle.
        before: Rows of an earlier file, which stay as they are.
    """
    known = {row["name"] for row in before}
    rows = [{name: row.get(name, "") for name in COLUMNS} for row in before]
    for one in {item.written: item for item in unsure}.values():
        if one.written not in known:
            suggestions = "; ".join(str(item) for item in one.suggestions)
            rows.append({"name": one.written, "why": one.why, "suggestions": suggestions})
    return as_csv(COLUMNS, rows)
