"""`ltp whatif` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from ltp_analysis.cli.app import app

if TYPE_CHECKING:
    import pytest
    from typer.testing import Result

ROOT = Path(__file__).parents[2]


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.chdir(ROOT)
    return CliRunner().invoke(app, ["whatif", *arguments])


def test_json_says_what_narrows(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(monkeypatch, "count green = 35", "--round", "2018/19", "--json")
    assert result.exit_code == 0
    content = json.loads(result.stdout)
    assert content["can_hold"] is True
    green = next(row for row in content["counts"] if row["rating"] == "green")
    assert (green["before"], green["after"]) == (
        {"lower": 35, "upper": 36},
        {"lower": 35, "upper": 35},
    )


def test_a_clash_is_an_answer_with_its_source(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(monkeypatch, "Doncaster red", "--round", "2017/18")
    assert result.exit_code == 0
    assert "This cannot hold" in result.stdout
    assert "doncaster-ccg" in result.stdout


def test_what_was_deduced_stands_against_a_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    """`ltp ratings` says that Darlington was not green, so this command must not let it be."""
    result = run(monkeypatch, "Darlington green", "--round", "2016/17", "--json")
    assert result.exit_code == 0
    content = json.loads(result.stdout)
    assert content["can_hold"] is False
    (against,) = content["clash"]
    assert against["statement"] == "2016-17-children-affected-inadequate-or-none-north-east-in"
    assert "Darlington" in against["words"]
    assert "deduced from the printed total" in against["words"]


def test_what_cannot_hold_by_itself_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(monkeypatch, "count red = 500", "--round", "2018/19")
    assert result.exit_code == 0
    assert "cannot hold, whatever else is held true" in result.stdout


def test_what_is_not_understood_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(monkeypatch, "nonsense", "--round", "2017/18")
    assert result.exit_code == 1
    assert "is not understood" in result.stderr
