"""Ratings of single units, against the rows that state them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ltp_analysis.solved.evidence import weigh
from ltp_analysis.statements.collect import collect
from ltp_analysis.statements.stated import StatedRating, stated_ratings
from ltp_analysis.statements.statement import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.validated.study import Study

    Altered = Callable[..., Study]
    Rows = list[dict[str, str]]

STATEMENT = {
    "group_id": "",
    "edition": "original",
    "corrects": "",
    "certainty": "certain",
    "doubt": "",
    "note": "",
    "source_id": "nspcc-news-2019",
}


def stated(study: Study, round_id: str) -> dict[str, StatedRating]:
    return {unit.unit_code: unit for unit in stated_ratings(study, round_id)}


def adding(*rows: tuple[str, str, str, str]) -> Callable[[Rows], Rows]:
    """Return an edit that adds statements: id, round, unit, ratings."""
    keys = ("statement_id", "round_id", "unit_code", "ratings")
    return lambda old: [*old, *(STATEMENT | dict(zip(keys, row, strict=True)) for row in rows)]


def changing(name: str, **values: str) -> Callable[[Rows], Rows]:
    """Return an edit that changes cells of one statement."""
    return lambda rows: [row | values if row["statement_id"] == name else row for row in rows]


def test_a_statement_on_a_unit_is_its_rating(study: Study) -> None:
    assert stated(study, "2018-19")["01D"] == StatedRating(
        "01D",
        "NHS Heywood, Middleton and Rochdale CCG",
        ("green",),
        ("2018-19-heywood-middleton-and-rochdale",),
        ("rochdale-online-2019",),
    )


def test_a_statement_of_several_ratings_leaves_them_in_the_order_of_the_scale(
    study: Study,
) -> None:
    assert stated(study, "2018-19")["00T"].possible == ("red", "amber", "no plan")


@pytest.mark.parametrize("round_id", ["2015-16", "2016-17", "2017-18", "2018-19"])
def test_units_stand_once_each_in_the_order_of_their_names(study: Study, round_id: str) -> None:
    found = stated_ratings(study, round_id)
    assert [unit.name for unit in found] == sorted({unit.name for unit in found})
    assert {unit.unit_code for unit in found} <= set(study.units(round_id)["unit_code"])


def test_both_predecessors_red_make_buckinghamshire_red(study: Study) -> None:
    found = stated(study, "2017-18")
    assert found["14Y"] == StatedRating(
        "14Y",
        "NHS Buckinghamshire CCG",
        ("red",),
        ("2017-18-aylesbury-vale", "2017-18-chiltern"),
        ("bucks-free-press-2018",),
    )
    assert not {"10H", "10Y"} & set(found)


def test_before_the_merger_the_predecessors_stand_for_themselves(study: Study) -> None:
    found = stated(study, "2016-17")
    assert (found["10H"].possible, found["10Y"].possible) == (("red",), ("red",))
    assert "14Y" not in found


@pytest.mark.parametrize(
    "edit",
    [
        lambda rows: [row for row in rows if row["statement_id"] != "2017-18-chiltern"],
        changing("2017-18-chiltern", certainty="doubtful", doubt="Made up."),
        changing("2017-18-chiltern", ratings="amber"),
        changing("2017-18-chiltern", ratings="red|amber"),
    ],
    ids=["one not stated", "one doubtful", "other rating", "wider rating"],
)
def test_predecessors_that_do_not_agree_say_nothing_of_the_successor(
    altered: Altered, edit: Callable[[Rows], Rows]
) -> None:
    assert "14Y" not in stated(altered(ratings=edit), "2017-18")


@pytest.mark.parametrize(
    "edit",
    [
        lambda rows: [row for row in rows if row["statement_id"] != "2017-18-chiltern"],
        changing("2017-18-chiltern", certainty="doubtful", doubt="Made up."),
        changing("2017-18-chiltern", ratings="amber"),
        adding(("not-red", "2017-18", "10H", "amber|green")),
        lambda rows: rows,
    ],
    ids=["one not stated", "one doubtful", "other rating", "contradicted", "as it is"],
)
def test_the_model_holds_of_a_merged_unit_what_is_stated_of_it(
    altered: Altered, edit: Callable[[Rows], Rows]
) -> None:
    study = altered(ratings=edit)
    names = {name for unit in stated_ratings(study, "2017-18") for name in unit.statements}
    held = {item.id: item for item in collect(study) if item.kind is Kind.EACH}
    for name in ("2017-18-aylesbury-vale", "2017-18-chiltern"):
        if name in held and name not in names:
            assert held[name].units == () or name not in weigh(study).held
            assert held[name].doubtful_units == ("14Y",) or held[name].units == ("14Y",)
        elif name in held:
            assert held[name].units == ("14Y",)
    assert ("2017-18-chiltern" in names) == ("14Y" in stated(study, "2017-18"))


def test_predecessors_agree_by_what_all_their_statements_leave(altered: Altered) -> None:
    wider = ("wider", "2017-18", "10Y", "red|amber|no plan")
    found = stated(altered(ratings=adding(wider)), "2017-18")["14Y"]
    assert found.possible == ("red",)
    assert found.statements == ("2017-18-aylesbury-vale", "2017-18-chiltern", "wider")


def test_a_statement_on_a_group_reaches_its_certain_members_only(study: Study) -> None:
    found = stated(study, "2017-18")
    reached = {unit.unit_code: unit for unit in found.values() if "2017-18-brad" in str(unit)}
    assert set(reached) == {"02W"}
    assert reached["02W"].possible == ("amber",)
    assert not {"02R", "02N", "05A", "15C"} & set(found)
    named = {name for unit in found.values() for name in unit.statements}
    assert not {"2017-18-coventry", "2017-18-bristol"} & named


def test_two_statements_leave_what_they_share(altered: Altered) -> None:
    found = stated(altered(ratings=adding(("not-red", "2018-19", "00T", "amber|green"))), "2018-19")
    assert found["00T"].possible == ("amber",)
    assert found["00T"].statements == ("2018-19-bolton", "not-red")
    assert found["00T"].sources == ("nspcc-news-2019", "rochdale-online-2019")


def test_contradictory_statements_leave_nothing(altered: Altered) -> None:
    found = stated(altered(ratings=adding(("green", "2018-19", "00T", "green"))), "2018-19")
    assert found["00T"].possible == ()
    assert found["00T"].statements == ("2018-19-bolton", "green")


def test_a_statement_on_a_group_and_one_on_a_member_meet(altered: Altered) -> None:
    found = stated(altered(ratings=adding(("ashford", "2018-19", "09C", "red|amber"))), "2018-19")
    assert found["09C"].possible == ("amber",)
    assert found["09C"].statements == ("2018-19-kent", "ashford")


def test_a_statement_on_one_round_says_nothing_of_another(study: Study) -> None:
    assert set(stated(study, "2015-16")) == {"02X"}
