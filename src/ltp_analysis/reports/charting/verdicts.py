"""The verdicts on all published figures at a glance: how many, by kind of measure."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from ltp_analysis.reconciliation.verdict import Verdict
from ltp_analysis.reports import words
from ltp_analysis.reports.charting.drawing import EDGE, LOOK, PAGE_WIDTH, Chart
from ltp_analysis.reports.palette import QUIET, RULE, TEXT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from ltp_analysis.reconciliation.verdict import Reconciled
    from ltp_analysis.validated.study import Study

_LOOKS: Final = {
    Verdict.REPRODUCED: ("#12436d", ""),
    Verdict.OTHERWISE: ("#28a197", "\\\\\\\\"),
    Verdict.POSSIBLE: ("#ececec", "...."),
    Verdict.CONTRADICTED: ("#801650", ""),
    Verdict.NOT_CHECKABLE: ("#ffffff", ""),
}
"""Fill and hatch of each verdict."""

_ROW: Final = 0.42
_TOP, _FOOT, _LEFT, _RIGHT = 0.75, 0.08, 1.15, 0.05
_SIZE: Final = 10
_HALF_BAR: Final = 0.3
_COLUMN: Final = 1.0
_BAR_ROOM: Final = 0.62
_WRAP: Final = 12


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
    return pd.DataFrame(
        {
            "kind": kind,
            "verdict": str(verdict),
            "figures": sum(
                item.verdict is verdict and one == kind
                for item, one in zip(items, kinds, strict=True)
            ),
            "of": kinds.count(kind),
        }
        for kind in order
        for verdict in Verdict
    )


def verdict_chart(study: Study, items: Sequence[Reconciled]) -> Chart:
    """Draw how many published figures have each verdict: a column a verdict.

    Args:
        study: The study.
        items: The figures with their verdicts.
    """
    data = verdict_data(study, items)
    kinds = list(dict.fromkeys(data["kind"]))
    most = int(data["figures"].max())
    height = _TOP + _ROW * (len(kinds) + 1) + _FOOT
    with mpl.rc_context(LOOK | {"font.size": _SIZE}):
        picture = Figure(figsize=(PAGE_WIDTH, height))
        axes = picture.add_axes(
            (
                _LEFT / PAGE_WIDTH,
                _FOOT / height,
                1 - (_LEFT + _RIGHT) / PAGE_WIDTH,
                1 - (_TOP + _FOOT) / height,
            )
        )
        axes.set_xlim(0, len(Verdict) * _COLUMN)
        axes.set_ylim(len(kinds) + 0.5, -0.5)
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0, pad=7, labelcolor=TEXT)
        axes.xaxis.tick_top()
        places = [place * _COLUMN for place in range(len(Verdict))]
        totals = data.groupby("verdict")["figures"].sum()
        axes.set_xticks(places, [textwrap.fill(str(one), _WRAP) for one in Verdict], ha="left")
        axes.set_yticks(
            range(len(kinds) + 1), [*(textwrap.fill(one, _WRAP) for one in kinds), "all"]
        )
        axes.get_yticklabels()[-1].set_fontweight("bold")
        axes.axhline(len(kinds) - 0.5, color=RULE, linewidth=0.8)
        for row in data.to_dict("records"):
            verdict = Verdict(row["verdict"])
            spot = places[list(Verdict).index(verdict)], kinds.index(row["kind"])
            _bar(axes, spot, int(row["figures"]), most, verdict)
        for place, verdict in zip(places, Verdict, strict=True):
            total = int(totals[str(verdict)])
            axes.text(place, len(kinds), f"{total}", fontweight="bold", va="center_baseline")
            axes.axvline(place, color=RULE, linewidth=0.8, zorder=0, ymin=1 / (len(kinds) + 1))
    return Chart("verdicts", picture, _caption(data), _alt(data), data)


def _bar(axes: Axes, spot: tuple[float, int], number: int, most: int, verdict: Verdict) -> None:
    (left, row), (fill, hatch) = spot, _LOOKS[verdict]
    width = _BAR_ROOM * _COLUMN * number / most
    if number:
        axes.barh(row, width, 2 * _HALF_BAR, left, color=fill, hatch=hatch, **EDGE)
    axes.annotate(
        f"{number}",
        (left + width, row),
        (4, 0),
        textcoords="offset points",
        va="center_baseline",
        color=TEXT if number else QUIET,
    )


def _totals(data: pd.DataFrame) -> str:
    totals = data.groupby("verdict")["figures"].sum()
    return words.listed([f"{totals[str(one)]} {one}" for one in Verdict if totals[str(one)]])


def _caption(data: pd.DataFrame) -> str:
    number = int(data["figures"].sum())
    return (
        f"Of {number} published figures, {_totals(data)}. Each bar counts the figures of one kind "
        "of measure with one verdict; each figure is set against all that else was published. "
        "Source: the reconciliation; see the sources of this report."
    )


def _alt(data: pd.DataFrame) -> str:
    said = [f"Bars, a column a verdict. All {int(data['figures'].sum())}: {_totals(data)}."]
    for kind, rows in data.groupby("kind", sort=False):
        parts = [
            f"{row['figures']} {row['verdict']}"
            for row in rows.to_dict("records")
            if row["figures"]
        ]
        said.append(f"{str(kind).capitalize()}: {words.listed(parts)}.")
    return " ".join(said)
