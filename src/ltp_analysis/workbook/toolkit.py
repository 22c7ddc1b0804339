"""The self-assessment as a workbook that is filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ltp_analysis.reports.words import NOT_KNOWN, listed
from ltp_analysis.workbook import front
from ltp_analysis.workbook.book import Line, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ltp_analysis.validated.study import Study
    from ltp_analysis.workbook.book import Book

ANSWERS = ("yes", "partly", "no", NOT_KNOWN)
FIELDS: dict[str, tuple[str, ...]] = {
    "Answer": ANSWERS,
    "Evidence (document and page)": (),
    "Action": (),
    "Who": (),
    "By when": (),
}
"""The columns to fill in, each with the answers to choose from, or none for free text."""

_INSTRUCTIONS = "Instructions"
_HOW = (
    "Answer from what the plan itself says, in the cells with a border.",
    f"Answer: {', '.join(ANSWERS)}, from the list of the cell.",
    f"“{ANSWERS[-1]}”: somebody looked and could not tell. Blank: nobody has.",
    "Evidence: the document and page that the answer rests on.",
    "Action, Who and By when: what follows, who does it, and the date.",
    "Answer anew for each refresh: two copies show what has changed.",
)
_NO_RATING = (
    "This is not a rating and gives no score. Nothing in it is counted, and no answer says how a "
    "plan was or would be rated."
)


def toolkit_book(study: Study) -> Book:
    """Return the self-assessment of a study: instructions, and a sheet for each of its parts.

    Args:
        study: The study. Its table `toolkit` has at least one question.
    """
    title = f"{study.settings.rates}: a self-assessment"
    sheets = list(_parts(study))
    return front.bound(
        study,
        title,
        f"Questions on {study.settings.rates}, to be filled in",
        (_instructions(study, title, sheets), *sheets),
    )


def questions(study: Study) -> pd.DataFrame:
    """Return the questions of a study's self-assessment in their order."""
    return study["toolkit"].sort_values("position")


def _parts(study: Study) -> Iterator[Sheet]:
    """Yield a sheet for each part of the self-assessment."""
    for part, rows in questions(study).groupby("part", sort=False):
        name = f"{str(part).capitalize()}s"
        table = pd.DataFrame(
            {
                "Name": rows["question_id"],
                str(part).capitalize(): rows["heading"],
                "Question": rows["question"],
                "Why it is asked": rows["why"],
                "Source": rows["source_id"],
                **dict.fromkeys(FIELDS, ""),
            },
            dtype=object,
        )
        size = f"This worksheet contains one table with {len(table)} rows."
        how = f"The worksheet {_INSTRUCTIONS} says how to fill it in and names the sources."
        yield Sheet(
            name=name,
            title=f"{name}: questions to answer from the plan",
            lines=(Line(f"{size} {how}"),),
            table=table,
            fields=FIELDS,
        )


def _instructions(study: Study, title: str, sheets: list[Sheet]) -> Sheet:
    asked = questions(study)
    parts = [_size(part, rows) for part, rows in asked.groupby("part", sort=False)]
    lines = (
        Line("What this is", heading=True),
        Line(
            f"{len(asked)} questions for those who write, commission or check a plan: "
            f"{listed(parts)}. They are on the worksheets {listed([page.name for page in sheets])}."
        ),
        Line(_NO_RATING),
        Line("How to fill it in", heading=True),
        *map(Line, _HOW),
        Line("Where the questions come from", heading=True),
        Line(
            "They were written for this project. The column Source names what the theme or "
            "requirement is taken from, or what the question rests on:"
        ),
        *map(Line, _sources(study)),
        Line("Version and terms", heading=True),
        Line(f"Dataset {study.version}, made by {front.AUTHOR}."),
        Line(f"{front.own_terms(study)} {front.NOT_AFFILIATED}".strip()),
    )
    return Sheet(name=_INSTRUCTIONS, title=title, lines=lines)


def _size(part: object, rows: pd.DataFrame) -> str:
    """Return how many questions there are on how many headings of a part."""
    return f"{len(rows)} on {rows['heading'].nunique()} {part}s"


def _sources(study: Study) -> Iterator[str]:
    """Yield each source of the questions, in the order in which they are first named."""
    rows = study["sources"].set_index("source_id")
    for name in questions(study)["source_id"].unique():
        row = rows.loc[name]
        parts = (row["publisher"], row["title"], row["date"], row["address"])
        yield f"{name}: {', '.join(str(text) for text in parts if not pd.isna(text))}"
