"""The same said in fewer statements, for questions whose answer does not name them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ltp_analysis.statements.statement import Kind, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def brief(statements: Iterable[Statement], ratings: Sequence[str]) -> tuple[Statement, ...]:
    """Return fewer statements that allow the same worlds, if all are held true.

    What is said of single units is put together: of all units of a round to which the same
    ratings are left there is one statement. So a model tells far fewer units apart.

    Args:
        statements: The statements.
        ratings: All ratings, missing states among them.
    """
    left: dict[tuple[str, str], frozenset[str]] = {}
    others = []
    for statement in statements:
        if statement.kind is Kind.JOINT:
            if len(statement.units) > 1:
                others.append(replace(statement, doubtful_units=()))
            continue
        if statement.kind is not Kind.EACH:
            others.append(statement)
            continue
        for unit in statement.units:
            key = statement.round_id, unit
            left[key] = left.get(key, frozenset(ratings)) & statement.ratings
    alike: dict[tuple[str, frozenset[str]], list[str]] = {}
    for (round_id, unit), some in left.items():
        if len(some) < len(ratings):
            alike.setdefault((round_id, some), []).append(unit)
    return (
        *(
            Statement(f"each {number}", Kind.EACH, round_id, "", tuple(units), ratings=some)
            for number, ((round_id, some), units) in enumerate(alike.items())
        ),
        *others,
    )
