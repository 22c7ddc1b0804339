from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ltp_analysis.validated.rules import references
from ltp_analysis.validated.schemas import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.validated.conftest import Damage, Fault, StudyCopy

    from ltp_analysis.validated.rules.tools import Rule
    from ltp_analysis.validated.study import Report


def unknown_source(copy: StudyCopy) -> list[Fault]:
    row = copy.edit("ratings", copy.row("ratings", unit_code="04F"), source_id="no-such-paper")
    return [("ratings.csv", row, "source_id", "no-such-paper", "not in sources")]


def unknown_unit_in_a_group(copy: StudyCopy) -> list[Fault]:
    old = copy.row("succession", predecessor_code="09N", successor_code="09G")
    row = copy.edit("succession", old, successor_code="77Z")
    return [("succession.csv", row, "successor_code", "77Z", "not in register")]


def unknown_age_band(copy: StudyCopy) -> list[Fault]:
    row = copy.edit("population", copy.row("population", age_band="18-24"), age_band="0-3")
    return [("population.csv", row, "age_band", "0-3", "not in age_bands")]


def unknown_base(copy: StudyCopy) -> list[Fault]:
    row = copy.edit("bases", copy.row("bases", base="ccgs"), without_missing="nobody")
    return [("bases.csv", row, "without_missing", "nobody", "not in bases")]


def unknown_whole(copy: StudyCopy) -> list[Fault]:
    copy.setting('whole = "england"', 'whole = "wales"')
    return [("study.toml", None, "whole", "wales", "no group of kind")]


def whole_that_is_only_a_part(copy: StudyCopy) -> list[Fault]:
    copy.setting('whole = "england"', 'whole = "kent-2018"')
    return [("study.toml", None, "whole", "kent-2018", "no group of kind")]


def unknown_scale(copy: StudyCopy) -> list[Fault]:
    copy.setting('scale = "nspcc"', 'scale = "stars"')
    return [
        ("study.toml", None, "inadequate", "amber", "not on the scale"),
        ("study.toml", None, "inadequate", "red", "not on the scale"),
        ("study.toml", None, "scale", "stars", "not in scales"),
    ]


def unknown_inadequate_rating(copy: StudyCopy) -> list[Fault]:
    copy.setting('["red", "amber"]', '["red", "purple"]')
    return [("study.toml", None, "inadequate", "purple", "not on the scale")]


def unknown_edition(copy: StudyCopy) -> list[Fault]:
    copy.setting('edition = "corrected"', 'edition = "third"')
    return [("study.toml", None, "edition", "third", "no edition")]


def more_ratings_than_charts_tell_apart(copy: StudyCopy) -> list[Fault]:
    names = [f"rating {number}" for number in range(1, 9)]
    like = copy.row("scales", scale_id="epi")
    rows = [
        copy.add("scales", like, scale_id="long", category=name, label=name, position=str(place))
        for place, name in enumerate(names, start=1)
    ]
    return [("scales.csv", rows[-1], "category", "rating 8", "more than 7 ratings")]


def more_missing_states_than_charts_tell_apart(copy: StudyCopy) -> list[Fault]:
    like = copy.row("scales", scale_id="nspcc", state="missing")
    rows = [
        copy.add("scales", like, category=f"none {place}", position=str(place))
        for place in range(5, 9)
    ]
    return [("scales.csv", rows[-1], "category", "none 8", "more than 4 missing states")]


def gap_in_a_scale(copy: StudyCopy) -> list[Fault]:
    last = copy.row("scales", scale_id="epi", category="not scored")
    row = copy.edit("scales", last, position="5")
    return [("scales.csv", row, "position", "5", "gap or a tie")]


def tie_in_a_scale(copy: StudyCopy) -> list[Fault]:
    row = copy.edit("scales", copy.row("scales", scale_id="epi", category="good"), position="2")
    return [("scales.csv", row, "position", "2", "gap or a tie")]


def missing_state_before_a_rating(copy: StudyCopy) -> list[Fault]:
    copy.edit("scales", copy.row("scales", scale_id="epi", position="1"), state="missing")
    copy.drop("scales", scale_id="epi", category="not scored")
    last = copy.row("scales", scale_id="epi", position="3")
    return [("scales.csv", last, "state", "missing", "before a rating")]


def criteria_without_a_rating(copy: StudyCopy) -> list[Fault]:
    copy.drop("criteria", criteria_id="vulnerable-groups", category="amber")
    rows = [copy.row("rounds", round_id=name) for name in ("2017-18", "2018-19")]
    return [("rounds.csv", row, "criteria_id", "vulnerable-groups", "“amber”") for row in rows]


def category_with_two_labels(copy: StudyCopy) -> list[Fault]:
    old = copy.row("categories", category="not-green", rating="amber")
    row = copy.edit("categories", old, label="not quite green")
    return [("categories.csv", row, "label", "not quite green", "“not green”")]


def category_of_two_scales(copy: StudyCopy) -> list[Fault]:
    old = copy.row("categories", category="not-green", rating="amber")
    row = copy.edit("categories", old, rating="good")
    return [("categories.csv", row, "rating", "good", "on no scale that has the other")]


def band_without_its_last_age(copy: StudyCopy) -> list[Fault]:
    row = copy.edit("age_bands", copy.row("age_bands", age_band="0-10"), to_age="")
    return [("age_bands.csv", row, "to_age", "", "the band is called 0-10")]


def bands_of_other_ages(copy: StudyCopy) -> list[Fault]:
    teens = copy.edit("age_bands", copy.row("age_bands", age_band="11-17"), from_age="12")
    everyone = copy.edit("age_bands", copy.row("age_bands", age_band="all"), to_age="99")
    return [
        ("age_bands.csv", teens, "from_age", "12", "the band is called 11-17"),
        ("age_bands.csv", everyone, "to_age", "99", "the band is called all"),
    ]


def band_that_ends_before_it_starts(copy: StudyCopy) -> list[Fault]:
    like = copy.row("age_bands", age_band="11-17")
    row = copy.add("age_bands", like, age_band="17-11", from_age="17", to_age="11")
    return [("age_bands.csv", row, "to_age", "11", "less than the first age, 17")]


CASES: list[tuple[Rule, Damage]] = [
    (references.references_resolve, unknown_source),
    (references.references_resolve, unknown_unit_in_a_group),
    (references.references_resolve, unknown_age_band),
    (references.references_resolve, unknown_base),
    (references.settings_resolve, unknown_whole),
    (references.settings_resolve, whole_that_is_only_a_part),
    (references.settings_resolve, unknown_scale),
    (references.settings_resolve, unknown_inadequate_rating),
    (references.settings_resolve, unknown_edition),
    (references.scales_can_be_drawn, more_ratings_than_charts_tell_apart),
    (references.scales_can_be_drawn, more_missing_states_than_charts_tell_apart),
    (references.scales_in_order, gap_in_a_scale),
    (references.scales_in_order, tie_in_a_scale),
    (references.scales_in_order, missing_state_before_a_rating),
    (references.criteria_complete, criteria_without_a_rating),
    (references.categories_agree, category_with_two_labels),
    (references.categories_agree, category_of_two_scales),
    (references.bands_named_by_their_ages, band_without_its_last_age),
    (references.bands_named_by_their_ages, bands_of_other_ages),
    (references.bands_named_by_their_ages, band_that_ends_before_it_starts),
]


@pytest.mark.parametrize(
    ("rule", "damage"), CASES, ids=[f"{r.__name__}-{d.__name__}" for r, d in CASES]
)
def test_broken_rule_is_found_where_it_is_broken(
    rule: Rule, damage: Damage, copy: StudyCopy, expect: Callable[..., Report]
) -> None:
    expect(copy, damage(copy), rule)


def test_every_table_says_where_its_rows_come_from() -> None:
    for name, model in TABLES.items():
        columns = model.to_schema().columns
        assert "source_id" in columns
        if name != "sources":
            assert (columns["source_id"].metadata or {})["references"] == "sources.source_id"


def test_every_reference_is_to_a_column_that_is_there() -> None:
    for model in TABLES.values():
        for column in model.to_schema().columns.values():
            target = (column.metadata or {}).get("references")
            if target:
                table, key = target.split(".")
                assert key in TABLES[table].to_schema().columns
