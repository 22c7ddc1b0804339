"""Tables of the plans of a round: what they cover, in what state they are, how raters agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from ltp_analysis.coding.agreement import DERIVED, round_agreement
from ltp_analysis.coding.areas import area_coverage, children
from ltp_analysis.coding.coverage import Covered, plan_counts, plan_units
from ltp_analysis.reports import words
from ltp_analysis.reports.tables.plain import PlainTable
from ltp_analysis.validated.rules.coding import RATING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ltp_analysis.reports.view import View

_NAMES = {
    RATING: "own rating of each rater",
    DERIVED: "rating by the rubric, from the answers of each rater",
}


def coverage(view: View) -> PlainTable:
    """Return how the units of each region are covered by plans that are known."""
    study, plural = view.study, view.study.settings.plural
    label = view.label()
    known = plan_units(study, view.round_id)
    people = children(study, view.round_id)
    rows = [
        (
            str(row["area"]),
            f"{row['units']:,}",
            *(f"{row[str(kind)]:,}" for kind in Covered),
            _children(row),
        )
        for row in area_coverage(study, view.round_id).to_dict("records")
    ]
    caption = (
        f"How the {plural} of each region are covered by the {len(known)} plans of {label} that "
        f"are known. A {study.settings.singular} is in doubt where a source leaves open whether a "
        "plan covers it."
    )
    if people.why_not:
        caption += f" {people.why_not}"
    elif people.ages is not None:
        first, last = people.ages
        caption += (
            f" Children are people aged {first} to {last} in mid-{people.year}: those in "
            f"{plural} that are covered, with and without the doubtful ones, of all in the region."
        )
    if not known:
        caption = f"Coverage of the {plural} by plans: no plan of {label} is in the register."
    header = (
        "Region",
        plural,
        "Covered by one plan",
        "By several",
        "In doubt",
        "By none that is known",
        "Children in those covered",
    )
    return PlainTable(header, tuple(rows) if known else (), caption)


def plans(view: View) -> PlainTable:
    """Return how many plans of a round are in each state, and how far they are analysed."""
    found = plan_counts(view.study, view.round_id)
    due = found[0].count
    rows = [(item.what, f"{item.count:,} of {item.base:,} {item.base_name}") for item in found]
    caption = f"Plans of {view.label()} in the register of plans, which may not be complete."
    return PlainTable(("Plans", "Number"), tuple(rows) if due else (), caption)


def agreement(view: View) -> PlainTable:
    """Return how far two raters agree on the plans of a round."""
    found = round_agreement(view.study, view.round_id)
    coded = found[found["plans"] > 0].to_dict("records")
    rows = [
        (
            _NAMES.get(row["question_id"], row["question_id"]),
            words.DOES_NOT_APPLY
            if pd.isna(row["agreeing"])
            else f"{row['agreeing']:,} of {row['plans']:,} plans",
            _with_interval(row, "kappa"),
            _with_interval(row, "ac2"),
        )
        for row in coded
    ]
    caption = (
        f"How far two raters agree on the plans of {view.label()}, with linear weights. Intervals "
        f"are at {coded[0]['confidence']:.0%} and suppose that these plans stand for others of "
        "their kind. AC2 is little moved by a category that is rare. A question on which a plan "
        "has three raters or more has no number, since any choice of two would be ours."
        if coded
        else f"How far two raters agree: no plan of {view.label()} was coded by two raters."
    )
    header = ("Question", "Same answer", "Weighted kappa", "AC2")
    return PlainTable(header, tuple(rows), caption)


def _children(row: Mapping[Any, Any]) -> str:
    if pd.isna(row["children"]):
        return words.NOT_KNOWN
    ends = dict.fromkeys(f"{row[name]:,}" for name in ("children_least", "children_most"))
    return f"{' to '.join(ends)} of {row['children']:,}"


def _with_interval(row: Mapping[Any, Any], name: str) -> str:
    if pd.isna(row[name]):
        return words.DOES_NOT_APPLY
    value = f"{row[name]:.2f}"
    if pd.isna(row[f"{name}_lower"]):
        return value
    return f"{value} ({row[f'{name}_lower']:.2f} to {row[f'{name}_upper']:.2f})"
