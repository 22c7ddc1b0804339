"""Shares of those with a rating, where the study has no name for that base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.findings.ledger import build_ledger

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.findings.ledger import Ledger
    from ltp_analysis.validated.study import Study

    Rows = list[dict[str, str]]


def without_names(rows: Rows) -> Rows:
    return [{**row, "without_missing": ""} for row in rows]


def test_a_base_without_a_name_for_its_rated_units_is_told_in_words(
    altered: Callable[..., Study], ledger: Ledger
) -> None:
    found = build_ledger(altered(bases=without_names))
    name = "share.2017-18.red.england.without-missing"
    assert ledger[name].base_name == "CCGs with a plan"
    assert found[name].base_name == "CCGs, those with a rating"
    assert (found[name].lower, found[name].base) == (ledger[name].lower, ledger[name].base)
    whole = "share.2017-18.red.england.with-missing"
    assert found[whole].base_name == ledger[whole].base_name == "CCGs"
