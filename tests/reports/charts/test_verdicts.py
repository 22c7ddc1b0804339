"""Verdicts at a glance, against a count by pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from matplotlib.patches import Rectangle

from ltp_analysis.reconciliation.verdict import Reconciled, Verdict
from ltp_analysis.reports import charts
from ltp_analysis.reports.charts.chart import picture

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study


@pytest.fixture(scope="module")
def counted(study: Study, items: list[Reconciled]) -> pd.DataFrame:
    figures = study["figures"].set_index("figure_id")
    kinds = study["measures"].set_index("measure")["kind"]
    frame = pd.DataFrame(
        {
            "kind": [kinds[str(figures.loc[item.figure_id, "measure"])] for item in items],
            "verdict": [str(item.verdict) for item in items],
        }
    )
    return pd.crosstab(frame["kind"], frame["verdict"])


def test_the_data_are_the_counts(
    study: Study, items: list[Reconciled], counted: pd.DataFrame
) -> None:
    data = charts.verdict_chart(study, items).data
    assert len(data) == counted.size
    for row in data.to_dict("records"):
        assert row["figures"] == counted.loc[row["kind"], row["verdict"]]
        assert row["of"] == counted.loc[row["kind"]].sum()
    assert data["figures"].sum() == len(items)
    order = list(dict.fromkeys(study["measures"]["kind"]))
    assert list(dict.fromkeys(data["kind"])) == [kind for kind in order if kind in counted.index]


def test_bars_are_as_long_as_their_counts(
    study: Study, items: list[Reconciled], counted: pd.DataFrame
) -> None:
    axes = picture(charts.verdict_chart(study, items)).axes[0]
    kinds = [label.get_text().split(" (")[0] for label in axes.get_yticklabels()]
    assert kinds[-1] == "all"
    verdicts = [label.get_text().replace("\n", " ") for label in axes.get_xticklabels()]
    assert verdicts == [str(verdict) for verdict in Verdict]
    widths = {}
    for patch in axes.patches:
        assert isinstance(patch, Rectangle)
        spot = kinds[round(patch.get_y() + patch.get_height() / 2)], verdicts[int(patch.get_x())]
        widths[spot] = patch.get_width()
    most = max(widths.values())
    for kind in counted.index:
        for verdict in counted.columns:
            number = counted.loc[kind, verdict]
            length = widths.get((kind, verdict), 0)
            assert length / most == pytest.approx(number / counted.to_numpy().max())


def test_the_words_say_every_number(
    study: Study, items: list[Reconciled], counted: pd.DataFrame
) -> None:
    chart = charts.verdict_chart(study, items)
    totals = counted.sum()
    assert chart.headline == (
        f"Verdicts on {len(items)} published figures: {totals['reproduced']} reproduced, "
        f"{totals['reproduced under another rule']} reproduced under another rule, "
        f"{totals['possible']} possible, {totals['contradicted']} contradicted and "
        f"{totals['not checkable']} not checkable"
    )
    for kind in counted.index:
        (sentence,) = [one for one in chart.alt.split(". ") if one.casefold().startswith(kind)]
        assert f", {counted.loc[kind].sum()} in all: " in sentence
        for verdict in counted.columns:
            number = counted.loc[kind, verdict]
            assert (f"{number} {verdict}" in sentence) == bool(number)


def test_one_verdict_or_none_is_said_as_such(study: Study, items: list[Reconciled]) -> None:
    one = charts.verdict_chart(study, items[:1])
    assert one.headline == f"Verdicts on 1 published figure: 1 {items[0].verdict}"
    none = charts.verdict_chart(study, [])
    assert none.headline == "No published figure has a verdict"
    assert none.data.empty
    picture(none)
