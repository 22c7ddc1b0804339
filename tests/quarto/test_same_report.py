"""The same documents through both engines: the reader gets the same from either.

Only where the Quarto program is installed; `nox -s quarto` says so elsewhere.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from ltp_analysis.rendering import declared, parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import Tag

ROOT = Path(__file__).parents[2]
ENGINES = ("embedded", "quarto")
MANIFEST = "manifest.json"
DOCUMENTS = sorted(path.stem for path in (ROOT / "reports").glob("[!_]*.qmd"))
PRINTED = [
    name
    for name in DOCUMENTS
    if declared(parse(ROOT / "reports" / f"{name}.qmd").metadata, ["pdf", "docx"])
]

pytestmark = [
    pytest.mark.quarto,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("quarto") is None, reason="quarto is not on the PATH"),
]


def checkout(folder: Path) -> Path:
    """Copy what the reports are made of, so that nothing made before is taken."""
    for part in ("data", "reports", "src"):
        shutil.copytree(
            ROOT / part,
            folder / part,
            ignore=shutil.ignore_patterns("_output", "_figures", "__pycache__", ".quarto"),
        )
    return folder


def run(folder: Path, *command: str) -> None:
    source = {"PYTHONPATH": str(folder / "src"), "QUARTO_PYTHON": sys.executable}
    subprocess.run(command, cwd=folder, env={**os.environ, **source}, check=True)


def ltp(folder: Path, *arguments: str) -> None:
    run(folder, sys.executable, "-m", "ltp_analysis", *arguments)


@pytest.fixture(scope="session")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Render every document with each engine in a copy of the checkout."""
    found = {}
    for engine in ENGINES:
        copy = checkout(tmp_path_factory.mktemp(engine))
        ltp(copy, "report", "--engine", engine)
        found[engine] = copy / "reports" / "_output"
    return found


@cache
def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def body(path: Path) -> Tag:
    main = soup(path).select_one("main")
    assert main is not None
    return main


def text(element: Tag) -> str:
    words = " ".join(element.get_text(" ").replace("\xa0", " ").split())
    return re.sub(r"\s+([.,;:)?])", r"\1", words.replace("( ", "("))


def href(link: Tag) -> str:
    return unquote(str(link["href"]))


def alt(image: Tag) -> str:
    """Return what an image says: a drawing that was put into the page has it as a label."""
    return str(image.get("alt") or image.get("aria-label"))


def row(element: Tag) -> str:
    """Return the id of the row of an appendix that an element stands in."""
    line = element.find_parent("tr")
    place = line.select_one("[id]") if line is not None else None
    return "" if place is None else str(place["id"])


def headings(page: Tag) -> list[tuple[str, ...]]:
    return [(h.name, str(h["id"]), text(h)) for h in page.select("h1, h2, h3, h4")]


def captions(page: Tag) -> list[tuple[str, ...]]:
    return [(text(caption),) for caption in page.select("figcaption, caption")]


def prose(page: Tag) -> list[tuple[str, ...]]:
    return [(part.name, text(part)) for part in page.select("p, li, .callout-title, code")]


def cells(page: Tag) -> list[tuple[str, ...]]:
    return [(c.name, str(c.get("scope", "")), text(c)) for c in page.select("td, th")]


def widths(page: Tag) -> list[tuple[str, ...]]:
    return [(str(column.get("style", "")),) for column in page.select("col")]


def references(page: Tag) -> list[tuple[str, ...]]:
    return [(str(entry["id"]), text(entry)) for entry in page.select("#refs .csl-entry")]


def links(page: Tag) -> list[tuple[str, ...]]:
    return [(href(link), text(link)) for link in page.select("a[href]")]


def pictures(page: Tag) -> list[tuple[str, ...]]:
    return [(alt(image),) for image in page.select("img")]


def marks(page: Tag) -> list[tuple[str, ...]]:
    """Return the numbers that open: where each stands, what it leads to, and what it says."""
    found: list[tuple[str, ...]] = []
    for link in page.select("a.finding"):
        place = link.parent
        assert place is not None
        found.append((str(place["id"]), href(link), text(link)))
    return found


def rows(page: Tag) -> list[tuple[str, ...]]:
    """Return the rows that numbers lead to, with the ids of all that leads back from each."""
    return [
        (row(place), *(href(link) for link in place.find_parents("tr")[0].select('a[href^="#u-"]')))
        for place in page.select('tr [id^="f-"], tr [id^="s-"]')
    ]


PARTS: list[Callable[[Tag], list[tuple[str, ...]]]] = [
    headings, captions, prose, cells, widths, references, links, pictures, marks, rows,
]  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_pages_say_the_same(
    outputs: dict[str, Path], name: str, part: Callable[[Tag], list[tuple[str, ...]]]
) -> None:
    ours, theirs = (part(body(outputs[engine] / f"{name}.html")) for engine in ENGINES)
    assert ours == theirs
    if part is not pictures:
        assert ours


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("part", ["head title", "header", "nav"])
def test_pages_have_the_same_frame(outputs: dict[str, Path], name: str, part: str) -> None:
    ours, theirs = (
        [
            (text(found), links(found))
            for found in soup(outputs[engine] / f"{name}.html").select(part)
        ]
        for engine in ENGINES
    )
    assert ours == theirs


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("engine", ENGINES)
def test_every_link_of_a_page_leads_somewhere(
    outputs: dict[str, Path], name: str, engine: str
) -> None:
    page = soup(outputs[engine] / f"{name}.html")
    ids = {str(element["id"]) for element in page.select("[id]")}
    for link in page.select("a[href]"):
        target = urlsplit(str(link["href"]))
        if target.scheme:
            continue
        if target.path:
            assert (outputs[engine] / unquote(target.path)).is_file()
        else:
            assert unquote(target.fragment) in ids


@pytest.mark.parametrize("name", DOCUMENTS)
def test_numbers_open_by_the_same_script(outputs: dict[str, Path], name: str) -> None:
    asset = ROOT / "src" / "ltp_analysis" / "rendering" / "assets" / "findings.html"
    opened = soup(asset).select_one("script")
    assert opened is not None
    for engine in ENGINES:
        scripts = soup(outputs[engine] / f"{name}.html").select("script")
        assert [s.get_text().strip() for s in scripts].count(opened.get_text().strip()) == 1


@pytest.mark.parametrize("name", DOCUMENTS)
def test_pages_have_the_same_look(outputs: dict[str, Path], name: str) -> None:
    looks = []
    for engine in ENGINES:
        page = soup(outputs[engine] / f"{name}.html")
        assert not page.select('link[rel="stylesheet"]')
        looks.append(
            [
                # Quarto's pages are without the style sheet's comments.
                " ".join(re.sub(r"/\*.*?\*/", "", style.get_text(), flags=re.DOTALL).split())
                for style in page.select("style")
            ]
        )
    assert looks[0] == looks[1]
    assert "--paper" in looks[0][0]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_data_of_charts_are_the_same(outputs: dict[str, Path], name: str) -> None:
    ours, theirs = (
        {path.name: path.read_bytes() for path in (outputs[engine] / "data" / name).glob("*")}
        for engine in ENGINES
    )
    assert ours == theirs
    assert len(ours) == len(body(outputs["embedded"] / f"{name}.html").select("img"))


def numbers(words: str) -> list[str]:
    return sorted(re.findall(r"\d[\d,.]*\d|\d", words))


def word_file(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        found = archive.read("word/document.xml").decode()
    return re.sub(r"<w:sdt>.*?</w:sdt>", "", found, flags=re.DOTALL)  # Quarto's contents


@pytest.mark.parametrize("name", PRINTED)
def test_word_files_have_the_same_numbers(outputs: dict[str, Path], name: str) -> None:
    found = []
    for engine in ENGINES:
        words = word_file(outputs[engine] / f"{name}.docx")
        words = re.sub(r"<[^>]+>", "", words.replace("</w:p>", "\n").replace("<w:tab/>", " "))
        found.append(numbers(words))
    assert found[0] == found[1]


@pytest.mark.parametrize("name", PRINTED)
def test_word_files_have_the_same_links_and_pictures(outputs: dict[str, Path], name: str) -> None:
    found = []
    for engine in ENGINES:
        words = word_file(outputs[engine] / f"{name}.docx")
        places = set(re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', words))
        targets = re.findall(r'<w:hyperlink [^>]*w:anchor="([^"]+)"', words)
        alts = re.findall(r'<wp:docPr [^>]*descr="([^"]+)"', words)
        assert set(targets) <= places
        found.append((targets, alts))
    assert found[0] == found[1]


def pdf(path: Path) -> str:
    pages = PdfReader(path).pages
    words = " ".join(" ".join(page.extract_text().split()) for page in pages)
    return words.replace("- ", "")  # a line may end in a hyphen


@pytest.mark.parametrize("name", PRINTED)
def test_pdfs_have_the_same_shares(outputs: dict[str, Path], name: str) -> None:
    ours, theirs = (
        sorted(re.findall(r"\d[\d.]*%(?: ?\([^)]*\))?", pdf(outputs[engine] / f"{name}.pdf")))
        for engine in ENGINES
    )
    assert ours == theirs
    assert ours


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize("engine", ENGINES)
def test_no_text_of_a_pdf_lies_off_its_page(
    outputs: dict[str, Path], name: str, engine: str
) -> None:
    """A table that may not break would run over the end of its page, unseen."""
    off: list[str] = []
    for page in PdfReader(outputs[engine] / f"{name}.pdf").pages:

        def look(
            words: str,
            outer: list[float],
            inner: list[float],
            _font: object,
            _size: float,
            height: float = float(page.mediabox.height),
        ) -> None:
            place = outer[1] * inner[4] + outer[3] * inner[5] + outer[5]
            if words.strip() and not 0 <= place <= height:
                off.append(words)

        page.extract_text(visitor_text=look)
    assert not off


@pytest.mark.parametrize("name", PRINTED)
def test_pdfs_lead_to_the_same_addresses(outputs: dict[str, Path], name: str) -> None:
    found = []
    for engine in ENGINES:
        notes = [
            note.get_object()
            for page in PdfReader(outputs[engine] / f"{name}.pdf").pages
            for note in page.get("/Annots") or ()
        ]
        found.append({str(note["/A"]["/URI"]) for note in notes if "/URI" in note.get("/A", {})})
    assert found[0] == found[1]
    assert found[0]


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_both_engines_make_the_same_files(outputs: dict[str, Path]) -> None:
    ours, theirs = (files_in(outputs[engine]) for engine in ENGINES)
    assert ours == theirs


def test_quarto_alone_makes_the_site(outputs: dict[str, Path], tmp_path: Path) -> None:
    """`quarto render reports` puts all that pages link to beside them, as `ltp report` does."""
    kept = {"index", "2016", "toolkit"}
    copy = checkout(tmp_path)
    for path in (copy / "reports").glob("[!_]*.qmd"):
        if path.stem not in kept:
            path.unlink()
    ltp(copy, "build")
    run(copy, "quarto", "render", "reports")
    made = copy / "reports" / "_output"
    left_out = "|".join(set(DOCUMENTS) - kept)
    due = {
        name
        for name in files_in(outputs["quarto"])
        if not re.match(rf"(data/)?({left_out})[./]", name)
    }
    # What was worked out is on record whoever makes the pages.
    assert files_in(made) | {MANIFEST} == due | {MANIFEST}
    # The index leads to the documents that there are, which are fewer here.
    for name in kept - {"index"}:
        ours, theirs = (body(folder / f"{name}.html") for folder in (made, outputs["embedded"]))
        assert marks(ours) == marks(theirs)
        assert links(ours) == links(theirs)
