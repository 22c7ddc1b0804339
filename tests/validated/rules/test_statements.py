from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ltp_analysis.validated.rules import statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.validated.conftest import Damage, Fault, StudyCopy

    from ltp_analysis.validated.rules.tools import Rule
    from ltp_analysis.validated.study import Report


def doubt_without_a_reason(copy: StudyCopy) -> list[Fault]:
    row = copy.edit("ratings", copy.row("ratings", certainty="doubtful"), doubt="")
    return [("ratings.csv", row, "doubt", "", "without a reason")]


def reason_for_doubt_in_a_certain_row(copy: StudyCopy) -> list[Fault]:
    like = copy.row("group_members", certainty="certain")
    row = copy.edit("group_members", like, doubt="Perhaps.")
    return [("group_members.csv", row, "doubt", "Perhaps.", "in a certain row")]


def doubtful_figure_and_plan_without_a_reason(copy: StudyCopy) -> list[Fault]:
    rows = {
        table: copy.edit(table, copy.row(table, certainty="doubtful"), doubt="")
        for table in ("coverage", "figures")
    }
    return [(f"{table}.csv", row, "doubt", "", "without a reason") for table, row in rows.items()]


def statement_about_nothing(copy: StudyCopy) -> list[Fault]:
    name = "2017-18-somerset"
    row = copy.edit("ratings", copy.row("ratings", statement_id=name), unit_code="")
    return [("ratings.csv", row, "unit_code", name, "needs one scope")]


def statement_about_a_unit_and_a_group(copy: StudyCopy) -> list[Fault]:
    name = "2018-19-kent"
    row = copy.edit("ratings", copy.row("ratings", statement_id=name), unit_code="09C")
    return [("ratings.csv", row, "unit_code", name, "needs one scope")]


def rating_of_another_scale(copy: StudyCopy) -> list[Fault]:
    row = copy.edit("ratings", copy.row("ratings", statement_id="2017-18-corby"), ratings="good")
    return [("ratings.csv", row, "ratings", "good", "not a set of ratings")]


def ratings_out_of_order(copy: StudyCopy) -> list[Fault]:
    like = copy.row("ratings", statement_id="2018-19-bury")
    row = copy.edit("ratings", like, ratings="amber|red|no plan")
    return [("ratings.csv", row, "ratings", "amber|red|no plan", "not a set of ratings")]


def rating_said_twice(copy: StudyCopy) -> list[Fault]:
    row = copy.edit("ratings", copy.row("ratings", statement_id="2018-19-bury"), ratings="red|red")
    return [("ratings.csv", row, "ratings", "red|red", "not a set of ratings")]


def correction_of_nothing(copy: StudyCopy) -> list[Fault]:
    name = "2016-17-kernow-corrected"
    row = copy.edit("ratings", copy.row("ratings", statement_id=name), corrects="")
    return [("ratings.csv", row, "corrects", name, "names what it corrects")]


def original_that_corrects_another(copy: StudyCopy) -> list[Fault]:
    name = "2016-17-dorset"
    like = copy.row("ratings", statement_id=name)
    row = copy.edit("ratings", like, corrects="2016-17-kernow-original")
    return [("ratings.csv", row, "corrects", name, "names what it corrects")]


def correction_of_another_unit(copy: StudyCopy) -> list[Fault]:
    like = copy.row("ratings", statement_id="2016-17-kernow-corrected")
    row = copy.edit("ratings", like, corrects="2016-17-dorset")
    return [("ratings.csv", row, "corrects", "2016-17-dorset", "another round, scope or edition")]


def correction_of_another_round(copy: StudyCopy) -> list[Fault]:
    like = copy.row("ratings", statement_id="2016-17-kernow-corrected")
    row = copy.edit("ratings", like, corrects="2017-18-kernow")
    return [("ratings.csv", row, "corrects", "2017-18-kernow", "another round, scope or edition")]


def correction_of_a_correction(copy: StudyCopy) -> list[Fault]:
    first = "2016-17-kernow-corrected"
    like = copy.row("ratings", statement_id=first)
    row = copy.add("ratings", like, statement_id="2016-17-kernow-again", corrects=first)
    return [("ratings.csv", row, "corrects", first, "another round, scope or edition")]


def rating_before_the_unit_opened(copy: StudyCopy) -> list[Fault]:
    like = copy.row("ratings", statement_id="2016-17-milton-keynes")
    row = copy.edit("ratings", like, unit_code="14L")
    return [("ratings.csv", row, "unit_code", "14L", "not in the register of 2016/17")]


def plan_of_a_unit_of_a_later_round(copy: StudyCopy) -> list[Fault]:
    row = copy.edit("coverage", copy.row("coverage", plan_id="milton-keynes"), unit_code="15F")
    return [("coverage.csv", row, "unit_code", "15F", "not in the register of 2016/17")]


def group_without_members(copy: StudyCopy) -> list[Fault]:
    copy.drop("group_members", group_id="hull-2018")
    row = copy.row("groups", group_id="hull-2018")
    return [("groups.csv", row, "group_id", "hull-2018", "has no members")]


def whole_register_with_a_list_of_members(copy: StudyCopy) -> list[Fault]:
    like = copy.row("group_members", unit_code="13T")
    copy.add("group_members", like, group_id="england")
    row = copy.row("groups", group_id="england")
    return [("groups.csv", row, "group_id", "england", "lists members")]


def group_without_a_date(copy: StudyCopy) -> list[Fault]:
    row = copy.edit("groups", copy.row("groups", group_id="hull-2018"), register_date="")
    return [("groups.csv", row, "register_date", "hull-2018", "has a register date unless")]


def whole_register_with_a_date(copy: StudyCopy) -> list[Fault]:
    row = copy.edit("groups", copy.row("groups", group_id="england"), register_date="2018-04-01")
    return [("groups.csv", row, "register_date", "england", "has a register date unless")]


CASES: list[tuple[Rule, Damage]] = [
    (statements.doubt_has_a_reason, doubt_without_a_reason),
    (statements.doubt_has_a_reason, reason_for_doubt_in_a_certain_row),
    (statements.doubt_has_a_reason, doubtful_figure_and_plan_without_a_reason),
    (statements.statements_have_one_scope, statement_about_nothing),
    (statements.statements_have_one_scope, statement_about_a_unit_and_a_group),
    (statements.ratings_on_the_scale, rating_of_another_scale),
    (statements.ratings_on_the_scale, ratings_out_of_order),
    (statements.ratings_on_the_scale, rating_said_twice),
    (statements.corrections_fit, correction_of_nothing),
    (statements.corrections_fit, original_that_corrects_another),
    (statements.corrections_fit, correction_of_another_unit),
    (statements.corrections_fit, correction_of_another_round),
    (statements.corrections_fit, correction_of_a_correction),
    (statements.units_in_the_round, rating_before_the_unit_opened),
    (statements.units_in_the_round, plan_of_a_unit_of_a_later_round),
    (statements.groups_have_members, group_without_members),
    (statements.groups_have_members, whole_register_with_a_list_of_members),
    (statements.groups_have_members, group_without_a_date),
    (statements.groups_have_members, whole_register_with_a_date),
]


@pytest.mark.parametrize(
    ("rule", "damage"), CASES, ids=[f"{r.__name__}-{d.__name__}" for r, d in CASES]
)
def test_broken_rule_is_found_where_it_is_broken(
    rule: Rule, damage: Damage, copy: StudyCopy, expect: Callable[..., Report]
) -> None:
    expect(copy, damage(copy), rule)


def test_rating_may_be_said_of_a_unit_that_was_merged_whole_into_one_of_the_round(
    copy: StudyCopy,
) -> None:
    """The sources of 2018 rate Aylesbury Vale and Chiltern, which had become one CCG."""
    row = copy.row("ratings", statement_id="2017-18-chiltern")
    assert copy.cell("ratings", row, "unit_code") == "10H"
    merged = copy.row("succession", predecessor_code="10H")
    assert copy.cell("succession", merged, "successor_code") == "14Y"
    assert copy.check().problems == []
