"""Parts of a whole, against every way of splitting it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ltp_analysis.solved.composition import (
    ContradictionError,
    Range,
    ShareBounds,
    share_bounds,
    tighten,
    total,
)

NAMES = ("red", "amber", "green", "no plan")


@dataclass(frozen=True)
class World:
    """Bounds of parts, what they add up to, and which parts are counted or left out."""

    parts: dict[str, Range]
    whole: int
    counted: tuple[str, ...]
    left_out: tuple[str, ...]

    def splits(self) -> list[dict[str, int]]:
        """Try every set of parts."""
        ranges = [range(part.lower, part.upper + 1) for part in self.parts.values()]
        return [
            dict(zip(self.parts, split, strict=True))
            for split in product(*ranges)
            if sum(split) == self.whole
        ]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Draw a small world; about half of them contradict themselves."""
    parts = {}
    for name in NAMES[: draw(st.integers(1, 4))]:
        lower = draw(st.integers(0, 5))
        parts[name] = Range(lower, lower + draw(st.integers(0, 4)))
    roles = {name: draw(st.sampled_from(["counted", "left out", "other"])) for name in parts}
    return World(
        parts,
        draw(st.integers(0, 22)),
        tuple(name for name, role in roles.items() if role == "counted"),
        tuple(name for name, role in roles.items() if role == "left out"),
    )


@st.composite
def narrowed(draw: st.DrawFn) -> tuple[World, World]:
    """Draw a world that has a split, and the same world with one part narrowed."""
    world = draw(worlds())
    whole = sum(draw(st.integers(part.lower, part.upper)) for part in world.parts.values())
    world = World(world.parts, whole, world.counted, world.left_out)
    name = draw(st.sampled_from(sorted(world.parts)))
    lower = draw(st.integers(world.parts[name].lower, world.parts[name].upper))
    upper = draw(st.integers(lower, world.parts[name].upper))
    parts = world.parts | {name: Range(lower, upper)}
    return world, World(parts, whole, world.counted, world.left_out)


@given(worlds())
def test_tightened_parts_are_those_of_all_splits(world: World) -> None:
    splits = world.splits()
    if not splits:
        with pytest.raises(ContradictionError, match=rf"not to {world.whole}\b"):
            tighten(world.parts, world.whole)
        return
    assert tighten(world.parts, world.whole) == {
        name: Range(min(split[name] for split in splits), max(split[name] for split in splits))
        for name in world.parts
    }


@given(worlds())
def test_share_bounds_are_those_of_all_splits(world: World) -> None:
    def bounds() -> ShareBounds:
        return share_bounds(world.parts, world.whole, world.counted, world.left_out)

    found = [
        (
            sum(split[name] for name in world.counted),
            world.whole - sum(split[name] for name in world.left_out),
        )
        for split in world.splits()
    ]
    found = [(above, base) for above, base in found if base > 0]
    if not found:
        with pytest.raises(ContradictionError):
            bounds()
        return
    shares = [Fraction(above, base) for above, base in found]
    above, base = zip(*found, strict=True)
    assert bounds() == ShareBounds(
        min(shares), max(shares), Range(min(above), max(above)), Range(min(base), max(base))
    )


def inside(narrow: Range, wide: Range) -> bool:
    return wide.lower <= narrow.lower <= narrow.upper <= wide.upper


@given(narrowed())
def test_narrowing_a_part_never_widens_a_result(pair: tuple[World, World]) -> None:
    wide, narrow = pair
    before = tighten(wide.parts, wide.whole)
    if not narrow.splits():
        with pytest.raises(ContradictionError):
            tighten(narrow.parts, narrow.whole)
        return
    after = tighten(narrow.parts, narrow.whole)
    assert all(inside(after[name], before[name]) for name in after)
    try:
        new = share_bounds(narrow.parts, narrow.whole, narrow.counted, narrow.left_out)
    except ContradictionError:
        return
    old = share_bounds(wide.parts, wide.whole, wide.counted, wide.left_out)
    assert old.lower <= new.lower <= new.upper <= old.upper
    assert inside(new.numerator, old.numerator)
    assert inside(new.base, old.base)


@given(worlds())
def test_tightening_twice_changes_nothing_more(world: World) -> None:
    if not world.splits():
        return
    once = tighten(world.parts, world.whole)
    assert tighten(once, world.whole) == once


def test_what_three_counts_leave_of_195() -> None:
    parts = {"red": Range(21, 21), "amber": Range(146, 146), "no plan": Range(7, 7)}
    found = tighten(parts | {"green": Range(0, 195)}, 195)
    assert found["green"] == Range(21, 21)


def test_a_contradiction_names_what_the_parts_add_up_to() -> None:
    with pytest.raises(ContradictionError, match="add up to 3 to 5, not to 6"):
        tighten({"a": Range(1, 2), "b": Range(2, 3)}, 6)


def test_a_base_that_is_empty_in_every_split_is_no_base() -> None:
    with pytest.raises(ContradictionError):
        share_bounds({"red": Range(0, 0), "no plan": Range(3, 3)}, 3, ["red"], ["no plan"])


def test_ranges() -> None:
    assert total([]) == Range(0, 0)
    assert total([Range(1, 2), Range(10, 20)]) == Range(11, 22)
    assert [value in Range(2, 3) for value in (1, 2, 3, 4)] == [False, True, True, False]
    assert "2" not in Range(2, 3)
    assert Range(4, 4).single == 4
    assert Range(4, 5).single is None
