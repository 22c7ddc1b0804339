"""Which counts each printed percentage allows, under each rounding rule."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pandas as pd

from ltp_analysis.findings.finding import Finding, finding_id, made_by
from ltp_analysis.findings.shares import base_label
from ltp_analysis.solved.rounding import RULES, numerators
from ltp_analysis.statements.readings import single_rating

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ltp_analysis.validated.study import Study


def numerator_findings(study: Study) -> Iterator[Finding]:
    """Yield the least and greatest count behind each printed percentage, for each rounding rule.

    All published percentages with a known base are taken, doubtful ones too, since nothing is
    concluded from them here. For each round and base, the counts of its ratings are then added
    up (`numerators-total`): a rule can hold for all of them only if the base lies between the
    two sums.

    Args:
        study: The study.

    Yields:
        Findings in counts. `lower` and `upper` are None where no whole number prints so.
    """
    figures = study["figures"]
    figures = figures[(figures["unit"] == "percent") & (figures["qualifier"] == "none")]
    figures = figures.dropna(subset=["base_value"])
    for rule in RULES:
        sums: dict[tuple[str, str, int], list[Finding]] = {}
        for figure in figures.to_dict("records"):
            base = int(figure["base_value"])
            step = Fraction(figure["resolution"])
            allowed = numerators(Fraction(figure["value"]), base, rule, step)
            finding = Finding(
                id=finding_id("numerators", figure["figure_id"], rule),
                round="" if pd.isna(figure["round_id"]) else figure["round_id"],
                measure="numerators",
                category=figure["category"],
                scope=figure["group_id"],
                unit="count",
                lower=Fraction(min(allowed)) if allowed else None,
                upper=Fraction(max(allowed)) if allowed else None,
                printed=figure["printed"],
                numerator_lower=min(allowed, default=None),
                numerator_upper=max(allowed, default=None),
                base=base,
                base_lower=base,
                base_upper=base,
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
            yield finding
            if figure["measure"] == "rating" and single_rating(study, figure["category"]):
                key = (figure["round_id"], figure["base"], base)
                sums.setdefault(key, []).append(finding)
        for (round_id, base_name, base), parts in sums.items():
            yield _sum(study, parts, (round_id, base_name, base, rule))


def _sum(study: Study, parts: list[Finding], key: tuple[str, str, int, str]) -> Finding:
    round_id, base_name, base, rule = key
    whole = all(part.numerator_lower is not None for part in parts)
    lower = sum(part.numerator_lower or 0 for part in parts) if whole else None
    upper = sum(part.numerator_upper or 0 for part in parts) if whole else None
    return Finding(
        id=finding_id("numerators-total", round_id, rule),
        round=round_id,
        measure="numerators-total",
        category="all",
        scope=study.settings.whole,
        unit="count",
        lower=None if lower is None else Fraction(lower),
        upper=None if upper is None else Fraction(upper),
        numerator_lower=lower,
        numerator_upper=upper,
        base=base,
        base_lower=base,
        base_upper=base,
        base_name=base_label(study, base_name),
        rule=rule,
        method="Sums of the least and of the greatest counts that the printed shares allow.",
        statements=tuple(name for part in parts for name in part.statements),
        sources=tuple(dict.fromkeys(name for part in parts for name in part.sources)),
        code=made_by(numerator_findings),
        dataset=study.version,
    )
