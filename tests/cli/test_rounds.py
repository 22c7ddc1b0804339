"""`ltp round` and `ltp study`: what they say, and how they refuse."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
NEW = ("round", "new", "2019/20", "--register", "2020-04", "--report-year", "2020")


@pytest.fixture
def light(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a checkout that is read fast, and go into it."""
    root = tmp_path / "checkout"
    shutil.copytree(raw, root / "data" / "raw")
    monkeypatch.chdir(root)
    return root


def test_a_round_is_started_and_what_follows_is_told(light: Path, ltp: Run) -> None:
    result = ltp(*NEW)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert "wrote data/forms/2019-20/plans.xlsx" in lines
    assert lines[-3:-1] == ["wrote reports/2020.qmd", "wrote data/raw/rounds.csv"]
    assert lines[-1].startswith("Next: ltp report 2020 makes the report")
    assert all((light / line.removeprefix("wrote ")).is_file() for line in lines[:-1])
    assert ltp("validate").exit_code == 0


def test_a_second_start_is_refused_with_all_that_is_there(light: Path, ltp: Run) -> None:
    assert ltp(*NEW).exit_code == 0
    before = {path: path.read_bytes() for path in light.rglob("*") if path.is_file()}
    result = ltp(*NEW)
    assert result.exit_code == 1
    for name in ("2019-20", "reports/2020.qmd", "data/forms/2019-20/ratings.xlsx"):
        assert name in result.stdout
    assert "Nothing was written." in result.stderr
    assert {path: path.read_bytes() for path in light.rglob("*") if path.is_file()} == before


def test_raters_get_their_sheets(light: Path, ltp: Run) -> None:
    result = ltp("round", "forms", "2016/17", "--rater", "ann", "--rater", "ben")
    assert result.exit_code == 0, result.output
    assert "wrote data/forms/2016-17/coding-ben.csv" in result.stdout
    assert "Next: give each rater the sheet of that name" in result.stdout
    assert "Nothing to do" in ltp("round", "forms", "2016/17").stdout
    assert "fill in the form of plans" in ltp("round", "forms", "2015/16").stdout
    unknown = ltp("round", "forms", "2031/32")
    assert unknown.exit_code == 1
    assert "There is no round 2031/32" in unknown.stderr
    assert (light / "data" / "forms" / "2016-17" / "coding-ann.xlsx").is_file()


def test_a_study_is_made_once(tmp_path: Path, ltp: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    command = [
        *("study", "new", "councils", "--id", "councils", "--title", "Ratings of councils"),
        *("--unit-singular", "council", "--unit-plural", "councils", "--round", "2023"),
        *("--category", "poor", "--category", "good", "--missing", "not inspected"),
    ]
    made = ltp(*command)
    assert made.exit_code == 0, made.output
    assert "wrote councils/data/raw/study.toml" in made.stdout
    assert made.stdout.splitlines()[-1].startswith("Next: go into councils and fill in")
    again = ltp(*command)
    assert again.exit_code == 1
    assert "the folder is not empty" in again.stdout
    monkeypatch.chdir(tmp_path / "councils")
    refused = ltp("validate")
    assert refused.exit_code == 1
    assert "register.csv" in refused.stdout


@pytest.mark.parametrize(
    ("command", "example"),
    [
        (("round", "new"), "Example: ltp round new 2019/20"),
        (("round", "forms"), "Example: ltp round forms 2019/20"),
        (("study", "new"), "Example: ltp study new"),
    ],
)
def test_help_ends_with_an_example(ltp: Run, command: tuple[str, str], example: str) -> None:
    result = ltp(*command, "--help")
    assert result.exit_code == 0
    assert example in " ".join(result.stdout.split())
