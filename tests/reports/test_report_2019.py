"""The report of 2019 from the command line, in every format."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from ltp_analysis.findings.store import read_ledger
from ltp_analysis.project import Project
from ltp_analysis.reports import open_report

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CALL = re.compile(r"`\{python\} r\.(\w+)(?:\((?:\"([^\"]*)\")?\))?`")
# What may stand in the prose of a page beside findings: numbered places; rounds, years, dates.
PLACE = re.compile(r"(?:Table|Figure|Section) \d+")
MAY_STAND = re.compile(
    r"20\d\d/\d\d|\d{1,2} [A-Z][a-z]+ 20\d\d|\b20\d\d\b"
    r"|Licence v3\.0|CC.BY.4\.0"
)
GREEN = "share.2018-19.green.england.with-missing"


def report(root: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ltp_analysis", "report", "2019", "--engine", "embedded"]
    environment = {name: text for name, text in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    return subprocess.run(
        [*command, *more], cwd=root, env=environment, capture_output=True, text=True, check=False
    )


def copied(root: Path) -> Project:
    made = shutil.ignore_patterns("_output", "_figures", ".quarto")
    for name in ("data", "reports"):
        shutil.copytree(ROOT / name, root / name, ignore=made)
    return Project(root)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a copy of the checkout in which the report was made."""
    project = copied(tmp_path_factory.mktemp("checkout"))
    run = report(project.root)
    assert run.returncode == 0, run.stderr
    formats = ("html", "pdf", "docx")
    assert all(str(project.output / f"2019.{suffix}") in run.stdout for suffix in formats)
    names = sorted(path.name for path in project.output.iterdir())
    assert names == ["2019.docx", "2019.html", "2019.pdf"]
    return project


def page_of(project: Project) -> BeautifulSoup:
    return BeautifulSoup((project.output / "2019.html").read_text(encoding="utf-8"), "html.parser")


def squeezed(text: str) -> str:
    return " ".join(text.split())


def prose_of(page: BeautifulSoup) -> str:
    """Return the sentences of a page: no tables, captions, contents, references or data."""
    main = page.find("main")
    assert main is not None
    found = []
    for element in main.find_all(["p", "li"]):
        above = {parent.name for parent in element.parents}
        places = {parent.get("id") for parent in element.parents}
        if not above & {"table", "figure", "figcaption", "nav"} and "refs" not in places:
            found.append(squeezed(element.get_text()))
    return "\n".join(found)


def said(project: Project) -> list[str]:
    """Return what each inline look-up of the document and its includes gives."""
    looking_up = open_report("2018-19", project.root)
    texts = [project.reports / "2019.qmd", *project.reports.glob("_*.qmd")]
    found = []
    for path in texts:
        text = path.read_text(encoding="utf-8")
        calls = CALL.findall(text)
        assert len(calls) == len(re.findall(r"(?<!`)`\{python\}", text))
        for method, name in calls:
            attribute = getattr(looking_up, method)
            value = attribute(name) if name else attribute() if callable(attribute) else attribute
            found.append(squeezed(value))
    return found


def test_the_page_says_what_the_evidence_supports(project: Project) -> None:
    prose = prose_of(page_of(project))
    assert "18% (35 or 36 of 195 CCGs)" in prose
    assert "2% (3 or 4 of 195 CCGs)" in prose
    assert "74% (144 or 145 of 195 CCGs)" in prose
    assert "6% (11 or 12 of 195 CCGs)" in prose
    assert "37% (of CCGs, with or without a plan; their number was not printed)" in prose
    assert "fell by 34.4 to 36.0 percentage points" in prose
    assert "NSPCC 2019" in prose


def test_every_number_in_the_prose_is_looked_up(project: Project) -> None:
    prose = PLACE.sub(" ", prose_of(page_of(project)))
    looked_up = Counter(text for text in said(project) if re.search(r"\d", text))
    for text in sorted(looked_up, key=len, reverse=True):
        alone = rf"(?<![\w/.,]){re.escape(text)}(?![\w/]|[.,]\d)"
        prose, times = re.subn(alone, " ", prose, count=looked_up[text])
        assert times == looked_up[text], text
    assert re.findall(r"[^ ]*\d[^ ]*", MAY_STAND.sub(" ", prose)) == []


def test_the_page_lists_the_findings_that_it_prints(project: Project) -> None:
    ledger = read_ledger(project.processed)
    table = page_of(project).find(id="tbl-findings")
    assert table is not None
    rows = [squeezed(row.find_all(["th", "td"])[0].get_text()) for row in table.find_all("tr")]
    assert set(rows[1:]) <= set(ledger)
    looking_up = open_report("2018-19", project.root)
    for method, name in CALL.findall((project.reports / "2019.qmd").read_text(encoding="utf-8")):
        attribute = getattr(looking_up, method)
        _ = attribute(name) if name else attribute()
    cells = re.findall(r"^\| (\S+) \|", looking_up.findings_table(), re.MULTILINE)
    assert rows[1:] == [re.sub(r"\\(.)", r"\1", cell) for cell in cells[1:]]
    assert GREEN in rows
    assert len(rows) > 15


def test_links_resolve_names_are_given_once_and_pictures_have_texts(project: Project) -> None:
    page = page_of(project)
    names = [str(tag["id"]) for tag in page.find_all(id=True) if tag.find_parent("svg") is None]
    assert len(names) == len(set(names))
    targets = [str(a["href"])[1:] for a in page.find_all("a", href=re.compile("^#."))]
    assert {f"tbl-{name}" for name in ("ratings", "rounds", "findings")} <= set(targets)
    assert set(targets) <= set(names)
    text = str(page)
    alt = "green 18% (35 or 36 of 195 CCGs)"
    assert text.count(alt) >= 2  # the sentence of the chart, and a cell of a table
    assert "??" not in page.get_text()


def test_the_pdf_is_tagged_and_names_language_and_title(project: Project) -> None:
    reader = PdfReader(project.output / "2019.pdf")
    root = reader.root_object
    marks = root["/MarkInfo"]
    assert isinstance(marks, DictionaryObject)
    assert str(marks["/Marked"]) == "True"
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]) == "en-GB"
    assert reader.metadata is not None
    title = "Transforming mental health services for children who have been abused"
    assert title in str(reader.metadata.title)
    text = squeezed(" ".join(page.extract_text() for page in reader.pages))
    assert "18% (35 or 36 of 195 CCGs)" in text
    assert "37% (of CCGs, with or without a plan" in text


def test_the_word_file_says_the_same_as_the_page(project: Project) -> None:
    with zipfile.ZipFile(project.output / "2019.docx") as word:
        assert word.testzip() is None
        body = word.read("word/document.xml").decode("utf-8")
    paragraphs = [
        "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", paragraph))
        for paragraph in body.split("</w:p>")
    ]
    text = squeezed(unescape("\n".join(paragraphs)))
    assert [value for value in said(project) if value not in text] == []


def test_the_run_is_on_record(project: Project) -> None:
    (path,) = project.logs.glob("*-report.log")
    log = path.read_text(encoding="utf-8")
    for made in ("data/processed/findings.csv", "reports/_output/2019.html"):
        assert f"made {made} sha256 " in log
    assert "engine embedded" in log


def changed(rows: list[dict[str, str]], figure: str, **values: str) -> list[dict[str, str]]:
    return [
        row | {"printed": "so many"} | values if row["figure_id"] == figure else row for row in rows
    ]


def edit_figures(
    project: Project, change: Callable[[list[dict[str, str]]], list[dict[str, str]]]
) -> None:
    path = project.raw / "figures.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = change(list(reader))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(reader.fieldnames or ()), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_one_changed_cell_changes_the_report_where_it_should(
    project: Project, tmp_path: Path
) -> None:
    other = copied(tmp_path)
    edit_figures(other, lambda rows: changed(rows, "2018-19-rating-green", value="19"))
    run = report(other.root, "--to", "html")
    assert run.returncode == 0, run.stderr
    assert [path.name for path in other.output.iterdir()] == ["2019.html"]
    before, after = prose_of(page_of(project)), prose_of(page_of(other))
    # 19% of 195 is 37 or 38; with 144, 3 and 11 at least of the others, only 37 is left.
    assert "19% (37 of 195 CCGs)" in after
    assert "2% (3 of 195 CCGs)" in after
    assert "35 or 36" not in after
    assert "37% (of CCGs" in before
    assert "37% (of CCGs" in after
    named = "speak of 31 of 195 CCGs of the register"
    assert named in before
    assert named in after


def test_a_cell_that_cannot_be_is_refused_and_the_old_report_kept(
    project: Project, tmp_path: Path
) -> None:
    other = copied(tmp_path)
    other.output.mkdir()
    old = other.output / "2019.html"
    shutil.copy(project.output / "2019.html", old)
    content = old.read_bytes()
    edit_figures(other, lambda rows: changed(rows, "2018-19-rating-green", value="190"))
    run = report(other.root)
    assert run.returncode == 1
    assert "figures.csv" in run.stdout
    assert "Nothing was written" in run.stderr
    assert "Traceback" not in run.stderr
    assert old.read_bytes() == content
