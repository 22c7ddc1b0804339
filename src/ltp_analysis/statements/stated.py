"""The ratings of single units, as far as accepted statements give them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ltp_analysis.coding.coverage import plan_units
from ltp_analysis.statements.accepted import accepted
from ltp_analysis.statements.coded import coded_statements
from ltp_analysis.statements.collect import collect
from ltp_analysis.statements.statement import Kind
from ltp_analysis.validated.study import kept

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study

_Item = tuple[str, frozenset[str], str]
"""A statement as it stands of one unit: its id, its ratings and its source."""


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

    A statement on a group, and one on a coded plan, counts for its certain units only. A
    statement on a unit that was merged by the register date of the round counts for its successor
    where every one of the successor's predecessors is said to have the same rating.

    Args:
        study: The study.
        round_id: The round.

    Returns:
        One record a unit, in the order of their names.
    """
    return list(_stated(study, round_id))


def published_of_plans(study: Study, round_id: str) -> dict[str, tuple[str, ...]]:
    """Return what published statements say of the plans of a round, through their units.

    What was coded is left out, so that it can be set beside this.

    Args:
        study: The study.
        round_id: The round.

    Returns:
        For each plan of which a certain unit has an accepted statement, the ratings that those of
        all its certain units leave, in the order of the scale; none if they contradict.
    """
    coded = {statement.id for statement in coded_statements(study)}
    said = {
        unit: frozenset.intersection(*(ratings for _, ratings, _ in items))
        for unit, every in _said(study, round_id).items()
        if (items := [item for item in every if item[0] not in coded])
    }
    found = {}
    for plan in plan_units(study, round_id):
        if some := [said[unit] for unit in plan.units if unit in said]:
            left = frozenset.intersection(*some)
            found[plan.plan_id] = tuple(rating for rating in study.ratings if rating in left)
    return found


@kept
def _stated(study: Study, round_id: str) -> tuple[StatedRating, ...]:
    units = study.units(round_id)
    names = dict(zip(units["unit_code"], units["name"], strict=True))
    said = _said(study, round_id)
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


def _said(study: Study, round_id: str) -> dict[str, list[_Item]]:
    """Return, by unit of the round, the id, ratings and source of each statement on it."""
    stands = {*accepted(study, "ratings")["statement_id"]}
    stands |= {statement.id for statement in coded_statements(study)}
    said: dict[str, list[_Item]] = {}
    for statement in collect(study):
        if (
            statement.round_id == round_id
            and statement.kind is Kind.EACH
            and statement.id in stands
        ):
            item = (statement.id, statement.ratings, statement.source_id)
            for unit in statement.units:
                said.setdefault(unit, []).append(item)
    return said
