"""What the map of a round shows, as a table and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ltp_analysis.reports import words
from ltp_analysis.reports.charts.drawing import publishers
from ltp_analysis.reports.charts.tiles import points_of
from ltp_analysis.solved.ratings import DEDUCED, OPEN, STATED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ltp_analysis.reports.charts.tiles import Layout
    from ltp_analysis.solved.ratings import UnitRating
    from ltp_analysis.validated.study import Study

SEVERAL: Final = "several left"
NONE_LEFT: Final = "contradicted"
STATES: Final = (STATED, DEDUCED, SEVERAL, NONE_LEFT, OPEN)
"""How a unit can be drawn, the best known first."""

_MEANINGS: Final = {
    STATED: "A filled square has the rating that a source states.",
    DEDUCED: "A square filled in its foot alone has one that is deduced.",
    SEVERAL: "Several letters in a foot, or a number, are the ratings that are left.",
    NONE_LEFT: "A crossed square is contradicted.",
    OPEN: "Of an empty square no rating is excluded.",
}


_COLUMNS: Final = (
    *("unit_code", "name", "region", "column", "row"),
    *("state", "possible", "basis", "statements"),
)


def map_data(
    study: Study, ratings: Sequence[UnitRating], layout: Layout, regions: Mapping[str, str]
) -> pd.DataFrame:
    """Return what the map draws, a row a unit.

    Args:
        study: The study.
        ratings: What is known of each unit.
        layout: The places of the tiles.
        regions: The region of each unit.

    Returns:
        `unit_code`, `name`, `region`, `column` from the west and `row` from the north (empty for
        a unit without a point), `state` as in `STATES`, `possible` ratings, `basis` and
        `statements`, lists with vertical bars between.
    """
    records, order = [], study.ratings
    for unit in ratings:
        column, row = layout.places.get(unit.unit_code, (None, None))
        records.append(
            {
                "unit_code": unit.unit_code,
                "name": unit.name,
                "region": regions.get(unit.unit_code, ""),
                "column": column,
                "row": row,
                "state": _state(order, unit),
                "possible": "|".join(unit.possible),
                "basis": unit.basis,
                "statements": "|".join(unit.statements),
            }
        )
    return pd.DataFrame(records, columns=list(_COLUMNS)).astype({"column": "Int64", "row": "Int64"})


def _state(ratings: Sequence[str], unit: UnitRating) -> str:
    if not unit.possible:
        return NONE_LEFT
    if len(unit.possible) == 1:
        return DEDUCED if unit.basis == DEDUCED else STATED
    return OPEN if len(unit.possible) == len(ratings) else SEVERAL


def map_headline(study: Study, round_id: str, data: pd.DataFrame) -> str:
    """Return how many ratings are known, and how.

    Args:
        study: The study.
        round_id: The round.
        data: What is drawn, as `map_data` returns it.
    """
    counts = data["state"].value_counts()
    stated, deduced, some = (int(counts.get(one, 0)) for one in (STATED, DEDUCED, SEVERAL))
    said = f"the rating of {stated + deduced} of {len(data)} {study.settings.plural} is known"
    if deduced:
        said += f" ({stated} stated, {deduced} deduced)"
    if some:
        said += f", and some ratings of {some} more are excluded"
    return f"In {study.round(round_id)['round']}, {said}"


def map_subtitle(study: Study, round_id: str, data: pd.DataFrame, layout: Layout, kind: str) -> str:
    """Return what a map shows and how it is to be read.

    Args:
        study: The study.
        round_id: The round.
        data: What is drawn, as `map_data` returns it.
        layout: The places of the tiles.
        kind: The kind of area whose borders are drawn.
    """
    settings, counts = study.settings, data["state"].value_counts()
    said = [
        (
            f"What is known of the rating of each {settings.singular}, "
            f"{study.round(round_id)['round']}: one square each, with its {settings.code_name}."
        ),
        (
            "Squares are placed so that the sum of their squared distances from the true points is "
            f"the least; the root of its mean is {layout.moved:.0f} km."
        ),
        *(text for state, text in _MEANINGS.items() if state in counts),
    ]
    if data["region"].any():
        said.append(f"Thick lines part the {kind}s of the time.")
    if missing := int(data["column"].isna().sum()):
        said.append(f"Not drawn, for want of a point: {missing} {settings.plural}.")
    return " ".join(said)


def map_alt(study: Study, round_id: str, data: pd.DataFrame) -> str:
    """Return what a map says, for those who cannot see it.

    Args:
        study: The study.
        round_id: The round.
        data: What is drawn, as `map_data` returns it.
    """
    label, singular = study.round(round_id)["round"], study.settings.singular
    said = [f"Map of {len(data)} equal squares, one a {singular}, {label}."]
    for state in STATES[:-1]:
        rows = data[data["state"] == state]
        for possible in _in_order(study, rows["possible"]):
            some = rows.loc[rows["possible"] == possible, "name"]
            names = words.listed([study.settings.short(name) for name in some])
            left = possible.replace("|", " or ")
            what = {SEVERAL: f"Left are {left}", NONE_LEFT: "Contradicted"}
            said.append(f"{what.get(state, f'{state.capitalize()} {left}')}: {names}.")
    if number := int((data["state"] == OPEN).sum()):
        said.append(f"Nothing is known of {number}.")
    return " ".join(said)


def _in_order(study: Study, possible: pd.Series[str]) -> list[str]:
    order = {rating: place for place, rating in enumerate(study.ratings)}
    return sorted(
        possible.unique(), key=lambda left: [order[name] for name in left.split("|") if name]
    )


def map_source(study: Study, round_id: str, kind: str) -> str:
    """Return who published the places; who published the ratings is a table of its own.

    Args:
        study: The study.
        round_id: The round.
        kind: The kind of area whose borders are drawn.
    """
    date, areas = study.round(round_id)["register_date"], study["areas"]
    areas = areas[(areas["register_date"] == date) & (areas["kind"] == kind)]
    used = [*points_of(study, round_id)["source_id"], *areas["source_id"]]
    return f"Source: {publishers(study, used)} (places); the sources of this report (ratings)"
