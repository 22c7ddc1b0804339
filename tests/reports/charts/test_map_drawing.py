"""The map: each unit's tile where the table says, and a key that counts them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from matplotlib.patches import Rectangle

from ltp_analysis.reports import charts
from ltp_analysis.reports.charts.chart import picture
from ltp_analysis.reports.charts.marks import HALF
from ltp_analysis.solved.ratings import DEDUCED, OPEN, STATED, UnitRating
from ltp_analysis.validated.areas import areas_of

if TYPE_CHECKING:
    from ltp_analysis.reports.charts import Chart
    from ltp_analysis.validated.study import Study

ROUND = "2018-19"


@pytest.fixture(scope="module")
def ratings(study: Study) -> list[UnitRating]:
    """Return ratings of three kinds: every third unit green, every third not red, others open."""
    order = tuple(study.ratings)
    kinds = [(("green",), STATED), (order[1:], DEDUCED), (order, OPEN)]
    return [
        UnitRating(row["unit_code"], row["name"], ROUND, *kinds[place % 3], ())
        for place, row in enumerate(study.units(ROUND).to_dict("records"))
    ]


@pytest.fixture(scope="module")
def chart(study: Study, ratings: list[UnitRating]) -> Chart:
    return charts.tile_map(study, ROUND, ratings)


def test_every_tile_is_labelled_and_stands_where_the_data_say(chart: Chart) -> None:
    axes = picture(chart).axes[0]
    codes = {text.get_text(): text.get_position() for text in axes.texts}
    for row in chart.data.to_dict("records"):
        x, y = codes[row["unit_code"]]
        assert x == row["column"]
        assert abs(y - row["row"]) < HALF
    squares = Counter(
        (round(patch.get_x() + HALF), round(patch.get_y() + HALF))
        for patch in axes.patches
        if isinstance(patch, Rectangle) and patch.get_height() == pytest.approx(2 * HALF)
    )
    places = zip(chart.data["column"], chart.data["row"], strict=True)
    assert all(squares[place] == 1 for place in places)


def test_tiles_are_squares(chart: Chart) -> None:
    drawn = picture(chart)
    axes, (wide, high) = drawn.axes[0], drawn.get_size_inches()
    (west, east), (foot, top) = axes.get_xlim(), axes.get_ylim()
    assert wide / (east - west) == pytest.approx(high / (foot - top))


def test_the_key_counts_every_unit_once_by_rating_and_by_state(
    study: Study, chart: Chart, ratings: list[UnitRating]
) -> None:
    texts = [text.get_text() for text in picture(chart).axes[0].texts]
    number = len(ratings)
    green, some = len(ratings[::3]), len(ratings[1::3])
    key = [text for text in texts if ": " in text]
    assert key == [
        *(f"{rating}: {green if rating == 'green' else 'none'} known" for rating in study.ratings),
        *(f"one left, stated: {green}", f"several left: {some}", f"open: {number - green - some}"),
    ]


def test_regions_are_named_and_parted(study: Study, chart: Chart) -> None:
    axes = picture(chart).axes[0]
    bold = {t.get_text().replace("\n", " ") for t in axes.texts if t.get_fontweight() == "bold"}
    assert bold == set(areas_of(study, ROUND).values())
    assert sum(len(lines.get_paths()) for lines in axes.collections) > 0


def test_other_kinds_of_areas_can_be_drawn(study: Study, ratings: list[UnitRating]) -> None:
    made = charts.tile_map(study, ROUND, ratings, "no such kind")
    assert "Thick lines" not in made.subtitle
    axes = picture(made).axes[0]
    assert not any(text.get_fontweight() == "bold" for text in axes.texts)
    assert set(made.data["region"]) == {""}
