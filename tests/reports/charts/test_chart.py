"""A chart is words and data until it is saved."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from ltp_analysis.reports.charts import Chart, save
from ltp_analysis.reports.charts.chart import picture

if TYPE_CHECKING:
    from pathlib import Path

DATA = pd.DataFrame({"name": ['a "b", <c> & 😀', "שלום"], "number": [1, 2]})


def draw() -> Figure:
    drawn = Figure(figsize=(2, 1))
    axes = drawn.subplots()
    axes.set_xticks([0, 1], ["中", "\u200fדרש"])
    axes.set_yticks([0, 1])
    axes.set_title("$1 & $2")
    return drawn


def broken() -> Figure:
    raise ValueError("no drawing")


@pytest.mark.parametrize(
    ("parts", "title", "caption"),
    [
        (
            ("All is well", "Number, 2018", "Source: us"),
            "All is well.",
            "Number, 2018. Source: us.",
        ),
        (("Is it?", "Yes.", ""), "Is it?", "Yes."),
        (("So.", "", "Source: us."), "So.", "Source: us."),
    ],
)
def test_title_and_caption_are_sentences(
    parts: tuple[str, str, str], title: str, caption: str
) -> None:
    chart = Chart("name", broken, *parts, "alt", DATA)
    assert (chart.title, chart.caption) == (title, caption)


def test_ticks_and_texts_are_drawn_in_characters_that_the_font_has() -> None:
    drawn = picture(Chart("name", draw, "", "", "", "alt", DATA))
    drawn.savefig(BytesIO(), format="png")
    said = {text.get_text() for text in drawn.findobj(Text)}
    assert {"[cjk unified ideograph-4e2d]", "דרש", "$1 & $2"} <= said
    assert not said & {"中", "\u200fדרש"}


def test_drawing_leaves_the_look_of_other_drawings_alone() -> None:
    before = dict(mpl.rcParams)
    picture(Chart("name", draw, "", "", "", "alt", DATA))
    assert dict(mpl.rcParams) == before


def test_data_come_back_as_they_were(tmp_path: Path) -> None:
    svg = save(Chart("name", draw, "", "", "", "alt", DATA), tmp_path / "new" / "folder")
    assert svg == tmp_path / "new" / "folder" / "name.svg"
    pd.testing.assert_frame_equal(pd.read_csv(svg.with_suffix(".csv")), DATA)
    assert b"\r" not in svg.with_suffix(".csv").read_bytes()


def test_a_drawing_that_fails_leaves_every_file_as_it_was(tmp_path: Path) -> None:
    save(Chart("name", draw, "", "", "", "alt", DATA), tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(ValueError, match="no drawing"):
        save(Chart("name", broken, "", "", "", "alt", DATA), tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
