"""Panels of areas, against the bounds that they draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from matplotlib.patches import Rectangle

from ltp_analysis.reports import charts
from ltp_analysis.reports.charts.chart import picture
from ltp_analysis.reports.palette import UNKNOWN, styles
from ltp_analysis.solved.by_area import AreaCount

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study

BOUNDS = {
    "North": {"red": (0, 4), "amber": (3, 9), "green": (2, 2), "no plan": (0, 0)},
    "South": {"red": (0, 5), "amber": (5, 12), "green": (0, 7), "no plan": (1, 8)},
}
SIZES = {"North": 9, "South": 12}


@pytest.fixture(scope="module")
def counts() -> list[AreaCount]:
    return [
        AreaCount("2018-19", area, rating, SIZES[area], *ends)
        for area, ratings in BOUNDS.items()
        for rating, ends in ratings.items()
    ]


def test_bars_are_the_bounds(study: Study, counts: list[AreaCount]) -> None:
    axes = picture(charts.area_panels(study, counts)).axes[0]
    found: dict[float, list[tuple[float, float, str]]] = {}
    for patch in axes.patches:
        assert isinstance(patch, Rectangle)
        middle = round(patch.get_y() + patch.get_height() / 2, 3)
        width = patch.get_x(), patch.get_width(), patch.get_hatch() or ""
        found.setdefault(middle, []).append(width)
    look = styles(study)
    ticks = dict(
        zip(
            (round(float(tick), 3) for tick in axes.get_yticks()),
            (label.get_text() for label in axes.get_yticklabels()),
            strict=True,
        )
    )
    drawn = [(ticks[middle], found.get(middle, [])) for middle in sorted(ticks)]
    expected = []
    for ratings in BOUNDS.values():
        for rating, (lower, upper) in ratings.items():
            bars = [(0, lower, look[rating].hatch)] if lower else []
            bars += [(lower, upper - lower, UNKNOWN.hatch)] if upper > lower else []
            expected.append((rating, bars))
    assert drawn == expected


def test_the_text_and_the_labels_say_every_bound(study: Study, counts: list[AreaCount]) -> None:
    chart = charts.area_panels(study, counts)
    assert chart.alt == (
        "Bars of bounds, a panel a region, 2018/19. "
        "North, 9 CCGs: red 0 to 4; amber 3 to 9; green 2; no plan none. "
        "South, 12 CCGs: red 0 to 5; amber 5 to 12; green 0 to 7; no plan 1 to 8."
    )
    texts = [text.get_text() for text in picture(chart).axes[0].texts]
    assert texts == [
        *("North (9 CCGs)", "0 to 4", "3 to 9", "2", "none"),
        *("South (12 CCGs)", "0 to 5", "5 to 12", "0 to 7", "1 to 8"),
    ]


def test_the_data_are_a_row_an_area_and_rating(study: Study, counts: list[AreaCount]) -> None:
    data = charts.area_panels(study, counts).data
    rows = data.set_index(["area", "rating"])[["lower", "upper"]].apply(tuple, axis=1).to_dict()
    assert rows == {(a, r): ends for a, some in BOUNDS.items() for r, ends in some.items()}
    assert data.groupby("area")["units"].first().to_dict() == SIZES


def test_the_headline_counts_what_is_settled(study: Study, counts: list[AreaCount]) -> None:
    def headline(*places: int) -> str:
        return charts.area_panels(study, [counts[place] for place in places]).headline

    what = "numbers of CCGs with a rating in a region"
    assert headline(*range(8)) == (
        f"In 2018/19, 2 of the 8 {what} are known exactly; 3 others are certainly above zero"
    )
    assert headline(0, 1, 4) == (
        f"In 2018/19, none of the 3 {what} is known exactly; 1 is certainly above zero"
    )
    assert headline(2, 1) == (
        f"In 2018/19, 1 of the 2 {what} is known exactly; 1 other is certainly above zero"
    )
    assert headline(3) == f"In 2018/19, 1 of the 1 {what} is known exactly"


def test_charts_of_other_areas_have_names_of_their_own(
    study: Study, counts: list[AreaCount]
) -> None:
    made = charts.area_panels(study, counts, "local office")
    assert made.name == "local-offices-2018-19"
    assert "by local office" in made.subtitle
    with pytest.raises(ValueError, match="there are no bounds to draw for any region"):
        charts.area_panels(study, [])
