"""Which sets of units a printed total can be the total of, and how many would be by chance.

A set matches if the sum of its units, rounded to the nearest whole number, can be one of the
whole numbers that the printed total stands for. Every set is tried: the free units are split in
two halves, the sums of each half are listed, and the sums of one are looked up in those of the
other (Horowitz and Sahni 1974, Journal of the ACM 21(2), 277-292). All sums are whole multiples
of one small fraction, so nothing is lost in rounding.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from numpy.typing import NDArray

    from ltp_analysis.solved.composition import Range

_MANY: Final = 10

Weights = Mapping[str, tuple[Fraction, Fraction]]
"""Least and greatest value of each unit under one way of adding up."""

MOST_LISTED: Final = 1000
"""Sets are listed one by one up to this number."""

MOST_FREE: Final = 40
"""With more free units the sums of one half would no longer fit into memory."""

MOST_BY_CHANCE: Final = 500_000.0
"""Where chance alone gives more matches than this they are not counted: they say nothing."""

MOST_TRIED: Final = 16
"""Up to so many free units, what chance would match is found by trying every set."""

WINDOW_SHARES: Final = (Fraction(2, 100), Fraction(10, 100))
"""How far from the total a sum still counts as near it, as shares of the total.

Two windows, because a narrow one may by accident hold few sets, and a wide one may reach beyond
the last sum that there is.
"""

WINDOW_LEAST: Final = 500
"""How far from the total a sum counts as near it at the least."""

_WINDOW_STEPS: Final = 4096
_MOST_SCALED: Final = 2**62


@dataclass(frozen=True)
class Matches:
    """The sets of units that a total can be the total of.

    Attributes:
        units: All units that were weighed.
        patterns: How many sets were open: two to the power of the free units.
        expected_by_chance: How many of them would match a number near the total that has
            nothing to do with the units.
        count: How many match; None if they were not counted.
        in_all: Units that are in every matching set; empty if none matches.
        in_none: Units that are in no matching set; empty if none matches.
        sets: The matching sets in the order of their codes; None if they are too many to list.
        reason: Why they were not counted; empty if they were.
    """

    units: frozenset[str]
    patterns: int
    expected_by_chance: float
    count: int | None = None
    in_all: frozenset[str] = frozenset()
    in_none: frozenset[str] = frozenset()
    sets: tuple[frozenset[str], ...] | None = None
    reason: str = ""

    @property
    def in_some(self) -> frozenset[str]:
        """Units that are in some matching sets and not in others, or that nothing is known of."""
        return self.units - self.in_all - self.in_none if self.count != 0 else frozenset()


def match(
    ways: Sequence[Weights],
    total: Range,
    *,
    always_in: Collection[str] = (),
    always_out: Collection[str] = (),
) -> Matches:
    """Return the sets of units that a printed total can be the total of.

    Args:
        ways: The ways in which the units may have been added up, each with a least and a
            greatest value, none below 0, for the same units. A set that matches in several ways
            is counted once. Values between the two are all taken as possible, for each unit by
            itself: where they stand for errors that in truth cancel, this finds sets too many,
            never too few.
        total: The whole numbers that the printed total can stand for.
        always_in: Units that are in every set.
        always_out: Units that are in none. Units of neither kind are free.

    Returns:
        The matches: exact where they are counted, which they are unless there are more than
        `MOST_FREE` free units or `MOST_BY_CHANCE` matches to be expected.

    Raises:
        ValueError: If the ways are about different units, a unit is always in and always out,
            or a value is below 0.
        OverflowError: If the sums do not fit into 64 bits.
    """
    units = frozenset(ways[0])
    _check(ways, units, frozenset(always_in), frozenset(always_out))
    fixed = sorted(always_in)
    free = sorted(units.difference(always_in, always_out))
    chance = _by_chance(ways, total, free, fixed)
    patterns = 2 ** len(free)
    if len(free) > MOST_FREE:
        reason = f"not counted: more than {MOST_FREE} units are free"
        return Matches(units, patterns, chance, reason=reason)
    if chance > MOST_BY_CHANCE:
        reason = f"not counted: about {rough(chance)} sets would match by chance"
        return Matches(units, patterns, chance, reason=reason)
    found = [_matching(weights, total, free, fixed) for weights in ways]
    codes = np.unique(np.concatenate(found))
    if not len(codes):
        return Matches(units, patterns, chance, 0, sets=())
    everywhere, somewhere = (
        int(np.bitwise_and.reduce(codes)),
        int(np.bitwise_or.reduce(codes)),
    )
    listed = None
    if len(codes) <= MOST_LISTED:
        sets = (frozenset(fixed) | _members(int(code), free) for code in codes)
        listed = tuple(sorted(sets, key=sorted))
    return Matches(
        units,
        patterns,
        chance,
        len(codes),
        frozenset(always_in) | _members(everywhere, free),
        frozenset(always_out) | (frozenset(free) - _members(somewhere, free)),
        listed,
    )


def _check(
    ways: Sequence[Weights],
    units: frozenset[str],
    always_in: frozenset[str],
    always_out: frozenset[str],
) -> None:
    if any(frozenset(weights) != units for weights in ways):
        raise ValueError("the ways of adding up are about different units")
    if always_in & always_out or not (always_in | always_out) <= units:
        raise ValueError("a unit is always in and always out, or has no weight")
    if any(not 0 <= low <= high for weights in ways for low, high in weights.values()):
        raise ValueError("a weight is below 0, or its least value above its greatest")


def rough(number: float) -> str:
    """Return how many sets are expected by chance, in two digits: “0.075”, “36”, “13,000”.

    Args:
        number: How many.
    """
    return f"{float(f'{number:.2g}'):,.0f}" if number >= _MANY else f"{number:.2g}"


def _by_chance(ways: Sequence[Weights], total: Range, free: list[str], fixed: list[str]) -> float:
    """Return how many sets match a whole number near the total, on average over those numbers.

    Near the total is within one of `WINDOW_SHARES` of it, whichever gives more; at the least
    within `WINDOW_LEAST`, and within what the total and the sums leave open. A set near the
    total matches as many numbers as there is room for: one, and more where ways of adding up
    differ, or where weights or the total are open.

    With more than `MOST_TRIED` free units the sets are counted on a grid, each way by itself,
    and added up: an approximation that is too large rather than too small, since sets that
    match a number in several ways are counted several times.
    """
    middle = Fraction(total.lower + total.upper, 2)
    open_sums = max(sum(high - low for low, high in weights.values()) for weights in ways)
    least = max(Fraction(WINDOW_LEAST), total.upper - total.lower + Fraction(open_sums))
    windows = [
        (math.ceil(middle - reach), math.floor(middle + reach))
        for reach in (max(least, share * middle) for share in WINDOW_SHARES)
    ]
    if len(free) <= MOST_TRIED:
        return _room_of_tried(ways, total, free, fixed, windows)
    return max(
        sum(_room_on_grid(weights, total, free, fixed, window) for weights in ways)
        for window in windows
    )


def _room_of_tried(
    ways: Sequence[Weights],
    total: Range,
    free: list[str],
    fixed: list[str],
    windows: Sequence[tuple[int, int]],
) -> float:
    """Return how many sets match a number in a window on average, the most of all windows."""
    firsts, lasts = [], []
    for weights in ways:
        scale, lows, highs = _scaled(weights)
        low = _sums(lows, free) + sum(lows[unit] for unit in fixed) - scale // 2
        high = _sums(highs, free) + sum(highs[unit] for unit in fixed) + scale // 2
        firsts.append(-(-low // scale))
        lasts.append(high // scale)
    order = np.argsort(np.stack(firsts), axis=0, kind="stable")
    first = np.take_along_axis(np.stack(firsts), order, axis=0)
    last = np.take_along_axis(np.stack(lasts), order, axis=0) + (total.upper - total.lower)
    passed = first[0] - 1
    room = np.zeros_like(passed)
    for begin, end in zip(first, last, strict=True):
        room += np.maximum(0, end - np.maximum(begin - 1, passed))
        passed = np.maximum(passed, end)
    twice_middle = first[0] + passed - (total.upper - total.lower)
    means = []
    for begin, end in windows:
        near = (twice_middle >= 2 * begin) & (twice_middle <= 2 * end)
        means.append(float(room[near].sum()) / (end - begin + 1))
    return max(means)


def _room_on_grid(
    weights: Weights, total: Range, free: list[str], fixed: list[str], window: tuple[int, int]
) -> float:
    """Return how many sets match a number in a window on average, under one way of adding up.

    Sets are counted by the middle of their sum, on a grid of whole numbers that is coarser where
    the window is wide.
    """
    first, last = window
    step = 1 + (last - first) // _WINDOW_STEPS
    size = last // step + 1
    start = round(sum((sum(weights[unit]) for unit in fixed), Fraction(0)) / 2 / step)
    if not 0 <= start < size:
        return 0.0
    sets, rooms = np.zeros(size), np.zeros(size)
    opened = sum((weights[unit][1] - weights[unit][0] for unit in fixed), Fraction(0))
    sets[start], rooms[start] = 1, float(1 + total.upper - total.lower + opened)
    for unit in free:
        low, high = weights[unit]
        shift, spread = round((low + high) / 2 / step), float(high - low)
        if shift < size:
            before, rooms_before = sets[: size - shift].copy(), rooms[: size - shift].copy()
            sets[shift:] += before
            rooms[shift:] += rooms_before + spread * before
    return float(rooms[max(0, math.ceil(first / step)) :].sum()) / (last - first + 1)


def _matching(
    weights: Weights, total: Range, free: list[str], fixed: list[str]
) -> NDArray[np.int64]:
    """Return the matching sets, each as a number whose bit n says whether free unit n is in."""
    scale, lows, highs = _scaled(weights)
    # The sum of a set rounds to a number from `lower` to `upper` if it lies up to a half outside.
    least = total.lower * scale - scale // 2 - sum(highs[unit] for unit in fixed)
    greatest = total.upper * scale + scale // 2 - sum(lows[unit] for unit in fixed)
    if max(abs(least), abs(greatest)) > _MOST_SCALED:
        raise OverflowError("the total is too large for sums of 64 bits")
    left, right = free[: len(free) // 2], free[len(free) // 2 :]
    low_left, high_left = _sums(lows, left), _sums(highs, left)
    low_right, high_right = _sums(lows, right), _sums(highs, right)
    order = np.argsort(low_right, kind="stable")
    low_right, high_right = low_right[order], high_right[order]
    slack = int((high_right - low_right).max())
    begin = np.searchsorted(low_right, least - high_left - slack, side="left")
    end = np.searchsorted(low_right, greatest - low_left, side="right")
    found = [np.zeros(0, dtype=np.int64)]
    for chunk in _chunks(np.maximum(end - begin, 0)):
        lengths = np.maximum(end[chunk] - begin[chunk], 0)
        ones = np.repeat(np.arange(chunk.start, chunk.stop), lengths)
        skipped = np.repeat(np.cumsum(lengths) - lengths, lengths)
        others = np.arange(len(ones)) - skipped + begin[ones]
        fits = high_left[ones] + high_right[others] >= least
        found.append(ones[fits] | (order[others[fits]] << len(left)))
    return np.concatenate(found)


def _scaled(weights: Weights) -> tuple[int, dict[str, int], dict[str, int]]:
    """Return an even number that makes all weights whole, and the weights times it."""
    scale = 2 * math.lcm(*(value.denominator for span in weights.values() for value in span))
    lows = {unit: int(low * scale) for unit, (low, _) in weights.items()}
    highs = {unit: int(high * scale) for unit, (_, high) in weights.items()}
    if sum(highs.values()) > _MOST_SCALED:
        raise OverflowError("the weights are too large, or too fine, for sums of 64 bits")
    return scale, lows, highs


def _sums(weights: Mapping[str, int], units: list[str]) -> NDArray[np.int64]:
    """Return the sums of all sets of units, the set of number n at place n."""
    sums = np.zeros(1, dtype=np.int64)
    for unit in units:
        sums = np.concatenate([sums, sums + weights[unit]])
    return sums


def _chunks(lengths: NDArray[np.int64], most: int = 2_000_000) -> Iterable[slice]:
    """Cut an array of lengths into slices of about the same total, to bound memory."""
    passed = np.cumsum(lengths)
    starts = [0]
    while starts[-1] < len(lengths):
        done = int(passed[starts[-1] - 1]) if starts[-1] else 0
        stop = int(np.searchsorted(passed, done + most, side="right"))
        starts.append(min(len(lengths), max(stop, starts[-1] + 1)))
    return (slice(*pair) for pair in pairwise(starts))


def _members(code: int, free: list[str]) -> frozenset[str]:
    return frozenset(unit for place, unit in enumerate(free) if code >> place & 1)
