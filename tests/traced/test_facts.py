"""Rows of raw tables, found by key and by statement, with the place that a spreadsheet shows."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.traced.facts import Facts, NoFactError

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study

RAW = Path(__file__).parents[2] / "data" / "raw"


@pytest.fixture(scope="module")
def facts(study: Study) -> Facts:
    return Facts(study)


def test_every_fact_stands_in_its_file_where_it_says(facts: Facts) -> None:
    for path in RAW.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            lines = list(csv.DictReader(file))
        found = facts.every(path.stem)
        assert len(found) == len(lines)
        for fact in found:
            line = lines[fact.number - 2]
            assert set(fact.cells) == {name for name, cell in line.items() if cell}
            assert fact.key == tuple(line[name] for name in Facts.key(path.stem)), fact


def test_a_row_is_found_by_its_key_and_by_its_cells(facts: Facts) -> None:
    kernow = facts.find("ratings", ["2017-18-kernow"])
    assert kernow.cells["ratings"] == "no plan"
    assert kernow in facts.where("ratings", unit_code="11N", round_id="2017-18")
    assert facts.where("ratings", unit_code="nowhere") == ()
    assert "data/raw/ratings, row 11" in str(kernow)
    (source,) = facts.sources([kernow])
    assert source.key == ("bbc-devon-2018",)


@pytest.mark.parametrize(
    ("name", "tables"),
    [
        ("2018-19-rating-green", {"figures"}),
        ("2017-18-kernow", {"ratings"}),
        ("2016-17-children-affected-inadequate-or-none-north-east-in", {"figures"}),
        ("coverage-2016-17-hertfordshire", {"plans", "coverage"}),
        ("group_members: north-west-2016", {"group_members"}),
        ("prevalence: children-estimated 0-10", {"prevalence"}),
        ("exact sum: devon-2018 2016", {"exact_sums"}),
        ("population: 00C 2015", {"population"}),
        ("population: 14L 2016", {"population", "succession"}),
        ("register: 2018-04-01", {"register"}),
        ("nothing", set()),
    ],
)
def test_a_statement_leads_to_the_rows_that_it_is_made_of(
    facts: Facts, name: str, tables: set[str]
) -> None:
    assert {fact.table for fact in facts.of_statement(name)} == tables


def test_the_register_at_a_date_is_every_unit_then(facts: Facts) -> None:
    found = facts.of_statement("register: 2018-04-01")
    assert len({fact.cells["unit_code"] for fact in found}) == 195


@pytest.mark.parametrize(
    ("table", "key", "words"),
    [
        ("nowhere", ["x"], "There are: sources"),
        ("ratings", [], "named by statement_id"),
        ("ratings", ["x"], "no row with statement_id = x"),
    ],
)
def test_what_is_not_there_is_told(facts: Facts, table: str, key: list[str], words: str) -> None:
    with pytest.raises(NoFactError, match=words):
        facts.find(table, key)
