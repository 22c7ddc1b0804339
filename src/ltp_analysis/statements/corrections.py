"""Figures that were printed before ratings that they count were put right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from ltp_analysis.statements.accepted import accepted
from ltp_analysis.validated.schemas import CORRECTED
from ltp_analysis.validated.study import kept

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ltp_analysis.statements.statement import Reading
    from ltp_analysis.validated.study import Study


@dataclass(frozen=True)
class Correction:
    """A rating that was put right after it had been printed.

    Attributes:
        statement_id: The statement that puts it right.
        unit_code: The unit as its source names it; empty if it is of a group.
        old: The ratings that were printed first.
        new: The ratings that replace them.
        source_id: The source.
    """

    statement_id: str
    unit_code: str
    old: frozenset[str]
    new: frozenset[str]
    source_id: str

    def moves_within(self, some: Collection[str]) -> int | None:
        """Return by how much the number with some ratings grows for each rating put right.

        None if that depends on which of several ratings one of the two was.
        """
        inside = [{rating in some for rating in ratings} for ratings in (self.old, self.new)]
        if any(len(sides) > 1 for sides in inside):
            return None
        old, new = (sides == {True} for sides in inside)
        return int(new) - int(old)


@kept
def corrections(study: Study, round_id: str) -> tuple[Correction, ...]:
    """Return the accepted corrections of the ratings of a round, in the order of the table."""
    rows = accepted(study, "ratings")
    rows = rows[(rows["round_id"] == round_id) & rows["corrects"].notna()]
    first = study["ratings"].set_index("statement_id")["ratings"]
    return tuple(
        Correction(
            str(row["statement_id"]),
            "" if pd.isna(row["unit_code"]) else str(row["unit_code"]),
            frozenset(str(first[row["corrects"]]).split("|")),
            frozenset(str(row["ratings"]).split("|")),
            str(row["source_id"]),
        )
        for row in rows.to_dict("records")
    )


def counted_as(study: Study, round_id: str, unit_code: str, observation: str) -> str | None:
    """Return what one unit is counted as: itself, or its plan; None if its plan is not known."""
    if observation != "plan":
        return unit_code
    coverage = study["coverage"]
    here = coverage[(coverage["round_id"] == round_id) & (coverage["unit_code"] == unit_code)]
    return str(here["plan_id"].iloc[0]) if len(here) == 1 else None


def put_right(
    study: Study,
    figure: dict[Any, Any],
    units: Sequence[str],
    doubtful: Sequence[str],
    readings: Sequence[Reading],
) -> tuple[Reading, ...] | None:
    """Return how to read a figure of the first edition beside ratings that were put right later.

    Args:
        study: The study.
        figure: A row of the table `figures`, of a known round.
        units: Units certainly in its scope.
        doubtful: Units that may be in its scope.
        readings: Its readings.

    Returns:
        The readings, each with the number by which what it counts has moved since; None if that
        is not known of one of them.
    """
    round_id = str(figure["round_id"])
    if figure["edition"] == CORRECTED:
        return tuple(readings)
    found = []
    for reading in readings:
        moved: dict[str, int] = {}
        for one in corrections(study, round_id):
            here = study.at({one.unit_code}, round_id) if one.unit_code else {*units}
            if not here & {*units, *doubtful}:
                continue
            steps = one.moves_within(reading.counted), one.moves_within(reading.left_out)
            if steps == (0, 0):
                continue
            what = counted_as(study, round_id, one.unit_code, reading.observation)
            # Not of a group, whose members may have been right, nor of what has merged since.
            itself = here == {one.unit_code} and here <= {*units}
            if None in steps or steps[1] or what is None or not itself:
                return None
            moved[what] = steps[0] or 0
        found.append(replace(reading, moved=sum(moved.values())))
    return tuple(found)
