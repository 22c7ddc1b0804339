"""Names as people write them, in the tables, captions and charts of a report, in each format."""

from __future__ import annotations

import io
import json
import unicodedata
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from ltp_analysis.rendering import Job, render

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAMES = [
    "<b>Bold & Sons</b> <script>x</script>",
    "=1+1",
    "@SUM(A1:A9)",
    "-2, +3, 4; and 'five', \"six\"",
    "Bury | Bolton \\ Wigan",
    "50% *not* _em_ ~no~ `code` ^up^",
    "$x^2$ #tag [link](https://example.org/) {.class}",
    "&amp; &lt; &#233;",
    "-- dashes --- and dots...",
    "\u05e9\u05dc\u05d5\u05dd",
    "\u0627\u0644\u0639\u0631\u0628\u064a\u0629",
    "Fox \U0001f98a, smile \U0001f600",
    "Llan\u00ady\u200dm \u00e9e\u0301 \u0141\u00f3d\u017a",
    "a.very_long.name_that.no_column.can_hold.without_a.break_in_it",
]
DOCUMENT = """---
title: Odd names
lang: en-GB
---

# Names

```{python}
#| label: names
#| echo: false
#| output: asis

import json
from pathlib import Path

from ltp_analysis.reports.markdown import escape, figure, table
from ltp_analysis.reports.parts import Link, Number, Place, Uses

names, uses = json.loads(Path("names.json").read_text(encoding="utf-8")), Uses()
for number, name in enumerate(names):
    print(uses.markdown(("In prose: ", Number(f"f-{number}", name), ".")), end="\\n\\n")
rows = [
    [
        (name, uses.markdown((Place(f"f-{number}", name), " ", name))),
        (name, uses.markdown(Link(f"#f-{number}", name))),
    ]
    for number, name in enumerate(names)
]
print(table(["Name", " and ".join(names[:3])], rows, caption="; ".join(names), label="tbl-names"))
said = "; ".join(names)
print(figure("chart.svg", title=said, caption="And so on.", alt=said, label="fig-names"))
```
"""


@pytest.fixture(scope="module")
def files(
    tmp_path_factory: pytest.TempPathFactory, draw: Callable[[Path], None]
) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("names")
    draw(folder)
    (folder / "names.json").write_text(json.dumps(NAMES), encoding="utf-8")
    document = folder / "names.qmd"
    document.write_text(DOCUMENT, encoding="utf-8")
    job = Job(document, datetime(2020, 2, 3, tzinfo=UTC))
    ((*paths,),) = render([job], formats=["html", "pdf", "docx"], output_dir=folder / "made")
    return {path.suffix[1:]: path.read_bytes() for path in paths}


def squeezed(text: str) -> str:
    """Return a text without its spaces, which lines of a PDF do not keep, and joiners."""
    return "".join(text.replace("\u200d", "").split())


def spaced(text: str) -> str:
    return " ".join(text.split())


def test_in_html_every_name_is_text_and_nothing_else(files: dict[str, bytes]) -> None:
    page = BeautifulSoup(files["html"], "html.parser")
    main = page.select_one("main")
    assert main is not None
    numbers = [spaced(tag.get_text()) for tag in main.select("a.finding")]
    assert numbers == NAMES
    rows = [[spaced(cell.get_text()) for cell in row.select("th, td")] for row in main.select("tr")]
    assert rows[0] == ["Name", " and ".join(NAMES[:3])]
    assert rows[1:] == [[f"{name} {name}", name] for name in NAMES]
    captions = [spaced(tag.get_text()) for tag in main.select("figcaption")]
    said = "; ".join(NAMES)
    assert captions == [f"Table 1: {said}", f"Figure 1: {said} And so on."]
    assert [image["alt"] for image in main.select("img")] == ["; ".join(NAMES)]
    assert not main.select("script, b, em, code, sup, sub, math")
    # In each name twice: after every point and low line of the last one, and in “example.org”.
    places = NAMES[-1].count(".") + NAMES[-1].count("_") + 1
    assert len(main.select("th wbr")) == 2 * places
    assert {str(a["href"])[:3] for a in main.select("a")} == {"#f-"}


def test_in_word_every_name_is_text_and_nothing_else(files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as archive:
        body = ET.fromstring(archive.read("word/document.xml"))  # noqa: S314 - made here
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    texts = [
        seen(spaced("".join(part.text or "" for part in paragraph.iter(f"{w}t"))))
        for paragraph in body.iter(f"{w}p")
    ]
    names = [seen(name) for name in NAMES]
    for name in names:
        assert f"In prose: {name}." in texts
        assert f"{name} {name}" in texts
        assert name in texts
    said = "; ".join(names)
    captions = [f"Table 1: {said}", f"Figure 1: {said} And so on."]
    assert [text for text in texts if text in captions] == captions
    alts = [part.get("descr") for part in body.iter() if part.tag.endswith("}docPr")]
    assert "; ".join(NAMES) in alts
    assert not list(body.iter(f"{w}instrText"))


def seen(text: str) -> str:
    """Return a text as it looks: no soft hyphens, and one way to write an accent."""
    return unicodedata.normalize("NFC", text).replace("\u00ad", "")


def as_printed(name: str) -> str:
    """Return a name as the PDF shows it: no font has the fox, so its name stands there."""
    return squeezed(seen(name).replace("\U0001f98a", "\u2039fox face\u203a"))


def test_in_pdf_every_name_can_be_read(files: dict[str, bytes]) -> None:
    reader = PdfReader(io.BytesIO(files["pdf"]))
    text = squeezed(seen("".join(page.extract_text() for page in reader.pages)))
    for name in NAMES:
        assert text.count(as_printed(name)) >= 3, name
