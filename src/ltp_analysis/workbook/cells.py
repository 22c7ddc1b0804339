"""What a cell can hold, and the room that it takes."""

from __future__ import annotations

import re
from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Cell = str | int | float

LONGEST = 32_767
"""What a cell of Excel can hold, in units of UTF-16."""

BOLDER = 1.2
"""Width of bold letters beside others."""

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_NARROWEST, _WIDEST = 10, 42


def plain(text: str) -> str:
    """Return a text as a cell of either format can hold it.

    It stays as it is, but for line ends, which become one kind, characters that no XML file can
    hold, and what is longer than a cell of Excel: that is cut, and says so.
    """
    text = _NOT_IN_XML.sub(_REPLACEMENT, re.sub("\r\n?", "\n", text))
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return text
    mark = f" [cut: {len(text):,} characters in all]"
    return units[: 2 * (LONGEST - len(mark))].decode("utf-16-le", "ignore") + mark


def width_of(column: Sequence[Cell]) -> int:
    """Return room for the longest line of a column, or for its longest word if that is wider.

    Args:
        column: The header, which is bold and may be wrapped, and the cells below it.
    """
    header, *texts = [cell if isinstance(cell, str) else f"{cell:,}" for cell in column]
    words = [len(word) for text in texts for word in text.split()]
    words += [round(len(word) * BOLDER) for word in header.split()]
    line = max((len(line) for text in texts for line in text.split("\n")), default=0)
    return max(_NARROWEST, min(_WIDEST, max(*words, line) + 2))


def lines_of(cell: Cell, width: int) -> int:
    """Return how many lines a cell takes in a column of some width, in characters."""
    if not isinstance(cell, str):
        return 1
    return sum(1 if len(line) <= width else len(wrap(line, width)) for line in cell.split("\n"))
