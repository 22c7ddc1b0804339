"""Printed shares that are sums of other printed shares: numbers added after rounding."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any

from ltp_analysis.reconciliation.verdict import Judgement, Verdict
from ltp_analysis.statements.readings import readings, single_rating

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ltp_analysis.validated.study import Study

ADDED = "added after rounding"
_HUNDRED = 100


def added_after_rounding(study: Study, figure: Mapping[Any, Any]) -> Judgement | None:
    """Return the verdict on a share that is the sum, or the rest, of other printed shares.

    Args:
        study: The study.
        figure: A row of the table `figures` in per cent.

    Returns:
        “reproduced under another rule” where printed shares of single ratings, on the same base,
        add up to the number, or leave it of a hundred; None where none do.
    """
    figures = study["figures"]
    near = figures[
        (figures["round_id"] == figure["round_id"])
        & (figures["measure"] == figure["measure"])
        & (figures["group_id"] == figure["group_id"])
        & (figures["unit"] == "percent")
        & (figures["qualifier"] == "none")
        & (figures["base"] == figure["base"])
        & (figures["certainty"] == "certain")
        & (figures["figure_id"] != figure["figure_id"])
    ]
    parts = [
        (frozenset({rating}), row)
        for row in near.to_dict("records")
        if (rating := single_rating(study, row["category"])) is not None
    ]
    rated = frozenset(study.ratings) - frozenset(study.missing)
    value = Fraction(figure["value"])
    for meaning in map(frozenset, readings(study, figure["category"])):
        for size in range(1, len(parts) + 1):
            for some in combinations(parts, size):
                union = frozenset[str]().union(*(part for part, _ in some))
                total = sum((Fraction(row["value"]) for _, row in some), Fraction(0))
                if len(union) < size:
                    continue
                printed = " and ".join(str(row["printed"]) for _, row in some)
                if union == meaning and size > 1 and total == value:
                    because = f"The printed shares {printed} add up to it."
                elif union == rated - meaning and size > 1 and _HUNDRED - total == value:
                    because = f"It is what the printed shares {printed} leave of a hundred."
                else:
                    continue
                names = tuple(sorted(row["figure_id"] for _, row in some))
                return Judgement(Verdict.OTHERWISE, ADDED, statements=names, because=because)
    return None
