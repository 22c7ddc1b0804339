"""Bands that make up a range of ages, against trying every set of bands."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from ltp_analysis.validated.age_bands import bands_that_tile

AGES = st.integers(0, 6)
BANDS = st.lists(st.tuples(AGES, AGES).map(sorted).map(tuple), max_size=6, unique=True)


def by_trial(limits: dict[str, tuple[int, int]], first: int, last: int) -> int | None:
    """Return the size of the smallest set of bands that holds each age just once."""
    wanted = list(range(first, last + 1))
    for size in range(1, len(limits) + 1):
        for some in combinations(limits.values(), size):
            ages = sorted(age for start, end in some for age in range(start, end + 1))
            if ages == wanted:
                return size
    return None


@given(BANDS, AGES, AGES)
def test_the_fewest_bands_hold_each_age_just_once(
    bands: list[tuple[int, int]], one: int, other: int
) -> None:
    limits = {f"{first}-{last}": (first, last) for first, last in bands}
    first, last = sorted((one, other))
    found = bands_that_tile(limits, set(limits), first, last)
    size = by_trial(limits, first, last)
    if found is None:
        assert size is None
        return
    assert len(found) == size
    ages = [age for band in found for age in range(limits[band][0], limits[band][1] + 1)]
    assert ages == list(range(first, last + 1))


def test_bands_that_are_not_there_or_have_no_end_are_passed_over() -> None:
    limits = {"0-4": (0, 4), "0-9": (0, 9), "5-9": (5, 9)}
    assert bands_that_tile(limits, {"0-4", "5-9", "all"}, 0, 9) == ("0-4", "5-9")
    assert bands_that_tile(limits, set(limits), 0, 9) == ("0-9",)
    assert bands_that_tile(limits, {"0-4"}, 0, 9) is None
