"""What is known of single units of the shipped study, and on what grounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ltp_analysis.solved.evidence import weigh
from ltp_analysis.solved.ratings import (
    DEDUCED,
    OPEN,
    STATED,
    UnitRating,
    deduced_statements,
    unit_ratings,
)
from ltp_analysis.solved.world import count_of, solve
from ltp_analysis.statements.stated import stated_ratings
from ltp_analysis.statements.statement import Kind

if TYPE_CHECKING:
    from ltp_analysis.statements.statement import Statement
    from ltp_analysis.validated.study import Study

NOT_GREEN = {"00C", "00D", "00J", "00L", "00M", "00N", "13T", "99C"}
"""The areas of the North East whose children add up to 56,042, by the brief."""
ESSEX = {"99E", "99F", "06Q", "06T", "07H", "99G", "07G"}


@pytest.fixture(scope="module")
def deduced(study: Study) -> list[Statement]:
    """Return what totals of children say of single units."""
    return deduced_statements(study)


@pytest.fixture(scope="module")
def known(study: Study) -> dict[str, dict[str, UnitRating]]:
    """Return what is known of each unit, by round."""
    return {
        name: {item.unit_code: item for item in unit_ratings(study, name)}
        for name in ("2016-17", "2018-19")
    }


def test_a_total_of_children_says_which_units_have_its_ratings(
    study: Study, deduced: list[Statement]
) -> None:
    by_id = {statement.id: statement for statement in deduced}
    total = "2016-17-children-affected-inadequate-or-none-north-east"
    assert set(by_id[f"{total}-in"].units) == NOT_GREEN
    assert by_id[f"{total}-in"].ratings == {"red", "amber", "no plan"}
    assert {"00K", "00P"} <= set(by_id[f"{total}-out"].units)
    assert by_id[f"{total}-out"].ratings == {"green"}
    for statement in deduced:
        assert statement.kind is Kind.EACH
        assert statement.units
        assert statement.source_id == ""
        assert statement.ratings < set(study.ratings)
        assert statement.round_id in study.rounds
        assert set(statement.units) <= set(study.units(statement.round_id)["unit_code"])
    assert len(by_id) == len(deduced)


def test_eight_units_of_the_north_east_are_not_green(
    known: dict[str, dict[str, UnitRating]],
) -> None:
    rated = known["2016-17"]
    for unit in NOT_GREEN:
        assert rated[unit].possible == ("red", "amber", "no plan")
        assert rated[unit].basis == DEDUCED
    for unit in ("00K", "00P"):
        assert rated[unit].possible == ("green",)
        assert rated[unit].basis == DEDUCED


def test_essex_is_amber_or_without_a_plan_by_three_statements(
    known: dict[str, dict[str, UnitRating]],
) -> None:
    for unit in ESSEX:
        item = known["2018-19"][unit]
        assert item.possible == ("amber", "no plan")
        assert item.basis == DEDUCED
        assert set(item.statements) == {
            "2018-19-north-east-essex",
            "coverage-2018-19-southend-essex-and-thurrock",
            "2018-19-rating-red",
        }


def test_what_excludes_a_rating_does_so_and_none_of_it_is_needless(
    study: Study, known: dict[str, dict[str, UnitRating]]
) -> None:
    evidence = weigh(study)
    item = known["2018-19"]["99E"]
    excluded = set(study.ratings) - set(item.possible)
    assert excluded == {"red", "green"}

    def can_be(ratings: set[str], held: list[str]) -> bool:
        world = evidence.world(["2018-19"], {"2018-19": [{"99E"}]})
        world.model.add(count_of(world, "2018-19", ["99E"], ratings) == 1)
        return solve(world, held) is not None

    assert not can_be(excluded, list(item.statements))
    for needed in item.statements:
        assert can_be(excluded, [name for name in item.statements if name != needed])


@pytest.mark.parametrize("round_id", ["2016-17", "2018-19"])
def test_every_unit_is_told_once_in_order_of_names(
    study: Study, known: dict[str, dict[str, UnitRating]], round_id: str
) -> None:
    units = study.units(round_id)
    rated = known[round_id]
    assert list(rated) == list(units["unit_code"])
    assert [item.name for item in rated.values()] == list(units["name"])
    for item in rated.values():
        assert item.round_id == round_id
        assert item.possible
        assert item.basis in (STATED, DEDUCED, OPEN)
        assert (item.basis == OPEN) is (item.statements == ())
        if item.basis == OPEN:
            assert item.possible == tuple(study.ratings)
        else:
            assert len(item.possible) < len(study.ratings)
        assert len(set(item.statements)) == len(item.statements)


@pytest.mark.parametrize("round_id", ["2016-17", "2018-19"])
def test_what_is_possible_lies_within_what_was_stated_of_a_unit(
    study: Study, known: dict[str, dict[str, UnitRating]], round_id: str
) -> None:
    stated = stated_ratings(study, round_id)
    assert stated
    for item in stated:
        found = known[round_id][item.unit_code]
        assert set(found.possible) <= set(item.possible)
        if len(item.possible) == 1:
            assert found.possible == item.possible
        assert found.basis in (STATED, DEDUCED)


def test_kernow_has_its_corrected_rating(known: dict[str, dict[str, UnitRating]]) -> None:
    item = known["2016-17"]["11N"]
    assert item.possible == ("amber",)
    assert item.basis == STATED
    assert item.statements == ("2016-17-kernow-corrected",)
