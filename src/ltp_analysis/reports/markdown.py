"""Text and tables as Markdown that means what it says, whatever characters it holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

BREAK = "`<wbr>`{=html}`#box()`{=typst}"
"""Where a line may end without a space; Word finds such places by itself."""

LINE_END = "`<br>`{=html}`#linebreak()`{=typst}`<w:r><w:br/></w:r>`{=openxml}"
"""The end of a line within a cell of a table."""

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~^$@&\"'=:;/])")
_DIGIT = re.compile(r"\d")
_AMOUNT = r"[+\N{MINUS SIGN}]?[\d.,]+%?"
_TO = r"[ \N{NO-BREAK SPACE}](?:to|or)[ \N{NO-BREAK SPACE}]"
_NUMBER = re.compile(rf"{_AMOUNT}(?:{_TO}{_AMOUNT})?|none|not known")
_BOUNDS = re.compile(r"[+\N{MINUS SIGN}\\\d.,%]+ (?:to|or) [+\N{MINUS SIGN}\\\d.,%]+")
_SHORT = 14  # letters of a cell, or of bounds, that stay on one line
_WIDTH = 100  # of a page, in letters of a table
_MARGIN = 3  # of a cell, on both sides together
_STEP = 4  # letters by which a column is made wider

_NAME = re.compile(r"(?=\S{16})\S*[^\W_][._:][^\W_]\S*")
_PIECES = re.compile(r"(?<=[^\W_][._:])(?=[^\W_])")
_TOO_LONG = re.compile(r"([^\W_]{16})(?=[^\W_]{5,})")


def escape(text: str) -> str:
    """Return text that Markdown prints as it is, on one line.

    A long name such as `share.2018-19.green` may be broken after a point, a low line or a colon,
    and a part of it that is too long for a column after some letters.
    """
    line = re.sub(r"\s+", " ", text)
    written = []
    end = 0
    for name in _NAME.finditer(line):
        written += [_escaped(line[end : name.start()]), _breakable(name[0])]
        end = name.end()
    return "".join([*written, _escaped(line[end:])])


def _breakable(name: str) -> str:
    return BREAK.join(map(_escaped, _parts(name)))


def _parts(name: str) -> list[str]:
    return [
        part for piece in _PIECES.split(name) for part in _TOO_LONG.sub(r"\1 ", piece).split(" ")
    ]


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def table(
    header: Sequence[str],
    rows: Sequence[Sequence[tuple[str, str]]],
    *,
    caption: str,
    label: str,
) -> str:
    """Return a table as Markdown, with a caption and a label to refer to.

    Args:
        header: Names of the columns, as plain text.
        rows: Cells, each as plain text, for its width, and as Markdown; the first of a row names
            it.
        caption: What the table shows, as plain text.
        label: Its id, starting with `tbl-`.
    """
    rows = [[(_whole(text), _whole(written)) for text, written in row] for row in rows]
    widths = _widths(header, [[text for text, _ in row] for row in rows])
    lines = [
        _line([escape(name) for name in header]),
        "|" + "|".join(_rule(width, i, rows) for i, width in enumerate(widths)) + "|",
        *(_line([written for _, written in row]) for row in rows),
    ]
    return "\n".join(["", *lines, "", f": {escape(caption)} {{#{label}}}", ""])


def figure(path: str, *, title: str, caption: str, alt: str, label: str) -> str:
    """Return a picture as Markdown.

    Args:
        path: The picture, relative to the document.
        title: What it says, as plain text.
        caption: What more there is to say of it, as plain text.
        alt: What it says to those who cannot see it, as plain text.
        label: Its id, starting with `fig-`.
    """
    words = re.sub(r'([\\"])', r"\\\1", " ".join(alt.split()).replace("&", "&amp;"))
    said = " ".join(part for part in (f"**{escape(title.strip())}**", escape(caption)) if part)
    return f'\n![{said}]({path}){{#{label} fig-alt="{words}"}}\n'


def _whole(text: str) -> str:
    """Return a cell of a table in which no line ends within short bounds such as “20 to 67”.

    Args:
        text: What the cell says, as plain text or as Markdown.
    """
    return _BOUNDS.sub(_joined, text)


def _joined(bounds: re.Match[str]) -> str:
    shown = bounds[0].replace("\\", "")
    return bounds[0].replace(" ", "\N{NO-BREAK SPACE}") if len(shown) <= _SHORT else bounds[0]


def _rule(width: int, column: int, rows: Sequence[Sequence[tuple[str, str]]]) -> str:
    """Return the rule below a heading, which puts numbers to the right, all else to the left."""
    texts = [row[column][0] for row in rows]
    numbers = any(map(_DIGIT.search, texts)) and all(map(_NUMBER.fullmatch, texts))
    return "-" * (width - 1) + ":" if numbers and column else ":" + "-" * (width - 1)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _widths(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Share the width of the page among columns.

    Each gets room for its longest word and its short texts; what is left goes, a few letters at a
    time, to the column that makes all rows together the shortest.
    """
    table = [header, *rows]
    lengths = [[len(text) for text in row] for row in table]
    widths = [
        max(1, *(len(word) for text in column for word in _words(text)))
        for column in zip(*table, strict=True)
    ]

    def height(column: int) -> float:
        wider = [width + _STEP * (place == column) for place, width in enumerate(widths)]
        return sum(
            max(length / width for length, width in zip(row, wider, strict=True)) for row in lengths
        )

    for _ in range((_WIDTH - sum(widths) - _MARGIN * len(widths)) // _STEP):
        widths[min(range(len(widths)), key=height)] += _STEP
    return [max(4, width + _MARGIN) for width in widths]


def _words(text: str) -> list[str]:
    """Return the parts of a text that no line break is to divide.

    A short text is one; a hyphen before a digit divides none.
    """
    if len(text) <= _SHORT:
        return [text]
    broken = _NAME.sub(lambda name: " ".join(_parts(name[0])), text)
    return re.split(r"[ \n]|-(?![0-9])", broken)
