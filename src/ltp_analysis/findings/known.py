"""Of how many units the rating is known, and on what grounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.findings.counted import counted, sources_of
from ltp_analysis.solved.composition import Range
from ltp_analysis.solved.ratings import DEDUCED, OPEN, STATED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ltp_analysis.findings.finding import Finding
    from ltp_analysis.solved.ratings import UnitRating
    from ltp_analysis.validated.study import Study


def known_findings(study: Study, ratings: Sequence[UnitRating]) -> Iterator[Finding]:
    """Yield, for each round, how many units are known, in what way and with which rating.

    Categories are `stated` (statements on the unit say so), `deduced` (they and others leave
    less than was stated), `open` (nothing is excluded), `settled` (one rating is left), `narrowed`
    (more than one, but not all), and each rating (it is the one left).

    Args:
        study: The study.
        ratings: What is known of each unit in each round.
    """
    for round_id in study.rounds:
        here = [unit for unit in ratings if unit.round_id == round_id]
        groups = {
            basis: [unit for unit in here if unit.basis == basis]
            for basis in (STATED, DEDUCED, OPEN)
        }
        groups["settled"] = [unit for unit in here if len(unit.possible) == 1]
        groups["narrowed"] = [unit for unit in here if 1 < len(unit.possible) < len(study.ratings)]
        groups |= {
            rating: [unit for unit in here if unit.possible == (rating,)]
            for rating in study.ratings
        }
        for category, units in groups.items():
            statements = tuple(sorted({name for unit in units for name in unit.statements}))
            yield counted(
                study,
                ("known", round_id, category),
                Range(len(units), len(units)),
                (len(here), f"{study.settings.plural} of the register"),
                known_findings,
                method="Units counted one by one; the table of ratings says of each what is left "
                f"and on which grounds.{_deductions(study)}",
                statements=statements,
                sources=sources_of(study, statements),
            )


def _deductions(study: Study) -> str:
    """Say which deductions count, in a study that has totals to deduce from."""
    told = " Deductions from totals of children count only if strong."
    return told if len(study["prevalence"]) else ""
