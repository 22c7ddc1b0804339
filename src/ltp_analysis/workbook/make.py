"""The workbooks of a study as files, before they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ltp_analysis.workbook.ods import to_ods
from ltp_analysis.workbook.tables import content_of, tables_book
from ltp_analysis.workbook.toolkit import toolkit_book
from ltp_analysis.workbook.xlsx import to_xlsx

if TYPE_CHECKING:
    from ltp_analysis.processed.results import Results
    from ltp_analysis.validated.study import Study

TABLES: Final = "ltp-tables"
TOOLKIT: Final = "toolkit"
FORMATS: Final = {"xlsx": to_xlsx, "ods": to_ods}


def workbooks(study: Study, results: Results) -> dict[str, bytes]:
    """Return the tables, and the self-assessment if the study has one, in every format.

    Args:
        study: The study.
        results: All that was worked out of it.

    Returns:
        Files by name; all are made before any is written, so that they stay of one run.
    """
    books = {TABLES: tables_book(study, content_of(results))}
    if not study["toolkit"].empty:
        books[TOOLKIT] = toolkit_book(study)
    return {
        f"{name}.{kind}": make(book)
        for name, book in books.items()
        for kind, make in FORMATS.items()
    }
