"""The chain behind a group or an area: its members, what is said of it, and its counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ltp_analysis.explained.names import Kind
from ltp_analysis.explained.rows import plain_row, source_rows
from ltp_analysis.explained.said import Said, Strength, say, strength_of
from ltp_analysis.findings.finding import made_by
from ltp_analysis.solved.deductions import deductions
from ltp_analysis.solved.evidence import count_bounds
from ltp_analysis.statements.collect import scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ltp_analysis.explained.known import Known
    from ltp_analysis.explained.names import Named
    from ltp_analysis.solved.composition import Range
    from ltp_analysis.solved.deductions import Deduction
    from ltp_analysis.validated.study import Study


@dataclass(frozen=True)
class Members:
    """A place in a round.

    Attributes:
        round: The round, as readers see it.
        certain: Names of the units that are in it for certain, by code.
        doubtful: Names of those that may be in it, by code.
        counts: For each rating, how many of the certain units had it at the least and most.
    """

    round: str
    certain: dict[str, str]
    doubtful: dict[str, str]
    counts: dict[str, Range]


@dataclass(frozen=True)
class Deduced:
    """What a printed total of children says of the units of a group.

    Attributes:
        round: Its round, as readers see it.
        strength: How strongly.
        ratings: The ratings that the total takes in.
        have: Names of the units that have one of these, and are not stated to; empty if it is
            not strong.
        have_not: Names of those that have none of these, and are not stated to.
    """

    round: str
    strength: Strength
    ratings: tuple[str, ...]
    have: tuple[str, ...] = ()
    have_not: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlaceChain:
    """A group or an area, and what is known of it.

    Attributes:
        kind: Which of the two.
        id: Its id or code.
        name: Its name.
        rows: Its rows in the raw table.
        is_whole: Whether it is all units.
        rounds: The rounds in which it has members.
        statements: The figures and ratings that are about it.
        deductions: What printed totals say of its units.
        code_used: The functions that work this out, with their version.
        dataset: Version of the raw tables.
        sources: The rows of the sources.
    """

    kind: Kind
    id: str
    name: str
    rows: list[dict[str, Any]]
    is_whole: bool
    rounds: tuple[Members, ...]
    statements: tuple[Said, ...]
    deductions: tuple[Deduced, ...]
    code_used: tuple[str, ...]
    dataset: str
    sources: list[dict[str, Any]]


def explain_place(known: Known, named: Named) -> PlaceChain:
    """Return the chain behind a group or an area.

    Args:
        known: What is known.
        named: Its kind and id.
    """
    study, is_group = known.study, named.kind is Kind.GROUP
    table, key = ("groups", "group_id") if is_group else ("areas", "area_code")
    chosen = study[table]
    rows = [plain_row(row) for row in chosen[chosen[key] == named.id].to_dict("records")]
    said = tuple(
        say(known, name)
        for name, statement in known.statements.items()
        if is_group and statement.group_id == named.id
    )
    deduced = tuple(
        _deduced(study, item)
        for item in known.deductions.values()
        if is_group and item.group_id == named.id
    )
    used: list[Callable[..., object]] = [count_bounds]
    used += [deductions] if deduced else []
    sources = [row["source_id"] for row in rows] + [item.source_id for item in said]
    return PlaceChain(
        named.kind,
        named.id,
        rows[-1]["name"],
        rows,
        named.id == study.settings.whole,
        tuple(item for name in study.rounds if (item := _members(known, named, name))),
        said,
        deduced,
        tuple(made_by(function) for function in used),
        study.version,
        source_rows(study, sources),
    )


def _members(known: Known, named: Named, round_id: str) -> Members | None:
    """Return a place in a round, or None if it has no members then."""
    study = known.study
    units = study.units(round_id)
    names = dict(zip(units["unit_code"], units["name"], strict=True))
    if named.kind is Kind.GROUP:
        certain, doubtful = scope(study, named.id, round_id)
    else:
        rows = study["geography"]
        here = rows["register_date"] == study.round(round_id)["register_date"]
        certain, doubtful = tuple(rows.loc[here & (rows["area_code"] == named.id), "unit_code"]), ()
    if not certain and not doubtful:
        return None
    evidence = known.evidence
    counts = {
        rating: count_bounds(evidence, round_id, certain, [rating])
        for rating in (study.ratings if certain else ())
    }
    label = str(study.round(round_id)["round"])
    inside, perhaps = ({code: names[code] for code in sorted(some)} for some in (certain, doubtful))
    return Members(label, inside, perhaps, counts)


def _deduced(study: Study, item: Deduction) -> Deduced:
    label, strength = str(study.round(item.round_id)["round"]), strength_of(item)
    if not item.strong:
        return Deduced(label, strength, item.ratings)
    units = study.units(item.round_id)
    names = dict(zip(units["unit_code"], units["name"], strict=True))

    def named(codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(names[code] for code in codes))

    return Deduced(label, strength, item.ratings, named(item.deduced_in), named(item.deduced_out))
