"""A workbook before it has a format: sheets of text with one table each.

What a sheet may hold follows the Government Analysis Function's guidance on releasing statistics
in spreadsheets: a title in the first cell, one table from the left edge with a name and a header
in every column, nothing below it, no filter, no frozen pane, and no blank cell but those that the
reader fills in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from ltp_analysis.workbook.cells import BOLDER, lines_of, plain, width_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    import pandas as pd

    from ltp_analysis.workbook.cells import Cell

PAGE_WIDTH = 70
"""Width of a sheet without a table, in characters: what an upright page has room for."""

FIELD_WIDTH = 24
"""Width of a column that is filled in with text of one's own."""

_LEADING = 1.3
"""Height of a line for the size of its letters."""

_LONGEST_NAME = 31
_LONGEST_LIST = 200
_NAME = re.compile(r"[^\[\]:*?/\\']+")


class Style(StrEnum):
    """How a cell looks, by the name that people see in their program."""

    TITLE = "Heading 1"
    COVER_TITLE = "Cover title"
    HEADING = "Heading 2"
    LINE = "Line above a table"
    TEXT = "Text"
    HEADER = "Column heading"
    NUMBER_HEADER = "Column heading of numbers"
    LABEL = "Word for a number"
    WHOLE = "Whole number"
    DECIMAL = "Decimal"
    SMALL = "Small number"
    LINK = "Link to sheet"
    FIELD = "Field to fill in"

    @property
    def points(self) -> int:
        """Size of the letters."""
        return {Style.TITLE: 16, Style.COVER_TITLE: 16, Style.HEADING: 14}.get(self, 12)

    @property
    def bold(self) -> bool:
        """Whether the letters are bold."""
        return self.points > Style.TEXT.points or self in (Style.HEADER, Style.NUMBER_HEADER)

    @property
    def wraps(self) -> bool:
        """Whether a long text goes on below; those above a table run on over its columns."""
        return self not in (Style.TITLE, Style.LINE)


@dataclass(frozen=True)
class Line:
    """A line of text above a table, or on a sheet without one.

    Attributes:
        text: The text.
        heading: Whether it heads the lines after it.
    """

    text: str
    heading: bool = False


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet.

    Attributes:
        name: What its tab says.
        title: What its first cell says.
        lines: The lines below the title.
        table: The table below the lines, if it has one: the columns are the header, and each cell
            is a text or a number.
        linked: Whether the first column holds names of sheets, and leads there.
        fields: The columns that the reader fills in, each with the answers to choose from, or
            none where any text will do.
    """

    name: str
    title: str
    lines: tuple[Line, ...] = ()
    table: pd.DataFrame | None = None
    linked: bool = False
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what a spreadsheet cannot hold or the guidance rules out.

        Raises:
            ValueError: If the name, the header or a cell is not allowed.
        """
        if not _NAME.fullmatch(self.name) or len(self.name) > _LONGEST_NAME:
            raise ValueError(f"no sheet can be called “{self.name}”")
        if self.table is not None:
            header = {str(name).casefold() for name in self.table.columns}
            if len(header) < len(self.table.columns) or self.table.empty:
                raise ValueError(f"sheet {self.name}: two columns of one name, or no row")
        if any(
            isinstance(cell, str) and not cell.strip()
            for row in self.rows()
            for cell, style in row
            if style is not Style.FIELD
        ):
            raise ValueError(f"sheet {self.name}: a cell is blank")
        for choices in self.fields.values():
            said = "".join(choices)
            if len(said) > _LONGEST_LIST or "," in said or '"' in said:
                raise ValueError(f"sheet {self.name}: no list can hold the answers {choices}")

    @property
    def key(self) -> str:
        """The name of the table, as programs call it."""
        return re.sub(r"\W+", "_", f"table_{self.name.lower()}")

    @property
    def top(self) -> int:
        """The row of the table's header, where the first row of the sheet is 1."""
        return len(self.lines) + 2

    @property
    def end(self) -> tuple[int, int]:
        """The last row and the last column of the table."""
        rows, columns = (0, 0) if self.table is None else self.table.shape
        return self.top + rows, columns

    def rows(self) -> Iterator[list[tuple[Cell, Style]]]:
        """Yield every row: its cells as both formats can hold them, with their looks."""
        yield from self._rows

    @cached_property
    def _rows(self) -> tuple[list[tuple[Cell, Style]], ...]:
        return tuple(self._made_rows())

    def _made_rows(self) -> Iterator[list[tuple[Cell, Style]]]:
        alone = self.table is None
        yield [(plain(self.title), Style.COVER_TITLE if alone else Style.TITLE)]
        usual = Style.TEXT if alone else Style.LINE
        for line in self.lines:
            yield [(plain(line.text), Style.HEADING if line.heading else usual)]
        if self.table is None:
            return
        columns = {str(name): list(self.table[name]) for name in self.table.columns}
        looks = [self._looks(name, column) for name, column in columns.items()]
        yield [(plain(name), _header(some[0])) for name, some in zip(columns, looks, strict=True)]
        for cells, styles in zip(
            zip(*columns.values(), strict=True), zip(*looks, strict=True), strict=True
        ):
            texts = (plain(cell) if isinstance(cell, str) else cell for cell in cells)
            yield list(zip(texts, styles, strict=True))

    def widths(self) -> list[int]:
        """Return the width of each column in characters: long texts are to be wrapped."""
        if self.table is None:
            return [PAGE_WIDTH]
        return [
            FIELD_WIDTH if self.fields.get(name) == () else width_of([name, *self.table[name]])
            for name in self.table.columns
        ]

    def heights(self) -> list[float]:
        """Return the height of each row in points, since not every program sees to it by itself."""
        return list(self._heights)

    @cached_property
    def _heights(self) -> tuple[float, ...]:
        widths = self.widths()
        return tuple(_height(row, widths) for row in self._rows)

    def _looks(self, name: str, column: list[Cell]) -> list[Style]:
        """Return the looks of a column: words among numbers stand where numbers do."""
        if name in self.fields:
            return [Style.FIELD] * len(column)
        if self.linked and self.table is not None and name == self.table.columns[0]:
            return [Style.LINK] * len(column)
        numbers = [cell for cell in column if not isinstance(cell, str)]
        word = Style.LABEL if numbers else Style.TEXT
        tiny = all(abs(number) < 1 for number in numbers)
        fraction = Style.SMALL if tiny else Style.DECIMAL
        return [
            word if isinstance(cell, str) else Style.WHOLE if isinstance(cell, int) else fraction
            for cell in column
        ]


@dataclass(frozen=True, kw_only=True)
class Book:
    """A workbook.

    Attributes:
        title: Its title, for the properties of the file.
        subject: What it is about, in a sentence.
        author: Who made it.
        language: Language of its texts, such as `en-GB`.
        date: The date that stands in the file.
        sheets: Its sheets, no two of one name.
    """

    title: str
    subject: str
    author: str
    language: str
    date: datetime
    sheets: tuple[Sheet, ...]

    def __post_init__(self) -> None:
        """Refuse two sheets of one name, or of names that programs cannot tell apart.

        Raises:
            ValueError: If there are.
        """
        if len({sheet.key for sheet in self.sheets}) < len(self.sheets):
            raise ValueError("two sheets have one name")


def _header(looks: Style) -> Style:
    """Return the look of a header over cells of some look."""
    texts = (Style.TEXT, Style.LINK, Style.FIELD)
    return Style.HEADER if looks in texts else Style.NUMBER_HEADER


def _height(row: list[tuple[Cell, Style]], widths: list[int]) -> float:
    looks = row[0][1]
    larger = looks.points / Style.TEXT.points * (BOLDER if looks.bold else 1)
    lines = [
        lines_of(cell, int(width / larger)) for (cell, _), width in zip(row, widths, strict=False)
    ]
    return round((max(lines) if looks.wraps else 1) * _LEADING * looks.points, 1)
