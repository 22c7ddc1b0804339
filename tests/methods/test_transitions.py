"""Transitions, moves and mergers against hand counts and all worlds one by one."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ltp_analysis.methods.transitions import like_for_like, moves, transition_table

SCALE = ("red", "amber", "green")
GAPS = ("no plan", "not read")
STATES = [*SCALE, *GAPS]

PAIRS = st.lists(st.tuples(st.sampled_from(STATES), st.sampled_from(STATES)), max_size=4)


def frame(pairs: list[tuple[str, str]]) -> pd.DataFrame:
    rows = [(f"u{number}", *pair) for number, pair in enumerate(pairs)]
    return pd.DataFrame(rows, columns=["unit", "before", "after"])


@given(PAIRS)
@settings(deadline=None)
def test_the_table_counts_every_pair_in_the_order_of_the_scale(
    pairs: list[tuple[str, str]],
) -> None:
    table = transition_table(frame(pairs), SCALE, GAPS)
    assert list(table.index) == list(table.columns) == STATES
    assert [axis.name for axis in table.axes] == ["before", "after"]
    assert set(table.dtypes) == {np.dtype(int)}
    for before, after in product(STATES, STATES):
        assert table.loc[before, after] == pairs.count((before, after))


@given(PAIRS)
@settings(deadline=None)
def test_moves_are_bounded_by_all_that_the_missing_can_have_been(
    pairs: list[tuple[str, str]],
) -> None:
    moved = moves(frame(pairs), SCALE, GAPS)
    worlds = product(*(product(_options(before), _options(after)) for before, after in pairs))
    steps = [
        [SCALE.index(after) - SCALE.index(before) for before, after in world] for world in worlds
    ]
    units = len(pairs)
    for share, counts in (
        (moved.improved, [sum(step > 0 for step in world) for world in steps]),
        (moved.same, [world.count(0) for world in steps]),
        (moved.worsened, [sum(step < 0 for step in world) for world in steps]),
    ):
        if units:
            assert share.lower == Fraction(min(counts), units)
            assert share.upper == Fraction(max(counts), units)
        assert share.base + share.missing == units
    total = moved.improved.numerator + moved.same.numerator + moved.worsened.numerator
    assert total == moved.same.base


def _options(state: str) -> tuple[str, ...]:
    return SCALE if state in GAPS else (state,)


def test_a_merged_unit_has_an_earlier_rating_only_if_its_parts_agreed() -> None:
    before = {"a": "red", "b": "red", "c": "red", "d": "green", "e": "amber", "f": "no plan"}
    after = {"ab": "amber", "cd": "green", "e": "amber", "f": "red", "new": "green"}
    successors = {"a": "ab", "b": "ab", "c": "cd", "d": "cd", "e": "e", "f": "f"}
    same = like_for_like(before, after, successors)
    assert same.later.to_numpy().tolist() == [
        ["ab", "red", "amber", 2],
        ["e", "amber", "amber", 1],
        ["f", "no plan", "red", 1],
    ]
    assert same.mixed.to_numpy().tolist() == [["cd", ("c", "d"), ("red", "green"), "green"]]
    assert same.new.to_numpy().tolist() == [["new", "green"]]
    assert same.earlier[["unit", "before", "after", "successor"]].to_numpy().tolist() == [
        ["a", "red", "amber", "ab"],
        ["b", "red", "amber", "ab"],
        ["c", "red", "green", "cd"],
        ["d", "green", "green", "cd"],
        ["e", "amber", "amber", "e"],
        ["f", "no plan", "red", "f"],
    ]


def test_parts_one_of_which_is_missing_are_mixed() -> None:
    same = like_for_like({"a": "red", "b": "no plan"}, {"ab": "red"}, {"a": "ab", "b": "ab"})
    assert len(same.later) == 0
    assert same.mixed["before"].tolist() == [("red", "no plan")]


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(STATES)), st.data())
@settings(deadline=None)
def test_both_views_hold_every_unit_once(before: dict[str, str], data: st.DataObject) -> None:
    targets = st.sampled_from("xyz")
    successors = {unit: data.draw(targets) for unit in before}
    after = {unit: data.draw(st.sampled_from(STATES)) for unit in "xyz"}
    same = like_for_like(before, after, successors)
    apart = [*same.later["unit"], *same.mixed["unit"], *same.new["unit"]]
    assert sorted(apart) == ["x", "y", "z"]
    assert same.earlier["unit"].tolist() == sorted(before)
    assert transition_table(same.earlier, SCALE, GAPS).to_numpy().sum() == len(before)


@pytest.mark.parametrize("successors", [{}, {"a": "gone"}])
def test_a_unit_without_a_successor_is_named(successors: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="register: a"):
        like_for_like({"a": "red"}, {"b": "red"}, successors)


def test_a_unit_that_is_there_twice_is_an_error() -> None:
    pairs = frame([("red", "red")])
    with pytest.raises(ValueError, match="twice"):
        transition_table(pd.concat([pairs, pairs]), SCALE, GAPS)


def test_a_rating_that_is_no_state_is_an_error() -> None:
    with pytest.raises(ValueError, match="blue"):
        moves(frame([("red", "blue")]), SCALE, GAPS)
