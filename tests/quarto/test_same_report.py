"""The same documents through both engines: the reader gets the same text from either.

Only where the Quarto program is installed; `nox -s quarto` says so elsewhere.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from ltp_analysis.rendering import declared, parse

if TYPE_CHECKING:
    from bs4 import Tag

    from ltp_analysis.rendering import Format

ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.quarto,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("quarto") is None, reason="quarto is not on the PATH"),
]


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Render every document with each engine in a copy of the checkout."""
    found = {}
    for engine in ("quarto", "embedded"):
        copy = tmp_path_factory.mktemp(engine)
        for folder in ("data", "reports", "src"):
            shutil.copytree(
                ROOT / folder,
                copy / folder,
                ignore=shutil.ignore_patterns("_output", "_figures", "__pycache__", ".quarto"),
            )
        subprocess.run(
            [sys.executable, "-m", "ltp_analysis", "report", "--engine", engine],
            cwd=copy,
            check=True,
        )
        found[engine] = copy / "reports" / "_output"
    return found


def documents(wanted: Format = "html") -> list[str]:
    """Return the names of the documents that are made in a format."""
    found = sorted((ROOT / "reports").glob("[!_]*.qmd"))
    return [path.stem for path in found if declared(parse(path).metadata, [wanted])]


def page(path: Path) -> Tag:
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    body = soup.select_one("main") or soup.select_one("body")
    assert body is not None
    for part in body.select("nav, header, script, style"):
        part.decompose()
    for title in body.select("p > strong:only-child"):
        paragraph = title.parent
        if paragraph is not None and text(paragraph) == text(title):
            paragraph.decompose()  # a callout's title: the one text the engines word differently
    return body


def text(element: Tag) -> str:
    words = " ".join(element.get_text(" ").replace("\xa0", " ").split())
    return re.sub(r"\s+([.,;:)?])", r"\1", words.replace("( ", "("))


@pytest.mark.parametrize("name", documents())
@pytest.mark.parametrize(
    "selector",
    ["h1, h2, h3, h4", "figcaption, caption", "p, li", "td, th", "#refs .csl-entry"],
    ids=["headings", "captions", "prose", "cells", "references"],
)
def test_pages_have_the_same_text(outputs: dict[str, Path], name: str, selector: str) -> None:
    ours, theirs = (
        [text(element) for element in page(outputs[engine] / f"{name}.html").select(selector)]
        for engine in ("embedded", "quarto")
    )
    assert ours
    assert ours == theirs


@pytest.mark.parametrize("name", documents())
def test_pages_have_the_same_links_and_pictures(outputs: dict[str, Path], name: str) -> None:
    pages = [page(outputs[engine] / f"{name}.html") for engine in ("embedded", "quarto")]
    links = [[(a["href"], text(a)) for a in body.select('a[href^="#"]')] for body in pages]
    alts = [[image["alt"] for image in body.select("img")] for body in pages]
    assert links[0] == links[1]
    assert alts[0] == alts[1]


def numbers(words: str) -> list[str]:
    return sorted(re.findall(r"\d[\d,.]*\d|\d", words))


@pytest.mark.parametrize("name", documents())
def test_the_same_numbers_open_to_the_same_places(outputs: dict[str, Path], name: str) -> None:
    found = []
    for engine in ("embedded", "quarto"):
        body = page(outputs[engine] / f"{name}.html")
        numbers = []
        for number in body.select("a.finding"):
            place = number.find_parent(id=re.compile(r"^u-\d+$"))
            assert place is not None
            numbers.append((place["id"], number["href"], text(number)))
        places = [tag["id"] for tag in body.select('[id^="f-"], [id^="s-"]')]
        found.append((numbers, places))
    assert found[0][0]
    assert found[0] == found[1]


def test_the_same_data_lie_beside_the_pages(outputs: dict[str, Path]) -> None:
    ours, theirs = (
        {
            path.relative_to(outputs[engine]): path.read_bytes()
            for path in (outputs[engine] / "data").rglob("*.csv")
        }
        for engine in ("embedded", "quarto")
    )
    assert ours
    assert ours == theirs


def test_both_engines_make_the_same_files(outputs: dict[str, Path]) -> None:
    ours, theirs = (
        sorted(str(path.relative_to(outputs[engine])) for path in outputs[engine].rglob("*"))
        for engine in ("embedded", "quarto")
    )
    assert ours == theirs


@pytest.mark.parametrize("name", documents("docx"))
def test_word_files_have_the_same_numbers(outputs: dict[str, Path], name: str) -> None:
    found = []
    for engine in ("embedded", "quarto"):
        with zipfile.ZipFile(outputs[engine] / f"{name}.docx") as archive:
            body = archive.read("word/document.xml").decode()
        body = re.sub(r"<w:sdt>.*?</w:sdt>", "", body, flags=re.DOTALL)  # Quarto's contents
        words = re.sub(r"<[^>]+>", "", body.replace("</w:p>", "\n").replace("<w:tab/>", " "))
        found.append(numbers(words))
    assert found[0] == found[1]


@pytest.mark.parametrize("name", documents("pdf"))
def test_pdfs_have_the_same_shares(outputs: dict[str, Path], name: str) -> None:
    found = []
    for engine in ("embedded", "quarto"):
        pages = PdfReader(outputs[engine] / f"{name}.pdf").pages
        words = " ".join(" ".join(page.extract_text().split()) for page in pages)
        words = words.replace("- ", "")  # a line may end in a hyphen
        found.append(sorted(re.findall(r"\d[\d.]*%(?: ?\([^)]*\))?", words)))
    assert found[0]
    assert found[0] == found[1]
