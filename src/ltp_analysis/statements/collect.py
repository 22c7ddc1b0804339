"""From the tables to statements: every row that a source printed, in one vocabulary."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pandas as pd

from ltp_analysis.statements.amounts import amount_readings
from ltp_analysis.statements.coded import coded_statements
from ltp_analysis.statements.corrections import put_right
from ltp_analysis.statements.merged import merged_alike
from ltp_analysis.statements.rounding import Rule
from ltp_analysis.statements.statement import Kind, Reading, Statement
from ltp_analysis.validated.members import members_at
from ltp_analysis.validated.study import kept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ltp_analysis.validated.study import Study

BEFORE = "printed before ratings that it may count were put right"
"""Why a figure says nothing of the ratings as they are now."""

_AMOUNTS = ("count", "percent", "fraction")


def collect(study: Study, rules: Sequence[Rule] = (Rule.NEAREST,)) -> list[Statement]:
    """Return every statement of a study, doubtful ones among them.

    Args:
        study: The study.
        rules: The rounding rules to allow for printed percentages.

    Returns:
        Statements of ratings, of figures, of coverage and of coded plans, in the order of their
        tables.
    """
    return list(_collected(study, tuple(rules)))


@kept
def _collected(study: Study, rules: tuple[Rule, ...]) -> tuple[Statement, ...]:
    return (
        *(_rating(study, row) for row in study["ratings"].to_dict("records")),
        *(_figure(study, row, rules) for row in study["figures"].to_dict("records")),
        *_joint(study),
        *coded_statements(study),
    )


@kept
def scope(study: Study, group_id: str, round_id: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the units of a round that a group holds for certain, and those in doubt.

    Args:
        study: The study.
        group_id: The group.
        round_id: The round, whose register counts; members merged by then count as their
            successor, which is certain only if all its predecessors are certain members.

    Returns:
        Codes of the certain and of the doubtful units, each sorted.
    """
    here = set(study.codes(round_id))
    if group_id == study.settings.whole:
        return tuple(sorted(here)), ()
    members = study["group_members"]
    members = members[members["group_id"] == group_id]
    parts = {
        certainty: set(members.loc[members["certainty"] == certainty, "unit_code"])
        for certainty in ("certain", "doubtful")
    }
    return members_at(study, parts["certain"], parts["doubtful"], round_id)


def _rating(study: Study, row: dict[Any, Any]) -> Statement:
    group_id = "" if pd.isna(row["group_id"]) else str(row["group_id"])
    if group_id:
        units, doubtful = scope(study, group_id, row["round_id"])
        name = _name(study, "groups", "group_id", group_id)
    else:
        units, doubtful = members_at(study, {row["unit_code"]}, set(), row["round_id"])
        name = _name(study, "register", "unit_code", row["unit_code"])
    alike = merged_alike(study, row["round_id"], row["statement_id"])
    units, doubtful = tuple(sorted({*units, *alike})), tuple(sorted({*doubtful} - {*alike}))
    ratings = row["ratings"].split("|")
    return Statement(
        row["statement_id"],
        Kind.EACH,
        row["round_id"],
        group_id,
        units,
        doubtful,
        ratings=frozenset(ratings),
        words=f"{name} in {study.round(row['round_id'])['round']}: {' or '.join(ratings)}",
        source_id=row["source_id"],
    )


def _figure(study: Study, row: dict[Any, Any], rules: Sequence[Rule]) -> Statement:
    measure = study.row("measures", "measure", row["measure"])
    kind, label = measure["kind"], measure["label"]
    group_id, known_round = str(row["group_id"]), not pd.isna(row["round_id"])
    round_id = str(row["round_id"]) if known_round else ""
    where = _name(study, "groups", "group_id", group_id)
    part = "" if row["category"] == "all" else f" ({study.label(row['category'])})"
    when = f" {study.round(round_id)['round']}" if known_round else ""
    words = f"{label}{part}, {where}{when}: {row['printed']}"
    units, doubtful = scope(study, group_id, round_id) if known_round else ((), ())
    shape, because = Kind.SILENT, ""
    since = "" if pd.isna(row["since"]) else str(row["since"])
    readings: tuple[Reading, ...] = ()
    if kind == "rating" and row["unit"] in _AMOUNTS:
        first = amount_readings(study, row, rules)
        then = put_right(study, row, units, doubtful, first) if known_round else first
        shape, readings = (Kind.SILENT, ()) if then is None else (Kind.AMOUNT, then)
        because = BEFORE if then is None else ""
    elif kind == "change" and since:
        shape = Kind.CHANGE if row["unit"] == "points" else Kind.AGAIN
        readings = amount_readings(study, row, rules)
    elif (missing := _counted_as_missing(study, row)) is not None:
        shape, readings = Kind.AMOUNT, (missing,)
    else:
        because = f"it is about “{label}”"
    return Statement(
        row["figure_id"],
        shape,
        round_id,
        group_id,
        units,
        doubtful,
        readings=readings,
        since=since,
        words=words,
        source_id=row["source_id"],
        silent_because=because,
    )


def _counted_as_missing(study: Study, row: dict[Any, Any]) -> Reading | None:
    """Read a count of analysed plans, out of those due, as a count of missing ones."""
    bases = study["bases"]
    wider = bases[bases["without_missing"] == row["measure"]]
    if row["base"] not in set(wider["base"]) or row["unit"] != "count":
        return None
    missing = Fraction(int(row["base_value"]) - int(row["value"]))
    observation = str(wider.set_index("base").loc[row["base"], "observation"])
    return Reading(
        f"{' or '.join(study.missing)}: due and not analysed",
        frozenset(study.missing),
        frozenset(),
        is_share=False,
        lower=missing,
        upper=missing,
        observation=observation,
        base_size=int(row["base_value"]),
        base=str(row["base"]),
    )


def _joint(study: Study) -> list[Statement]:
    """Return, for each plan that covers several units, that they share its rating."""
    plans = study["plans"]
    names = {(row["round_id"], row["plan_id"]): row["name"] for row in plans.to_dict("records")}
    found = []
    for (round_id, plan_id), rows in study["coverage"].groupby(
        ["round_id", "plan_id"], observed=True
    ):
        certain = rows[rows["certainty"] == "certain"]
        units = tuple(sorted(study.at(set(certain["unit_code"]), str(round_id))))
        everyone = study.at(set(rows["unit_code"]), str(round_id))
        if len(everyone) < 2:  # noqa: PLR2004 - a plan of one unit joins nothing
            continue
        found.append(
            Statement(
                f"coverage-{round_id}-{plan_id}",
                Kind.JOINT,
                str(round_id),
                "",
                units,
                tuple(sorted(everyone - set(units))),
                words=f"One plan in {study.round(str(round_id))['round']}: "
                f"{names[round_id, plan_id]}",
                source_id=str(rows["source_id"].iloc[0]),
            )
        )
    return found


def _name(study: Study, table: str, key: str, value: str) -> str:
    return str(study.row(table, key, value)["name"])
