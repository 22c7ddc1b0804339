"""How far the raters of a round agree, and what is left to settle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ltp_analysis.coding.derived import rated
from ltp_analysis.coding.rubric import asked_by, outcome, rubric, scale_of
from ltp_analysis.coding.settled import How, questions, settled_answers
from ltp_analysis.validated.rules.coding import RATING
from ltp_analysis.validated.schemas import Adjudications

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study

DERIVED: Final = "derived rating"
"""The name under which agreement on the derived rating stands; no question can be called so."""

SETTLE_COLUMNS: Final = tuple(Adjudications.to_schema().columns)


def scales(study: Study) -> dict[str, tuple[str, ...]]:
    """Return the answers of every question, the rater's own rating among them, in order."""
    rows = study["questions"].sort_values("position", kind="stable")
    return {str(name): scale_of(study, str(name)) for name in rows["question_id"]}


def codings_of(study: Study, round_id: str) -> pd.DataFrame:
    """Return the codings of a round: question_id, plan_id, rater and answer."""
    rows = study["codings"]
    return rows.loc[
        rows["round_id"] == round_id, ["question_id", "plan_id", "rater", "answer"]
    ].reset_index(drop=True)


def round_agreement(study: Study, round_id: str) -> pd.DataFrame:
    """Return how far the raters of a round agree, question by question and on the rating.

    Args:
        study: The study.
        round_id: The round.

    Returns:
        A row a question, as `methods.coding_round.agreements` describes them: `rating` is the
        raters' own rating. The last row, `derived rating`, is what the rubric makes of each
        rater's own answers; it is there if the round's criteria have a rubric. Where nothing
        can be said the row holds a refusal with its reason.
    """
    from ltp_analysis.methods.coding_round import agreements  # noqa: PLC0415 - takes long

    by_question = agreements(codings_of(study, round_id), scales(study))
    categories = rated(study)
    if not rubric(study, str(study.round(round_id)["criteria_id"])) or len(categories) < 2:  # noqa: PLR2004 - a scale of one rating holds no question
        return by_question
    by_rating = agreements(_rated_by(study, round_id), {DERIVED: categories})
    return pd.concat([by_question, by_rating], ignore_index=True)


def to_settle(study: Study, round_id: str) -> pd.DataFrame:
    """Return the questions on which raters differ and that nobody has settled yet.

    Raters' own ratings are not among them: the rating follows from the answers.

    Args:
        study: The study.
        round_id: The round.

    Returns:
        One row for each plan and question, the worst disagreement first: plan_id, question_id,
        answers (each rater's), share_of_scale (of the two answers farthest apart).
    """
    rows = codings_of(study, round_id)
    asked = {name: answers for name, answers in scales(study).items() if name != RATING}
    from ltp_analysis.methods.coding_round import disagreements  # noqa: PLC0415 - takes long

    found = disagreements(rows[rows["question_id"] != RATING], asked)
    found = found.drop_duplicates(["plan_id", "question_id"])
    settled = settled_answers(study, round_id)
    lines = []
    for row in found.to_dict("records"):
        item = settled[row["plan_id"]][row["question_id"]]
        if item.how is How.DIFFERS:
            answers = "; ".join(f"{given.rater}: {given.answer}" for given in item.given)
            lines.append((item.plan_id, item.question_id, answers, row["share_of_scale"]))
    columns = {
        "plan_id": "string",
        "question_id": "string",
        "answers": "string",
        "share_of_scale": "Float64",
    }
    return pd.DataFrame(lines, columns=list(columns), dtype="object").astype(columns)


def settle_sheet(study: Study, round_id: str) -> pd.DataFrame:
    """Return a sheet to settle the disagreements of a round in, in the columns of adjudications.

    Args:
        study: The study.
        round_id: The round.

    Returns:
        One row a disagreement in the order of plans and questions. Answer, why, who and when are
        empty; the source is that of the codings where they have one source only.
    """
    open_rows = to_settle(study, round_id)
    wanted = set(zip(open_rows["plan_id"], open_rows["question_id"], strict=True))
    codings = study["codings"]
    sources = set(codings.loc[codings["round_id"] == round_id, "source_id"])
    source = sources.pop() if len(sources) == 1 else ""
    rows = [
        dict.fromkeys(SETTLE_COLUMNS, "")
        | {
            "round_id": round_id,
            "plan_id": plan,
            "question_id": question,
            "source_id": source,
        }
        for plan in settled_answers(study, round_id)
        for question in questions(study)
        if (plan, question) in wanted
    ]
    return pd.DataFrame(rows, columns=list(SETTLE_COLUMNS), dtype="string")


def _rated_by(study: Study, round_id: str) -> pd.DataFrame:
    """Return what the rubric makes of each rater's own answers, as codings of one question."""
    rules = rubric(study, str(study.round(round_id)["criteria_id"]))
    asked = {question: scale_of(study, question) for question in asked_by(rules)}
    found = []
    for (plan, rater), rows in codings_of(study, round_id).groupby(["plan_id", "rater"]):
        given: dict[str, str | None] = dict(zip(rows["question_id"], rows["answer"], strict=True))
        if not given.keys() & asked.keys():
            continue  # who answered nothing that the rubric looks at has not rated the plan
        categories = outcome(rules, given, asked).categories
        answer = categories[0] if len(categories) == 1 else None
        found.append((DERIVED, plan, rater, answer))
    return pd.DataFrame(found, columns=["question_id", "plan_id", "rater", "answer"])
