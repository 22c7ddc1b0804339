from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from ltp_analysis.cli.app import app

if TYPE_CHECKING:
    from typer.testing import Result

ROOT = Path(__file__).parents[2]


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.chdir(ROOT)
    return CliRunner().invoke(app, list(arguments))


def test_ratings_as_json_say_what_is_left_and_on_what_grounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    result = run(monkeypatch, "ratings", "--round", "2016/17", "--region", "North East", "--json")
    assert result.exit_code == 0
    rows = {row["ods_code"]: row for row in json.loads(result.stdout)}
    assert set(rows["00C"]) >= {"ods_code", "name", "round", "possible", "basis", "statements"}
    # The eight areas of the only set that the printed 56,042 children can be the total of.
    inside = {"00C", "00D", "00J", "00L", "00M", "00N", "13T", "99C"}
    assert {code for code, row in rows.items() if "green" not in row["possible"]} == inside
    assert all(rows[code]["basis"] == "deduced" for code in inside)
    assert rows["00P"]["possible"] == rows["00K"]["possible"] == ["green"]
    assert rows["01H"]["membership"] == "doubtful"


def test_ask_gives_the_counts_that_were_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(monkeypatch, "ask", "count red or amber", "--round", "2017/18", "--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert (answer["lower"], answer["upper"], answer["units"]) == (167, 167, 195)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("share green", "--round", "2030/31"), "There are: 2015/16"),
        (("share purple", "--round", "2018/19"), "no single rating"),
        (("green", "--round", "2018/19"), "is not understood"),
        (("share green", "--round", "2018/19", "--region", "Leedz"), "Did you mean"),
        (("share green", "--round", "2018/19", "--scenario", "x"), "There are: default"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_hint(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], words: str
) -> None:
    result = run(monkeypatch, "ask", *arguments)
    assert result.exit_code == 1
    assert words in result.stderr
    assert "Traceback" not in result.stderr
