"""Rules on the register, its successions, areas and populations."""

from __future__ import annotations

import re
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, Final

import pandas as pd

from ltp_analysis.validated.rules.tools import DAY, SPLIT, WHOLE, open_at, records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ltp_analysis.problems import Problem
    from ltp_analysis.validated.rules.tools import Tables

NO_UNIT: Final = "the register holds no unit at that date"


def codes_have_their_form(tables: Tables) -> Iterator[Problem]:
    """Unit codes have the form that study.toml gives."""
    patterns = {
        "unit_code": tables.settings.code_pattern,
        "gss_code": tables.settings.second_code_pattern,
    }
    for column, pattern in patterns.items():
        for row, code in tables["register"][column].dropna().items():
            if not re.fullmatch(pattern, code):
                rule = f"the code is not of the form {pattern}"
                yield tables.problem("register", row, column, code, rule, "Mend the code.")


def spells_do_not_overlap(tables: Tables) -> Iterator[Problem]:
    """The spells of a unit end after they start and do not overlap."""
    ordered = tables["register"].sort_values(["unit_code", "valid_from"])
    for spell in records(ordered):
        if not pd.isna(spell.valid_to) and spell.valid_to < spell.valid_from:
            rule, remedy = "the spell ends before it starts", "Mend one of the dates."
            value = spell.unit_code
            yield tables.problem("register", spell.Index, "valid_to", value, rule, remedy)
    for before, after in pairwise(records(ordered)):
        if before.unit_code == after.unit_code and (
            pd.isna(before.valid_to) or before.valid_to >= after.valid_from
        ):
            rule, remedy = "the spell overlaps another of the unit", "Mend one of the dates."
            value = after.unit_code
            yield tables.problem("register", after.Index, "valid_from", value, rule, remedy)


def register_counts_agree(tables: Tables) -> Iterator[Problem]:
    """The register holds as many units at each date as the official lists count."""
    for row in records(tables["register_counts"]):
        found = len(open_at(tables["register"], row.register_date))
        if found != row.units:
            rule = f"the register holds {found} units at {row.register_date.date()}"
            remedy = "Look for a missing, doubled or wrongly dated spell in the register."
            yield tables.problem("register_counts", row.Index, "units", row.units, rule, remedy)


def rounds_have_units(tables: Tables) -> Iterator[Problem]:
    """The register holds at least one unit at the date of each round."""
    for row in records(tables["rounds"]):
        if not open_at(tables["register"], row.register_date):
            date = row.register_date.date()
            remedy = f"Add the units of that date to {tables.files['register']}."
            yield tables.problem("rounds", row.Index, "register_date", date, NO_UNIT, remedy)


def rounds_told_apart(tables: Tables) -> Iterator[Problem]:
    """No two rounds have the same name."""
    rounds = tables["rounds"]
    for row in records(rounds[rounds["round"].duplicated()]):
        rule, remedy = "another round has this name", "Give each round a name of its own."
        yield tables.problem("rounds", row.Index, "round", row.round, rule, remedy)


def successors_open_as_predecessors_close(tables: Tables) -> Iterator[Problem]:
    """A successor opens on the day after its predecessor closes."""
    spells = tables["register"]
    closings = set(zip(spells["unit_code"], spells["valid_to"] + DAY, strict=True))
    openings = set(zip(spells["unit_code"], spells["valid_from"], strict=True))
    succession = tables["succession"]
    for row in records(succession[succession["kind"].isin([*WHOLE, SPLIT])]):
        date = row.effective_date
        if (row.predecessor_code, date) not in closings:
            rule, remedy = "the predecessor does not close the day before", "Mend a date."
            yield tables.problem(
                "succession", row.Index, "predecessor_code", row.predecessor_code, rule, remedy
            )
        if (row.successor_code, date) not in openings:
            rule, remedy = "the successor does not open on that day", "Mend a date."
            yield tables.problem(
                "succession", row.Index, "successor_code", row.successor_code, rule, remedy
            )


def splits_have_parts(tables: Tables) -> Iterator[Problem]:
    """A unit that is split has two successors or more, and none but by the split on that day."""
    succession = tables["succession"]
    keys = ["predecessor_code", "effective_date"]
    for _, rows in succession[succession["kind"].isin([*WHOLE, SPLIT])].groupby(keys):
        parts = rows[rows["kind"] == SPLIT]
        if len(parts) and len(parts) < len(rows):
            rule = "the unit is split, and becomes one unit whole"
            remedy = "Give all its rows of that day the kind split, or only one row."
        elif len(parts) == 1:
            rule, remedy = "the unit is split into one unit", "Add the others, or call it a recode."
        elif len(rows) > 1 and not len(parts):
            rule, remedy = "the unit becomes two units, each whole", "Give its rows the kind split."
        else:
            continue
        for row in records(rows):
            code = row.predecessor_code
            yield tables.problem("succession", row.Index, "kind", code, rule, remedy)


def closed_units_have_a_successor(tables: Tables) -> Iterator[Problem]:
    """Every unit that closes becomes another or several, or the same one under a new code."""
    succession = tables["succession"]
    whole = succession[succession["kind"].isin([*WHOLE, SPLIT])]
    told = set(zip(whole["predecessor_code"], whole["effective_date"], strict=True))
    closed = tables["register"].dropna(subset=["valid_to"])
    for spell in records(closed):
        if (spell.unit_code, spell.valid_to + DAY) not in told:
            rule, remedy = "the unit closes and has no successor", "Add a row to the succession."
            yield tables.problem("register", spell.Index, "valid_to", spell.unit_code, rule, remedy)


def units_open_at_the_date(tables: Tables) -> Iterator[Problem]:
    """A unit with a fact at a register date is open at that date."""
    members = tables["group_members"].join(
        tables["groups"].set_index("group_id")["register_date"], on="group_id"
    )
    dated = {"geography": tables["geography"], "points": tables["points"], "group_members": members}
    for name, frame in dated.items():
        for date, rows in frame.dropna(subset=["register_date"]).groupby("register_date"):
            known = open_at(tables["register"], pd.Timestamp(str(date)))
            for row, code in rows.loc[~rows["unit_code"].isin(known), "unit_code"].items():
                rule = f"the unit is not open at {pd.Timestamp(str(date)).date()}"
                remedy = "Mend the code or the date."
                yield tables.problem(name, row, "unit_code", code, rule, remedy)


def areas_named_at_the_date(tables: Tables) -> Iterator[Problem]:
    """An area that holds a unit at a date has a name at that date; one area of each kind."""
    keys = ["area_code", "register_date"]
    frame = tables["geography"].join(tables["areas"].set_index(keys)["kind"], on=keys)
    for row, code in frame.loc[frame["kind"].isna(), "area_code"].items():
        rule, remedy = "the area has no name at that date", "Add it to the areas."
        yield tables.problem("geography", row, "area_code", code, rule, remedy)
    twice = frame.dropna(subset=["kind"])
    twice = twice[twice.duplicated(["unit_code", "register_date", "kind"])]
    for row, code in twice["area_code"].items():
        rule, remedy = "the unit is in two areas of one kind", "Delete one of the rows."
        yield tables.problem("geography", row, "area_code", code, rule, remedy)


def bands_add_up(tables: Tables) -> Iterator[Problem]:
    """An age band holds as many people as the bands that it is made of.

    Every way to make a band out of others present for the unit and year is looked at, by way of
    the people under each age where a band starts or ends: each band gives the difference of two
    of these, and bands that close a circle must agree. Estimated populations are rounded band by
    band, so there each band may be off by one.
    """
    wide = tables["population"].pivot_table(
        index=["unit_code", "year"],
        columns="age_band",
        values="persons",
        aggfunc="first",
        observed=True,
    )
    estimated = tables["population"].groupby(["unit_code", "year"])["quality"].first() == "estimate"
    rows = tables["population"].reset_index().set_index(["unit_code", "year", "age_band"])["row"]
    youngest = tables["age_bands"].sort_values("from_age")["age_band"]
    present = pd.Series([tuple(wide.columns[row]) for row in wide.notna().to_numpy()], wide.index)
    for bands, same in wide.groupby(present):
        for band, parts in _closing(tables["age_bands"], set(bands)):
            expected = (same[list(parts)] * list(parts.values())).sum(axis=1)
            slack = estimated.reindex(same.index).map({True: len(parts), False: 0})
            names = ", ".join(
                name if parts[name] > 0 else f"less {name}" for name in youngest if name in parts
            )
            for key in same.index[(same[band] - expected).abs() > slack]:
                value = f"{same.loc[key, band]:.0f}"
                rule = f"the bands {names} add up to {expected[key]:.0f}"
                remedy = "One of the bands is wrong; compare with the source."
                row = rows[(*key, band)]
                yield tables.problem("population", row, "persons", value, rule, remedy)


def _closing(bands: pd.DataFrame, present: set[str]) -> Iterator[tuple[str, dict[str, int]]]:
    """Yield each band that others make up, with those others and their signs.

    Bands are taken up from the shortest to the longest, so that a long one is held against the
    short ones that it is made of.
    """
    under: dict[float, tuple[float, dict[str, int]]] = {}
    limits = sorted(
        (
            (inf if pd.isna(band.to_age) else float(band.to_age + 1)) - band.from_age,
            float(band.from_age),
            inf if pd.isna(band.to_age) else float(band.to_age + 1),
            str(band.age_band),
        )
        for band in records(bands)
        if band.age_band in present
    )
    for _, start, end, name in limits:
        origin, below = under.setdefault(start, (start, {}))
        if end not in under:
            under[end] = origin, _plus(below, {name: 1})
            continue
        other, above = under[end]
        if other == origin:
            yield name, _plus(above, {part: -sign for part, sign in below.items()})
        else:
            # Two chains of bands meet: tell the people of the second from the first's start.
            shift = _plus(_plus(below, {name: 1}), {part: -sign for part, sign in above.items()})
            for age, (start_of, people) in under.items():
                if start_of == other:
                    under[age] = origin, _plus(people, shift)


def _plus(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    found = {name: one.get(name, 0) + other.get(name, 0) for name in (*one, *other)}
    return {name: sign for name, sign in found.items() if sign}
