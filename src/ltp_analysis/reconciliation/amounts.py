"""Verdicts on printed numbers and shares of ratings, from what all other statements allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.reconciliation.verdict import Judgement, Verdict
from ltp_analysis.solved.judged import bounds, can_hold, clash, excluded, follows, grounds
from ltp_analysis.statements.rounding import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ltp_analysis.solved.judged import Case
    from ltp_analysis.statements.statement import Reading

TRIED_RULES = (Rule.NEAREST, Rule.TRUNCATED)
"""The other rules only say which way an exact tie goes, which the first leaves open."""

_HUNDRED = 100


def judge_amount(case: Case) -> Judgement:
    """Return the verdict on a printed number or share of ratings.

    Args:
        case: The figure, with all its readings under `TRIED_RULES`, before all other statements.
    """
    readings = case.statement.readings
    usual = [n for n, reading in enumerate(readings) if reading.rule in (None, Rule.NEAREST)]
    unusual = [n for n in range(len(readings)) if n not in usual]
    for numbers, verdict in ((usual, Verdict.REPRODUCED), (unusual, Verdict.OTHERWISE)):
        for number in numbers:
            reasons = follows(case, number)
            if reasons is not None:
                return _judgement(case, number, verdict, reasons)
    holding = next((number for number in (*usual, *unusual) if can_hold(case, number)), None)
    if holding is not None:
        return _judgement(case, holding, Verdict.POSSIBLE)
    return _judgement(case, usual[0], Verdict.CONTRADICTED, clash(case))


def _judgement(
    case: Case, number: int, verdict: Verdict, reasons: Sequence[str] | None = None
) -> Judgement:
    """Return the verdict with the bounds of one reading; without reasons, those of the bounds."""
    reading = case.statement.readings[number]
    scale = _HUNDRED if reading.is_share else 1
    found = bounds(case, number)
    if reasons is None:
        reasons = () if found is None else grounds(case, number, *found)
    lower, upper = (None, None) if found is None else (scale * found[0], scale * found[1])
    stands = verdict is not Verdict.CONTRADICTED
    return Judgement(
        verdict,
        (reading.rule or "") if stands else "",
        reading.base,
        lower,
        upper,
        tuple(reasons),
        f"Read as {reading.words}{_stretch(reading)}.{_others(case, number)}"
        if stands
        else "No reading of it can hold.",
    )


def _stretch(reading: Reading) -> str:
    """Say what words or an approximation can stand for: “, 37.5% to 62.5%”."""
    if reading.rule is not None or not reading.is_share or reading.lower == reading.upper:
        return ""
    ends = (f"{float(_HUNDRED * end):.1f}%" for end in (reading.lower, reading.upper))
    return f", {' to '.join(ends)}"


def _others(case: Case, number: int) -> str:
    """Say of every other meaning and base that cannot be meant what stands against it."""
    readings = case.statement.readings
    rules: dict[str, list[int]] = {}
    for place, reading in enumerate(readings):
        rules.setdefault(reading.label, []).append(place)
    said = []
    for label, places in rules.items():
        if label == readings[number].label:
            continue
        reasons = [excluded(case, place) for place in places]
        if None in reasons:
            continue
        names = {name for some in reasons for name in some or ()}
        words = [f"“{other.words or other.id}”" for other in case.others if other.id in names]
        against = f"it cannot hold with {', '.join(words)}" if words else "no number gives it"
        said.append(f" As {label}, {against}.")
    return "".join(said)
