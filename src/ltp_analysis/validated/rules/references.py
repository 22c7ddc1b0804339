"""Rules on names that one table takes from another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.validated.rules.tools import UnsoundTableError, records
from ltp_analysis.validated.schemas import EDITIONS, MOST_MISSING, MOST_RATED, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ltp_analysis.problems import Problem
    from ltp_analysis.validated.rules.tools import Tables


def references_resolve(tables: Tables) -> Iterator[Problem]:
    """A name taken from another table is in that table; every source resolves."""
    waiting = ""
    for name, model in TABLES.items():
        for column, field in model.to_schema().columns.items():
            target = (field.metadata or {}).get("references")
            if not target:
                continue
            table, key = target.split(".")
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


def _setting(tables: Tables, key: str, value: str, rule: str, remedy: str) -> Problem:
    return tables.problem("settings", None, key, value, rule, remedy)
