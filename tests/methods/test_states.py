"""States of a scale, and values that are none."""

from __future__ import annotations

import pytest

from ltp_analysis.methods.states import check_states


def test_categories_and_missing_states_are_both_states() -> None:
    check_states(["red", "no plan", "green"], ("red", "green"), ("no plan",))


def test_all_values_that_are_no_state_are_named_once() -> None:
    with pytest.raises(ValueError, match=r"scale: blue, nan\."):
        check_states(["blue", float("nan"), "blue", "red"], ("red", "green"), ())


@pytest.mark.parametrize(
    ("categories", "missing"),
    [(("red",), ()), (("red", "red"), ()), (("red", "green"), ("red",)), ((), ("red",))],
)
def test_a_scale_has_two_categories_and_no_state_twice(
    categories: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    with pytest.raises(ValueError, match="at least two categories"):
        check_states([], categories, missing)
