"""`ltp compare`: what complete ratings say of rounds and regions, or why they say nothing yet."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from ltp_analysis.cli.screen import console, progress, table
from ltp_analysis.compared.compare import comparisons, pair_comparisons
from ltp_analysis.compared.shown import answer
from ltp_analysis.explained.known import Known
from ltp_analysis.problems import LtpError
from ltp_analysis.project import find_project
from ltp_analysis.solved.ratings import unit_ratings
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from ltp_analysis.compared.comparison import Comparison
    from ltp_analysis.validated.study import Study


class WrongOrderError(LtpError):
    """Raised where a round is to be compared with one that is not before it."""


def run(round_name: str, since_name: str, *, as_json: bool) -> int:
    """Print comparisons.

    Args:
        round_name: Name or id of the round, or the later of two; empty for all.
        since_name: Name or id of the earlier round; empty for all.
        as_json: Whether to print JSON.

    Returns:
        0, also if all comparisons are refused: each says why.

    Raises:
        UnknownRoundError: If there is no such round.
        WrongOrderError: If the earlier round is not before the later one.
    """
    with progress("compare") as say:
        say("reading the evidence")
        study = load_study(find_project().raw)
        round_id = study.find_round(round_name) if round_name else ""
        since = study.find_round(since_name) if since_name else ""
        if round_id and since and study.rounds.index(since) >= study.rounds.index(round_id):
            raise WrongOrderError(f"{since_name} is not before {round_name}.")
        say("solving")
        found = _found(study, since, round_id)
    if as_json:
        rows = [asdict(one) | {"answer": answer(one)} for one in found]
        print(json.dumps(rows, ensure_ascii=False, indent=1))  # noqa: T201 - the output
        return 0
    lines = [
        (
            one.id,
            one.label,
            answer(one),
            " ".join(filter(None, (one.means, one.refusal, one.caution))),
        )
        for one in found
    ]
    header = ("Comparison", "Question", "Answer", "What it means, and when not to believe it")
    console().print(table(header, lines))
    return 0


def _found(study: Study, since: str, round_id: str) -> list[Comparison]:
    """Return the comparisons asked for: of two rounds, up to one, from one, or all."""
    evidence = Known(study).evidence
    ratings = [
        unit for name in study.rounds for unit in unit_ratings(study, name, evidence=evidence)
    ]
    if since and round_id:
        return pair_comparisons(study, ratings, since, round_id)
    return [
        one
        for one in comparisons(study, ratings)
        if round_id in {"", one.round_id} and since in {"", one.since}
    ]
