"""`ltp audit`: every published figure with its verdict."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from ltp_analysis.cli.screen import console, progress, table
from ltp_analysis.problems import LtpError
from ltp_analysis.project import find_project
from ltp_analysis.reconciliation.audit import reconcile
from ltp_analysis.reconciliation.store import as_record
from ltp_analysis.reconciliation.verdict import Verdict
from ltp_analysis.reports.words import bounds
from ltp_analysis.statements.readings import base_label
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from ltp_analysis.reconciliation.verdict import Reconciled
    from ltp_analysis.validated.study import Study


class UnknownVerdictError(LtpError):
    """Raised where a verdict is asked for that there is not."""


def run(round_name: str, verdict: str, scenario: str, *, as_json: bool) -> int:
    """Print published figures with their verdicts.

    Args:
        round_name: Name or id of a round; empty for all.
        verdict: A verdict or a part of it; empty for all.
        scenario: Name of the scenario.
        as_json: Whether to print JSON.

    Returns:
        0, whatever the verdicts.

    Raises:
        UnknownVerdictError: If there is no such verdict.
    """
    wanted = {one for one in Verdict if verdict.strip().lower() in one}
    if not wanted:
        raise UnknownVerdictError(
            f"There is no verdict “{verdict}”. There are: {', '.join(Verdict)}."
        )
    with progress("audit") as say:
        say("reading the evidence")
        study = load_study(find_project().raw)
        round_id = study.find_round(round_name) if round_name else ""
        say("setting every published figure against the rest")
        figures = study["figures"]
        chosen = figures.loc[figures["round_id"] == round_id, "figure_id"] if round_id else None
        found = reconcile(study, scenario, None if chosen is None else set(chosen))
    shown = [item for item in found if item.verdict in wanted]
    if as_json:
        rows = [as_record(item) | {"round": _round(study, item)} for item in shown]
        print(json.dumps(rows, ensure_ascii=False, indent=1))  # noqa: T201 - the output
        return 0
    header = ("Figure", "Printed", "Verdict", "Rule", "Of", "Bounds", "Why")
    lines = [
        (
            item.figure_id,
            item.printed,
            item.verdict,
            item.rule,
            base_label(study, item.base) if item.base else "",
            bounds(item.lower, item.upper, item.unit),
            item.because,
        )
        for item in shown
    ]
    screen = console()
    screen.print(table(header, lines))
    counts = Counter(item.verdict for item in shown)
    screen.print(", ".join(f"{counts[one]} {one}" for one in Verdict if counts[one]) or "none")
    return 0


def _round(study: Study, item: Reconciled) -> str:
    return str(study.round(item.round_id)["round"]) if item.round_id else ""
