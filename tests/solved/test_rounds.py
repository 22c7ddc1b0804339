"""Counts of the four rounds, and what may and may not change them."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from ltp_analysis.problems import InvalidDataError
from ltp_analysis.solved.composition import ContradictionError, Range
from ltp_analysis.solved.rounds import RoundCounts, national_ratings, round_counts
from ltp_analysis.statements.rounding import Rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.validated.study import Study

    Altered = Callable[..., Study]
    Rows = list[dict[str, str]]

ROUNDS = ("2015-16", "2016-17", "2017-18", "2018-19")
PARTS = {
    "2016-17": {"red": (21, 21), "amber": (61, 61), "green": (16, 16), "no plan": (18, 18)},
    "2017-18": {"red": (21, 21), "amber": (146, 146), "green": (21, 21), "no plan": (7, 7)},
    "2018-19": {"red": (3, 4), "amber": (144, 145), "green": (35, 36), "no plan": (11, 12)},
}
FIGURE = {
    "measure": "rating",
    "group_id": "england",
    "qualifier": "none",
    "resolution": "1",
    "base_basis": "stated",
    "edition": "original",
    "certainty": "certain",
    "doubt": "",
    "note": "",
    "source_id": "nspcc-news-2018",
}


def counts_of(study: Study, round_id: str, rule: Rule = Rule.NEAREST) -> RoundCounts:
    counts = round_counts(study, round_id, rule)
    assert counts is not None
    return counts


def bounds(counts: RoundCounts) -> dict[str, tuple[int, int]]:
    return {name: (part.lower, part.upper) for name, part in counts.parts.items()}


def values(counts: RoundCounts | None) -> object:
    """Return all of a round's counts but the order in which its figures stand."""
    if counts is None:
        return None
    return (
        dict(counts.parts),
        (counts.whole, counts.base, counts.missing, counts.rule),
        (set(counts.cautions), set(counts.statements), set(counts.sources)),
    )


@pytest.mark.parametrize(
    ("round_id", "whole", "base"),
    [("2016-17", 116, "plans-due"), ("2017-18", 195, "ccgs"), ("2018-19", 195, "ccgs")],
)
def test_counts_of_a_round(study: Study, round_id: str, whole: int, base: str) -> None:
    counts = counts_of(study, round_id)
    assert bounds(counts) == PARTS[round_id]
    assert (counts.round_id, counts.whole, counts.base) == (round_id, whole, base)
    assert counts.missing == ("no plan",)


def test_a_round_without_a_known_base_has_no_counts(study: Study) -> None:
    assert round_counts(study, "2015-16") is None


def test_the_rule_is_named_only_where_percentages_were_read(study: Study) -> None:
    assert counts_of(study, "2016-17").rule is Rule.NEAREST
    assert counts_of(study, "2017-18").rule is None
    assert counts_of(study, "2018-19", Rule.HALF_UP).rule is Rule.HALF_UP


def test_counts_rest_on_the_figures_that_pin_them_down(study: Study) -> None:
    assert {name: set(counts_of(study, name).statements) for name in PARTS} == {
        "2016-17": {"2016-17-rating-amber", "2016-17-rating-red", "2016-17-plans-analysed"},
        "2017-18": {"2017-18-rating-amber", "2017-18-rating-red", "2017-18-rating-no-plan"},
        "2018-19": {f"2018-19-rating-{name}" for name in ("green", "red", "amber", "no-plan")},
    }


def test_counts_carry_their_cautions(study: Study) -> None:
    first, second, third = (" ".join(counts_of(study, name).cautions) for name in PARTS)
    assert "Kernow was later put right from red to amber" in first
    assert "base is assumed" in first
    assert "not analysed are counted as missing" in first
    assert second == ""
    assert "base is assumed" in third
    assert "missing" not in third


def test_cut_off_the_percentages_of_2018_19_do_not_add_up(study: Study) -> None:
    with pytest.raises(ContradictionError, match="add up to 197 to 201, not to 195"):
        round_counts(study, "2018-19", Rule.TRUNCATED)


@pytest.mark.parametrize("rule", [Rule.HALF_UP, Rule.HALF_EVEN])
def test_rules_for_ties_do_not_matter_where_no_tie_is_possible(study: Study, rule: Rule) -> None:
    assert bounds(counts_of(study, "2018-19", rule)) == PARTS["2018-19"]


ADDED = {
    "a-2015-16": ("2015-16", "green", "percent", "14", "plans", "123"),
    "a-2016-17": ("2016-17", "red", "percent", "50", "plans-analysed", "98"),
    "a-2017-18": ("2017-18", "red", "count", "40", "ccgs", "195"),
    "a-2018-19": ("2018-19", "green", "percent", "30", "ccgs", "195"),
}


def added(name: str, **more: str) -> dict[str, str]:
    columns = ("round_id", "category", "unit", "value", "base", "base_value")
    row = FIGURE | {"figure_id": name} | dict(zip(columns, ADDED[name], strict=True))
    return row | {"printed": row["value"]} | more


def test_doubtful_figures_change_nothing(study: Study, altered: Altered) -> None:
    doubtful = [added(name, certainty="doubtful", doubt="Made up.") for name in ADDED]
    more = altered(figures=lambda rows: [*doubtful, *rows])
    assert set(ADDED) <= set(more["figures"]["figure_id"])
    for round_id in ROUNDS:
        assert round_counts(more, round_id) == round_counts(study, round_id)


def test_the_same_figures_would_be_noticed_if_they_were_certain(
    study: Study, altered: Altered
) -> None:
    more = altered(figures=lambda rows: [added("a-2015-16"), *rows])
    assert values(round_counts(study, "2015-16")) != values(round_counts(more, "2015-16"))
    with pytest.raises(InvalidDataError, match="add up to"):
        altered(figures=lambda rows: [added("a-2018-19"), *rows])


def test_the_order_of_rows_changes_nothing(study: Study, altered: Altered) -> None:
    def shuffled(rows: Rows) -> Rows:
        return random.Random(1).sample(rows, len(rows))  # noqa: S311 - no secret

    names = ("bases", "categories", "figures", "measures", "ratings", "rounds", "scales", "sources")
    mixed = altered(**dict.fromkeys(names, shuffled))
    assert list(mixed["figures"]["figure_id"]) != list(study["figures"]["figure_id"])
    for round_id in ROUNDS:
        assert values(round_counts(mixed, round_id)) == values(round_counts(study, round_id))


@pytest.mark.parametrize(
    ("round_id", "figure", "expected"),
    [
        ("2016-17", "rating-amber", {"amber": (0, 77), "green": (0, 77)}),
        ("2016-17", "rating-red", {"red": (0, 37), "green": (0, 37)}),
        ("2017-18", "rating-amber", {"amber": (0, 167), "green": (0, 167)}),
        ("2017-18", "rating-red", {"red": (0, 42), "green": (0, 42)}),
        ("2017-18", "rating-no-plan", {"no plan": (0, 28), "green": (0, 28)}),
        ("2018-19", "rating-green", {"green": (34, 37)}),
        ("2018-19", "rating-red", {"red": (2, 5)}),
        ("2018-19", "rating-amber", {"amber": (143, 146)}),
        ("2018-19", "rating-no-plan", {"no plan": (10, 13)}),
        ("2018-19", "rating-failing", {}),
    ],
)
def test_without_a_figure_bounds_widen_and_never_narrow(
    study: Study, round_id: str, figure: str, expected: dict[str, tuple[int, int]]
) -> None:
    figures = study["figures"]
    left = figures[figures["figure_id"] != f"{round_id}-{figure}"]
    assert len(left) == len(figures) - 1
    less = replace(study, tables={**study.tables, "figures": left})
    found = bounds(counts_of(less, round_id))
    assert found == PARTS[round_id] | expected
    for rating, (lower, upper) in PARTS[round_id].items():
        assert found[rating][0] <= lower <= upper <= found[rating][1]


def test_without_the_plans_due_nothing_is_said_of_missing_plans(altered: Altered) -> None:
    name = "2016-17-plans-analysed"
    less = altered(figures=lambda rows: [row for row in rows if row["figure_id"] != name])
    counts = counts_of(less, "2016-17")
    assert bounds(counts) == {name: PARTS["2016-17"][name] for name in ("red", "amber", "green")}
    assert (counts.whole, counts.base, counts.missing) == (98, "plans-analysed", ())


def test_a_figure_that_no_count_fits_is_named(altered: Altered) -> None:
    row = FIGURE | {
        "figure_id": "2017-18-rating-red-share",
        "round_id": "2017-18",
        "category": "red",
        "unit": "percent",
        "value": "50",
        "printed": "50",
        "base": "ccgs",
        "base_value": "195",
    }
    with pytest.raises(ContradictionError, match="2017-18-rating-red-share"):
        round_counts(altered(figures=lambda rows: [*rows, row]), "2017-18")


def test_two_figures_of_one_rating_narrow_each_other(altered: Altered) -> None:
    row = FIGURE | {
        "figure_id": "2018-19-rating-green-fine",
        "round_id": "2018-19",
        "category": "green",
        "unit": "percent",
        "value": "18.5",
        "printed": "18.5",
        "resolution": "0.1",
        "base": "ccgs",
        "base_value": "195",
    }
    counts = counts_of(altered(figures=lambda rows: [*rows, row]), "2018-19")
    assert counts.parts["green"] == Range(36, 36)  # 36 of 195 is 18.46%


def test_national_ratings_leave_out_regions_fractions_and_approximations(study: Study) -> None:
    assert list(national_ratings(study, "2018-19")["figure_id"]) == [
        f"2018-19-rating-{name}" for name in ("green", "red", "amber", "no-plan", "failing")
    ]


@pytest.mark.parametrize("qualifier", ["about", "over", "nearly"])
def test_an_approximation_pins_nothing_down(study: Study, qualifier: str) -> None:
    figures = study["figures"].copy()
    rough = figures[figures["figure_id"] == "2018-19-rating-green"].assign(
        figure_id="rough", value="30", qualifier=qualifier
    )
    more = replace(study, tables={**study.tables, "figures": pd.concat([figures, rough])})
    assert round_counts(more, "2018-19") == round_counts(study, "2018-19")
