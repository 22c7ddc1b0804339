"""The ratings of a round under other criteria, beside those under its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from ltp_analysis.coding.derived import Basis, derived
from ltp_analysis.coding.rubric import rubric_needed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ltp_analysis.validated.study import Study

OPEN: Final = "(open)"
"""The row and the column of plans whose rating is not settled."""

STATED: Final = "stated"
COLUMNS: Final = ("plan_id", "name", "own", "basis", "other", "other_basis", "moved")


@dataclass(frozen=True)
class Bridge:
    """A round rated by two sets of criteria.

    Attributes:
        round_id: The round.
        own: Its own criteria.
        other: The other ones.
        plans: One row a plan, all columns text: the ratings possible under both, divided by
            “|”, what each rests on, and whether the rating moved: “yes”, “no” or “open”.
        table: Plans by their rating under the round's own criteria in rows and under the others
            in columns; “(open)” where more than one is possible.
    """

    round_id: str
    own: str
    other: str
    plans: pd.DataFrame
    table: pd.DataFrame


def bridge(
    study: Study,
    round_id: str,
    criteria_id: str,
    stated: Mapping[str, Sequence[str]] | None = None,
) -> Bridge:
    """Rate the plans of a round under other criteria and set both ratings side by side.

    Args:
        study: The study.
        round_id: The round.
        criteria_id: The other criteria; their questions are asked of the round's codings.
        stated: For plans whose units have published ratings, the ratings that these leave; none
            if they contradict each other. They stand where no rating follows from answers under
            the round's own criteria.

    Returns:
        The list of plans and the cross table.

    Raises:
        NoRubricError: If the other criteria have no rubric.
    """
    rubric_needed(study, criteria_id)
    said = stated or {}
    rows, pairs = [], []
    own_side = derived(study, round_id)
    for mine, theirs in zip(own_side, derived(study, round_id, criteria_id), strict=True):
        possible, basis = mine.possible, str(mine.basis)
        if mine.basis in (Basis.NOT_CODED, Basis.NO_RUBRIC) and mine.plan_id in said:
            possible, basis = tuple(said[mine.plan_id]), STATED
        pairs.append((_single(possible), _single(theirs.possible)))
        rows.append(
            (
                mine.plan_id,
                mine.name,
                "|".join(possible),
                basis,
                "|".join(theirs.possible),
                str(theirs.basis),
                _moved(possible, theirs.possible),
            )
        )
    order = [*study.ratings, OPEN]
    counts = [[pairs.count((row, column)) for column in order] for row in order]
    return Bridge(
        round_id,
        str(study.round(round_id)["criteria_id"]),
        criteria_id,
        pd.DataFrame(rows, columns=list(COLUMNS), dtype="string"),
        pd.DataFrame(counts, index=order, columns=order, dtype="int64"),
    )


def _single(possible: Sequence[str]) -> str:
    return possible[0] if len(possible) == 1 else OPEN


def _moved(own: Sequence[str], other: Sequence[str]) -> str:
    if own and not set(own) & set(other):
        return "yes"
    return "no" if len(own) == len(other) == 1 else "open"
