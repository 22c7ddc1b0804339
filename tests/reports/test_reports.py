"""The reports from the command line, in every format: each yearly one, and what comes with it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from ltp_analysis.made import MANIFEST, read_manifest
from ltp_analysis.processed.store import read_results
from ltp_analysis.project import Project
from ltp_analysis.reports.parts import Uses
from ltp_analysis.reports.replay import replay
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bs4 import Tag

    from ltp_analysis.reports.document import ReportDocument

    Copy = Callable[[Path], Project]
    Rows = list[dict[str, str]]
    Edit = Callable[[Project, str, Callable[[Rows], Rows]], None]

# The reports are made once for all that look at them.
pytestmark = pytest.mark.slow

YEARS = ("2016", "2017", "2018", "2019")
_LINE, _ROW = 20, 90
"""In points: within a line of a PDF, and from the first line of a row to its ways back."""
FORMATS = ("html", "pdf", "docx")
GREEN = "share.2018-19.green.england.with-missing"
# What may stand in the prose of a page beside findings: numbered places; rounds, years, dates;
# the letters that tell sources of a year apart; versions.
PLACE = re.compile(r"(?:Table|Figure|Section|Tables|Figures) \d+")
MAY_STAND = re.compile(
    r"20\d\d/\d\d|mid-20\d\d|\d{1,2} [A-Z][a-z]+ 20\d\d|\b20\d\d[a-z]?\b|Licence v3\.0|CC.BY.4\.0"
)


def report(root: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ltp_analysis", "report", "--engine", "embedded"]
    environment = {name: text for name, text in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    return subprocess.run(
        [*command, *more], cwd=root, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, copied: Copy) -> Project:
    """Return a copy of the checkout in which the reports of the years were made."""
    project = copied(tmp_path_factory.mktemp("checkout"))
    run = report(project.root, *YEARS)
    assert run.returncode == 0, run.stderr
    names = {f"{year}.{suffix}" for year in YEARS for suffix in FORMATS}
    assert all(str(project.output / name) in run.stdout for name in names)
    made = {path.name for path in project.output.iterdir() if path.is_file()}
    downloads = {f"{name}.{kind}" for name in ("ltp-tables", "toolkit") for kind in ("xlsx", "ods")}
    assert made == {*names, *downloads, "findings.json", MANIFEST}
    return project


@pytest.fixture(scope="module")
def pages(project: Project) -> dict[str, BeautifulSoup]:
    """Return the pages, read."""
    return {
        year: BeautifulSoup((project.output / f"{year}.html").read_bytes(), "html.parser")
        for year in YEARS
    }


@pytest.fixture(scope="module")
def replayed(project: Project) -> dict[str, ReportDocument]:
    """Return the documents as they were asked again after they were made."""
    study, results = load_study(project.raw), read_results(project.processed)
    found = {}
    for year, entry in read_manifest(project).documents.items():
        if year in YEARS:
            again = replay(project, study, results, year, entry.requests)
            assert again is not None
            found[year] = again
    return found


def squeezed(text: str) -> str:
    return " ".join(text.split())


def prose_of(page: BeautifulSoup) -> str:
    """Return the sentences of a page: no tables, captions, contents, references or numbers."""
    main = page.find("main")
    assert main is not None
    found = []
    for element in main.find_all(["p", "li"]):
        above = {parent.name for parent in element.parents}
        places = {parent.get("id") for parent in element.parents}
        if not above & {"table", "figure", "figcaption", "nav"} and "refs" not in places:
            found.append(squeezed(element.get_text()))
    return "\n".join(found)


def closed_prose_of(page: BeautifulSoup) -> str:
    """Return the sentences of a page without the numbers that open."""
    copy = BeautifulSoup(str(page), "html.parser")
    for number in copy.select("a.finding"):
        number.decompose()
    return prose_of(copy)


def test_the_page_of_2019_says_what_the_evidence_supports(pages: dict[str, BeautifulSoup]) -> None:
    prose = prose_of(pages["2019"])
    assert "18% (35 or 36 of 195 CCGs)" in prose
    assert "2% (3 or 4 of 195 CCGs)" in prose
    assert "74% (144 or 145 of 195 CCGs)" in prose
    assert "6% (11 or 12 of 195 CCGs)" in prose
    assert "For 2015/16, 37 per cent of CCGs was quoted, without their number" in prose
    assert "fell by 34.4 to 36.0 percentage points" in prose
    assert "NSPCC 2019" in prose


@pytest.mark.parametrize(
    ("year", "texts"),
    [
        ("2016", ["14 per cent", "37 per cent"]),
        (
            "2017",
            ["62% (61 of 98 plans analysed)", "83.7% (82 of 98 plans analysed)", "83 per cent"],
        ),
        ("2018", ["75% (146 of 195 CCGs)", "4% (7 of 195 CCGs)", "88 per cent"]),
    ],
)
def test_the_pages_of_earlier_years_say_what_the_evidence_supports(
    pages: dict[str, BeautifulSoup], year: str, texts: list[str]
) -> None:
    prose = prose_of(pages[year])
    assert [text for text in texts if text not in prose] == []


@pytest.mark.parametrize("year", YEARS)
def test_every_number_in_the_prose_opens(
    pages: dict[str, BeautifulSoup], replayed: dict[str, ReportDocument], year: str
) -> None:
    """What is left when these are taken out are sentences that were asked for, years and places."""
    prose = PLACE.sub(" ", closed_prose_of(pages[year]))
    asked = [one for one in replayed[year].requests if one.method in {"because", "sentence"}]
    document = replace(replayed[year], uses=Uses(), requests=[])
    for request in asked:
        text = getattr(document, request.method)(*request.names)
        text = re.sub(r"\[\[(?:\\.|[^\]\\])*\]\([^)]*\)\{\.finding\}\]\{#[^}]*\}", " ", text)
        for part in re.split(r"\s{2,}", re.sub(r"\\(.)", r"\1", text)):
            if re.search(r"\d", part):
                typeset = squeezed(part).replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
                assert typeset in prose, typeset
                prose = prose.replace(typeset, " ")
    prose = prose.replace(document.version, " ").replace(document.dataset, " ")
    prose = prose.replace(document.strong, " ").replace(document.view.study.swhid, " ")
    assert re.findall(r"[^ ]*\d[^ ]*", MAY_STAND.sub(" ", prose)) == []


@pytest.mark.parametrize("year", YEARS)
def test_every_number_leads_to_a_row_that_leads_back(
    pages: dict[str, BeautifulSoup], year: str
) -> None:
    page = pages[year]
    numbers = page.select("a.finding")
    assert len(numbers) > 30
    for number in numbers:
        place = number.find_parent(id=re.compile(r"^u-\d+$"))
        assert place is not None
        target = page.find(id=str(number["href"])[1:])
        assert target is not None
        row = target.find_parent("tr")
        assert row is not None
        table = row.find_parent(id=re.compile("^tbl-(findings|statements)$"))
        assert table is not None
        back = [str(link["href"]) for link in row.select("a[href^='#u-']")]
        assert f"#{place['id']}" in back


@pytest.mark.parametrize("year", YEARS)
def test_rows_of_the_appendix_lead_to_every_use_and_to_no_other(
    pages: dict[str, BeautifulSoup], year: str
) -> None:
    page = pages[year]
    rows = [
        row for name in ("findings", "statements") for row in page.select(f"#tbl-{name} tbody tr")
    ]
    assert rows
    for row in rows:
        place = row.find(id=True)
        assert place is not None
        uses = [
            f"#{span['id']}"
            for number in page.select("a.finding")
            if number["href"] == f"#{place['id']}"
            and (span := number.find_parent(id=re.compile("^u-"))) is not None
        ]
        assert [str(link["href"]) for link in row.select("a[href^='#u-']")] == uses


@pytest.mark.parametrize("year", YEARS)
def test_numbers_of_a_page_are_those_that_were_asked_for(
    pages: dict[str, BeautifulSoup], replayed: dict[str, ReportDocument], year: str
) -> None:
    expected = {
        name: (f"#{number.target}", squeezed(number.text))
        for name, number in replayed[year].uses.texts.items()
    }
    found = {}
    for number in pages[year].select("a.finding"):
        place = number.find_parent(id=re.compile("^u-"))
        assert place is not None
        found[str(place["id"])] = (str(number["href"]), squeezed(number.get_text()))
    assert found == expected


def ids(page: Tag) -> list[str]:
    return [str(tag["id"]) for tag in page.find_all(id=True) if tag.find_parent("svg") is None]


@pytest.mark.parametrize("year", YEARS)
def test_links_resolve_names_are_given_once_and_pictures_have_texts(
    pages: dict[str, BeautifulSoup], year: str
) -> None:
    page = pages[year]
    names = ids(page)
    assert len(names) == len(set(names))
    targets = {str(a["href"])[1:] for a in page.find_all("a", href=re.compile("^#."))}
    assert {f"tbl-{name}" for name in ("findings", "statements", "units", "published")} <= targets
    assert targets <= set(names)
    assert "??" not in page.get_text()
    pictures = page.select("figure img, figure svg")
    assert pictures
    for picture in pictures:
        assert picture.get("alt") or picture.get("aria-label") or picture.get("aria-labelledby")


@pytest.mark.parametrize("year", YEARS)
def test_links_to_other_files_lead_to_files_of_the_site(
    project: Project, pages: dict[str, BeautifulSoup], year: str
) -> None:
    documents = {f"{path.stem}.html" for path in project.reports.glob("[!_]*.qmd")}
    for link in pages[year].select("a[href]"):
        target = str(link["href"])
        if not target.startswith(("#", "http")):
            assert target in documents or (project.output / target).is_file(), target


@pytest.mark.parametrize("year", YEARS)
def test_what_a_chart_says_stands_in_the_page_and_its_data_beside_it(
    project: Project, year: str
) -> None:
    page = (project.output / f"{year}.html").read_text(encoding="utf-8")
    files = sorted((project.output / "data" / year).glob("*.csv"))
    assert files
    for path in files:
        assert f'href="data/{year}/{path.name}"' in page
        made = project.figures / year / path.name
        assert path.read_bytes() == made.read_bytes()


@pytest.mark.parametrize("year", YEARS)
def test_the_pdf_is_tagged_and_its_numbers_lead_to_places(
    project: Project, replayed: dict[str, ReportDocument], year: str
) -> None:
    reader = PdfReader(project.output / f"{year}.pdf")
    root = reader.root_object
    marks = root["/MarkInfo"]
    assert isinstance(marks, DictionaryObject)
    assert str(marks["/Marked"]) == "True"
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]) == "en-GB"
    assert reader.metadata is not None
    assert "Transforming mental health services" in str(reader.metadata.title)
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
    for number in list(replayed[year].uses.texts.values())[:12]:
        assert re.sub(r"\s", "", number.text) in text
    pages = {page.indirect_reference.idnum for page in reader.pages if page.indirect_reference}
    named = reader.named_destinations
    within = 0
    for page in reader.pages:
        for reference in page.get("/Annots") or []:
            annotation: Any = reference.get_object()
            action = annotation.get("/A")
            target = annotation.get("/Dest") or (action.get("/D") if action else None)
            if target is None:
                continue
            within += 1
            if isinstance(target, str):
                assert target in named
            else:
                assert target[0].idnum in pages
    numbers = len(replayed[year].uses.texts)
    assert within >= 2 * numbers  # to each row and back


def tags_of(node: Any) -> Iterator[DictionaryObject]:  # noqa: ANN401 - a PDF object
    """Go through the tags of a PDF in the order in which they are read out."""
    found = node.get_object()
    if isinstance(found, list):
        for child in found:
            yield from tags_of(child)
    elif isinstance(found, DictionaryObject):
        if "/S" in found:
            yield found
        if "/K" in found:
            yield from tags_of(found["/K"])


def titles(outline: Any) -> Iterator[str]:  # noqa: ANN401 - nested lists of bookmarks
    for entry in outline:
        if isinstance(entry, list):
            yield from titles(entry)
        else:
            yield squeezed(str(entry.title))


@pytest.mark.parametrize("year", YEARS)
def test_the_pdf_is_read_out_in_the_order_of_the_page(
    project: Project, pages: dict[str, BeautifulSoup], year: str
) -> None:
    reader = PdfReader(project.output / f"{year}.pdf")
    tags = [(str(tag["/S"]), tag) for tag in tags_of(reader.root_object["/StructTreeRoot"])]
    kinds = {"h2": "/H1", "h3": "/H2", "h4": "/H3", "table": "/Table", "img": "/Figure"}
    due = [kinds[tag.name] for tag in pages[year].select(", ".join(f"main {k}" for k in kinds))]
    read = [kind for kind, _ in tags if kind in kinds.values()]
    assert read == ["/H1", *due]  # the contents have a heading of their own
    alts = [str(tag["/Alt"]) for kind, tag in tags if kind == "/Figure"]
    assert alts == [str(image["alt"]) for image in pages[year].select("main img")]
    heads = [tag for kind, tag in tags if kind == "/TH"]
    assert len(heads) == len(pages[year].select("main thead th"))
    for head in heads:
        scopes = [str(of.get_object().get("/Scope")) for of in cast("list[Any]", head["/A"])]
        assert "/Column" in scopes
    headings = [squeezed(tag.get_text()) for tag in pages[year].select("main h2, main h3, main h4")]
    assert list(titles(reader.outline)) == headings


@pytest.mark.parametrize("year", YEARS)
def test_no_words_of_the_pdf_stand_outside_the_margins(project: Project, year: str) -> None:
    reader = PdfReader(project.output / f"{year}.pdf")
    places: list[list[float]] = []

    def note(text: str, place: list[float], *_: object) -> None:
        if text.strip():
            places.append(place)

    for page in reader.pages:
        page.extract_text(visitor_text=note)
        assert page.mediabox.right < 600 and page.mediabox.top < 850  # noqa: PT018 - of A4
    assert all(60 < place[4] < 540 and 36 < place[5] < 790 for place in places)


@pytest.mark.parametrize("year", YEARS)
def test_a_number_of_the_pdf_leads_to_a_row_that_leads_back_to_its_line(
    project: Project, replayed: dict[str, ReportDocument], year: str
) -> None:
    reader = PdfReader(project.output / f"{year}.pdf")
    numbers = {page.indirect_reference.idnum: at for at, page in enumerate(reader.pages)}  # type: ignore[union-attr] # pages of a file have one
    links: list[tuple[int, float, int, float]] = []  # from a page and height to a page and height
    for at, page in enumerate(reader.pages):
        for reference in page.get("/Annots") or []:
            annotation: Any = reference.get_object()
            target = annotation.get("/Dest")
            target = target.get_object() if target is not None else target
            if isinstance(target, list):
                top = float(annotation["/Rect"][3])
                links.append((at, top, numbers[target[0].idnum], float(target[3])))
    led_back = [
        there
        for here, top, there, height in links
        if there > here
        and any(
            (start, end) == (there, here)
            and -_ROW < high - height < _LINE
            and abs(low - top) < _LINE
            for start, high, end, low in links
        )
    ]
    assert len(led_back) >= len(replayed[year].uses.texts)


@pytest.mark.parametrize("year", YEARS)
def test_the_word_file_says_the_same_and_its_numbers_lead_to_bookmarks(
    project: Project, replayed: dict[str, ReportDocument], year: str
) -> None:
    with zipfile.ZipFile(project.output / f"{year}.docx") as word:
        assert word.testzip() is None
        body = word.read("word/document.xml").decode("utf-8")
    paragraphs = [
        "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", paragraph))
        for paragraph in body.split("</w:p>")
    ]
    text = squeezed(unescape("\n".join(paragraphs)))
    numbers = replayed[year].uses.texts.values()
    assert [one.text for one in numbers if squeezed(one.text) not in text] == []
    bookmarks = re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', body)
    assert len(bookmarks) == len(set(bookmarks))
    anchors = re.findall(r'<w:hyperlink [^>]*w:anchor="([^"]+)"', body)
    assert set(anchors) <= set(bookmarks)
    assert len(anchors) >= 2 * len(numbers)


def test_no_file_tells_where_it_was_made(project: Project) -> None:
    for path in project.output.rglob("*"):
        if path.suffix in {".html", ".csv", ".json", ".pdf"}:
            assert str(project.root).encode() not in path.read_bytes(), path.name


def test_the_run_is_on_record(project: Project) -> None:
    (path,) = project.logs.glob("*-report.log")
    log = path.read_text(encoding="utf-8")
    for made in ("data/processed/findings.csv", *(f"reports/_output/{y}.html" for y in YEARS)):
        assert f"made {made} sha256 " in log
    assert "engine embedded" in log


def test_a_second_run_has_nothing_to_do(project: Project) -> None:
    before = {path: path.stat().st_mtime_ns for path in project.root.rglob("*")}
    run = report(project.root, *YEARS)
    assert run.returncode == 0
    assert run.stdout.startswith("Nothing to do: 4 documents are up to date")
    assert {path: path.stat().st_mtime_ns for path in project.root.rglob("*")} == before


def test_one_changed_cell_changes_the_reports_where_it_should(
    project: Project, edit: Edit, pages: dict[str, BeautifulSoup], tmp_path: Path
) -> None:
    """Worked out anew from the raw tables, in full."""
    other = Project(Path(shutil.copytree(project.root, tmp_path / "checkout")))
    edit(
        other,
        "figures",
        lambda rows: [
            row | {"value": "19", "printed": "19 per cent"}
            if row["figure_id"] == "2018-19-rating-green"
            else row
            for row in rows
        ],
    )
    run = report(other.root, "2019", "--to", "html")
    assert run.returncode == 0, run.stderr
    page = BeautifulSoup((other.output / "2019.html").read_bytes(), "html.parser")
    before, after = prose_of(pages["2019"]), prose_of(page)
    # 19% of 195 is 37 or 38; with 144, 3 and 11 at least of the others, only 37 is left.
    assert "19% (37 of 195 CCGs)" in after
    assert "2% (3 of 195 CCGs)" in after
    assert "35 or 36" not in after
    assert "37 per cent of CCGs" in before
    assert "37 per cent of CCGs" in after
    for year in YEARS[:3]:
        name = f"{year}.html"
        assert (other.output / name).read_bytes() == (project.output / name).read_bytes()


def said_but_for_its_tables(path: Path) -> str | bytes:
    """Return a file of a kept report without the name of the raw tables that it was made of."""
    if path.stem not in YEARS[:3]:
        return path.read_bytes()
    if path.suffix == ".pdf":
        text = "".join(page.extract_text() for page in PdfReader(path).pages)
    elif path.suffix == ".docx":
        with zipfile.ZipFile(path) as word:
            text = re.sub("<[^>]+>", "", word.read("word/document.xml").decode())
    else:
        text = path.read_text(encoding="utf-8").replace("<wbr>", "")
    found, count = re.subn(r"swh:1:dir:[0-9a-f]{40}", "", "".join(text.split()))
    assert count == 1
    return found


def test_a_cell_of_one_round_leaves_other_reports_as_they_were(
    project: Project, edit: Edit, tmp_path: Path
) -> None:
    """A figure that nothing else bears on: one year prints it, the others do not.

    What is kept names the raw tables that it was made of, and is the same in all else.
    """
    other = Project(Path(shutil.copytree(project.root, tmp_path / "checkout")))
    figure = "2018-19-rating-failing"
    edit(
        other,
        "figures",
        lambda rows: [
            row | {"printed": "82 in a hundred"} if row["figure_id"] == figure else row
            for row in rows
        ],
    )
    run = report(other.root, *YEARS)
    assert run.returncode == 0, run.stderr
    kept = next(line for line in run.stdout.splitlines() if line.startswith("Up to date"))
    assert kept == "Up to date, and not made again: 2016, 2017, 2018."
    shutil.copytree(other.output, tmp_path / "kept")
    again = report(other.root, *YEARS, "--again")
    assert again.returncode == 0, again.stderr
    assert "Up to date" not in again.stdout
    for path in sorted((tmp_path / "kept").rglob("*")):
        if path.is_file() and path.name != MANIFEST:
            new = other.output / path.relative_to(tmp_path / "kept")
            assert said_but_for_its_tables(new) == said_but_for_its_tables(path), path.name
    page = (other.output / "2019.html").read_text(encoding="utf-8")
    assert "82 in a hundred" in page


def test_a_cell_that_cannot_be_is_refused_and_the_old_reports_kept(
    project: Project, edit: Edit, tmp_path: Path
) -> None:
    other = Project(Path(shutil.copytree(project.root, tmp_path / "checkout")))
    content = {path: path.read_bytes() for path in other.output.rglob("*") if path.is_file()}
    edit(
        other,
        "figures",
        lambda rows: [
            row | {"value": "190"} if row["figure_id"] == "2018-19-rating-green" else row
            for row in rows
        ],
    )
    run = report(other.root, "2019")
    assert run.returncode == 1
    assert "figures.csv" in run.stdout
    assert "Nothing was written" in run.stderr
    assert "Traceback" not in run.stderr
    found = {path: path.read_bytes() for path in other.output.rglob("*") if path.is_file()}
    assert found == content
