"""Everything that changed from one version to another: facts first, then what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ltp_analysis.differences.tables import CellChange, TableDifference, compare_tables
from ltp_analysis.differences.words import Moved, moved_findings, moved_rows, moved_sentences

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ltp_analysis.differences.tables import TextTable
    from ltp_analysis.differences.version import Version

MADE_BY: Final = frozenset({"dataset", "code"})
"""Columns that name what a row was made from and by: they differ between any two versions."""

NOT_FACTS: Final = ("version", "citation.")
"""Settings of a study that say how it is cited."""


@dataclass(frozen=True)
class Difference:
    """What changed from one version to another.

    Attributes:
        before: The earlier version, as a reader knows it.
        after: The later version.
        settings: Settings in `study.toml` that are facts about the study.
        cited: Settings that say how it is cited, its version among them.
        raw: Raw tables that changed.
        processed: Tables of what was worked out that changed.
        findings: Findings that say something else now, in words.
        conclusions: Ratings, verdicts, comparisons and clashes that say something else now.
        sentences: Sentences of reports that read otherwise now.
        untold: Why what follows was not compared, in sentences; empty if it was.
    """

    before: str
    after: str
    settings: tuple[CellChange, ...]
    cited: tuple[CellChange, ...]
    raw: tuple[TableDifference, ...]
    processed: tuple[TableDifference, ...]
    findings: tuple[Moved, ...]
    conclusions: tuple[Moved, ...]
    sentences: tuple[Moved, ...]
    untold: str = ""

    def __bool__(self) -> bool:
        """Say whether anything changed, or may have."""
        facts = self.settings or self.cited or self.raw
        return bool(facts or self.processed or self.sentences or self.untold)


def compare_versions(before: Version, after: Version) -> Difference:
    """Return what changed from one version to another.

    An older version may lack tables or columns of today. Its facts are compared all the same; what
    follows from them is not, since it was worked out from something else by something else.

    Args:
        before: The earlier version.
        after: The later version.

    Raises:
        NoKeyError: If rows of a table cannot be told apart.
    """
    settings = _settings(before.settings, after.settings)
    facts = (
        before.label,
        after.label,
        tuple(one for one in settings if not one.column.startswith(NOT_FACTS)),
        tuple(one for one in settings if one.column.startswith(NOT_FACTS)),
        _compared(before.raw, after.raw),
    )
    untold = " ".join(f"{one.fault}." for one in (before, after) if one.fault)
    if untold:
        return Difference(*facts, (), (), (), (), untold)
    processed = _compared(before.processed, after.processed, MADE_BY)
    return Difference(
        *facts,
        processed,
        tuple(moved_findings(before, after)),
        tuple(moved_rows(processed, before, after)),
        tuple(moved_sentences(before, after)),
    )


def _settings(before: Mapping[str, str], after: Mapping[str, str]) -> list[CellChange]:
    return [
        CellChange(name, before.get(name, ""), after.get(name, ""))
        for name in dict.fromkeys((*after, *before))
        if before.get(name) != after.get(name)
    ]


def _compared(
    before: Mapping[str, TextTable],
    after: Mapping[str, TextTable],
    ignored: Collection[str] = (),
) -> tuple[TableDifference, ...]:
    found = (
        compare_tables(before.get(name), after.get(name), ignored)
        for name in dict.fromkeys((*after, *before))
    )
    return tuple(one for one in found if one)
