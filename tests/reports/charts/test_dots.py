from __future__ import annotations

import io
from typing import TYPE_CHECKING

from matplotlib.figure import Figure
from PIL import Image

from ltp_analysis.reports.charts.dots import DOTS_PER_INCH, in_dots

if TYPE_CHECKING:
    from pathlib import Path


def test_a_drawing_in_dots_has_its_size_and_its_colours(tmp_path: Path) -> None:
    """Three by two inches: the left half red, the rest white."""
    figure = Figure(figsize=(3, 2))
    axes = figure.add_axes((0, 0, 0.5, 1))
    axes.set_facecolor("#ff0000")
    axes.set_xticks([])
    axes.set_yticks([])
    path = tmp_path / "drawing.svg"
    figure.savefig(path)
    image = Image.open(io.BytesIO(in_dots(path)))
    assert image.size == (3 * DOTS_PER_INCH, 2 * DOTS_PER_INCH)
    assert [round(value) for value in image.info["dpi"]] == [DOTS_PER_INCH, DOTS_PER_INCH]
    colours = image.convert("RGB")
    assert colours.getpixel((100, 200)) == (255, 0, 0)
    assert colours.getpixel((500, 200)) == (255, 255, 255)


def test_the_same_drawing_gives_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "drawing.svg"
    Figure(figsize=(1, 1)).savefig(path)
    assert in_dots(path) == in_dots(path)
