"""Counts behind printed percentages, against rounding by `decimal`."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ltp_analysis.statements.rounding import RULES, Rule, limits, numerators

WAYS = {
    Rule.NEAREST: (ROUND_HALF_UP, ROUND_HALF_DOWN),
    Rule.HALF_UP: (ROUND_HALF_UP,),
    Rule.HALF_EVEN: (ROUND_HALF_EVEN,),
    Rule.TRUNCATED: (ROUND_DOWN,),
}


def printed_forms(share: Fraction, rule: Rule, resolution: str) -> set[Fraction]:
    """Return what a share prints as, by `decimal`: two numbers where the rule leaves a tie open.

    A quotient of numbers this small is never cut to a tie by the 28 digits of `decimal`.
    """
    exact = Decimal(share.numerator) / Decimal(share.denominator)
    return {Fraction(exact.quantize(Decimal(resolution), way)) for way in WAYS[rule]}


def enumerated(printed: Fraction, base: int, rule: Rule, resolution: str) -> list[int]:
    """Try every count."""
    return [
        count
        for count in range(base + 1)
        if printed in printed_forms(Fraction(100 * count, base), rule, resolution)
    ]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("base", [1, 2, 3, 7, 8, 9, 40, 98, 116, 188, 195, 200, 250])
def test_every_whole_percentage_of_a_base(base: int, rule: Rule) -> None:
    found = {printed: numerators(Fraction(printed), base, rule) for printed in range(101)}
    assert found == {
        printed: enumerated(Fraction(printed), base, rule, "1") for printed in range(101)
    }
    assert set().union(*found.values()) == set(range(base + 1))


@given(
    base=st.integers(1, 250),
    rule=st.sampled_from(RULES),
    resolution=st.sampled_from(["1", "0.1"]),
    data=st.data(),
)
def test_any_percentage_that_a_count_prints_as(
    base: int, rule: Rule, resolution: str, data: st.DataObject
) -> None:
    count = data.draw(st.integers(0, base))
    for printed in printed_forms(Fraction(100 * count, base), rule, resolution):
        found = numerators(printed, base, rule, Fraction(resolution))
        assert count in found
        assert found == enumerated(printed, base, rule, resolution)


@given(
    base=st.integers(1, 250),
    rule=st.sampled_from(RULES),
    tenths=st.integers(0, 1000),
)
def test_any_percentage_to_one_decimal(base: int, rule: Rule, tenths: int) -> None:
    printed = Fraction(tenths, 10)
    found = numerators(printed, base, rule, Fraction(1, 10))
    assert found == enumerated(printed, base, rule, "0.1")


@pytest.mark.parametrize(
    ("printed", "base", "rule", "expected"),
    [
        # 88% of 188: 164.5 to 166.4 round to it, 165.4 up to 167.3 are cut to it.
        (88, 188, Rule.NEAREST, [165, 166]),
        (88, 188, Rule.TRUNCATED, [166, 167]),
        (89, 188, Rule.NEAREST, [167, 168]),
        # 7 of 9 is 77.8%.
        (77, 9, Rule.TRUNCATED, [7]),
        (77, 9, Rule.NEAREST, []),
        (78, 9, Rule.NEAREST, [7]),
        (62, 98, Rule.NEAREST, [61]),
        (21, 98, Rule.NEAREST, [21]),
        (84, 98, Rule.NEAREST, [82]),
        (83, 98, Rule.NEAREST, [81]),
        (18, 195, Rule.NEAREST, [35, 36]),
        (74, 195, Rule.NEAREST, [144, 145]),
        (2, 195, Rule.NEAREST, [3, 4]),
        (6, 195, Rule.NEAREST, [11, 12]),
        (100, 3, Rule.NEAREST, [3]),
        (0, 3, Rule.NEAREST, [0]),
        (50, 3, Rule.NEAREST, []),
    ],
)
def test_figures_of_the_four_rounds(
    printed: int, base: int, rule: Rule, expected: list[int]
) -> None:
    assert numerators(Fraction(printed), base, rule) == expected


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule is not Rule.TRUNCATED])
def test_the_national_share_of_2018_is_88_only_if_cut_off(rule: Rule) -> None:
    assert 167 not in numerators(Fraction(88), 188, rule)
    assert 167 in numerators(Fraction(88), 188, Rule.TRUNCATED)


@pytest.mark.parametrize(
    ("printed", "base", "expected"),
    [
        # 1 of 8 is 12.5%, 3 of 8 is 37.5%.
        (12, 8, {Rule.NEAREST: [1], Rule.HALF_EVEN: [1], Rule.TRUNCATED: [1]}),
        (13, 8, {Rule.NEAREST: [1], Rule.HALF_UP: [1]}),
        (37, 8, {Rule.NEAREST: [3], Rule.TRUNCATED: [3]}),
        (38, 8, {Rule.NEAREST: [3], Rule.HALF_UP: [3], Rule.HALF_EVEN: [3]}),
        # 1 of 200 is 0.5%, 3 of 200 is 1.5%.
        (
            0,
            200,
            {
                Rule.NEAREST: [0, 1],
                Rule.HALF_UP: [0],
                Rule.HALF_EVEN: [0, 1],
                Rule.TRUNCATED: [0, 1],
            },
        ),
        (
            1,
            200,
            {
                Rule.NEAREST: [1, 2, 3],
                Rule.HALF_UP: [1, 2],
                Rule.HALF_EVEN: [2],
                Rule.TRUNCATED: [2, 3],
            },
        ),
    ],
)
def test_ties_go_by_the_rule(printed: int, base: int, expected: dict[Rule, list[int]]) -> None:
    found = {rule: numerators(Fraction(printed), base, rule) for rule in RULES}
    assert found == {rule: expected.get(rule, []) for rule in RULES}


@pytest.mark.parametrize("rule", RULES)
def test_a_share_that_ends_within_the_resolution_is_exact(rule: Rule) -> None:
    assert numerators(Fraction("12.5"), 8, rule, Fraction("0.1")) == [1]


def test_limits_written_out() -> None:
    one, tenth = Fraction(1), Fraction(1, 10)
    for rule in (Rule.NEAREST, Rule.HALF_UP, Rule.HALF_EVEN):
        assert limits(Fraction(37), one, rule) == (Fraction("36.5"), Fraction("37.5"))
        assert limits(Fraction("34.9"), tenth, rule) == (Fraction("34.85"), Fraction("34.95"))
    assert limits(Fraction(37), one, Rule.TRUNCATED) == (Fraction(37), Fraction(38))
    assert limits(Fraction("34.9"), tenth, Rule.TRUNCATED) == (Fraction("34.9"), Fraction(35))


@given(
    printed=st.integers(0, 100),
    rule=st.sampled_from(RULES),
    within=st.fractions(0, 1, max_denominator=1000),
)
def test_limits_hold_what_prints_so_and_nothing_else(
    printed: int, rule: Rule, within: Fraction
) -> None:
    lower, upper = limits(Fraction(printed), Fraction(1), rule)
    assert upper - lower == 1
    inside = lower + within * (upper - lower)
    if within not in (0, 1):
        assert printed_forms(inside, rule, "1") == {printed}
    beyond = Fraction(1, 1000) + within
    assert printed not in printed_forms(upper + beyond, rule, "1")
    if lower - beyond >= 0:
        assert printed not in printed_forms(lower - beyond, rule, "1")
