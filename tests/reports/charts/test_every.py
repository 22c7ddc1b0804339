"""What holds for every chart, of the shipped study and of a made-up one."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pandas as pd

from ltp_analysis.reports import charts
from ltp_analysis.reports.charts.chart import picture
from ltp_analysis.reports.charts.drawing import PAGE_WIDTH

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import TypeAlias

    from matplotlib.figure import Figure

    from ltp_analysis.reports.charts import Chart

    Faults: TypeAlias = Callable[[Figure], list[str]]


def test_letters_are_large_enough_whole_and_apart(each: Chart, faults: Faults) -> None:
    drawn = picture(each)
    assert drawn.get_figwidth() == PAGE_WIDTH
    assert faults(drawn) == []


def test_so_are_those_of_other_scales_and_names(each_made_up: Chart, faults: Faults) -> None:
    found = faults(picture(each_made_up))
    if each_made_up.name.startswith("map-"):
        # A tile with room for no more than a letter a rating has smaller ones in its foot.
        found = [fault for fault in found if not re.fullmatch("small: .{1,3}", fault)]
    assert found == []


def test_a_caption_is_headline_subtitle_and_source(each: Chart) -> None:
    caption = f"{each.title} {each.caption}"
    assert caption.startswith(each.headline)
    assert each.caption.startswith(each.subtitle)
    assert each.source.startswith("Source: ")
    assert caption.endswith(f"{each.source}.")
    assert not re.search(r"\.\.|\.[A-Z]|  ", caption.replace("ltp-analysis", ""))


def test_each_says_something_to_those_who_cannot_see_it(each_made_up: Chart) -> None:
    assert each_made_up.alt.endswith(".")
    assert "  " not in each_made_up.alt
    assert len(each_made_up.data)


def test_files_are_the_same_bytes_and_know_no_place_or_time(
    each_made_up: Chart, tmp_path: Path
) -> None:
    made = []
    for number in (1, 2):
        svg = charts.save(each_made_up, tmp_path / str(number))
        assert svg == tmp_path / str(number) / f"{each_made_up.name}.svg"
        made.append([svg.with_suffix(suffix).read_bytes() for suffix in (".svg", ".png", ".csv")])
        names = sorted(path.name for path in svg.parent.iterdir())
        assert names == [f"{each_made_up.name}{suffix}" for suffix in (".csv", ".png", ".svg")]
    assert made[0] == made[1]
    for content in made[0][:2]:
        assert str(tmp_path).encode() not in content
        assert b"/home/" not in content
        assert not re.search(rb"dc:date|tIME|Creation Time|\b20[2-9]\d-\d\d-\d\d", content)


def test_the_picture_is_sound_and_the_data_are_those_drawn(
    each_made_up: Chart, tmp_path: Path
) -> None:
    svg = charts.save(each_made_up, tmp_path)
    root = ET.fromstring(svg.read_text(encoding="utf-8"))  # noqa: S314 - written just now
    assert root.tag.endswith("svg")
    assert root.attrib["width"] == f"{72 * PAGE_WIDTH:.1f}pt"
    assert svg.with_suffix(".png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    back = pd.read_csv(svg.with_suffix(".csv"), dtype=str, keep_default_na=False)
    assert list(back.columns) == list(each_made_up.data.columns)
    expected = each_made_up.data.astype(object).where(each_made_up.data.notna(), "").astype(str)
    assert (back.to_numpy() == expected.to_numpy()).all()


def test_nothing_is_drawn_before_it_is_saved(each: Chart) -> None:
    drawn: list[str] = []

    def draw() -> Figure:
        drawn.append(each.name)
        return each.draw()

    spied = replace(each, draw=draw)
    assert all((spied.caption, spied.alt, len(spied.data)))
    assert drawn == []
    picture(spied)
    assert drawn == [each.name]


def test_no_name_is_changed_in_words_and_data(each_made_up: Chart) -> None:
    said = each_made_up.alt + each_made_up.caption + each_made_up.data.to_csv()
    for mangled in ("&amp;", "&lt;", "\\u", "[grinning face]"):
        assert mangled not in said
    assert html.unescape(said) == said
