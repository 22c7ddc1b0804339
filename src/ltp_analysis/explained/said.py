"""One statement as a link of a chain: its words, whether it is held, its source, its strength."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ltp_analysis.solved.deductions import Score, score_of
from ltp_analysis.solved.ratings import deduced_from
from ltp_analysis.statements.statement import Kind, Statement

if TYPE_CHECKING:
    from ltp_analysis.explained.known import Known
    from ltp_analysis.solved.deductions import Deduction
    from ltp_analysis.validated.study import Study

HELD: Final = "held"
NOTHING_LEFT_OUT: Final = Score(0, 0, 0)


@dataclass(frozen=True)
class Strength:
    """How far a printed total of children can be trusted to say something of single units.

    Attributes:
        figure_id: The figure.
        strong: Whether it may be used.
        expected_by_chance: How many sets of units would match any number near it; None if that
            was not tried.
        patterns: How many sets were open; None if they were not tried.
        matches: How many of them match; None if they were not counted.
        reason: Why it was not tried, or not counted.
        score: How well it predicts the stated ratings of its area when they are left out.
    """

    figure_id: str
    strong: bool
    expected_by_chance: float | None
    patterns: int | None = None
    matches: int | None = None
    reason: str = ""
    score: Score = NOTHING_LEFT_OUT


@dataclass(frozen=True)
class Said:
    """A statement as a link of a chain.

    Attributes:
        id: Its id.
        round: Its round, as readers see it; empty if about none.
        words: What it says.
        standing: Whether it is held, or why not.
        source_id: Its source; for what was deduced, that of the printed total.
        strength: For what was deduced from a printed total: how strongly.
    """

    id: str
    round: str
    words: str
    standing: str
    source_id: str
    strength: Strength | None = None


def say(known: Known, name: str) -> Said:
    """Return a statement as a link of a chain.

    Args:
        known: What is known.
        name: Its id.
    """
    statement = known.statements[name]
    deduction = _deduction_of(known, statement)
    source, strength = statement.source_id, None
    if deduction is not None:
        source = known.statements[deduction.figure_id].source_id
        strength = strength_of(deduction)
    study = known.study
    label = str(study.round(statement.round_id)["round"]) if statement.round_id else ""
    return Said(
        statement.id,
        label,
        words_of(study, statement),
        standing(known, statement),
        source,
        strength,
    )


def words_of(study: Study, statement: Statement) -> str:
    """Return what a statement says; of one that was deduced, the units and ratings too."""
    if statement.kind is not Kind.EACH or statement.source_id or statement.group_id:
        return statement.words
    rows = study["register"].drop_duplicates("unit_code", keep="last").set_index("unit_code")
    names = "; ".join(study.settings.short(str(rows.loc[unit, "name"])) for unit in statement.units)
    ratings = " or ".join(name for name in study.ratings if name in statement.ratings)
    return f"{names}: {ratings}, {statement.words}"


def said_plainly(study: Study, statement: Statement) -> dict[str, str]:
    """Return a statement as plain values; one without a source was deduced, as its words say."""
    words = words_of(study, statement)
    return {"statement": statement.id, "words": words, "source": statement.source_id}


def standing(known: Known, statement: Statement) -> str:
    """Return whether a statement is held, or why not."""
    if statement.id in known.left_out:
        return f"left out: {known.left_out[statement.id]}"
    if statement.kind is Kind.SILENT:
        return f"says nothing of ratings by itself: {statement.silent_because}"
    if statement.kind is Kind.CHANGE:
        return "compared with the rest, and no part of the model"
    if statement.kind is Kind.JOINT and len(statement.units) < 2:  # noqa: PLR2004 - joins nothing
        return "joins nothing: that the units share a plan is doubtful"
    return HELD if statement.id in known.evidence.held else "not part of the model"


def strength_of(deduction: Deduction) -> Strength:
    """Return how strongly a printed total says something of single units."""
    widest = deduction.readings[0].matches if deduction.readings else None
    chance = deduction.expected_by_chance
    return Strength(
        deduction.figure_id,
        deduction.strong,
        None if math.isinf(chance) else chance,
        None if widest is None else widest.patterns,
        None if widest is None else widest.count,
        deduction.reason,
        score_of([deduction]),
    )


def _deduction_of(known: Known, statement: Statement) -> Deduction | None:
    """Return the deduction that a statement was made of, if it was."""
    if statement.source_id or statement.kind is not Kind.EACH:
        return None
    return deduced_from(known.deductions.values()).get(statement.id)
