"""Which statements are taken at their word, and what printed words can mean."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.statements.accepted import LeftOut, accepted, left_out
from ltp_analysis.statements.readings import readings, single_rating
from ltp_analysis.statements.stated import stated_ratings

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.validated.study import Study

    Altered = Callable[..., Study]

RAW = Path(__file__).parents[2] / "data" / "raw"
KEYS = {"figures": "figure_id", "ratings": "statement_id"}
KERNOW = "2016-17-kernow"


def raw(table: str) -> list[dict[str, str]]:
    with (RAW / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def original(altered: Altered) -> Study:
    """Return the study built on the first edition of the reports."""
    return altered(toml=lambda text: text.replace('edition = "corrected"', 'edition = "original"'))


@pytest.mark.parametrize("table", KEYS)
def test_rows_are_accepted_or_left_out(study: Study, table: str) -> None:
    key = KEYS[table]
    taken, left = list(accepted(study, table)[key]), [x.statement for x in left_out(study, table)]
    rows = [row[key] for row in raw(table)]
    assert sorted(taken + left) == sorted(rows)
    assert taken == [name for name in rows if name in set(taken)]
    assert left == [name for name in rows if name in set(left)]


def test_doubtful_figures_are_left_out_with_their_doubt(study: Study) -> None:
    expected = [
        LeftOut(row["figure_id"], f"doubtful: {row['doubt']}")
        for row in raw("figures")
        if row["certainty"] == "doubtful"
    ]
    assert len(expected) == 5
    assert left_out(study, "figures") == expected
    assert "2016-17-rating-green" in {item.statement for item in expected}


def test_the_corrected_edition_replaces_what_it_corrects(study: Study) -> None:
    reasons = {item.statement: item.reason for item in left_out(study, "ratings")}
    assert reasons[f"{KERNOW}-original"] == "replaced by a corrected edition"
    assert f"{KERNOW}-corrected" not in reasons
    assert reasons["2018-19-bromley"].startswith("doubtful: The")


def test_the_original_edition_knows_no_correction(original: Study) -> None:
    reasons = {item.statement: item.reason for item in left_out(original, "ratings")}
    assert reasons[f"{KERNOW}-corrected"] == "belongs to a corrected edition"
    assert f"{KERNOW}-original" not in reasons


def test_kernow_is_amber_corrected_and_was_red_before(study: Study, original: Study) -> None:
    now, then = (
        {unit.unit_code: unit for unit in stated_ratings(edition, "2016-17")}["11N"]
        for edition in (study, original)
    )
    assert (now.possible, now.statements) == (("amber",), (f"{KERNOW}-corrected",))
    assert (then.possible, then.statements) == (("red",), (f"{KERNOW}-original",))


def test_a_doubtful_correction_still_replaces(altered: Altered) -> None:
    def doubt(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        return [
            row | {"certainty": "doubtful", "doubt": "Made up."}
            if row["statement_id"] == f"{KERNOW}-corrected"
            else row
            for row in rows
        ]

    study = altered(ratings=doubt)
    assert "11N" not in {unit.unit_code for unit in stated_ratings(study, "2016-17")}


@pytest.mark.parametrize(
    ("category", "meanings"),
    [
        ("green", [("green",)]),
        ("no-plan", [("no plan",)]),
        ("not-green", [("red", "amber", "no plan")]),
        ("failing", [("red", "amber"), ("red", "amber", "no plan")]),
        ("all", []),
        ("", []),
    ],
)
def test_readings_of_a_word(study: Study, category: str, meanings: list[tuple[str, ...]]) -> None:
    assert readings(study, category) == meanings


@pytest.mark.parametrize(
    ("category", "rating"),
    [
        ("green", "green"),
        ("no-plan", "no plan"),
        ("not-green", None),
        ("failing", None),
        ("all", None),
    ],
)
def test_only_a_word_of_one_meaning_is_a_single_rating(
    study: Study, category: str, rating: str | None
) -> None:
    assert single_rating(study, category) == rating
