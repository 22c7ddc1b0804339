"""Tables and figures, read back by Pandoc: whatever the text, it means itself."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pypandoc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ltp_analysis.rendering.pandoc import READER
from ltp_analysis.reports.markdown import BREAK, escape, figure, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NASTY = [
    "a|b",
    "\\",
    "ends with \\",
    "\\|",
    "<b>bold</b> <!-- no --> <script>",
    "&amp; &lt; &#65; AT&T",
    "$x^2$ costs $5 and $6",
    "\\(x\\) \\[y\\] \\begin{x}",
    "[@nspcc-2019] @tbl-x -@a",
    "[text](target) ![alt](x.png) [a]: b",
    "`code` `{python} r.x` ```",
    "*one* **two** _three_ ~~four~~ H~2~O x^2^ [five]{.smallcaps}",
    "{#id .class key=value}",
    "{{< include _x.qmd >}} {{< meta title >}}",
    "# heading",
    "- item",
    "1. item",
    "(a) item",
    "> quote",
    ": definition",
    "Table: caption",
    "| line",
    "+---+---+",
    "---",
    "***",
    "\"double\" 'single' it's -- --- ...",
    "https://example.org/a_b?c=d&e=f me@example.org www.example.org",
    "😀 :smile: 👩‍👧",
    "שלום עולם العربية",
    "naïve — “quoted” … ½ £",
    "[^1] ^[note]",
    "::: {.callout}",
    "%  title",
    "two\nlines\tand  blanks",
    "",
    "5%",
    "~ # ` / ; ! ? ,",
    "    indented",
    "e\u0301 \u200d \ufeff x",
    "a.long_name.of_many.parts and one_ofverymanylettersinonepart.only",
]
TEXTS = st.text(
    st.sampled_from("|\\<>$@`*_{}[]()#+-.!~^&\"'=:;/%,? \n1aé")
    | st.characters(exclude_categories=("Cs", "Cc")),
    max_size=25,
) | st.sampled_from(NASTY)
READERS = [READER, "markdown"]
BREAKS = [{"t": "RawInline", "c": ["html", "<wbr>"]}, {"t": "RawInline", "c": ["typst", "#box()"]}]


def normal(text: str) -> str:
    return " ".join(text.split())


def plain(inlines: list[dict[str, Any]]) -> str:
    """Return inlines as text; anything but words, blanks and places to break is a failure."""
    words = [inline for inline in inlines if inline not in BREAKS]
    assert {inline["t"] for inline in words} <= {"Str", "Space", "SoftBreak"}
    return "".join(inline["c"] if inline["t"] == "Str" else " " for inline in words)


def cell(content: list[Any]) -> str:
    blocks = content[4]
    if not blocks:
        return ""
    (block,) = blocks
    assert block["t"] == "Plain"
    return plain(block["c"])


def cells_of(rows: Iterable[Sequence[str]]) -> list[list[tuple[str, str]]]:
    """Return rows of texts as cells: each as plain text and as Markdown."""
    return [[(text, escape(text)) for text in row] for row in rows]


def read_table(text: str, reader: str) -> tuple[list[list[str]], str, str]:
    """Return the cells, header first, the caption and the label of the only table."""
    (block,) = json.loads(pypandoc.convert_text(text, "json", format=reader))["blocks"]
    assert block["t"] == "Table"
    attributes, caption, _, head, bodies, _ = block["c"]
    lines = [*head[1], *(line for body in bodies for line in body[3])]
    (said,) = caption[1]
    return [[cell(c) for c in line[1]] for line in lines], plain(said["c"]), attributes[0]


@pytest.mark.parametrize("reader", READERS)
def test_every_nasty_text_stands_in_every_place_of_a_table(reader: str) -> None:
    header = ("Name", NASTY[0])
    rows = [(text, NASTY[-place]) for place, text in enumerate(NASTY, 1)]
    caption = " ".join(NASTY)
    made = table(header, cells_of(rows), caption=caption, label="tbl-nasty")
    cells, said, label = read_table(made, reader)
    assert cells == [[normal(text) for text in row] for row in [header, *rows]]
    assert said == normal(caption)
    assert label == "tbl-nasty"


@settings(max_examples=4, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=40, max_size=60), TEXTS, st.data())
def test_any_text_in_a_table_comes_back(
    rows: list[tuple[str, str, str]], caption: str, data: st.DataObject
) -> None:
    reader = data.draw(st.sampled_from(READERS))
    header = ("First", "Second", "Third")
    made = table(header, cells_of(rows), caption=f"Caption {caption}", label="tbl-any")
    cells, said, label = read_table(made, reader)
    assert cells == [[normal(text) for text in row] for row in [header, *rows]]
    assert (said, label) == (normal(f"Caption {caption}"), "tbl-any")


@pytest.mark.parametrize("reader", READERS)
def test_captions_and_alternative_texts_of_figures_come_back(reader: str) -> None:
    texts = [f"A {text}" for text in NASTY]
    made = "\n".join(
        figure("_figures/x.svg", title=text, caption=text, alt=text, label=f"fig-{number}")
        for number, text in enumerate(texts)
    )
    blocks = json.loads(pypandoc.convert_text(made, "json", format=reader))["blocks"]
    assert [block["t"] for block in blocks] == ["Figure"] * len(texts)
    for number, (block, text) in enumerate(zip(blocks, texts, strict=True)):
        (identifier, _, _), (_, caption), content = block["c"]
        (title, *rest) = caption[0]["c"]
        assert title["t"] == "Strong"
        assert (plain(title["c"]), plain(rest).strip()) == (normal(text), normal(text))
        ((image,),) = (inner["c"] for inner in content)
        (_, _, pairs), _, target = image["c"]
        assert dict(pairs)["fig-alt"] == normal(text)
        assert (identifier, target[0]) == (f"fig-{number}", "_figures/x.svg")


@given(st.text())
def test_escaped_text_is_one_line_and_loses_nothing(text: str) -> None:
    escaped = escape(text)
    assert "\n" not in escaped
    unescaped = re.sub(r"\\(.)", r"\1", escaped.replace(BREAK, ""))
    # Blanks at the ends stay, since a text may be a part of a phrase.
    assert normal(unescaped) == normal(text)
    assert unescaped[:1].isspace() == text[:1].isspace()
    assert unescaped[-1:].isspace() == text[-1:].isspace()


@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        ("share.2018-19.green", ["share\\.", "2018\\-19\\.", "green"]),
        ("share_findings_of", ["share\\_", "findings\\_", "of"]),
        ("short.name", ["short\\.name"]),
        ("averylongnamewithoutapoint", ["averylongnamewithoutapoint"]),
        ("a.partthatisstilltoolongforacolumn", ["a\\.", "partthatisstillt", "oolongforacolumn"]),
        ("...___...___...___", ["\\.\\.\\.\\_\\_\\_" * 3]),
    ],
)
def test_a_long_name_may_be_broken_after_a_point_or_a_low_line(
    name: str, pieces: list[str]
) -> None:
    assert escape(f"See {name}!") == f"See {BREAK.join(pieces)}\\!"


def test_wider_columns_go_to_longer_texts() -> None:
    rows = cells_of([["x", "word " * 40]])
    lines = table(["a", "b"], rows, caption="c", label="tbl-w").splitlines()
    first, second = lines[2].strip("|").split("|")
    assert len(first) < len(second)
    assert set(first + second) == {":", "-"}


def test_links_in_cells_do_not_widen_columns() -> None:
    bare = table(["a", "b"], [[("x", "x"), ("word", "word")]], caption="c", label="tbl-w")
    led = [[("x", "[x](#a-very-long-target-of-a-link)"), ("word", "[word](#another-target)")]]
    linked = table(["a", "b"], led, caption="c", label="tbl-w")
    assert linked.splitlines()[2] == bare.splitlines()[2]


def test_a_column_of_many_long_texts_is_wider_than_one_with_a_single_longer_one() -> None:
    rows = cells_of([["word " * 8, "name"]] * 20 + [["name", "word " * 12]])
    lines = table(["a", "b"], rows, caption="c", label="tbl-w").splitlines()
    first, second = lines[2].strip("|").split("|")
    assert len(first) > 2 * len(second)


@given(st.lists(st.lists(st.text("ab -", max_size=90), min_size=3, max_size=3), min_size=1))
def test_a_column_has_room_for_its_longest_word(texts: list[list[str]]) -> None:
    lines = table(["a", "b", "c"], cells_of(texts), caption="c", label="tbl-w").split("\n")
    widths = [len(part) for part in lines[2].strip("|").split("|")]
    for column, width in zip(zip(*texts, strict=True), widths, strict=True):
        assert width > max(len(word) for text in column for word in re.split("[ -]", text))


def test_a_column_may_be_empty() -> None:
    made = table(["", "b"], cells_of([["", "word"]]), caption="c", label="tbl-w")
    assert len(made.split("\n")[2].strip("|").split("|")[0]) >= 4


def test_a_name_that_may_be_broken_needs_no_room_for_the_whole() -> None:
    rows = cells_of([["share.2018-19.green.england", "word " * 40]])
    lines = table(["a", "b"], rows, caption="c", label="tbl-w").split("\n")
    assert len(lines[2].strip("|").split("|")[0]) < len("share.2018-19.green.england")


def test_columns_of_numbers_stand_to_the_right_and_their_bounds_stay_on_one_line() -> None:
    cells = [
        ["red", "20 to 67", "1,200", "21 or more"],
        ["amber", "[144 or 145](#f-x){.finding}", "none", "word"],
        ["no plan", "\N{MINUS SIGN}1.5% to 2.1%", "not known", "7"],
    ]
    plain = [[cell.partition("]")[0].lstrip("[") for cell in row] for row in cells]
    rows = [list(zip(*pair, strict=True)) for pair in zip(plain, cells, strict=True)]
    header, rule, *lines = table(["a", "b", "c", "d"], rows, caption="c", label="tbl-w").split(
        "\n"
    )[1:6]
    sides = [(part[0], part[-1]) for part in rule.strip("|").split("|")]
    assert sides == [(":", "-"), ("-", ":"), ("-", ":"), (":", "-")]
    assert header.split("|")[2].strip() == "b"
    assert "20\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}67" in lines[0]
    assert "[144\N{NO-BREAK SPACE}or\N{NO-BREAK SPACE}145](#f-x){.finding}" in lines[1]
    assert "21 or more" in lines[0]


def test_words_alone_are_no_column_of_numbers() -> None:
    rows = [[("x", "x"), ("none", "none")], [("y", "y"), ("not known", "not known")]]
    rule = table(["a", "b"], rows, caption="c", label="tbl-w").split("\n")[2]
    assert rule.strip("|").split("|")[1].startswith(":")


@pytest.mark.parametrize("bounds", ["140.4% to 143.1%", "\N{MINUS SIGN}10.8% or +10.3%", "1 to 2"])
def test_bounds_break_in_markdown_where_they_do_in_plain_text(bounds: str) -> None:
    made = table(["a", "b"], [[("x", "x"), (bounds, escape(bounds))]], caption="c", label="tbl-w")
    assert ("\N{NO-BREAK SPACE}" in made) == (bounds == "1 to 2")


def test_long_bounds_may_break_so_that_other_columns_have_room() -> None:
    rows = [[("x", "x"), ("1,291,226 to 1,518,523", "1,291,226 to 1,518,523"), ("w " * 90, "w")]]
    made = table(["a", "b", "c"], rows, caption="c", label="tbl-w")
    assert "1,291,226 to 1,518,523" in made
    rule = made.split("\n")[2].strip("|").split("|")[1]
    assert rule.endswith(":")
    assert len(rule) < len("1,291,226 to 1,518,523")
