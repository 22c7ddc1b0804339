"""Charts, against the findings that they draw."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from ltp_analysis.findings.ledger import build_ledger
from ltp_analysis.reports import charts, words
from ltp_analysis.reports.palette import UNKNOWN, styles
from ltp_analysis.statements.stated import stated_ratings

if TYPE_CHECKING:
    from pathlib import Path

    from ltp_analysis.findings.finding import Finding
    from ltp_analysis.findings.ledger import Ledger
    from ltp_analysis.reports.charts import Chart
    from ltp_analysis.validated.study import Study

ROUNDS = ["2015-16", "2016-17", "2017-18", "2018-19"]
RATINGS = ("red", "amber", "green", "no plan")


@pytest.fixture(scope="module")
def chart(study: Study, ledger: Ledger) -> Chart:
    return charts.ratings_by_round(study, ledger, ROUNDS)


@pytest.fixture(scope="module")
def named(study: Study) -> Chart:
    return charts.named_units(study, "2018-19")


def drawn_share(ledger: Ledger, round_id: str, rating: str) -> Finding | None:
    variant = "as-printed" if round_id == "2015-16" else "with-missing"
    return ledger.get(f"share.{round_id}.{rating.replace(' ', '-')}.england.{variant}")


def bars(chart: Chart) -> dict[int, list[Rectangle]]:
    """Return the parts of each bar from left to right, by the place of the round."""
    found: dict[int, list[Rectangle]] = defaultdict(list)
    for patch in chart.picture.axes[0].patches:
        assert isinstance(patch, Rectangle)
        found[round(patch.get_y() + patch.get_height() / 2)].append(patch)
    return {place: sorted(parts, key=Rectangle.get_x) for place, parts in found.items()}


def test_each_bar_is_all_of_its_base_without_gap(chart: Chart) -> None:
    found = bars(chart)
    assert sorted(found) == [0, 1, 2, 3]
    for parts in found.values():
        edge = 0.0
        for part in parts:
            assert part.get_x() == pytest.approx(edge, abs=1e-9)
            edge += part.get_width()
        assert edge == pytest.approx(100)


def test_each_part_is_as_wide_as_its_finding(study: Study, ledger: Ledger, chart: Chart) -> None:
    look = styles(study)
    for place, round_id in enumerate(ROUNDS):
        widths = {
            (part.get_hatch() or "", to_hex(part.get_facecolor())): part.get_width()
            for part in bars(chart)[place]
        }
        for rating in RATINGS:
            share = drawn_share(ledger, round_id, rating)
            found = widths.get((look[rating].hatch, look[rating].fill))
            if share is None:
                assert found is None
            elif share.printed:
                assert found == {"red": 37, "green": 14}[rating]
            else:
                assert share.lower is not None
                assert found == pytest.approx(float(share.lower))


def test_what_is_open_is_dotted_and_nothing_else(chart: Chart) -> None:
    open_parts = {
        place: [part.get_width() for part in parts if part.get_hatch() == UNKNOWN.hatch]
        for place, parts in bars(chart).items()
    }
    assert open_parts[0] == [pytest.approx(49)]
    assert open_parts[1] == open_parts[2] == []
    assert open_parts[3] == [pytest.approx(100 * 2 / 195)]


def test_labels_are_the_findings(ledger: Ledger, chart: Chart) -> None:
    labels = [text.get_text() for text in chart.picture.axes[0].texts]
    expected = [
        words.percent(share)
        for round_id in ROUNDS
        for rating in RATINGS
        if (share := drawn_share(ledger, round_id, rating)) is not None
    ]
    breaks = ["criteria changed"] * 2
    assert sorted(labels) == sorted([*expected, "not published", *breaks])


def test_bars_are_named_with_round_and_base(chart: Chart) -> None:
    names = [label.get_text() for label in chart.picture.axes[0].get_yticklabels()]
    assert names == [
        "2015/16\nbases differ,\ntheir sizes not printed",
        "2016/17\nof 116 plans due",
        "2017/18\nof 195 CCGs",
        "2018/19\nof 195 CCGs",
    ]


def test_the_legend_names_every_rating_and_the_unknown(study: Study, chart: Chart) -> None:
    (legend,) = chart.picture.legends
    assert [text.get_text() for text in legend.get_texts()] == [*RATINGS, "undetermined"]
    look = [*styles(study).values(), UNKNOWN]
    hatches = [patch.get_hatch() or "" for patch in legend.get_patches()]
    assert hatches == [style.hatch for style in look]


def test_the_text_says_every_share_that_is_drawn(ledger: Ledger, chart: Chart) -> None:
    sentences = re.split(r"(?<=\.) (?=20)", chart.alt.removeprefix("Stacked bars. "))
    assert [sentence[:8] for sentence in sentences] == [
        "2015/16:",
        "2016/17:",
        "2017/18:",
        "2018/19:",
    ]
    for round_id, sentence in zip(ROUNDS, sentences, strict=True):
        for rating in RATINGS:
            share = drawn_share(ledger, round_id, rating)
            assert share is None or f"{rating} {words.share(share)}" in sentence
    assert "the other ratings, not known" in sentences[0]
    rest = "the small rest could be one rating or another"
    assert [rest in sentence for sentence in sentences] == [False, False, False, True]


@pytest.mark.parametrize("red", [19, 20, 25, 30, 33])
def test_a_determined_round_leaves_no_rest(study: Study, red: int) -> None:
    figures = study["figures"].copy()
    figures.loc[figures["figure_id"] == "2017-18-rating-red", "value"] = str(red)
    other = replace(study, tables={**study.tables, "figures": figures})
    ledger = build_ledger(other)
    assert ledger["count.2017-18.red.england"].lower == red
    made = charts.ratings_by_round(other, ledger, ["2017-18"])
    assert len(bars(made)[0]) == 4
    assert "rest" not in made.alt


def test_a_round_without_missing_plans_is_drawn_on_its_own_base(study: Study) -> None:
    figures = study["figures"]
    figures = figures[figures["figure_id"] != "2016-17-plans-analysed"]
    other = replace(study, tables={**study.tables, "figures": figures})
    made = charts.ratings_by_round(other, build_ledger(other), ["2016-17"])
    assert "amber 62% (61 of 98 plans analysed)" in made.alt
    (name,) = (label.get_text() for label in made.picture.axes[0].get_yticklabels())
    assert name == "2016/17\nof 98 plans analysed"


def test_named_units_are_all_in_the_picture_and_in_its_text(study: Study, named: Chart) -> None:
    stated = stated_ratings(study, "2018-19")
    names = [study.settings.short(unit.name) for unit in stated]
    labels = [label.get_text() for label in named.picture.axes[0].get_yticklabels()]
    assert sorted(labels) == sorted(names)
    assert len(labels) == 31
    assert all(name in named.alt for name in names)
    green = re.search(r"green: ([^.]*)\.", named.alt)
    assert green is not None
    assert green[1] == (
        "Doncaster; Heywood, Middleton and Rochdale; Tameside and Glossop; and Trafford"
    )


def test_marks_stand_on_the_ratings_that_are_left(study: Study, named: Chart) -> None:
    axes = named.picture.axes[0]
    assert [label.get_text() for label in axes.get_xticklabels()] == list(RATINGS)
    labels = [label.get_text() for label in axes.get_yticklabels()]
    look = styles(study)
    marks: dict[str, set[str]] = defaultdict(set)
    filled: dict[str, set[bool]] = defaultdict(set)
    for line in axes.lines:
        if line.get_marker() not in {style.marker for style in look.values()}:
            continue
        ((column, place),) = np.asarray(line.get_xydata()).tolist()
        rating, name = RATINGS[int(column)], labels[int(place)]
        assert line.get_marker() == look[rating].marker
        marks[name].add(rating)
        filled[name].add(line.get_markerfacecolor() != "#ffffff")
    expected = {
        study.settings.short(u.name): set(u.possible) for u in stated_ratings(study, "2018-19")
    }
    assert marks == expected
    assert {name: {len(left) == 1} for name, left in expected.items()} == filled


@pytest.mark.parametrize("which", ["ratings-by-round", "named-units"])
def test_saved_charts_are_the_same_bytes_and_know_no_place_or_time(
    study: Study, ledger: Ledger, tmp_path: Path, which: str
) -> None:
    made = []
    for number in (1, 2):
        chart = (
            charts.ratings_by_round(study, ledger, ROUNDS)
            if which == "ratings-by-round"
            else charts.named_units(study, "2018-19")
        )
        assert chart.name == which
        svg = charts.save(chart, tmp_path / str(number))
        assert svg == tmp_path / str(number) / f"{which}.svg"
        made.append((svg.read_bytes(), svg.with_suffix(".png").read_bytes()))
    assert made[0] == made[1]
    svg_bytes, png_bytes = made[0]
    assert svg_bytes.startswith(b"<?xml")
    assert png_bytes.startswith(b"\x89PNG\r\n\x1a\n")
    for content in made[0]:
        assert str(tmp_path).encode() not in content
        assert b"/home/" not in content
        assert not re.search(rb"dc:date|tIME|Creation Time|\b20[2-9]\d-\d\d-\d\d", content)
