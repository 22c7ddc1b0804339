"""The chain behind a unit: what it can have been rated in each round, and on what grounds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ltp_analysis.explained.rows import plain_row, source_rows
from ltp_analysis.explained.said import Said, say
from ltp_analysis.findings.finding import made_by
from ltp_analysis.solved.deductions import deductions
from ltp_analysis.solved.ratings import unit_ratings
from ltp_analysis.statements.statement import Kind
from ltp_analysis.validated.rules.tools import SPLIT, heirs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ltp_analysis.explained.known import Known
    from ltp_analysis.validated.study import Study


class Relation(StrEnum):
    """What a unit of a round is to the unit asked about."""

    ITSELF = "itself"
    HEIR = "what it was merged into"
    PREDECESSOR = "merged into it later"
    PART = "a part that it was split into"
    WHOLE = "split into it and others later"


@dataclass(frozen=True)
class InRound:
    """A unit in a round.

    Attributes:
        round: The round, as readers see it.
        unit_code: The unit of that round.
        name: Its name then.
        relation: What it is to the unit asked about.
        possible: The ratings that it can have had.
        basis: On what grounds, as in `UnitRating`.
        statements: Ids of the statements that exclude the other ratings.
    """

    round: str
    unit_code: str
    name: str
    relation: Relation
    possible: tuple[str, ...]
    basis: str
    statements: tuple[str, ...]


@dataclass(frozen=True)
class UnitChain:
    """A unit and what is known of it.

    Attributes:
        code: Its code.
        name: Its latest name.
        register: Its rows of the register.
        rounds: What is known of it in each round.
        statements: The statements that this rests on.
        others: Other statements that name a unit of these, such as those that are left out.
        code_used: The functions that work it out, with their version.
        dataset: Version of the raw tables.
        sources: The rows of the sources.
    """

    code: str
    name: str
    register: list[dict[str, Any]]
    rounds: tuple[InRound, ...]
    statements: tuple[Said, ...]
    others: tuple[Said, ...]
    code_used: tuple[str, ...]
    dataset: str
    sources: list[dict[str, Any]]


def explain_unit(known: Known, unit: str) -> UnitChain:
    """Return the chain behind a unit.

    Args:
        known: What is known.
        unit: Its code.
    """
    study = known.study
    rows = study["register"]
    spells = [plain_row(row) for row in rows[rows["unit_code"] == unit].to_dict("records")]
    rounds: list[InRound] = []
    naming: list[str] = []
    for round_id in study.rounds:
        label = str(study.round(round_id)["round"])
        related = kin(study, unit, round_id)
        ratings = known.ratings(round_id, [code for code, _ in related]) if related else {}
        naming += _naming(known, round_id, ratings)
        for code, relation in related:
            item = ratings[code]
            grounds = (item.possible, item.basis, item.statements)
            rounds.append(InRound(label, code, item.name, relation, *grounds))
    names = dict.fromkeys(name for item in rounds for name in item.statements)
    said = tuple(say(known, name) for name in names)
    used: list[Callable[..., object]] = [unit_ratings]
    used += [deductions] if any(item.strength for item in said) else []
    others = tuple(say(known, name) for name in naming if name not in names)
    sources = [item.source_id for item in (*said, *others)]
    sources += [spell["source_id"] for spell in spells]
    return UnitChain(
        unit,
        spells[-1]["name"],
        spells,
        tuple(rounds),
        said,
        others,
        tuple(made_by(function) for function in used),
        study.version,
        source_rows(study, sources),
    )


def _naming(known: Known, round_id: str, units: Iterable[str]) -> list[str]:
    """Return the statements of ratings and of plans that are about some units of a round."""
    wanted = set(units)
    return [
        name
        for name, statement in known.statements.items()
        if statement.kind in (Kind.EACH, Kind.JOINT)
        and statement.round_id == round_id
        and wanted & {*statement.units, *statement.doubtful_units}
    ]


def kin(study: Study, unit: str, round_id: str) -> list[tuple[str, Relation]]:
    """Return what a unit was in a round.

    Args:
        study: The study.
        unit: Its code.
        round_id: The round.

    Returns:
        Itself, or the unit that it became by then, or those that were merged into it later, or
        the parts that it was split into, or the unit that it is a part of, in the order of their
        codes; empty if it was closed, or opened, without them.
    """
    here = set(study.units(round_id)["unit_code"])
    if unit in here:
        return [(unit, Relation.ITSELF)]
    if later := study.at({unit}, round_id):
        return [(code, Relation.HEIR) for code in sorted(later)]
    rows = study["register"]
    opened = rows.loc[rows["unit_code"] == unit, "valid_from"].min()
    merged = heirs(study["succession"], opened)
    found = [(code, Relation.PREDECESSOR) for code in sorted(here) if merged.get(code) == unit]
    splits = study["succession"]
    splits = splits[splits["kind"] == SPLIT]
    for old, new in splits[["predecessor_code", "successor_code"]].itertuples(index=False):
        if old == unit and new in here:
            found.append((str(new), Relation.PART))
        elif new == unit and old in here:
            found.append((str(old), Relation.WHOLE))
    return sorted(found)
