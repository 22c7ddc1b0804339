"""The shipped documents, what they look at, and copies of the checkout to render in."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.project import Project
from ltp_analysis.reports.view import View

if TYPE_CHECKING:
    from ltp_analysis.processed.results import Results
    from ltp_analysis.validated.study import Study

ROOT = Path(__file__).parents[2]

Look = Callable[..., View]
Copy = Callable[[Path], Project]
Rows = list[dict[str, str]]
Edit = Callable[[Project, str, Callable[[Rows], Rows]], None]


@pytest.fixture(scope="session")
def documents_on_disk() -> list[Path]:
    """Return the shipped documents."""
    return sorted((ROOT / "reports").glob("[!_]*.qmd"))


@pytest.fixture(scope="session")
def look(study: Study, results: Results) -> Look:
    """Return a function that looks at a round of the shipped study; some results may be others."""
    return lambda round_id="2018-19", **others: View(study, replace(results, **others), round_id)


@pytest.fixture(scope="session")
def copied(processed: Path) -> Copy:
    """Return a function that copies the checkout's data and documents, the findings built."""

    def copy(root: Path) -> Project:
        shutil.copytree(ROOT / "data" / "raw", root / "data" / "raw")
        shutil.copytree(processed, root / "data" / "processed")
        made = shutil.ignore_patterns("_output", "_figures", ".quarto")
        shutil.copytree(ROOT / "reports", root / "reports", ignore=made)
        return Project(root)

    return copy


@pytest.fixture
def project(tmp_path: Path, copied: Copy) -> Project:
    """Return a copy of the checkout's data and documents, the findings built."""
    return copied(tmp_path / "checkout")


@pytest.fixture(scope="session")
def edit() -> Edit:
    """Return a function that changes the rows of a raw table of a copy."""

    def change(project: Project, table: str, rows_of: Callable[[Rows], Rows]) -> None:
        path = project.raw / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows = rows_of(list(reader))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(reader.fieldnames or ()), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    return change
