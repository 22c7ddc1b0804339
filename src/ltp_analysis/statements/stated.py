"""The ratings of single units, as far as accepted statements give them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ltp_analysis.statements.accepted import accepted
from ltp_analysis.validated.study import kept

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study


@dataclass(frozen=True)
class StatedRating:
    """What accepted statements say of one unit in one round.

    Attributes:
        unit_code: The unit, in the register of the round.
        name: Its name.
        possible: The ratings that all the statements leave open, in the order of the scale;
            empty if the statements contradict each other.
        statements: Ids of the statements.
        sources: Ids of their sources.
    """

    unit_code: str
    name: str
    possible: tuple[str, ...]
    statements: tuple[str, ...]
    sources: tuple[str, ...]


def stated_ratings(study: Study, round_id: str) -> list[StatedRating]:
    """Return the units of a round of which an accepted statement says something.

    A statement on a group counts for its certain members only. A statement on a unit that was
    merged by the register date of the round counts for its successor where every one of the
    successor's predecessors is said to have the same rating.

    Args:
        study: The study.
        round_id: The round.

    Returns:
        One record a unit, in the order of their names.
    """
    return list(_stated(study, round_id))


@kept
def _stated(study: Study, round_id: str) -> tuple[StatedRating, ...]:
    units = study.units(round_id)
    names = dict(zip(units["unit_code"], units["name"], strict=True))
    said = _said(study, round_id)
    for heir, parts in _merged(study, said, set(names)).items():
        meanings = {
            frozenset.intersection(*(ratings for _, ratings, _ in said[part])) for part in parts
        }
        if len(meanings) == 1:
            said.setdefault(heir, []).extend(item for part in parts for item in said[part])
    order = study.ratings
    found = []
    for unit, name in names.items():
        if unit not in said:
            continue
        possible = set(order).intersection(*(ratings for _, ratings, _ in said[unit]))
        found.append(
            StatedRating(
                unit,
                name,
                tuple(rating for rating in order if rating in possible),
                tuple(sorted({statement for statement, _, _ in said[unit]})),
                tuple(sorted({source for _, _, source in said[unit]})),
            )
        )
    return tuple(found)


def _said(study: Study, round_id: str) -> dict[str, list[tuple[str, frozenset[str], str]]]:
    """Return, by unit as named, the id, ratings and source of each statement on it."""
    members = study["group_members"]
    certain = members[members["certainty"] == "certain"].groupby("group_id")["unit_code"]
    groups = {str(group): list(codes) for group, codes in certain}
    statements = accepted(study, "ratings")
    said: dict[str, list[tuple[str, frozenset[str], str]]] = {}
    for row in statements[statements["round_id"] == round_id].to_dict("records"):
        of_group = pd.isna(row["unit_code"])
        units = groups.get(row["group_id"], []) if of_group else [row["unit_code"]]
        for unit in units:
            item = (row["statement_id"], frozenset(row["ratings"].split("|")), row["source_id"])
            said.setdefault(unit, []).append(item)
    return said


def _merged(
    study: Study, said: dict[str, list[tuple[str, frozenset[str], str]]], units: set[str]
) -> dict[str, list[str]]:
    """Return the successors of which every predecessor has a statement, with those."""
    succession = study["succession"]
    mergers = succession[
        (succession["kind"] == "merger") & succession["successor_code"].isin(units)
    ]
    found: dict[str, list[str]] = {}
    for heir, rows in mergers.groupby("successor_code"):
        parts = list(rows["predecessor_code"])
        if all(part in said for part in parts):
            found[str(heir)] = parts
    return found
