"""From raw to processed, twice."""

from __future__ import annotations

import csv
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.build import build
from ltp_analysis.problems import InvalidDataError
from ltp_analysis.processed.store import TABLES, read_results
from ltp_analysis.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
NAMES = [
    "data/processed/findings.csv",
    "data/processed/findings.json",
    *(f"data/processed/{file}.csv" for file, _ in TABLES.values()),
    "data/processed/references.json",
    "data/README.md",
    "CITATION.cff",
]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a copy of the checkout with nothing but raw tables."""
    return bare(tmp_path)


@dataclass(frozen=True)
class Built:
    """A copy of the checkout that was built, with what was there before and what was said."""

    project: Project
    raw: dict[str, bytes]
    steps: list[str]
    written: list[Path]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return a copy of the checkout that was built."""
    project = bare(tmp_path_factory.mktemp("built"))
    raw, steps = files(project), list[str]()
    return Built(project, raw, steps, build(project, steps.append))


def bare(root: Path) -> Project:
    shutil.copytree(ROOT / "data" / "raw", root / "data" / "raw")
    return Project(root)


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


def test_a_build_writes_what_it_says_and_leaves_raw_alone(built: Built) -> None:
    root = built.project.root
    assert [path.relative_to(root).as_posix() for path in built.written] == NAMES
    made = files(built.project)
    assert set(made) == {*built.raw, *NAMES}
    assert {name: made[name] for name in built.raw} == built.raw


def test_a_build_says_what_it_is_doing(built: Built) -> None:
    assert built.steps == [
        "checking the raw tables",
        "adding up the printed figures",
        "weighing the statements",
        "setting every published figure against the rest",
        "finding the ratings that are left to each unit",
        "bounding areas and flows",
        "taking the statements otherwise",
        "comparing rounds and regions",
        "working out the findings",
        "writing",
    ]


def test_two_builds_give_the_same_bytes(built: Built, processed: Path) -> None:
    """The second was made elsewhere, for all tests."""
    made = files(built.project)
    names = {path.name for path in processed.iterdir()}
    others = {"data/README.md", "CITATION.cff"}
    assert {f"data/processed/{name}" for name in names} == set(NAMES) - others
    different = [
        name
        for name in sorted(names)
        if made[f"data/processed/{name}"] != (processed / name).read_bytes()
    ]
    assert different == []


def test_a_build_does_not_depend_on_the_place(built: Built) -> None:
    made, root = files(built.project), str(built.project.root).encode()
    assert not [name for name in NAMES if root in made[name]]


def test_what_is_on_disk_is_what_a_build_makes_now(built: Built) -> None:
    made = files(built.project)
    stale = [name for name in NAMES if made[name] != (ROOT / name).read_bytes()]
    assert not stale, f"Not what data/raw gives now: {', '.join(stale)}. Remake with: ltp build"
    there = {path.name for path in (ROOT / "data" / "processed").iterdir()}
    left = {f"data/processed/{name}" for name in there} - set(NAMES)
    assert not left, f"A build does not make {', '.join(sorted(left))}."


def test_wrong_data_write_nothing(project: Project) -> None:
    def spoil(row: dict[str, str]) -> None:
        if row["figure_id"] == "2018-19-rating-green":
            row["value"] = "180"

    edit(project, "figures", spoil)
    before = files(project)
    with pytest.raises(InvalidDataError, match=r"figures\.csv.*more than 100"):
        build(project)
    assert files(project) == before


def test_a_figure_that_cannot_hold_is_left_out_and_named(project: Project) -> None:
    def spoil(row: dict[str, str]) -> None:
        if row["figure_id"] == "2018-19-rating-green":
            row.update(value="20", printed="20 per cent")  # adds up to 102, as rounding may

    edit(project, "figures", spoil)
    build(project)
    shares = read_results(project.processed).ledger
    green = shares["share.2018-19.green.england.with-missing"]
    assert "Not used, since it cannot hold with the rest: " in green.caution
