"""`ltp round status`: what of a round is done, and the one next step."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rich.text import Text

from ltp_analysis.cli.screen import console, progress, table
from ltp_analysis.coding.steps import next_step
from ltp_analysis.project import find_project
from ltp_analysis.site.round_steps import round_steps
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from ltp_analysis.coding.steps import Step


def run(round_name: str, *, as_json: bool) -> int:
    """Print the steps of a round.

    Args:
        round_name: Name or id of the round; the last one if empty.
        as_json: Whether to print JSON.

    Returns:
        0.

    Raises:
        UnknownRoundError: If there is no such round.
        InvalidDataError: If the data are not sound.
    """
    with progress("round status") as say:
        say("reading the tables")
        project = find_project()
        study = load_study(project.raw)
        round_id = study.find_round(round_name) if round_name else study.rounds[-1]
        say("looking at each step")
        steps = round_steps(project, study, round_id)
    label, following = str(study.round(round_id)["round"]), next_step(steps)
    if as_json:
        content = {
            "round": label,
            "steps": [
                {"step": step.name, "done": step.done, "status": step.said} for step in steps
            ],
            "next": None
            if following is None
            else {"step": following.name, "what": following.remedy},
        }
        print(json.dumps(content, ensure_ascii=False, indent=1))  # noqa: T201 - the output
        return 0
    rows = [(step.name, "done" if step.done else "to do", step.said) for step in steps]
    screen = console()
    if screen.is_terminal:
        screen.print(table(("Step", "Done", "How far"), rows, f"Round {label}"))
    else:
        for line in (f"Round {label}", *(": ".join(row) for row in rows)):
            screen.print(Text(line), soft_wrap=True)
    screen.print(Text(_next(following)), soft_wrap=True)
    return 0


def _next(step: Step | None) -> str:
    return "Nothing is left to do." if step is None else f"Next: {step.remedy}"
