"""Children in areas with some ratings: the printed totals within the bounds of the sums."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ltp_analysis.reports import words
from ltp_analysis.reports.charting.drawing import (
    CRITERIA_CHANGED,
    EDGE,
    LOOK,
    PAGE_WIDTH,
    Chart,
    criteria_changed,
    mark_breaks,
)
from ltp_analysis.reports.palette import QUIET, UNKNOWN
from ltp_analysis.solved.children import figure_totals

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes

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
_ROW: Final = 0.85
_SIZE: Final = 10
_HALF_BAR: Final = 0.17
_ROOM: Final = 1.17
"""Length of the axis, in the greatest number drawn: the rest is for labels."""
_PRINTED: Final = "#801650"
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
    rows = data.astype(object).where(data.notna(), None).to_dict("records")
    rounds = [study.find_round(str(row["round"])) for row in rows]
    most = max((row[end] for row in rows for end in _ENDS if row[end] is not None), default=1)
    with mpl.rc_context(LOOK | {"font.size": _SIZE}):
        picture = Figure(figsize=(PAGE_WIDTH, 0.75 + _ROW * len(rows)), layout="constrained")
        axes = picture.subplots()
        for place, row in enumerate(rows):
            _bounds(axes, row, place)
            _printed(axes, row, place)
        axes.set_xlim(0, _ROOM * most)
        axes.set_ylim(len(rows) - 0.45, -0.65)
        axes.set_yticks(range(len(rows)), [row["round"] for row in rows])
        axes.xaxis.set_major_locator(MaxNLocator(4))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        axes.set_xlabel("Children", loc="left")
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        mark_breaks(axes, study, rounds)
    breaks = list(_breaks(study, rounds))
    return Chart("children", picture, _caption(rows, breaks), _alt(rows, breaks), data)


def _bounds(axes: Axes, row: Row, place: int) -> None:
    """Draw what the statements held allow, dotted, or say why there is nothing to draw."""
    if row["lower"] is None:
        text = _NONE if row["figure_id"] is None else _UNBOUNDED
        axes.text(0, place, text, va="center_baseline", fontstyle="italic", color=QUIET)
        return
    width = row["upper"] - row["lower"]
    look: Any = {"color": UNKNOWN.fill, "hatch": UNKNOWN.hatch, **EDGE}
    axes.barh(place, width, 2 * _HALF_BAR, row["lower"], **look)
    for end, away, side in ((row["lower"], -4, "right"), (row["upper"], 4, "left")):
        axes.annotate(
            f"{end:,}",
            (end, place),
            (away, 0),
            textcoords="offset points",
            ha=side,
            va="center_baseline",
        )


def _printed(axes: Axes, row: Row, place: int) -> None:
    """Draw every number that the printed one can stand for, across the bounds."""
    if row["figure_id"] is None:
        return
    span = row["printed_upper"] - row["printed_lower"]
    axes.barh(place, span, 4 * _HALF_BAR, row["printed_lower"], color=_PRINTED, **EDGE)
    axes.annotate(
        f"printed: {row['printed']}",
        (row["printed_lower"] + span / 2, place - 2 * _HALF_BAR),
        (0, 3),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontweight="bold",
    )


def _breaks(study: Study, rounds: Sequence[str]) -> Iterator[str]:
    """Yield, in words, between which rounds the criteria changed."""
    for since, round_id in pairwise(rounds):
        if criteria_changed(study, since, round_id):
            names = [str(study.round(name)["round"]) for name in (since, round_id)]
            yield f"between {' and '.join(names)}"


def _caption(rows: Sequence[Row], breaks: Sequence[str]) -> str:
    bounded = [row for row in rows if row["lower"] is not None]
    inside = [
        row
        for row in bounded
        if row["lower"] <= row["printed_upper"] and row["printed_lower"] <= row["upper"]
    ]
    what = words.listed(list(dict.fromkeys(row["measure"] for row in rows if row["measure"])))
    number = f"{len(inside)} of {len(bounded)} printed national totals"
    said = [
        f"{number} lie within what the ratings known allow.",
        f"What is counted: {what}." if what else "",
        "The dotted bar runs from the least to the greatest sum of the estimates of areas.",
        "The filled bar across it is every number that the printed one can stand for.",
        _changed(breaks),
        "Source: printed totals and statements held; see the sources of this report.",
    ]
    return " ".join(text for text in said if text)


def _alt(rows: Sequence[Row], breaks: Sequence[str]) -> str:
    said = ["Bars of bounds, a row a total."]
    for row in rows:
        if row["figure_id"] is None:
            said.append(f"{row['round']}: {_NONE}.")
            continue
        bounds = (
            _UNBOUNDED if row["lower"] is None else f"bounds {row['lower']:,} to {row['upper']:,}"
        )
        said.append(f"{row['round']}: printed {row['printed']}, {bounds}.")
    return " ".join([*said, _changed(breaks)]).strip()


def _changed(breaks: Sequence[str]) -> str:
    return f"The {CRITERIA_CHANGED} {words.listed(breaks)}." if breaks else ""
