"""The agreement of two raters over all questions of a coding round, as tables."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pandas as pd

from ltp_analysis.methods.agreement import gwet_ac2, raw_agreement, weighted_kappa
from ltp_analysis.methods.codings import answers_by_plan
from ltp_analysis.methods.statistic import Statistic, refused
from ltp_analysis.methods.weights import disagreement, distance

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ltp_analysis.methods.weights import Weights

RATERS = 2

# The types of the columns, all of them such as can say that a value is missing.
AGREEMENT_COLUMNS = {
    "question_id": "string",
    "plans": "Int64",
    "agreeing": "Int64",
    "raw": "Float64",
    "raw_means": "string",
    "raw_caution": "string",
    "raw_refusal": "string",
    "kappa": "Float64",
    "kappa_lower": "Float64",
    "kappa_upper": "Float64",
    "kappa_means": "string",
    "kappa_caution": "string",
    "kappa_refusal": "string",
    "ac2": "Float64",
    "ac2_lower": "Float64",
    "ac2_upper": "Float64",
    "ac2_means": "string",
    "ac2_caution": "string",
    "ac2_refusal": "string",
    "confidence": "Float64",
    "weights": "string",
    "one_rater": "string",
    "unanswered": "string",
}
DISAGREEMENT_COLUMNS = {
    "question_id": "string",
    "plan_id": "string",
    "first_rater": "string",
    "first_answer": "string",
    "second_rater": "string",
    "second_answer": "string",
    "distance": "Int64",
    "share_of_scale": "Float64",
}


def agreements(
    codings: pd.DataFrame,
    scales: Mapping[str, Sequence[str]],
    weights: Weights = "linear",
    *,
    unordered: Collection[str] = (),
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return how far the raters agree on each question.

    A plan needs exactly two raters. Those with one are named and left out. If a plan has more,
    its question is refused, since any choice of two would be ours. The pair may change from plan
    to plan; kappa is then refused, since it compares the habits of one rater with another's.

    Args:
        codings: One row for each question, plan and rater, with the columns `question_id`,
            `plan_id`, `rater` and `answer`; the answer is missing where the rater gave none.
        scales: For each question all its categories, in order.
        weights: How a disagreement counts.
        unordered: Categories outside the order, on whichever scales have them.
        confidence: Level of the intervals.

    Returns:
        One row a question, in the order of the scales. `plans` are those that both raters
        answered and `agreeing` those with the same answer. `raw`, `kappa` and `ac2` hold values,
        with intervals, meanings, cautions and refusals beside them. `one_rater` and `unanswered`
        name the plans left out because one rater coded them or an answer is missing.

    Raises:
        ValueError: If a column, a scale, a category, a name or a level is not right, or a rater
            coded a plan twice on one question.
    """
    answers = answers_by_plan(codings, scales, unordered)
    rows = [
        _agreement(question, answers[question], categories, weights, unordered, confidence)
        for question, categories in scales.items()
    ]
    return _frame(rows, AGREEMENT_COLUMNS)


def disagreements(
    codings: pd.DataFrame,
    scales: Mapping[str, Sequence[str]],
    *,
    unordered: Collection[str] = (),
) -> pd.DataFrame:
    """List every pair of answers that differ, the worst first.

    All pairs of raters of a plan are compared, however many there are. A missing answer is no
    disagreement.

    Args:
        codings: As for `agreements`.
        scales: For each question all its categories, in order.
        unordered: Categories outside the order, on whichever scales have them.

    Returns:
        One row for each question, plan and pair of raters who differ. `distance` is in categories
        and missing where one answer is outside the order; `share_of_scale` is the distance as a
        share of the longest on the question's scale, and 1 outside the order. Rows are in falling
        order of that share, then in the order of the scales, of plans and of raters.

    Raises:
        ValueError: As for `agreements`.
    """
    answers = answers_by_plan(codings, scales, unordered)
    rows: list[dict[str, object]] = []
    for question, categories in scales.items():
        apart = _on_scale(unordered, categories)
        for plan, by_rater in answers[question].items():
            for (rater, one), (other_rater, other) in combinations(by_rater.items(), 2):
                if one is None or other is None or one == other:
                    continue
                rows.append(
                    {
                        "question_id": question,
                        "plan_id": plan,
                        "first_rater": rater,
                        "first_answer": one,
                        "second_rater": other_rater,
                        "second_answer": other,
                        "distance": distance(one, other, categories, apart),
                        "share_of_scale": disagreement(one, other, categories, "linear", apart),
                    }
                )
    table = _frame(rows, DISAGREEMENT_COLUMNS)
    return table.sort_values("share_of_scale", ascending=False, kind="stable", ignore_index=True)


def _agreement(  # noqa: PLR0913, PLR0917 - a question, and how it is asked
    question: str,
    plans: Mapping[str, Mapping[str, str | None]],
    categories: Sequence[str],
    weights: Weights,
    unordered: Collection[str],
    confidence: float,
) -> dict[str, object]:
    pairs = {plan: by_rater for plan, by_rater in plans.items() if len(by_rater) == RATERS}
    crowded = [plan for plan, by_rater in plans.items() if len(by_rater) > RATERS]
    both = [tuple(by_rater.values()) for by_rater in pairs.values()]
    first, second = [one for one, _ in both], [other for _, other in both]
    apart = _on_scale(unordered, categories)
    raw = raw_agreement(first, second, categories)
    kappa = weighted_kappa(
        first, second, categories, weights, unordered=apart, confidence=confidence
    )
    ac2 = gwet_ac2(first, second, categories, weights, unordered=apart, confidence=confidence)
    raters = sorted({rater for by_rater in pairs.values() for rater in by_rater})
    if crowded:
        why = (
            f"More than two raters coded {', '.join(crowded)}. Keep the two whose agreement is "
            "asked for."
        )
        raw, kappa, ac2 = (
            refused(each.method, each.observations, why) for each in (raw, kappa, ac2)
        )
    elif len(raters) > RATERS and not kappa.refusal:
        kappa = refused(
            kappa.method,
            kappa.observations,
            f"The pair of raters changes between plans ({', '.join(raters)}), and kappa compares "
            "the habits of one rater with another's. Ask it of one pair at a time.",
        )
    return {
        "question_id": question,
        "plans": raw.observations,
        "agreeing": None if raw.value is None else round(raw.value * raw.observations),
        **_columns("raw", raw),
        **_columns("kappa", kappa),
        **_columns("ac2", ac2),
        "confidence": confidence,
        "weights": weights,
        "one_rater": ", ".join(plan for plan, by_rater in plans.items() if len(by_rater) == 1),
        "unanswered": ", ".join(
            plan for plan, by_rater in pairs.items() if None in by_rater.values()
        ),
    }


def _columns(name: str, answer: Statistic) -> dict[str, object]:
    return {
        name: answer.value,
        f"{name}_lower": answer.lower,
        f"{name}_upper": answer.upper,
        f"{name}_means": answer.means,
        f"{name}_caution": answer.caution,
        f"{name}_refusal": answer.refusal,
    }


def _on_scale(unordered: Collection[str], categories: Sequence[str]) -> list[str]:
    return [category for category in categories if category in unordered]


def _frame(rows: list[dict[str, object]], types: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(types), dtype="object").astype(dict(types))
