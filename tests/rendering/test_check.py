from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.rendering import Job, RenderError, render

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[..., Path]

CREATED = datetime(2020, 1, 1, tzinfo=UTC)


def problems(document: Path) -> list[tuple[int, str]]:
    output = document.parent / "out"
    output.mkdir()
    old = {output / f"report.{kind}": kind for kind in ("html", "pdf", "docx")}
    for path, text in old.items():
        path.write_text(text, encoding="utf-8")
    with pytest.raises(RenderError) as caught:
        render([Job(document, CREATED)], formats=["html", "pdf", "docx"], output_dir=output)
    # What was there before is left as it was, and nothing is added.
    assert {path: path.read_text(encoding="utf-8") for path in output.iterdir()} == old
    for problem in caught.value.problems:
        assert f"{problem.file.name}:{problem.line}: {problem.message}" in str(caught.value)
    return [(problem.line, problem.message) for problem in caught.value.problems]


TABLE = "| a | b |\n|--|--|\n| c | d |\n\n: Cap {#tbl-a}\n"
FIGURE = '![Cap](chart.svg){#fig-a fig-alt="A"}'


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ('Text\n\n![Cap](gone.svg){#fig-a fig-alt="A"}\n', 7, "'gone.svg' does not exist"),
        ("Text\n\n![Cap](chart.svg){#fig-a}\n", 7, "no fig-alt"),
        (f"{FIGURE}\n\n![Cap](chart.svg){{#fig-b}}\n", 7, "no fig-alt"),
        ('![Cap](only.svg){#fig-a fig-alt="A"}\n', 5, "no PNG"),
        ('![Cap](chart.jpg){#fig-a fig-alt="A"}\n', 5, "neither SVG nor PNG"),
        ('![Cap](https://e.org/a.svg){#fig-a fig-alt="A"}\n', 5, "not a file"),
        ('![](chart.svg){#fig-a fig-alt="A"}\n', 5, "does not stand on a figure"),
        ('![C](chart.svg){#fig-a fig-alt="A" fig-align=left}\n', 5, "attribute 'fig-align'"),
        (f"Text {FIGURE} in a line.\n", 5, "'fig-a' does not stand on a figure"),
        (f"{FIGURE}\n\n{FIGURE}\n", 7, "'fig-a' is given 2 times"),
        ("Text\n\nSee\n@fig-gone.\n", 8, "@fig-gone points at nothing"),
        ("# One {#sec-a}\n\nSee @sec-a.\n", 7, "without a number"),
        ("See @eq-a.\n", 5, "kind not known here"),
        ("See [@fig-a, p. 3].\n\n" + FIGURE + "\n", 5, "Text after @fig-a"),
        ("See [@fig-a; @who].\n\n" + FIGURE + "\n", 5, "share brackets"),
        ("Text\nby @who.\n", 6, "'who' is not in the bibliography"),
        ("See [this](#gone).\n", 5, "Nothing has the id 'gone'"),
        ("Text\n\n::: {.panel-tabset}\nx\n:::\n", 7, "'.panel-tabset'"),
        ("::: column-margin\nx\n:::\n", 5, "'.column-margin'"),
        ('::: {.content-visible when-format="html"}\nx\n:::\n', 5, "'.content-visible'"),
        ("::: {.callout-danger}\nx\n:::\n", 5, "'.callout-danger'"),
        ("::: {.callout-tip collapse=true}\nx\n:::\n", 5, "attribute 'collapse'"),
        ("::: {#fig-x}\nx\n:::\n", 5, "A div with the id 'fig-x'"),
        ("::: {layout-ncol=2}\nx\n:::\n", 5, "attribute 'layout-ncol'"),
        ("[x]{.aside}\n", 5, "'.aside'"),
        ("# One {.appendix}\n", 5, "'.appendix'"),
        ('``` {.python filename="a"}\nx\n```\n', 5, "attribute 'filename'"),
        ("::: {.plain}\nText\n", 5, "unclosed"),
        ("Text\n\n:::\n", 7, "opens or closes nothing"),
        ("Text\n\n<div>x</div>\n", 7, "Raw html"),
        ("A <b>bold</b> word\n", 5, "Raw html"),
        ("A \\textbf{bold} word\n", 5, "Raw tex"),
        ("`x`{=html}\n", 5, "Raw html"),
        ("# One\n\n### Three\n", 7, "'Three' skips a level"),
        ("## Two\n", 5, "'Two' skips a level"),
        ("|  | B |\n|--|--|\n| a | b |\n\n: Cap {#tbl-a}\n", 9, "empty header cell"),
        (f"{TABLE}\n{TABLE}", 15, "'tbl-a' is given 2 times"),
        ("Text.\n\n[^n]: A note nobody calls.\n", 7, "not used"),
        ("Text\n\nSee this.[^gone]\n", 7, "[^gone] is not written"),
    ],
)
@pytest.mark.usefixtures("pictures")
def test_what_is_not_known_names_its_line(write: Write, body: str, line: int, words: str) -> None:
    found = problems(write(body))
    assert {at for at, message in found if words in message} == {line}, found


@pytest.mark.usefixtures("pictures")
def test_all_problems_are_told_at_once(write: Write) -> None:
    found = problems(write("@fig-x\n\n<i>a</i>\n\n![C](chart.svg)\n"))
    assert [line for line, _ in found] == [5, 7, 7, 9]


def test_a_missing_bibliography_names_its_key(write: Write) -> None:
    head = "---\ntitle: A\nbibliography: gone.bib\n---\n"
    assert problems(write("Text @a.\n", head=head))[0] == (
        3,
        "The bibliography 'gone.bib' does not exist.",
    )


def test_problems_in_an_include_name_the_include(write: Write, tmp_path: Path) -> None:
    path = write("{{< include _a.qmd >}}\n", _a="Text\n\n@tbl-x\n")
    with pytest.raises(RenderError, match=r"_a\.qmd:3: The cross-reference @tbl-x"):
        render([Job(path, CREATED)], formats=["html"], output_dir=tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "words",
    [
        "# Tip of the day\n",
        "Mail me@example.org, 5 < 6 & 7 > 2, \\@nobody.\n",
        "![C](chart.svg){fig-alt='A'}\n\nText ![](chart.svg){fig-alt='B' width=1em} in a line.\n",
        "<!-- a comment\nover lines -->\n\nText\n",
        "::: {.plain #own lang=fr}\nBonjour\n:::\n",
    ],
)
@pytest.mark.usefixtures("pictures")
def test_ordinary_text_passes(write: Write, tmp_path: Path, words: str) -> None:
    ((path,),) = render([Job(write(words), CREATED)], formats=["html"], output_dir=tmp_path)
    assert path == tmp_path / "report.html"
