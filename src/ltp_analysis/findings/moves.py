"""How many units kept their rating, or went to a better or a worse one, between two rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.findings.counted import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ltp_analysis.findings.finding import Finding
    from ltp_analysis.solved.flows import Flows
    from ltp_analysis.validated.study import Study


def move_findings(study: Study, moved: Sequence[Flows]) -> Iterator[Finding]:
    """Yield bounds of the units that kept a rating, improved or worsened, and of each flow.

    Args:
        study: The study.
        moved: The flows, a pair of rounds each.
    """
    for flows in moved:
        since, round_id = flows.since, flows.round_id
        changed = study.round(since)["criteria_id"] != study.round(round_id)["criteria_id"]
        caution = "The wording of the criteria changed between the two rounds." if changed else ""
        numbers = {"kept": flows.kept, "better": flows.better, "worse": flows.worse}
        numbers |= {f"{flow.before} to {flow.after}": flow.range for flow in flows.flows}
        for category, bounds in numbers.items():
            yield counted(
                study,
                ("moved", f"{since}-to-{round_id}", category),
                bounds,
                (len(flows.followed), f"{study.settings.plural} that were one before and after"),
                move_findings,
                method="The least and the greatest number over all that the statements held allow, "
                f"of the {study.settings.plural} that can be followed; merged ones are set apart. "
                "Missing is neither better nor worse than a rating.",
                caution=caution,
            )
