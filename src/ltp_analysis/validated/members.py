"""The units of a round that a set of named units stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.validated.rules.tools import whole_successions
from ltp_analysis.validated.study import kept

if TYPE_CHECKING:
    from collections.abc import Mapping
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
        was merged is certain only if all its predecessors are. A part of a split unit is not in
        the set because the whole was: it has to be named.
    """
    anyhow = study.at({*certain, *doubtful}, round_id)
    whole = {unit for unit in study.at(set(certain), round_id) if named_parts(study, unit, certain)}
    return tuple(sorted(whole)), tuple(sorted(anyhow - whole))


@kept
def predecessors(study: Study) -> Mapping[str, tuple[str, ...]]:
    """Return, for each unit that others became whole, these: those merged, or the one recoded."""
    rows = whole_successions(study["succession"]).groupby("successor_code")["predecessor_code"]
    return {str(unit): tuple(codes.astype(str)) for unit, codes in rows}


def named_parts(study: Study, unit: str, members: AbstractSet[str]) -> tuple[str, ...]:
    """Return the members that a unit was made of, whole and all of it.

    Args:
        study: The study.
        unit: The unit.
        members: Codes of units.

    Returns:
        The unit itself if it is a member; else those of its predecessors, or of theirs, that are
        members and together all of it; none if a part of it is no member.
    """
    return _parts(predecessors(study), unit, members, ())


def _parts(
    became: Mapping[str, tuple[str, ...]],
    unit: str,
    members: AbstractSet[str],
    later: tuple[str, ...],
) -> tuple[str, ...]:
    if unit in members:
        return (unit,)
    if unit in later:  # a code that was given up and used again
        return ()
    each = [_parts(became, part, members, (*later, unit)) for part in became.get(unit, ())]
    return tuple(part for parts in each for part in parts) if all(each) else ()
