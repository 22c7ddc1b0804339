"""Comparisons of regions against enumeration of all ways to deal out ratings."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import comb, sqrt

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ltp_analysis.methods import regions
from ltp_analysis.methods.missing import Share
from ltp_analysis.methods.regions import (
    region_against_rest,
    region_shares,
    regions_overall,
    wilson,
)

SCALE = ("red", "amber", "green")
GAPS = ("no plan",)

REGIONS = st.lists(
    st.integers(0, 4).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))),
    min_size=1,
    max_size=4,
)


def shared(counts: list[tuple[int, int]]) -> dict[str, Share]:
    return {
        f"region {number}": Share("are green", numerator, base, 0, 0)
        for number, (numerator, base) in enumerate(counts)
    }


def dealt(counts: list[tuple[int, int]]) -> Fraction:
    """Return the exact p-value by dealing the counted units out to all places one by one."""
    places = [number for number, (_, base) in enumerate(counts) for _ in range(base)]
    total = sum(numerator for numerator, _ in counts)
    seen: dict[tuple[int, ...], int] = {}
    for chosen in combinations(places, total):
        table = tuple(chosen.count(number) for number in range(len(counts)))
        seen[table] = seen.get(table, 0) + 1
    limit = seen[tuple(numerator for numerator, _ in counts)]
    return Fraction(sum(ways for ways in seen.values() if ways <= limit), sum(seen.values()))


@given(REGIONS)
@settings(deadline=None)
def test_the_overall_test_deals_ratings_out_in_all_ways(counts: list[tuple[int, int]]) -> None:
    answer = regions_overall(shared(counts))
    rated = [pair for pair in counts if pair[1]]
    alike = {Fraction(*pair) for pair in rated} in ({Fraction(0)}, {Fraction(1)})
    if len(rated) < 2 or alike:
        assert answer.refusal
        return
    assert answer.p_value == pytest.approx(float(dealt(rated)))
    assert "exact" in answer.method


def test_a_large_table_is_drawn_and_near_the_exact_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counts = shared([(3, 30), (9, 28), (12, 25), (5, 31)])
    exact = regions_overall(counts).p_value
    monkeypatch.setattr(regions, "MOST_TABLES", 10)
    drawn = regions_overall(counts, seed=3)
    assert "drawn" in drawn.method
    assert drawn == regions_overall(counts, seed=3)
    assert exact is not None
    # Five standard errors of a share of 9,999 draws.
    spread = 5 * sqrt(exact * (1 - exact) / 9_999)
    assert drawn.p_value == pytest.approx(exact, abs=spread + 1e-4)


def test_drawn_p_values_are_never_zero() -> None:
    counts = shared([(30, 30), (0, 30), (30, 30), (0, 30), (15, 30), (15, 30)])
    assert regions_overall(counts).p_value == 1 / 10_000


def test_the_overall_test_says_where_the_share_is_least_and_greatest() -> None:
    answer = regions_overall(shared([(1, 4), (3, 4), (0, 0)]))
    assert "from 1 of 4 units (25.0%) in region 0 to 3 of 4 units (75.0%) in region 1" in (
        answer.means
    )
    assert "No unit has a rating in region 2" in answer.means
    assert (answer.value, answer.observations) == (0.5, 8)


def test_fishers_tea_taster_is_adjusted_for_nothing_with_two_regions() -> None:
    # Fisher (1935): three of four cups right, two-sided p 34/70.
    answers = region_against_rest(shared([(3, 4), (1, 4)]))
    assert [answer.p_value for answer in answers.values()] == [pytest.approx(34 / 70)] * 2


@given(REGIONS)
@settings(max_examples=40, deadline=None)
def test_each_region_is_tested_against_the_rest_and_adjusted(
    counts: list[tuple[int, int]],
) -> None:
    answers = region_against_rest(shared(counts))
    assert list(answers) == list(shared(counts))
    rated = {name: pair for name, pair in zip(answers, counts, strict=True) if pair[1]}
    assume(not any(answers[name].refusal for name in rated))
    base = sum(pair[1] for pair in rated.values())
    counted = sum(pair[0] for pair in rated.values())
    plain = {}
    for name, (numerator, size) in rated.items():
        ways = {
            some: comb(size, some) * comb(base - size, counted - some)
            for some in range(min(size, counted) + 1)
        }
        as_far = sum(way for way in ways.values() if way <= ways[numerator])
        plain[name] = as_far / comb(base, counted)
    least = 0.0
    for rank, (name, p_value) in enumerate(sorted(plain.items(), key=lambda item: item[1])):
        tests = len(plain) - rank if len(plain) > 2 else 1
        least = max(least, min(1.0, tests * p_value))
        assert answers[name].p_value == pytest.approx(least)
        numerator, size = rated[name]
        rest = Fraction(counted - numerator, base - size)
        assert answers[name].value == pytest.approx(float(Fraction(numerator, size) - rest))


def test_a_region_without_ratings_is_refused_alone() -> None:
    answers = region_against_rest(shared([(1, 4), (3, 4), (0, 0)]))
    assert [bool(answer.refusal) for answer in answers.values()] == [False, False, True]


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ([(1, 3)], "Fewer than two regions"),
        ([(1, 3), (0, 0)], "Fewer than two regions"),
        ([], "Fewer than two regions"),
        ([(0, 3), (0, 1)], "No unit counts"),
        ([(3, 3), (1, 1)], "All units count"),
    ],
)
def test_regions_with_nothing_to_compare_are_refused(
    counts: list[tuple[int, int]], why: str
) -> None:
    assert why in regions_overall(shared(counts)).refusal
    assert all(why in answer.refusal for answer in region_against_rest(shared(counts)).values())


def test_shares_of_regions_count_the_missing_apart() -> None:
    ratings = pd.DataFrame(
        [("S", "red"), ("N", "green"), ("N", "no plan"), ("N", "red")],
        columns=["region", "rating"],
    )
    shares = region_shares(ratings, {"red", "amber"}, SCALE, GAPS)
    says = "had the rating red or amber"
    assert shares == {"N": Share(says, 1, 2, 1, 1), "S": Share(says, 1, 1, 0, 0)}
    assert list(shares) == ["N", "S"]


@given(st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
@settings(deadline=None)
def test_the_ends_of_wilson_solve_the_equation_of_the_score_test(pair: tuple[int, int]) -> None:
    numerator, base = pair
    answer = wilson(Share("are green", numerator, base, 0, 0))
    for end in (answer.lower, answer.upper):
        assert end is not None
        gap = abs(numerator / base - end)
        assert gap == pytest.approx(1.959964 * sqrt(max(0, end * (1 - end)) / base), abs=1e-6)


def test_wilson_tells_its_model() -> None:
    # Newcombe (1998), Statistics in Medicine 17, table I: 81 of 263 is 0.2553 to 0.3662.
    answer = wilson(Share("were red", 81, 263, 0, 0))
    assert (round(answer.lower or 0, 4), round(answer.upper or 0, 4)) == (0.2553, 0.3662)
    assert "Only if each unit had got its rating by chance" in answer.means


def test_wilson_of_no_rated_unit_is_refused() -> None:
    assert wilson(Share("were red", 0, 0, 3, 3)).refusal
