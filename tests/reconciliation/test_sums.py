"""Printed shares that are sums of printed shares, or what they leave of a hundred."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from ltp_analysis.reconciliation.sums import ADDED, added_after_rounding
from ltp_analysis.reconciliation.verdict import Verdict

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study

AMBER, RED = "2016-17-rating-amber", "2016-17-rating-red"
FAILING, GREEN = "2016-17-rating-failing", "2016-17-rating-green"
LATER = {"red": "2", "amber": "74", "no-plan": "6"}


def row(study: Study, name: str, **other: Any) -> dict[Any, Any]:  # noqa: ANN401 - cells
    table = study["figures"]
    (found,) = table[table["figure_id"] == name].to_dict("records")
    return {**found, **other}


def printing(study: Study, name: str, **cells: str) -> Study:
    """Return a study in which one figure was printed otherwise."""
    table = study["figures"].astype(object)
    for column, cell in cells.items():
        table.loc[table["figure_id"] == name, column] = cell
    return replace(study, tables={**study.tables, "figures": table})


def test_83_is_the_sum_of_two_printed_shares_and_17_is_their_rest(study: Study) -> None:
    assert 62 + 21 == 83 == 100 - 17
    for name, words in ((FAILING, "62 per cent and 21 per cent"), (GREEN, "leave of a hundred")):
        found = added_after_rounding(study, row(study, name))
        assert found is not None
        assert (found.verdict, found.rule) == (Verdict.OTHERWISE, ADDED)
        assert found.statements == (AMBER, RED)
        assert words in found.because


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (FAILING, "84"),
        (FAILING, "82"),
        (FAILING, "62"),
        (GREEN, "16"),
        (GREEN, "18"),
        (GREEN, "83"),
    ],
)
def test_another_number_is_neither_sum_nor_rest(study: Study, name: str, value: str) -> None:
    assert added_after_rounding(study, row(study, name, value=value)) is None


def test_a_sum_is_of_the_parts_that_its_words_mean(study: Study) -> None:
    # Failing plans were red or amber, with those that are missing or without.
    figure = row(study, "2018-19-rating-failing")
    parts = {name: f"2018-19-rating-{name}" for name in LATER}
    with_missing = added_after_rounding(study, figure)
    assert sum(map(int, LATER.values())) == int(figure["value"])
    assert with_missing is not None
    assert with_missing.statements == tuple(sorted(parts.values()))
    rated = added_after_rounding(study, {**figure, "value": "76"})
    assert rated is not None
    assert rated.statements == (parts["amber"], parts["red"])
    # Red and missing are no meaning of the word.
    assert added_after_rounding(study, {**figure, "value": "8"}) is None
    assert added_after_rounding(study, {**figure, "value": "80"}) is None


@pytest.mark.parametrize(
    "cells",
    [
        {"value": "63", "printed": "63 per cent"},
        {"base": "plans"},
        {"round_id": "2018-19"},
        {"group_id": "north-east-2016"},
        {"qualifier": "about"},
        {"certainty": "doubtful"},
        {"unit": "count"},
    ],
)
def test_parts_are_certain_shares_of_the_same_base_and_place(
    study: Study, cells: dict[str, str]
) -> None:
    other = printing(study, AMBER, **cells)
    assert added_after_rounding(other, row(study, FAILING)) is None
    assert added_after_rounding(other, row(study, GREEN)) is None


def test_one_share_is_no_sum_of_itself(study: Study) -> None:
    # The rest of one share is a share like any other, and no part of it.
    assert added_after_rounding(study, row(study, AMBER)) is None
    assert added_after_rounding(study, row(study, AMBER, figure_id="again")) is None
