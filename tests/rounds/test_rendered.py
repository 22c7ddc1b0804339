"""A fifth and a sixth round by data alone: the command, some rows, and reports that say so."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from tests.rounds.conftest import merge

from ltp_analysis.project import Project
from ltp_analysis.validated.study import load_study

ROOT = Path(__file__).parents[2]

# The reports of both rounds are made once for all that look at them.
pytestmark = pytest.mark.slow


def ltp(folder: Path, *arguments: str) -> str:
    """Run `ltp` in a folder and return what it printed."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1600000000"}
    run = subprocess.run(
        [sys.executable, "-m", "ltp_analysis", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, f"{run.stdout}\n{run.stderr}"
    return run.stdout


def prose(path: Path) -> str:
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    return " ".join(page.get_text(" ").split())


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a checkout with two rounds more, the second with a merger, its reports made."""
    root = tmp_path_factory.mktemp("rounds") / "checkout"
    shutil.copytree(ROOT / "data" / "raw", root / "data" / "raw")
    made = shutil.ignore_patterns("_output", "_figures", ".quarto")
    shutil.copytree(ROOT / "reports", root / "reports", ignore=made)
    project = Project(root)
    ltp(
        root,
        *("round", "new", "2019/20", "--register", "2020-04", "--report-year", "2020"),
        *("--population-year", "2018"),
    )
    merge(project, load_study(project.raw).codes("2019-20")[:2], "99Z")
    ltp(root, "round", "new", "2020/21", "--register", "2021-04", "--report-year", "2021")
    ltp(root, "build")
    names = ("2019", "2020", "2021", "overview", "index")
    ltp(root, "report", *names, "--to", "html,pdf", "--engine", "embedded")
    return project


@pytest.mark.parametrize(
    ("year", "label", "units"), [("2020", "2019/20", 135), ("2021", "2020/21", 134)]
)
def test_a_round_of_which_nothing_is_stated_says_so(
    project: Project, year: str, label: str, units: int
) -> None:
    text = prose(project.output / f"{year}.html")
    assert f"{label} is not yet rated: nothing that is held says anything of its ratings." in text
    for rating in ("red", "amber", "green", "no plan"):
        assert f"{rating} 0 to {units} of {units} CCGs of the register" in text
    assert not re.search(r"\bnan\b|None|\$[a-z]", text)
    assert (project.output / f"{year}.pdf").is_file()


def test_children_of_merged_units_are_those_of_the_units_before(project: Project) -> None:
    """So that the estimate of a year is one number for all areas, whatever their borders."""
    text = prose(project.output / "2020.html")
    assert "(children in 135 CCGs, mid-2018)" in text


def test_the_overview_and_the_first_page_take_the_rounds_in(project: Project) -> None:
    overview, first = prose(project.output / "overview.html"), prose(project.output / "index.html")
    for label, year in (("2019/20", "2020"), ("2020/21", "2021")):
        assert f"{label} is not yet rated: nothing" in overview
        assert f"{label} is not yet rated, so nothing is known of moves" in overview
        assert f"{year} , on {label} . {label} is not yet rated" in first.replace("  ", " ") or (
            f"{year} , on {label}. {label} is not yet rated" in first
        )
    assert "Doncaster had green in every round from 2015/16 to 2018/19" in overview


def test_what_was_known_of_earlier_rounds_stays(project: Project) -> None:
    text = prose(project.output / "2019.html")
    assert "fell by 34.4 to 36.0 percentage points" in text
    assert "2019/20" not in text.partition("Appendix")[0].replace("not yet rated", "")


def test_check_finds_nothing_wrong(project: Project) -> None:
    assert "Every number of the reports is what its finding says." in ltp(project.root, "check")


def test_a_new_study_is_rendered_too(tmp_path: Path) -> None:
    ltp(
        tmp_path,
        *("study", "new", "study", "--id", "councils", "--title", "Ratings of councils"),
        *("--unit-singular", "council", "--unit-plural", "councils", "--round", "2023"),
        *("--category", "poor", "--category", "fair", "--category", "good"),
        *("--missing", "not inspected"),
    )
    folder = tmp_path / "study"
    with (folder / "data" / "raw" / "register.csv").open("a", encoding="utf-8") as file:
        file.write("01,,First council,2000-01-01,,councils\n")
    ltp(folder, "validate")
    ltp(folder, "report", "--to", "html,pdf", "--engine", "embedded")
    text = prose(folder / "reports" / "_output" / "2023.html")
    assert "2023 is not yet rated: nothing that is held says anything of its ratings." in text
    assert "not inspected 0 or 1" in text
    assert "England" not in text
    assert "CCG" not in text
    assert "is not yet rated" in prose(folder / "reports" / "_output" / "index.html")
    assert "Every number" in ltp(folder, "check")
    for command in (
        ("explain", "01"),
        ("ratings", "--round", "2023"),
        ("ask", "share good", "--round", "2023"),
        ("audit",),
        ("doctor",),
        ("workbook",),
    ):
        ltp(folder, *command)
