"""Bounds of shares and tipping points against worked numbers and all worlds one by one."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ltp_analysis.methods.missing import Share, bounded, share_of, tipping_point

SCALE = ("red", "amber", "green")
GAPS = ("no plan",)


@st.composite
def shares(draw: st.DrawFn) -> Share:
    base = draw(st.integers(0, 7))
    missing = draw(st.integers(0, 5))
    return Share(
        "are green",
        draw(st.integers(0, base)),
        base,
        missing,
        draw(st.integers(0, missing)),
    )


def fewest(share: Share, other: Share) -> int | None:
    """Return the least number of missing units out of step in a world that turns a comparison."""
    known = [Fraction(part.numerator, part.base) for part in (share, other)]
    above = known[0] > known[1]
    found = []
    for first, second in product(range(share.possible + 1), range(other.possible + 1)):
        left = Fraction(share.numerator + first, share.base + share.missing)
        right = Fraction(other.numerator + second, other.base + other.missing)
        if (left <= right) if above else (left >= right):
            found.append(
                share.possible - first + second if above else first + other.possible - second
            )
    return min(found, default=None)


def test_missing_plans_bound_the_share_of_195_ccgs_that_were_green() -> None:
    ratings = ["green"] * 21 + ["amber"] * 146 + ["red"] * 21 + ["no plan"] * 7
    share = share_of(ratings, {"green"}, SCALE, GAPS)
    assert (share.known, share.lower, share.upper) == (
        Fraction(21, 188),
        Fraction(21, 195),
        Fraction(28, 195),
    )
    answer = bounded(share)
    assert answer.means == (
        "21 of 188 units, missing ones left out, had the rating green (11.2%); with 7 units "
        "missing it is at least 10.8% and at most 14.4% of all."
    )
    assert (answer.value, answer.lower, answer.upper) == (21 / 188, 21 / 195, 28 / 195)


def test_two_categories_are_counted_together_in_the_order_of_the_scale() -> None:
    share = share_of(["red", "amber", "green"], {"amber", "red"}, SCALE, GAPS)
    assert (share.numerator, share.says) == (2, "had the rating red or amber")


@given(shares())
@settings(deadline=None)
def test_bounds_are_the_least_and_the_greatest_share_of_any_world(share: Share) -> None:
    units = share.base + share.missing
    if units:
        worlds = [Fraction(share.numerator + some, units) for some in range(share.possible + 1)]
        assert (share.lower, share.upper) == (min(worlds), max(worlds))
    else:
        assert (share.lower, share.upper) == (Fraction(0), Fraction(1))
    assert bool(bounded(share).refusal) == (share.base == 0)


def test_all_missing_and_no_units_at_all_are_told_apart() -> None:
    assert (
        "Missing: all of 2 units"
        in bounded(share_of(["no plan"] * 2, {"red"}, SCALE, GAPS)).refusal
    )
    assert bounded(share_of([], {"red"}, SCALE, GAPS)).refusal == "There are no units."


def test_a_share_of_nothing_missing_has_no_bounds_to_tell_of() -> None:
    answer = bounded(share_of(["red"], {"red"}, SCALE, GAPS))
    assert answer.means == "1 of 1 unit had the rating red (100.0%)."


@given(shares(), shares())
@settings(deadline=None)
def test_the_tipping_point_of_two_shares_is_the_least_over_all_worlds(
    share: Share, other: Share
) -> None:
    answer = tipping_point(share, other)
    if not share.base or not other.base:
        assert "No unit has a rating" in answer.refusal
    elif share.known == other.known:
        assert "no comparison" in answer.refusal
    else:
        least = fewest(share, other)
        assert answer.value == least
        assert answer.words == ("" if least is not None else "no number of them")
        assert not answer.refusal


@given(shares(), st.fractions(0, 1, max_denominator=6))
@settings(deadline=None)
def test_the_tipping_point_at_a_threshold_is_the_least_over_all_worlds(
    share: Share, threshold: Fraction
) -> None:
    answer = tipping_point(share, threshold)
    if share.base and share.known != threshold:
        other = Share("", threshold.numerator, threshold.denominator, 0, 0)
        assert answer.value == fewest(share, other)
        assert answer.observations == share.base
    else:
        assert answer.refusal


def test_a_tipping_point_says_which_missing_units_would_have_to_be_what() -> None:
    before = Share("are green", 4, 10, 2, 2)
    after = Share("are green", 5, 10, 2, 2)
    answer = tipping_point(after, before)
    # 7 of 12 against 4 of 12 at best for the claim: three units draw level.
    assert answer.value == 3
    assert "1 of the 2 missing in the first did not count" in answer.means
    assert "2 of the 2 missing in the second counted" in answer.means


def test_a_threshold_above_is_reached_by_units_that_count() -> None:
    answer = tipping_point(Share("are green", 4, 10, 3, 3), Fraction(1, 2))
    assert answer.value == 3
    assert "hold no more: 3 of the 3 missing counted." in answer.means


@pytest.mark.parametrize("threshold", [Fraction(-1, 2), Fraction(3, 2)])
def test_a_threshold_is_a_share(threshold: Fraction) -> None:
    with pytest.raises(ValueError, match="No such share"):
        tipping_point(Share("", 1, 2, 0, 0), threshold)


@pytest.mark.parametrize("counts", [(3, 2, 0, 0), (-1, 2, 0, 0), (0, 2, 1, 2)])
def test_impossible_counts_are_refused(counts: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="No such share"):
        Share("", *counts)


@pytest.mark.parametrize(
    ("ratings", "scale"),
    [
        (["blue"], SCALE),
        ([float("nan")], SCALE),
        (["red"], ("red",)),
        (["red"], ("red", "red")),
        (["red"], ("red", "no plan")),
    ],
)
def test_what_is_no_state_of_a_scale_is_an_error(ratings: list[str], scale: tuple[str]) -> None:
    with pytest.raises(ValueError, match="no state"):
        share_of(ratings, {"red"}, scale, GAPS)


def test_a_missing_state_cannot_be_counted_as_a_rating() -> None:
    with pytest.raises(ValueError, match="no plan"):
        share_of(["red"], {"no plan"}, SCALE, GAPS)
