"""A complete study whose ratings are all made up by chance, and small ones of a few units.

No rating here is that of a real plan: ids and source say so.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from ltp_analysis.compared.compare import comparisons
from ltp_analysis.compared.rated import Rated, rated
from ltp_analysis.explained.known import Known
from ltp_analysis.solved.ratings import STATED, UnitRating, unit_ratings
from ltp_analysis.validated.study import Study, load_study

if TYPE_CHECKING:
    from ltp_analysis.compared.comparison import Comparison

RAW = Path(__file__).parents[2] / "data" / "raw"
SYNTHETIC = "made-up-by-chance"
STATES = ["red", "amber", "green", "no plan"]
CHANCES = {
    "2015-16": [0.50, 0.30, 0.15, 0.05],
    "2016-17": [0.35, 0.40, 0.20, 0.05],
    "2017-18": [0.25, 0.40, 0.30, 0.05],
    "2018-19": [0.15, 0.40, 0.40, 0.05],
}

Small = Callable[..., Rated]


def raw(name: str) -> pd.DataFrame:
    return pd.read_csv(RAW / f"{name}.csv", dtype=str, keep_default_na=False)


@pytest.fixture(scope="session")
def made_up() -> pd.DataFrame:
    """Return a rating drawn for each plan of each round, and so for each of its units."""
    spells = raw("register")[["unit_code", "valid_from", "valid_to"]]
    found = raw("rounds")[["round_id", "register_date"]].merge(spells, how="cross")
    ended = (found["valid_to"] != "") & (found["valid_to"] < found["register_date"])
    found = found[(found["valid_from"] <= found["register_date"]) & ~ended]
    covered = raw("coverage")
    covered = covered[covered["certainty"] == "certain"]
    found = found.merge(
        covered[["round_id", "unit_code", "plan_id"]], on=["round_id", "unit_code"], how="left"
    )
    found["plan"] = found["plan_id"].fillna(found["unit_code"])
    chance = np.random.default_rng(20)
    # Half of the plans keep what they had, so that there is something to pair.
    had: dict[str, str] = {}
    ratings = []
    for round_id, here in found.groupby("round_id"):
        now = {
            plan: had[plan]
            if plan in had and chance.random() < 0.5
            else str(chance.choice(STATES, p=CHANCES[str(round_id)]))
            for plan in here["plan"].drop_duplicates()
        }
        ratings.append(here["plan"].map(now))
        had |= now
    found["rating"] = pd.concat(ratings)
    return found[["round_id", "unit_code", "plan", "rating"]].reset_index(drop=True)


@pytest.fixture(scope="session")
def whole(made_up: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Study:
    """Return the shipped study with made-up ratings of all units, and no published figure."""
    folder = Path(shutil.copytree(RAW, tmp_path_factory.mktemp("made-up") / "raw"))
    tables = {name: raw(name) for name in ("ratings", "figures", "sources")}
    stated = made_up.rename(columns={"rating": "ratings"})[["round_id", "unit_code", "ratings"]]
    names = stated["round_id"] + "-" + stated["unit_code"].str.lower()
    stated = stated.assign(
        statement_id=f"{SYNTHETIC}-" + names,
        edition="original",
        certainty="certain",
        source_id=SYNTHETIC,
    )
    source = {
        "source_id": SYNTHETIC,
        "title": "Made-up ratings for tests: synthetic, of no real plan",
        "publisher": "ltp-analysis",
        "kind": "compiled here",
        "licence": "CC-BY-4.0",
    }
    new = {
        "ratings": stated.reindex(columns=tables["ratings"].columns),
        "figures": tables["figures"].iloc[:0],
        "sources": pd.concat([tables["sources"], pd.DataFrame([source])]),
    }
    for name, frame in new.items():
        frame.to_csv(folder / f"{name}.csv", index=False)
    return load_study(folder)


@pytest.fixture(scope="session")
def whole_ratings(whole: Study) -> list[UnitRating]:
    """Return what the evidence of the made-up study leaves to each unit."""
    evidence = Known(whole).evidence
    return [unit for name in whole.rounds for unit in unit_ratings(whole, name, evidence=evidence)]


@pytest.fixture(scope="session")
def compared(whole: Study, whole_ratings: list[UnitRating]) -> dict[str, Comparison]:
    """Return the comparisons of the made-up study by their ids."""
    found = comparisons(whole, whole_ratings)
    assert len({one.id for one in found}) == len(found)
    return {one.id: one for one in found}


def units_of(rounds: Mapping[str, Mapping[str, str]]) -> list[UnitRating]:
    """Return what is known of units of which one rating is known, or none (“?”)."""
    return [
        UnitRating(
            unit,
            unit,
            name,
            tuple(STATES) if rating == "?" else (rating,),
            STATED,
            (),
        )
        for name, ratings in rounds.items()
        for unit, rating in ratings.items()
    ]


def _joined(
    dates: Mapping[str, pd.Timestamp], rounds: Mapping[str, Mapping[str, str]], unit: str
) -> pd.Timestamp:
    """Return when a merged unit came about: by the last round that has it."""
    had = [date for name, date in dates.items() if unit in rounds[name]]
    return max(had or dates.values())


def small_study(  # noqa: PLR0913 - the tables that a few units need
    study: Study,
    rounds: Mapping[str, Mapping[str, str]],
    *,
    mergers: Mapping[str, str] | None = None,
    plans: Mapping[tuple[str, str], str] | None = None,
    regions: Mapping[str, str] | None = None,
    scales: pd.DataFrame | None = None,
    **settings: Any,  # noqa: ANN401 - fields of the settings
) -> Study:
    """Return a study of a few made-up units, each in the register of the rounds that rate it."""
    names = list(rounds)
    dates = {name: pd.Timestamp(2001 + place, 4, 1) for place, name in enumerate(names)}
    first = study["rounds"].iloc[[0] * len(names)].reset_index(drop=True)
    table = first.assign(
        round_id=pd.Categorical(names, categories=names, ordered=True),
        round=names,
        criteria_id="same",
        register_date=list(dates.values()),
    )
    spells = [
        (unit, unit, dates[name], dates[name])
        for name, ratings in rounds.items()
        for unit in ratings
    ]
    merged = [
        (old, new, _joined(dates, rounds, new), "merger") for old, new in (mergers or {}).items()
    ]
    covered = [(name, plan, unit, "certain") for (name, unit), plan in (plans or {}).items()]
    areas = sorted(set((regions or {}).values()))
    tables = {
        "rounds": table,
        "register": pd.DataFrame(spells, columns=["unit_code", "name", "valid_from", "valid_to"]),
        "succession": pd.DataFrame(
            merged, columns=["predecessor_code", "successor_code", "effective_date", "kind"]
        ),
        "coverage": pd.DataFrame(
            covered, columns=["round_id", "plan_id", "unit_code", "certainty"]
        ),
        "areas": pd.DataFrame(
            [(area, area, "region", date) for area in areas for date in dates.values()],
            columns=["area_code", "name", "kind", "register_date"],
        ),
        "geography": pd.DataFrame(
            [
                (unit, area, date)
                for unit, area in (regions or {}).items()
                for date in dates.values()
            ],
            columns=["unit_code", "area_code", "register_date"],
        ),
    }
    if scales is not None:
        tables["scales"] = scales
    return Study(replace(study.settings, **settings), {**study.tables, **tables}, "made-up")


@pytest.fixture
def small(study: Study) -> Small:
    """Return a function that makes the ratings of a few made-up units known."""

    def make(rounds: Mapping[str, Mapping[str, str]], **more: Any) -> Rated:  # noqa: ANN401
        return rated(small_study(study, rounds, **more), units_of(rounds))

    return make


@pytest.fixture
def compare(study: Study) -> Callable[..., dict[str, Comparison]]:
    """Return a function that compares a few made-up units, by the ids of comparisons."""

    def make(
        rounds: Mapping[str, Mapping[str, str]],
        **more: Any,  # noqa: ANN401
    ) -> dict[str, Comparison]:
        found = comparisons(small_study(study, rounds, **more), units_of(rounds))
        assert len({one.id for one in found}) == len(found)
        return {one.id: one for one in found}

    return make
