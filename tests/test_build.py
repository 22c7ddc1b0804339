"""From raw to processed, twice."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.build import build
from ltp_analysis.problems import InvalidDataError
from ltp_analysis.project import Project
from ltp_analysis.solved.composition import ContradictionError

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
NAMES = [
    "data/processed/findings.csv",
    "data/processed/findings.json",
    "data/processed/reconciliation.csv",
    "data/processed/references.json",
    "data/README.md",
]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a copy of the checkout with nothing but raw tables."""
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    return Project(tmp_path)


def files(project: Project) -> dict[str, bytes]:
    return {
        path.relative_to(project.root).as_posix(): path.read_bytes()
        for path in project.root.rglob("*")
        if path.is_file()
    }


def edit(project: Project, table: str, change: Callable[[dict[str, str]], None]) -> None:
    path = project.raw / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    for row in rows:
        change(row)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(reader.fieldnames or ()), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_two_builds_give_the_same_bytes_and_leave_raw_alone(project: Project) -> None:
    raw = files(project)
    steps: list[str] = []
    written = build(project, steps.append)
    assert [path.relative_to(project.root).as_posix() for path in written] == NAMES
    assert steps == [
        "checking the raw tables",
        "working out the findings",
        "setting every published figure against the rest",
        "writing",
    ]
    first = files(project)
    assert set(first) == {*raw, *NAMES}
    assert {name: first[name] for name in raw} == raw
    build(project)
    assert files(project) == first


def test_a_build_does_not_depend_on_the_place(project: Project, tmp_path: Path) -> None:
    build(project)
    assert not [name for name in NAMES if str(tmp_path).encode() in files(project)[name]]


def test_what_is_on_disk_is_what_a_build_makes_now(project: Project) -> None:
    build(project)
    stale = [
        name for name in NAMES if (project.root / name).read_bytes() != (ROOT / name).read_bytes()
    ]
    assert not stale, f"Not what data/raw gives now: {', '.join(stale)}. Remake with: ltp build"


def test_wrong_data_write_nothing(project: Project) -> None:
    def spoil(row: dict[str, str]) -> None:
        if row["figure_id"] == "2018-19-rating-green":
            row["value"] = "180"

    edit(project, "figures", spoil)
    before = files(project)
    with pytest.raises(InvalidDataError, match=r"figures\.csv.*more than 100"):
        build(project)
    assert files(project) == before


def test_figures_that_cannot_all_hold_write_nothing(project: Project) -> None:
    def spoil(row: dict[str, str]) -> None:
        if row["figure_id"] == "2018-19-rating-green":
            row.update(value="20", printed="20 per cent")  # adds up to 102, as rounding may

    edit(project, "figures", spoil)
    before = files(project)
    with pytest.raises(ContradictionError, match="not to 195"):
        build(project)
    assert files(project) == before
