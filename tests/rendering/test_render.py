from __future__ import annotations

import io
import re
import time
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

import pytest
from bs4 import BeautifulSoup, Tag
from pypdf import PdfReader

from ltp_analysis.rendering import Job, RenderError, declared, parse, render
from ltp_analysis.rendering.reference import reference_docx

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CREATED = datetime(2020, 2, 3, 4, 5, 6, tzinfo=UTC)
BIB = """@article{radford2013,
  author = {Radford, Lorraine}, title = {The prevalence}, journal = {Neglect}, year = {2013}
}
"""
CSL = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>T</title><id>t</id><updated>2020-01-01T00:00:00+00:00</updated></info>
<citation><layout prefix="&lt;" suffix="&gt;"><names variable="author"/></layout></citation>
<bibliography><layout><text variable="title"/></layout></bibliography>
</style>
"""
DOCUMENT = """---
title: "Children's plans"
subtitle: All of it
author: [A. Writer, 'B. "#_$ O''Writer']
date: 2019-07-31
date-format: D MMMM YYYY
lang: en-GB
description: What was found.
keywords: [plans, ratings]
bibliography: refs.bib
csl: style.csl
number-sections: true
toc: true
execute:
  echo: false
  warning: false
engine: jupyter
format:
  html:
    theme: none
  typst: default
  docx: default
---

# What was found {#sec-top}

::: {.callout-note title="About *this*"}
Note text with `code`.

- in a list
:::

```{python}
#| label: setup
#| include: false
#| tags: [parameters]
from IPython.display import Markdown
share = "88.8%"
```

In all `{python} share` failed, see @fig-chart, [-@tbl-plans], @sec-part and [@radford2013].[^n]

[^n]: A note with a [link](https://example.org/).

![A *caption* here](chart.svg){#fig-chart fig-alt="Bars: \\"146\\" amber."}

{{< include _part.qmd >}}

```{python}
#| label: table
#| output: asis
print("| Rating | Plans |\\n|:--|--:|\\n| Green | 21 |\\n| Amber | 146 |\\n")
print(": By rating {#tbl-plans}\\n")
print("Data: \\\\<b\\\\>, “quotes”, it's, \\U0001f600 \\U0001f98a, ")
print("\\u05e9\\u05dc\\u05d5\\u05dd \\u0627\\u0644\\u0639\\u0631\\u0628\\u064a\\u0629.\\n")
print('![From a cell](chart.svg){#fig-second fig-alt="Drawn by a cell."}\\n')
Markdown("**Displayed** by @tbl-plans.")
```

## Apart {.unnumbered}

Term
:   Its meaning.

> A quotation.

1. First

Inline $x^2$ and [$a/b$]{alt="a over b"}.

```python
x = "shown"
```

::: {.callout-warning}
## Take care
The base changed.
:::

::: {.callout-tip}
Plain.
:::

<!-- a comment -->

# References {.unnumbered}

::: {#refs}
:::
"""
PART = "## A part {#sec-part}\n\nIncluded from {{< meta subtitle >}}.\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, draw: Callable[[Path], None]) -> Path:
    path = tmp_path_factory.mktemp("document")
    (path / "report.qmd").write_text(DOCUMENT, encoding="utf-8")
    (path / "_part.qmd").write_text(PART, encoding="utf-8")
    (path / "refs.bib").write_text(BIB, encoding="utf-8")
    (path / "style.csl").write_text(CSL, encoding="utf-8")
    draw(path)
    return path


def rendered(folder: Path, name: str, progress: Any = None) -> dict[str, bytes]:  # noqa: ANN401
    (paths,) = render(
        [Job(folder / "report.qmd", CREATED)],
        formats=["html", "pdf", "docx"],
        output_dir=folder / name,
        progress=progress,
    )
    assert paths == [folder / name / f"report.{kind}" for kind in ("html", "pdf", "docx")]
    assert sorted(paths) == sorted((folder / name).iterdir())
    return {path.suffix[1:]: path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def told() -> list[str]:
    return []


@pytest.fixture(scope="module")
def files(folder: Path, told: list[str]) -> dict[str, bytes]:
    return rendered(folder, "one", told.append)


@pytest.fixture(scope="module")
def page(files: dict[str, bytes]) -> BeautifulSoup:
    return BeautifulSoup(files["html"], "html.parser")


@pytest.fixture(scope="module")
def pdf(files: dict[str, bytes]) -> PdfReader:
    return PdfReader(io.BytesIO(files["pdf"]))


@pytest.fixture(scope="module")
def word(files: dict[str, bytes]) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def one(page: BeautifulSoup | Tag, selector: object) -> Tag:
    (found,) = page.select(str(selector))
    return found


def words(tag: Tag) -> str:
    return " ".join(tag.get_text().replace("\n", " ").split(" ")).strip()


def test_the_same_bytes_come_out_twice(folder: Path, files: dict[str, bytes]) -> None:
    time.sleep(2)  # the times in a ZIP file go by twos of seconds
    reference_docx.cache_clear()
    assert rendered(folder, "two") == files


def test_progress_names_cells_and_formats(files: dict[str, bytes], told: list[str]) -> None:
    assert files
    assert told == [
        "report.qmd: cell 1 of 2 (setup)",
        "report.qmd: cell 2 of 2 (table)",
        "report.qmd: web page, PDF, Word",
    ]


def test_html_has_landmarks_and_one_title(page: BeautifulSoup) -> None:
    assert one(page, "html")["lang"] == "en-GB"
    assert words(one(page, "title")) == "Children’s plans"  # noqa: RUF001 - as typeset
    assert words(one(page, "body > header h1")) == "Children’s plans"  # noqa: RUF001
    assert len(page.select("h1")) == 1
    for landmark in ("body > header", "nav[aria-labelledby]", "main#content", "body > footer"):
        one(page, landmark)
    assert one(page, "a.skip")["href"] == "#content"
    assert [a["href"] for a in page.select(".formats a")] == ["report.pdf", "report.docx"]
    assert words(one(page, "header .date")) == "Published 31 July 2019"
    assert words(one(page, "header .author")) == "A. Writer, B. “#_$ O’Writer"  # noqa: RUF001 - as typeset


def test_html_numbers_headings_as_quarto_does(page: BeautifulSoup) -> None:
    headings = [(tag.name, words(tag)) for tag in page.select("main h2, main h3")]
    assert headings == [
        ("h2", "1 What was found"),
        ("h3", "1.1 A part"),
        ("h3", "Apart"),
        ("h2", "References"),
    ]
    assert len(page.select("nav li a")) == 4


def test_html_captions_and_references_agree(page: BeautifulSoup) -> None:
    captions = [words(tag) for tag in page.select("figcaption")]
    assert captions == [
        "Figure\xa01: A caption here",
        "Table\xa01: By rating",
        "Figure\xa02: From a cell",
    ]
    links = [(tag["href"], words(tag)) for tag in page.select("a.quarto-xref")]
    assert links == [
        ("#fig-chart", "Figure\xa01"),
        ("#tbl-plans", "1"),
        ("#sec-part", "Section\xa01.1"),
        ("#tbl-plans", "Table\xa01"),
    ]
    for target, _ in links:
        one(page, target)


def test_html_text_is_whole(page: BeautifulSoup) -> None:
    text = words(one(page, "main"))
    for part in (
        "In all 88.8% failed",
        "Included from All of it.",
        "Data: <b>, “quotes”, it’s, \U0001f600",  # noqa: RUF001 - as typeset
        "\u05e9\u05dc\u05d5\u05dd",
        "Displayed by",
        "<Lorraine Radford>",
        "The prevalence",
        "A note with a link",
    ):
        assert part in text
    assert "a comment" not in str(page)
    assert "parameters" not in text


def test_html_images_and_tables_can_be_heard(page: BeautifulSoup) -> None:
    assert [img["alt"] for img in page.select("img")] == ['Bars: "146" amber.', "Drawn by a cell."]
    assert [th["scope"] for th in page.select("thead th")] == ["col", "col"]
    assert [words(th) for th in page.select('tbody th[scope="row"]')] == ["Green", "Amber"]
    regions = page.select(".scroll")
    assert [(region["role"], region["tabindex"]) for region in regions] == [("region", "0")] * 3
    assert [region.get("aria-label") for region in regions] == [
        "Figure\xa01",
        None,
        "Figure\xa02",
    ]
    one(page, f"#{regions[1]['aria-labelledby']}")


def test_html_callouts_print_their_kind(page: BeautifulSoup) -> None:
    assert [words(tag) for tag in page.select(".callout-title")] == [
        "Note: About this",
        "Warning: Take care",
        "Tip",
    ]


def test_html_needs_nothing_from_elsewhere(page: BeautifulSoup) -> None:
    for tag in page.select("[src]"):
        assert str(tag["src"]).startswith("data:")
    assert not page.select("link")
    for tag in page.select("script, style"):
        assert not re.search(r"url\((?!data:)|@import|https?:|fetch|import\(", tag.get_text())


def test_pdf_is_tagged_and_says_what_it_is(pdf: PdfReader) -> None:
    root: Any = pdf.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Children’s plans"  # noqa: RUF001 - as typeset
    assert "B. \"#_$ O'Writer" in str(pdf.metadata.author)
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_pdf_tags_hold_headings_tables_and_alt_text(pdf: PdfReader) -> None:
    tags: list[str] = []
    alts: list[str] = []

    def visit(node: Any) -> None:  # noqa: ANN401 - a PDF object
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                visit(child)
        elif isinstance(node, dict):
            if "/S" in node:
                tags.append(str(node["/S"]))
            if "/Alt" in node:
                alts.append(str(node["/Alt"]))
            if "/K" in node:
                visit(node["/K"])

    visit(pdf.root_object["/StructTreeRoot"])
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure", "/Link", "/L"} <= set(tags)
    assert 'Bars: "146" amber.' in alts
    assert "Drawn by a cell." in alts
    assert "a over b" in alts


def test_pdf_text_is_whole(pdf: PdfReader) -> None:
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    for part in (
        "All of it",
        "31 July 2019",
        "1.1 A part",
        "Figure 1: A caption here",
        "Table 1: By rating",
        "Section 1.1",
        "Note: About this",
        "88.8%",
        "<Lorraine Radford>",
    ):
        assert part in text
    assert "\u2039fox face\u203a" in text  # no font has it, so its name stands there


def test_docx_has_header_rows_language_and_alt_text(word: dict[str, bytes]) -> None:
    document = word["word/document.xml"].decode()
    assert document.count("<w:tblHeader") == 1
    assert 'descr="Bars: &quot;146&quot; amber."' in document
    assert 'w:val="en-GB"' in word["word/styles.xml"].decode()
    core = word["docProps/core.xml"].decode()
    assert "<dc:title>Children’s plans</dc:title>" in core  # noqa: RUF001 - as typeset
    assert "<dc:language>en-GB</dc:language>" in core
    assert 'w:w="11906"' in document
    assert [name for name in word if name.startswith("word/media/")]
    assert all(name.endswith(".png") for name in word if name.startswith("word/media/"))


def test_docx_text_is_whole(word: dict[str, bytes]) -> None:
    text = re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", word["word/document.xml"].decode()))
    for part in (
        "1. What was found",
        "1.1 A part",
        "Figure\xa01: A caption here",
        "Table\xa01: By rating",
        "Section\xa01.1",
        "Note: About this",
        "in a list",
    ):
        assert part in text


@pytest.mark.parametrize("kind", ["html", "pdf", "docx"])
def test_no_file_tells_where_it_was_made(
    kind: str, files: dict[str, bytes], folder: Path, word: dict[str, bytes]
) -> None:
    content = b"".join(word.values()) if kind == "docx" else files[kind]
    for private in (str(folder), "/tmp/", "ltp-render-"):  # noqa: S108 - looked for, not used
        assert private.encode() not in content


def test_a_failing_cell_leaves_old_files_alone(folder: Path) -> None:
    output = folder / "old"
    output.mkdir()
    (output / "bad.pdf").write_text("old", encoding="utf-8")
    bad = folder / "bad.qmd"
    bad.write_text(
        "---\ntitle: A\n---\n\n```{python}\n#| label: a\n\nx = 1\nraise ValueError('why')\n```\n",
        encoding="utf-8",
    )
    with pytest.raises(RenderError, match=r"bad\.qmd:9: The cell failed with ValueError: why"):
        render([Job(bad, CREATED)], formats=["pdf"], output_dir=output)
    assert [(path.name, path.read_text()) for path in output.iterdir()] == [("bad.pdf", "old")]


def test_the_caller_must_name_formats_and_time_zone(folder: Path) -> None:
    job = Job(folder / "report.qmd", CREATED)
    with pytest.raises(ValueError, match="epub"):
        render([job], formats=["epub"], output_dir=folder)  # type: ignore[list-item] # the point of the test
    naive = Job(job.document, CREATED.replace(tzinfo=None))
    with pytest.raises(ValueError, match="time zone"):
        render([job, naive], formats=[], output_dir=folder)


def test_parse_gives_what_render_renders(folder: Path) -> None:
    assert len(parse(folder / "report.qmd").cells) == 2


SIDE = """---
title: "{name}"
lang: en-GB
{more}---

```{{python}}
#| include: false
import time
x = "{name}"
{code}
```

It is `{{python}} x`.
"""


def written(folder: Path, *names: str, **code: str) -> list[Job]:
    """Write documents, some with code of their own, and return them as jobs."""
    jobs = []
    for name in names:
        path = folder / f"{name}.qmd"
        text = SIDE.format(name=name, more="", code=code.get(name, ""))
        path.write_text(text, encoding="utf-8")
        jobs.append(Job(path, CREATED))
    return jobs


def outputs(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_documents_come_out_the_same_in_any_order_and_alone(tmp_path: Path) -> None:
    jobs = written(tmp_path, "a", "b", "c")
    made = render(jobs, formats=["docx", "html"], output_dir=tmp_path / "one", home="a.html")
    assert [[path.name for path in paths] for paths in made] == [
        [f"{name}.docx", f"{name}.html"] for name in "abc"
    ]
    render(jobs[::-1], formats=["docx", "html"], output_dir=tmp_path / "two", home="a.html")
    for job in jobs:
        render([job], formats=["docx", "html"], output_dir=tmp_path / "three", home="a.html")
    assert outputs(tmp_path / "one") == outputs(tmp_path / "two") == outputs(tmp_path / "three")


def test_sound_documents_are_made_though_others_fail(tmp_path: Path) -> None:
    jobs = written(tmp_path, "a", "b", "c", "d", b="raise ValueError('why')", c="import os")
    jobs[2].document.write_text("---\ntitle: A\n---\n{{< video x >}}\n", encoding="utf-8")
    output = tmp_path / "made"
    output.mkdir()
    (output / "b.html").write_text("old", encoding="utf-8")
    with pytest.raises(RenderError) as caught:
        render(jobs, formats=["html"], output_dir=output)
    assert sorted(problem.file.name for problem in caught.value.problems) == ["b.qmd", "c.qmd"]
    assert "ValueError: why" in str(caught.value)
    assert sorted(outputs(output)) == ["a.html", "b.html", "d.html"]
    assert (output / "b.html").read_text(encoding="utf-8") == "old"


def test_no_document_is_nothing_to_do(tmp_path: Path) -> None:
    assert render([], formats=["html"], output_dir=tmp_path / "made") == []


def test_every_page_but_the_home_leads_home(tmp_path: Path) -> None:
    render(
        written(tmp_path, "index", "other"),
        formats=["html"],
        output_dir=tmp_path / "made",
        home="index.html",
    )
    pages = {
        name: BeautifulSoup((tmp_path / "made" / f"{name}.html").read_bytes(), "html.parser")
        for name in ("index", "other")
    }
    assert pages["index"].select(".home") == []
    assert [a["href"] for a in pages["other"].select(".home a")] == ["index.html"]


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ({}, ["html", "pdf", "docx"]),
        ({"format": "html"}, ["html"]),
        ({"format": {"html": {"theme": "none"}}}, ["html"]),
        ({"format": {"typst": {}, "docx": {}}}, ["pdf", "docx"]),
        ({"format": "revealjs"}, []),
    ],
)
def test_a_document_is_made_for_the_formats_that_it_names(
    metadata: dict[str, Any], expected: list[str]
) -> None:
    assert declared(metadata, ["html", "pdf", "docx"]) == expected
    assert declared(metadata, ["docx"]) == [name for name in expected if name == "docx"]


def test_formats_that_a_document_does_not_name_are_not_made(tmp_path: Path) -> None:
    path = tmp_path / "a.qmd"
    path.write_text(SIDE.format(name="a", more="format: html\n", code=""), encoding="utf-8")
    ((page,),) = render(
        [Job(path, CREATED)], formats=["html", "docx"], output_dir=tmp_path / "made"
    )
    assert page.name == "a.html"
    assert list(outputs(tmp_path / "made")) == ["a.html"]
    assert not BeautifulSoup(page.read_bytes(), "html.parser").select(".formats a")


SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'


def short(folder: Path, text: str, wanted: Literal["html", "pdf"]) -> bytes:
    """Return a short document, with a picture beside it, in a format."""
    document = folder / "short.qmd"
    document.write_text(f"---\ntitle: T\nlang: en-GB\n---\n\n{text}\n", encoding="utf-8")
    (folder / "square.svg").write_text(SQUARE, encoding="utf-8")
    ((path,),) = render([Job(document, CREATED)], formats=[wanted], output_dir=folder / "out")
    return path.read_bytes()


def test_comments_leave_nothing_wherever_they_stand(tmp_path: Path) -> None:
    text = """One <!-- a
comment --> two <!-- b -->three.

<!-- block -->

<!-- two --> <!-- blocks -->

- item <!-- c -->

`<!-- code -->` stays."""
    page = short(tmp_path, text, "html").decode()
    body = BeautifulSoup(page, "html.parser").main
    assert body is not None
    assert "<!--" not in str(body)
    words = " ".join(body.get_text().split())
    assert "One two three. item <!-- code --> stays." in words


def test_the_data_of_a_chart_in_a_callout_stay_with_its_caption_in_a_pdf(tmp_path: Path) -> None:
    text = """::: {.callout-note title="Look"}
Before.

![A caption.](square.svg){#fig-one fig-alt="A square."}

[The data](data/one.csv).

After.
:::"""
    reader = PdfReader(io.BytesIO(short(tmp_path, text, "pdf")))
    words = " ".join(reader.pages[0].extract_text().split())
    assert "A caption. The data." in words
