"""What all drawings share: their look, their page, and the marks of a break in the series."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from matplotlib.figure import Figure

from ltp_analysis.reports import words
from ltp_analysis.reports.charts.lettering import FONT, text_width
from ltp_analysis.reports.palette import QUIET, TEXT, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes

    from ltp_analysis.reports.palette import Style
    from ltp_analysis.validated.study import Study

SIZE: Final = 9.0
"""Size of most letters in points."""

SMALL: Final = 8.0
"""Size of the smallest letters: charts are printed as large as they are drawn."""

PAGE_WIDTH: Final = 6.3
"""Width of the text of a printed page in inches, and of each chart."""

INCH: Final = 72
"""Points in an inch."""

LOOK: Final[Any] = {
    "font.family": FONT,
    "font.size": SIZE,
    "hatch.linewidth": 0.6,
    "svg.fonttype": "path",
    "svg.hashsalt": "ltp-analysis",
    "text.color": TEXT,
    "text.hinting": "no_hinting",  # letters keep their widths, so that dots and lines agree
    "text.parse_math": False,  # a dollar sign is a dollar sign
    "axes.labelcolor": TEXT,
    "xtick.color": QUIET,
    "ytick.color": TEXT,
}
EDGE: Final[Any] = {"edgecolor": TEXT, "linewidth": 0.6}
"""How an area is outlined."""

CRITERIA_CHANGED: Final = "criteria changed"


def filled(style: Style) -> dict[str, Any]:
    """Return how an area of a style is drawn."""
    return {"facecolor": style.fill, "hatch": style.hatch, **EDGE}


OPEN: Final = filled(UNKNOWN)
"""How an area is drawn that what is known leaves open."""


def new_page(
    height: float, *, left: float = 0, right: float = 0, top: float = 0, foot: float = 0
) -> tuple[Figure, Axes]:
    """Return a drawing as wide as a page, and its field, without frame or marks of ticks.

    Args:
        height: Height of the field in inches.
        left: Margin on its left, in inches.
        right: On its right.
        top: Above it.
        foot: Below it.
    """
    whole = top + height + foot
    drawn = Figure(figsize=(PAGE_WIDTH, whole))
    across = PAGE_WIDTH - left - right
    axes = drawn.add_axes((left / PAGE_WIDTH, foot / whole, across / PAGE_WIDTH, height / whole))
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    return drawn, axes


def margin_for(labels: Iterable[str], size: float = SIZE, *, gap: float = 10) -> float:
    """Return a margin in inches that holds the widest of some labels.

    Args:
        labels: The labels, with line breaks.
        size: Size of their letters in points.
        gap: Points between labels and field.
    """
    return (max((text_width(label, size) for label in labels), default=0) + gap) / INCH


def publishers(study: Study, source_ids: Iterable[str]) -> str:
    """Return who published some sources, each once, as a phrase.

    Args:
        study: The study.
        source_ids: Ids of the sources, in the order in which they are to be named.
    """
    names = study["sources"].set_index("source_id")["publisher"]
    return words.listed(list(dict.fromkeys(str(names[name]) for name in source_ids)))


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
                (-6, 0),
                xycoords=axes.get_yaxis_transform(),
                textcoords="offset points",
                ha="right",
                va="center",
                fontsize=SMALL,
                fontstyle="italic",
            )


def breaks_sentence(study: Study, rounds: Sequence[str]) -> str:
    """Return a sentence on where the criteria changed; nothing if they did not.

    Args:
        study: The study.
        rounds: The rounds of a chart, in order.
    """
    found = [
        f"between {study.round(since)['round']} and {study.round(round_id)['round']}"
        for since, round_id in pairwise(rounds)
        if criteria_changed(study, since, round_id)
    ]
    if not found:
        return ""
    return f"The {CRITERIA_CHANGED} {words.listed(found)}, so the series is broken there."


def criteria_changed(study: Study, since: str, round_id: str) -> bool:
    """Say whether two rounds were rated by criteria of different wording."""
    before, after = (study.round(name)["criteria_id"] for name in (since, round_id))
    return bool(before != after)
