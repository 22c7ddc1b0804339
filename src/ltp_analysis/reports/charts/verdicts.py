"""The verdicts on all published figures at a glance: how many, by kind of measure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import pandas as pd

from ltp_analysis.reconciliation.verdict import Verdict
from ltp_analysis.reports import words
from ltp_analysis.reports.charts.chart import Chart
from ltp_analysis.reports.charts.drawing import (
    EDGE,
    INCH,
    PAGE_WIDTH,
    SIZE,
    SMALL,
    margin_for,
    new_page,
)
from ltp_analysis.reports.charts.lettering import height_of, wrap, wrap_all
from ltp_analysis.reports.palette import QUIET, RULE, TEXT, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ltp_analysis.reconciliation.verdict import Reconciled
    from ltp_analysis.validated.study import Study

LOOKS: Final = {
    Verdict.REPRODUCED: ("#12436d", ""),
    Verdict.OTHERWISE: ("#28a197", "\\\\\\\\"),
    Verdict.POSSIBLE: (UNKNOWN.fill, UNKNOWN.hatch),
    Verdict.CONTRADICTED: ("#801650", ""),
    Verdict.NOT_CHECKABLE: ("#ffffff", ""),
}
"""Fill and hatch of each verdict."""

_ROW: Final = 0.34
_TOP, _FOOT, _RIGHT = 0.12, 0.06, 0.04
_HALF_BAR: Final = 0.3
_BAR_ROOM: Final = 0.68
_NAME_WIDTH: Final = 110
_HEAD_ROOM: Final = 0.96


def verdict_data(study: Study, items: Sequence[Reconciled]) -> pd.DataFrame:
    """Return how many figures of each kind of measure have each verdict.

    Args:
        study: The study.
        items: The figures with their verdicts.

    Returns:
        `kind` of measure, in the order of the table `measures`, `verdict`, `figures`, and `of`:
        how many there are of the kind; a row for each kind and verdict.
    """
    measures = study["measures"]
    kind_of = dict(zip(measures["measure"], measures["kind"], strict=True))
    kinds = [kind_of[item.measure] for item in items]
    order = [kind for kind in dict.fromkeys(measures["kind"]) if kind in kinds]
    pairs = Counter(zip(kinds, (item.verdict for item in items), strict=True))
    return pd.DataFrame(
        [
            (kind, str(verdict), pairs[kind, verdict], kinds.count(kind))
            for kind in order
            for verdict in Verdict
        ],
        columns=["kind", "verdict", "figures", "of"],
    )


def verdict_chart(study: Study, items: Sequence[Reconciled]) -> Chart:
    """Draw how many published figures have each verdict: a column a verdict.

    Args:
        study: The study.
        items: The figures with their verdicts.
    """
    data = verdict_data(study, items)
    return Chart(
        "verdicts",
        lambda: _draw(data),
        _headline(data),
        "Number of figures by kind of measure and verdict, all rounds; in brackets, how many there "
        "are of the kind. Each figure is set against all else that was published",
        "Source: the reconciliation; see the sources of this report",
        _alt(data),
        data,
    )


def _headline(data: pd.DataFrame) -> str:
    number = int(data["figures"].sum())
    if not number:
        return "No published figure has a verdict"
    figures = "published figure" if number == 1 else "published figures"
    return f"Verdicts on {number} {figures}: {_totals(data)}"


def _totals(data: pd.DataFrame) -> str:
    """Return how many figures have each verdict, the best verdict first."""
    totals = data.groupby("verdict")["figures"].sum()
    found = {one: int(totals.get(str(one), 0)) for one in Verdict}
    return words.listed([f"{number} {one}" for one, number in found.items() if number]) or "none"


def _draw(data: pd.DataFrame) -> Figure:
    kinds, verdicts = list(dict.fromkeys(data["kind"])), list(Verdict)
    sizes = dict(zip(data["kind"], data["of"], strict=True))
    names = [wrap(f"{kind} ({sizes[kind]})", SIZE, _NAME_WIDTH) for kind in kinds]
    names.append(f"all ({sum(sizes.values())})")
    left = margin_for(names, gap=12)
    column = (PAGE_WIDTH - left - _RIGHT) * INCH / len(verdicts)
    heads, size = wrap_all([str(one) for one in verdicts], (SIZE, SMALL), _HEAD_ROOM * column)
    deep = max(height_of(head, size) for head in heads) / INCH
    drawn, axes = new_page(_ROW * len(names), left=left, right=_RIGHT, top=_TOP + deep, foot=_FOOT)
    axes.set_xlim(0, len(verdicts))
    axes.set_ylim(len(kinds) + 0.5, -0.5)
    axes.tick_params(pad=6, labelcolor=TEXT)
    axes.xaxis.tick_top()
    axes.set_xticks(range(len(verdicts)), heads, ha="left", fontsize=size)
    axes.set_yticks(range(len(names)), names)
    axes.get_yticklabels()[-1].set_fontweight("bold")
    axes.axhline(len(kinds) - 0.5, color=QUIET, linewidth=0.8)
    most = max(1, int(data["figures"].max() if len(data) else 1))
    for row in data.to_dict("records"):
        verdict = Verdict(row["verdict"])
        spot = verdicts.index(verdict), kinds.index(row["kind"])
        _bar(axes, spot, int(row["figures"]), most, verdict)
    totals = data.groupby("verdict")["figures"].sum()
    for place, verdict in enumerate(verdicts):
        total = f"{totals.get(str(verdict), 0)}"
        axes.text(place, len(kinds), total, fontweight="bold", va="center_baseline")
        axes.axvline(place, color=RULE, linewidth=0.8, zorder=0, ymin=1 / len(names))
    return drawn


def _bar(axes: Axes, spot: tuple[int, int], number: int, most: int, verdict: Verdict) -> None:
    (left, row), (fill, hatch) = spot, LOOKS[verdict]
    width = _BAR_ROOM * number / most
    if number:
        axes.barh(row, width, 2 * _HALF_BAR, left, facecolor=fill, hatch=hatch, **EDGE)
    axes.annotate(
        f"{number}",
        (left + width, row),
        (4, 0),
        textcoords="offset points",
        va="center_baseline",
        color=TEXT if number else QUIET,
    )


def _alt(data: pd.DataFrame) -> str:
    said = [f"Bars, a column a verdict. All {int(data['figures'].sum())}: {_totals(data)}."]
    for kind, rows in data.groupby("kind", sort=False):
        parts = [
            f"{row['figures']} {row['verdict']}"
            for row in rows.to_dict("records")
            if row["figures"]
        ]
        name = str(kind)
        said.append(
            f"{name[:1].upper()}{name[1:]}, {rows['of'].iloc[0]} in all: {words.listed(parts)}."
        )
    return " ".join(said)
