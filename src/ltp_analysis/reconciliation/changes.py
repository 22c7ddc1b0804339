"""Verdicts on printed changes of a share between two rounds, compared after solving."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING

from ltp_analysis.reconciliation.verdict import Judgement, Verdict, given_by
from ltp_analysis.solved.evidence import share_case
from ltp_analysis.solved.judged import bounds, grounds
from ltp_analysis.statements.rounding import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from ltp_analysis.solved.evidence import Evidence
    from ltp_analysis.statements.statement import Reading, Statement

    _Bounded = tuple[Fraction, Fraction, tuple[str, ...]]
    """Least and greatest value of a share, and the statements that exclude what lies beyond."""

    _Share = _Bounded | None
    """None where the base is always empty."""

_HUNDRED = 100


def judge_change(evidence: Evidence, statement: Statement) -> Judgement:
    """Return the verdict on a printed change of a share, in percentage points.

    Only shares of units are compared: of plans there is no number in most rounds. The shares of
    the two rounds are bounded apart, so the bounds of the change hold but may be wider than need
    be; what is called contradicted is so all the same.

    Args:
        evidence: The statements.
        statement: The change, with all its readings.

    Returns:
        The verdict under the reading that fits best: one that follows before one that may hold,
        and rounding to the nearest before other rules.
    """
    since = str(evidence.study.round(statement.since)["round"])
    shares = cache(partial(_shares, evidence, (statement.since, statement.round_id)))
    tried = [
        judged
        for reading in statement.readings
        if reading.observation == "unit"
        and (judged := _judge(reading, since, *shares(reading.counted, reading.left_out)))
        is not None
    ]
    if not tried:
        return Judgement(Verdict.NOT_CHECKABLE, because="It is not a share of units.")
    return min(tried, key=_order)


def _order(judged: Judgement) -> tuple[int, bool]:
    return list(Verdict).index(judged.verdict), judged.rule not in ("", Rule.NEAREST)


def _shares(
    evidence: Evidence, rounds: Sequence[str], counted: frozenset[str], left_out: frozenset[str]
) -> list[_Share]:
    """Return the least and greatest share of all units in some rounds, with their grounds."""
    found: list[_Share] = []
    for round_id in rounds:
        units = evidence.study.codes(round_id)
        case = share_case(evidence, round_id, units, counted, left_out)
        ends = bounds(case, 0)
        found.append(None if ends is None else (*ends, grounds(case, 0, *ends)))
    return found


def _judge(reading: Reading, since: str, before: _Share, after: _Share) -> Judgement | None:
    """Return the verdict on one reading, or None if a share of it is always one of nothing."""
    if before is None or after is None:
        return None
    lower, upper = after[0] - before[1], after[1] - before[0]
    judged = Judgement(
        Verdict.POSSIBLE,
        reading.rule or "",
        reading.base,
        _HUNDRED * lower,
        _HUNDRED * upper,
        tuple(sorted({*before[2], *after[2]})),
        f"Read as {reading.words}. {_implied(reading, before, after, since)}",
    )
    if reading.holds(lower) and reading.holds(upper):
        return replace(judged, verdict=given_by(reading.rule))
    # Between the bounds, some value lies within the reading unless all of them lie on one side.
    below = upper < reading.lower or (upper == reading.lower and reading.lower_open)
    above = lower > reading.upper or (lower == reading.upper and reading.upper_open)
    if not below and not above:
        return judged
    because = "It lies outside what the shares of both rounds allow."
    return replace(judged, verdict=Verdict.CONTRADICTED, rule="", because=because)


def _implied(reading: Reading, before: _Bounded, after: _Bounded, since: str) -> str:
    """Say from which shares of the earlier round the change is as printed."""
    lower = max(before[0], after[0] - reading.upper)
    upper = min(before[1], after[1] - reading.lower)
    ends = dict.fromkeys(f"{float(_HUNDRED * share):.1f}" for share in (lower, upper))
    return f"It takes a share of {' to '.join(ends)} per cent in {since}."
