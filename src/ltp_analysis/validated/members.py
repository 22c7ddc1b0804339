"""The units of a round that a set of named units stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from ltp_analysis.validated.study import Study


def members_at(
    study: Study, certain: AbstractSet[str], doubtful: AbstractSet[str], round_id: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the units of a round that named units are, or were merged whole into by then.

    Args:
        study: The study.
        certain: Codes of the units that belong to the set for certain.
        doubtful: Codes of those that may belong to it.
        round_id: The round, whose register counts.

    Returns:
        Codes of the certain and of the doubtful units of the round, each sorted. A unit that
        was merged is certain only if all its predecessors are.
    """
    anyhow = study.at({*certain, *doubtful}, round_id)
    whole = {unit for unit in study.at(set(certain), round_id) if _complete(study, unit, certain)}
    return tuple(sorted(whole)), tuple(sorted(anyhow - whole))


def _complete(study: Study, unit: str, members: AbstractSet[str]) -> bool:
    """Say whether a unit, or each of its predecessors, is a member."""
    if unit in members:
        return True
    rows = study["succession"]
    rows = rows[(rows["successor_code"] == unit) & (rows["kind"] == "merger")]
    return len(rows) > 0 and set(rows["predecessor_code"]) <= members
