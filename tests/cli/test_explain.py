"""`ltp explain` as a user runs it; findings are tested with the other commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ltp_analysis.cli import explain as command
from ltp_analysis.explained.known import Known

if TYPE_CHECKING:
    from tests.cli.conftest import Run
    from typer.testing import Result

    from ltp_analysis.findings.ledger import Ledger
    from ltp_analysis.validated.study import Study

ROOT = Path(__file__).parents[2]
FIGURE = "2017-18-rating-failing"


@pytest.fixture(scope="module")
def known(study: Study) -> Known:
    """Return what is known of the shipped study, weighed once."""
    return Known(study)


@pytest.fixture
def explain(monkeypatch: pytest.MonkeyPatch, ltp: Run, known: Known, ledger: Ledger) -> Run:
    """Return a function that runs `ltp explain` in the checkout, the study read before."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(command, "load_study", lambda _: known.study)
    monkeypatch.setattr(command, "build_ledger", lambda _: ledger)
    monkeypatch.setattr(command, "Known", lambda _: known)

    def run(*arguments: str) -> Result:
        result = ltp("explain", *arguments)
        assert "Traceback" not in result.output
        return result

    return run


def content(result: Result) -> Any:  # noqa: ANN401 - JSON
    assert result.exit_code == 0
    return json.loads(result.stdout)


def test_a_unit_is_printed_with_ratings_statements_code_and_sources(explain: Run) -> None:
    result = explain("Darlington")
    assert result.exit_code == 0
    for words in (
        "NHS Darlington CCG (ODS code 00C)",
        "red or amber or no plan",
        "deduced",
        "strong: sets that match",
        "0.0754",
        "ltp_analysis.solved.ratings.unit_ratings",
        "  http://www.thenorthernecho.co.uk/news/health/15557185",
    ):
        assert words in result.stdout
    assert "explain: following unit 00C" in result.stderr


def test_a_figure_is_printed_with_readings_and_verdict(explain: Run) -> None:
    result = explain(FIGURE)
    assert result.exit_code == 0
    for words in (
        "88 per cent",
        "can be read as",
        "reproduced under another rule",
        "CCGs with a plan",
        "88.8%",
        "https://www.cambstimes.co.uk/",
    ):
        assert words in result.stdout


def test_groups_of_one_name_are_both_printed(explain: Run) -> None:
    result = explain("north east")
    assert result.exit_code == 0
    for words in (
        "group north-east-2016",
        "group north-east-2018",
        "Doubtful members",
        "Hambleton, Richmondshire and Whitby",
        "strong: sets that match 1 of 2,048",
        "nothing of single CCGs",
        "left out: cannot hold by itself",
    ):
        assert words in result.stdout


def test_the_whole_is_printed_without_every_name(explain: Run) -> None:
    result = explain("England")
    assert result.exit_code == 0
    assert "all 195 CCGs" in result.stdout
    assert "Doncaster;" not in result.stdout


def test_a_plan_is_printed_with_its_units(explain: Run) -> None:
    result = explain("coverage-2018-19-southend-essex-and-thurrock")
    assert result.exit_code == 0
    assert "Rows as they were read" in result.stdout
    assert "99G" in result.stdout


def test_json_of_one_thing_is_an_object(explain: Run) -> None:
    unit = content(explain("02X", "--json"))
    assert (unit["kind"], unit["code"]) == ("unit", "02X")
    assert {item["round"]: item["possible"] for item in unit["rounds"]}["2018/19"] == ["green"]
    figure = content(explain(FIGURE, "--json"))
    assert (figure["kind"], figure["rows"][0]["printed"]) == ("figure", "88 per cent")
    assert figure["reconciled"]["verdict"] == "reproduced under another rule"
    assert figure["reconciled"]["lower"] == pytest.approx(100 * 167 / 188)
    rating = content(explain("2016-17-doncaster", "--json"))
    assert (rating["kind"], rating["reconciled"]) == ("rating", None)


def test_json_of_several_things_is_a_list(explain: Run) -> None:
    things = content(explain("Corby", "--json"))
    assert [thing["kind"] for thing in things] == ["unit", "group"]
    assert things[1]["rounds"][0]["certain"] == {"03V": "NHS Corby CCG"}


def test_an_unknown_name_fails_with_the_nearest_names(explain: Run) -> None:
    result = explain("Doncastr")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "Did you mean Doncaster" in result.stderr


def test_a_finding_on_what_was_solved_is_explained_too(ltp: Run) -> None:
    result = ltp("explain", "units.2018-19.green.england", "--json")
    assert result.exit_code == 0
    finding = json.loads(result.stdout)["finding"]
    assert (finding["numerator_lower"], finding["numerator_upper"]) == (35, 36)
    assert finding["statements"] == ["2018-19-rating-green"]
