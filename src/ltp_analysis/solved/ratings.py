"""What is known of the rating of each unit, and on what grounds."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ltp_analysis.solved.deductions import Deduction, deduced_ids, deductions
from ltp_analysis.solved.evidence import Evidence, possible_ratings, weigh
from ltp_analysis.solved.judged import why
from ltp_analysis.statements.scenario import DEFAULT
from ltp_analysis.statements.statement import Kind, Reading, Statement

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from ltp_analysis.validated.study import Study

STATED, DEDUCED, OPEN = "stated", "deduced", "open"


@dataclass(frozen=True)
class UnitRating:
    """What is known of a unit in a round.

    Attributes:
        unit_code: The unit.
        name: Its name.
        round_id: The round.
        possible: The ratings left, in the order of the scale.
        basis: “stated” if statements on the unit say so, “deduced” if they and others leave
            less than was stated, “open” if nothing is excluded.
        statements: Ids of the statements that exclude the other ratings.
    """

    unit_code: str
    name: str
    round_id: str
    possible: tuple[str, ...]
    basis: str
    statements: tuple[str, ...]


def deduced_statements(study: Study, found: Iterable[Deduction] | None = None) -> list[Statement]:
    """Return what printed totals of children say of single units, where that is strong.

    Args:
        study: The study.
        found: What the totals say, if it was worked out already.

    Returns:
        Two statements a total, at most: its units have, or have not, one of its ratings.
    """
    made = []
    for item in deductions(study) if found is None else found:
        if not item.strong:
            continue
        inside, outside = deduced_ids(item.figure_id)
        for name, units, ratings in (
            (inside, item.deduced_in, frozenset(item.ratings)),
            (outside, item.deduced_out, frozenset(study.ratings) - frozenset(item.ratings)),
        ):
            if units:
                made.append(
                    Statement(
                        name,
                        Kind.EACH,
                        item.round_id,
                        "",
                        tuple(sorted(units)),
                        ratings=ratings,
                        words=f"deduced from the printed total {item.figure_id}",
                    )
                )
    return made


def deduced_from(found: Iterable[Deduction]) -> dict[str, Deduction]:
    """Return, by the ids of statements that may be deduced, what they are deduced from."""
    return {name: item for item in found for name in deduced_ids(item.figure_id)}


def unit_ratings(
    study: Study,
    round_id: str,
    scenario: str = DEFAULT,
    *,
    units: Collection[str] | None = None,
    evidence: Evidence | None = None,
) -> list[UnitRating]:
    """Return what is known of the units of a round.

    Args:
        study: The study.
        round_id: The round.
        scenario: Name of the scenario.
        units: The units; all of the round if not given.
        evidence: What was weighed already, deduced statements among it, to ask again without
            doing it anew.

    Returns:
        One record a unit, in the order of names.
    """
    evidence = evidence or weigh(study, scenario, deduced_statements(study))
    possible = possible_ratings(evidence)
    here = study.units(round_id)
    wanted = set(study.codes(round_id)) if units is None else set(units)
    grounds = _grounds(evidence, round_id, possible, wanted)
    found = []
    for row in here[here["unit_code"].isin(wanted)].to_dict("records"):
        unit = row["unit_code"]
        basis, statements = grounds[unit]
        found.append(
            UnitRating(unit, row["name"], round_id, possible[round_id, unit], basis, statements)
        )
    return found


def _grounds(
    evidence: Evidence,
    round_id: str,
    possible: dict[tuple[str, str], tuple[str, ...]],
    wanted: Collection[str],
) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return the basis and the statements for some units; units of a block share them."""
    world = evidence.world(evidence.together(round_id))
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for block in world.blocks[round_id]:
        if not set(block.units) & set(wanted):
            continue
        one = block.units[0]
        left = possible[round_id, one]
        own = [
            statement
            for name, statement in evidence.statements.items()
            if name in evidence.held
            and statement.kind is Kind.EACH
            and statement.round_id == round_id
            and one in statement.units
        ]
        said = set(world.ratings).intersection(*(statement.ratings for statement in own))
        names = [statement.id for statement in own]
        basis = STATED if own else OPEN
        if any(not statement.source_id for statement in own) and len(left) < len(world.ratings):
            basis = DEDUCED
        if set(left) < said:
            basis = DEDUCED
            names += _excluding(evidence, round_id, one, sorted(said - set(left)))
        for unit in block.units:
            found[unit] = basis, tuple(dict.fromkeys(names))
    return found


def _excluding(
    evidence: Evidence, round_id: str, unit: str, ratings: Sequence[str]
) -> Iterator[str]:
    """Yield statements that exclude ratings of a unit; for each of them, none is needless."""
    none = Fraction(0)
    readings = tuple(
        Reading("", frozenset({rating}), frozenset(), is_share=False, lower=none, upper=none)
        for rating in ratings
    )
    case = evidence.case(Statement("asked", Kind.AMOUNT, round_id, "", (unit,), readings=readings))
    for number in range(len(readings)):
        yield from why(case, number)
