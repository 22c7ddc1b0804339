"""Estimates of children against the numbers that papers print, and what sums print as."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ltp_analysis.solved.children import (
    POPULATION_ERROR,
    GroupUnits,
    Rounding,
    UnitEstimate,
    UnknownBandError,
    estimates,
    figure_totals,
    group_units,
    printed_totals,
)
from ltp_analysis.solved.composition import Range

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from ltp_analysis.validated.study import Study

Rows = list[dict[str, str]]

CLOSED = {
    "devon-2018": frozenset({"99P", "99Q"}),
    "kent-2018": frozenset({"09C", "09E", "09J", "09W", "10A", "10D", "10E", "99J"}),
    "norfolk-and-waveney-2018": frozenset({"06M", "06V", "06W", "06Y", "07J"}),
}
"""Sets of CCGs that are whole districts together (evidence on the populations)."""


def printed(
    study: Study, round_id: str, group: str, closed: Collection[Collection[str]] = ()
) -> dict[str, tuple[int, int]]:
    """Return what the total of all members of a group prints as, by rule."""
    members = group_units(study, group, round_id)
    assert not members.unplaced
    units = [
        unit
        for unit in estimates(study, round_id)
        if unit.unit_code in members.certain | members.doubtful
    ]
    assert len(units) == len(members.certain | members.doubtful)
    totals = {rule: printed_totals(units, rule, closed) for rule in Rounding}
    return {str(rule): (total.lower, total.upper) for rule, total in totals.items()}


def every(number: int) -> dict[str, tuple[int, int]]:
    return dict.fromkeys(("total", "units", "products"), (number, number))


@pytest.mark.parametrize(
    ("round_id", "group", "number"),
    [
        ("2016-17", "milton-keynes-2016", 8959),
        ("2016-17", "oxfordshire-2016", 18983),
        ("2017-18", "dorset-2018", 19852),
        ("2017-18", "corby-2018", 2193),
        ("2018-19", "herts-valleys-2018", 19080),
    ],
)
def test_printed_to_the_last_child_under_every_rule(
    study: Study, round_id: str, group: str, number: int
) -> None:
    assert printed(study, round_id, group) == every(number)


def test_totals_that_tell_the_rules_apart(study: Study) -> None:
    hertfordshire = {"total": (35489, 35489), "units": (35490, 35490), "products": (35489, 35489)}
    assert printed(study, "2016-17", "hertfordshire-2016") == hertfordshire
    worcestershire = every(16029) | {"products": (16028, 16028)}
    assert printed(study, "2016-17", "worcestershire-2016") == worcestershire
    shropshire = every(8457) | {"products": (8458, 8458)}
    assert printed(study, "2018-19", "shropshire-2018") == shropshire
    telford = every(5482) | {"products": (5481, 5481)}
    assert printed(study, "2018-19", "telford-and-wrekin-2018") == telford


def test_two_ages_apart(study: Study) -> None:
    found = {}
    for band in ("0-10", "11-17"):
        units = [unit for unit in estimates(study, "2018-19", [band]) if unit.unit_code == "06T"]
        found[band] = printed_totals(units, Rounding.TOTAL)
    assert found == {"0-10": Range(3729, 3729), "11-17": Range(5307, 5307)}


def test_sets_that_are_exact_when_added_up(study: Study) -> None:
    closed = CLOSED.values()
    devon = printed(study, "2017-18", "devon-2018", closed)
    assert all(low <= 30536 <= high for low, high in devon.values())
    assert devon["total"] == (30536, 30536)
    kent = printed(study, "2018-19", "kent-2018", closed)
    reached = {rule for rule, (low, high) in kent.items() if low <= 55105 <= high}
    assert reached == {"units", "products"}
    norfolk = printed(study, "2018-19", "norfolk-and-waveney-2018", closed)
    assert norfolk["total"] == (26462, 26463)
    assert all(high < 26472 for _, high in norfolk.values())


def test_a_set_that_is_not_wholly_there_keeps_its_errors(study: Study) -> None:
    units = [unit for unit in estimates(study, "2018-19") if unit.unit_code == "06M"]
    closed = [CLOSED["norfolk-and-waveney-2018"]]
    for rule in Rounding:
        assert printed_totals(units, rule, closed) == printed_totals(units, rule)


@pytest.mark.parametrize(
    ("round_id", "group", "number"),
    [
        ("2017-18", "cambridgeshire-and-peterborough-2018", 25896),
        ("2017-18", "nene-2018", 19673),
        ("2017-18", "aylesbury-vale-and-chiltern-2017", 16966),
        ("2017-18", "hertfordshire-2018", 35756),
        ("2018-19", "east-and-north-hertfordshire-2018", 17057),
        ("2018-19", "cambridgeshire-and-peterborough-2018", 26084),
        ("2018-19", "suffolk-2018", 17964),
    ],
)
def test_estimated_populations_allow_what_is_printed(
    study: Study, round_id: str, group: str, number: int
) -> None:
    for low, high in printed(study, round_id, group).values():
        assert low < number < high
        assert high - low <= 2 * POPULATION_ERROR * number + 3


def test_a_number_that_belongs_to_another_area_is_out_of_reach(study: Study) -> None:
    found = printed(study, "2017-18", "milton-keynes-2018")
    assert all(high < 19673 for _, high in found.values())


def test_every_unit_of_a_round_with_a_population_has_an_estimate(study: Study) -> None:
    for round_id in study.rounds:
        found = estimates(study, round_id)
        codes = [unit.unit_code for unit in found]
        if pd.isna(study.round(round_id)["population_year"]):
            assert found == []
            continue
        assert codes == sorted(study.units(round_id)["unit_code"])
        assert all(unit.exact == (unit.error == 0) for unit in found)
        assert all(0 <= unit.grain <= unit.error for unit in found)
        assert all(abs(unit.products - unit.plain) <= 1 for unit in found)


def test_estimated_units_are_marked(study: Study) -> None:
    found = {unit.unit_code: unit for unit in estimates(study, "2018-19")}
    assert found["06N"].exact
    assert found["06N"].error == 0
    assert not found["06K"].exact
    assert found["06K"].error == POPULATION_ERROR * found["06K"].plain


def test_a_band_that_is_absent_is_added_up(altered: Callable[..., Study]) -> None:
    def only(rows: Rows) -> Rows:
        return [row for row in rows if row["unit_code"] == "03V" and row["year"] == "2016"]

    def without(*bands: str) -> Callable[[Rows], Rows]:
        return lambda rows: [row for row in only(rows) if row["age_band"] not in bands]

    whole = estimates(altered(population=only), "2017-18")
    assert [unit.unit_code for unit in whole] == ["03V"]
    assert estimates(altered(population=without("0-10", "11-17")), "2017-18") == whole
    assert estimates(altered(population=without("0-10", "5-10")), "2017-18") == []


def test_a_merged_unit_has_the_children_of_those_it_was_made_of(
    altered: Callable[..., Study],
) -> None:
    """In 2018 Aylesbury Vale (10Y) and Chiltern (10H) became 14Y."""

    def people(*kept: tuple[str, str]) -> Callable[[Rows], Rows]:
        """Give 100 and 200 children of the two ages, times the place, to each unit named."""
        return lambda rows: [
            rows[0]
            | {
                "unit_code": unit,
                "year": "2016",
                "age_band": band,
                "persons": str(number * place),
                "quality": quality,
            }
            for place, (unit, quality) in enumerate(kept, start=1)
            for band, number in (("0-10", 100), ("11-17", 200))
        ]

    def found(*kept: tuple[str, str]) -> list[UnitEstimate]:
        return estimates(altered(population=people(*kept)), "2017-18")

    (both,) = found(("10Y", "exact"), ("10H", "exact"))
    assert both.unit_code == "14Y"
    assert both.exact
    assert both.plain == Fraction(89, 1000) * 300 + Fraction(219, 1000) * 600
    (doubtful,) = found(("10Y", "exact"), ("10H", "estimate"))
    assert not doubtful.exact
    assert doubtful.plain == both.plain
    (own,) = found(("14Y", "exact"), ("10Y", "exact"), ("10H", "exact"))
    assert own.plain == both.plain / 3
    assert found(("10Y", "exact")) == []


def test_a_band_without_a_rate(study: Study) -> None:
    with pytest.raises(UnknownBandError, match="ages 0-24, 0-4"):
        estimates(study, "2018-19", ["0-10", "0-24", "0-4"])


def test_members_under_older_codes_become_their_heir(
    study: Study, altered: Callable[..., Study]
) -> None:
    group, none = "aylesbury-vale-and-chiltern-2017", frozenset[str]()
    found = group_units(study, group, "2017-18")
    assert found == GroupUnits(frozenset({"14Y"}), none, none)

    def half(rows: Rows) -> Rows:
        return [row for row in rows if (row["group_id"], row["unit_code"]) != (group, "10H")]

    found = group_units(altered(group_members=half), group, "2017-18")
    assert found == GroupUnits(none, none, frozenset({"10Y"}))

    def doubt(rows: Rows) -> Rows:
        for row in rows:
            if (row["group_id"], row["unit_code"]) == (group, "10H"):
                row |= {"certainty": "doubtful", "doubt": "a test"}
        return rows

    found = group_units(altered(group_members=doubt), group, "2017-18")
    assert found == GroupUnits(none, frozenset({"14Y"}), none)


def test_members_that_are_not_open_yet(study: Study) -> None:
    found = group_units(study, "nene-2018", "2016-17")
    assert found.certain == {"04G"}
    assert group_units(study, "thames-valley-2018", "2016-17").unplaced == {"14Y", "15A", "15D"}


def test_the_whole_register_has_no_members(study: Study) -> None:
    found = group_units(study, study.settings.whole, "2017-18")
    assert not found.certain | found.doubtful | found.unplaced


def test_what_a_printed_number_stands_for() -> None:
    thousand = Fraction(1000)
    assert figure_totals(Fraction(56042), Fraction(1), "none") == Range(56042, 56042)
    assert figure_totals(Fraction(46000), thousand, "none") == Range(45500, 46500)
    assert figure_totals(Fraction(46000), thousand, "about") == Range(45000, 47000)
    assert figure_totals(Fraction(46000), thousand, "over") == Range(46000, 47000)
    assert figure_totals(Fraction(14000), thousand, "nearly") == Range(13000, 14000)


children = st.fractions(0, 400, max_denominator=1000)


@st.composite
def units(draw: st.DrawFn) -> list[UnitEstimate]:
    """Draw a few units, some with populations that are estimates."""
    found = []
    for place in range(draw(st.integers(0, 4))):
        parts = tuple(draw(st.lists(children, min_size=1, max_size=3)))
        exact = draw(st.booleans())
        error = Fraction(0) if exact else draw(st.fractions(0, 9, max_denominator=1000))
        found.append(UnitEstimate(str(place), exact, parts, error, error / 10))
    return found


def to_nearest(value: Fraction) -> set[int]:
    """Return the nearest whole numbers; both where a value lies half way."""
    below, half = math.floor(value), Fraction(1, 2)
    return {number for number in (below, below + 1) if abs(value - number) <= half}


@given(units())
def test_exact_units_print_as_their_rounded_sum(some: list[UnitEstimate]) -> None:
    exact = [UnitEstimate(unit.unit_code, exact=True, parts=unit.parts) for unit in some]
    total = printed_totals(exact, Rounding.TOTAL)
    assert {total.lower, total.upper} == to_nearest(sum((u.plain for u in exact), Fraction(0)))
    each = printed_totals(exact, Rounding.UNITS)
    assert each.lower == sum(min(to_nearest(unit.plain)) for unit in exact)
    assert each.upper == sum(max(to_nearest(unit.plain)) for unit in exact)
    products = printed_totals(exact, Rounding.PRODUCTS)
    parts = [part for unit in exact for part in unit.parts]
    assert products.lower == sum(min(to_nearest(part)) for part in parts)
    assert products.upper == sum(unit.products for unit in exact)


@given(units(), st.data())
def test_whatever_the_populations_are_the_sum_prints_inside(
    some: list[UnitEstimate], data: st.DataObject
) -> None:
    truth = []
    for unit in some:
        moves = [data.draw(st.fractions(-unit.error, unit.error)) for _ in unit.parts]
        excess = max(Fraction(1), abs(sum(moves, Fraction(0))) / (unit.error or Fraction(1)))
        moved = [part + move / excess for part, move in zip(unit.parts, moves, strict=True)]
        truth.append(UnitEstimate(unit.unit_code, exact=True, parts=tuple(moved)))
    for rule in Rounding:
        found, really = printed_totals(some, rule), printed_totals(truth, rule)
        assert found.lower <= really.lower <= really.upper <= found.upper


@given(units(), st.data())
def test_errors_that_cancel_never_widen(some: list[UnitEstimate], data: st.DataObject) -> None:
    codes = [unit.unit_code for unit in some]
    closed = [data.draw(st.sets(st.sampled_from(codes)))] if codes else []
    together = printed_totals(some, Rounding.TOTAL, closed)
    apart = printed_totals(some, Rounding.TOTAL)
    assert apart.lower <= together.lower <= together.upper <= apart.upper
