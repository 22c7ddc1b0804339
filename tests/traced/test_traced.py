"""Every row that was worked out leads back to facts with sources, and facts lead forward."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.differences.version import Version
from ltp_analysis.processed.store import KEYS
from ltp_analysis.project import Project
from ltp_analysis.traced.back import trace_back
from ltp_analysis.traced.facts import Facts
from ltp_analysis.traced.forth import trace_forth
from ltp_analysis.traced.without import leave_out

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study

RAW = Path(__file__).parents[2] / "data" / "raw"


@pytest.fixture(scope="module")
def facts(study: Study) -> Facts:
    return Facts(study)


@pytest.fixture(scope="module")
def built(corrected_edition: Path) -> Version:
    return Version("shipped", Project(corrected_edition), {})


@pytest.mark.parametrize("table", KEYS)
def test_every_row_leads_back_to_facts_and_each_of_these_to_a_source(
    facts: Facts, built: Version, table: str
) -> None:
    sources = {fact.key[0] for fact in facts.every("sources")}
    rows = built.processed[table].rows
    assert rows
    for row in rows:
        traced = trace_back(facts, table, row)
        assert traced.facts, row
        assert traced.why.endswith(".")
        assert {fact.source for fact in traced.facts} <= sources, row


def test_statements_of_a_row_are_all_there(facts: Facts, built: Version) -> None:
    for table in ("findings", "ratings", "reconciliation", "clashes"):
        for row in built.processed[table].rows:
            names = row["statements"].split(" " if table == "findings" else "|")
            found = {fact.key for fact in trace_back(facts, table, row).facts}
            for name in filter(None, names):
                assert {fact.key for fact in facts.of_statement(name)} <= found
                assert facts.of_statement(name), name


def row_of(built: Version, table: str, *key: str) -> dict[str, str]:
    known = built.processed[table]
    (row,) = (row for row in known.rows if tuple(row[name] for name in known.key) == key)
    return dict(row)


def test_children_rest_on_population_and_rates(facts: Facts, built: Version) -> None:
    traced = trace_back(facts, "children", row_of(built, "children", "2016-17", "00C"))
    cells = [fact.cells for fact in traced.facts if fact.table == "population"]
    bands = {cell["age_band"]: cell["persons"] for cell in cells if cell["year"] == 2015}
    rates = {
        fact.cells["age_band"]: fact.cells["rate"]
        for fact in traced.facts
        if fact.table == "prevalence"
    }
    young = bands["0-4"] + bands["5-10"]
    old = bands["11-15"] + bands["16-17"]
    children = float(rates["0-10"]) * young + float(rates["11-17"]) * old
    row = row_of(built, "children", "2016-17", "00C")
    assert children == pytest.approx(float(row["children"]), abs=0.001)


def test_children_in_all_units_are_the_sum_over_the_facts_led_back_to(
    facts: Facts, built: Version
) -> None:
    row = row_of(built, "findings", "children.2016-17.all.england")
    traced = trace_back(facts, "findings", row)
    assert traced.why.startswith("The row adds up")
    cells = [fact.cells for fact in traced.facts if fact.table == "population"]
    rates = {
        fact.cells["age_band"]: float(fact.cells["rate"])
        for fact in traced.facts
        if fact.table == "prevalence"
    }
    by_age = {"0-4": "0-10", "5-10": "0-10", "11-15": "11-17", "16-17": "11-17"}
    children = sum(
        rates[by_age[cell["age_band"]]] * cell["persons"]
        for cell in cells
        if cell["age_band"] in by_age
    )
    assert children == pytest.approx(float(row["lower"]), abs=0.01)


def test_children_where_plans_fall_short_rest_on_statements_and_on_population(
    facts: Facts, built: Version
) -> None:
    for name in ("2016-17", "2017-18", "2018-19"):
        row = row_of(built, "findings", f"children.{name}.inadequate-or-none.england")
        tables = {fact.table for fact in trace_back(facts, "findings", row).facts}
        assert {"ratings", "population", "prevalence", "age_bands"} <= tables


def test_children_of_a_merged_unit_rest_on_those_before(facts: Facts, built: Version) -> None:
    traced = trace_back(facts, "children", row_of(built, "children", "2017-18", "14L"))
    assert "succession" in {fact.table for fact in traced.facts} or any(
        fact.table == "population" and fact.cells["unit_code"] == "14L" for fact in traced.facts
    )


def test_an_area_rests_on_the_places_of_its_units(facts: Facts, built: Version) -> None:
    for row in built.processed["areas"].rows:
        if row["rating"] == "red":
            found = trace_back(facts, "areas", row).facts
            units = {fact.cells["unit_code"] for fact in found if fact.table == "geography"}
            assert len(units) == int(row["units"])
            (area,) = (fact for fact in found if fact.table == "areas")
            assert (area.cells["name"], area.cells["kind"]) == (row["area"], "region")


def test_a_total_rests_on_the_population_of_every_unit_that_may_be_in_it(
    facts: Facts, built: Version
) -> None:
    tried = 0
    for row in built.processed["totals"].rows:
        found = trace_back(facts, "totals", row).facts
        tables = {fact.table for fact in found}
        assert {"prevalence", "age_bands", "population"} <= tables, row["figure_id"]
        if "succession" not in tables:
            tried += 1
            units = {fact.cells["unit_code"] for fact in found if fact.table == "population"}
            assert len(units) == int(row["units"]) + int(row["doubtful"])
    assert tried


def test_a_statement_on_a_unit_rests_on_the_name_of_the_unit(facts: Facts, built: Version) -> None:
    row = row_of(built, "statements", "2016-17-doncaster")
    found = trace_back(facts, "statements", row).facts
    assert ("register", "02X") in {(fact.table, fact.cells.get("unit_code")) for fact in found}


def test_a_figure_rests_on_the_ratings_put_right_after_it_was_printed(
    facts: Facts, built: Version
) -> None:
    def corrections(figure: str) -> set[str]:
        found = trace_back(facts, "statements", row_of(built, "statements", figure)).facts
        return {fact.cells["statement_id"] for fact in found if fact.table == "ratings"}

    assert corrections("2016-17-rating-red") == {"2016-17-kernow-corrected"}
    assert corrections("2016-17-rating-green") == set()


def test_a_rating_of_a_unit_rests_on_its_round_also_where_no_statement_names_it(
    facts: Facts, built: Version
) -> None:
    unnamed = 0
    for row in built.processed["ratings"].rows:
        traced = trace_back(facts, "ratings", row)
        rounds = {fact.cells["round_id"] for fact in traced.facts if fact.table == "rounds"}
        assert row["round"] in rounds
        unnamed += not row["statements"]
    assert unnamed


def test_what_is_worked_out_together_rests_on_the_statements_of_all_rounds(
    facts: Facts, built: Version
) -> None:
    flow = trace_back(facts, "flows", dict(built.processed["flows"].rows[0])).facts
    stated = {fact.place for fact in flow}
    assert {fact.place for fact in facts.every("figures")} <= stated
    assert {fact.place for fact in facts.every("ratings")} <= stated
    assert "population" not in {fact.table for fact in flow}  # flows rest on statements alone
    row = row_of(built, "findings", "known.2016-17.deduced.england")
    assert "population" in {fact.table for fact in trace_back(facts, "findings", row).facts}


def test_the_words_of_a_figure_lead_on_to_what_they_mean(facts: Facts, built: Version) -> None:
    row = row_of(built, "reconciliation", "2018-19-rating-green")
    found = {fact.place for fact in trace_back(facts, "reconciliation", row).facts}
    assert ("measures", ("rating",)) in found
    # The scale of the measure, the base without units that have no plan, and what green takes in.
    assert ("scales", ("nspcc", "no plan")) in found
    assert ("bases", ("ccgs-with-plan",)) in found
    assert ("categories", ("green", "1", "green")) in found
    assert not any(table == "scales" and key[0] == "epi" for table, key in found)


def test_a_fact_leads_forward_to_what_leads_back_to_it(facts: Facts, built: Version) -> None:
    fact = facts.find("figures", ["2018-19-rating-green"])
    resting = trace_forth(facts, fact, built.processed.values())
    keys = {(one.table, one.key) for one in resting}
    assert ("findings", ("share.2018-19.red.england.with-missing",)) in keys
    assert ("reconciliation", ("2018-19-rating-green",)) in keys
    assert not any(table == "ratings" and key[1] == "2016-17" for table, key in keys)
    source = facts.find("sources", [fact.source])
    assert keys <= {
        (one.table, one.key) for one in trace_forth(facts, source, built.processed.values())
    }


def test_one_row_is_left_out_and_nothing_else(facts: Facts, tmp_path: Path) -> None:
    fact = facts.find("ratings", ["2017-18-kernow"])
    folder = leave_out(RAW, fact, tmp_path / "rest") / "data" / "raw"
    for path in RAW.iterdir():
        old, new = path.read_text("utf-8"), (folder / path.name).read_text("utf-8")
        if path.name != "ratings.csv":
            assert new == old
            continue
        rows = list(csv.DictReader(old.splitlines()))
        kept = [row for row in rows if row["statement_id"] != "2017-18-kernow"]
        assert list(csv.DictReader(new.splitlines())) == kept
        assert len(kept) == len(rows) - 1
