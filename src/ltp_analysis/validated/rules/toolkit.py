"""Rules on the questions of the self-assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.validated.rules.tools import records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ltp_analysis.problems import Problem
    from ltp_analysis.validated.rules.tools import Tables


def positions_differ(tables: Tables) -> Iterator[Problem]:
    """No two questions of the toolkit have one position."""
    frame = tables["toolkit"]
    for row in records(frame[frame.duplicated("position")]):
        rule, remedy = "the position of another question", "Give the question one of its own."
        yield tables.problem("toolkit", row.Index, "position", row.position, rule, remedy)


def headings_stand_together(tables: Tables) -> Iterator[Problem]:
    """The questions of a heading of the toolkit stand together, and are of one part."""
    before, done = None, set[str]()
    for row in records(tables["toolkit"].sort_values("position", kind="stable")):
        if (row.part, row.heading) != before:
            if row.heading in done:
                rule, remedy = "the heading stands in two places", "Mend the part or the position."
                yield tables.problem("toolkit", row.Index, "heading", row.heading, rule, remedy)
            done.add(row.heading)
            before = (row.part, row.heading)
