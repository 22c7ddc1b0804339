"""The ratings of each round, against the findings that they are drawn from."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from ltp_analysis.findings.ledger import Ledger, build_ledger
from ltp_analysis.reports import charts, words
from ltp_analysis.reports.charts.by_round import UNDETERMINED
from ltp_analysis.reports.charts.chart import picture
from ltp_analysis.reports.palette import UNKNOWN, styles

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ltp_analysis.findings.finding import Finding
    from ltp_analysis.reports.charts import Chart
    from ltp_analysis.validated.study import Study

ROUNDS = ["2015-16", "2016-17", "2017-18", "2018-19"]
RATINGS = ("red", "amber", "green", "no plan")
BARS = [("2015-16", "red"), ("2015-16", "green"), *((name, "") for name in ROUNDS[1:])]
"""The round of each bar; for the round whose shares have bases of their own, the rating."""


@pytest.fixture(scope="module")
def chart(study: Study, ledger: Ledger) -> Chart:
    return charts.ratings_by_round(study, ledger, ROUNDS)


@pytest.fixture(scope="module")
def axes(chart: Chart) -> Axes:
    return picture(chart).axes[0]


def drawn_share(ledger: Ledger, round_id: str, rating: str) -> Finding | None:
    variant = "as-printed" if round_id == "2015-16" else "with-missing"
    return ledger.get(f"share.{round_id}.{rating.replace(' ', '-')}.england.{variant}")


def bars(axes: Axes) -> list[list[Rectangle]]:
    """Return the parts of each bar from left to right, the bars from above."""
    found: dict[int, list[Rectangle]] = {}
    for patch in axes.patches:
        assert isinstance(patch, Rectangle)
        found.setdefault(round(patch.get_y() + patch.get_height() / 2), []).append(patch)
    return [sorted(found[place], key=Rectangle.get_x) for place in sorted(found)]


def test_each_bar_is_all_of_its_base_without_gap(axes: Axes) -> None:
    assert len(bars(axes)) == len(BARS)
    for parts in bars(axes):
        edge = 0.0
        for part in parts:
            assert part.get_x() == pytest.approx(edge, abs=1e-5)
            edge += part.get_width()
        assert edge == pytest.approx(100, abs=1e-4)


def test_each_part_is_as_wide_as_its_finding(study: Study, ledger: Ledger, axes: Axes) -> None:
    look = styles(study)
    for (round_id, only), parts in zip(BARS, bars(axes), strict=True):
        widths = {
            (part.get_hatch() or "", to_hex(part.get_facecolor())): part.get_width()
            for part in parts
        }
        for rating in RATINGS:
            share = drawn_share(ledger, round_id, rating)
            found = widths.get((look[rating].hatch, look[rating].fill))
            if share is None or only not in {"", rating}:
                assert found is None
            elif share.printed:
                assert found == {"red": 37, "green": 14}[rating]
            else:
                assert share.lower is not None
                assert found == pytest.approx(float(share.lower), abs=1e-5)


def test_shares_of_different_bases_never_stand_in_one_bar(chart: Chart) -> None:
    first = chart.data[chart.data["round"] == "2015/16"]
    assert first.groupby("base")["part"].agg(list).to_dict() == {
        "CCGs, those without a plan perhaps left out": ["red", UNDETERMINED],
        "plans or CCGs, not said which": [UNDETERMINED, "green"],
    }


def test_what_is_open_is_dotted_and_nothing_else(axes: Axes) -> None:
    open_parts = [
        [part.get_width() for part in parts if part.get_hatch() == UNKNOWN.hatch]
        for parts in bars(axes)
    ]
    assert open_parts[:4] == [[63], [86], [], []]
    assert open_parts[4] == [pytest.approx(100 * 2 / 195, abs=1e-5)]


def test_labels_are_the_findings(ledger: Ledger, axes: Axes) -> None:
    labels = [text.get_text().replace("\n", " ") for text in axes.texts]
    breaks = ["criteria changed"] * 2
    expected = []
    for round_id in ROUNDS:
        for rating in RATINGS:
            if share := drawn_share(ledger, round_id, rating):
                number = words.count(share) if share.numerator_lower is not None else ""
                small = share.lower is not None and share.lower < 7
                number = f"({number})" if number and small else number
                expected.append(f"{rating} {words.percent(share)} {number}".strip())
    assert sorted(labels) == sorted([*expected, "not published", "not published", *breaks])


def test_bars_are_named_with_round_and_base(axes: Axes) -> None:
    names = [label.get_text().replace("\n", " ") for label in axes.get_yticklabels()]
    assert names == [
        "2015/16 of CCGs, those without a plan perhaps left out",
        "2015/16 of plans or CCGs, not said which",
        "2016/17 of 116 plans due",
        "2017/18 of 195 CCGs",
        "2018/19 of 195 CCGs",
    ]


def test_breaks_stand_between_rounds_of_other_criteria(axes: Axes) -> None:
    lines = [line for line in axes.lines if line.get_linestyle() == "--"]
    assert [line.get_ydata()[0] for line in lines] == [1.5, 2.5]  # type: ignore[index]


def test_the_legend_names_every_rating_and_the_unknown(study: Study, chart: Chart) -> None:
    (legend,) = picture(chart).legends
    assert [text.get_text() for text in legend.get_texts()] == [*RATINGS, "undetermined"]
    look = [*styles(study).values(), UNKNOWN]
    hatches = [patch.get_hatch() or "" for patch in legend.get_patches()]
    assert hatches == [style.hatch for style in look]


def test_the_text_says_every_share_that_is_drawn(ledger: Ledger, chart: Chart) -> None:
    text, _, breaks = chart.alt.removeprefix("Stacked bars. ").partition(" The criteria changed")
    sentences = re.split(r"(?<=\.) (?=20)", text)
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
    rest = "the small rest, 1%, could be one rating or another"
    assert [rest in sentence for sentence in sentences] == [False, False, False, True]
    assert "between 2015/16 and 2016/17 and between 2016/17 and 2017/18" in breaks


def test_the_data_are_the_findings(ledger: Ledger, chart: Chart) -> None:
    known = chart.data[chart.data["part"] != UNDETERMINED]
    assert len(known) == 2 + 3 * 4
    for row in known.to_dict("records"):
        finding = ledger[row["finding"]]
        assert (row["part"], row["base"]) == (finding.category, words.base(finding))
        assert finding.lower is not None
        assert finding.upper is not None
        assert row["lower"] == pytest.approx(float(finding.lower), abs=1e-6)
        assert row["upper"] == pytest.approx(float(finding.upper), abs=1e-6)
        numerators = [row["numerator_lower"], row["numerator_upper"]]
        if finding.numerator_lower is not None:
            assert numerators == [finding.numerator_lower, finding.numerator_upper]
    rest = chart.data[chart.data["part"] == UNDETERMINED]
    assert rest[["lower", "upper", "numerator_lower", "finding"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("rounds", "headline"),
    [
        (ROUNDS, "In 2018/19, amber was the most frequent: 74% (144 or 145 of 195 CCGs)"),
        (ROUNDS[:2], "In 2016/17, amber was the most frequent: 53% (61 of 116 plans due)"),
        (
            ROUNDS[:1],
            (
                "Of the ratings of 2015/16 this is known: red 37% (of CCGs, those without a "
                "plan perhaps left out; their number was not printed); and green 14% (of plans or "
                "CCGs, not said which; their number was not printed)"
            ),
        ),
    ],
)
def test_the_headline_says_what_the_last_round_was_like(
    study: Study, ledger: Ledger, rounds: list[str], headline: str
) -> None:
    made = charts.ratings_by_round(study, ledger, rounds)
    assert made.headline == headline
    assert ("The criteria changed" in made.caption) == (len(rounds) > 1)


def test_nothing_is_called_most_frequent_that_need_not_be(study: Study, ledger: Ledger) -> None:
    names = {rating: f"share.2018-19.{rating}.england.with-missing" for rating in RATINGS[:3]}
    red, amber = ledger[names["red"]], ledger[names["amber"]]
    for rival_upper, amber_lower in ((80, 74), (3, 2)):
        wide = replace(amber, lower=Fraction(amber_lower), upper=Fraction(90))
        rival = replace(red, lower=Fraction(1), upper=Fraction(rival_upper))
        changed = Ledger(
            {names["amber"]: wide, names["red"]: rival}.get(name, finding)
            for name, finding in ledger.items()
        )
        made = charts.ratings_by_round(study, changed, ["2018-19"])
        assert made.headline.startswith("Of the ratings of 2018/19 this is known: red")


def test_a_round_without_any_share_is_drawn_as_one_open_bar(study: Study) -> None:
    made = charts.ratings_by_round(study, Ledger([]), ["2018-19"])
    assert made.headline == "No share of the ratings of 2018/19 is known"
    parts = made.data[["part", "width", "base"]].to_numpy().tolist()
    assert parts == [[UNDETERMINED, 100.0, "195 CCGs"]]
    assert made.data["finding"].isna().all()
    assert made.alt == "Stacked bars. 2018/19: no share is known (of 195 CCGs)."
    words_drawn = [text.get_text() for text in picture(made).axes[0].texts]
    assert words_drawn == ["no share is known"]


@pytest.mark.parametrize("red", [19, 20, 25, 30, 33])
def test_a_determined_round_leaves_no_rest(study: Study, red: int) -> None:
    figures = study["figures"].copy()
    figures.loc[figures["figure_id"] == "2017-18-rating-red", "value"] = str(red)
    other = replace(study, tables={**study.tables, "figures": figures})
    ledger = build_ledger(other)
    assert ledger["count.2017-18.red.england"].lower == red
    made = charts.ratings_by_round(other, ledger, ["2017-18"])
    assert len(bars(picture(made).axes[0])[0]) == 4
    assert "rest" not in made.alt


def test_a_round_without_missing_plans_is_drawn_on_its_own_base(study: Study) -> None:
    figures = study["figures"]
    figures = figures[figures["figure_id"] != "2016-17-plans-analysed"]
    other = replace(study, tables={**study.tables, "figures": figures})
    made = charts.ratings_by_round(other, build_ledger(other), ["2016-17"])
    assert "amber 62% (61 of 98 plans analysed)" in made.alt
    (name,) = (label.get_text() for label in picture(made).axes[0].get_yticklabels())
    assert name == "2016/17\nof 98 plans analysed"


def test_labels_without_room_for_their_names_keep_their_order(
    made_up: Study, made_up_ledger: Ledger
) -> None:
    made = charts.ratings_by_round(made_up, made_up_ledger, ["2018-19"])
    small = [
        text for text in picture(made).axes[0].texts if text.get_horizontalalignment() == "left"
    ]
    places = [text.get_position()[0] for text in small]
    assert places == sorted(places)
    assert [text.get_text() for text in small] == [
        "2% (3 or 4)",
        "1% (2)",
        "5% to 6% (10 or 11)",
        "11% (21 or 22)",
    ]
