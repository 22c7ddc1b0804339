"""Ratings of units that had merged by the date of their round, said one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ltp_analysis.statements.accepted import accepted
from ltp_analysis.validated.members import named_parts, predecessors
from ltp_analysis.validated.study import kept

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ltp_analysis.validated.study import Study


def merged_alike(study: Study, round_id: str, statement_id: str) -> tuple[str, ...]:
    """Return the merged units that a rating of a part counts for.

    It counts for what the part became if all the other parts have the same rating, as far as
    accepted statements say; a statement that is not accepted is held against all of them.

    Args:
        study: The study.
        round_id: The round.
        statement_id: The rating, of a unit or of a group.

    Returns:
        Codes of units of the round, in order.
    """
    for every in (False, True):
        by_statement = _alike(study, round_id, every)
        if statement_id in by_statement:
            return by_statement[statement_id]
    return ()


@kept
def _alike(study: Study, round_id: str, every: bool) -> Mapping[str, tuple[str, ...]]:  # noqa: FBT001
    """Return, for each rating of a round, the units that were merged of parts rated alike.

    Args:
        study: The study.
        round_id: The round.
        every: Whether statements that are not accepted are looked at too.
    """
    rows = study["ratings"] if every else accepted(study, "ratings")
    members = study["group_members"]
    certain = members[members["certainty"] == "certain"].groupby("group_id")["unit_code"]
    groups = {str(group): list(codes) for group, codes in certain}
    said: dict[str, list[tuple[str, frozenset[str]]]] = {}
    found: dict[str, list[str]] = {}
    for row in rows[rows["round_id"] == round_id].to_dict("records"):
        name, ratings = str(row["statement_id"]), frozenset(row["ratings"].split("|"))
        found[name] = []
        of_group = pd.isna(row["unit_code"])
        for unit in groups.get(row["group_id"], []) if of_group else [row["unit_code"]]:
            said.setdefault(unit, []).append((name, ratings))
    for heir in sorted(set(study.codes(round_id)) & set(predecessors(study))):
        parts = named_parts(study, heir, set(said) - {heir})
        meanings = {frozenset.intersection(*(one for _, one in said[part])) for part in parts}
        if len(meanings) == 1:
            for name in dict.fromkeys(name for part in parts for name, _ in said[part]):
                found[name].append(heir)
    return {name: tuple(heirs) for name, heirs in found.items()}
