"""How printed amounts are read: rounding, plain words, bases and meanings."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from ltp_analysis.statements.amounts import amount_readings
from ltp_analysis.statements.rounding import RULES, Rule, prints_as

if TYPE_CHECKING:
    from ltp_analysis.statements.statement import Reading
    from ltp_analysis.validated.study import Study

SHARES = sorted({Fraction(part, whole) for whole in range(1, 61) for part in range(whole + 1)})


def _figure(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - as rows of tables are
    row = {
        "category": "red",
        "unit": "percent",
        "value": "21",
        "qualifier": "none",
        "resolution": "1",
        "base": "ccgs",
        "base_value": None,
    }
    return {**row, **more}


def _one(study: Study, **more: Any) -> Reading:  # noqa: ANN401 - as rows of tables are
    (reading,) = amount_readings(study, _figure(**more), [Rule.NEAREST])
    return reading


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("resolution", ["1", "0.5", "0.1", "10"])
def test_a_reading_holds_where_a_share_prints_so(study: Study, rule: Rule, resolution: str) -> None:
    step = Fraction(resolution)
    for number in (0, 1, 2, 7, 10):
        value = number * step if number < 10 else Fraction(100)
        (reading,) = amount_readings(
            study, _figure(value=str(value), resolution=resolution), [rule]
        )
        assert reading.rule is rule
        assert reading.is_share
        for share in SHARES:
            assert reading.holds(share) is prints_as(100 * share, value, step, rule)


@pytest.mark.parametrize("value", ["12", "13", "37", "62", "63", "88", "100"])
def test_ties_go_as_the_rule_says(study: Study, value: str) -> None:
    for reading in amount_readings(study, _figure(value=value), RULES):
        assert reading.rule is not None
        for share in SHARES:
            expected = prints_as(100 * share, Fraction(value), Fraction(1), reading.rule)
            assert reading.holds(share) is expected


def test_each_rule_is_a_reading_of_a_percentage_and_of_nothing_else(study: Study) -> None:
    assert [item.rule for item in amount_readings(study, _figure(), RULES)] == list(RULES)
    for more in ({"unit": "count"}, {"unit": "fraction", "value": "1/2"}, {"qualifier": "about"}):
        assert [item.rule for item in amount_readings(study, _figure(**more), RULES)] == [None]


@pytest.mark.parametrize(
    ("value", "qualifier", "inside", "outside"),
    [
        ("1/2", "none", ["1/2", "9/20", "11/20"], ["1/3", "2/5", "3/5"]),
        ("1/3", "none", ["1/3", "3/10", "7/20"], ["1/4", "1/2", "9/20"]),
        ("2/3", "none", ["2/3", "7/10", "6/10"], ["1/2", "3/4"]),
        ("3/4", "none", ["3/4", "4/5", "5/7"], ["2/3", "9/10", "1"]),
        ("1", "none", ["1"], ["99/100", "0"]),
        ("0", "none", ["0"], ["1/100", "1"]),
        ("1/2", "over", ["51/100", "7/12"], ["1/2", "49/100", "3/5"]),
        ("1/2", "nearly", ["49/100", "5/12"], ["1/2", "2/5"]),
        ("2/5", "none", ["2/5"], ["39/100", "41/100"]),
    ],
)
def test_plain_words_stand_for_the_shares_nearest_to_them(
    study: Study, value: str, qualifier: str, inside: list[str], outside: list[str]
) -> None:
    reading = _one(study, unit="fraction", value=value, qualifier=qualifier, resolution=None)
    assert reading.is_share
    assert all(reading.holds(Fraction(share)) for share in inside)
    assert not any(reading.holds(Fraction(share)) for share in outside)


def test_every_share_is_nearest_to_some_plain_word(study: Study) -> None:
    words = [
        _one(study, unit="fraction", value=value, resolution=None)
        for value in ("1/4", "1/3", "1/2", "2/3", "3/4")
    ]
    for share in SHARES:
        if Fraction(1, 8) <= share <= Fraction(7, 8):
            assert any(word.holds(share) for word in words)


@pytest.mark.parametrize(
    ("qualifier", "lower", "upper"), [("about", 40, 42), ("over", 41, 42), ("nearly", 40, 41)]
)
def test_approximations_reach_one_step(
    study: Study, qualifier: str, lower: int, upper: int
) -> None:
    for unit, scale in (("percent", 100), ("count", 1)):
        reading = _one(study, unit=unit, value="41", qualifier=qualifier)
        assert (reading.lower, reading.upper) == (Fraction(lower, scale), Fraction(upper, scale))
        assert reading.is_share is (unit == "percent")


def test_a_count_is_itself(study: Study) -> None:
    reading = _one(study, unit="count", value="7", base_value=10)
    assert reading.lower == reading.upper == 7
    assert not reading.is_share
    assert (reading.base, reading.base_size, reading.observation) == ("ccgs", 10, "unit")


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("ccgs", {("unit", False)}),
        ("ccgs-with-plan", {("unit", True)}),
        ("ccgs-unclear", {("unit", False), ("unit", True)}),
        ("plans", {("plan", False), ("plan", True)}),
        ("plans-analysed", {("plan", True)}),
        ("plans-due", {("plan", False)}),
        (
            "plans-or-ccgs",
            {("unit", False), ("unit", True), ("plan", False), ("plan", True)},
        ),
    ],
)
def test_a_base_that_is_not_said_is_read_both_ways(
    study: Study, base: str, expected: set[tuple[str, bool]]
) -> None:
    found = amount_readings(study, _figure(base=base), [Rule.NEAREST])
    assert {(item.observation, bool(item.left_out)) for item in found} == expected
    assert len(found) == len(expected)
    bases = study["bases"].set_index("base")
    for item in found:
        assert item.left_out in (frozenset(), frozenset(study.missing))
        # The base is named as what it then is.
        assert bases.loc[item.base, "observation"] == item.observation
        assert bases.loc[item.base, "missing"] == ("out" if item.left_out else "in")
    assert len({item.base for item in found}) == len(expected)


def test_failing_has_two_meanings(study: Study) -> None:
    found = amount_readings(study, _figure(category="failing", base="ccgs"), [Rule.NEAREST])
    assert [item.counted for item in found] == [{"red", "amber"}, {"red", "amber", "no plan"}]
    # No share of the units with a plan counts those without.
    found = amount_readings(study, _figure(category="failing", base="ccgs-unclear"), [Rule.NEAREST])
    assert [(sorted(item.counted), sorted(item.left_out)) for item in found] == [
        (["amber", "red"], []),
        (["amber", "red"], ["no plan"]),
        (["amber", "no plan", "red"], []),
    ]


def test_a_figure_without_a_base_counts_units(study: Study) -> None:
    reading = _one(study, unit="count", value="3", base=None)
    assert (reading.observation, reading.left_out, reading.base) == ("unit", frozenset(), "")
