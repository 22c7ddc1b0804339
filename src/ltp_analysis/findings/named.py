"""How many units have a rating that is public, of all that had it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ltp_analysis.coding.settled import rounds_with_codings
from ltp_analysis.findings.finding import Finding, finding_id, made_by, spread
from ltp_analysis.solved.composition import Range
from ltp_analysis.statements.stated import stated_ratings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ltp_analysis.validated.study import Study


def named_findings(study: Study) -> Iterator[Finding]:
    """Yield, for each round, how many units are known by name to have each rating.

    Besides each rating there are four more categories: `settled` (one rating is left), `open`
    (more than one is left), `contradicted` (none is) and `any` (an accepted statement says
    something).

    Args:
        study: The study.

    Yields:
        Findings in counts, on the register of the round.
    """
    for round_id in study.rounds:
        stated = stated_ratings(study, round_id)
        groups = {
            rating: [unit for unit in stated if unit.possible == (rating,)]
            for rating in study.ratings
        }
        groups["settled"] = [unit for unit in stated if len(unit.possible) == 1]
        groups["open"] = [unit for unit in stated if len(unit.possible) > 1]
        groups["contradicted"] = [unit for unit in stated if not unit.possible]
        groups["any"] = stated
        size = len(study.units(round_id))
        coded = round_id in rounds_with_codings(study)
        for category, units in groups.items():
            yield Finding(
                id=finding_id("named", round_id, category, study.settings.whole),
                round=round_id,
                measure="named",
                category=category,
                scope=study.settings.whole,
                unit="count",
                lower=Fraction(len(units)),
                upper=Fraction(len(units)),
                numerator_lower=len(units),
                numerator_upper=len(units),
                **spread("base", Range(size, size)),  # type: ignore[arg-type]
                base_name=f"{study.settings.plural} of the register",
                method="Units that accepted statements speak of, by name or as certain "
                f"members of a group{' or of a coded plan' if coded else ''}, counted one by one.",
                caution=f"Only what was printed and found{' or coded' if coded else ''}; the rest "
                "is not public.",
                statements=tuple(sorted({s for unit in units for s in unit.statements})),
                sources=tuple(sorted({s for unit in units for s in unit.sources})),
                code=made_by(named_findings),
                dataset=study.version,
            )
