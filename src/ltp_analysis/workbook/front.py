"""What workbooks have in common, and their first sheets: cover, contents and notes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pandas as pd

from ltp_analysis import __version__
from ltp_analysis.reconciliation.verdict import Verdict
from ltp_analysis.reports.words import DOES_NOT_APPLY, NO_WHOLE_NUMBER, NOT_KNOWN, listed
from ltp_analysis.solved.ratings import DEDUCED, OPEN, STATED
from ltp_analysis.workbook.book import Book, Line, Sheet
from ltp_analysis.workbook.frames import NONE, round_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ltp_analysis.validated.study import Study

AUTHOR = f"ltp-analysis {__version__}"
LANGUAGE = "en-GB"
NOTES = "Notes"
NOT_AFFILIATED = "This work is not affiliated with any of its sources."
_CONTENTS, _COVER = "Contents", "Cover"
_OPEN_LICENCE = "OGL"
_ATTRIBUTION = "Contains public sector information licensed under the Open Government Licence v3.0:"
_WORDS = {
    NOT_KNOWN: "There is such a number or text, but no source that was found gives it.",
    DOES_NOT_APPLY: "There can be no such number or text.",
    NO_WHOLE_NUMBER: "No whole number gives the printed percentage under the rounding rule.",
    NONE: "There is nothing to say, or no rule or base is needed.",
    "least, greatest": "The bounds that accepted statements allow. Where both are the same, they "
    "leave one value only.",
    "numerator, base": "What is counted in a share, and what it is a share of. Bases differ "
    "between rounds.",
    STATED: "Statements on the unit itself leave these ratings.",
    DEDUCED: "Statements on the unit and others together leave these ratings. Where a printed "
    "total of children is among them, the column on chance tells how strong that is.",
    OPEN: "No rating is excluded.",
    "sets expected by chance": "How many sets of units would match a printed total of children if "
    "it had nothing to do with them: the fewer, the stronger.",
    str(Verdict.REPRODUCED): "The rest of the evidence gives the figure, rounded to the nearest.",
    str(Verdict.OTHERWISE): "The rest gives the figure under the rounding rule that is named.",
    str(Verdict.POSSIBLE): "The figure lies within the bounds that the rest leaves.",
    str(Verdict.CONTRADICTED): "The figure cannot hold together with the statements named.",
    str(Verdict.NOT_CHECKABLE): "Nothing else that was found bears on the figure.",
    "certain, doubtful": "Whether a row is taken at its word. A doubtful row is not used.",
    "decimals": "Cells show one decimal, or six where all numbers of a column are below one. They "
    "hold up to six.",
}


def bound(study: Study, title: str, subject: str, sheets: Iterable[Sheet]) -> Book:
    """Return sheets as a workbook of a study, each with the study's notice if it has one.

    Its date is that of the latest report, as its first day where only a month is known.
    """
    notice = study.settings.notice
    if notice:
        title = f"{notice}. {title}"
        sheets = [replace(sheet, title=f"{notice}. {sheet.title}") for sheet in sheets]
    year, month, day = [*map(int, latest(study).split("-")), 1, 1][:3]
    return Book(
        title=title,
        subject=subject,
        author=AUTHOR,
        language=LANGUAGE,
        date=datetime(year, month, day, tzinfo=UTC),
        sheets=tuple(sheets),
    )


def cover(study: Study, title: str) -> Sheet:
    """Return the cover: what the workbook is, its version, how to cite it, and its terms."""
    settings = study.settings
    rounds = listed([round_label(study, name) for name in study.rounds])
    return Sheet(
        name=_COVER,
        title=title,
        lines=(
            Line("About these tables", heading=True),
            Line(
                f"Ratings of {settings.rates}, by {settings.long} ({settings.singular}), for the "
                f"rounds {rounds}, rebuilt from published evidence."
            ),
            Line(
                "Where the evidence leaves a number open, the tables give the least and the "
                "greatest value that it allows. Nothing is guessed or filled in."
            ),
            Line(
                f"The worksheet {_CONTENTS} lists the tables, one a worksheet. The worksheet "
                f"{NOTES} explains the words that stand for a number."
            ),
            Line("Version", heading=True),
            Line(f"Dataset {study.version}, made by {AUTHOR}."),
            Line(f"The latest report that it covers came out in {latest(study)}."),
            Line("How to cite", heading=True),
            Line(f"{AUTHOR}, dataset {study.version}. {title}."),
            Line("Terms", heading=True),
            *(Line(text) for text in _terms(study)),
        ),
    )


def contents(sheets: Iterable[Sheet]) -> Sheet:
    """Return the list of the sheets after it, with links."""
    return Sheet(
        name=_CONTENTS,
        title="Contents",
        lines=(Line("This worksheet contains one table. Its first column leads to the sheets."),),
        table=pd.DataFrame(
            [(sheet.name, sheet.title) for sheet in sheets],
            columns=["Worksheet", "What it holds"],
            dtype=object,
        ),
        linked=True,
    )


def notes(study: Study) -> Sheet:
    """Return the meanings of words in the tables."""
    states = listed([study.label(name) for name in study.missing]) or NONE
    missing = f"{study.settings.plural} in a state that is not a rating: {states}."
    return Sheet(
        name=NOTES,
        title="Words that stand for a number or a judgement, and what they mean",
        lines=(Line("This worksheet contains one table."),),
        table=pd.DataFrame(
            [*_WORDS.items(), ("missing", missing)], columns=["Word", "Meaning"], dtype=object
        ),
    )


def latest(study: Study) -> str:
    """Return when the latest report came out, as far as that is known."""
    return max(str(study.round(name)["report_published"]) for name in study.rounds)


def own_terms(study: Study) -> str:
    """Return the terms of what was compiled here, in a sentence, or nothing if there are none."""
    rows = study["sources"]
    own = rows[(rows["kind"] == "compiled here") & ~_is_open(rows)]
    return (
        f"The tables as a compilation: {listed(sorted(set(own['licence'])))}." if len(own) else ""
    )


def _terms(study: Study) -> list[str]:
    """Return the terms of use, with the attribution that open licences ask for."""
    rows = study["sources"]
    given = [
        f"{licence}: {listed(sorted(set(some['publisher'])))}."
        for licence, some in rows[_is_open(rows)].groupby("licence")
    ]
    return [
        f"{own_terms(study)} The terms of each source are on the worksheet Sources.".strip(),
        *([_ATTRIBUTION, *given] if given else []),
        NOT_AFFILIATED,
    ]


def _is_open(sources: pd.DataFrame) -> pd.Series[bool]:
    return sources["licence"].str.startswith(_OPEN_LICENCE)
