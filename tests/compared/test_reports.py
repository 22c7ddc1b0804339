"""What reports and the command line show of comparisons, with all ratings made up and with few."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from ltp_analysis.cli.app import app
from ltp_analysis.reports.parts import Number, Place, plain
from ltp_analysis.reports.sentences import SENTENCES
from ltp_analysis.reports.tables import TABLES
from ltp_analysis.reports.view import View

if TYPE_CHECKING:
    from typer.testing import Result

    from ltp_analysis.compared.comparison import Comparison
    from ltp_analysis.processed.results import Results
    from ltp_analysis.reports.parts import Cell, Part
    from ltp_analysis.validated.study import Study

ROOT = Path(__file__).parents[2]


def parts(cell: Cell) -> tuple[Part, ...]:
    return cell if isinstance(cell, tuple) else (cell,)


@pytest.fixture
def complete(whole: Study, results: Results, compared: dict[str, Comparison]) -> View:
    """Return a look at 2017/18 with all ratings made up."""
    return View(whole, replace(results, comparisons=list(compared.values())), "2017-18")


def test_the_table_has_every_comparison_up_to_a_round(
    complete: View, compared: dict[str, Comparison]
) -> None:
    table = TABLES["comparisons"](complete)
    texts = [tuple(map(plain, row)) for row in table.rows]
    here = [one for one in compared.values() if one.round_id == "2017-18"]
    others = [one for one in here if one.kind != "transition"]
    ways = {(one.since, one.way) for one in here if one.kind == "transition"}
    assert ways == {
        ("2016-17", way) for way in ("as-published", "like-for-like", "like-for-like-earlier")
    }
    assert len(texts) == len(ways) + len(others)
    for one, row in zip(others, texts[len(ways) :], strict=True):
        assert row[0] == f"{one.label} ({one.id})"
        assert row[2] == (one.means or one.refusal)
        assert row[3].endswith(f"Made by {one.code}.")
    places = [cell.name for row in table.rows for cell in parts(row[0]) if isinstance(cell, Place)]
    assert places == [f"c-{one.id}" for one in others]


def test_transitions_are_one_row_a_way_with_the_counts_that_are_not_zero(
    complete: View, compared: dict[str, Comparison]
) -> None:
    row = tuple(map(plain, TABLES["comparisons"](complete).rows[1]))
    assert row[0] == "From each rating to each, 2016/17 to 2017/18, like for like"
    counts = dict(part.rsplit(": ", 1) for part in row[1].split("; "))
    assert counts == {
        one.category: f"{one.value:.0f}"
        for one in compared.values()
        if one.id.startswith("compared.2016-17.2017-18.transition.like-for-like.") and one.value
    }


def test_a_tipping_point_that_none_reaches_is_not_called_not_computed(complete: View) -> None:
    rows = [tuple(map(plain, row)) for row in TABLES["comparisons"](complete).rows]
    (row,) = [row for row in rows if ".tipping.as-published" in row[0]]
    assert row[1] == "no number of them"


def test_the_sentence_of_a_complete_pair_says_when_not_to_believe_it(complete: View) -> None:
    said = plain(SENTENCES["compared"](complete))
    assert "single CCGs are followed" in said
    assert "Do not believe it where the criteria changed" in said


def test_the_shipped_reports_say_why_there_is_nothing_yet(study: Study, results: Results) -> None:
    view = View(study, results, "2017-18")
    assert TABLES["comparisons"](view).rows == ()
    said = SENTENCES["compared"](view)
    known = {
        name: sum(len(unit.possible) == 1 for unit in results.ratings if unit.round_id == name)
        for name in ("2015-16", "2016-17", "2017-18")
    }
    numbers = [part for part in parts(said) if isinstance(part, Number)]
    assert [number.target for number in numbers] == [
        f"f-known.{name}.settled.england" for name in known
    ]
    assert [number.text.split()[0] for number in numbers] == [str(one) for one in known.values()]
    assert "these are no sample of the others" in plain(said)


def test_the_last_round_is_held_against_the_first_too(study: Study, results: Results) -> None:
    said = plain(SENTENCES["compared"](View(study, results, "2018-19")))
    assert all(name in said for name in ("2015/16", "2017/18", "2018/19"))
    first = plain(SENTENCES["compared"](View(study, results, "2015-16")))
    assert first == "There is no earlier round to compare this one with."


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.chdir(ROOT)
    return CliRunner().invoke(app, ["compare", *arguments])


def test_the_command_lists_what_a_build_keeps(
    monkeypatch: pytest.MonkeyPatch, results: Results
) -> None:
    asked = run(monkeypatch, "--json")
    assert asked.exit_code == 0
    rows = json.loads(asked.stdout)
    assert [row["id"] for row in rows] == [one.id for one in results.comparisons]
    assert {row["answer"] for row in rows} == {"not computed"}
    up_to = json.loads(run(monkeypatch, "--json", "--round", "2017/18").stdout)
    assert {row["round_id"] for row in up_to} == {"2017-18"}
    since = json.loads(run(monkeypatch, "--json", "--since", "2015/16").stdout)
    assert {row["since"] for row in since} == {"2015-16"}


def test_the_command_compares_any_two_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = run(monkeypatch, "--round", "2018/19", "--since", "2016/17")
    assert asked.exit_code == 0
    assert "compared.2016-17.2018-19.bowker" in asked.stdout
    assert "not computed" in asked.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--round", "2016/17", "--since", "2018/19"), "2018/19 is not before 2016/17."),
        (("--round", "2016/17", "--since", "2016/17"), "2016/17 is not before 2016/17."),
        (("--round", "1999/00"), "There is no round 1999/00."),
    ],
)
def test_rounds_that_cannot_be_compared_are_refused(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    asked = run(monkeypatch, *arguments)
    assert asked.exit_code == 1
    assert said in asked.stderr
