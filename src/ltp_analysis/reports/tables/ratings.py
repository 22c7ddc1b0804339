"""Tables of the ratings of a round, and of all rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.findings.finding import finding_id
from ltp_analysis.findings.shares import (
    EITHER_WAY,
    WITH_MISSING,
    WITHOUT_MISSING,
    missing_states,
    published_variant,
)
from ltp_analysis.reports import words
from ltp_analysis.reports.tables.plain import PlainTable
from ltp_analysis.reports.view import View, number
from ltp_analysis.statements.rounding import RULES

if TYPE_CHECKING:
    from ltp_analysis.reports.parts import Cell


def ratings(view: View) -> PlainTable:
    """Return the shares of a round: of all units, of those with a rating, and either way."""
    variants = [WITH_MISSING, WITHOUT_MISSING, EITHER_WAY]
    rows = []
    found_any = {
        name for name in variants for one in view.study.ratings if view.find("share", one, name)
    }
    variants = [name for name in variants if name in found_any]
    if not variants:
        return _without_shares(view)
    for rating in view.study.ratings:
        found = [view.find("share", rating, variant) for variant in variants]
        cells: list[Cell] = [rating]
        cells += [
            words.DOES_NOT_APPLY if one is None else number(one, words.share(one, 1))
            for one in found
        ]
        rows.append(tuple(cells))
    bases = {
        finding.base_name
        for variant in variants
        for rating in view.study.ratings
        if (finding := view.find("share", rating, variant)) is not None
    }
    return PlainTable(
        ("Rating", *(_headings(view)[name] for name in variants)),
        tuple(rows),
        f"Ratings of {view.label()} with their numerators and bases: "
        f"{words.listed(sorted(bases))}.",
    )


def _headings(view: View) -> dict[str, str]:
    """Return what each variant of shares is called, by the missing states of the study."""
    if not view.study.missing:
        return {WITHOUT_MISSING: f"Share of the {view.study.settings.plural}"}
    states = missing_states(view.study)
    return {
        WITH_MISSING: f"With {states} in the base",
        WITHOUT_MISSING: f"With {states} left out",
        EITHER_WAY: f"If each with {states} could have had any rating",
    }


def _without_shares(view: View) -> PlainTable:
    """Return how many units can have each rating, where no share on a known base was found."""
    settings = view.study.settings
    rows: list[tuple[Cell, ...]] = []
    for rating in view.study.ratings:
        found = view.find("units", rating)
        rows.append(
            (
                rating,
                words.NOT_KNOWN if found is None else number(found, words.count_of_base(found)),
            )
        )
    state = "No share on a base of known size was found." if view.rated else "Not yet rated."
    return PlainTable(
        ("Rating", f"{settings.plural} that can have it"),
        tuple(rows),
        f"Ratings of {view.label()}. {state} The least and the greatest number of "
        f"{settings.plural} that can have each rating, by all that is held.",
    )


def rounds(view: View) -> PlainTable:
    """Return the share of each rating in each round, on the base that its report used."""
    rows = []
    for round_id in view.study.rounds:
        here = view.at(round_id)
        cells: list[Cell] = [view.label(round_id)]
        for rating in view.study.ratings:
            variants = (published_variant(view.study, round_id), WITH_MISSING)
            found = [one for name in variants if (one := here.find("share", rating, name))]
            absent = words.NOT_KNOWN if here.rated else words.NOT_YET_RATED
            cells.append(number(found[0], words.share(found[0])) if found else absent)
        rows.append(tuple(cells))
    return PlainTable(
        ("Round", *view.study.ratings),
        tuple(rows),
        "Ratings by round, each on the base that its report used. The bases differ, and the "
        "wording of the criteria changed between some of the rounds.",
    )


def units(view: View) -> PlainTable:
    """Return how many units of each round can have had each rating."""
    settings = view.study.settings
    rows = []
    for round_id in view.study.rounds:
        here = view.at(round_id)
        found = [here.find("units", rating) for rating in view.study.ratings]
        cells = [number(one, words.count(one)) if one else words.NOT_KNOWN for one in found]
        size = f"{len(view.study.units(round_id))} {settings.plural}"
        rows.append((view.label(round_id), size, *cells))
    return PlainTable(
        ("Round", "In all", *view.study.ratings),
        tuple(rows),
        f"How many {settings.plural} can have had each rating: the least and the greatest number "
        f"that all statements together allow.{_bounded_by_plans(view)}",
    )


def _bounded_by_plans(view: View) -> str:
    """Say what plans are to units, where figures count plans."""
    bases = view.study["bases"]
    plans = set(bases.loc[bases["observation"] == "plan", "base"])
    if plans.isdisjoint(view.study["figures"]["base"]):
        return ""
    return (
        f" Where a round was counted in plans, its plans bound the {view.study.settings.plural} "
        "only from below, since a plan covers one or more."
    )


def criteria(view: View) -> PlainTable:
    """Return what each rating means in a round."""
    rows = view.study["criteria"]
    rows = rows[rows["criteria_id"] == view.study.round(view.round_id)["criteria_id"]]
    meanings = dict(zip(rows["category"], rows["meaning"], strict=True))
    return PlainTable(
        ("Rating", "What it means"),
        tuple((one, meanings[one]) for one in view.study.ratings if one in meanings),
        f"The ratings of {view.label()}, in our own words.",
    )


def criteria_by_round(view: View) -> PlainTable:
    """Return what each rating meant in each round, and by which wording."""
    frame, rows = view.study["criteria"], []
    for round_id in view.study.rounds:
        wording = view.study.round(round_id)["criteria_id"]
        here = frame[frame["criteria_id"] == wording].set_index("category")["meaning"]
        cells = [str(here.get(one, words.DOES_NOT_APPLY)) for one in view.study.ratings]
        rows.append((view.label(round_id), *cells))
    return PlainTable(
        ("Round", *view.study.ratings),
        tuple(rows),
        "What each rating meant, by round, in our own words.",
    )


def rules(view: View) -> PlainTable:
    """Return the counts that each printed percentage of a round allows, by rounding rule."""
    figures = view.study["figures"]
    figures = figures[
        (figures["round_id"] == view.round_id)
        & (figures["unit"] == "percent")
        & (figures["measure"] == "rating")
        & (figures["group_id"] == view.study.settings.whole)
        & figures["base_value"].notna()
    ]
    rows: list[tuple[Cell, ...]] = []
    doubtful = ""
    for figure in figures.to_dict("records"):
        found = [view.ledger[finding_id("numerators", figure["figure_id"], one)] for one in RULES]
        label = f"{view.study.label(figure['category'])}: {figure['printed']}"
        if figure["certainty"] == "doubtful":
            label += " (doubtful)"
            doubtful = " What is doubtful is not added up: that rating may have any count."
        rows.append((label, *(number(one, words.count(one)) for one in found)))
    names = [finding_id("numerators-total", view.round_id, rule) for rule in RULES]
    sums = [view.ledger[name] for name in names if name in view.ledger]
    if sums:
        cells = [number(one, words.count(one)) for one in sums]
        rows.append(("single ratings added up", *cells))
    base = words.base(sums[0]) if sums else "the base"
    return PlainTable(
        ("Printed", *RULES),
        tuple(rows),
        f"Counts of {base} that the printed percentages allow. A rule can only hold if the base "
        f"lies within the sum in the last row.{doubtful}",
    )


def changes(view: View) -> PlainTable:
    """Return the change of each rating's share from each round to the next."""
    rows = []
    pairs = dict.fromkeys(one.round for one in view.ledger.values() if one.measure == "change")
    for pair in pairs:
        since, until = (view.label(name) for name in pair.split("-to-"))
        cells: list[Cell] = [f"{since} to {until}"]
        for rating in view.study.ratings:
            found = view.at(view.round_id).ledger.get(
                finding_id("change", pair, rating, view.study.settings.whole, WITH_MISSING)
            )
            cells.append(number(found, words.value(found)) if found else words.NOT_KNOWN)
        rows.append(tuple(cells))
    return PlainTable(
        ("Rounds", *view.study.ratings),
        tuple(rows),
        "Changes of shares in percentage points, with what was not rated in the base where its "
        "number is known. Bounds are rounded outwards. Bases and criteria differ between some "
        "rounds: each finding says which.",
    )
