"""Verdicts on printed changes of a share between two rounds, compared after solving."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ltp_analysis.reconciliation.verdict import Judgement, Verdict
from ltp_analysis.solved.evidence import share_case
from ltp_analysis.solved.judged import bounds, grounds

if TYPE_CHECKING:
    from ltp_analysis.solved.evidence import Evidence
    from ltp_analysis.statements.statement import Statement

_HUNDRED = 100


def judge_change(evidence: Evidence, statement: Statement) -> Judgement:
    """Return the verdict on a printed change of a share, in percentage points.

    Only shares of units are compared: of plans there is no number in most rounds. The shares of
    the two rounds are bounded apart, so the bounds of the change hold but may be wider than need
    be; what is called contradicted is so all the same.

    Args:
        evidence: The statements.
        statement: The change, with all its readings.
    """
    contradicted = None
    for reading in statement.readings:
        if reading.observation != "unit":
            continue
        cases = [
            share_case(
                evidence,
                round_id,
                evidence.study.codes(round_id),
                reading.counted,
                reading.left_out,
            )
            for round_id in (statement.since, statement.round_id)
        ]
        shares = [bounds(case, 0) for case in cases]
        if shares[0] is None or shares[1] is None:
            continue
        lower, upper = shares[1][0] - shares[0][1], shares[1][1] - shares[0][0]
        reasons = [
            grounds(case, 0, *share) for case, share in zip(cases, shares, strict=True) if share
        ]
        judged = Judgement(
            Verdict.POSSIBLE,
            reading.rule or "",
            reading.base,
            _HUNDRED * lower,
            _HUNDRED * upper,
            tuple(sorted({name for some in reasons for name in some})),
            f"Read as {reading.label}.",
        )
        if reading.lower <= lower and upper <= reading.upper:
            return replace(judged, verdict=Verdict.REPRODUCED)
        if lower <= reading.upper and reading.lower <= upper:
            return judged
        because = "It lies outside what the shares of both rounds allow."
        contradicted = replace(judged, verdict=Verdict.CONTRADICTED, rule="", because=because)
    if contradicted is not None:
        return contradicted
    return Judgement(Verdict.NOT_CHECKABLE, because="It is not a share of units.")
