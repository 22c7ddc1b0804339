"""How many published figures have each verdict, and how strong deductions from totals are."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from ltp_analysis.findings.counted import counted, sources_of
from ltp_analysis.reconciliation.verdict import Verdict
from ltp_analysis.solved.composition import Range

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ltp_analysis.findings.finding import Finding
    from ltp_analysis.reconciliation.verdict import Reconciled
    from ltp_analysis.solved.deductions import Deduction
    from ltp_analysis.solved.evidence import Evidence
    from ltp_analysis.validated.study import Study

_CHANCE_DIGITS = 3


def verdict_findings(study: Study, figures: Sequence[Reconciled]) -> Iterator[Finding]:
    """Yield how many published figures of each round, and of all, have each verdict.

    Args:
        study: The study.
        figures: The published figures with their verdicts.
    """
    for round_id in ("", *study.rounds):
        here = [item for item in figures if round_id in ("", item.round_id)]
        for verdict in Verdict:
            number = sum(item.verdict is verdict for item in here)
            yield counted(
                study,
                ("figures", round_id, str(verdict)),
                Range(number, number),
                (len(here), "published figures"),
                verdict_findings,
                method="Each figure set against all other statements; see the reconciliation.",
            )


def clash_findings(evidence: Evidence) -> Iterator[Finding]:
    """Yield how many statements are held, and how many sets of them cannot all hold.

    Args:
        evidence: The statements.
    """
    study = evidence.study
    base = len(evidence.statements), "statements accepted before any clash"
    for category, number in {
        "held": len(evidence.held),
        "clashes": len(evidence.clashes),
    }.items():
        yield counted(
            study,
            ("statements", "", category),
            Range(number, number),
            base,
            clash_findings,
            method="Counted. Held are those that say something of ratings and can all be true; "
            "a clash is a smallest set that cannot.",
        )


def total_findings(study: Study, totals: Sequence[Deduction]) -> Iterator[Finding]:
    """Yield how many sets of units make each printed total of children, and how many by chance.

    Args:
        study: The study.
        totals: The deductions from printed totals.
    """
    for item in totals:
        widest = item.readings[0].matches if item.readings else None
        if widest is None or widest.count is None or math.isinf(item.expected_by_chance):
            continue
        statements = (item.figure_id,)
        common = {"statements": statements, "sources": sources_of(study, statements)}
        size = len(item.certain) + len(item.doubtful)
        matches = counted(
            study,
            ("total", item.round_id, "matching sets"),
            Range(widest.count, widest.count),
            (widest.patterns, "sets of units that were open"),
            total_findings,
            method="Every set of units of the area whose estimates add up to the printed total, "
            "however doubtful members and rounding are taken.",
            scope=item.figure_id,
            **common,
        )
        yield matches
        chance = Fraction(round(item.expected_by_chance, _CHANCE_DIGITS))
        yield replace(
            matches,
            id=matches.id.replace("matching-sets", "by-chance"),
            category="by chance",
            unit="number",
            lower=chance.limit_denominator(10**_CHANCE_DIGITS),
            upper=chance.limit_denominator(10**_CHANCE_DIGITS),
            numerator_lower=None,
            numerator_upper=None,
            method="How many sets would match a number near the total that has nothing to do with "
            "the units: the greatest over all readings.",
        )
        for category, units in (("deduced in", item.deduced_in), ("deduced out", item.deduced_out)):
            yield counted(
                study,
                ("total", item.round_id, category),
                Range(len(units), len(units)) if item.strong else Range(0, 0),
                (size, f"{study.settings.plural} that may belong to the area"),
                total_findings,
                method="Units that are in, or out, in every matching set, and not stated to be; "
                "none unless fewer than a tenth of a set would match by chance.",
                scope=item.figure_id,
                **common,
            )
        agreeing, predicted = item.score
        yield counted(
            study,
            ("total", item.round_id, "left out and predicted right"),
            Range(agreeing, agreeing),
            (predicted, "stated ratings that the total alone predicts"),
            total_findings,
            method="The stated ratings of the area are left out, and what the total then says is "
            "held against them.",
            scope=item.figure_id,
            **common,
        )
