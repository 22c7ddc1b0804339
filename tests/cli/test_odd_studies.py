"""Studies of odd shapes, from an empty folder to a report: each gets an answer or a clear refusal.

The ratings are made up. Every number that is expected is counted from them, without the package.
"""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from typer.testing import CliRunner

from ltp_analysis.cli.app import app

SOURCE = "made-up"
YEARS = ("2020", "2021")
MISSING = "not inspected"


@dataclass(frozen=True)
class Shape:
    """A study.

    Attributes:
        ratings: Of each unit, in the first round and in the second.
        scale: The ratings that there are, the worst first.
        missing: The states in which a unit has no rating.
        regions: Whether units are in regions.
        rounds: How many there are.
    """

    ratings: tuple[tuple[str, str], ...]
    scale: tuple[str, ...] = ("poor", "fair", "good")
    missing: tuple[str, ...] = (MISSING,)
    regions: bool = True
    rounds: int = 2


MIXED = (("poor", "fair"), ("fair", "good"), ("good", "poor"), ("poor", "poor"), ("fair", "fair"))
SHAPES = {
    "no missing state": Shape(MIXED, missing=()),
    "many missing states": Shape(
        (*MIXED, ("closed", "poor"), (MISSING, "closed"), ("in dispute", "in dispute")),
        missing=(MISSING, "closed", "in dispute"),
    ),
    "no regions": Shape((*MIXED, (MISSING, "good")), regions=False),
    "one round": Shape(MIXED, rounds=1),
    "one unit": Shape((("fair", "poor"),), regions=False),
    "all the same": Shape((("fair", "fair"),) * 6),
    "all missing": Shape(((MISSING, MISSING),) * 6),
    "empty categories": Shape(
        (("fair", "best"), ("best", "best"), ("best", "fair"), (MISSING, "fair"), ("fair", "fair")),
        scale=("poor", "fair", "good", "best"),
    ),
}


def ltp(*arguments: str) -> str:
    """Run `ltp` where the test is, and return what it printed."""
    run = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "200"})
    assert run.exit_code == 0, f"{arguments}\n{run.stdout}\n{run.stderr}"
    return run.stdout


def apart(*arguments: str) -> None:
    """Run `ltp` in a process of its own, as documents need it."""
    run = subprocess.run(
        [sys.executable, "-m", "ltp_analysis", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, f"{arguments}\n{run.stdout}\n{run.stderr}"


def append(table: Path, rows: list[dict[str, str]]) -> None:
    """Add rows to a raw table."""
    with table.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    with table.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
        writer.writerows({**row, "source_id": SOURCE} for row in rows)


def start(shape: Shape) -> None:
    """Make the study, with units and the lists of their ratings taken in, and go into it."""
    years = YEARS[: shape.rounds]
    ltp(
        *("study", "new", "study", "--id", SOURCE, "--title", "Ratings of councils"),
        *("--unit-singular", "council", "--unit-plural", "councils"),
        *(word for name in shape.scale for word in ("--category", name)),
        *(word for name in shape.missing for word in ("--missing", name)),
        *("--round", years[0], "--register", f"{years[0]}-04"),
    )
    os.chdir("study")
    raw = Path("data") / "raw"
    codes = [f"E{place:03d}" for place, _ in enumerate(shape.ratings)]
    append(
        raw / "register.csv",
        [
            {"unit_code": code, "name": f"Town {place} Council", "valid_from": "2009-04-01"}
            for place, code in enumerate(codes)
        ],
    )
    if shape.regions:
        dates = [f"{year}-04-01" for year in years]
        areas = [
            {"area_code": area, "register_date": date, "kind": "region", "name": area.title()}
            for date in dates
            for area in ("NORTH", "SOUTH")
        ]
        places = [
            {"unit_code": code, "register_date": date, "area_code": ("NORTH", "SOUTH")[place % 2]}
            for date in dates
            for place, code in enumerate(codes)
        ]
        append(raw / "areas.csv", areas)
        append(raw / "geography.csv", places)
    for year in years[1:]:
        ltp("round", "new", year, "--register", f"{year}-04", "--report-year", year)
    for place, year in enumerate(years):
        lines = [f"{code},{pair[place]}" for code, pair in zip(codes, shape.ratings, strict=True)]
        Path("list.csv").write_text("\n".join(["Code,Rating", *lines, ""]), encoding="utf-8")
        ltp(
            *("import", "ratings", "list.csv", "--round", year, "--source", SOURCE, "--write"),
            *("--map", "unit=Code", "--map", "rating=Rating"),
        )


def text_of(page: Path) -> str:
    """Return what a page shows."""
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    for hidden in soup(["script", "style"]):
        hidden.decompose()
    return " ".join(soup.get_text(" ").split())


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_an_odd_study_goes_through_to_its_report(
    shape: Shape, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    start(shape)
    last = YEARS[shape.rounds - 1]
    ratings = [pair[shape.rounds - 1] for pair in shape.ratings]
    ltp("validate")
    since = ("--since", YEARS[0]) if shape.rounds > 1 else ()
    compared = ltp("compare", "--round", last, *since)
    listed = ltp("ratings", "--round", last)
    for place, rating in enumerate(ratings):
        assert re.search(rf"E{place:03d}\W+Town {place} Council\W+{rating}\W+stated", listed)
    apart("report", last, "--to", "html", "--engine", "embedded")
    ltp("check")
    shown = text_of(Path("reports") / "_output" / f"{last}.html")
    for state in (*shape.scale, *shape.missing):
        number = ratings.count(state) or "none"
        assert re.search(rf"{state} \d+% \({number} of {len(ratings)} councils\)", shown)
    for text in (compared, listed, shown):
        assert not re.search(r"\b(nan|NaN|inf|None)\b|\$[a-z]", text)
