"""A complete table of ratings closes every bound to a point, equal to plain arithmetic.

No rating here is that of a real plan: all are drawn by chance, and their ids and source say so.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from ltp_analysis.solved.evidence import Evidence, possible_ratings, weigh
from ltp_analysis.solved.questions import ask
from ltp_analysis.solved.ratings import STATED, unit_ratings
from ltp_analysis.statements.statement import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.validated.study import Study

Rows = list[dict[str, str]]

RAW = Path(__file__).parents[2] / "data" / "raw"
WEIGHTS = {"red": 3, "amber": 3, "green": 3, "no plan": 1}
INADEQUATE = {"red", "amber"}
SYNTHETIC = "made-up-by-chance"
SOURCE = {
    "source_id": SYNTHETIC,
    "title": "Made-up ratings for tests: synthetic, of no real plan",
    "publisher": "ltp-analysis",
    "kind": "compiled here",
    "licence": "CC-BY-4.0",
}


def raw(name: str) -> pd.DataFrame:
    return pd.read_csv(RAW / f"{name}.csv", dtype=str, keep_default_na=False)


def registers() -> pd.DataFrame:
    """Return every unit of every round, without the package under test."""
    spells = raw("register")[["unit_code", "valid_from", "valid_to"]]
    found = raw("rounds")[["round_id", "register_date"]].merge(spells, how="cross")
    ended = (found["valid_to"] != "") & (found["valid_to"] < found["register_date"])
    found = found[(found["valid_from"] <= found["register_date"]) & ~ended]
    return found[["round_id", "register_date", "unit_code"]].reset_index(drop=True)


@pytest.fixture(scope="module")
def made_up() -> pd.DataFrame:
    """Return a rating drawn for each unit of each round; units of one plan share theirs."""
    covered = raw("coverage")
    covered = covered[covered["certainty"] == "certain"]
    found = registers().merge(
        covered[["round_id", "unit_code", "plan_id"]], on=["round_id", "unit_code"], how="left"
    )
    found["plan"] = found["round_id"] + " " + found["plan_id"].fillna(found["unit_code"])
    plans = found["plan"].drop_duplicates()
    scale = pd.Series(list(WEIGHTS))
    drawn = scale.sample(
        len(plans), replace=True, weights=list(WEIGHTS.values()), random_state=2020
    )
    found["rating"] = found["plan"].map(dict(zip(plans, drawn, strict=True)))
    assert (found.groupby("round_id")["rating"].nunique() == len(WEIGHTS)).all()
    return found[["round_id", "register_date", "unit_code", "rating"]]


@pytest.fixture(scope="module")
def places(made_up: pd.DataFrame) -> pd.DataFrame:
    """Return the rated units of all places in each round, and of one large place of each kind."""
    members = raw("group_members").merge(raw("groups"), on="group_id")
    members = members[members["certainty"] == "certain"].rename(columns={"group_id": "place"})
    areas = raw("geography").merge(raw("areas"), on=["area_code", "register_date"])
    areas = areas.rename(columns={"area_code": "place"})
    members["kind"], areas["kind"] = "group: " + members["kind"], "area: " + areas["kind"]
    columns = ["kind", "place", "register_date", "unit_code"]
    named = pd.concat([members[columns], areas[columns]])
    found = made_up.merge(named, on=["register_date", "unit_code"])
    sizes = found.groupby(["kind", "round_id", "place"]).size().sort_values(kind="stable")
    largest = sizes.reset_index().drop_duplicates(["kind", "round_id"], keep="last")
    chosen = largest.sample(frac=1, random_state=2020).drop_duplicates("kind")
    found = found.merge(chosen[["kind", "round_id", "place"]])
    return pd.concat([made_up.assign(kind="all", place=""), found])


def agreeing(made_up: pd.DataFrame, places: pd.DataFrame) -> Rows:
    """Return counts and shares that made-up ratings give, as figures of every kind of place."""
    rows = []
    groups = places[places["place"].isin(["", *raw("groups")["group_id"]])]
    for (round_id, place), inside in groups.groupby(["round_id", "place"]):
        for rating, number in inside["rating"].value_counts().items():
            share = round(Fraction(100 * int(number), len(inside)))
            for unit, value in (("count", int(number)), ("percent", share)):
                category = str(rating).replace(" ", "-")
                rows.append(figure(str(round_id), str(place), category, unit, value))
    one, other = (made_up[made_up["round_id"] == name] for name in ("2016-17", "2017-18"))
    both = one.merge(other, on="unit_code")
    again = both["rating_x"].isin(INADEQUATE) & both["rating_y"].isin(INADEQUATE)
    row = figure("2017-18", "", "red-or-amber", "count", int(again.sum()))
    more = {"measure": "rating-again", "since": "2016-17", "figure_id": f"{row['figure_id']}-again"}
    rows.append(row | more)
    return rows


def figure(round_id: str, place: str, category: str, unit: str, value: int) -> dict[str, str]:
    return {
        "figure_id": f"{SYNTHETIC}-{round_id}-{place or 'england'}-{category}-{unit}",
        "round_id": round_id,
        "measure": "rating",
        "category": category,
        "group_id": place or "england",
        "unit": unit,
        "value": str(value),
        "printed": str(value),
        "qualifier": "none",
        "resolution": "1",
        "base": "ccgs",
        "base_basis": "not stated",
        "edition": "original",
        "certainty": "certain",
        "source_id": SYNTHETIC,
    }


def complete(altered: Callable[..., Study], made_up: pd.DataFrame, figures: Rows) -> Study:
    """Return the study with made-up ratings of all units, and nothing that was published."""
    ratings = [
        {
            "statement_id": f"{SYNTHETIC}-{row['round_id']}-{row['unit_code'].lower()}",
            "round_id": row["round_id"],
            "unit_code": row["unit_code"],
            "ratings": row["rating"],
            "edition": "original",
            "certainty": "certain",
            "source_id": SYNTHETIC,
        }
        for row in made_up.astype(str).to_dict("records")
    ]
    return altered(
        ratings=lambda _: ratings,
        figures=lambda _: figures,
        sources=lambda rows: [*rows, SOURCE],
        geography=lambda rows: rows,
    )


@pytest.fixture(params=["no figures", "figures that agree"])
def closed(
    request: pytest.FixtureRequest,
    altered: Callable[..., Study],
    made_up: pd.DataFrame,
    places: pd.DataFrame,
) -> Evidence:
    """Return what a complete table leaves, alone and beside figures that are true of it."""
    figures = [] if request.param == "no figures" else agreeing(made_up, places)
    return weigh(complete(altered, made_up, figures))


def test_a_complete_table_leaves_nothing_open(closed: Evidence, made_up: pd.DataFrame) -> None:
    assert closed.clashes == ()
    assert closed.left_out == ()
    assert closed.held == set(closed.statements)
    kinds = {closed.statements[name].kind for name in closed.held}
    assert kinds in ({Kind.EACH, Kind.JOINT}, {Kind.EACH, Kind.JOINT, Kind.AMOUNT, Kind.AGAIN})
    spots = zip(made_up["round_id"], made_up["unit_code"], strict=True)
    rated = {spot: (rating,) for spot, rating in zip(spots, made_up["rating"], strict=True)}
    assert possible_ratings(closed) == rated


def test_counts_and_shares_of_a_complete_table_are_plain_arithmetic(
    closed: Evidence, places: pd.DataFrame
) -> None:
    for (round_id, place), inside in places.groupby(["round_id", "place"]):
        count, size = inside.groupby("rating").size(), len(inside)
        red, amber, missing = (int(count.get(name, 0)) for name in ("red", "amber", "no plan"))
        questions = [
            ("count red", False, Fraction(red)),
            ("share red or amber", True, Fraction(100 * (red + amber), size - missing)),
            ("share red or amber", False, Fraction(100 * (red + amber), size)),
        ]
        for question, rated_only, number in questions[: 2 if str(place) else 3]:
            answer = ask(
                closed.study,
                question,
                str(round_id),
                str(place),
                rated_only=rated_only,
                evidence=closed,
            )
            assert (answer.lower, answer.upper, answer.base) == (number, number, size)


def test_each_unit_is_stated_by_its_own_row(
    altered: Callable[..., Study], made_up: pd.DataFrame
) -> None:
    round_id = "2018-19"
    study = complete(altered, made_up, [])
    found = {item.unit_code: item for item in unit_ratings(study, round_id)}
    here = made_up[made_up["round_id"] == round_id]
    assert {unit: item.possible for unit, item in found.items()} == {
        unit: (rating,) for unit, rating in zip(here["unit_code"], here["rating"], strict=True)
    }
    assert {item.basis for item in found.values()} == {STATED}
    for unit, item in found.items():
        assert item.statements == (f"{SYNTHETIC}-{round_id}-{unit.lower()}",)


def test_a_figure_that_is_not_true_of_a_complete_table_is_left_out(
    altered: Callable[..., Study], made_up: pd.DataFrame
) -> None:
    region, round_id = "north-east-2016", "2016-17"
    members = raw("group_members").query("group_id == @region")["unit_code"]
    here = made_up[(made_up["round_id"] == round_id) & made_up["unit_code"].isin(members)]
    red = here.loc[here["rating"] == "red", "unit_code"].str.lower()
    wrong = figure(round_id, region, "red", "count", len(red) - 1)
    found = weigh(complete(altered, made_up, [wrong]))
    (clash,) = found.clashes
    stated = {f"{SYNTHETIC}-{round_id}-{unit}" for unit in red}
    assert set(clash) == {wrong["figure_id"], *stated}
    assert [item.statement for item in found.left_out] == [wrong["figure_id"]]
    assert set(map(len, possible_ratings(found).values())) == {1}
