"""What all charts share: their look, and how they are kept."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from ltp_analysis.files import write_atomically
from ltp_analysis.reports import words
from ltp_analysis.reports.palette import QUIET, TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ltp_analysis.validated.study import Study

LOOK: Final[Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "hatch.linewidth": 0.6,
    "svg.fonttype": "path",
    "svg.hashsalt": "ltp-analysis",
    "text.color": TEXT,
    "axes.labelcolor": TEXT,
    "xtick.color": QUIET,
    "ytick.color": TEXT,
}
EDGE: Final[Any] = {"edgecolor": TEXT, "linewidth": 0.6}
"""How an area is outlined."""

PAGE_WIDTH: Final = 6.3
"""Width of the text of a printed page in inches: a chart as wide is printed as large as drawn."""

CRITERIA_CHANGED: Final = "criteria changed"

_DPI = 220


@dataclass(frozen=True)
class Chart:
    """A chart, drawn once for every format.

    Attributes:
        name: Name of its files.
        picture: The drawing.
        caption: What it shows.
        alt: What it says, from the same findings.
        data: What it is drawn from, a row for each thing drawn; None if it is not kept.
    """

    name: str
    picture: Figure
    caption: str
    alt: str
    data: pd.DataFrame | None = None


def save(chart: Chart, folder: Path) -> Path:
    """Write a chart as SVG and, for formats that need dots, as PNG, with its data as CSV.

    Args:
        chart: The chart.
        folder: Where to write.

    Returns:
        The SVG; the PNG, and the CSV if there are data, lie beside it. The same chart gives the
        same bytes.
    """
    path = folder / f"{chart.name}.svg"
    with mpl.rc_context(LOOK):
        for suffix, metadata in ((".svg", {"Date": None}), (".png", {"Software": None})):
            data = io.BytesIO()
            chart.picture.savefig(data, format=suffix[1:], dpi=_DPI, metadata=metadata)
            write_atomically(path.with_suffix(suffix), data.getvalue())
    if chart.data is not None:
        text = chart.data.to_csv(index=False, lineterminator="\n")
        write_atomically(path.with_suffix(".csv"), text)
    return path


def publishers(study: Study, source_ids: Iterable[str]) -> str:
    """Return who published some sources, each once, as a phrase.

    Args:
        study: The study.
        source_ids: Ids of the sources, in the order in which they are to be named.
    """
    names = study["sources"].set_index("source_id")["publisher"]
    return words.listed(list(dict.fromkeys(str(names[name]) for name in source_ids)))


def text_width(text: str, size: float) -> float:
    """Return the width in points of the longest line of a text.

    Args:
        text: The text.
        size: Size of its letters in points.
    """
    font = FontProperties(family=LOOK["font.family"])
    lines = [line for line in text.split("\n") if line.strip()]
    ends = [TextPath((0, 0), line, size=size, prop=font).get_extents().x1 for line in lines]
    return float(max(ends, default=0))


def mark_breaks(axes: Axes, study: Study, rounds: Sequence[str]) -> None:
    """Mark where the wording of the criteria changed between two rows of a chart.

    Args:
        axes: Where; the row of the first round is 0, the next 1, and so on.
        study: The study.
        rounds: The rounds in the order of their rows.
    """
    for place in range(1, len(rounds)):
        if criteria_changed(study, rounds[place - 1], rounds[place]):
            axes.axhline(place - 0.5, color=TEXT, linewidth=1, linestyle=(0, (4, 3)))
            axes.annotate(
                CRITERIA_CHANGED,
                (0, place - 0.5),
                (-4, 0),
                xycoords=axes.get_yaxis_transform(),
                textcoords="offset points",
                ha="right",
                va="center",
                fontsize=8,
                fontstyle="italic",
            )


def criteria_changed(study: Study, since: str, round_id: str) -> bool:
    """Say whether two rounds were rated by criteria of different wording."""
    before, after = (study.round(name)["criteria_id"] for name in (since, round_id))
    return bool(before != after)
