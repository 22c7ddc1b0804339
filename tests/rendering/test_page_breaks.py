"""Short tables stay whole on paper and in Word, long ones go on with their header."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from pypdf import PdfReader

from ltp_analysis.rendering import Job, render

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEAD = "---\ntitle: A title\nlang: en-GB\n---\n"
LONG, SHORT = 90, 5
A4_HEIGHT, MARGIN = 842, 36  # points
RULE, HEAVY = "+------+------+", "+======+======+"


def table(name: str, rows: int) -> str:
    """Return a table of so many rows, each with words of its own."""
    lines = [f"| {name} row {row} | {name} value {row} |" for row in range(rows)]
    head = [f"| {name} head | second |", "|:---|:---|"]
    return "\n".join(["", *head, *lines, "", f": {name} caption {{#tbl-{name}}}", ""])


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return files in which each short table but for care begins low on a page at some place."""
    folder = tmp_path_factory.mktemp("breaks")
    short = "".join(table(f"short{letter}", SHORT) + "\nWords.\n" for letter in "abcdefghijkl")
    (folder / "report.qmd").write_text(HEAD + short + table("long", LONG), encoding="utf-8")
    job = Job(folder / "report.qmd", datetime(2020, 2, 3, tzinfo=UTC))
    (paths,) = render([job], formats=["pdf", "docx"], output_dir=folder / "out")
    return {path.suffix[1:]: path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def pages(files: dict[str, bytes]) -> list[str]:
    """Return the text of each page of the PDF."""
    reader = PdfReader(io.BytesIO(files["pdf"]))
    return [page.extract_text() for page in reader.pages]


@pytest.fixture(scope="module")
def rows(files: dict[str, bytes]) -> Callable[[str], list[str]]:
    """Return a function that gives the rows of the table in Word that holds some words."""
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as archive:
        document = archive.read("word/document.xml").decode()
    tables = re.findall(r"<w:tbl>.*?</w:tbl>", document, re.DOTALL)

    def find(words: str) -> list[str]:
        (found,) = (one for one in tables if words in one)
        return re.findall(r"<w:tr>.*?</w:tr>", found, re.DOTALL)

    return find


def test_a_short_table_of_a_pdf_is_on_one_page(pages: list[str]) -> None:
    assert len(pages) > 3
    for letter in "abcdefghijkl":
        last = f"short{letter} row {SHORT - 1}"
        (page,) = (page for page in pages if f"short{letter} caption" in page)
        assert last in page


def test_a_long_table_of_a_pdf_goes_on_with_its_header(pages: list[str]) -> None:
    with_rows = [page for page in pages if "long row" in page]
    assert len(with_rows) > 1
    assert all("long head" in page for page in with_rows)
    assert sum(page.count("long row") for page in pages) == LONG


def test_no_row_of_many_stands_alone_on_a_page_of_a_pdf(tmp_path: Path) -> None:
    many = {f"many{letter}": 50 + place for place, letter in enumerate("abcdefghijklmnopqrst")}
    pages = printed("".join(table(*one) + "\nWords.\n" for one in many.items()), tmp_path)
    for name, rows in many.items():
        counts = [page.count(f"{name} row") for page in pages]
        assert sum(counts) == rows
        assert 1 not in counts
    for page in pages:  # no caption is left behind
        assert page.count("caption") <= page.count("head second")


def test_a_cell_over_two_rows_keeps_them_together_in_a_pdf(tmp_path: Path) -> None:
    counts = range(50, 70)
    end = f"| goat | hen  |\n|      +------+\n|      | pig  |\n{RULE}\n| rat  | yak  |\n{RULE}\n"
    head = f"{RULE}\n| one  | two  |\n{HEAVY}\n"
    tables = (head + f"| ewe  | sow  |\n{RULE}\n" * rows + end for rows in counts)
    pages = printed("\nWords.\n\n".join(tables), tmp_path)
    assert sum(page.count("goat") for page in pages) == len(counts)
    assert all(page.count("goat") == page.count("pig") for page in pages)


def test_a_footer_of_the_author_stays_one_of_a_pdf(tmp_path: Path) -> None:
    rows = [f"| {word}  | x    |\n{RULE}" for word in ("cow", "ewe", "hen", "pig")]
    rows[-1] = rows[-1].replace("-", "=")
    lines = [RULE, "| one  | two  |", HEAVY, *rows, "| sum  | all  |", HEAVY]
    (page,) = printed("\n".join(lines), tmp_path)
    assert "cow x\newe x\nhen x\npig x\nsum all" in page


def printed(text: str, folder: Path) -> list[str]:
    """Return the text of each page of the PDF of a document."""
    (folder / "report.qmd").write_text(HEAD + text, encoding="utf-8")
    job = Job(folder / "report.qmd", datetime(2020, 2, 3, tzinfo=UTC))
    ((pdf,),) = render([job], formats=["pdf"], output_dir=folder / "out")
    heights: list[float] = []

    def note(text: str, place: list[float], *_: object) -> None:
        if text.strip():
            heights.append(place[5])

    pages = [page.extract_text(visitor_text=note) for page in PdfReader(pdf).pages]
    assert MARGIN < min(heights) < max(heights) < A4_HEIGHT - MARGIN
    return pages


def test_rows_of_word_stay_on_one_page(rows: Callable[[str], list[str]]) -> None:
    for name, count in (("shorta", SHORT), ("long", LONG)):
        found = rows(f"{name} head")
        assert len(found) == count + 1  # and the header
        assert all("<w:cantSplit/>" in row for row in found)
        assert [("<w:tblHeader" in row) for row in found] == [True] + [False] * count


def test_few_rows_of_word_stay_together_and_many_do_not(rows: Callable[[str], list[str]]) -> None:
    *kept, last = map(styles, rows("shorta head"))
    assert all(found == {"TableTextKept"} for found in kept)
    assert last == {"TableText"}
    many = [styles(row) for row in rows("long head")]
    assert set().union(*many[2:-2]) == {"TableText"}


def test_no_row_of_many_stands_alone_on_a_page_of_word(rows: Callable[[str], list[str]]) -> None:
    head, first, *_, last_but_one, last = map(styles, rows("long head"))
    assert head == first == last_but_one == {"TableTextKept"}
    assert last == {"TableText"}


@pytest.mark.parametrize(
    ("height", "width", "shown"), [(211, "", 190), (150, "", 150), (211, " width=80mm", 105.5)]
)
def test_a_chart_of_word_leaves_room_for_its_caption(
    height: int, width: str, shown: float, tmp_path: Path
) -> None:
    size = 120, round(height * 0.75)  # millimetres at 19.05 dots an inch
    Image.new("RGB", size).save(tmp_path / "chart.png", dpi=(19.05, 19.05))
    (tmp_path / "chart.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    text = f'{HEAD}![Cap](chart.svg){{#fig-a fig-alt="A"{width}}}\n'
    (tmp_path / "report.qmd").write_text(text, encoding="utf-8")
    job = Job(tmp_path / "report.qmd", datetime(2020, 2, 3, tzinfo=UTC))
    ((word,),) = render([job], formats=["docx"], output_dir=tmp_path / "out")
    with zipfile.ZipFile(word) as archive:
        document = archive.read("word/document.xml").decode()
    found = re.search(r'<wp:extent cx="(\d+)" cy="(\d+)"', document)
    assert found is not None
    wide, high = (int(edge) / 36_000 for edge in found.groups())
    assert high == pytest.approx(shown, abs=1.5)
    assert high / wide == pytest.approx(height / 160, rel=0.02)


def styles(row: str) -> set[str]:
    """Return the styles of the paragraphs of a row."""
    return set(re.findall(r'w:pStyle w:val="(\w+)"', row))


def test_what_follows_the_caption_of_a_chart_in_word_stays_with_it(
    files: dict[str, bytes],
) -> None:
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as archive:
        styles = archive.read("word/styles.xml").decode()
    for name in ("CaptionedFigure", "ImageCaption"):
        (style,) = re.findall(rf'<w:style [^>]*w:styleId="{name}".*?</w:style>', styles, re.DOTALL)
        assert "<w:keepNext />" in style
