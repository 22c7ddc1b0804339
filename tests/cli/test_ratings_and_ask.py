from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

import ltp_analysis
from ltp_analysis.cli.app import app
from ltp_analysis.solved.deductions import deductions

if TYPE_CHECKING:
    from typer.testing import Result

    from ltp_analysis.validated.study import Study

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


def test_what_was_deduced_has_its_strength_and_the_score(
    monkeypatch: pytest.MonkeyPatch, study: Study
) -> None:
    asked = ("ratings", "--round", "2016/17", "--region", "Darlington")
    (row,) = json.loads(run(monkeypatch, *asked, "--json").stdout)
    (strength,) = row["strength"]
    # Each of the 11 areas is in or out.
    assert (strength["matches"], strength["patterns"]) == (1, 2**11)
    assert strength["expected_by_chance"] < 0.1
    text = run(monkeypatch, *asked).stdout
    assert "strong: sets that match 1 of 2,048; by chance 0.0754 expected" in text
    checks = [check for item in deductions(study) for check in item.leave_one_out]
    predicted = [check for check in checks if check.predicted is not None]
    right = [check for check in predicted if check.predicted == check.stated]
    assert len(predicted) >= 12
    assert (
        f"predict {len(predicted)} of these {len(checks)}; {len(right)} of the {len(predicted)} "
        "agree with what is stated." in text
    )
    (row,) = json.loads(
        run(monkeypatch, "ratings", "--round", "2016/17", "--region", "Doncaster", "--json").stdout
    )
    assert row["strength"] == []


def test_ask_is_the_same_in_python(monkeypatch: pytest.MonkeyPatch, study: Study) -> None:
    arguments = ("ask", "share green", "--round", "2017/18", "--region", "North of England")
    printed = json.loads(run(monkeypatch, *arguments, "--json").stdout)
    rounds = ("2017/18", "2017-18")
    by_label, by_id = (
        ltp_analysis.ask(study, "share green", name, "North of England") for name in rounds
    )
    assert by_label == by_id
    assert (float(by_id.lower), float(by_id.upper)) == (printed["lower"], printed["upper"])
    # At least Doncaster and two of the North East are green, of 62.
    assert by_id.lower == Fraction(300, 62)
    assert ltp_analysis.load_study(ROOT / "data" / "raw").version == study.version
    with pytest.raises(AttributeError, match="no attribute tell"):
        ltp_analysis.tell  # noqa: B018 - it is not there


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
