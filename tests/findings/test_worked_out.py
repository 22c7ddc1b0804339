"""Findings on units, moves, children, verdicts and totals, against counts made otherwise."""

from __future__ import annotations

import csv
from collections import Counter
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ltp_analysis import __version__
from ltp_analysis.findings.counted import counted, sources_of
from ltp_analysis.findings.known import known_findings
from ltp_analysis.findings.units import unit_findings
from ltp_analysis.findings.verdicts import verdict_findings
from ltp_analysis.solved.composition import Range
from ltp_analysis.solved.evidence import Evidence, count_bounds, weigh
from ltp_analysis.solved.flows import flows
from ltp_analysis.solved.ratings import UnitRating

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.findings.finding import Finding
    from ltp_analysis.processed.results import Results
    from ltp_analysis.validated.study import Study

    Altered = Callable[..., Study]

RAW = Path(__file__).parents[2] / "data" / "raw"
ROUNDS = ("2015-16", "2016-17", "2017-18", "2018-19")
RATINGS = ("red", "amber", "green", "no plan")
NORTH_EAST = "2016-17-children-affected-inadequate-or-none-north-east"


def raw(table: str) -> list[dict[str, str]]:
    with (RAW / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def evidence(study: Study) -> Evidence:
    """Return the statements of the shipped study, weighed."""
    return weigh(study)


def of(results: Results, measure: str) -> dict[str, Finding]:
    return {name: one for name, one in results.ledger.items() if one.measure == measure}


def ends(finding: Finding) -> tuple[int | None, int | None]:
    assert finding.lower == finding.numerator_lower
    assert finding.upper == finding.numerator_upper
    return finding.numerator_lower, finding.numerator_upper


def test_every_finding_worked_out_is_complete(results: Results, study: Study) -> None:
    measures = {"units", "known", "moved", "children", "figures", "statements", "total"}
    found = [one for one in results.ledger.values() if one.measure in measures]
    assert {one.measure for one in found} == measures
    sources = {row["source_id"] for row in raw("sources")}
    for one in found:
        assert one.id.split(".")[0] == one.measure
        assert one.method.endswith(".")
        assert one.base_name
        assert one.code.endswith(f" {__version__}")
        assert one.dataset == study.version
        assert set(one.sources) <= sources
        assert len(set(one.statements)) == len(one.statements)
        assert one.lower is None or one.upper is None or one.lower <= one.upper


@pytest.mark.parametrize("round_id", ROUNDS)
def test_units_are_bounded_as_the_solver_bounds_their_count(
    results: Results, study: Study, evidence: Evidence, round_id: str
) -> None:
    units = list(study.units(round_id)["unit_code"])
    poor = ("red", "amber")
    wanted: dict[str, tuple[str, ...]] = {}
    wanted |= {rating.replace(" ", "-"): (rating,) for rating in RATINGS}
    wanted |= {"inadequate": poor, "inadequate-or-missing": (*poor, "no plan")}
    found = {n: one for n, one in of(results, "units").items() if one.round == round_id}
    assert set(found) == {f"units.{round_id}.{name}.england" for name in wanted}
    for name, ratings in wanted.items():
        bounds = count_bounds(evidence, round_id, units, ratings)
        one = found[f"units.{round_id}.{name}.england"]
        assert ends(one) == (bounds.lower, bounds.upper)
        assert one.base == len(units)


def test_units_of_rounds_counted_in_units_are_the_shares_of_the_ledger(results: Results) -> None:
    """Where sources count CCGs, both ways to the same number have to meet."""
    for round_id in ROUNDS[2:]:
        for rating in RATINGS:
            name = f"{round_id}.{rating.replace(' ', '-')}.england"
            assert ends(results.ledger[f"units.{name}"]) == ends(results.ledger[f"count.{name}"])


def test_units_of_a_round_can_add_up_to_all_of_them(results: Results) -> None:
    for round_id in ROUNDS:
        found = [
            results.ledger[f"units.{round_id}.{rating.replace(' ', '-')}.england"]
            for rating in RATINGS
        ]
        least, most = (sum(ends(one)[place] or 0 for one in found) for place in (0, 1))
        assert found[0].base is not None
        assert least <= found[0].base <= most


def test_grounds_of_units_are_enough_for_the_bounds(altered: Altered, results: Results) -> None:
    """With none but the statements that a finding names, the bounds are the same."""
    one = results.ledger["units.2018-19.red.england"]
    names = set(one.statements)
    assert names

    def named(key: str) -> Callable[[list[dict[str, str]]], list[dict[str, str]]]:
        return lambda rows: [row for row in rows if row[key] in names]

    study = altered(figures=named("figure_id"), ratings=named("statement_id"))
    (again,) = (two for two in unit_findings(weigh(study)) if two.id == "units.2018-19.red.england")
    assert ends(again) == ends(one)


def test_known_units_are_the_rows_counted(results: Results) -> None:
    for round_id in ROUNDS:
        here = [unit for unit in results.ratings if unit.round_id == round_id]
        expected = Counter(unit.basis for unit in here)
        expected["settled"] = sum(len(unit.possible) == 1 for unit in here)
        expected["narrowed"] = sum(1 < len(unit.possible) < len(RATINGS) for unit in here)
        expected |= Counter(unit.possible[0] for unit in here if len(unit.possible) == 1)
        found = {n: one for n, one in of(results, "known").items() if one.round == round_id}
        names = ("stated", "deduced", "open", "settled", "narrowed", *RATINGS)
        assert set(found) == {f"known.{round_id}.{n.replace(' ', '-')}.england" for n in names}
        for name in names:
            one = found[f"known.{round_id}.{name.replace(' ', '-')}.england"]
            assert ends(one) == (expected[name], expected[name])
            assert one.base == len(here)
        assert expected["stated"] + expected["deduced"] + expected["open"] == len(here)


def test_known_units_written_out(study: Study) -> None:
    def unit(code: str, possible: tuple[str, ...], basis: str, *names: str) -> UnitRating:
        return UnitRating(code, code, "2018-19", possible, basis, names)

    ratings = [
        unit("a", ("green",), "stated", "2018-19-kent"),
        unit("b", ("red", "amber"), "deduced", "2018-19-kent", "2018-19-rating-red"),
        unit("c", RATINGS, "open"),
        unit("d", ("no plan",), "deduced"),
        unit("e", (), "stated"),
    ]
    found = {one.category: one for one in known_findings(study, ratings) if one.round == "2018-19"}
    numbers = {name: one.numerator_lower for name, one in found.items()}
    assert numbers == {
        "stated": 2,
        "deduced": 2,
        "open": 1,
        "settled": 2,
        "narrowed": 1,
        "red": 0,
        "amber": 0,
        "green": 1,
        "no plan": 1,
    }
    assert {one.base for one in found.values()} == {5}
    assert found["deduced"].statements == ("2018-19-kent", "2018-19-rating-red")
    sources = {row["statement_id"]: row["source_id"] for row in raw("ratings")}
    assert found["stated"].sources == (sources["2018-19-kent"],)
    assert found["open"].sources == ()


def test_moves_are_the_flows_of_the_solver(results: Results, evidence: Evidence) -> None:
    moved = flows(evidence, "2017-18", "2018-19")
    pair = "2017-18-to-2018-19"
    for name, bounds in {"kept": moved.kept, "better": moved.better, "worse": moved.worse}.items():
        one = results.ledger[f"moved.{pair}.{name}.england"]
        assert ends(one) == (bounds.lower, bounds.upper)
        assert one.base == len(moved.followed)
        assert one.caution == ""
    for flow in moved.flows:
        name = f"{flow.before} to {flow.after}".replace(" ", "-")
        assert ends(results.ledger[f"moved.{pair}.{name}.england"]) == (flow.lower, flow.upper)
    assert len([n for n in of(results, "moved") if pair in n]) == 3 + len(RATINGS) ** 2


def test_moves_that_cross_a_change_of_criteria_say_so(results: Results) -> None:
    criteria = {row["round_id"]: row["criteria_id"] for row in raw("rounds")}
    for one in of(results, "moved").values():
        since, until = one.round.split("-to-")
        assert ("criteria changed" in one.caution) == (criteria[since] != criteria[until])


def test_units_that_kept_a_rating_are_bounded_by_both_rounds(results: Results) -> None:
    """No more can have gone from a rating to another than had either."""
    for one in of(results, "moved").values():
        since, until = one.round.split("-to-")
        before, _, after = one.category.partition(" to ")
        if after:
            limits = [
                results.ledger[f"units.{name}.{rating.replace(' ', '-')}.england"].numerator_upper
                for name, rating in ((since, before), (until, after))
            ]
            assert one.numerator_upper is not None
            assert one.numerator_upper <= min(limit for limit in limits if limit is not None)


def test_children_are_the_units_added_up(results: Results) -> None:
    for round_id in ROUNDS[1:]:
        here = [unit for unit in results.children if unit.round_id == round_id]
        whole = sum((unit.children for unit in here), Fraction(0))
        error = sum((unit.error for unit in here), Fraction(0))
        one = results.ledger[f"children.{round_id}.all.england"]
        assert (one.lower, one.upper) == (whole - error, whole + error)
        assert str(len(here)) in one.base_name
        assert one.sources == ("radford-2013",)
    assert "children.2015-16.all.england" not in results.ledger


def test_children_where_plans_fall_short_are_the_bounds_of_the_printed_totals(
    results: Results,
) -> None:
    items = {
        item.round_id: item
        for item in results.figures
        if item.measure == "children-affected" and item.group_id == "england"
    }
    assert items
    for round_id, item in items.items():
        name = f"children.{round_id}.{item.category.replace(' ', '-')}.england"
        one = results.ledger[name]
        every = results.ledger[f"children.{round_id}.all.england"]
        assert (one.lower, one.upper) == (item.lower, item.upper)
        assert item.figure_id not in one.statements
        assert one.upper is not None
        assert every.upper is not None
        assert one.upper <= every.upper


def test_verdicts_add_up_to_all_figures(results: Results) -> None:
    rounds = Counter(row["round_id"] for row in raw("figures"))
    given = Counter((item.round_id, str(item.verdict)) for item in results.figures)
    every = Counter(str(item.verdict) for item in results.figures)
    found = of(results, "figures")
    for round_id in ROUNDS:
        here = [one for one in found.values() if one.round == round_id]
        assert sum(one.numerator_lower or 0 for one in here) == rounds[round_id]
        assert {one.base for one in here} == {rounds[round_id]}
        for one in here:
            assert one.numerator_lower == given[round_id, one.category]
    everywhere = [one for one in found.values() if one.round == ""]
    assert {one.category: one.numerator_lower for one in everywhere} == {
        one.category: every[one.category] for one in everywhere
    }
    assert sum(one.numerator_lower or 0 for one in everywhere) == sum(rounds.values())


def test_verdicts_of_no_figures_are_none(study: Study) -> None:
    found = list(verdict_findings(study, []))
    assert len(found) == 5 * (1 + len(ROUNDS))
    assert {(one.numerator_lower, one.base) for one in found} == {(0, 0)}


def test_statements_held_and_clashes_are_counted(results: Results, evidence: Evidence) -> None:
    held = results.ledger["statements.all.held.england"]
    clashes = results.ledger["statements.all.clashes.england"]
    assert ends(held) == (len(evidence.held),) * 2
    assert ends(clashes) == (len(results.clashes),) * 2
    assert held.base == len(evidence.statements) >= len(evidence.held)


def test_the_north_east_of_2016_17_is_found_by_enumeration(results: Results) -> None:
    """Every set of the eleven areas is added up here, by plain pandas figures of mid-2015."""
    members = [
        row["unit_code"] for row in raw("group_members") if row["group_id"] == "north-east-2016"
    ]
    rates = {"0-4": 89, "5-10": 89, "11-15": 219, "16-17": 219}
    people: Counter[str] = Counter()
    for row in raw("population"):
        if row["year"] == "2015" and row["age_band"] in rates and row["unit_code"] in members:
            people[row["unit_code"]] += int(row["persons"]) * rates[row["age_band"]]
    matching = [
        set(some)
        for size in range(len(people) + 1)
        for some in combinations(people, size)
        if abs(sum(people[code] for code in some) - 56_042_000) < 1500
    ]
    total = next(one for one in results.totals if one.figure_id == NORTH_EAST)
    found = results.ledger[f"total.2016-17.matching-sets.{NORTH_EAST}"]
    assert ends(found) == (1, 1)
    assert found.base == 2**11
    assert len(matching) == 1
    assert set(total.deduced_in) <= matching[0]
    assert not set(total.deduced_out) & matching[0]
    inside = results.ledger[f"total.2016-17.deduced-in.{NORTH_EAST}"]
    outside = results.ledger[f"total.2016-17.deduced-out.{NORTH_EAST}"]
    assert ends(inside) == (len(total.deduced_in),) * 2 == (8, 8)
    assert ends(outside) == (len(total.deduced_out),) * 2
    chance = results.ledger[f"total.2016-17.by-chance.{NORTH_EAST}"]
    assert chance.unit == "number"
    assert chance.lower == chance.upper
    assert chance.lower is not None
    assert Fraction(5, 100) < chance.lower < Fraction(1, 10)


def test_weak_totals_deduce_nothing(results: Results) -> None:
    for total in results.totals:
        for name in ("deduced-in", "deduced-out"):
            one = results.ledger.get(f"total.{total.round_id}.{name}.{total.figure_id}")
            if one is not None and not total.strong:
                assert ends(one) == (0, 0)


def test_a_count_written_out(study: Study) -> None:
    one = counted(
        study,
        ("known", "", "no plan"),
        Range(3, 5),
        (195, "CCGs"),
        test_a_count_written_out,
        method="Counted.",
        scope="kent",
        caution="Beware.",
    )
    assert one.id == "known.all.no-plan.kent"
    assert (one.round, one.scope, one.unit) == ("", "kent", "count")
    assert ends(one) == (3, 5)
    assert (one.base, one.base_lower, one.base_upper) == (195, 195, 195)
    assert one.caution == "Beware."
    assert one.code.endswith(f"test_a_count_written_out {__version__}")


def test_sources_stand_once_in_the_order_of_their_statements(study: Study) -> None:
    sources = {row["figure_id"]: row["source_id"] for row in raw("figures")}
    names = ("2018-19-rating-red", "2018-19-rating-green", "gone", "2018-19-rating-red")
    expected = dict.fromkeys(sources[name] for name in names if name != "gone")
    assert sources_of(study, names) == tuple(expected)
