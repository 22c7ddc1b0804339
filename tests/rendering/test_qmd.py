from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ltp_analysis.rendering import Cell, RenderError, Text, parse, prose_lines
from ltp_analysis.rendering.qmd import fenced

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[..., Path]


def test_blocks_keep_their_lines(write: Write) -> None:
    document = parse(
        write("One\n\n```{python}\n#| label: a\n#| tags: [parameters]\nx = 1\ny = 2\n```\nTwo\n")
    )
    first, cell, last = document.blocks
    assert isinstance(first, Text)
    assert isinstance(cell, Cell)
    assert isinstance(last, Text)
    assert [(line.text, line.number) for line in first.lines] == [("One", 5), ("", 6)]
    assert cell.options == {"label": "a", "tags": ["parameters"]}
    assert [(line.text, line.number) for line in cell.code] == [("x = 1", 10), ("y = 2", 11)]
    assert last.lines[0].number == 13
    assert document.metadata["title"] == "A title"
    assert document.metadata_lines == {"title": 2, "lang": 3}


def test_includes_nest_and_keep_their_files(write: Write) -> None:
    path = write("{{< include _a.qmd >}}\nEnd\n", _a="A\n\n{{< include _b.qmd >}}\n", _b="B\n")
    (block,) = parse(path).blocks
    assert isinstance(block, Text)
    assert [(line.text, line.file.name, line.number) for line in block.lines] == [
        ("A", "_a.qmd", 1),
        ("", "_a.qmd", 2),
        ("B", "_b.qmd", 1),
        ("End", "report.qmd", 6),
    ]


def test_meta_takes_text_from_the_front_matter(write: Write) -> None:
    (block,) = parse(write("See {{< meta title >}}.\n")).blocks
    assert isinstance(block, Text)
    assert block.lines[0].text == "See A title."


def test_plain_code_is_not_a_cell(write: Write) -> None:
    (block,) = parse(write("```python\nx\n```\n\n~~~ {.r}\ny\n~~~\n")).blocks
    assert isinstance(block, Text)
    assert block.code == (True, True, True, False, True, True, True)


def test_prose_is_only_what_is_read(write: Write) -> None:
    body = (
        "# A heading {#sec-a .unnumbered}\n"
        "Read `{python} f('x')` of `code` in [a link](http://e.org/x_(y)) and @key2019, "
        "[see @k, 3].\n"
        "<!-- not\nthis --> but that\n"
        "::: {.callout-note title='T'}\nInside\n:::\n"
        "![A caption](a.svg){#fig-a fig-alt='Not this'}\n"
        "```python\ncode = 1\n```\n"
        "| a | b |\n|---|---|\n"
        ": Words {#tbl-a}\n"
        "Sum $a + b$ costs me@example.org[^n]\n"
    )
    found = [(number, text) for _, number, text in prose_lines(parse(write(body)))]
    text = dict(found)
    assert text[5] == "# A heading"
    assert text[6].split() == ["Read", "of", "in", "[a", "link]", "and", ",", "."]
    assert text[8] == "but that"
    assert text[10] == "Inside"
    assert text[12] == "![A caption]"
    assert text[18] == ": Words"
    assert "a + b" not in text[19]
    assert not {7, 9, 11, 13, 14, 15, 17} & set(text)


@given(st.lists(st.sampled_from(["```", "~~~", "````", "text", "``` {.r}", "    x", ""])))
def test_fences_are_marked_line_by_line(lines: list[str]) -> None:
    marked = list(fenced(lines))
    assert len(marked) == len(lines)
    for line, code in zip(lines, marked, strict=True):
        assert code or not line.startswith(("```", "~~~"))


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("\n{{< video x.mp4 >}}\n", 6, "Unknown shortcode 'video'"),
        ("Text {{< include _a.qmd >}}\n", 5, "shares its line"),
        ("{{< meta nothing >}}\n", 5, "no text 'nothing'"),
        ("{{< meta\ntitle >}}\n", 5, "not closed"),
        ("{{< include _gone.qmd >}}\n", 5, "'_gone.qmd' cannot be read"),
        ("```{python}\n#| label: a\n#| fig-cap: b\n```\n", 7, "Unknown cell option 'fig-cap'"),
        ("```{python}\n#| echo: maybe\n```\n", 6, "does not fit the option 'echo'"),
        ("```{python}\n#| output: html\n```\n", 6, "does not fit the option 'output'"),
        ("```{python}\n#| label: fig-x\n```\n", 6, "'fig-x' would make"),
        ("```{python}\n#| label: a b\n```\n", 6, "not a cell label"),
        ("```{python}\n#| label: [\n```\n", 6, "Bad YAML"),
        ("```{python}\n#| echo: true\n#| echo: true\n```\n", 7, "given twice"),
        ("```{python}\n#| label: a\n```\n\n```{python}\n#| label: a\n```\n", 10, "used twice"),
        ("```{r}\n1\n```\n", 5, "{r}"),
        ("```{mermaid}\n1\n```\n", 5, "{mermaid}"),
        ("```{=html}\n<b>\n```\n", 5, "{=html}"),
        ("```{python .x}\n1\n```\n", 5, "{python .x}"),
        ("- a\n\n  ```{python}\n  1\n  ```\n", 7, "indented cell"),
        ("\n```python\nx\n", 6, "never closed"),
        ("\n```{python}\nx\n", 6, "never closed"),
        ("`{r} x`\n", 5, "cannot be evaluated"),
        ("`{python}\nx`\n", 5, "cannot be evaluated"),
        ("```\n`{python} x`\n```\n", 6, "plain code blocks"),
        ("```\n{{< meta title >}}\n```\n", 6, "plain code blocks"),
        ("Text\n\n---\nkey: value\n---\n", 7, "second block of front matter"),
    ],
)
def test_unknown_constructs_name_their_line(write: Write, body: str, line: int, words: str) -> None:
    with pytest.raises(RenderError) as caught:
        parse(write(body))
    (problem,) = caught.value.problems
    assert (problem.line, problem.file.name) == (line, "report.qmd")
    assert words in problem.message
    assert f"report.qmd:{line}: " in str(caught.value)


@pytest.mark.parametrize(
    ("head", "line", "words"),
    [
        ("No front matter\n", 1, "no front matter"),
        ("---\ntitle: A\n", 1, "not closed"),
        ("---\ntitle: [a\n---\n", 2, "Bad YAML"),
        ("---\n- a\n---\n", 2, "not keys with values"),
        ("---\ntitle: A\ntheme: dark\n---\n", 3, "Unknown front matter key 'theme'"),
        ("---\ntitle: A\ntitle: B\n---\n", 3, "given twice"),
        ("---\ntitle: 3\n---\n", 2, "wrong type"),
        ("---\ntitle: A\nauthor: [{name: B}]\n---\n", 3, "not a list of texts"),
        ("---\nlang: en\n---\n", 1, "no title"),
        ("---\ntitle: A `{python} x`\n---\n", 2, "not evaluated in front matter"),
        ("---\ntitle: A <b>c</b>\n---\n", 2, "raw HTML"),
        ("---\ntitle: A\nsubtitle: By @who\n---\n", 3, "a citation"),
        ("---\ntitle: A\nexecute:\n  cash: false\n---\n", 3, "'cash' under execute"),
        ("---\ntitle: A\nexecute:\n  echo: 3\n---\n", 3, "not true or false"),
        ("---\ntitle: A\nexecute:\n  enabled: false\n---\n", 3, "switched off"),
        ("---\ntitle: A\ndate: today\ndate-format: iso\n---\n", 3, "not a date"),
        ("---\ntitle: A\ndate: 2019-07-31\n---\n", 3, "date-format"),
    ],
)
def test_bad_front_matter_names_its_line(write: Write, head: str, line: int, words: str) -> None:
    with pytest.raises(RenderError) as caught:
        parse(write("Text\n", head=head))
    assert (line, True) in [(found.line, words in found.message) for found in caught.value.problems]


def test_an_include_circle_names_the_line_that_closes_it(write: Write) -> None:
    path = write(
        "{{< include _a.qmd >}}\n", _a="\n{{< include _b.qmd >}}\n", _b="{{< include _a.qmd >}}"
    )
    with pytest.raises(RenderError) as caught:
        parse(path)
    assert [(p.file.name, p.line) for p in caught.value.problems] == [("_b.qmd", 1)]


def test_an_include_quarto_would_look_for_elsewhere_is_refused(write: Write) -> None:
    path = write("{{< include sub/_a.qmd >}}\n")
    (path.parent / "sub").mkdir()
    (path.parent / "sub" / "_a.qmd").write_text("{{< include _b.qmd >}}\n", encoding="utf-8")
    with pytest.raises(RenderError, match=r"_a\.qmd:1: Quarto looks for"):
        parse(path)


def test_front_matter_in_an_include_is_refused(write: Write) -> None:
    with pytest.raises(RenderError, match=r"_a\.qmd:1: An included file has front matter"):
        parse(write("{{< include _a.qmd >}}\n", _a="---\ntitle: A\n---\n"))


def test_a_missing_document_is_said(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"gone\.qmd:1: The document cannot be read"):
        parse(tmp_path / "gone.qmd")


def test_a_document_that_is_not_utf8_is_said(tmp_path: Path) -> None:
    path = tmp_path / "latin.qmd"
    path.write_bytes(b"---\ntitle: caf\xe9\n---\n")
    with pytest.raises(RenderError, match="not UTF-8"):
        parse(path)
