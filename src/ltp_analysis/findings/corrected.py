"""Shares as they are once every rating is put right that a source put right after printing them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from ltp_analysis.findings.shares import may_be_rated, rated_base, share_finding
from ltp_analysis.solved.composition import Range, share_bounds
from ltp_analysis.solved.rounds import RoundCounts, held_counts
from ltp_analysis.statements.accepted import accepted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ltp_analysis.findings.finding import Finding
    from ltp_analysis.validated.study import Study

CORRECTED = "corrected"


def corrected_findings(study: Study) -> Iterator[Finding]:
    """Yield, for each round whose base is known, the share of each rating after corrections.

    Figures are printed once; a rating that is put right later moves one plan, or one unit, from one
    rating to another. Nothing else is taken to have changed. Where every rating is stated, they are
    counted as they were put right. Where the source of a correction does
    not say from which single rating to which, or more units share a plan than is known, there is no
    such finding.

    Args:
        study: The study.

    Yields:
        Findings in percent of those with a rating.
    """
    for round_id in study.rounds:
        counts = held_counts(study, round_id)
        if counts is None or not may_be_rated(counts):
            continue
        # Where each rating is stated, all are counted as they were put right.
        moved = [] if counts.one_by_one else _moves(study, counts)
        parts = None if moved is None else _moved(counts, moved)
        if moved is not None and parts is not None:
            yield from _shares(study, replace(counts, parts=parts), moved)


def _shares(study: Study, counts: RoundCounts, moved: list[dict[Any, Any]]) -> Iterator[Finding]:
    said = "all are counted as they are now" if counts.one_by_one else _said(study, moved)
    sources = (*counts.sources, *(str(row["source_id"]) for row in moved))
    counts = replace(
        counts,
        cautions=("Nothing but that is taken to have changed since the figures were printed.",),
        statements=(*counts.statements, *(str(row["statement_id"]) for row in moved)),
        sources=tuple(dict.fromkeys(sources)),
    )
    for rating in counts.parts:
        if rating not in counts.missing:
            yield share_finding(
                study,
                counts,
                (rating, CORRECTED, rated_base(study, counts)),
                share_bounds(counts.parts, counts.whole, (rating,), counts.missing),
                corrected_findings,
                method=(
                    f"The share of those with a rating, with every rating put right later: {said}."
                ),
            )


def _moves(study: Study, counts: RoundCounts) -> list[dict[Any, Any]] | None:
    """Return the corrections of a round, with what was replaced as `old`, one a plan or unit.

    None if one of them cannot be counted: it is of a group, of several ratings, or of a unit whose
    plan is not known where plans are counted.
    """
    stated = study["ratings"].set_index("statement_id")["ratings"]
    rows = accepted(study, "ratings")
    rows = rows[(rows["round_id"] == counts.round_id) & rows["corrects"].notna()]
    of_plans = study.row("bases", "base", counts.base)["observation"] == "plan"
    coverage = study["coverage"]
    coverage = coverage[coverage["round_id"] == counts.round_id]
    found: dict[str, dict[Any, Any]] = {}
    for row in rows.to_dict("records"):
        old = str(stated[row["corrects"]])
        if pd.isna(row["unit_code"]) or "|" in f"{old}{row['ratings']}":
            return None
        moved = str(row["unit_code"])
        if of_plans:
            plans = coverage.loc[coverage["unit_code"] == moved, "plan_id"]
            if len(plans) != 1:
                return None
            moved = str(plans.iloc[0])
        found.setdefault(moved, {**row, "old": old})
    return list(found.values())


def _moved(counts: RoundCounts, moved: list[dict[Any, Any]]) -> dict[str, Range] | None:
    """Return the counts after corrections; None if a rating had none to lose."""
    parts = dict(counts.parts)
    for row in moved:
        old, new = parts[row["old"]], parts[row["ratings"]]
        if old.upper < 1:
            return None
        parts[row["old"]] = Range(max(old.lower - 1, 0), old.upper - 1)
        parts[row["ratings"]] = Range(new.lower + 1, new.upper + 1)
    return parts


def _said(study: Study, moved: list[dict[Any, Any]]) -> str:
    names = (
        study["register"].drop_duplicates("unit_code", keep="last").set_index("unit_code")["name"]
    )
    return (
        "; ".join(
            f"{study.settings.short(str(names[row['unit_code']]))} from "
            f"{study.label(row['old'])} to {study.label(row['ratings'])}"
            for row in moved
        )
        or "none was"
    )
