from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ltp_analysis.validated.rules import figures

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.validated.conftest import Damage, Fault, StudyCopy

    from ltp_analysis.validated.rules.tools import Rule
    from ltp_analysis.validated.study import Report

AMBER = "2017-18-rating-amber"
THIRD = "2015-16-services-not-mentioned-yes"


def figure(copy: StudyCopy, name: str, **cells: str) -> int:
    """Change cells of a figure and return its row."""
    return copy.edit("figures", copy.row("figures", figure_id=name), **cells)


def unknown_category(copy: StudyCopy) -> list[Fault]:
    row = figure(copy, "2018-19-rating-red", category="crimson")
    return [("figures.csv", row, "category", "crimson", "not in categories")]


def reading_on_no_scale(copy: StudyCopy) -> list[Fault]:
    like = copy.row("categories", category="failing", rating="amber")
    row = copy.edit("categories", like, rating="orange")
    return [("categories.csv", row, "rating", "orange", "on no scale")]


def percentage_above_a_hundred(copy: StudyCopy) -> list[Fault]:
    row = figure(copy, "2018-19-rating-failing", value="740")
    return [("figures.csv", row, "value", "740", "more than 100")]


def fraction_above_one(copy: StudyCopy) -> list[Fault]:
    row = figure(copy, THIRD, value="4/3")
    return [("figures.csv", row, "value", "4/3", "more than 1")]


def part_of_a_child(copy: StudyCopy) -> list[Fault]:
    name = "2016-17-children-estimated-hertfordshire"
    row = figure(copy, name, value="35489.5", resolution="0.1")
    return [("figures.csv", row, "value", "35489.5", "not a whole number")]


def count_that_is_a_fraction(copy: StudyCopy) -> list[Fault]:
    row = figure(copy, AMBER, value="3/4", resolution="0.25")
    return [("figures.csv", row, "value", "3/4", "not a whole number")]


def fraction_with_a_resolution(copy: StudyCopy) -> list[Fault]:
    row = figure(copy, THIRD, resolution="1")
    return [("figures.csv", row, "resolution", "", "a fraction has no resolution")]


def percentage_without_a_resolution(copy: StudyCopy) -> list[Fault]:
    row = figure(copy, "2018-19-rating-amber", resolution="")
    return [("figures.csv", row, "resolution", "", "every other value has one")]


def value_with_more_digits_than_were_printed(copy: StudyCopy) -> list[Fault]:
    row = figure(copy, "2018-19-rating-amber", value="74.2")
    return [("figures.csv", row, "resolution", "74.2", "not a multiple of the resolution 1")]


def share_without_a_base(copy: StudyCopy) -> list[Fault]:
    row = figure(copy, "2015-16-needs-assessed-yes", base="", base_basis="none")
    return [("figures.csv", row, "base", "14", "without a base")]


def stated_base_without_a_size(copy: StudyCopy) -> list[Fault]:
    row = figure(copy, AMBER, base_value="")
    return [("figures.csv", row, "base_basis", "stated", "do not fit together")]


def size_of_a_base_that_is_not_stated(copy: StudyCopy) -> list[Fault]:
    row = figure(copy, "2015-16-needs-assessed-yes", base_value="123")
    return [("figures.csv", row, "base_basis", "not stated", "do not fit together")]


def base_of_a_figure_that_has_none(copy: StudyCopy) -> list[Fault]:
    row = figure(copy, "2016-17-plans-due", base="plans")
    return [("figures.csv", row, "base_basis", "none", "do not fit together")]


def count_above_its_base(copy: StudyCopy) -> list[Fault]:
    row = figure(copy, "2016-17-plans-analysed", value="117")
    return [("figures.csv", row, "value", "117", "more than its base of 116")]


def base_of_another_size_in_one_round(copy: StudyCopy) -> list[Fault]:
    row = figure(copy, "2016-17-rating-red", base_value="97")
    return [("figures.csv", row, "base_value", "97", "the size 98 in another figure")]


def base_that_is_not_the_register(copy: StudyCopy) -> list[Fault]:
    """Every figure on all CCGs of the last round is changed alike, so they still agree."""
    names = [
        line[0]
        for line in copy.lines("figures")[1:]
        if line[1] == "2018-19" and line[4] == "england" and line[10:12] == ["ccgs", "195"]
    ]
    assert len(names) > 1
    rows = [figure(copy, name, base_value="196") for name in names]
    return [("figures.csv", row, "base_value", "196", "holds 195 units") for row in rows]


def ratings_that_add_up_to_more_than_their_base(copy: StudyCopy) -> list[Fault]:
    figure(copy, AMBER, value="168")
    row = copy.row("figures", figure_id="2017-18-rating-no-plan")
    assert copy.cell("figures", row, "value") == "7"
    return [("figures.csv", row, "value", "7", "add up to 196, more than their base of 195")]


def value_other_than_the_digits_printed(copy: StudyCopy) -> list[Fault]:
    row = figure(copy, AMBER, printed="28 per cent")
    return [("figures.csv", row, "value", "146", "printed as “28 per cent”")]


def shares_of_more_than_the_whole(copy: StudyCopy) -> list[Fault]:
    figure(copy, "2018-19-rating-amber", value="80")
    row = copy.row("figures", figure_id="2018-19-rating-no-plan")
    return [("figures.csv", row, "value", "6", "add up to 106 per cent")]


def shares_of_less_than_the_whole(copy: StudyCopy) -> list[Fault]:
    figure(copy, "2018-19-rating-amber", value="64")
    row = copy.row("figures", figure_id="2018-19-rating-no-plan")
    return [("figures.csv", row, "value", "6", "add up to 90 per cent")]


CASES: list[tuple[Rule, Damage]] = [
    (figures.words_fit_the_value, value_other_than_the_digits_printed),
    (figures.shares_can_add_up, shares_of_more_than_the_whole),
    (figures.shares_can_add_up, shares_of_less_than_the_whole),
    (figures.categories_known, unknown_category),
    (figures.categories_known, reading_on_no_scale),
    (figures.values_fit_their_unit, percentage_above_a_hundred),
    (figures.values_fit_their_unit, fraction_above_one),
    (figures.values_fit_their_unit, part_of_a_child),
    (figures.values_fit_their_unit, count_that_is_a_fraction),
    (figures.values_fit_their_unit, fraction_with_a_resolution),
    (figures.values_fit_their_unit, percentage_without_a_resolution),
    (figures.values_fit_their_unit, value_with_more_digits_than_were_printed),
    (figures.bases_consistent, share_without_a_base),
    (figures.bases_consistent, stated_base_without_a_size),
    (figures.bases_consistent, size_of_a_base_that_is_not_stated),
    (figures.bases_consistent, base_of_a_figure_that_has_none),
    (figures.counts_fit_their_base, count_above_its_base),
    (figures.counts_fit_their_base, base_of_another_size_in_one_round),
    (figures.counts_fit_their_base, base_that_is_not_the_register),
    (figures.counts_fit_their_base, ratings_that_add_up_to_more_than_their_base),
]


@pytest.mark.parametrize(
    ("rule", "damage"), CASES, ids=[f"{r.__name__}-{d.__name__}" for r, d in CASES]
)
def test_broken_rule_is_found_where_it_is_broken(
    rule: Rule, damage: Damage, copy: StudyCopy, expect: Callable[..., Report]
) -> None:
    expect(copy, damage(copy), rule)


def test_ratings_may_add_up_to_exactly_their_base(copy: StudyCopy) -> None:
    figure(copy, AMBER, value="167")
    assert copy.check().problems == []


@pytest.mark.parametrize("value", ["3.5", "1/2", "many", "0.0"])
def test_count_that_is_no_count_is_told_and_never_raises(copy: StudyCopy, value: str) -> None:
    row = figure(copy, AMBER, value=value)
    found = copy.check().problems
    if value == "0.0":
        assert found == []
    else:
        assert {(problem.file, problem.row) for problem in found} == {("figures.csv", row)}


def test_doubtful_figure_may_have_a_base_of_another_size(copy: StudyCopy) -> None:
    row = copy.row("figures", figure_id="2016-17-rating-failing", certainty="doubtful")
    copy.edit("figures", row, base_value="97")
    assert copy.check().problems == []
