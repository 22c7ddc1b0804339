"""What a name stands for in the shipped study."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ltp_analysis.explained.names import Kind, Named, UnknownNameError, find_named

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study

TOTAL = "2016-17-children-affected-inadequate-or-none-north-east"


@pytest.mark.parametrize(
    ("name", "kind", "wanted"),
    [
        ("02X", Kind.UNIT, "02X"),
        ("02x", Kind.UNIT, "02X"),
        ("E38000044", Kind.UNIT, "02X"),
        ("Doncaster", Kind.UNIT, "02X"),
        ("  nhs   doncaster ccg ", Kind.UNIT, "02X"),
        ("2017-18-rating-failing", Kind.FIGURE, "2017-18-rating-failing"),
        ("2016-17-doncaster", Kind.RATING, "2016-17-doncaster"),
        ("coverage-2017-18-kernow", Kind.PLAN, "coverage-2017-18-kernow"),
        ("north-east-2016", Kind.GROUP, "north-east-2016"),
        ("E54000022", Kind.AREA, "E54000022"),
        ("share.x", Kind.FINDING, "share.x"),
        # What `ltp ratings` calls a statement that was deduced leads to the printed total.
        (f"{TOTAL}-in", Kind.FIGURE, TOTAL),
        (f"{TOTAL}-out", Kind.FIGURE, TOTAL),
    ],
)
def test_an_id_a_code_or_a_name_in_any_case_is_found(
    study: Study, name: str, kind: Kind, wanted: str
) -> None:
    assert find_named(study, name, ["share.x"]) == [Named(kind, wanted)]


def test_everything_that_has_the_name_is_found(study: Study) -> None:
    assert find_named(study, "North East") == [
        Named(Kind.GROUP, "north-east-2016"),
        Named(Kind.GROUP, "north-east-2018"),
    ]
    assert [named.kind for named in find_named(study, "Corby")] == [Kind.UNIT, Kind.GROUP]
    # The unit is one that opened after the last round.
    assert find_named(study, "Norfolk and Waveney") == [
        Named(Kind.UNIT, "26A"),
        Named(Kind.AREA, "E54000022"),
    ]
    assert {named.id for named in find_named(study, "Dorset")} == {
        "11J",
        "dorset-2018",
        "E54000041",
    }


def test_every_row_can_be_named(study: Study) -> None:
    for table, column in (
        ("figures", "figure_id"),
        ("ratings", "statement_id"),
        ("register", "unit_code"),
        ("groups", "group_id"),
        ("areas", "area_code"),
    ):
        one = str(study[table][column].iloc[-1])
        assert one in {named.id for named in find_named(study, one)}


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Doncastr", "Doncaster"),
        ("2017-18-rating-falling", "2017-18-rating-failing"),
        ("Norfolk & Waveney", "Norfolk and Waveney"),
        ("share.y", "share.x"),
    ],
)
def test_an_unknown_name_is_told_with_those_that_are_near(
    study: Study, name: str, near: str
) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean") as raised:
        find_named(study, name, ["share.x"])
    assert near in str(raised.value)


def test_a_name_like_no_other_is_told_without_a_guess(study: Study) -> None:
    with pytest.raises(UnknownNameError, match="by its id, code or name"):
        find_named(study, "???")
