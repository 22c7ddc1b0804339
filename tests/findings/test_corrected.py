"""Shares after corrections, counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ltp_analysis.findings.corrected import corrected_findings

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.findings.finding import Finding
    from ltp_analysis.validated.study import Study

    Rows = list[dict[str, str]]


def counts(found: list[Finding], round_id: str) -> dict[str, tuple[int | None, int | None]]:
    return {
        one.category: (one.numerator_lower, one.numerator_upper)
        for one in found
        if one.round == round_id
    }


def test_one_plan_moves_from_red_to_amber(study: Study) -> None:
    found = list(corrected_findings(study))
    # Printed: 61 amber, 21 red and 16 green of 98; Kernow from red to amber.
    assert counts(found, "2016-17") == {"red": (20, 20), "amber": (62, 62), "green": (16, 16)}
    red = next(one for one in found if one.id == "share.2016-17.red.england.corrected")
    assert red.lower is not None
    assert (red.lower.numerator, red.lower.denominator) == (1000, 49)
    assert red.missing == 116 - 98  # plans due, less plans analysed
    assert "Kernow from red to amber" in red.method
    assert "2016-17-kernow-corrected" in red.statements
    assert "nspcc-2017-corrected" in red.sources


def test_without_a_correction_the_share_is_the_printed_one(study: Study) -> None:
    found = list(corrected_findings(study))
    assert counts(found, "2017-18") == {"red": (21, 21), "amber": (146, 146), "green": (21, 21)}
    assert all("none was" in one.method for one in found if one.round != "2016-17")


@pytest.mark.parametrize(
    "change",
    [
        {"ratings": "amber|green"},  # not to a single rating
        {"unit_code": "", "group_id": "north-east-2016"},  # not of a single unit
        {"unit_code": "00C"},  # of a unit whose plan is not known
    ],
)
def test_what_cannot_be_counted_is_not(
    altered: Callable[..., Study], change: dict[str, str]
) -> None:
    def edited(rows: Rows) -> Rows:
        names = {"2016-17-kernow-original", "2016-17-kernow-corrected"}
        place = {key: value for key, value in change.items() if key != "ratings"}
        return [
            row | place | (change if row["statement_id"].endswith("corrected") else {})
            if row["statement_id"] in names
            else row
            for row in rows
        ]

    found = list(corrected_findings(altered(ratings=edited)))
    assert counts(found, "2016-17") == {}
    assert counts(found, "2017-18")


def test_a_rating_that_no_plan_has_cannot_be_lost(altered: Callable[..., Study]) -> None:
    def edited(rows: Rows) -> Rows:
        old = {"2016-17-kernow-original": "no plan", "2016-17-kernow-corrected": "amber"}
        return [
            row | ({"ratings": old[row["statement_id"]]} if row["statement_id"] in old else {})
            for row in rows
        ]

    found = list(corrected_findings(altered(ratings=edited)))
    # Of the 116 plans due 18 had none: one of these is now rated, of 99.
    assert counts(found, "2016-17") == {"red": (21, 21), "amber": (62, 62), "green": (16, 16)}
    assert {one.base for one in found if one.round == "2016-17"} == {99}
