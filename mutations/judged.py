"""What becomes of a changed cell: refused, told by the difference, or proved to move nothing."""

from __future__ import annotations

import csv
import tempfile
import traceback
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ltp_analysis.differences.difference import MADE_BY, compare_versions
from ltp_analysis.differences.shown import to_json, to_page, to_text
from ltp_analysis.differences.step import needed_step
from ltp_analysis.differences.tables import CellChange, RowChange
from ltp_analysis.differences.version import Version
from ltp_analysis.problems import InvalidDataError, LtpError
from ltp_analysis.processed.results import work_out
from ltp_analysis.processed.store import write_results
from ltp_analysis.project import Project
from ltp_analysis.traced.back import trace_back
from ltp_analysis.traced.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ltp_analysis.differences.difference import Difference
    from ltp_analysis.differences.tables import Key, TableDifference
    from ltp_analysis.validated.study import Study
    from mutations.cells import Change
    from mutations.unread import Columns


class Outcome(StrEnum):
    """What can become of a changed cell.

    `REFUSED`: the study is not sound with it. `CANNOT_HOLD`: working out stops, and says why.
    `MOVES`: what follows from it changes, and the difference tells every changed row.
    `STAYS`: everything was worked out anew and came out the same; the cell is told.
    `SAME_VALUE`: it reads as the same value. `UNREAD`: nothing reads its column; it is told.
    `FAILED`: something else, which is a defect of the package.
    """

    REFUSED = "refused by validation, with file, row and column"
    CANNOT_HOLD = "refused where it is worked out, with the reason"
    MOVES = "told, with all that it moves"
    STAYS = "told; worked out anew, and moves nothing"
    SAME_VALUE = "told; read as the same value, so moves nothing"
    UNREAD = "told; proved to move nothing, since nothing reads its column"
    FAILED = "in silence, or a crash"


@dataclass(frozen=True)
class Judged:
    """A change and what became of it.

    Attributes:
        change: The change.
        outcome: What became of it.
        why: What was said, what moved, or what failed.
        moved: How many rows of `data/processed` moved.
        untraced: Those of them from which `ltp trace` does not lead back to the changed row.
    """

    change: Change
    outcome: Outcome
    why: str
    moved: int = 0
    untraced: tuple[str, ...] = ()


class SilentError(Exception):
    """Raised where a difference does not tell what it has to."""


@dataclass(frozen=True)
class Base:
    """The study that cells are changed in.

    Attributes:
        version: The study, built.
        unread: For each table the columns that nothing reads, as was proved.
    """

    version: Version
    unread: Columns

    def judge(self, change: Change) -> Judged:
        """Return what becomes of a change.

        Args:
            change: The change.
        """
        with tempfile.TemporaryDirectory(prefix="ltp-mutation-") as folder:
            try:
                return self._judged(change, Project(Path(folder)))
            except Exception as error:  # noqa: BLE001 - any error that is not clear is a finding
                place = traceback.extract_tb(error.__traceback__)[-1]
                where = f"{Path(place.filename).name}, {place.name}"
                why = f"{type(error).__name__} in {where}: {error}"
                return Judged(change, Outcome.FAILED, why)

    def _judged(self, change: Change, project: Project) -> Judged:
        after = Version("after", project, {})
        lay_out(self.version.project, change, project)
        try:
            study = after.study
        except InvalidDataError as error:
            return Judged(change, Outcome.REFUSED, str(error.problems[0]))
        outcome = Outcome.STAYS
        if _same_values(self.version.study, study):
            outcome = Outcome.SAME_VALUE
        elif change.column in self.unread.get(change.table, ()):
            outcome = Outcome.UNREAD
        if outcome is Outcome.STAYS:
            try:
                write_results(work_out(study), project.processed)
            except LtpError as error:
                return Judged(change, Outcome.CANNOT_HOLD, str(error))
        else:
            project.processed.symlink_to(self.version.project.processed.resolve())
        difference = compare_versions(self.version, after)
        _hold(difference, change, self.version)
        moved = moved_tables(self.version.project.processed, project.processed)
        if moved != {table.name for table in difference.processed}:
            raise SilentError(f"rows moved in {', '.join(sorted(moved)) or 'no table'}")
        if not moved and not difference.sentences:
            return Judged(change, outcome, "")
        if outcome is not Outcome.STAYS:
            raise SilentError("something moved although nothing reads the cell")
        for show in (to_text, to_json, to_page):
            show(difference)
        rows = list(_moved_rows(difference))
        untraced = tuple(
            f"{table}: {', '.join(key)}"
            for table, key in rows
            if not self._leads(table, key, change)
        )
        return Judged(change, Outcome.MOVES, _moved(difference), len(rows), untraced)

    @cached_property
    def _facts(self) -> Facts:
        return Facts(self.version.study)

    @cached_property
    def _rows(self) -> dict[tuple[str, Key], Mapping[str, str]]:
        return {
            (table.name, tuple(row[name] for name in table.key)): row
            for table in self.version.processed.values()
            for row in table.rows
        }

    def _leads(self, table: str, key: Key, change: Change) -> bool:
        """Say whether a processed row leads back to the row that was changed, or to its source."""
        row = self.version.raw[change.table].rows[change.row]
        names = self.version.raw[change.table].key
        place = change.table, tuple(row[name] for name in names)
        found = trace_back(self._facts, table, self._rows[table, key]).facts
        return any(fact.place == place for fact in (*found, *self._facts.sources(found)))


def lay_out(base: Project, change: Change, project: Project) -> None:
    """Put the raw tables into another folder, one cell changed; no file of the base is touched.

    Args:
        base: The study; its tables are CSV files.
        change: The change.
        project: Where to put them.
    """
    project.raw.mkdir(parents=True)
    for path in base.raw.iterdir():
        (project.raw / path.name).symlink_to(path.resolve())
    path = project.raw / f"{change.table}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    cells = rows[change.row]
    place = header.index(change.column)
    if cells[place] != change.before:
        raise LookupError(f"{change}: the cell holds “{cells[place]}”")
    cells[place] = change.after
    path.unlink()
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def moved_tables(before: Path, after: Path) -> set[str]:
    """Return the tables of `data/processed` of which rows differ, found without `differences`.

    Args:
        before: A folder of processed tables.
        after: Another one, with the same tables.
    """
    return {
        path.stem
        for path in before.glob("*.csv")
        if (after / path.name).read_bytes() != path.read_bytes()
        and _rows(path) != _rows(after / path.name)
    }


def _rows(path: Path) -> Counter[tuple[tuple[str, str], ...]]:
    with path.open(encoding="utf-8", newline="") as file:
        return Counter(
            tuple(sorted((name, cell) for name, cell in row.items() if name not in MADE_BY))
            for row in csv.DictReader(file)
        )


def _same_values(before: Study, after: Study) -> bool:
    """Say whether two studies differ in no value, type or order, but in their version alone."""
    return before.settings == after.settings and all(
        frame.equals(after[name]) and (frame.dtypes == after[name].dtypes).all()
        for name, frame in before.tables.items()
    )


def _hold(difference: Difference, change: Change, base: Version) -> None:
    """Hold a difference to telling the changed cell, all of it and nothing else.

    Raises:
        SilentError: If it does not.
    """
    if len(difference.raw) != 1 or difference.settings or difference.cited:
        raise SilentError("not one raw table differs")
    (table,) = difference.raw
    row = base.raw[change.table].rows[change.row]
    if table != _expected(change, row, table):
        raise SilentError(f"the difference tells another change: {table}")
    if needed_step(difference) != "major":
        raise SilentError("a fact that reads otherwise asks for less than a major step")


def _expected(change: Change, row: Mapping[str, str], told: TableDifference) -> TableDifference:
    changed = {**row, change.column: change.after}
    kind = type(told)
    if change.column in told.key:
        return kind(change.table, told.key, added=(changed,), removed=(row,))
    cell = CellChange(change.column, change.before, change.after)
    key = tuple(row[name] for name in told.key)
    return kind(change.table, told.key, changed=(RowChange(key, (cell,)),))


def _moved_rows(difference: Difference) -> Iterator[tuple[str, Key]]:
    """Yield the rows of processed tables that are gone or hold something else."""
    for table in difference.processed:
        yield from ((table.name, change.key) for change in table.changed)
        yield from ((table.name, tuple(row[name] for name in table.key)) for row in table.removed)


_MOST: Final = 3


def _moved(difference: Difference) -> str:
    """Return in a line what moved: first findings, then conclusions, sentences and other rows."""
    every = [
        *(one.name for one in (*difference.findings, *difference.conclusions) if one.name),
        *(one.name for one in difference.sentences),
        *(f"rows of {table.name}" for table in difference.processed),
    ]
    left = len(every) - _MOST
    return "; ".join(every[:_MOST]) + (f"; and {left} more" if left > 0 else "")
