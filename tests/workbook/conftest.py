"""The workbook of the shipped study, some of it worked out, and readers of both formats."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from ltp_analysis.reconciliation.audit import reconcile
from ltp_analysis.solved.evidence import weigh
from ltp_analysis.solved.ratings import deduced_statements, unit_ratings
from ltp_analysis.statements.scenario import DEFAULT
from ltp_analysis.workbook.book import Book, Line, Sheet
from ltp_analysis.workbook.ods import to_ods
from ltp_analysis.workbook.tables import Content, tables_book
from ltp_analysis.workbook.xlsx import to_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.workbook import Workbook

    from ltp_analysis.findings.ledger import Ledger
    from ltp_analysis.validated.study import Study

FIGURES = (
    "2016-17-rating-failing",
    "2016-17-rating-failing-regional-releases",
    "2016-17-children-affected-inadequate-or-none-north-east",
    "2015-16-plans-published",
    "2015-16-services-not-mentioned-yes",
)
"""Figures of several units and verdicts: all of them together would take long."""

STRENGTH = 0.075413
"""The chance that the tests give to a deduction of the shipped study."""

HOSTILE = (
    '<script>alert("x")</script> & <b>bold</b>',
    "&lt;b&gt; ]]>",
    '=HYPERLINK("https://example.org","click")',
    "=1+1",
    "{=1+1}",
    "+44 20 7946 0000",
    "-1",
    "@SUM(A1:A9)",
    "\t=2+2",
    "a\ttab",
    "#REF!",
    "'quoted",
    'say "hi", or; not',
    "line one\nline two\n\n=4",
    "مجموعة الصحة",
    "עברית (01X)",
    "\N{RIGHT-TO-LEFT MARK}mark",
    "👩‍👧 🎈",
    "  two  spaces  ",
    "[text](https://example.org)",
    "$$note$$",
    "https://example.org",
    "2015/16",
    "007",
    "1e5",
    "TRUE",
    "e\N{COMBINING ACUTE ACCENT}",
)
"""Made up: texts that a spreadsheet may want to read as something else."""

Grid = dict[str, list[list[object]]]
ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


@pytest.fixture(scope="session")
def content(study: Study, ledger: Ledger) -> Content:
    """Return what the tables show, with a few reconciled figures."""
    evidence = weigh(study, DEFAULT, deduced_statements(study))
    known = [
        unit
        for round_id in study.rounds
        for unit in unit_ratings(study, round_id, evidence=evidence)
    ]
    deduced = "2016-17-children-affected-inadequate-or-none-north-east-in"
    return Content(ledger, reconcile(study, figures=FIGURES), known, {deduced: STRENGTH})


@pytest.fixture(scope="session")
def book(study: Study, content: Content) -> Book:
    """Return the workbook of the shipped study."""
    return tables_book(study, content)


@pytest.fixture(scope="session")
def hostile() -> Book:
    """Return a made-up workbook of names that are hard to keep."""
    table = pd.DataFrame(
        {"Name": HOSTILE, "Number": range(len(HOSTILE)), "=Header": "x"}, dtype=object
    )
    sheet = Sheet(name="Made-up names", title="=1+1", lines=(Line("@line"),), table=table)
    return Book(
        title="Made up & <tested>",
        subject="=1+1",
        author="tests",
        language="en-GB",
        date=datetime(2020, 2, 3, tzinfo=UTC),
        sheets=(sheet,),
    )


@pytest.fixture(scope="session")
def xlsx(book: Book) -> bytes:
    """Return the shipped study's workbook as XLSX."""
    return to_xlsx(book)


@pytest.fixture(scope="session")
def ods(book: Book) -> bytes:
    """Return the shipped study's workbook as ODS."""
    return to_ods(book)


@pytest.fixture(scope="session")
def opened(xlsx: bytes) -> Workbook:
    """Return the XLSX as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(xlsx))


@pytest.fixture(scope="session")
def read() -> Callable[[bytes], Grid]:
    """Return a function that reads every sheet of either format with a second library."""

    def cells(data: bytes) -> Grid:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return {
            name: [list(row) for row in book.get_sheet_by_name(name).to_python()]
            for name in book.sheet_names
        }

    return cells


@pytest.fixture(scope="session")
def calc(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes, str], Grid]:
    """Return a function that reads every sheet with LibreOffice, or skip where it cannot."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    profile = tmp_path_factory.mktemp("profile").as_uri()

    def convert(source: Path, to: str) -> None:
        options = [f"-env:UserInstallation={profile}", "--headless", "--convert-to", to]
        command = [program, *options, "--outdir", str(source.parent), str(source)]
        subprocess.run(command, capture_output=True, check=False, timeout=300)

    def cells(data: bytes, kind: str) -> Grid:
        source = tmp_path_factory.mktemp("calc") / f"made.{kind}"
        source.write_bytes(data)
        convert(source, ALL_SHEETS)
        found: Grid = {}
        for path in sorted(source.parent.glob("made-*.csv")):
            with path.open(encoding="utf-8", newline="") as file:
                found[path.stem.removeprefix("made-")] = [list(row) for row in csv.reader(file)]
        return found

    known = tmp_path_factory.mktemp("known") / "known.csv"
    known.write_text("a,b\n", encoding="utf-8")
    convert(known, "ods")
    if not known.with_suffix(".ods").exists():
        pytest.skip("LibreOffice is here, but cannot open a table: it may lack Calc")
    return cells
