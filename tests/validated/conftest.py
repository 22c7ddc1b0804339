"""Copies of the real study, to break on purpose."""

from __future__ import annotations

import csv
import functools
import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.raw.read import TextTable, read_table
from ltp_analysis.validated.check import check_table
from ltp_analysis.validated.rules import RULES
from ltp_analysis.validated.study import Report, Study, check_study

if TYPE_CHECKING:
    import pandas as pd

    from ltp_analysis.problems import Problem
    from ltp_analysis.validated.rules.tools import Rule, Tables
    from ltp_analysis.validated.schemas import Table

RAW = Path(__file__).parents[2] / "data" / "raw"

KEPT = ("00C", "01H", "06N", "14L")
"""Units whose populations and places stay in the short study."""

Fault = tuple[str, int | None, str, str, str]
"""File, row, column and value of an expected problem, and a part of its rule."""

Damage = Callable[["StudyCopy"], list[Fault]]
"""Breaks a copy and returns the problems that it must now have."""


class StudyCopy:
    """A copy of the study that a test may change, cell by cell, as text."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, table: str) -> Path:
        return self.folder / f"{table}.csv"

    def lines(self, table: str) -> list[list[str]]:
        text = self.path(table).read_text(encoding="utf-8")
        return list(csv.reader(io.StringIO(text, newline="")))

    def write(self, table: str, lines: list[list[str]]) -> None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(lines)
        self.path(table).write_text(text.getvalue(), encoding="utf-8")

    def row(self, table: str, **cells: str) -> int:
        """Return the spreadsheet row of the first row with these cells."""
        header, *rows = self.lines(table)
        for number, row in enumerate(rows, start=2):
            if cells.items() <= dict(zip(header, row, strict=True)).items():
                return number
        raise LookupError(f"no row of {table} has {cells}")

    def cell(self, table: str, row: int, column: str) -> str:
        lines = self.lines(table)
        return lines[row - 1][lines[0].index(column)]

    def edit(self, table: str, row: int, **cells: str) -> int:
        """Change cells of a row and return its number."""
        lines = self.lines(table)
        if table == "figures" and "value" in cells:
            cells = {"printed": "so many", **cells}  # words, so that they fit any value
        for column, value in cells.items():
            lines[row - 1][lines[0].index(column)] = value
        self.write(table, lines)
        return row

    def add(self, table: str, like: int, **cells: str) -> int:
        """Add a row like another at the end, with some cells changed; return its number."""
        lines = self.lines(table)
        lines.append(list(lines[like - 1]))
        self.write(table, lines)
        return self.edit(table, len(lines), **cells)

    def drop(self, table: str, **cells: str) -> None:
        """Leave out every row with these cells."""
        header, *rows = self.lines(table)
        kept = [
            row for row in rows if not cells.items() <= dict(zip(header, row, strict=True)).items()
        ]
        assert len(kept) < len(rows)
        self.write(table, [header, *kept])

    def setting(self, old: str, new: str) -> None:
        """Replace a part of study.toml that is there once."""
        path = self.folder / "study.toml"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    def check(self) -> Report:
        return _check_quickly(self.folder)

    def load(self) -> Study:
        report = self.check()
        assert report.study is not None, report.problems
        return report.study

    def problems_by_rule(self) -> tuple[Report, dict[Problem, Rule]]:
        """Check the copy, and say which rule found each problem."""
        finders: dict[Problem, Rule] = {}
        rules = tuple(_recorded(rule, finders) for rule in RULES)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("ltp_analysis.validated.study.RULES", rules)
            return self.check(), finders


_TEXTS: dict[tuple[str, bytes], TextTable] = {}
_CHECKED: dict[int, tuple[pd.DataFrame, list[Problem]]] = {}


def _read_once(path: Path) -> TextTable:
    """Read a file as `read_table` does; of the same bytes only once, which saves much time."""
    key = (path.name, path.read_bytes() if path.is_file() else b"")
    if key not in _TEXTS:
        _TEXTS[key] = read_table(path)
    return _TEXTS[key]


def _check_once(text: TextTable, model: type[Table]) -> tuple[pd.DataFrame, list[Problem]]:
    if id(text) not in _CHECKED:
        _CHECKED[id(text)] = check_table(text, model)
    frame, problems = _CHECKED[id(text)]
    return frame.copy(), problems


def _check_quickly(folder: Path) -> Report:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ltp_analysis.validated.study.read_table", _read_once)
        patch.setattr("ltp_analysis.validated.study.check_table", _check_once)
        return check_study(folder)


def _recorded(rule: Rule, finders: dict[Problem, Rule]) -> Rule:
    @functools.wraps(rule)
    def recorder(tables: Tables) -> Iterator[Problem]:
        for problem in rule(tables):
            finders[problem] = rule
            yield problem

    return recorder


@pytest.fixture(scope="session")
def shipped_report() -> Report:
    """Return the check of the study that is shipped."""
    return check_study(RAW)


@pytest.fixture(scope="session")
def shipped(shipped_report: Report) -> Study:
    """Return the study that is shipped."""
    assert shipped_report.study is not None, shipped_report.problems
    return shipped_report.study


@pytest.fixture
def whole(tmp_path: Path) -> StudyCopy:
    """Return a copy of the whole study."""
    return StudyCopy(Path(shutil.copytree(RAW, tmp_path / "whole")))


@pytest.fixture(scope="session")
def short_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the real study with the populations and places of a few units; it is sound."""
    copy = StudyCopy(Path(shutil.copytree(RAW, tmp_path_factory.mktemp("short") / "raw")))
    for table in ("population", "points", "geography"):
        header, *rows = copy.lines(table)
        copy.write(table, [header, *(row for row in rows if row[0] in KEPT)])
    assert copy.check().problems == []
    return copy.folder


@pytest.fixture
def copy(short_folder: Path, tmp_path: Path) -> StudyCopy:
    """Return a copy of the short study: every table, quick to check."""
    return StudyCopy(Path(shutil.copytree(short_folder, tmp_path / "raw")))


@pytest.fixture(scope="session")
def check_quickly() -> Callable[[Path], Report]:
    """Return `check_study`, with a memory for files that it has read and checked before."""
    return _check_quickly


@pytest.fixture
def expect() -> Callable[[StudyCopy, list[Fault], Rule | None], Report]:
    """Return a function that checks a copy and holds it to exactly the expected problems."""

    def expecter(copy: StudyCopy, faults: list[Fault], rule: Rule | None = None) -> Report:
        report, finders = copy.problems_by_rule()
        assert report.study is None
        found = [
            (problem.file, problem.row, problem.column, problem.value)
            for problem in report.problems
        ]
        assert sorted(found, key=str) == sorted((fault[:4] for fault in faults), key=str)
        for problem, fault in zip(report.problems, faults, strict=True):
            assert fault[4] in problem.rule
            assert problem.remedy.endswith(".")
            if rule is not None:
                assert finders[problem] is rule
        return report

    return expecter
