"""What sources say of single units, a row a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd
from matplotlib.lines import Line2D

from ltp_analysis.reports import words
from ltp_analysis.reports.charts.chart import Chart
from ltp_analysis.reports.charts.drawing import INCH, PAGE_WIDTH, SIZE, SMALL, margin_for, new_page
from ltp_analysis.reports.charts.lettering import height_of, wrap, wrap_all
from ltp_analysis.reports.palette import PAPER, QUIET, RULE, TEXT, styles
from ltp_analysis.statements.stated import stated_ratings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ltp_analysis.reports.palette import Style
    from ltp_analysis.statements.stated import StatedRating
    from ltp_analysis.validated.study import Study

CONTRADICTED: Final = "contradicted"

_NAME_WIDTH: Final = 170
_ROW: Final = 15.5
_TOP: Final = 0.36
_FOOT: Final = 0.3
_COLUMN: Final = 0.94
_MARK: Final = 7


def named_data(study: Study, units: Sequence[StatedRating]) -> pd.DataFrame:
    """Return what the chart of named units is drawn from, a row a unit and rating left.

    Args:
        study: The study.
        units: What sources say.

    Returns:
        `unit_code`, `name`, `rating` (empty for a unit of which sources contradict each other),
        `left`, the number of ratings left, and `statements` and `sources`, lists with vertical
        bars between.
    """
    rows = [
        (
            *(unit.unit_code, unit.name, rating, len(unit.possible)),
            *("|".join(unit.statements), "|".join(unit.sources)),
        )
        for unit in _in_order(study, units)
        for rating in unit.possible or ("",)
    ]
    return pd.DataFrame(
        rows, columns=["unit_code", "name", "rating", "left", "statements", "sources"]
    )


def named_units(study: Study, round_id: str) -> Chart:
    """Draw what sources say of the ratings of single units in a round.

    Args:
        study: The study.
        round_id: The round.
    """
    units = stated_ratings(study, round_id)
    return Chart(
        f"named-units-{round_id}",
        lambda: _draw(study, units),
        _headline(study, round_id, units),
        f"Ratings that sources state or leave of {study.settings.plural}, "
        f"{study.round(round_id)['round']}, a row each. A filled mark is the rating that is "
        "stated; open marks joined by a line are the ratings that are left",
        "Source: statements on single areas; see the sources of this report",
        _alt(study, units),
        named_data(study, units),
    )


def _in_order(study: Study, units: Sequence[StatedRating]) -> list[StatedRating]:
    """Return units by how much is known, then by their ratings, then by name."""
    order = study.ratings
    return sorted(
        units,
        key=lambda unit: (len(unit.possible), [order.index(r) for r in unit.possible], unit.name),
    )


def _headline(study: Study, round_id: str, units: Sequence[StatedRating]) -> str:
    label = study.round(round_id)["round"]
    settled = sum(len(unit.possible) == 1 for unit in units)
    some = sum(len(unit.possible) > 1 for unit in units)
    of = f"{len(study.units(round_id))} {study.settings.plural}"
    said = f"Sources state the {label} rating of {settled or 'none'} of {of}"
    if some:
        said += f", and exclude some ratings of {some} more"
    if against := len(units) - settled - some:
        said += f"; of {against} they contradict each other"
    return said


def _draw(study: Study, units: Sequence[StatedRating]) -> Figure:
    order, ordered = study.ratings, _in_order(study, units)
    names = [wrap(study.settings.short(unit.name), SIZE, _NAME_WIDTH) for unit in ordered]
    left = margin_for(names)
    column = (PAGE_WIDTH - left) * INCH / max(1, len(order))
    heads, size = wrap_all(order, (SIZE, SMALL), _COLUMN * column)
    deep = max(height_of(head, size) for head in heads) / INCH
    heights = [_ROW + height_of(name, SIZE) - height_of("", SIZE) for name in names] or [_ROW]
    middles = [sum(heights[:place]) + height / 2 for place, height in enumerate(heights)]
    drawn, axes = new_page(
        sum(heights) / INCH, left=left, top=deep + _TOP - height_of("", SIZE) / INCH, foot=_FOOT
    )
    axes.set_xlim(-0.5, len(order) - 0.5)
    axes.set_ylim(sum(heights), 0)
    axes.xaxis.tick_top()
    axes.set_xticks(range(len(order)), heads, fontsize=size)
    axes.tick_params(axis="x", labelcolor=TEXT)
    axes.set_yticks(middles[: len(names)], names)
    look = styles(study)
    for unit, middle in zip(ordered, middles, strict=False):
        _row(axes, look, unit.possible, middle)
    if not ordered:
        axes.text(-0.45, middles[0], "no statement was found", va="center", fontstyle="italic")
    _key(drawn)
    return drawn


def _row(axes: Axes, look: Mapping[str, Style], possible: Sequence[str], middle: float) -> None:
    """Draw the marks of a unit: the styles are in the order of the scale, as the columns are."""
    columns = [list(look).index(rating) for rating in possible]
    axes.axhline(middle, color=RULE, linewidth=0.4, zorder=0)
    if len(columns) > 1:
        axes.plot((columns[0], columns[-1]), (middle, middle), color=QUIET, linewidth=1, zorder=1)
    if not columns:
        axes.text(
            *(-0.45, middle, CONTRADICTED),
            va="center",
            fontstyle="italic",
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1},
        )
    for column, rating in zip(columns, possible, strict=True):
        style = look[rating]
        ink = style.fill if style.fill != PAPER else TEXT
        fill = ink if len(columns) == 1 else PAPER
        axes.plot(
            *(column, middle, style.marker),
            markersize=_MARK,
            markerfacecolor=fill,
            markeredgecolor=ink,
            zorder=2,
        )


def _key(drawn: Figure) -> None:
    """Say what filled and open marks are, whatever their shape."""
    look: dict[str, Any] = {"marker": "o", "markersize": _MARK, "color": QUIET}
    handles = [
        Line2D(
            [], [], **look, linewidth=0, markerfacecolor=TEXT, markeredgecolor=TEXT, label="stated"
        ),
        Line2D(
            [],
            [],
            **look,
            linewidth=1,
            markerfacecolor=PAPER,
            markeredgecolor=TEXT,
            label="one of those left",
        ),
    ]
    drawn.legend(handles=handles, loc="lower left", ncols=2, frameon=False, borderaxespad=0.2)


def _alt(study: Study, units: Sequence[StatedRating]) -> str:
    groups: dict[tuple[str, ...], list[str]] = {}
    for unit in _in_order(study, units):
        groups.setdefault(unit.possible, []).append(study.settings.short(unit.name))
    said = [
        f"{' or '.join(possible) or CONTRADICTED}: {words.listed(members)}."
        for possible, members in groups.items()
    ]
    return " ".join(["Table of marks.", *(said or ["No statement was found."])])
