"""What an import of ratings would add, and how that stands to what is stated already."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from ltp_analysis.problems import Problem
from ltp_analysis.statements.accepted import accepted
from ltp_analysis.validated.members import predecessors
from ltp_analysis.validated.schemas import CORRECTED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ltp_analysis.imports.ratings import Entry
    from ltp_analysis.imports.register import Names
    from ltp_analysis.validated.study import Study


@dataclass(frozen=True)
class Differs:
    """A unit of which the file and a statement already there say different things.

    Attributes:
        unit_code: The unit.
        name: Its name.
        stated: The ratings that the statement leaves open.
        imported: The ratings of the file.
        statement: Id of the statement.
        source_id: Its source.
        excludes: Whether the two have no rating in common.
    """

    unit_code: str
    name: str
    stated: tuple[str, ...]
    imported: tuple[str, ...]
    statement: str
    source_id: str
    excludes: bool


@dataclass(frozen=True)
class Proposed:
    """What an import would do.

    Attributes:
        rows: The rows to add to `ratings`, as text.
        unchanged: Ids of rows that are there already, from an earlier import of the same.
        differs: Where the file says something else than a statement on the same unit.
        agrees: Units of which a statement says the same already.
        left: Units of the register for which the file has no rating.
        problems: What has to be mended before anything can be written.
    """

    rows: tuple[Mapping[str, str], ...]
    unchanged: tuple[str, ...]
    differs: tuple[Differs, ...]
    agrees: tuple[str, ...]
    left: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Origin:
    """Where ratings come from.

    Attributes:
        file: Name of the file.
        round_id: The round.
        source_id: The source.
        edition: “original” or “corrected”.
    """

    file: str
    round_id: str
    source_id: str
    edition: str


def statement_id(origin: Origin, unit_code: str) -> str:
    """Return the id of the statement on a unit that an import makes.

    Args:
        origin: Where the rating comes from.
        unit_code: The unit.
    """
    code = re.sub("[^a-z0-9]+", "-", unit_code.casefold()).strip("-")
    end = f"-{CORRECTED}" if origin.edition == CORRECTED else ""
    return f"{origin.round_id}-import-{origin.source_id}-{code}{end}"


def propose(study: Study, entries: Sequence[Entry], origin: Origin, names: Names) -> Proposed:
    """Return what an import would add and what stands against it.

    Args:
        study: The study as it is.
        entries: One rating a unit.
        origin: Where they come from.
        names: What the units of the round are called.
    """
    ratings = study["ratings"]
    here = ratings[(ratings["round_id"] == origin.round_id) & ratings["unit_code"].notna()]
    by_id = {row["statement_id"]: row for row in ratings.to_dict("records")}
    holds = accepted(study, "ratings")
    holds = holds[(holds["round_id"] == origin.round_id) & holds["unit_code"].notna()]
    problems: list[Problem] = []
    rows: list[Mapping[str, str]] = []
    unchanged: list[str] = []
    for entry in entries:
        name = statement_id(origin, entry.unit_code)
        row, fault = _row(here, entry, origin, name)
        if fault is not None:
            problems.append(fault)
        elif name in by_id:
            fault = _already(by_id[name], row, entry, origin)
            problems += [] if fault is None else [fault]
            unchanged += [name] if fault is None else []
        else:
            rows.append(row)
    problems += _alone(study, here, entries, origin, names)
    of_unit = {entry.unit_code: entry for entry in entries}
    differs, agrees = [], []
    for said_there in holds.to_dict("records"):
        found = of_unit.get(said_there["unit_code"])
        if found is None or said_there["statement_id"] == statement_id(origin, found.unit_code):
            continue
        said = tuple(str(said_there["ratings"]).split("|"))
        if said == found.ratings:
            agrees.append(found.unit_code)
            continue
        differs.append(
            Differs(
                found.unit_code,
                names.allowed[found.unit_code],
                said,
                found.ratings,
                str(said_there["statement_id"]),
                str(said_there["source_id"]),
                excludes=not set(said) & set(found.ratings),
            )
        )
    rated = {names.heirs.get(entry.unit_code, entry.unit_code) for entry in entries}
    left = tuple(code for code in names.open if code not in rated)
    return Proposed(
        tuple(rows),
        tuple(unchanged),
        tuple(differs),
        tuple(dict.fromkeys(agrees)),
        left,
        tuple(problems),
    )


def _row(
    here: pd.DataFrame, entry: Entry, origin: Origin, name: str
) -> tuple[dict[str, str], Problem | None]:
    """Return the row for an entry; a correction needs the one statement that it corrects."""
    row = {
        "statement_id": name,
        "round_id": origin.round_id,
        "unit_code": entry.unit_code,
        "ratings": "|".join(entry.ratings),
        "edition": origin.edition,
        "certainty": "certain",
        "note": entry.note,
        "source_id": origin.source_id,
    }
    if origin.edition != CORRECTED:
        return row, None
    first = here[(here["unit_code"] == entry.unit_code) & (here["edition"] != CORRECTED)]
    if len(first) != 1:
        count = "no statement" if first.empty else "several statements"
        rule = f"{count} of the original edition on the unit, so it is not clear what to correct"
        remedy = "Import it as --edition original, or add the row to ratings by hand."
        value = entry.unit_code
        return row, Problem(origin.file, entry.row, "", value, rule, remedy)
    return row | {"corrects": str(first["statement_id"].iloc[0])}, None


def _already(
    there: Mapping[Any, Any], row: Mapping[str, str], entry: Entry, origin: Origin
) -> Problem | None:
    """Return a problem if a row of the same id says something else."""
    same = ("round_id", "unit_code", "ratings", "edition", "corrects", "source_id")
    if all(_text(there[name]) == row.get(name, "") for name in same):
        return None
    rule = f"an earlier import from {origin.source_id} has “{_text(there['ratings'])}”"
    remedy = "Rows are never changed: import it as --edition corrected, or name its own source."
    value = f"{row['unit_code']}: {row['ratings']}"
    return Problem(origin.file, entry.row, "", value, rule, remedy)


def _alone(
    study: Study, here: pd.DataFrame, entries: Sequence[Entry], origin: Origin, names: Names
) -> list[Problem]:
    """Return a problem for each merged unit of which the others merged with it differ.

    What a merged unit is rated counts for what it became only if all its predecessors are rated so.
    """
    known: dict[str, set[str]] = {}
    for unit, said in here[["unit_code", "ratings"]].to_numpy():
        known.setdefault(str(unit), set()).add(str(said))
    for entry in entries:
        known.setdefault(entry.unit_code, set()).add("|".join(entry.ratings))
    parts = predecessors(study)
    problems = []
    for entry in entries:
        heir = names.heirs.get(entry.unit_code)
        if heir is None:
            continue
        own = {"|".join(entry.ratings)}
        others = [unit for unit in parts.get(heir, ()) if known.get(unit, set()) != own]
        if others:
            rule = (
                f"{names.allowed[entry.unit_code]} was merged into {heir} {names.allowed[heir]} by "
                f"{names.round}, and {', '.join(others)} merged with it has no rating or another"
            )
            remedy = f"Rate {heir}, or all that became it alike; or leave the row out."
            value = f"{entry.unit_code} {entry.written}"
            problems.append(Problem(origin.file, entry.row, "", value, rule, remedy))
    return problems


def _text(value: Any) -> str:  # noqa: ANN401 - a cell of a table
    return "" if pd.isna(value) else str(value)
