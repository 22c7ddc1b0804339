"""`ltp import plans`, `coding` and `adjudications`: take in the sheets of a round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rich.text import Text

from ltp_analysis.cli.screen import console, progress, shown, table
from ltp_analysis.imports.codings import (
    ADJUDICATION_KEY,
    CODING_KEY,
    adjudication_sheet,
    coding_sheet,
)
from ltp_analysis.imports.plans import compared_plans, plan_sheet
from ltp_analysis.imports.reading import read_sheet
from ltp_analysis.imports.register import names_of
from ltp_analysis.imports.rows import with_changes, with_rows
from ltp_analysis.imports.sheets import compared
from ltp_analysis.imports.sources import UnknownSourceError
from ltp_analysis.imports.tables import as_it_would_be, table_text, write_tables
from ltp_analysis.problems import InvalidDataError
from ltp_analysis.project import find_project
from ltp_analysis.raw.read import read_table
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from ltp_analysis.imports.sheets import Compared, Sheet
    from ltp_analysis.validated.study import Study

Kind = Literal["plans", "codings", "adjudications"]


@dataclass(frozen=True)
class AskedSheet:
    """What the user asked for.

    Attributes:
        kind: The table that the sheet is for.
        file: The file.
        round_name: Name or id of the round.
        rater: For codings: who answered.
        source: Id of the source; empty if the rows name theirs.
    """

    kind: Kind
    file: Path
    round_name: str
    rater: str = ""
    source: str = ""


def run(asked: AskedSheet, *, write: bool, replace: bool) -> int:
    """Take in a sheet, after showing what it adds and what it has otherwise.

    Args:
        asked: What the user asked for.
        write: Whether to write it.
        replace: Whether rows that differ give way to those of the sheet.

    Returns:
        0, or 1 if it has rows that differ, is to be written, and may not replace them.

    Raises:
        InvalidDataError: If the sheet or the study has faults, with all of them.
        LtpError: If something that was asked for is not there.
    """
    folder = find_project().raw
    with progress("import") as say:
        say("reading the study")
        study = load_study(folder)
    round_id = study.find_round(asked.round_name)
    if asked.source and asked.source not in set(study["sources"]["source_id"]):
        raise UnknownSourceError(
            f"There is no source {asked.source}. Add a row to the table sources first."
        )
    needed = ("plans", "coverage") if asked.kind == "plans" else (asked.kind,)
    before = {name: table_text(folder, name) for name in needed}
    there = {name: read_table(folder / f"{name}.csv").rows for name in needed}
    sheet = _sheet(asked, study, round_id)
    if sheet.problems:
        raise InvalidDataError(sheet.problems)
    found = _compared(sheet, there)
    texts = {}
    for one in found:
        text = with_changes(before[one.table], one.key, one.changed, one.removed)
        texts[one.table] = with_rows(text if one.changes else before[one.table], one.added)
    if texts != before:
        with progress("import") as say:
            say("checking the study as it would be")
            as_it_would_be(folder, texts)
    _show(sheet, found)
    differs = any(one.changes for one in found)
    if texts == before:
        _say("All of it is there already. Nothing was written.")
    elif not write:
        more = " --replace" if differs else ""
        _say(f"Nothing was written. Run again with --write{more} to write it.")
    elif differs and not replace:
        _say("Nothing was written: rows are there with other cells. Add --replace to change them.")
        return 1
    else:
        for path in write_tables(folder, texts, before):
            _say(f"Written: {shown(path)}")
    return 0


def _sheet(asked: AskedSheet, study: Study, round_id: str) -> Sheet:
    file = read_sheet(asked.file)
    if asked.kind == "plans":
        return plan_sheet(file, study, round_id, names_of(study, round_id), asked.source)
    if asked.kind == "codings":
        return coding_sheet(file, study, round_id, asked.rater, asked.source)
    return adjudication_sheet(file, study, round_id, asked.source)


def _compared(
    sheet: Sheet, there: Mapping[str, Iterable[Mapping[str, str]]]
) -> tuple[Compared, ...]:
    if sheet.table == "plans":
        return compared_plans(sheet, there["plans"], there["coverage"])
    key = CODING_KEY if sheet.table == "codings" else ADJUDICATION_KEY
    rows = [line.cells for line in sheet.lines]
    return (compared(sheet.table, key, there[sheet.table], rows),)


def _show(sheet: Sheet, found: tuple[Compared, ...]) -> None:
    if sheet.left_out:
        _say(f"Columns that only help to fill in were passed over: {', '.join(sheet.left_out)}.")
    for one in found:
        _say(
            f"{one.table}: {len(one.added)} rows to add, {one.same} there already, "
            f"{len(one.changed)} there with other cells, {len(one.removed)} to remove."
        )
    rows = [
        (one.table, ", ".join(change.key), change.column, change.before, change.after)
        for one in found
        for change in one.changes
    ]
    if rows:
        header = ("Table", "Row", "Column", "There", "In the file")
        console().print(table(header, rows, "What the file has otherwise"))


def _say(text: str) -> None:
    console().print(Text(text), soft_wrap=True)
