"""Which accepted statements cannot hold with ratings that are to be imported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ltp_analysis.solved.brief import brief
from ltp_analysis.solved.evidence import model_of, settle_clashes, tied, weigh
from ltp_analysis.solved.ratings import deduced_statements
from ltp_analysis.solved.world import solve
from ltp_analysis.statements.scenario import scenario_named, settle
from ltp_analysis.statements.statement import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ltp_analysis.solved.evidence import Evidence
    from ltp_analysis.statements.statement import Statement
    from ltp_analysis.validated.study import Study


@dataclass(frozen=True)
class Contradiction:
    """Statements that cannot hold together.

    Attributes:
        held: A smallest set of statements held true so far that the imported ones exclude; empty
            if the imported ones exclude each other.
        imported: The imported ratings on units that these speak of, of a stated rating only those
            that differ from it.
    """

    held: tuple[Statement, ...]
    imported: tuple[Statement, ...]


def weighed(study: Study, scenario: str) -> Evidence:
    """Return the evidence as it is, with what printed totals say of single units where strong.

    Args:
        study: The study as it is.
        scenario: Name of the scenario.
    """
    return weigh(study, scenario, deduced_statements(study))


def contradictions(before: Evidence, after: Study, names: Collection[str]) -> list[Contradiction]:
    """Return the accepted statements that cannot hold with some new ones.

    First those that cannot by themselves. Of the rest, each contradiction is a smallest clash;
    after it the least precise statement is set aside, so that the next one is another.

    Args:
        before: The evidence without the new statements.
        after: The study with them.
        names: Ids of the new statements, all of one round.

    Returns:
        The contradictions in the order found; one without held statements comes alone.
    """
    scenario = scenario_named(before.scenario.name)
    accepted, _ = settle(after, scenario)
    new = [item for item in accepted if item.id in names]
    if not new:
        return []
    round_id = new[0].round_id
    if not _can_hold(before.study, [round_id], new):
        return [Contradiction((), tuple(_against_each_other(new)))]
    # What a correction replaces is no longer held; what was deduced is in no table.
    standing = {item.id for item in accepted}
    standing |= {name for name in before.held if not before.statements[name].source_id}
    held = [item for item in before.said if item.id in standing]
    about = [item for item in held if round_id in (item.round_id, item.since)]
    alone = [item for item in about if not _can_hold(before.study, _rounds(item), [*new, item])]
    aside = {item.id for item in alone}
    rest = [item for item in held if item.id not in aside]
    tied_rounds = next(some for some in tied(before.study.rounds, rest) if round_id in some)
    found: list[tuple[Statement, ...]] = [(item,) for item in alone]
    if not _can_hold(before.study, tied_rounds, brief([*rest, *new], before.study.ratings)):
        world = model_of(before.study, tied_rounds, [*rest, *new])
        by_id = {item.id: item for item in rest}
        always = {item.id for item in new}
        clashes = settle_clashes(world, by_id, by_id.keys(), always)
        found += [tuple(by_id[name] for name in clash) for clash, _ in clashes]
    return [Contradiction(clash, tuple(_involved(clash, new))) for clash in found]


def _can_hold(study: Study, rounds: Sequence[str], statements: Sequence[Statement]) -> bool:
    world = model_of(study, rounds, statements)
    return solve(world, world.on) is not None


def _rounds(statement: Statement) -> list[str]:
    return sorted({statement.round_id, *([statement.since] if statement.since else [])})


def _involved(clash: Sequence[Statement], new: Sequence[Statement]) -> list[Statement]:
    """Return the new statements on units of a clash; of ratings, only those that differ."""
    found = []
    for item in new:
        units = set(item.units)
        for other in clash:
            if not units & {*other.units, *other.doubtful_units}:
                continue
            if other.kind is not Kind.EACH or not item.ratings & other.ratings:
                found.append(item)
                break
    return found


def _against_each_other(new: Sequence[Statement]) -> list[Statement]:
    """Return the statements on units of which another says something that excludes it."""
    return [
        item
        for item in new
        if any(
            set(item.units) & set(other.units) and not item.ratings & other.ratings for other in new
        )
    ]
