"""Shares as they are once every rating is put right that a source put right after printing them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ltp_analysis.findings.finding import finding_id
from ltp_analysis.findings.shares import may_be_rated, rated_base, share_finding
from ltp_analysis.solved.composition import Range, share_bounds
from ltp_analysis.solved.rounds import RoundCounts, held_counts
from ltp_analysis.statements.corrections import corrections, counted_as

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ltp_analysis.findings.finding import Finding
    from ltp_analysis.statements.corrections import Correction
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


def put_right_later(ledger: Mapping[str, Finding], share: Finding) -> Finding | None:
    """Return the share of a rating after corrections, if they changed how many have it.

    Args:
        ledger: The findings.
        share: The share as it was first printed.
    """
    later = ledger.get(finding_id("share", share.round, share.category, share.scope, CORRECTED))
    changed = later is not None and later.numerator_lower != share.numerator_lower
    return later if changed else None


def _shares(study: Study, counts: RoundCounts, moved: list[Correction]) -> Iterator[Finding]:
    said = "all are counted as they are now" if counts.one_by_one else _said(study, moved)
    sources = (*counts.sources, *(one.source_id for one in moved))
    counts = replace(
        counts,
        cautions=("Nothing but that is taken to have changed since the figures were printed.",),
        statements=(*counts.statements, *(one.statement_id for one in moved)),
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


def _moves(study: Study, counts: RoundCounts) -> list[Correction] | None:
    """Return the corrections of a round, one a plan or unit.

    None if one of them cannot be counted: it is of a group, of several ratings, or of a unit whose
    plan is not known where plans are counted.
    """
    observation = str(study.row("bases", "base", counts.base)["observation"])
    found: dict[str, Correction] = {}
    for one in corrections(study, counts.round_id):
        moved = counted_as(study, counts.round_id, one.unit_code, observation)
        if not one.unit_code or moved is None or not len(one.old) == len(one.new) == 1:
            return None
        found.setdefault(moved, one)
    return list(found.values())


def _moved(counts: RoundCounts, moved: list[Correction]) -> dict[str, Range] | None:
    """Return the counts after corrections; None if a rating had none to lose."""
    parts = dict(counts.parts)
    for one in moved:
        (before,), (after,) = one.old, one.new
        old, new = parts[before], parts[after]
        if old.upper < 1:
            return None
        parts[before] = Range(max(old.lower - 1, 0), old.upper - 1)
        parts[after] = Range(new.lower + 1, new.upper + 1)
    return parts


def _said(study: Study, moved: list[Correction]) -> str:
    names = (
        study["register"].drop_duplicates("unit_code", keep="last").set_index("unit_code")["name"]
    )
    return (
        "; ".join(
            f"{study.settings.short(str(names[one.unit_code]))} from "
            f"{study.label(*one.old)} to {study.label(*one.new)}"
            for one in moved
        )
        or "none was"
    )
