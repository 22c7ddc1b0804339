"""Which statements of the shipped study stand together, and what they bound."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.solved.composition import Range
from ltp_analysis.solved.evidence import (
    Evidence,
    count_bounds,
    possible_ratings,
    share_bounds_of,
    weigh,
)
from ltp_analysis.solved.rounds import round_counts
from ltp_analysis.solved.world import ClashError, count_of, solve
from ltp_analysis.statements.scenario import UnknownScenarioError
from ltp_analysis.statements.statement import Kind, Statement

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study

NORTH_EAST = "2017-18-rating-failing-north-east"
YORKSHIRE = "2017-18-rating-failing-yorkshire-and-the-humber"


@pytest.fixture(scope="module")
def known(study: Study) -> Evidence:
    """Return what is weighed by default."""
    return weigh(study)


@pytest.fixture(scope="module")
def any_rule(study: Study) -> Evidence:
    """Return what is weighed where each percentage may be rounded by any rule."""
    return weigh(study, "any-rule")


@pytest.fixture(scope="module")
def possible(known: Evidence) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the ratings left for each unit."""
    return possible_ratings(known)


def _all(study: Study, round_id: str) -> list[str]:
    return list(study.units(round_id)["unit_code"])


@pytest.mark.parametrize("round_id", ["2017-18", "2018-19"])
def test_counts_of_a_round_of_units_are_those_of_its_national_figures(
    study: Study, known: Evidence, round_id: str
) -> None:
    counts = round_counts(study, round_id)
    assert counts is not None
    units = _all(study, round_id)
    found = {name: count_bounds(known, round_id, units, [name]) for name in study.ratings}
    assert found == counts.parts


def test_counts_of_units_lie_at_or_above_those_of_plans(study: Study, known: Evidence) -> None:
    plans = round_counts(study, "2016-17")
    assert plans is not None
    units = _all(study, "2016-17")
    world = known.world(known.together("2016-17"), {"2016-17": [units]})
    # Kernow was printed as red and put right to amber after the shares had been printed.
    moved = {"red": -1, "amber": 1}
    for name, part in plans.parts.items():
        least = solve(world, known.held, -count_of(world, "2016-17", units, [name]))
        assert least is not None
        assert -least.objective_value >= part.lower + moved.get(name, 0)


def test_two_clashes_are_found_by_default(known: Evidence) -> None:
    first, second = known.clashes
    assert first == (NORTH_EAST,)
    assert YORKSHIRE in second
    assert "2017-18-kernow" in second
    assert known.held.isdisjoint({NORTH_EAST, YORKSHIRE})
    reasons = {item.statement: item.reason for item in known.left_out}
    assert reasons[NORTH_EAST] == "cannot hold by itself"
    others = [name for name in second if name != YORKSHIRE]
    assert reasons[YORKSHIRE] == f"cannot hold with {', '.join(others)}"
    assert set(others) <= known.held


def test_seventy_seven_percent_is_no_rounding_of_what_is_counted_beside_it() -> None:
    # Ten units for certain and two in doubt; of the eleven counted, nine have a plan.
    near = [
        (part, whole)
        for whole in range(9, 13)
        for part in range(whole + 1)
        if Fraction(765, 10) <= Fraction(100 * part, whole) <= Fraction(775, 10)
    ]
    assert near == []


def test_every_held_statement_of_a_clash_is_needed(study: Study, known: Evidence) -> None:
    everything = Evidence(
        study,
        known.scenario,
        known.statements,
        known.held | {YORKSHIRE},
        known.left_out,
        known.clashes,
    )
    world = everything.world(["2017-18"])
    clash = known.clashes[1]
    assert solve(world, clash) is None
    for name in clash:
        assert solve(world, set(clash) - {name}) is not None


def test_no_clash_is_left_under_any_rule(known: Evidence, any_rule: Evidence) -> None:
    assert any_rule.clashes == ()
    assert {NORTH_EAST, YORKSHIRE} <= any_rule.held
    assert known.held <= any_rule.held


def test_doubtful_statements_are_not_held(study: Study, known: Evidence) -> None:
    doubtful = {
        row[key]
        for table, key in (("figures", "figure_id"), ("ratings", "statement_id"))
        for row in study[table].to_dict("records")
        if row["certainty"] == "doubtful"
    }
    assert doubtful
    assert known.held.isdisjoint(doubtful)
    assert doubtful <= {item.statement for item in known.left_out}
    assert "2016-17-kernow-original" not in known.held
    assert "2016-17-kernow-corrected" in known.held


def test_every_statement_on_ratings_is_held_or_left_out(known: Evidence) -> None:
    assert known.held.isdisjoint(item.statement for item in known.left_out)
    said = {
        name
        for name, statement in known.statements.items()
        if statement.kind not in (Kind.SILENT, Kind.CHANGE)
    }
    out = {item.statement for item in known.left_out}
    assert said == known.held | (said & out)


def test_all_that_is_held_can_hold(study: Study, known: Evidence) -> None:
    assert solve(known.world(study.rounds), known.held) is not None


def test_rounds_compared_by_a_held_statement_are_taken_together(known: Evidence) -> None:
    assert known.together("2017-18") == ("2016-17", "2017-18")
    assert known.together("2016-17") == ("2016-17", "2017-18")
    assert known.together("2018-19") == ("2018-19",)
    assert known.together("2015-16") == ("2015-16",)


def test_every_unit_of_every_round_has_a_possible_rating(
    study: Study, possible: dict[tuple[str, str], tuple[str, ...]]
) -> None:
    assert set(possible) == {(name, unit) for name in study.rounds for unit in _all(study, name)}
    order = study.ratings
    for ratings in possible.values():
        assert ratings
        assert list(ratings) == [name for name in order if name in ratings]


def test_possible_ratings_lie_within_those_stated(
    known: Evidence, possible: dict[tuple[str, str], tuple[str, ...]]
) -> None:
    single: dict[tuple[str, str], frozenset[str]] = {}
    for name in known.held:
        statement = known.statements[name]
        if statement.kind is Kind.EACH:
            for unit in statement.units:
                key = statement.round_id, unit
                single[key] = single.get(key, statement.ratings) & statement.ratings
    assert len(single) > 50
    for key, ratings in single.items():
        assert set(possible[key]) <= ratings
        if len(ratings) == 1:
            assert set(possible[key]) == ratings


@pytest.mark.parametrize(
    ("unit", "rating"), [("00K", "green"), ("15F", "red"), ("11N", "no plan"), ("00K", "red")]
)
def test_a_rating_is_possible_where_one_unit_can_count_with_it(
    known: Evidence,
    possible: dict[tuple[str, str], tuple[str, ...]],
    unit: str,
    rating: str,
) -> None:
    bounds = count_bounds(known, "2017-18", [unit], [rating])
    assert (bounds.upper == 1) is (rating in possible["2017-18", unit])
    assert (bounds.lower == 1) is (possible["2017-18", unit] == (rating,))


def test_shares_of_units_with_a_rating_leave_out_those_without(
    study: Study, known: Evidence
) -> None:
    units = _all(study, "2017-18")
    # 146 amber, 21 red, 7 without a plan, and so 21 green, of 195.
    share = share_bounds_of(known, "2017-18", units, ["green"])
    assert share == (Fraction(21, 195), Fraction(21, 195))
    rated = share_bounds_of(known, "2017-18", units, ["green"], study.missing)
    assert rated == (Fraction(21, 188), Fraction(21, 188))


def test_a_share_of_units_that_surely_have_no_rating_has_no_base(
    study: Study, known: Evidence
) -> None:
    with pytest.raises(ClashError, match="base is empty"):
        share_bounds_of(known, "2017-18", ["11N"], ["green"], study.missing)


def test_further_statements_are_weighed_too(study: Study) -> None:
    unit = "00C"
    more = Statement("more", Kind.EACH, "2015-16", "", (unit,), ratings=frozenset(["green"]))
    known = weigh(study, more=[more])
    assert "more" in known.held
    assert count_bounds(known, "2015-16", [unit], ["green"]) == Range(1, 1)


def test_the_same_is_weighed_once(study: Study, known: Evidence) -> None:
    assert weigh(study) is known
    assert weigh(study, "truncated") is not known


@pytest.mark.parametrize("round_id", ["2016-17", "2018-19"])
def test_counts_are_the_same_whatever_was_asked_before(
    study: Study, known: Evidence, round_id: str
) -> None:
    units = _all(study, round_id)[::3]
    asked = [*([name] for name in study.ratings), study.ratings[:2], study.ratings[1:]]
    one_by_one = [count_bounds(replace(known), round_id, units, some) for some in asked]
    for order in (asked, asked[::-1]):
        fresh = replace(known)
        found = {tuple(some): count_bounds(fresh, round_id, units, some) for some in order}
        assert [found[tuple(some)] for some in asked] == one_by_one


def test_an_unknown_scenario_is_refused(study: Study) -> None:
    with pytest.raises(UnknownScenarioError, match="There is no scenario sideways"):
        weigh(study, "sideways")


@pytest.mark.parametrize(("scenario", "red", "amber"), [("original", 21, 61), ("default", 20, 62)])
def test_the_least_numbers_are_those_of_one_edition(
    study: Study, scenario: str, red: int, amber: int
) -> None:
    """As printed, 21 of 98 plans were red and 61 amber; then one red one was put right to amber."""
    evidence = weigh(study, scenario)
    units = study.codes("2016-17")
    assert count_bounds(evidence, "2016-17", units, ["red"]).lower == red
    assert count_bounds(evidence, "2016-17", units, ["amber"]).lower == amber
