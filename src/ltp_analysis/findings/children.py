"""How many abused or neglected children are estimated, in all and where plans fall short."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ltp_analysis.findings.counted import sources_of
from ltp_analysis.findings.finding import Finding, finding_id, made_by
from ltp_analysis.solved.children import MEASURE, estimates
from ltp_analysis.solved.deductions import MEASURE as AFFECTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ltp_analysis.reconciliation.verdict import Reconciled
    from ltp_analysis.validated.study import Study

UNIT = "children"


def children_findings(study: Study, figures: Sequence[Reconciled]) -> Iterator[Finding]:
    """Yield the children estimated in all units, and bounds of those where plans fall short.

    The estimate of a unit is rates times its population (Radford, Corral, Bradley and Fisher
    2013, Child Abuse & Neglect 37(10), 801-813). Rounds that rest on no
    population of all units have none.

    Args:
        study: The study.
        figures: The published figures with their verdicts, whose bounds of totals these are.
    """
    rates = study["prevalence"]
    sources = tuple(dict.fromkeys(rates.loc[rates["measure"] == MEASURE, "source_id"]))
    for round_id in study.rounds:
        units = estimates(study, round_id)
        # Without a population of every unit there is no sum that means all of them.
        if len(units) < len(study.codes(round_id)):
            continue
        whole = sum((unit.plain for unit in units), Fraction(0))
        error = sum((unit.error for unit in units), Fraction(0))
        year = int(study.round(round_id)["population_year"])
        yield Finding(
            id=finding_id(UNIT, round_id, "all", study.settings.whole),
            round=round_id,
            measure=UNIT,
            category="all",
            scope=study.settings.whole,
            unit=UNIT,
            lower=whole - error,
            upper=whole + error,
            base_name=f"children in {len(units)} {study.settings.plural}, mid-{year}",
            method="Rates by age times population, added over all units; the bounds allow for "
            "populations that are estimates.",
            sources=sources,
            code=made_by(children_findings),
            dataset=study.version,
        )
    for item in figures:
        if (item.measure, item.group_id) == (AFFECTED, study.settings.whole) and item.round_id:
            yield Finding(
                id=finding_id(UNIT, item.round_id, item.category, study.settings.whole),
                round=item.round_id,
                measure=UNIT,
                category=item.category,
                scope=study.settings.whole,
                unit=UNIT,
                lower=item.lower,
                upper=item.upper,
                base_name="children estimated in all areas",
                method="Estimates of units added over those with such a rating, over all that the "
                "statements held allow; the printed total is not used.",
                statements=item.statements,
                sources=tuple(dict.fromkeys((*sources, *sources_of(study, item.statements)))),
                code=made_by(children_findings),
                dataset=study.version,
            )
