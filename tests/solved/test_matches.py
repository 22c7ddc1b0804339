"""Sets of units that match a total, against every set."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ltp_analysis.solved import matches
from ltp_analysis.solved.composition import Range
from ltp_analysis.solved.matches import Matches, Weights, _chunks, match, rough

NAMES = "abcdefgh"
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class World:
    """Weights of a few units, a total, and units that are fixed."""

    ways: list[dict[str, tuple[Fraction, Fraction]]]
    total: Range
    always_in: frozenset[str]
    always_out: frozenset[str]

    def solve(self) -> Matches:
        return match(self.ways, self.total, always_in=self.always_in, always_out=self.always_out)

    def sets(self) -> list[frozenset[str]]:
        """Return every set that keeps to what is fixed."""
        free = sorted(set(self.ways[0]) - self.always_in - self.always_out)
        return [
            self.always_in | set(some)
            for size in range(len(free) + 1)
            for some in combinations(free, size)
        ]

    def prints(self, some: frozenset[str]) -> set[int]:
        """Return the whole numbers that the sum of a set can print as, in any way."""
        found: set[int] = set()
        for weights in self.ways:
            low = sum((weights[unit][0] for unit in some), Fraction(0))
            high = sum((weights[unit][1] for unit in some), Fraction(0))
            found.update(range(math.ceil(low - HALF), math.floor(high + HALF) + 1))
        return found


@st.composite
def worlds(draw: st.DrawFn, *, whole: bool = False) -> World:
    """Draw a small world; its total is often the total of one of its sets."""
    names = NAMES[: draw(st.integers(1, 6))]
    value = st.integers(0, 30).map(Fraction) if whole else st.fractions(0, 30, max_denominator=12)
    spread = st.just(Fraction(0)) | (
        st.integers(0, 3).map(Fraction) if whole else st.fractions(0, 3, max_denominator=7)
    )
    ways = []
    for _ in range(draw(st.integers(1, 3))):
        lows = {name: draw(value) for name in names}
        ways.append({name: (low, low + draw(spread)) for name, low in lows.items()})
    places = {name: draw(st.sampled_from(["in", "out", "free", "free", "free"])) for name in names}
    always_in = frozenset(name for name in names if places[name] == "in")
    always_out = frozenset(name for name in names if places[name] == "out")
    near = sum((ways[0][name][0] for name in names if draw(st.booleans())), Fraction(0))
    lower = draw(st.integers(0, 100) | st.just(round(near)))
    return World(ways, Range(lower, lower + draw(st.integers(0, 3))), always_in, always_out)


@given(worlds())
def test_matches_are_those_of_all_sets(world: World) -> None:
    wanted = [
        some for some in world.sets() if any(value in world.total for value in world.prints(some))
    ]
    found = world.solve()
    assert found.patterns == len(world.sets())
    assert found.count == len(wanted)
    assert found.sets is not None
    assert set(found.sets) == set(wanted)
    assert list(found.sets) == sorted(wanted, key=sorted)
    assert found.reason == ""
    if wanted:
        assert found.in_all == frozenset.intersection(*wanted)
        assert found.in_none == found.units - frozenset.union(*wanted)
        assert found.in_some == found.units - found.in_all - found.in_none
    else:
        assert not found.in_all | found.in_none | found.in_some


@given(worlds())
def test_expected_by_chance_is_the_mean_over_all_numbers_near(world: World) -> None:
    # Every sum here is well inside the window of 500 on either side of the total.
    width = world.total.upper - world.total.lower
    matching = sum(
        len({value - shift for value in world.prints(some) for shift in range(width + 1)})
        for some in world.sets()
    )
    middle = Fraction(world.total.lower + world.total.upper, 2)
    numbers = math.floor(middle + 500) - math.ceil(middle - 500) + 1
    assert world.solve().expected_by_chance == pytest.approx(matching / numbers)


@given(worlds(whole=True))
def test_counting_on_a_grid_is_exact_for_whole_weights_and_else_too_large(world: World) -> None:
    tried = world.solve()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matches, "MOST_TRIED", -1)
        counted = world.solve()
    assert counted.expected_by_chance >= tried.expected_by_chance - 1e-9
    if len(world.ways) == 1:
        assert counted.expected_by_chance == pytest.approx(tried.expected_by_chance)
    assert (counted.count, counted.sets) == (tried.count, tried.sets)


def test_chunks_take_in_every_place_once() -> None:
    lengths = np.array([3, 0, 5, 1, 1], dtype=np.int64)
    for most in (1, 4, 100):
        chunks = list(_chunks(lengths, most))
        places = [place for chunk in chunks for place in range(chunk.start, chunk.stop)]
        assert places == [0, 1, 2, 3, 4]
        assert all(
            lengths[chunk].sum() <= most or chunk.stop - chunk.start == 1 for chunk in chunks
        )


def plain(*values: int) -> Weights:
    return {NAMES[place]: (Fraction(value),) * 2 for place, value in enumerate(values)}


def many(number: int, value: int = 1) -> Weights:
    return {f"u{place:02}": (Fraction(value), Fraction(value)) for place in range(number)}


def test_counts_of_equal_units_are_binomial() -> None:
    for number in (10, 16, 17, 20):
        found = match([many(number)], Range(5, 5))
        assert found.count == math.comb(number, 5)
        assert (found.sets is None) == (found.count > matches.MOST_LISTED)
        assert found.in_some == found.units


def test_half_way_is_open() -> None:
    half = {"a": (HALF, HALF)}
    assert match([half], Range(0, 0)).count == 2
    assert match([half], Range(1, 1)).sets == (frozenset("a"),)


def test_a_set_that_matches_in_several_ways_is_one_set() -> None:
    found = match([plain(3, 4), plain(4, 3), plain(7, 0)], Range(7, 7))
    assert found.sets == (frozenset("a"), frozenset("ab"))


def test_too_many_free_units_are_not_counted() -> None:
    found = match([many(41)], Range(5, 5))
    assert (found.count, found.sets, found.patterns) == (None, None, 2**41)
    assert found.reason == "not counted: more than 40 units are free"
    assert found.in_some == found.units


def test_hopeless_totals_are_not_counted() -> None:
    found = match([many(39, 20)], Range(400, 400))
    assert found.count is None
    assert found.reason.startswith("not counted: about ")
    assert found.expected_by_chance == pytest.approx(2**39 / 1001, rel=0.1)


def test_a_wide_window_is_counted_on_a_coarse_grid() -> None:
    weights = many(20, 100_000)
    found = match([weights], Range(1_000_000, 1_000_000))
    # The narrow window holds sums of ten units, the wide one of nine and eleven besides.
    narrow, wide = math.comb(20, 10), math.comb(20, 10) + 2 * math.comb(20, 9)
    assert found.expected_by_chance == pytest.approx(max(narrow / 40_001, wide / 200_001), rel=0.01)
    assert found.count == math.comb(20, 10)


def test_sums_beyond_the_window_are_none() -> None:
    weights = many(20, 100_000)
    found = match([weights], Range(5, 5), always_in=["u00"])
    assert (found.expected_by_chance, found.count) == (0.0, 0)
    found = match([weights], Range(5, 5))
    assert found.expected_by_chance == pytest.approx(1 / 1001)


def test_faulty_weights() -> None:
    with pytest.raises(ValueError, match="different units"):
        match([plain(1, 2), plain(1)], Range(1, 1))
    with pytest.raises(ValueError, match="always in and always out"):
        match([plain(1, 2)], Range(1, 1), always_in="a", always_out="a")
    with pytest.raises(ValueError, match="has no weight"):
        match([plain(1, 2)], Range(1, 1), always_in="z")
    with pytest.raises(ValueError, match="below 0"):
        match([plain(-1, 2)], Range(1, 1))
    with pytest.raises(OverflowError, match="weights"):
        match([plain(2**62)], Range(1, 1))
    with pytest.raises(OverflowError, match="total"):
        match([plain(1)], Range(2**62, 2**62))


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.075413, "0.075"), (0.0, "0"), (1.0, "1"), (9.96, "10"), (36.2, "36"), (13210.0, "13,000")],
)
def test_chance_has_two_figures(number: float, text: str) -> None:
    assert rough(number) == text
