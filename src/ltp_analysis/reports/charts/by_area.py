"""How many units of each area can have had each rating, as bars of bounds."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from ltp_analysis.reports import words
from ltp_analysis.reports.charts.chart import Chart
from ltp_analysis.reports.charts.drawing import (
    EDGE,
    INCH,
    OPEN,
    PAGE_WIDTH,
    SIZE,
    filled,
    margin_for,
    new_page,
)
from ltp_analysis.reports.charts.lettering import height_of, text_width, wrap
from ltp_analysis.reports.palette import QUIET, styles
from ltp_analysis.validated.areas import REGION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ltp_analysis.reports.palette import Style
    from ltp_analysis.solved.by_area import AreaCount
    from ltp_analysis.validated.study import Study

_ROW: Final = 15.0
_HEAD: Final = 21.0
_TOP, _FOOT, _RIGHT = 0.36, 0.48, 0.08
_HALF_BAR: Final = 5.2
_NAME_WIDTH: Final = 130
_TICKS: Final = 6
_GAP: Final = 5
_LINE: Final = height_of("", SIZE)


def area_data(counts: Sequence[AreaCount]) -> pd.DataFrame:
    """Return what the panels draw, a row for each area and rating.

    Args:
        counts: The bounds.

    Returns:
        `round`, `area`, `rating`, `units` of the area, `lower` and `upper`.
    """
    return pd.DataFrame(
        [
            (count.round_id, count.area, count.rating, count.units, count.lower, count.upper)
            for count in counts
        ],
        columns=["round", "area", "rating", "units", "lower", "upper"],
    )


def area_panels(study: Study, counts: Sequence[AreaCount], kind: str = REGION) -> Chart:
    """Draw the bounds of the number of units with each rating, a panel an area.

    Args:
        study: The study.
        counts: The bounds for one round, the areas one after the other.
        kind: What kind of area they are.

    Raises:
        ValueError: If there are no bounds.
    """
    if not counts:
        raise ValueError(f"there are no bounds to draw for any {kind}")
    label, plural = study.round(counts[0].round_id)["round"], study.settings.plural
    return Chart(
        f"{kind.replace(' ', '-')}s-{counts[0].round_id}",
        lambda: _draw(study, counts, kind),
        _headline(study, counts, kind),
        f"Number of {plural} with each rating, by {kind}, {label}. Each bar is the least and the "
        f"greatest number that the statements held allow; bounds of one {kind} need not be "
        f"reached together{_not_used(study)}",
        "Source: worked out from all statements held; see the sources of this report",
        _alt(study, counts, kind),
        area_data(counts),
    )


def _not_used(study: Study) -> str:
    """Say that deductions are left out, where there can be any."""
    if study["prevalence"].empty:
        return ""
    return ", and what is deduced from totals of children is not used for them"


def _panels(counts: Sequence[AreaCount]) -> list[list[AreaCount]]:
    return [list(some) for _, some in groupby(counts, key=lambda count: count.area)]


def _headline(study: Study, counts: Sequence[AreaCount], kind: str) -> str:
    """Return how many bounds are closed, and how many at least exclude none."""
    label, plural = study.round(counts[0].round_id)["round"], study.settings.plural
    closed = sum(count.lower == count.upper for count in counts)
    sure = sum(0 < count.lower < count.upper for count in counts)
    text = (
        f"In {label}, {closed or 'none'} of the {len(counts)} numbers of {plural} with a rating "
        f"in a {kind} {'is' if closed in (0, 1) else 'are'} known exactly"
    )
    if sure:
        others = f"{sure} others" if closed and sure > 1 else "1 other" if closed else f"{sure}"
        text += f"; {others} {'is' if sure == 1 else 'are'} certainly above zero"
    return text


def _draw(study: Study, counts: Sequence[AreaCount], kind: str) -> Figure:
    look, most = styles(study), max(max(count.units, count.upper) for count in counts)
    names = {rating: wrap(rating, SIZE, _NAME_WIDTH) for rating in study.ratings}
    left = margin_for(names.values())
    room = (PAGE_WIDTH - left - _RIGHT) * INCH
    wide = max(text_width(words.between(one.lower, one.upper), SIZE) for one in counts) + _GAP
    high = {rating: _ROW + height_of(name, SIZE) - _LINE for rating, name in names.items()}
    panels = _panels(counts)
    titles = [
        wrap(
            f"{panel[0].area} ({panel[0].units} {study.settings.plural})",
            SIZE,
            room - _GAP,
            bold=True,
        )
        for panel in panels
    ]
    heads = [_HEAD + height_of(title, SIZE) - _LINE for title in titles]
    whole = sum(heads) + sum(high[count.rating] for count in counts)
    drawn, axes = new_page(whole / INCH, left=left, right=_RIGHT, top=_TOP, foot=_FOOT)
    axes.set_xlim(0, most * room / (room - wide))
    axes.set_ylim(whole, 0)
    labels: list[tuple[float, str]] = []
    start = 0.0
    for panel, title, head in zip(panels, titles, heads, strict=True):
        start += head
        axes.text(0, start - 3, title, fontweight="bold", va="bottom")
        for count in panel:
            middle = start + high[count.rating] / 2
            labels.append((middle, names[count.rating]))
            _bar(axes, count, middle, look[count.rating])
            start += high[count.rating]
    axes.set_yticks([place for place, _ in labels], [name for _, name in labels])
    ticks = list(MaxNLocator(_TICKS, integer=True, steps=[1, 2, 5, 10]).tick_values(0, most))
    axes.set_xticks([tick for tick in ticks if tick <= most])
    axes.set_xlabel(f"Number of {study.settings.plural}", loc="left")
    _key(drawn, study, kind)
    return drawn


def _key(drawn: Figure, study: Study, kind: str) -> None:
    whole = f"all {study.settings.plural} of the {kind}"
    handles: list[Patch | Line2D] = [
        Patch(facecolor=QUIET, label="at least so many", **EDGE),
        Patch(**OPEN, label="at most so many"),
        Line2D([], [], color=QUIET, linewidth=0.8, label=whole),
    ]
    drawn.legend(
        handles=handles,
        loc="upper left",
        ncols=len(handles),
        frameon=False,
        borderaxespad=0.2,
        columnspacing=1.4,
    )


def _bar(axes: Axes, count: AreaCount, middle: float, style: Style) -> None:
    """Draw what is certain in the style of the rating, what is possible dotted."""
    axes.plot((0, count.units), (middle, middle), color=QUIET, linewidth=0.8, zorder=0)
    high = 2 * _HALF_BAR
    if count.lower:
        axes.barh(middle, count.lower, high, **filled(style))
    if count.upper > count.lower:
        axes.barh(middle, count.upper - count.lower, high, count.lower, **OPEN)
    axes.annotate(
        words.between(count.lower, count.upper),
        (max(count.units, count.upper), middle),
        (_GAP, 0),
        textcoords="offset points",
        va="center_baseline",
    )


def _alt(study: Study, counts: Sequence[AreaCount], kind: str) -> str:
    label = study.round(counts[0].round_id)["round"]
    said = [f"Bars of bounds, a panel a {kind}, {label}."]
    for panel in _panels(counts):
        parts = [f"{count.rating} {words.between(count.lower, count.upper)}" for count in panel]
        said.append(
            f"{panel[0].area}, {panel[0].units} {study.settings.plural}: {'; '.join(parts)}."
        )
    return " ".join(said)
