"""Verdicts on figures of another scale than the study's: a peer review of the same plans."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pandas as pd

from ltp_analysis.reconciliation.amounts import TRIED_RULES, judge_amount
from ltp_analysis.reconciliation.verdict import Judgement, Verdict
from ltp_analysis.solved.evidence import settle_clashes
from ltp_analysis.solved.judged import new_case
from ltp_analysis.solved.world import build_world
from ltp_analysis.statements.amounts import amount_readings
from ltp_analysis.statements.statement import Kind, Reading, Statement
from ltp_analysis.validated.rules.tools import single_ratings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ltp_analysis.validated.study import Study

    Figure = Mapping[Any, Any]
    """A row of the table `figures`."""


def judge_peers(study: Study, figures: Sequence[Figure]) -> dict[str, Judgement]:
    """Return the verdicts on figures of one round and one scale that is not the study's.

    What was rated has no names here, so it is as many things as the largest base that the
    figures state. Of the others, the least precise are left out where they cannot all hold.

    Args:
        study: The study.
        figures: Rows of the table `figures`, in counts or per cent.

    Returns:
        A verdict for each figure, by its id.
    """
    measures, scales = study["measures"].set_index("measure"), study["scales"]
    scale = scales[scales["scale_id"] == measures.loc[figures[0]["measure"], "scale_id"]]
    ratings = list(scale.sort_values("position")["category"])
    rated = frozenset(scale.loc[scale["state"] == "rated", "category"])
    stated = pd.Series([row["base_value"] for row in figures]).dropna()
    if stated.empty:
        because = "The size of the base was not seen."
        return {
            row["figure_id"]: Judgement(Verdict.NOT_CHECKABLE, because=because) for row in figures
        }
    things = tuple(str(number + 1) for number in range(int(stated.max())))
    statements = [_statement(study, row, things, rated) for row in figures]
    added = _added(study, figures, rated, len(things))
    found = {}
    for statement in statements:
        units = {statement.round_id: things}
        others = {other.id: other for other in statements if other.id != statement.id}
        # From figures that cannot all hold any number would follow.
        world = build_world(units, ratings, list(others.values()))
        for _, worst in settle_clashes(world, others, others):
            del others[worst]
        case = new_case(units, ratings, list(others.values()), statement)
        judged = judge_amount(case)
        found[statement.id] = replace(judged, because=f"{judged.because} {added}".strip())
    return found


def _statement(
    study: Study, figure: Figure, things: tuple[str, ...], rated: frozenset[str]
) -> Statement:
    """Return a figure as a statement on nameless things."""
    readings = tuple(
        replace(reading, observation="unit")
        for reading in amount_readings(study, dict(figure), TRIED_RULES)
    )
    if not readings:
        value = Fraction(figure["value"])
        words = "all that have a rating"
        readings = (Reading(words, rated, frozenset(), is_share=False, lower=value, upper=value),)
    return Statement(
        figure["figure_id"],
        Kind.AMOUNT,
        str(figure["round_id"]),
        "rated",
        things,
        readings=readings,
    )


def _added(study: Study, figures: Sequence[Figure], rated: frozenset[str], size: int) -> str:
    """Say what the printed counts of all ratings add up to, where it is not the base."""
    meanings = single_ratings(study["categories"])
    counts = {
        meanings[row["category"]]: int(row["value"])
        for row in figures
        if row["unit"] == "count" and row["category"] in meanings
    }
    total = sum(counts.values())
    if counts.keys() != rated or total == size:
        return ""
    return f"The printed counts of all ratings add up to {total} of {size}."
