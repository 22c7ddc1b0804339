"""The workbook of a study's tables."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ltp_analysis.solved.deductions import deduced_ids
from ltp_analysis.workbook import frames, front
from ltp_analysis.workbook.book import Line, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from ltp_analysis.findings.ledger import Ledger
    from ltp_analysis.processed.results import Results
    from ltp_analysis.reconciliation.verdict import Reconciled
    from ltp_analysis.solved.ratings import UnitRating
    from ltp_analysis.validated.study import Study
    from ltp_analysis.workbook.book import Book

_FINDINGS = {
    "percent": ("Shares", "Shares of each rating by round"),
    "points": ("Changes", "Changes of shares between rounds"),
    "count": ("Counts", "Counts by round"),
}
"""Name and title of the sheet for findings in a unit of measurement."""


class Content(NamedTuple):
    """All that the tables of a study show.

    Attributes:
        ledger: The findings.
        reconciled: The published figures with their verdicts.
        known: What is known of each unit in each round.
        chances: For each deduced statement, how many sets of units would match by chance.
    """

    ledger: Ledger
    reconciled: Sequence[Reconciled]
    known: Sequence[UnitRating]
    chances: Mapping[str, float]


def content_of(results: Results) -> Content:
    """Return what the tables show of all that was worked out."""
    chances = {
        name: total.by_chance
        for total in results.totals
        if total.by_chance is not None
        for name in deduced_ids(total.figure_id)
    }
    return Content(results.ledger, results.figures, results.ratings, chances)


def tables_book(study: Study, content: Content) -> Book:
    """Return the workbook of a study's tables: cover, contents, notes and a sheet a table.

    Args:
        study: The study.
        content: What the tables show.
    """
    title = f"{study.settings.title}: tables"
    subject = f"{study.settings.rates}: ratings by round, rebuilt from published evidence"
    sheets = [front.notes(study), *_sheets(study, content)]
    first = front.cover(study, title), front.contents(sheets)
    return front.bound(study, title, subject, (*first, *sheets))


def _sheets(study: Study, content: Content) -> Iterator[Sheet]:
    """Yield the sheets of the tables that have rows."""
    for name, title, frame, lines in _tables(study, content):
        if not frame.empty:
            size = f"This worksheet contains one table with {len(frame):,} rows."
            notes = f"Words that stand for a number are explained on the worksheet {front.NOTES}."
            texts = (f"{size} {notes}", *lines)
            yield Sheet(name=name, title=title, lines=tuple(map(Line, texts)), table=frame)


def _tables(
    study: Study, content: Content
) -> Iterator[tuple[str, str, pd.DataFrame, Sequence[str]]]:
    """Yield name, title, frame and lines of each table."""
    one, several = study.settings.singular, study.settings.plural
    for unit, frame in frames.findings(study, content.ledger).items():
        name, about = _FINDINGS.get(unit, (unit.capitalize(), "Findings"))
        yield (
            name,
            f"{about}, with bounds ({frames.unit_words(unit)})",
            frame,
            ["Least and greatest value are what the evidence allows.", *_breaks(study)],
        )
    yield (
        "Ratings",
        f"Ratings that each {one} can have had in each round",
        frames.unit_ratings(study, content.known, content.chances),
        [
            f"Ratings are of plans; the rating of a plan is that of each of its {several}.",
            *_breaks(study),
        ],
    )
    yield (
        "Reconciliation",
        "Published figures against the rest of the evidence",
        frames.reconciliation(study, content.reconciled),
        ["Least and greatest value are what all other statements allow."],
    )
    yield (
        "Published figures",
        "Figures as they were printed",
        frames.figures(study),
        ["Nothing here is worked out but the value of a fraction printed in words."],
    )
    yield (
        "Statements",
        f"What sources say of the ratings of single {several} and of groups",
        frames.statements(study),
        ["A statement with several ratings leaves all of them open."],
    )
    yield "Sources", "Where figures and statements come from", frames.sources(study), []


def _breaks(study: Study) -> list[str]:
    """Return a warning where the criteria changed between two rounds."""
    changed = [
        f"{study.round(before)['round']} and {study.round(after)['round']}"
        for before, after in pairwise(study.rounds)
        if study.round(before)["criteria_id"] != study.round(after)["criteria_id"]
    ]
    if not changed:
        return []
    return [f"The wording of the criteria changed between {', and between '.join(changed)}."]
