"""What text is made of, read back by Pandoc: links lead there and back, texts mean themselves."""

from __future__ import annotations

import json
import re
from typing import Any

import pypandoc
from hypothesis import given, settings
from hypothesis import strategies as st

from ltp_analysis.rendering.pandoc import READER
from ltp_analysis.reports.parts import (
    Citation,
    Inline,
    Link,
    Number,
    Part,
    Place,
    Used,
    Uses,
    finding_place,
    plain,
    statement_place,
)

GREEN = Number("f-share.2018-19.green.england.with-missing", "18% (35 or 36 of 195 CCGs)")
RED = Number("f-share.2018-19.red.england.with-missing", "2%")
TEXTS = st.text(
    st.sampled_from("|\\<>$@`*_{}[]()#+-.!~^&\"'=:;/% 1aé🎈שم"), min_size=1, max_size=12
)
TARGETS = st.sampled_from(["f-a.b", "f-c.2018-19.no-plan.d", "s-2016-17-e"])
NUMBERS = st.builds(Number, TARGETS, TEXTS)
PARTS: st.SearchStrategy[Part] = TEXTS | NUMBERS | st.builds(Place, TARGETS, TEXTS)


def read(markdown: str) -> list[dict[str, Any]]:
    """Return the inlines of the only paragraph; bare text is set apart from what follows."""
    blocks = json.loads(pypandoc.convert_text(f"x {markdown} x", "json", format=READER))["blocks"]
    assert [block["t"] for block in blocks] == ["Para"]
    inlines: list[dict[str, Any]] = blocks[0]["c"]
    return inlines


def words(inlines: list[dict[str, Any]]) -> str:
    """Return the text of inlines, those within spans and links too."""
    found = []
    for inline in inlines:
        kind = inline["t"]
        if kind == "Str":
            found.append(str(inline["c"]))
        elif kind in {"Space", "SoftBreak"}:
            found.append(" ")
        else:
            assert kind in {"Span", "Link"}
            found.append(words(inline["c"][1]))
    return "".join(found)


def kinds(inlines: list[dict[str, Any]], kind: str) -> list[list[Any]]:
    """Return the contents of every span, or link, in the order of the text."""
    found = []
    for inline in inlines:
        if inline["t"] in {"Span", "Link"}:
            found += [inline["c"]] if inline["t"] == kind else []
            found += kinds(inline["c"][1], kind)
    return found


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_a_number_stands_under_its_own_id_and_leads_to_its_row() -> None:
    uses = Uses()
    (span,) = kinds(read(uses.markdown(GREEN)), "Span")
    (link,) = kinds(span[1], "Link")
    assert span[0] == ["u-1", [], []]
    assert link[0] == ["", ["finding"], []]
    assert link[2] == [f"#{GREEN.target}", ""]
    assert words(link[1]) == GREEN.text
    assert (uses.places, uses.texts) == ({GREEN.target: ["u-1"]}, {"u-1": GREEN})


def test_back_links_lead_to_every_use_in_the_order_of_printing() -> None:
    uses = Uses()
    for cell in (GREEN, ("In all ", RED, " and ", GREEN, "."), GREEN):
        uses.markdown(cell)
    assert list(uses.texts) == ["u-1", "u-2", "u-3", "u-4"]
    assert uses.back(GREEN.target) == (
        Link("#u-1", "1", "use 1 of 3"),
        Link("#u-3", "2", "use 2 of 3"),
        Link("#u-4", "3", "use 3 of 3"),
    )
    assert uses.back(RED.target) == (Link("#u-2", "1", "use 1 of 1"),)
    assert uses.back("f-never.used") == ()
    assert list(uses.places) == [GREEN.target, RED.target]


def test_ways_back_stand_in_a_line_that_says_which_of_how_many_each_is() -> None:
    used = Used((Link("#u-1", "1", "use 1 of 2"), Link("#u-7", "2", "use 2 of 2")))
    uses = Uses()
    (line,) = kinds(read(uses.markdown(used)), "Span")
    assert line[0] == ["", ["used"], []]
    assert words(line[1]) == plain(used) == "Used at: 1 2"
    spoken = [dict(link[0][2])["aria-label"] for link in kinds(line[1], "Link")]
    assert spoken == ["use 1 of 2", "use 2 of 2"]
    assert uses.places == {}


def test_what_is_no_number_is_not_taken_down() -> None:
    uses = Uses()
    cell = ("a ", Place("f-x", "here"), Link("#f-x", "there"), Link("x.csv", "data"), Citation("k"))
    markdown = uses.markdown(cell)
    assert (uses.places, uses.texts) == ({}, {})
    assert markdown == "a [here]{#f-x}[there](#f-x)[data](x.csv)@k"
    assert plain(cell) == "a heretheredatak (2018)"


def test_markdown_is_text_that_notebooks_show_as_markdown() -> None:
    markdown = Uses().markdown(("a ", GREEN))
    assert isinstance(markdown, Inline)
    assert markdown._repr_markdown_() == str(markdown)
    assert type(markdown._repr_markdown_()) is str


def test_places_of_findings_and_statements_never_meet() -> None:
    assert finding_place("a.b") == "f-a.b"
    assert statement_place("a.b") == "s-a.b"


@settings(deadline=None, max_examples=40)
@given(st.lists(PARTS, min_size=1, max_size=6))
def test_any_phrase_reads_as_its_plain_words(parts: list[Part]) -> None:
    uses = Uses()
    cell = tuple(part for one in parts for part in (one, " | "))
    inlines = read(uses.markdown(cell))
    assert squeezed(words(inlines)) == squeezed(f"x {plain(cell)} x")
    numbers = [part for part in parts if isinstance(part, Number)]
    links = kinds(inlines, "Link")
    assert [link[2][0] for link in links] == [f"#{number.target}" for number in numbers]
    ids = [span[0][0] for span in kinds(inlines, "Span") if span[0][0].startswith("u-")]
    assert ids == [f"u-{place}" for place in range(1, len(numbers) + 1)] == list(uses.texts)


@given(st.lists(st.lists(NUMBERS, max_size=4).map(tuple), max_size=8))
def test_uses_keep_every_number_once(cells: list[tuple[Number, ...]]) -> None:
    uses = Uses()
    shown = [uses.markdown(cell) for cell in cells]
    printed = [number for cell in cells for number in cell]
    assert list(uses.texts.values()) == printed
    ids = re.findall(r"\{#(u-\d+)\}", "".join(shown))
    assert ids == list(uses.texts)
    led = [(target, name) for target, names in uses.places.items() for name in names]
    assert sorted(name for _, name in led) == sorted(ids)
    assert all(uses.texts[name].target == target for target, name in led)
    for target in uses.places:
        back = [link.target for link in uses.back(target)]
        assert back == [f"#{name}" for name in uses.places[target]]
