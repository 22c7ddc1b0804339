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
    """

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str
