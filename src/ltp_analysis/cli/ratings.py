"""`ltp ratings`: which ratings each unit can have had."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from ltp_analysis.cli.explain_show import strength
from ltp_analysis.cli.screen import console, progress, table
from ltp_analysis.explained.said import strength_of
from ltp_analysis.project import find_project
from ltp_analysis.solved.deductions import deductions, score_of
from ltp_analysis.solved.evidence import weigh
from ltp_analysis.solved.ratings import deduced_from, deduced_statements, unit_ratings
from ltp_analysis.statements.places import find_place
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ltp_analysis.explained.said import Strength
    from ltp_analysis.solved.ratings import UnitRating


def run(round_name: str, region: str, scenario: str, *, as_json: bool) -> int:
    """Print what is known of the units of a round.

    Args:
        round_name: Name or id of the round.
        region: Name of a place; empty for all units.
        scenario: Name of the scenario.
        as_json: Whether to print JSON.

    Returns:
        0.
    """
    with progress("ratings") as say:
        say("reading the evidence")
        study = load_study(find_project().raw)
        round_id = study.find_round(round_name)
        place = find_place(study, region, round_id)
        say("solving")
        some = {*place.units, *place.doubtful}
        found = deductions(study)
        evidence = weigh(study, scenario, deduced_statements(study, found))
        known = unit_ratings(study, round_id, units=some, evidence=evidence)
    behind = {name: strength_of(item) for name, item in deduced_from(found).items()}
    code = study.settings.code_name.lower().replace(" ", "_")
    label = str(study.round(round_id)["round"])
    if as_json:
        rows = [
            {
                code: unit.unit_code,
                "name": unit.name,
                "round": label,
                "possible": list(unit.possible),
                "basis": unit.basis,
                "membership": "certain" if unit.unit_code in place.units else "doubtful",
                "statements": list(unit.statements),
                "strength": [asdict(item) for item in _used(behind, [unit])],
            }
            for unit in known
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))  # noqa: T201 - the output
        return 0
    header = (study.settings.code_name, "Name", "Possible", "Basis", "Statements")
    lines = [
        (
            unit.unit_code,
            study.settings.short(unit.name),
            " or ".join(unit.possible),
            unit.basis,
            ", ".join(unit.statements),
        )
        for unit in known
    ]
    screen = console()
    screen.print(table(header, lines))
    if totals := _used(behind, known):
        said = [(item.figure_id, strength(item)) for item in totals]
        screen.print(table(("Printed total", "Strength"), said, "What was deduced rests on"))
    score = score_of(found)
    screen.print(
        f"Printed totals, without the stated ratings of their areas, predict {score.predicted} of "
        f"these {score.stated}; {score.agree} of the {score.predicted} agree with what is stated."
    )
    return 0


def _used(behind: Mapping[str, Strength], units: Iterable[UnitRating]) -> list[Strength]:
    """Return the totals that deduced statements on some units rest on, each once."""
    names = (name for unit in units for name in unit.statements)
    return list({behind[name].figure_id: behind[name] for name in names if name in behind}.values())
