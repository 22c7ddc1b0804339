"""Columns that nothing reads, and the proof that it is so.

What is worked out of a study turns on its tables alone, and the code that does it is the same
each time. If all of it comes out of a study that lacks some columns, no step of it looked at one of
them: it would have failed. A change in such a column alone changes no step before one that looks at
it, and there is none. So nothing that follows can move.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ltp_analysis.processed.results import work_out
from ltp_analysis.processed.store import write_results
from ltp_analysis.reports.parts import plain
from ltp_analysis.reports.sentences import SENTENCES
from ltp_analysis.reports.view import View

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ltp_analysis.processed.results import Results
    from ltp_analysis.validated.study import Study

    Columns = Mapping[str, tuple[str, ...]]

UNREAD: Final[Columns] = {
    "sources": ("title", "publisher", "authors", "date", "address", "kind", "licence", "note"),
    "scales": ("source_id",),
    "categories": ("source_id",),
    "measures": ("source_id",),
    "bases": ("source_id",),
    "criteria": ("criteria_id", "category", "meaning", "source_id"),
    "rounds": ("report_year", "report_published", "report_title", "source_id"),
    "register": ("gss_code", "source_id"),
    "register_counts": ("register_date", "units", "source_id"),
    "succession": ("note", "source_id"),
    "areas": ("source_id",),
    "geography": ("source_id",),
    "age_bands": ("source_id",),
    "population": ("source_id",),
    "points": ("unit_code", "register_date", "longitude", "latitude", "method", "source_id"),
    "groups": ("kind", "source_id"),
    "group_members": ("doubt", "source_id"),
    "exact_sums": ("note", "source_id"),
    "plan_states": ("state", "label", "category", "published", "source_id"),
    "plans": ("partnership", "address", "published", "read", "state", "sha256", "source_id"),
    "coverage": ("doubt",),
    "questions": ("question_id", "position", "part", "question", "guidance", "source_id"),
    "answers": ("question_id", "answer", "position", "source_id"),
    "rubric": ("criteria_id", "position", "category", "question_id", "answers", "source_id"),
    "codings": ("rater", "question_id", "answer", "page", "note", "source_id"),
    "adjudications": ("question_id", "answer", "settled_by", "settled_on", "why", "source_id"),
    "ratings": ("note",),
    "figures": ("note",),
    "toolkit": ("question_id", "position", "part", "heading", "question", "why", "source_id"),
}
"""For each raw table the columns that no finding, table or sentence is made of."""


class ReadError(Exception):
    """Raised where a column is read that was said to be read by nothing."""


def prove(study: Study, unread: Columns, built: Path, folder: Path) -> None:
    """Prove that nothing reads some columns.

    Args:
        study: The study.
        unread: For each table, columns of it.
        built: Where everything that is worked out of the study was written.
        folder: An empty folder, to write it once more.

    Raises:
        ReadError: If something reads one of them.
    """
    lacking = replace(
        study,
        tables={
            name: frame.drop(columns=list(unread.get(name, ())))
            for name, frame in study.tables.items()
        },
    )
    try:
        results = work_out(lacking)
        told = sentences(lacking, results)
    except (AttributeError, KeyError) as error:
        raise ReadError(f"Something reads a column that nothing was to read: {error}") from error
    write_results(results, folder)
    differing = [
        path.name
        for path in sorted(folder.iterdir())
        if path.read_bytes() != (built / path.name).read_bytes()
    ]
    if differing or told != sentences(study, results):
        where = ", ".join(differing) or "sentences of the reports"
        raise ReadError(f"Without columns that nothing was to read, others come out: {where}")


def sentences(study: Study, results: Results) -> list[str]:
    """Return every sentence of the reports, round by round.

    Args:
        study: The study.
        results: What was worked out of it.
    """
    return [
        plain(make(View(study, results, round_id)))
        for round_id in study.rounds
        for make in SENTENCES.values()
    ]
