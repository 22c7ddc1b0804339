"""From a sheet of plans to rows of `plans` and of `coverage`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ltp_analysis.imports.folding import fold
from ltp_analysis.imports.names import match
from ltp_analysis.imports.sheets import (
    Change,
    Compared,
    Line,
    Sheet,
    compared,
    folded,
    sheet_of,
    spelled,
    typed_faults,
)
from ltp_analysis.problems import Problem, in_order
from ltp_analysis.raw.read import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ltp_analysis.imports.register import Names
    from ltp_analysis.raw.read import TextTable
    from ltp_analysis.validated.study import Study

UNITS = "unit_codes"
"""The column with the codes of the units that a plan covers, divided by semicolons."""

PLAN_KEY = ("round_id", "plan_id")
COVERAGE_KEY = ("round_id", "plan_id", "unit_code")


def plan_sheet(
    table: TextTable, study: Study, round_id: str, names: Names, source_id: str
) -> Sheet:
    """Return a sheet of plans as rows of `plans` with the column “unit_codes”, and its faults.

    Args:
        table: The file.
        study: The study.
        round_id: The round.
        names: What the units of the round are called.
        source_id: The source, for rows that name none.
    """
    given = {"round_id": round_id, "source_id": source_id}
    sheet = sheet_of(table, "plans", given, extra=(UNITS,))
    states = study["plan_states"]
    known = folded(states["state"]) | {
        fold(label): state for state, label in states[["state", "label"]].to_numpy()
    }
    sheet, problems = spelled(sheet, "state", known, "a state of a plan")
    lines = []
    covered: dict[str, Line] = {}
    for line in sheet.lines:
        codes: list[str] = []
        for text in filter(None, map(str.strip, line.cells[UNITS].split(";"))):
            found = match(text, names)
            place = (sheet.file, line.row, UNITS, shorten(text))
            other = covered.get(found.unit_code)
            if not found.unit_code:
                rule = f"no unit of {names.round}" + (f": {found.why}" if found.why else "")
                problems.append(Problem(*place, rule, "Write the code of a unit."))
            elif found.unit_code in codes:
                problems.append(Problem(*place, "the unit is there twice", "Delete one."))
            elif other is not None:
                rule = f"row {other.row} covers {found.unit_code} too"
                problems.append(Problem(*place, rule, "A unit has one plan: keep one of the two."))
            else:
                covered[found.unit_code] = line
                codes.append(found.unit_code)
        lines.append(Line(line.row, {**line.cells, UNITS: ";".join(codes)}))
    sheet = replace(sheet, lines=tuple(lines))
    problems += typed_faults(sheet, table)
    return replace(sheet, problems=tuple(in_order([*sheet.problems, *problems])))


def compared_plans(
    sheet: Sheet, plans: Iterable[Mapping[str, str]], coverage: Iterable[Mapping[str, str]]
) -> tuple[Compared, Compared]:
    """Return the plans of a sheet, and what they cover, beside the tables.

    A plan without units in the sheet leaves its coverage as it is.

    Args:
        sheet: The sheet.
        plans: The rows of `plans`.
        coverage: The rows of `coverage`.
    """
    rows = [
        {name: cell for name, cell in line.cells.items() if name != UNITS} for line in sheet.lines
    ]
    there = list(coverage)
    found = compared("coverage", COVERAGE_KEY, there, _covered(sheet, there))
    wanted = {
        (line.cells["round_id"], line.cells["plan_id"]): set(line.cells[UNITS].split(";"))
        for line in sheet.lines
        if line.cells[UNITS]
    }
    gone = [
        tuple(row[name] for name in COVERAGE_KEY)
        for row in there
        if (plan := (row["round_id"], row["plan_id"])) in wanted
        and row["unit_code"] not in wanted[plan]
    ]
    lost = [Change(key, "unit_code", key[-1], "") for key in gone]
    # A doubtful unit that the sheet names is certain from then on, and has no doubt.
    sure = tuple(
        {**row, "doubt": ""} if row["certainty"] == "certain" else row for row in found.changed
    )
    return compared("plans", PLAN_KEY, plans, rows), replace(
        found, changed=sure, removed=tuple(gone), changes=(*found.changes, *lost)
    )


def _covered(sheet: Sheet, there: list[Mapping[str, str]]) -> Iterator[dict[str, str]]:
    """Yield the rows of coverage of a sheet; one that is certain already keeps its source."""
    certain = {
        tuple(row[name] for name in COVERAGE_KEY): row["source_id"]
        for row in there
        if row["certainty"] == "certain"
    }
    for line in sheet.lines:
        for code in filter(None, line.cells[UNITS].split(";")):
            key = (line.cells["round_id"], line.cells["plan_id"], code)
            source = certain.get(key, line.cells["source_id"])
            yield dict(zip(COVERAGE_KEY, key, strict=True)) | {
                "certainty": "certain",
                "source_id": source,
            }
