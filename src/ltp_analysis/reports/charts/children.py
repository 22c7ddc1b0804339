"""Children in areas with some ratings: the printed totals within the bounds of the sums."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
from matplotlib.ticker import MaxNLocator

from ltp_analysis.reports import words
from ltp_analysis.reports.charts.chart import Chart
from ltp_analysis.reports.charts.drawing import (
    EDGE,
    INCH,
    OPEN,
    PAGE_WIDTH,
    SIZE,
    breaks_sentence,
    margin_for,
    mark_breaks,
    new_page,
)
from ltp_analysis.reports.charts.lettering import text_width, wrap
from ltp_analysis.reports.palette import QUIET
from ltp_analysis.solved.children import figure_totals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ltp_analysis.reconciliation.verdict import Reconciled
    from ltp_analysis.validated.study import Study

UNIT: Final = "children"
"""The unit of the totals."""

Row = Mapping[Any, Any]
"""A row of `children_data`; what is not known is None."""

_ENDS: Final = ("printed_lower", "printed_upper", "lower", "upper")
_COLUMNS: Final = (
    "round",
    "figure_id",
    "measure",
    "category",
    "printed",
    *_ENDS,
    "verdict",
)
PRINTED: Final = "#3d3d3d"
"""Colour of what was printed: none of a rating's."""

_ROW: Final = 0.86
_HALF_BAR: Final = 0.11
_HALF_MARK: Final = 0.21
_NAME_WIDTH: Final = 105
_FOOT, _EDGE = 0.5, 0.3
_TICKS: Final = 5
_AWAY: Final = 3
_ROOM: Final = 1.003
_NEAR: Final = 1.1
"""Length of the axis in the greatest number drawn, so that its bar keeps its edge."""
_NONE: Final = "no total of this kind was found"
_UNBOUNDED: Final = "nothing bounds it"


def children_data(study: Study, items: Sequence[Reconciled]) -> pd.DataFrame:
    """Return the printed national totals of children with the bounds of their sums.

    Args:
        study: The study.
        items: The figures with their verdicts.

    Returns:
        A row a total, and one for each round without: `round`, `figure_id`, `measure`,
        `category`, `printed`, the least and greatest total that the print can stand for
        (`printed_lower`, `printed_upper`), `lower` and `upper` of the sum over all that the
        statements held allow, and `verdict`. What is not known is empty.
    """
    measures = study["measures"]
    rated = set(measures.loc[measures["scale_id"] == study.settings.scale, "measure"])
    records: list[dict[str, Any]] = []
    for round_id in study.rounds:
        found = [
            _record(study, item)
            for item in items
            if item.round_id == round_id
            and item.unit == UNIT
            and item.measure in rated
            and item.group_id == study.settings.whole
        ]
        records += found or [{"round": study.round(round_id)["round"]}]
    data = pd.DataFrame(records).reindex(columns=list(_COLUMNS))
    return data.astype(dict.fromkeys(_ENDS, "Int64"))


def _record(study: Study, item: Reconciled) -> dict[str, Any]:
    figures, measures = study["figures"], study["measures"]
    figure = figures[figures["figure_id"] == item.figure_id].iloc[0]
    value, step = Fraction(str(figure["value"])), Fraction(str(figure["resolution"]))
    target = figure_totals(value, step, str(figure["qualifier"]))
    return {
        "round": study.round(item.round_id)["round"],
        "figure_id": item.figure_id,
        "measure": measures.loc[measures["measure"] == item.measure, "label"].iloc[0],
        "category": study.label(item.category),
        "printed": item.printed,
        "printed_lower": target.lower,
        "printed_upper": target.upper,
        "lower": None if item.lower is None else int(item.lower),
        "upper": None if item.upper is None else int(item.upper),
        "verdict": str(item.verdict),
    }


def children_chart(study: Study, items: Sequence[Reconciled]) -> Chart:
    """Draw the printed national totals of children within the bounds of their sums.

    Args:
        study: The study.
        items: The figures with their verdicts.
    """
    data = children_data(study, items)
    rows: Sequence[Row] = data.astype(object).where(data.notna(), None).to_dict("records")
    rounds = [study.find_round(str(row["round"])) for row in rows]
    what = _what(rows)
    subtitle = [
        f"{what[:1].upper()}{what[1:]}, number by round." if what else "",
        (
            "The dotted bar runs from the least to the greatest sum of the estimates of areas "
            "that the ratings known allow; the dark bar behind it is every number that the "
            "printed one can stand for."
        ),
        breaks_sentence(study, rounds),
    ]
    return Chart(
        "children",
        lambda: _draw(study, rows, rounds),
        _headline(rows),
        " ".join(text for text in subtitle if text),
        "Source: printed totals and statements held; see the sources of this report",
        _alt(rows, breaks_sentence(study, rounds)),
        data,
    )


def _what(rows: Sequence[Row]) -> str:
    """Say what the totals count; where they differ in category, the rows name it."""
    measures = dict.fromkeys(row["measure"] for row in rows if row["measure"])
    categories = {row["category"] for row in rows if row["category"]}
    return ": ".join([words.listed(list(measures)), *(categories if len(categories) == 1 else ())])


def _headline(rows: Sequence[Row]) -> str:
    bounded = [row for row in rows if row["lower"] is not None]
    if not bounded:
        return "No printed national total can be set against the ratings known"
    inside = [
        row
        for row in bounded
        if row["lower"] <= row["printed_upper"] and row["printed_lower"] <= row["upper"]
    ]
    number = f"{len(inside) or 'None'} of {len(bounded)} printed national totals can lie"
    if len(inside) == len(bounded):
        many = f"All {len(bounded)} printed national totals can lie"
        number = many if len(bounded) > 1 else "The one printed national total can lie"
    return f"{number} within what the ratings known allow"


def _draw(study: Study, rows: Sequence[Row], rounds: Sequence[str]) -> Figure:
    most = max((row[end] for row in rows for end in _ENDS if row[end] is not None), default=1)
    several = len({row["category"] for row in rows if row["category"]}) > 1
    names = [
        f"{row['round']}\n{wrap(row['category'], SIZE, _NAME_WIDTH)}"
        if several and row["category"]
        else str(row["round"])
        for row in rows
    ]
    left = max(margin_for(names), margin_for(["criteria changed"]))
    drawn, axes = new_page(_ROW * len(rows), left=left, right=_EDGE, foot=_FOOT)
    values = MaxNLocator(_TICKS, integer=True).tick_values(0, most)
    # To the next tick where that is near, so that bars do not end far beyond the last one.
    end = _ROOM * max([most, *(tick for tick in values if most < tick < _NEAR * most)])
    axes.set_xlim(0, end)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    scale = (PAGE_WIDTH - left - _EDGE) * INCH / end
    for place, row in enumerate(rows):
        _bounds(axes, row, place, scale)
        _printed(axes, row, place, scale)
    axes.set_yticks(range(len(rows)), names)
    ticks = [tick for tick in values if tick <= end]
    axes.set_xticks(ticks, [f"{tick:,.0f}" for tick in ticks])
    axes.set_xlabel("Children", loc="left")
    mark_breaks(axes, study, rounds)
    return drawn


def _bounds(axes: Axes, row: Row, place: int, scale: float) -> None:
    """Draw what the statements held allow, dotted, or say why there is nothing to draw."""
    if row["lower"] is None:
        text = _NONE if row["figure_id"] is None else _UNBOUNDED
        down = 0 if row["figure_id"] is None else _HALF_MARK
        _write(axes, 0, place + down, text, scale, fontstyle="italic", color=QUIET)
        return
    axes.barh(place, row["upper"] - row["lower"], 2 * _HALF_BAR, row["lower"], **OPEN)
    text = f"allowed: {_said(row['lower'], row['upper'])}"
    middle = (row["lower"] + row["upper"]) / 2
    _write(axes, middle, place + _HALF_MARK, text, scale)


def _printed(axes: Axes, row: Row, place: int, scale: float) -> None:
    """Draw every number that the printed one can stand for, behind the bounds and taller."""
    if row["figure_id"] is None:
        return
    span = row["printed_upper"] - row["printed_lower"]
    axes.barh(place, span, 2 * _HALF_MARK, row["printed_lower"], color=PRINTED, zorder=0, **EDGE)
    middle = row["printed_lower"] + span / 2
    text = f"printed: {row['printed']} ({row['verdict']})"
    _write(axes, middle, place - _HALF_MARK, text, scale, fontweight="bold")


def _write(
    axes: Axes,
    middle: float,
    place: float,
    text: str,
    scale: float,
    **look: Any,  # noqa: ANN401
) -> None:
    """Write a text at a height, about a middle, but within the field."""
    half = text_width(text, SIZE, bold="fontweight" in look) / scale / 2
    most = axes.get_xlim()[1]
    level = place - round(place)
    axes.annotate(
        text,
        (max(half, min(middle, most - half)), place),
        (0, _AWAY * (-1 if level > 0 else 1) * bool(level)),
        textcoords="offset points",
        ha="center",
        va="top" if level > 0 else "bottom" if level < 0 else "center",
        **look,
    )


def _said(lower: int, upper: int) -> str:
    return f"{lower:,}" if lower == upper else f"{lower:,} to {upper:,}"


def _alt(rows: Sequence[Row], breaks: str) -> str:
    said = ["Bars of bounds, a row a total."]
    for row in rows:
        if row["figure_id"] is None:
            said.append(f"{row['round']}: {_NONE}.")
            continue
        bounds = (
            _UNBOUNDED if row["lower"] is None else f"allowed {_said(row['lower'], row['upper'])}"
        )
        printed = _said(row["printed_lower"], row["printed_upper"])
        said.append(
            f"{row['round']}, {row['category']}: printed {row['printed']}, which can stand for "
            f"{printed}; {bounds}; {row['verdict']}."
        )
    return " ".join([*said, breaks]).strip()
