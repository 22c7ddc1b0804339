"""Every printed row becomes one statement."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.statements.collect import collect, scope
from ltp_analysis.statements.rounding import RULES
from ltp_analysis.statements.statement import Kind, Statement

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study


@pytest.fixture(scope="module")
def said(study: Study) -> dict[str, Statement]:
    """Return every statement of the shipped study by id."""
    return {statement.id: statement for statement in collect(study)}


def test_every_row_is_one_statement(study: Study) -> None:
    ids = [statement.id for statement in collect(study)]
    rows = [*study["ratings"]["statement_id"], *study["figures"]["figure_id"]]
    assert ids[: len(rows)] == rows
    assert all(name.startswith("coverage-") for name in ids[len(rows) :])
    assert len(set(ids)) == len(ids)


def test_a_statement_says_something_or_why_not(study: Study, said: dict[str, Statement]) -> None:
    for statement in said.values():
        assert statement.words
        assert statement.source_id
        assert (statement.kind is Kind.SILENT) is bool(statement.silent_because)
        assert bool(statement.readings) is (
            statement.kind in (Kind.AMOUNT, Kind.AGAIN, Kind.CHANGE)
        )
        assert bool(statement.ratings) is (statement.kind is Kind.EACH)
        assert not set(statement.units) & set(statement.doubtful_units)
        if statement.round_id:
            here = set(study.units(statement.round_id)["unit_code"])
            assert {*statement.units, *statement.doubtful_units} <= here


def test_the_rules_change_readings_only(study: Study, said: dict[str, Statement]) -> None:
    for statement in collect(study, RULES):
        one = said[statement.id]
        assert (statement.kind, statement.units) == (one.kind, one.units)
        assert set(one.readings) <= set(statement.readings)


@pytest.mark.parametrize(
    ("name", "rating"),
    [("2016-17-kernow-original", "red"), ("2016-17-kernow-corrected", "amber")],
)
def test_both_editions_of_kernow_are_statements(
    said: dict[str, Statement], name: str, rating: str
) -> None:
    statement = said[name]
    assert (statement.kind, statement.units) == (Kind.EACH, ("11N",))
    assert statement.ratings == {rating}


def test_a_rating_can_be_known_to_be_no_green(said: dict[str, Statement]) -> None:
    statement = said["2018-19-bolton"]
    assert statement.ratings == {"red", "amber", "no plan"}
    assert statement.units == ("00T",)


def test_one_statement_rates_the_five_of_norfolk_and_waveney(said: dict[str, Statement]) -> None:
    statement = said["2018-19-norfolk-and-waveney"]
    assert statement.kind is Kind.EACH
    assert statement.units == ("06M", "06V", "06W", "06Y", "07J")
    assert statement.ratings == {"amber"}


@pytest.mark.parametrize(
    ("rating", "number"), [("amber", 6), ("red", 1), ("green", 2), ("no-plan", 2)]
)
def test_counts_of_the_north_east_have_members_in_doubt(
    said: dict[str, Statement], rating: str, number: int
) -> None:
    statement = said[f"2017-18-rating-{rating}-north-east"]
    assert statement.kind is Kind.AMOUNT
    assert len(statement.units) == 10
    assert statement.doubtful_units == ("01H", "03D")
    (reading,) = statement.readings
    assert reading.lower == reading.upper == number
    assert not reading.is_share
    assert reading.counted == {rating.replace("-", " ")}


def test_three_of_ten_plans_are_red(said: dict[str, Statement]) -> None:
    statement = said["2016-17-rating-red-east-of-england-nspcc"]
    assert statement.kind is Kind.AMOUNT
    for reading in statement.readings:
        assert reading.lower == reading.upper == 3
        assert (reading.observation, reading.base_size) == ("plan", 10)


def test_half_were_red_or_amber_again(said: dict[str, Statement]) -> None:
    statement = said["2017-18-rating-again-red-or-amber"]
    assert (statement.kind, statement.round_id) == (Kind.AGAIN, "2017-18")
    assert statement.since == "2016-17"
    assert len(statement.units) == 195
    for reading in statement.readings:
        assert reading.holds(Fraction(1, 2))
        assert reading.counted == {"red", "amber"}


def test_plans_not_analysed_are_missing(said: dict[str, Statement]) -> None:
    statement = said["2016-17-plans-analysed"]
    assert statement.kind is Kind.AMOUNT
    (reading,) = statement.readings
    assert reading.lower == reading.upper == 18
    assert reading.counted == {"no plan"}
    assert (reading.observation, reading.base_size) == ("plan", 116)


def test_figures_on_children_are_silent(study: Study, said: dict[str, Statement]) -> None:
    children = study["figures"][study["figures"]["unit"] == "children"]
    assert len(children) > 30
    for name in children["figure_id"]:
        assert said[name].kind is Kind.SILENT
        assert said[name].silent_because.startswith("it is about “")


def test_a_change_in_points_is_a_change(said: dict[str, Statement]) -> None:
    statement = said["2018-19-rating-change-green"]
    assert (statement.kind, statement.since) == (Kind.CHANGE, "2016-17")


def test_plans_of_several_units_join_them(study: Study, said: dict[str, Statement]) -> None:
    joint = {name for name, item in said.items() if item.kind is Kind.JOINT}
    plans = Counter(
        f"coverage-{row['round_id']}-{row['plan_id']}"
        for row in study["coverage"].to_dict("records")
    )
    assert joint == {name for name, size in plans.items() if size > 1}
    essex = said["coverage-2018-19-southend-essex-and-thurrock"]
    assert set(essex.units) == {"99E", "99F", "06Q", "06T", "07H", "99G", "07G"}
    assert essex.doubtful_units == ()
    lancashire = said["coverage-2016-17-lancashire"]
    assert lancashire.units == ()
    assert len(lancashire.doubtful_units) == 8


def test_a_merged_unit_is_certain_only_if_all_its_parts_are(study: Study) -> None:
    leeds = {"02V", "03C", "03G"}
    certain, _ = scope(study, "yorkshire-and-the-humber-2016", "2016-17")
    assert leeds <= set(certain)
    certain, doubtful = scope(study, "yorkshire-and-the-humber-2016", "2017-18")
    assert "15F" in certain
    assert not leeds & {*certain, *doubtful}
    certain, doubtful = scope(study, study.settings.whole, "2017-18")
    assert len(certain) == 195
    assert doubtful == ()
