"""What a chart is: its words and data now, its drawing when it is asked for."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter

from ltp_analysis.files import write_atomically
from ltp_analysis.reports.charts.dots import in_dots
from ltp_analysis.reports.charts.drawing import LOOK
from ltp_analysis.reports.charts.lettering import printable
from ltp_analysis.reports.palette import QUIET

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure


_ACROSS: Final[Any] = {
    "ha": "center",
    "va": "center",
    "rotation": 20,
    "fontsize": 22,
    "color": QUIET,
    "alpha": 0.22,
}
"""How a notice is written across a chart: seen, and what is under it is still read."""


@dataclass(frozen=True)
class Chart:
    """A chart, drawn once for every format, and not before it is saved.

    Attributes:
        name: Name of its files.
        draw: Draws it.
        headline: What it says, in a sentence.
        subtitle: What is measured, in which unit, of whom and when, and how to read it.
        source: Where the numbers come from.
        alt: What it says to those who cannot see it, from the same data.
        data: What it is drawn from, a row for each thing drawn.
        notice: What is written across it, such as that its data are made up; may be empty.
    """

    name: str
    draw: Callable[[], Figure]
    headline: str
    subtitle: str
    source: str
    alt: str
    data: pd.DataFrame
    notice: str = ""

    @property
    def title(self) -> str:
        """The headline, as a sentence."""
        return _sentence(self.headline)

    @property
    def caption(self) -> str:
        """The subtitle and the source, as sentences, to stand after the title."""
        return " ".join(_sentence(part) for part in (self.subtitle, self.source) if part)


def noticed(chart: Chart, notice: str) -> Chart:
    """Return a chart that says something across it, in its text and in its data.

    Args:
        chart: The chart.
        notice: What it is to say; the chart stays as it is if empty.
    """
    if not notice:
        return chart
    return replace(
        chart,
        source=f"{notice}. {chart.source}".strip(),
        alt=f"{notice}. {chart.alt}",
        data=chart.data.assign(notice=notice),
        notice=notice,
    )


def picture(chart: Chart) -> Figure:
    """Return a chart drawn in the look that all share.

    Args:
        chart: The chart.
    """
    with mpl.rc_context(LOOK):
        drawn = chart.draw()
        if chart.notice:
            drawn.text(0.5, 0.5, chart.notice, **_ACROSS)
    for text in drawn.findobj(Text):
        text.set_text(printable(text.get_text()))
    for axes in drawn.axes:
        for axis in (axes.xaxis, axes.yaxis):
            _print_ticks(axis)
    return drawn


def _print_ticks(axis: Axis) -> None:
    """Make the names of ticks printable: an axis writes them anew at each drawing."""
    formatter = axis.get_major_formatter()
    if isinstance(formatter, FuncFormatter):
        name = formatter.func
        axis.set_major_formatter(FuncFormatter(lambda *spot: printable(name(*spot))))


def save(chart: Chart, folder: Path) -> Path:
    """Draw a chart and write it as SVG and, for formats that need dots, as PNG, its data as CSV.

    Args:
        chart: The chart.
        folder: Where to write.

    Returns:
        The SVG; the PNG and the CSV lie beside it. The same chart gives the same bytes.

    Raises:
        OSError: If the folder cannot be written to; each file is then whole, old or new.
    """
    drawn, path = picture(chart), folder / f"{chart.name}.svg"
    with mpl.rc_context(LOOK):
        data = io.BytesIO()
        drawn.savefig(data, format="svg", metadata={"Date": None})
    write_atomically(path, data.getvalue())
    write_atomically(path.with_suffix(".png"), in_dots(path))
    text = chart.data.to_csv(index=False, lineterminator="\n")
    write_atomically(path.with_suffix(".csv"), text)
    return path


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
