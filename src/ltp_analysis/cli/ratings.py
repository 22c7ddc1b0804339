"""`ltp ratings`: which ratings each unit can have had."""

from __future__ import annotations

import json

from ltp_analysis.cli.screen import console, progress, table
from ltp_analysis.project import find_project
from ltp_analysis.solved.ratings import unit_ratings
from ltp_analysis.statements.places import find_place
from ltp_analysis.validated.study import load_study


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
        known = unit_ratings(study, round_id, scenario, units=some)
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
    console().print(table(header, lines))
    return 0
