"""Which counts each printed percentage allows, under each rounding rule."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pandas as pd

from ltp_analysis.findings.finding import Finding, finding_id, made_by, spread
from ltp_analysis.solved.composition import ContradictionError, Range, total
from ltp_analysis.solved.rounds import printed_parts
from ltp_analysis.statements.readings import base_label
from ltp_analysis.statements.rounding import RULES, Rule, numerators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ltp_analysis.validated.study import Study


def numerator_findings(study: Study) -> Iterator[Finding]:
    """Yield the least and greatest count behind each printed percentage, for each rounding rule.

    All published percentages with a known base are taken, doubtful ones too, since nothing is
    concluded from them. Then, for each round, the counts that the accepted figures allow for
    each rating are added up (`numerators-total`): a rule can hold only if the base lies between
    the two sums.

    Args:
        study: The study.

    Yields:
        Findings in counts. `lower` and `upper` are None where no whole number prints so.
    """
    figures = study["figures"]
    figures = figures[(figures["unit"] == "percent") & (figures["qualifier"] == "none")]
    for rule in RULES:
        for figure in figures.dropna(subset=["base_value"]).to_dict("records"):
            yield _numerators(study, figure, rule)
        for round_id in study.rounds:
            yield from _totals(study, round_id, rule)


def _numerators(study: Study, figure: dict[Any, Any], rule: Rule) -> Finding:
    base, step = int(figure["base_value"]), Fraction(figure["resolution"])
    allowed = numerators(Fraction(figure["value"]), base, rule, step)
    bounds = Range(min(allowed), max(allowed)) if allowed else None
    return Finding(
        id=finding_id("numerators", figure["figure_id"], rule),
        round="" if pd.isna(figure["round_id"]) else figure["round_id"],
        measure="numerators",
        category=figure["category"],
        scope=figure["group_id"],
        unit="count",
        **_count(bounds),
        printed=figure["printed"],
        **spread("base", Range(base, base)),  # type: ignore[arg-type]
        base_name=base_label(study, figure["base"]),
        rule=rule,
        method="Every whole number whose share of the base prints as the percentage.",
        caution=""
        if figure["base_basis"] == "stated"
        else "The size of the base is assumed: the source does not state it.",
        statements=(figure["figure_id"],),
        sources=(figure["source_id"],),
        code=made_by(numerator_findings),
        dataset=study.version,
    )


def _totals(study: Study, round_id: str, rule: Rule) -> Iterator[Finding]:
    """Yield the sum over all ratings of a round, if any of them was printed in per cent."""
    try:
        printed = printed_parts(study, round_id, Rule.NEAREST)
    except ContradictionError:
        # Two figures on one rating differ, so no rule tells anything of their sum.
        return
    if printed is None or not (printed.figures["unit"] == "percent").any():
        return
    try:
        ruled = printed_parts(study, round_id, rule)
        bounds = None if ruled is None else total(ruled.parts.values())
    except ContradictionError:
        bounds = None
    yield Finding(
        id=finding_id("numerators-total", round_id, rule),
        round=round_id,
        measure="numerators-total",
        category="all",
        scope=study.settings.whole,
        unit="count",
        **_count(bounds),
        **spread("base", Range(printed.whole, printed.whole)),  # type: ignore[arg-type]
        base_name=base_label(study, printed.base),
        rule=rule,
        method="Sums of the least and of the greatest counts that the accepted figures allow; "
        "a rating without a figure may have any count.",
        statements=tuple(printed.figures["figure_id"]),
        sources=tuple(dict.fromkeys(printed.figures["source_id"])),
        code=made_by(numerator_findings),
        dataset=study.version,
    )


def _count(bounds: Range | None) -> dict[str, Any]:
    if bounds is None:
        return {}
    return {
        "lower": Fraction(bounds.lower),
        "upper": Fraction(bounds.upper),
        "numerator_lower": bounds.lower,
        "numerator_upper": bounds.upper,
    }
