"""Children in areas, against totals read off the table of figures by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from matplotlib.patches import Rectangle

from ltp_analysis.reconciliation.verdict import Reconciled, Verdict
from ltp_analysis.reports import charts
from ltp_analysis.reports.charts.chart import picture
from ltp_analysis.reports.charts.children import PRINTED, children_data
from ltp_analysis.reports.palette import UNKNOWN

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ltp_analysis.validated.study import Study

TOTAL = "children-affected-inadequate-or-none"
BOUNDS = {"2016-17": (594378, 1540327), "2017-18": (1351226, 1518523), "2018-19": None}
PRINTS = {"2016-17": "1.2 million", "2017-18": "1.3 million", "2018-19": "1.3 million"}


def item(round_id: str, bounds: tuple[int, int] | None, **changes: str) -> Reconciled:
    fields = {
        "figure_id": f"{round_id}-{TOTAL}",
        "measure": "children-affected",
        "category": "inadequate-or-none",
        "group_id": "england",
        "unit": "children",
    }
    lower, upper = (None, None) if bounds is None else map(Fraction, bounds)
    return Reconciled(
        **{**fields, **changes},
        round_id=round_id,
        printed=PRINTS[round_id],
        verdict=Verdict.NOT_CHECKABLE if bounds is None else Verdict.POSSIBLE,
        rule="",
        base="",
        lower=lower,
        upper=upper,
        statements=(),
        because="",
    )


@pytest.fixture(scope="module")
def items() -> list[Reconciled]:
    return [item(round_id, bounds) for round_id, bounds in BOUNDS.items()]


def spans(axes: Axes, look: str) -> list[tuple[int, float, float]]:
    """Return row, least and greatest number of the bars of a hatch or colour."""
    found = []
    for patch in axes.patches:
        assert isinstance(patch, Rectangle)
        if look == (patch.get_hatch() or PRINTED):
            row = round(patch.get_y() + patch.get_height() / 2)
            found.append((row, patch.get_x(), patch.get_x() + patch.get_width()))
    return found


def test_bars_run_from_bound_to_bound_and_over_what_the_print_can_be(
    study: Study, items: list[Reconciled]
) -> None:
    axes = picture(charts.children_chart(study, items)).axes[0]
    assert spans(axes, UNKNOWN.hatch) == [(1, 594378, 1540327), (2, 1351226, 1518523)]
    assert spans(axes, PRINTED) == [
        (1, 1150000, 1250000),
        (2, 1250000, 1350000),
        (3, 1250000, 1350000),
    ]
    labels = [text.get_text() for text in axes.texts]
    assert labels == [
        "no total of this kind was found",
        "allowed: 594,378 to 1,540,327",
        "printed: 1.2 million (possible)",
        "allowed: 1,351,226 to 1,518,523",
        "printed: 1.3 million (possible)",
        "nothing bounds it",
        "printed: 1.3 million (not checkable)",
        "criteria changed",
        "criteria changed",
    ]


def test_the_words_say_every_number(study: Study, items: list[Reconciled]) -> None:
    chart = charts.children_chart(study, items)
    assert chart.headline == (
        "1 of 2 printed national totals can lie within what the ratings known allow"
    )
    what = "inadequate plan or none"
    assert chart.alt.startswith(
        "Bars of bounds, a row a total. 2015/16: no total of this kind was found. "
        f"2016/17, {what}: printed 1.2 million, which can stand for 1,150,000 to 1,250,000; "
        "allowed 594,378 to 1,540,327; possible. "
        f"2017/18, {what}: printed 1.3 million, which can stand for 1,250,000 to 1,350,000; "
        "allowed 1,351,226 to 1,518,523; possible. "
        f"2018/19, {what}: printed 1.3 million, which can stand for 1,250,000 to 1,350,000; "
        "nothing bounds it; not checkable. "
    )
    for text in (chart.alt, chart.caption):
        assert "The criteria changed between 2015/16 and 2016/17" in text
    assert (
        f"by rating of their area\N{RIGHT SINGLE QUOTATION MARK}s plan: {what}, number by round."
        in (chart.caption)
    )


def test_the_data_hold_national_totals_of_ratings_only(study: Study) -> None:
    local = item("2018-19", (1, 2), group_id="kent")
    other = item("2018-19", (1, 2), measure="children-estimated")
    share = item("2018-19", (1, 2), unit="percent")
    data = children_data(study, [local, other, share])
    assert list(data["round"]) == ["2015/16", "2016/17", "2017/18", "2018/19"]
    assert data.drop(columns="round").isna().all(axis=None)
    chart = charts.children_chart(study, [local])
    assert chart.headline == "No printed national total can be set against the ratings known"
    assert chart.alt.count("no total of this kind was found") == 4
    picture(chart)


@pytest.mark.parametrize(
    ("bounds", "headline"),
    [
        ([(1, 2000000)], "The one printed national total can lie"),
        ([(1, 2000000), (1300000, 1300000)], "All 2 printed national totals can lie"),
        ([(1, 2), (1, 2)], "None of 2 printed national totals can lie"),
    ],
)
def test_the_headline_counts_those_within_bounds(
    study: Study, bounds: list[tuple[int, int]], headline: str
) -> None:
    rounds = ["2016-17", "2017-18"]
    some = [item(name, ends) for name, ends in zip(rounds, bounds, strict=False)]
    made = charts.children_chart(study, some).headline
    assert made == f"{headline} within what the ratings known allow"


def test_several_totals_of_a_round_are_told_apart(study: Study, items: list[Reconciled]) -> None:
    other = item("2018-19", (5, 5), category="amber")
    chart = charts.children_chart(study, [*items, other])
    names = [label.get_text() for label in picture(chart).axes[0].get_yticklabels()]
    assert [name.split("\n")[0] for name in names] == [
        *("2015/16", "2016/17", "2017/18", "2018/19", "2018/19")
    ]
    assert names[-1].replace("\n", " ") == "2018/19 amber"
    assert (
        "children by rating of their area\N{RIGHT SINGLE QUOTATION MARK}s plan, number by round."
        in chart.caption
    )
    assert "allowed 5; possible." in chart.alt
