"""How many units of each area can have had each rating, as bars of bounds."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ltp_analysis.reports import words
from ltp_analysis.reports.charting.drawing import EDGE, LOOK, PAGE_WIDTH, Chart
from ltp_analysis.reports.palette import QUIET, RULE, TEXT, UNKNOWN, styles
from ltp_analysis.solved.by_area import REGION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from ltp_analysis.reports.palette import Style
    from ltp_analysis.solved.by_area import AreaCount
    from ltp_analysis.validated.study import Study

_ROW: Final = 0.225
_HEAD: Final = 1.5
_TOP, _FOOT, _LEFT, _RIGHT = 0.42, 0.5, 0.85, 0.08
_SIZE: Final = 10
_HALF_BAR: Final = 0.33
_ROOM: Final = 1.2
"""Length of the axis, in the size of the largest area: the rest is for labels."""


def area_data(counts: Sequence[AreaCount]) -> pd.DataFrame:
    """Return what the panels draw, a row for each area and rating.

    Args:
        counts: The bounds.

    Returns:
        `round`, `area`, `rating`, `units` of the area, `lower` and `upper`.
    """
    return pd.DataFrame(
        {
            "round": count.round_id,
            "area": count.area,
            "rating": count.rating,
            "units": count.units,
            "lower": count.lower,
            "upper": count.upper,
        }
        for count in counts
    )


def area_panels(study: Study, counts: Sequence[AreaCount], kind: str = REGION) -> Chart:
    """Draw the bounds of the number of units with each rating, a panel an area.

    Args:
        study: The study.
        counts: The bounds for one round, the areas one after the other.
        kind: What kind of area they are.
    """
    panels = [list(some) for _, some in groupby(counts, key=lambda count: count.area)]
    rows = sum(len(panel) + _HEAD for panel in panels)
    height = _TOP + _ROW * rows + _FOOT
    look, most = styles(study), max(count.units for count in counts)
    with mpl.rc_context(LOOK | {"font.size": _SIZE}):
        picture = Figure(figsize=(PAGE_WIDTH, height))
        across = 1 - (_LEFT + _RIGHT) / PAGE_WIDTH
        axes = picture.add_axes((_LEFT / PAGE_WIDTH, _FOOT / height, across, _ROW * rows / height))
        axes.set_xlim(0, _ROOM * most)
        axes.set_ylim(rows, 0)
        axes.spines[:].set_visible(False)
        names: list[tuple[float, str]] = []
        start = 0.0
        for panel in panels:
            title = f"{panel[0].area} ({panel[0].units} {study.settings.plural})"
            axes.text(0, start + _HEAD - 0.62, title, fontweight="bold", va="center")
            for place, count in enumerate(panel):
                y = start + _HEAD + place + 0.5
                names.append((y, count.rating))
                _bar(axes, count, y, look[count.rating])
            start += _HEAD + len(panel)
        axes.set_yticks([y for y, _ in names], [name for _, name in names])
        ticks = [tick for tick in axes.get_xticks() if tick <= most]
        axes.set_xticks(ticks, [f"{tick:.0f}" for tick in ticks])
        axes.tick_params(length=0)
        axes.set_xlabel(f"Number of {study.settings.plural}", loc="left")
        handles: list[Patch | Line2D] = [
            Patch(facecolor=QUIET, label="at least so many", **EDGE),
            Patch(facecolor=UNKNOWN.fill, hatch=UNKNOWN.hatch, label="at most so many", **EDGE),
        ]
        whole = f"all {study.settings.plural} of the {kind}"
        handles.append(Line2D([], [], color=RULE, linewidth=0.8, label=whole))
        picture.legend(handles=handles, loc="upper left", ncols=3, frameon=False, columnspacing=1.4)
    round_id = counts[0].round_id
    return Chart(
        f"{kind}s-{round_id}",
        picture,
        _caption(study, counts, kind),
        _alt(study, panels, kind),
        area_data(counts),
    )


def _bar(axes: Axes, count: AreaCount, y: float, style: Style) -> None:
    """Draw what is certain in the style of the rating, what is possible dotted."""
    axes.plot((0, count.units), (y, y), color=RULE, linewidth=0.8, zorder=0)
    axes.barh(y, count.lower, 2 * _HALF_BAR, color=style.fill, hatch=style.hatch, **EDGE)
    axes.barh(
        y,
        count.upper - count.lower,
        2 * _HALF_BAR,
        count.lower,
        color=UNKNOWN.fill,
        hatch=UNKNOWN.hatch,
        **EDGE,
    )
    axes.annotate(
        words.between(count.lower, count.upper),
        (max(count.units, count.upper), y),
        (5, 0),
        textcoords="offset points",
        va="center_baseline",
        color=TEXT,
    )


def _caption(study: Study, counts: Sequence[AreaCount], kind: str) -> str:
    label, plural = study.round(counts[0].round_id)["round"], study.settings.plural
    closed = sum(count.lower == count.upper for count in counts)
    sure = sum(count.lower > 0 for count in counts)
    return (
        f"In {label}, {closed} of the {len(counts)} numbers of {plural} with a rating in a {kind} "
        f"are determined, and {sure} are certainly more than none. Each bar is the least and the "
        f"greatest number that the statements held allow. "
        f"Bounds of one {kind} need not be reached together. "
        "Source: worked out from all statements held; see the sources of this report."
    )


def _alt(study: Study, panels: Sequence[Sequence[AreaCount]], kind: str) -> str:
    label = study.round(panels[0][0].round_id)["round"]
    said = [f"Bars of bounds, a panel a {kind}, {label}."]
    for panel in panels:
        parts = [f"{count.rating} {words.between(count.lower, count.upper)}" for count in panel]
        said.append(
            f"{panel[0].area}, {panel[0].units} {study.settings.plural}: {'; '.join(parts)}."
        )
    return " ".join(said)
