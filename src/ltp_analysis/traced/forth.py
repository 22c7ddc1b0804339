"""From a fact forward to every row of what was worked out that rests on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ltp_analysis.traced.back import trace_back

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ltp_analysis.differences.tables import TextTable
    from ltp_analysis.traced.back import Traced
    from ltp_analysis.traced.facts import Fact, Facts


STATEMENTS: Final = "statements"
"""The processed table in which each row is a statement."""


@dataclass(frozen=True)
class Resting:
    """A row of what was worked out that rests on a fact.

    Attributes:
        table: The processed table.
        key: What names the row.
        why: How it follows from facts, in a sentence.
    """

    table: str
    key: tuple[str, ...]
    why: str

    def __str__(self) -> str:
        """Return it in a line."""
        return f"data/processed/{self.table}: {', '.join(self.key)}"


def trace_forth(facts: Facts, fact: Fact, processed: Iterable[TextTable]) -> list[Resting]:
    """Return every row that leads back to a fact; of a source, to any fact that cites it.

    A row that rests on a fact need not change with it: what would, only working everything out
    without the fact can tell.

    Args:
        facts: The facts of the study.
        fact: One of them.
        processed: The processed tables.
    """
    return [
        Resting(table.name, tuple(row[name] for name in table.key), traced.why)
        for table in processed
        for row in table.rows
        if _leads_to(fact, traced := trace_back(facts, table.name, row))
    ]


def statements_of(resting: Iterable[Resting]) -> list[str]:
    """Return the ids of the statements among rows that rest on a fact.

    Args:
        resting: The rows.
    """
    return [one.key[0] for one in resting if one.table == STATEMENTS]


def _leads_to(fact: Fact, traced: Traced) -> bool:
    if fact.table == "sources":
        return any(one.source == fact.source for one in traced.facts)
    return any(one.place == fact.place for one in traced.facts)
