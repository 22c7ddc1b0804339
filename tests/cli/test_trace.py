"""`ltp trace`, back and forth."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

RED = "share.2018-19.red.england.with-missing"


@pytest.fixture(autouse=True)
def here(corrected_edition: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a checkout that was built, and go into it."""
    root = tmp_path / "checkout"
    shutil.copytree(corrected_edition, root)
    monkeypatch.chdir(root)
    return root


def test_a_finding_leads_back_to_rows_and_sources(ltp: Run) -> None:
    result = ltp("trace", "findings", RED)
    assert result.exit_code == 0
    assert "data/raw/figures, row " in result.stdout
    assert "figure_id: 2018-19-rating-red" in result.stdout
    assert "data/raw/sources, row " in result.stdout
    data = json.loads(ltp("trace", "findings", RED, "--json").stdout)
    assert data["row"]["id"] == RED
    assert {"figures", "groups"} <= {fact["table"] for fact in data["facts"]}
    assert all(fact["cells"]["title"] for fact in data["sources"])


def test_a_raw_row_leads_forward_and_says_that_it_need_not_move_what_rests_on_it(ltp: Run) -> None:
    result = ltp("trace", "raw/figures", "2018-19-rating-green")
    assert f"data/processed/findings: {RED}" in result.stdout
    assert "need not change with it" in result.stdout
    assert "Statements that rest on it (1)\n  2018-19-rating-green\n" in result.stdout
    data = json.loads(ltp("trace", "raw/figures", "2018-19-rating-green", "--json").stdout)
    assert data["statements"] == ["2018-19-rating-green"]
    assert "need not change with it" in data["note"]
    assert ("findings", [RED]) in [(one["table"], one["key"]) for one in data["resting"]]


def test_without_a_row_what_changes_is_shown(ltp: Run) -> None:
    result = ltp("trace", "raw/ratings", "2016-17-kernow-corrected", "--without")
    assert result.exit_code == 0
    assert "Kernow, 2016/17: red in place of amber" in result.stdout
    assert "the same without ratings 2016-17-kernow-corrected" in result.stdout


def test_a_study_that_is_not_sound_without_a_row_is_told(ltp: Run) -> None:
    result = ltp("trace", "raw/sources", "doncaster-ccg", "--without")
    assert result.exit_code == 1
    assert "doncaster-ccg" in result.stdout + result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nowhere", "x"), "There is no table nowhere"),
        (("findings", "x"), "named by id"),
        (("ratings", "02X"), "named by unit_code, round"),
        (("raw/nowhere", "x"), "no raw table nowhere"),
        (("raw/ratings", "x"), "no row with statement_id = x"),
        (("findings", RED, "--without"), "raw/TABLE"),
    ],
)
def test_what_is_not_there_is_told(ltp: Run, arguments: tuple[str, ...], words: str) -> None:
    result = ltp("trace", *arguments)
    assert result.exit_code == 1
    assert words in " ".join(result.stderr.split())


def test_help_has_an_example(ltp: Run) -> None:
    assert "Example: ltp trace" in " ".join(ltp("trace", "--help").stdout.split())
