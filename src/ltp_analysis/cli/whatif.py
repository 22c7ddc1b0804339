"""`ltp whatif`: what a statement would pin down."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.text import Text

from ltp_analysis.cli.screen import console, progress, table
from ltp_analysis.explained.said import said_plainly
from ltp_analysis.project import find_project
from ltp_analysis.reports.words import between
from ltp_analysis.solved.evidence import weigh
from ltp_analysis.solved.ratings import deduced_statements
from ltp_analysis.solved.supposed import suppose
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ltp_analysis.solved.supposed import Supposed
    from ltp_analysis.statements.statement import Statement
    from ltp_analysis.validated.study import Study


def run(texts: Sequence[str], round_name: str, region: str, scenario: str, *, as_json: bool) -> int:
    """Print what statements would pin down, or what they cannot hold with.

    Args:
        texts: The statements.
        round_name: Name or id of the round that they are about.
        region: Place that amounts are about; empty for all units.
        scenario: Name of the scenario.
        as_json: Whether to print JSON.

    Returns:
        0: that they cannot hold is an answer too.
    """
    with progress("whatif") as say:
        say("reading the evidence")
        study = load_study(find_project().raw)
        round_id = study.find_round(round_name)
        say("solving")
        evidence = weigh(study, scenario, deduced_statements(study))
        found = suppose(study, texts, round_id, region, evidence=evidence)
    if as_json:
        content = {
            "supposed": list(texts),
            "can_hold": found.clash is None,
            "clash": [said_plainly(study, evidence.statements[name]) for name in found.clash or ()],
            "units": [asdict(unit) for unit in found.units],
            "counts": [asdict(count) for count in found.counts],
        }
        print(json.dumps(content, ensure_ascii=False, indent=1))  # noqa: T201 - the output
    else:
        _show(study, found, evidence.statements)
    return 0


def _show(study: Study, found: Supposed, statements: Mapping[str, Statement]) -> None:
    screen = console()
    if found.clash == ():
        screen.print(Text("This cannot hold, whatever else is held true."))
        return
    if found.clash is not None:
        screen.print(Text("This cannot hold with what is held true:"))
        rows = [tuple(said_plainly(study, statements[name]).values()) for name in found.clash]
        screen.print(table(("Statement", "Says", "Source"), rows))
        return
    screen.print(Text("This can hold."))
    if not found.units and not found.counts:
        screen.print(Text("It pins down nothing more."))
    label = {name: str(study.round(name)["round"]) for name in study.rounds}
    if found.units:
        units = [
            (label[item.round_id], item.name, " or ".join(item.before), " or ".join(item.after))
            for item in found.units
        ]
        screen.print(table(("Round", "Name", "Before", "After"), units, "Ratings left"))
    if found.counts:
        counts = [
            (
                label[item.round_id],
                item.rating,
                between(item.before.lower, item.before.upper),
                between(item.after.lower, item.after.upper),
            )
            for item in found.counts
        ]
        title = f"{study.settings.plural} with a rating"
        screen.print(table(("Round", "Rating", "Before", "After"), counts, title))
