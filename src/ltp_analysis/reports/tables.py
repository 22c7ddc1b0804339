"""The tables of the reports, as headers and rows of plain text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ltp_analysis.findings.finding import finding_id
from ltp_analysis.findings.shares import (
    EITHER_WAY,
    WITH_MISSING,
    WITHOUT_MISSING,
    published_variant,
)
from ltp_analysis.reports import words
from ltp_analysis.statements.accepted import left_out
from ltp_analysis.statements.rounding import RULES
from ltp_analysis.statements.stated import stated_ratings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ltp_analysis.findings.finding import Finding
    from ltp_analysis.findings.ledger import Ledger
    from ltp_analysis.validated.study import Study

_NAMED_AT_MOST = 4
DOES_NOT_APPLY = "does not apply"
CONTRADICTED = "contradicted"


@dataclass(frozen=True)
class PlainTable:
    """A table of text.

    Attributes:
        header: Names of the columns.
        rows: Cells; the first of a row names it.
        caption: What the table shows.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str


def ratings_of_round(study: Study, ledger: Ledger, round_id: str) -> PlainTable:
    """Return the shares of a round: all units, those with a plan, and either way."""
    rows = []
    for rating in study.ratings:
        cells = [rating]
        for variant in (WITH_MISSING, WITHOUT_MISSING, EITHER_WAY):
            name = finding_id("share", round_id, rating, study.settings.whole, variant)
            finding = ledger.get(name)
            cells.append(DOES_NOT_APPLY if finding is None else words.share(finding, 1))
        rows.append(tuple(cells))
    plural = study.settings.plural
    return PlainTable(
        (
            "Rating",
            f"Of all {plural}",
            f"Of {plural} with a plan",
            "If each missing plan could have had any rating",
        ),
        tuple(rows),
        f"Ratings of {study.round(round_id)['round']} with their numerators and bases.",
    )


def ratings_through_time(study: Study, ledger: Ledger) -> PlainTable:
    """Return the share of each rating in each round, as published that year."""
    rows = []
    for round_id in study.rounds:
        cells = [str(study.round(round_id)["round"])]
        for rating in study.ratings:
            ids = [
                finding_id("share", round_id, rating, study.settings.whole, variant)
                for variant in (published_variant(study, round_id), WITH_MISSING)
            ]
            found = next((ledger[name] for name in ids if name in ledger), None)
            cells.append(words.NOT_KNOWN if found is None else words.share(found))
        rows.append(tuple(cells))
    return PlainTable(
        ("Round", *study.ratings),
        tuple(rows),
        "Ratings by round, each on the base that its report used. The bases differ, and the "
        "wording of the criteria changed between some of the rounds.",
    )


def criteria(study: Study, round_id: str) -> PlainTable:
    """Return what each rating asks of a plan in a round."""
    rows = study["criteria"]
    rows = rows[rows["criteria_id"] == study.round(round_id)["criteria_id"]]
    meanings = dict(zip(rows["category"], rows["meaning"], strict=True))
    return PlainTable(
        ("Rating", "What it means"),
        tuple((rating, meanings[rating]) for rating in study.ratings if rating in meanings),
        f"The ratings of {study.round(round_id)['round']}, in our own words.",
    )


def counts_by_rule(study: Study, ledger: Ledger, round_id: str) -> PlainTable:
    """Return the counts that each printed percentage of a round allows, by rounding rule."""
    figures = study["figures"]
    figures = figures[
        (figures["round_id"] == round_id)
        & (figures["unit"] == "percent")
        & (figures["measure"] == "rating")
        & (figures["group_id"] == study.settings.whole)
        & figures["base_value"].notna()
    ]
    rows = []
    for figure in figures.to_dict("records"):
        allowed = [ledger[finding_id("numerators", figure["figure_id"], rule)] for rule in RULES]
        label = f"{study.label(figure['category'])}: {figure['printed']}"
        rows.append((label, *(words.count(finding) for finding in allowed)))
    names = [finding_id("numerators-total", round_id, rule) for rule in RULES]
    sums = [ledger[name] for name in names if name in ledger]
    if sums:
        rows.append(("single ratings added up", *(words.count(finding) for finding in sums)))
    return PlainTable(
        ("Printed", *RULES),
        tuple(rows),
        f"Counts of {words.base(sums[0]) if sums else 'the base'} that the printed percentages "
        "allow. A rule can only hold if the base lies within the sum in the last row.",
    )


def named_units(study: Study, round_id: str) -> PlainTable:
    """Return the units of a round whose rating is public, how it is known, and from where."""
    sources = study["sources"]
    publishers = dict(zip(sources["source_id"], sources["publisher"], strict=True))
    groups = dict(zip(study["groups"]["group_id"], study["groups"]["name"], strict=True))
    statements = study["ratings"].set_index("statement_id").to_dict("index")
    rows = []
    for unit in stated_ratings(study, round_id):
        remarks: list[str] = []
        for name in unit.statements:
            row = statements[name]
            named = pd.isna(row["group_id"])
            remarks.append("By name." if named else f"As one of {groups[row['group_id']]}.")
            remarks += [] if pd.isna(row["note"]) else [str(row["note"])]
        rows.append(
            (
                f"{study.settings.short(unit.name)} ({unit.unit_code})",
                " or ".join(unit.possible) or CONTRADICTED,
                " ".join(dict.fromkeys(remarks)),
                "; ".join(publishers[name] for name in unit.sources),
            )
        )
    return PlainTable(
        (
            study.settings.singular,
            f"Rating in {study.round(round_id)['round']}",
            "How it is known",
            "Source",
        ),
        tuple(rows),
        f"{study.settings.plural} whose rating in {study.round(round_id)['round']} is known from "
        "the sources in whole or in part, by name or as members of a group.",
    )


def statements_left_out(study: Study, round_id: str) -> PlainTable:
    """Return the statements on a round that are not accepted, with the reasons."""
    rows = []
    for table, key in (("figures", "figure_id"), ("ratings", "statement_id")):
        frame = study[table].set_index(key)
        rows += [
            (item.statement, item.reason)
            for item in left_out(study, table)
            if frame.loc[item.statement, "round_id"] == round_id
        ]
    return PlainTable(
        ("Statement", "Why it is left out"),
        tuple(rows),
        f"Statements on {study.round(round_id)['round']} that are not taken at their word.",
    )


def findings_used(ledger: Ledger, names: Iterable[str]) -> PlainTable:
    """Return findings with all that a reader needs to check them."""
    rows = []
    for name in dict.fromkeys(names):
        finding = ledger[name]
        about = (finding.method, finding.caution, _statements(finding))
        rows.append((name, words.value(finding), " ".join(text for text in about if text)))
    return PlainTable(
        ("Finding", "Value", "How it was found"),
        tuple(rows),
        "Every finding that this report prints in its sentences.",
    )


def _statements(finding: Finding) -> str:
    """Name a finding's statements, or say how many there are where they are too many to read."""
    number = len(finding.statements)
    if not number:
        return "No statement was found that says so."
    if number > _NAMED_AT_MOST:
        return f"From {number} statements."
    return f"From {words.listed(finding.statements)}."


def sources_used(study: Study, round_id: str) -> PlainTable:
    """Return the sources of all statements on a round, those left out among them."""
    used: dict[str, int] = {}
    for table in ("figures", "ratings"):
        said = study[table]
        for source in said.loc[said["round_id"] == round_id, "source_id"]:
            used[source] = used.get(source, 0) + 1
    sources = study["sources"]
    rows = [
        (row["publisher"], row["title"], row["date"], str(used[row["source_id"]]))
        for row in sources.fillna({"date": "no date"}).to_dict("records")
        if row["source_id"] in used
    ]
    return PlainTable(
        ("Publisher", "Title", "Date", "Statements"),
        tuple(sorted(rows)),
        f"Where the statements on {study.round(round_id)['round']} come from.",
    )
