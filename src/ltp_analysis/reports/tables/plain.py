"""The shape of the tables of reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ltp_analysis.reports.parts import Cell


@dataclass(frozen=True)
class PlainTable:
    """A table.

    Attributes:
        header: Names of the columns.
        rows: Cells; the first of a row names it.
        caption: What the table shows.
        widths: Shares of the width of a page that the columns get; worked out if not given.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str
    widths: tuple[int, ...] = ()
