from __future__ import annotations

import io
from typing import Any

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from ltp_analysis.rendering.shorthand import keep_as_written

NOTHING = {"t": "RawInline", "c": ["typst", "#[]"]}


def split(text: str) -> list[str]:
    tree: list[dict[str, Any]] = [{"t": "Para", "c": [{"t": "Str", "c": text}]}]
    keep_as_written(tree)
    inlines = tree[0]["c"]
    assert all(part == NOTHING for part in inlines[1::2])
    return [part["c"] for part in inlines[::2]]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("word", ["word"]),
        ("a-b", ["a-b"]),
        ("2018-19", ["2018-19"]),
        ("a--b", ["a-", "-b"]),
        ("---", ["-", "-", "-"]),
        ("wait...", ["wait.", ".", "."]),
        ("-5", ["-", "5"]),
        ("(-5)", ["(-", "5)"]),
        ("so-?", ["so-", "?"]),
        ("1.5", ["1.5"]),
    ],
)
def test_shorthands_are_parted_and_nothing_else(text: str, pieces: list[str]) -> None:
    assert split(text) == pieces


@given(st.text(alphabet="-.?a1", min_size=1, max_size=12))
def test_nothing_is_lost(text: str) -> None:
    assert "".join(split(text)) == text


@pytest.mark.parametrize("text", ["a--b", "x---y", "wait...", "-5", "so-?b", "--...-7"])
def test_typst_prints_what_is_written(text: str) -> None:
    source = "#set page(height: auto)\n#[" + "#[]".join(split(text)) + "]"
    document = typst.compile(source.encode(), format="pdf")
    assert isinstance(document, bytes)
    (page,) = PdfReader(io.BytesIO(document)).pages
    assert "".join(page.extract_text().split()) == text


def test_code_and_targets_are_left_alone() -> None:
    tree = [
        {"t": "Code", "c": [["", [], []], "a--b"]},
        {"t": "Link", "c": [["", [], []], [{"t": "Str", "c": "a"}], ["x--y", ""]]},
    ]
    before = str(tree)
    keep_as_written(tree)
    assert str(tree) == before
