"""Rules on names that one table takes from another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from ltp_analysis.validated.rules.tools import UnsoundTableError, records
from ltp_analysis.validated.schemas import (
    EDITIONS,
    MOST_MISSING,
    MOST_RATED,
    TABLES,
    references_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ltp_analysis.problems import Problem
    from ltp_analysis.validated.rules.tools import Tables

_BAND = re.compile(r"([0-9]+)-([0-9]+)")


def references_resolve(tables: Tables) -> Iterator[Problem]:
    """A name taken from another table is in that table; every source resolves."""
    waiting = ""
    for name, model in TABLES.items():
        for column, (table, key) in references_of(model).items():
            if name not in tables or table not in tables:
                waiting = name if name not in tables else table
                continue
            known = set(tables[table][key].dropna())
            values = tables[name][column].dropna()
            for row, value in values[~values.isin(known)].items():
                remedy = f"Add it to {tables.files[table]}, or mend the name."
                yield tables.problem(name, row, column, value, f"not in {table}", remedy)
    if waiting:
        raise UnsoundTableError(waiting)


def settings_resolve(tables: Tables) -> Iterator[Problem]:
    """The group, scale and ratings that study.toml names are in the tables."""
    settings = tables.settings
    scale = tables["scales"][tables["scales"]["scale_id"] == settings.scale]
    whole = tables["groups"][tables["groups"]["kind"] == "all"]["group_id"]
    if settings.whole not in set(whole):
        remedy = "Name the group of kind “all”."
        yield _setting(tables, "whole", settings.whole, "no group of kind “all”", remedy)
    if settings.edition not in EDITIONS:
        remedy = f"Use one of: {', '.join(EDITIONS)}."
        yield _setting(tables, "edition", settings.edition, "no edition of that name", remedy)
    if scale.empty:
        yield _setting(tables, "scale", settings.scale, "not in scales", "Add or mend it.")
    for rating in settings.inadequate:
        if rating not in set(scale["category"]):
            yield _setting(tables, "inadequate", rating, "not on the scale", "Mend the name.")


def scales_can_be_drawn(tables: Tables) -> Iterator[Problem]:
    """A scale has no more ratings and missing states than charts can tell apart."""
    for _, scale in tables["scales"].groupby("scale_id"):
        for state, most, what in (
            ("rated", MOST_RATED, "ratings"),
            ("missing", MOST_MISSING, "missing states"),
        ):
            some = scale[scale["state"] == state].sort_values("position")
            if len(some) > most:
                row, name = some.index[most], some["category"].iloc[most]
                rule = f"the scale has more than {most} {what}, which charts cannot tell apart"
                remedy = "Put categories together, or leave some out."
                yield tables.problem("scales", row, "category", name, rule, remedy)


def scales_in_order(tables: Tables) -> Iterator[Problem]:
    """Positions on a scale run from 1 without gap or tie, missing states last."""
    for _, scale in tables["scales"].groupby("scale_id"):
        ordered = scale.sort_values("position")
        expected = range(1, len(ordered) + 1)
        for (row, position), right in zip(ordered["position"].items(), expected, strict=True):
            if position != right:
                remedy = f"Number the categories 1 to {len(ordered)}."
                rule = "positions have a gap or a tie"
                yield tables.problem("scales", row, "position", position, rule, remedy)
        missing = (ordered["state"] == "missing").tolist()
        if missing != sorted(missing):
            row = ordered.index[-1]
            rule, remedy = "a missing state stands before a rating", "Give it the last position."
            yield tables.problem("scales", row, "state", "missing", rule, remedy)


def criteria_complete(tables: Tables) -> Iterator[Problem]:
    """The criteria of a round say something of each rating on its scale."""
    scales, criteria = tables["scales"], tables["criteria"]
    for row in records(tables["rounds"]):
        rated = scales[(scales["scale_id"] == row.scale_id) & (scales["state"] == "rated")]
        worded = set(criteria.loc[criteria["criteria_id"] == row.criteria_id, "category"])
        for category in sorted(set(rated["category"]) - worded):
            rule = f"the criteria say nothing of “{category}”"
            remedy = f"Add a row to {tables.files['criteria']}."
            yield tables.problem("rounds", row.Index, "criteria_id", row.criteria_id, rule, remedy)


def categories_agree(tables: Tables) -> Iterator[Problem]:
    """All rows of a category have one label, and their ratings stand on one scale."""
    scales = [set(scale["category"]) for _, scale in tables["scales"].groupby("scale_id")]
    for _, rows in tables["categories"].groupby("category", sort=False):
        label, fitting = rows["label"].iloc[0], scales
        for row in records(rows):
            if row.label != label:
                rule, remedy = f"another row of the category says “{label}”", "Mend one of the two."
                yield tables.problem("categories", row.Index, "label", row.label, rule, remedy)
            if not any(row.rating in scale for scale in scales):
                continue  # said by another rule
            here = [scale for scale in fitting if row.rating in scale]
            if not here:
                rule = "on no scale that has the other ratings of the category"
                remedy = "Mend the rating or the category."
                yield tables.problem("categories", row.Index, "rating", row.rating, rule, remedy)
            fitting = here or fitting


def bands_named_by_their_ages(tables: Tables) -> Iterator[Problem]:
    """The name of an age band says its first and its last age; “all” has no last one."""
    for band in records(tables["age_bands"]):
        limits = _BAND.fullmatch(band.age_band)
        if limits is None and band.age_band != "all":
            continue  # said by the schema
        named = (int(limits[1]), int(limits[2])) if limits else (0, None)
        ages = band.from_age, None if pd.isna(band.to_age) else band.to_age
        for column, age, right in zip(("from_age", "to_age"), ages, named, strict=True):
            if age != right:
                rule = f"the band is called {band.age_band}"
                remedy = "Leave it empty." if right is None else f"Write {right}, or mend the name."
                value = "" if age is None else age
                yield tables.problem("age_bands", band.Index, column, value, rule, remedy)
        if ages[1] is not None and ages[1] < ages[0]:
            rule, remedy = f"less than the first age, {ages[0]}", "Mend one of the two."
            yield tables.problem("age_bands", band.Index, "to_age", ages[1], rule, remedy)


def _setting(tables: Tables, key: str, value: str, rule: str, remedy: str) -> Problem:
    return tables.problem("settings", None, key, value, rule, remedy)
