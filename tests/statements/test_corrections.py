"""Figures printed before ratings were put right, by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ltp_analysis.findings.finding import finding_id
from ltp_analysis.findings.units import unit_findings
from ltp_analysis.solved.evidence import weigh
from ltp_analysis.statements.collect import BEFORE, collect
from ltp_analysis.statements.corrections import Correction, corrections, counted_as
from ltp_analysis.statements.statement import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.statements.statement import Statement
    from ltp_analysis.validated.study import Study

    Rows = list[dict[str, str]]

RED, GREEN = "2016-17-rating-red", "2016-17-rating-green"
AMBER, FAILING = "2016-17-rating-amber", "2016-17-rating-failing"
FIRST, RIGHT = "2016-17-kernow-original", "2016-17-kernow-corrected"


def said(study: Study, name: str) -> Statement:
    return next(one for one in collect(study) if one.id == name)


def moved(study: Study, name: str) -> set[int]:
    return {reading.moved for reading in said(study, name).readings}


def test_a_correction_has_what_was_printed_first_and_what_replaces_it(study: Study) -> None:
    (one,) = corrections(study, "2016-17")
    assert (one.statement_id, one.unit_code) == (RIGHT, "11N")
    assert (one.old, one.new) == (frozenset({"red"}), frozenset({"amber"}))
    assert corrections(study, "2017-18") == ()


@pytest.mark.parametrize(
    ("old", "new", "some", "steps"),
    [
        ("red", "amber", "red", -1),
        ("red", "amber", "amber", 1),
        ("red", "amber", "green", 0),
        ("red", "amber", "red amber", 0),
        ("red green", "amber", "amber", 1),
        ("red green", "amber", "red", None),
        ("red", "amber green", "green", None),
        ("red", "amber green", "amber green", 1),
    ],
)
def test_what_a_correction_moves_is_known_if_it_does_not_depend_on_which_rating_it_was(
    old: str, new: str, some: str, steps: int | None
) -> None:
    one = Correction("", "11N", frozenset(old.split()), frozenset(new.split()), "")
    assert one.moves_within(some.split()) == steps


def test_national_shares_count_the_corrected_plan_as_it_was_printed(study: Study) -> None:
    assert moved(study, RED) == {-1}
    assert moved(study, AMBER) == {1}
    assert moved(study, GREEN) == {0}
    assert moved(study, FAILING) == {0}  # red and amber together
    assert "before a rating was put right" in said(study, RED).readings[0].words
    # Kernow lies elsewhere.
    assert moved(study, "2016-17-rating-red-east-of-england-nspcc") == {0}


def test_units_are_bounded_by_the_ratings_as_they_are_now(
    study: Study, altered: Callable[..., Study]
) -> None:
    found = {one.id: one for one in unit_findings(weigh(study))}

    def least(rating: str) -> int | None:
        return found[finding_id("units", "2016-17", rating, "england")].numerator_lower

    # Printed: 21 red and 61 amber of 98 plans; then Kernow went from red to amber.
    assert (least("red"), least("amber"), least("green")) == (20, 62, 16)
    first = altered(toml=lambda text: text.replace('edition = "corrected"', 'edition = "original"'))
    assert moved(first, RED) == {0}
    found = {one.id: one for one in unit_findings(weigh(first))}
    assert (least("red"), least("amber"), least("green")) == (21, 61, 16)


@pytest.mark.parametrize(
    "change",
    [
        {"ratings": "amber|green"},  # not known to which
        {"unit_code": "", "group_id": "north-east-2016"},  # whose members may have been right
        {"unit_code": "00C"},  # whose plan is not known
    ],
)
def test_a_figure_says_nothing_if_it_is_not_known_what_moved(
    altered: Callable[..., Study], change: dict[str, str]
) -> None:
    def edited(rows: Rows) -> Rows:
        place = {key: value for key, value in change.items() if key != "ratings"}
        return [
            row | place | (change if row["statement_id"] == RIGHT else {})
            if row["statement_id"] in {FIRST, RIGHT}
            else row
            for row in rows
        ]

    study = altered(ratings=edited)
    silent = said(study, AMBER)
    assert (silent.kind, silent.readings) == (Kind.SILENT, ())
    assert silent.silent_because == BEFORE
    assert said(study, "2017-18-rating-amber").kind is Kind.AMOUNT


def test_a_figure_of_the_corrected_edition_counts_what_was_put_right(
    altered: Callable[..., Study],
) -> None:
    def edited(rows: Rows) -> Rows:
        return [row | ({"edition": "corrected"} if row["figure_id"] == RED else {}) for row in rows]

    study = altered(figures=edited)
    assert moved(study, RED) == {0}
    assert moved(study, AMBER) == {1}


def test_what_counts_as_one(study: Study) -> None:
    assert counted_as(study, "2016-17", "11N", "unit") == "11N"
    assert counted_as(study, "2016-17", "11N", "plan") == "kernow"
    assert counted_as(study, "2016-17", "00C", "plan") is None
