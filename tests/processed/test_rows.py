"""Rows of what was solved, against the raw tables and what they are flat forms of."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from ltp_analysis.processed.rows import flows_of
from ltp_analysis.solved.evidence import count_bounds, weigh
from ltp_analysis.statements.scenario import SCENARIOS

if TYPE_CHECKING:
    from ltp_analysis.processed.results import Results
    from ltp_analysis.validated.study import Study

RAW = Path(__file__).parents[2] / "data" / "raw"
ROUNDS = ("2015-16", "2016-17", "2017-18", "2018-19")


def raw(name: str) -> pd.DataFrame:
    return pd.read_csv(RAW / f"{name}.csv", dtype=str, keep_default_na=False)


def test_ratings_have_every_unit_of_every_register(study: Study, results: Results) -> None:
    found = Counter((unit.round_id, unit.unit_code) for unit in results.ratings)
    expected = Counter(
        (round_id, code) for round_id in ROUNDS for code in study.units(round_id)["unit_code"]
    )
    assert found == expected
    assert set(found.values()) == {1}


def test_children_are_rates_times_people_of_the_rounds_year(study: Study, results: Results) -> None:
    """Plain pandas over the raw tables: four narrow bands, in thousandths of children."""
    rates = {"0-4": 89, "5-10": 89, "11-15": 219, "16-17": 219}
    people = raw("population").astype({"persons": int})
    people = people[people["age_band"].isin(rates)]
    people["children"] = people["persons"] * people["age_band"].map(rates)
    exact = people["quality"].eq("exact").groupby([people["unit_code"], people["year"]]).all()
    sums = people.groupby(["unit_code", "year"])["children"].sum()
    for round_id, year in (("2016-17", "2015"), ("2017-18", "2016"), ("2018-19", "2017")):
        found = {unit.unit_code: unit for unit in results.children if unit.round_id == round_id}
        assert set(found) == set(study.units(round_id)["unit_code"])
        for code, unit in found.items():
            assert unit.children == Fraction(int(sums[code, year]), 1000)
            assert unit.exact == exact[code, year]
            assert (unit.error == 0) == unit.exact
            assert unit.year == int(year)
    assert not [unit for unit in results.children if unit.round_id == "2015-16"]


@pytest.mark.parametrize(
    ("round_id", "name", "printed"),
    [
        ("2016-17", "NHS Milton Keynes CCG", 8959),
        ("2017-18", "NHS Corby CCG", 2193),
        ("2017-18", "NHS Dorset CCG", 19852),
        ("2018-19", "NHS Herts Valleys CCG", 19080),
    ],
)
def test_printed_estimates_are_given_to_the_last_child(
    results: Results, round_id: str, name: str, printed: int
) -> None:
    (unit,) = (
        unit
        for unit in results.children
        if unit.round_id == round_id and unit.name.lower() == name.lower()
    )
    assert abs(unit.children - printed) <= unit.error + 1


def test_flows_are_put_together_again(results: Results) -> None:
    for row in results.followed:
        flows = flows_of(results.flows, results.followed, row.round_id)
        assert (flows.since, flows.round_id) == (row.since, row.round_id)
        assert (flows.followed, flows.apart) == (row.followed, row.apart)
        assert (flows.kept.lower, flows.kept.upper) == (row.kept_lower, row.kept_upper)
        assert (flows.better.lower, flows.better.upper) == (row.better_lower, row.better_upper)
        assert (flows.worse.lower, flows.worse.upper) == (row.worse_lower, row.worse_upper)
        mine = [flow for flow in results.flows if flow.round_id == row.round_id]
        assert [(f.before, f.after, f.lower, f.upper) for f in flows.flows] == [
            (f.before, f.after, f.lower, f.upper) for f in mine
        ]


def test_units_followed_and_apart_are_the_register(study: Study, results: Results) -> None:
    for row in results.followed:
        assert set(row.followed) | set(row.apart) == set(study.units(row.round_id)["unit_code"])
        assert not set(row.followed) & set(row.apart)
        before = set(study.units(row.since)["unit_code"])
        assert set(row.followed) <= before | set(row.followed)
        assert row.kept_lower <= row.kept_upper <= len(row.followed)


def test_statements_name_rows_of_the_raw_tables(results: Results) -> None:
    rows = set(raw("figures")["figure_id"]) | set(raw("ratings")["statement_id"])
    names = [row.statement_id for row in results.statements]
    assert len(names) == len(set(names))
    assert rows <= set(names)
    said_by = dict(zip(raw("figures")["figure_id"], raw("figures")["source_id"], strict=True))
    said_by |= dict(zip(raw("ratings")["statement_id"], raw("ratings")["source_id"], strict=True))
    for row in results.statements:
        assert row.words
        assert row.standing
        assert row.statement_id not in said_by or row.source_id == said_by[row.statement_id]


def test_clashes_leave_one_of_their_statements_out(results: Results) -> None:
    standing = {row.statement_id: row.standing for row in results.statements}
    assert [row.clash for row in results.clashes] == list(range(1, len(results.clashes) + 1))
    for row in results.clashes:
        assert row.left_out in row.statements
        assert standing[row.left_out].startswith("left out")


def test_totals_are_the_printed_ones(results: Results) -> None:
    figures = {row["figure_id"]: row for row in raw("figures").to_dict("records")}
    for total in results.totals:
        figure = figures[total.figure_id]
        assert total.total_lower <= Fraction(figure["value"]) <= total.total_upper
        assert (total.round_id, total.group_id) == (figure["round_id"], figure["group_id"])
        assert total.strong or not (total.deduced_in or total.deduced_out)
        if total.strong:
            assert total.by_chance is not None
            assert total.by_chance < 0.1
            assert total.matches


def test_scenarios_are_those_of_the_solver(study: Study, results: Results) -> None:
    found = {(row.scenario, row.round_id, row.rating): row for row in results.scenarios}
    assert len(found) == len(SCENARIOS) * len(ROUNDS) * len(study.ratings)
    evidence = weigh(study, "truncated")
    units = list(study.units("2018-19")["unit_code"])
    for rating in study.ratings:
        row = found["truncated", "2018-19", rating]
        bounds = count_bounds(evidence, "2018-19", units, [rating])
        assert (row.lower, row.upper) == (bounds.lower, bounds.upper)
        assert (row.held, row.clashes) == (len(evidence.held), len(evidence.clashes))
