"""`ltp ask`: the bounds of a count or share."""

from __future__ import annotations

import json

from ltp_analysis.cli.screen import console, progress
from ltp_analysis.project import find_project
from ltp_analysis.reports.words import rounded
from ltp_analysis.solved.questions import ask
from ltp_analysis.validated.study import load_study


def run(  # noqa: PLR0913 - the parts of a question
    question: str, round_name: str, region: str, scenario: str, *, rated_only: bool, as_json: bool
) -> int:
    """Print the least and greatest answer.

    Args:
        question: “share” or “count”, and ratings.
        round_name: Name or id of the round.
        region: Name of a place; empty for all units.
        scenario: Name of the scenario.
        rated_only: Whether a share is of the units with a rating only.
        as_json: Whether to print JSON.

    Returns:
        0.
    """
    with progress("ask") as say:
        say("reading the evidence")
        study = load_study(find_project().raw)
        round_id = study.find_round(round_name)
        say("solving")
        answer = ask(study, question, round_id, region, rated_only=rated_only, scenario=scenario)
    if as_json:
        content = {
            "question": answer.question,
            "unit": answer.unit,
            "lower": float(answer.lower),
            "upper": float(answer.upper),
            "units": answer.base,
            "scenario": scenario,
        }
        print(json.dumps(content, ensure_ascii=False, indent=1))  # noqa: T201 - the output
        return 0
    sign, digits = ("%", 1) if answer.unit == "percent" else ("", 0)
    ends = [f"{rounded(value, digits)}{sign}" for value in (answer.lower, answer.upper)]
    bounds = " to ".join(dict.fromkeys(ends))
    console().print(f"{answer.question}: {bounds} ({answer.base} {study.settings.plural})")
    return 0
