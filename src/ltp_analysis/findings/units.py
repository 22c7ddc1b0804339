"""How many units can have had each rating, as far as all statements together pin it down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.findings.counted import counted, sources_of
from ltp_analysis.solved.composition import Range
from ltp_analysis.solved.evidence import share_bounds_of, share_case
from ltp_analysis.solved.judged import grounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ltp_analysis.findings.finding import Finding
    from ltp_analysis.solved.evidence import Evidence


def unit_findings(evidence: Evidence) -> Iterator[Finding]:
    """Yield, for each round, bounds of the number of units with each rating.

    These are numbers of units also where sources count plans: a number of plans bounds them only
    from below. Besides each rating there are two more categories: the ratings that the study
    calls inadequate, and these with missing states.

    Args:
        evidence: The statements held.
    """
    study = evidence.study
    for round_id in study.rounds:
        units = list(study.units(round_id)["unit_code"])
        for category, ratings in _groups(evidence).items():
            least, most = share_bounds_of(evidence, round_id, units, ratings)
            case = share_case(evidence, round_id, units, ratings)
            statements = grounds(case, 0, least, most)
            lower, upper = (round(end * len(units)) for end in (least, most))
            yield counted(
                study,
                ("units", round_id, category),
                Range(lower, upper),
                (len(units), f"{study.settings.plural} of the register"),
                unit_findings,
                method="The least and the greatest number over all that the statements held allow; "
                "the statements named are enough for both.",
                statements=statements,
                sources=sources_of(study, statements),
            )


def _groups(evidence: Evidence) -> Mapping[str, tuple[str, ...]]:
    study = evidence.study
    poor, missing = tuple(study.settings.inadequate), tuple(study.missing)
    return {name: (name,) for name in study.ratings} | {
        "inadequate": poor,
        "inadequate-or-missing": (*poor, *missing),
    }
