"""All that statements allow, as a constraint model in whole numbers.

Units that no statement tells apart are interchangeable, so they stand in one block, and the
variables are how many units of a block had each rating. Statements are linear constraints on
these, each behind a literal, so that any set of them can be held true.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from math import ceil, floor
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from ltp_analysis.problems import LtpError
from ltp_analysis.solved.composition import Range
from ltp_analysis.solved.solver import Model, has_solution, new_solver
from ltp_analysis.statements.statement import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Mapping, Sequence
    from fractions import Fraction

    from ltp_analysis.statements.statement import Reading, Statement

Predecessors = dict[tuple[str, str, str], tuple[str, ...]]
"""For a round, an earlier round and a unit of the first: the units that it then was."""

_FALSE, _TRUE = cp_model.Domain(0, 0), cp_model.Domain(1, 1)
"""What a literal can be once it is fixed."""


class ClashError(LtpError):
    """Raised where a question is asked of statements that cannot all hold."""


@dataclass(frozen=True)
class Block:
    """Interchangeable units of a round.

    Attributes:
        round_id: The round.
        units: The units.
        has: For each rating, how many of them had it.
    """

    round_id: str
    units: tuple[str, ...]
    has: dict[str, cp_model.IntVar]


@dataclass(frozen=True)
class _Cell:
    """Units of a block that were, each, one unit of one block of an earlier round."""

    units: tuple[str, ...]
    now: dict[str, cp_model.IntVar]
    before: dict[str, cp_model.IntVar] | None


@dataclass(frozen=True)
class Single:
    """A statement that leaves some ratings to one unit.

    Attributes:
        round_id: The round.
        unit: The unit.
        ratings: The ratings left to it.
        scopes: What else is said of the unit, by the scopes that it is in.
    """

    round_id: str
    unit: str
    ratings: frozenset[str]
    scopes: frozenset[str]


@dataclass
class World:
    """The model of some rounds.

    Attributes:
        ratings: The ratings in order, missing states among them.
        model: The CP-SAT model.
        blocks: The blocks of each round.
        on: For each statement that says something of ratings, the literal that holds it true.
        single: The statements on one unit each.
        followed: Rounds whose units are followed from one to the other, each by itself.
    """

    ratings: tuple[str, ...]
    model: Model = field(default_factory=Model)
    blocks: dict[str, list[Block]] = field(default_factory=dict)
    on: dict[str, cp_model.IntVar] = field(default_factory=dict)
    single: dict[str, Single] = field(default_factory=dict)
    followed: set[str] = field(default_factory=set)
    _plans: dict[tuple[str, str, str], cp_model.IntVar] = field(default_factory=dict)
    _both: dict[tuple[str, str, str, frozenset[str]], cp_model.LinearExprT] = field(
        default_factory=dict
    )
    _inside: dict[tuple[str, str, int, str], cp_model.IntVar] = field(default_factory=dict)
    _cells: dict[tuple[str, str], list[_Cell]] = field(default_factory=dict)
    _shown: dict[frozenset[str], list[cp_model.CpSolver]] = field(default_factory=dict)


def build_world(
    units: Mapping[str, Sequence[str]],
    ratings: Sequence[str],
    statements: Sequence[Statement],
    predecessors: Predecessors | None = None,
    apart: Mapping[str, Sequence[Collection[str]]] | None = None,
) -> World:
    """Return the model of some rounds.

    Args:
        units: The units of each round.
        ratings: The ratings in order, missing states among them.
        statements: Statements; those that are silent, on changes or on other rounds are passed
            over.
        predecessors: Which units each unit was in an earlier round.
        apart: For a round, sets of units that questions will be asked about.

    Returns:
        The model; no statement holds yet.
    """
    world = World(tuple(ratings))
    said = speaking(statements, units)
    for round_id, codes in units.items():
        world.blocks[round_id] = _blocks(
            world, round_id, codes, said, (apart or {}).get(round_id, ())
        )
    for statement in said:
        add(world, statement, predecessors or {})
    return world


def speaking(statements: Iterable[Statement], rounds: Container[str]) -> list[Statement]:
    """Return the statements that say something of ratings in some rounds and in no others."""
    return [
        statement
        for statement in statements
        if statement.kind not in (Kind.SILENT, Kind.CHANGE)
        and statement.round_id in rounds
        and (statement.kind is not Kind.AGAIN or statement.since in rounds)
    ]


def _blocks(
    world: World,
    round_id: str,
    codes: Sequence[str],
    statements: Sequence[Statement],
    apart: Sequence[Collection[str]],
) -> list[Block]:
    """Part the units of a round by what is said of them."""
    here = [statement for statement in statements if statement.round_id == round_id]
    alone = [statement for statement in here if _on_one(statement)]
    marks = _marks(codes, [statement for statement in here if not _on_one(statement)], apart)
    for statement in alone:
        (unit,) = statement.units
        scopes = frozenset(marks[unit])
        world.single[statement.id] = Single(round_id, unit, statement.ratings, scopes)
    for statement in alone:
        marks[statement.units[0]].add(f"in {_scope(statement)}")
    parted: dict[frozenset[str], list[str]] = {}
    for code, said in marks.items():
        parted.setdefault(frozenset(said), []).append(code)
    blocks = []
    for number, codes_of_block in enumerate(parted.values()):
        has = {
            name: world.model.new_int_var(0, len(codes_of_block), f"{round_id}/{number}/{name}")
            for name in world.ratings
        }
        world.model.add(cp_model.LinearExpr.sum(list(has.values())) == len(codes_of_block))
        blocks.append(Block(round_id, tuple(codes_of_block), has))
    return blocks


def _marks(
    codes: Sequence[str], statements: Sequence[Statement], apart: Sequence[Collection[str]]
) -> dict[str, set[str]]:
    """Return the scopes that each unit is in, or may be in."""
    marks: dict[str, set[str]] = {code: set() for code in codes}
    for statement in statements:
        sides = (("in", statement.units), ("perhaps", statement.doubtful_units))
        for kind, members in sides:
            mark = f"{kind} {_scope(statement)}"
            for unit in members:
                marks[unit].add(f"{mark} {unit}" if statement.kind is Kind.JOINT else mark)
    for number, some in enumerate(apart):
        for unit in some:
            if unit in marks:
                marks[unit].add(f"apart {number}")
    return marks


def _on_one(statement: Statement) -> bool:
    """Say whether a statement leaves some ratings to one unit, named by itself."""
    return (
        statement.kind is Kind.EACH
        and len(statement.units) == 1
        and not statement.doubtful_units
        and not statement.group_id
    )


def _scope(statement: Statement) -> str:
    """Return what tells the scope of a statement from others: its group, or itself."""
    return statement.group_id or statement.id


def add(world: World, statement: Statement, predecessors: Predecessors) -> None:
    """Add a statement to a model, not yet held.

    Args:
        world: The model, which tells the units of the statement apart from others.
        statement: A statement that says something of ratings.
        predecessors: Which units each unit was in an earlier round.
    """
    on = world.on[statement.id] = world.model.new_bool_var(statement.id)
    if statement.kind is Kind.EACH:
        for block in _inside(world, statement.round_id, statement.units):
            for name in world.ratings:
                if name not in statement.ratings:
                    world.model.add(block.has[name] == 0).only_enforce_if(on)
    elif statement.kind is Kind.JOINT:
        blocks = _inside(world, statement.round_id, statement.units)
        for one, other in pairwise(blocks):
            for name in world.ratings:
                world.model.add(one.has[name] == other.has[name]).only_enforce_if(on)
    else:
        choices = []
        for number, reading in enumerate(statement.readings):
            chosen = world.model.new_bool_var(f"{statement.id}/{number}")
            choices.append(chosen)
            _read(world, statement, reading, predecessors, [on, chosen])
        world.model.add_bool_or(choices).only_enforce_if(on)


def _inside(world: World, round_id: str, units: Collection[str]) -> list[Block]:
    """Return the blocks that lie in a scope; every block lies in it whole or not at all."""
    wanted = set(units)
    return [block for block in world.blocks[round_id] if block.units[0] in wanted]


def _read(
    world: World,
    statement: Statement,
    reading: Reading,
    predecessors: Predecessors,
    literals: list[cp_model.IntVar],
) -> None:
    """Add one reading of an amount, enforced by some literals."""
    if reading.observation == "plan" and reading.is_share and reading.base_size is None:
        if not reading.moved:
            _some_share(world, statement, reading, literals)
        return
    if statement.kind is Kind.AGAIN:
        counted = again(world, statement, reading.counted, predecessors)
    else:
        counted = as_printed(world, statement, reading)
    size = len(statement.units) + len(statement.doubtful_units)
    if not reading.is_share:
        least, most = whole_numbers(reading, 1)
        world.model.add(counted >= least).only_enforce_if(literals)
        world.model.add(counted <= most).only_enforce_if(literals)
        return
    every = frozenset(world.ratings) - reading.left_out
    base = observed(world, statement, reading.observation, every)
    counted = _variable(world, counted, -abs(reading.moved), size + abs(reading.moved))
    base = _variable(world, base, 0, size)
    chosen = []
    for counts, bases, is_rest in ways_of(reading, _sizes(statement, reading)):
        this = world.model.new_bool_var("")
        chosen.append(this)
        number = base - counted if is_rest else counted
        world.model.add_linear_constraint(number, *counts).only_enforce_if(this)
        world.model.add_linear_constraint(base, *bases).only_enforce_if(this)
    # Said way by way, since linear reasoning alone is slow to see that no whole number fits.
    world.model.add_bool_or([*chosen, *(~literal for literal in literals)])


@cache
def ways_of(
    reading: Reading, sizes: tuple[int, ...] | range
) -> list[tuple[tuple[int, int], tuple[int, int], bool]]:
    """Return the ways in which whole numbers make a share, as few as can be.

    Args:
        reading: The share.
        sizes: The sizes that its base can have, one after the other.

    Returns:
        For each way the least and greatest number, the least and greatest base, and whether the
        number is of the rest of the base rather than of what is counted. There is a way for each
        base or for each number, which are fewer where the share is small or near to one.
    """
    ends = []
    for size in sizes:
        least, most = whole_numbers(reading, size)
        ends.append((max(least, 0), min(most, size)))
    rest = [(size - most, size - least) for size, (least, most) in zip(sizes, ends, strict=True)]
    by_base = [(end, (size, size), False) for size, end in zip(sizes, ends, strict=True)]
    ways = [[way for way in by_base if way[0][0] <= way[0][1]]]
    for some, is_rest in ((ends, False), (rest, True)):
        # Both ends grow with the base, so the bases that a number fits follow each other.
        leasts, mosts = ([end[side] for end in some] for side in (0, 1))
        spans = {
            number: sizes[bisect_left(mosts, number) : bisect_right(leasts, number)]
            for number in range(max(mosts, default=-1) + 1)
        }
        ways.append([((n, n), (span[0], span[-1]), is_rest) for n, span in spans.items() if span])
    return min(ways, key=len)


def excess(
    counted: cp_model.LinearExprT, base: cp_model.LinearExprT, share: Fraction
) -> cp_model.LinearExpr:
    """Return by how much a count is more than a share of a base, in whole numbers."""
    sides = [counted, base], [share.denominator, -share.numerator]
    return cp_model.LinearExpr.weighted_sum(*sides)


def _sizes(statement: Statement, reading: Reading) -> tuple[int, ...] | range:
    """Return the sizes that the base of a share can have."""
    size = len(statement.units) + len(statement.doubtful_units)
    if reading.base_size is not None:
        return (reading.base_size,)
    if reading.observation == "plan" or reading.left_out or statement.doubtful_units:
        return range(1, size + 1)
    return (size,) if size else ()  # a share of nothing cannot be true


def _variable(
    world: World, expression: cp_model.LinearExprT, least: int, most: int
) -> cp_model.IntVar:
    """Return a variable that equals an expression, so that long sums are said once."""
    variable = world.model.new_int_var(least, most, "")
    world.model.add(variable == expression)
    return variable


def whole_numbers(reading: Reading, base: int) -> tuple[int, int]:
    """Return the least and greatest count whose share of a base lies within a reading."""
    least = reading.lower * base
    most = reading.upper * base
    lower = floor(least) + 1 if reading.lower_open else ceil(least)
    upper = ceil(most) - 1 if reading.upper_open else floor(most)
    return lower, upper


def _some_share(
    world: World, statement: Statement, reading: Reading, literals: list[cp_model.IntVar]
) -> None:
    """Hold what a share of an unknown number of plans says: that there are, or are not, some."""
    others = frozenset(world.ratings) - reading.counted - reading.left_out
    for ratings, must, may in (
        (reading.counted, reading.lower > 0, reading.upper > 0),
        (others, reading.upper < 1, reading.lower < 1),
    ):
        units = _units(world, statement, ratings)
        if must:
            world.model.add(units >= 1).only_enforce_if(literals)
        elif not may:
            world.model.add(units == 0).only_enforce_if(literals)


def as_printed(world: World, statement: Statement, reading: Reading) -> cp_model.LinearExprT:
    """Return how many a reading counts, as they were when it was printed."""
    counted = observed(world, statement, reading.observation, reading.counted)
    return counted - reading.moved if reading.moved else counted


def observed(
    world: World, statement: Statement, observation: str, ratings: Collection[str]
) -> cp_model.LinearExprT:
    """Return how many units, or plans, of a scope had one of some ratings."""
    if observation == "plan":
        plans = [_plans(world, statement, name) for name in world.ratings if name in ratings]
        return cp_model.LinearExpr.sum(plans)
    return _units(world, statement, ratings)


def _units(world: World, statement: Statement, ratings: Collection[str]) -> cp_model.LinearExprT:
    """Return how many units of a scope had one of some ratings.

    Of a block whose units may or may not be in the scope, so many count as are in it; how many
    are, and with which ratings, is the same for all statements on the group.
    """
    named = [name for name in world.ratings if name in ratings]
    terms: list[cp_model.LinearExprT] = [
        block.has[name]
        for block in _inside(world, statement.round_id, statement.units)
        for name in named
    ]
    for place, block in enumerate(_inside(world, statement.round_id, statement.doubtful_units)):
        for name in named:
            key = statement.round_id, _scope(statement), place, name
            if key not in world._inside:  # noqa: SLF001 - the world's own functions
                inside = world.model.new_int_var(0, len(block.units), f"in {key}")
                world.model.add(inside <= block.has[name])
                world._inside[key] = inside  # noqa: SLF001
            terms.append(world._inside[key])  # noqa: SLF001
    return cp_model.LinearExpr.sum(terms) if terms else 0


def _plans(world: World, statement: Statement, rating: str) -> cp_model.IntVar:
    """Return the number of plans of a scope with a rating, where plans are not known by unit.

    Every plan covers one unit or more and every unit has one plan. So there are no more plans
    with a rating than units, and there is one if there is such a unit.
    """
    key = statement.round_id, _scope(statement), rating
    if key not in world._plans:  # noqa: SLF001
        units = _units(world, statement, [rating])
        most = len(statement.units) + len(statement.doubtful_units)
        plans = world.model.new_int_var(0, most, f"plans {key}")
        world.model.add(plans <= units)
        world.model.add(units <= most * plans)
        world._plans[key] = plans  # noqa: SLF001
    return world._plans[key]  # noqa: SLF001


def again(
    world: World, statement: Statement, ratings: Collection[str], predecessors: Predecessors
) -> cp_model.LinearExprT:
    """Return how many units of a scope had one of some ratings in both rounds.

    Of a unit that was several before, it is open whether its source counted it.
    """
    world.followed |= {statement.round_id, statement.since}
    key = statement.round_id, statement.since, _scope(statement), frozenset(ratings)
    if key in world._both:  # noqa: SLF001
        return world._both[key]  # noqa: SLF001
    certain, doubtful = set(statement.units), set(statement.doubtful_units)
    terms: list[cp_model.LinearExprT] = []
    for cell in _cells(world, statement.round_id, statement.since, predecessors):
        if cell.units[0] not in certain | doubtful:
            continue
        size = len(cell.units)
        both = world.model.new_int_var(0, size, "")
        now = cp_model.LinearExpr.sum([cell.now[name] for name in world.ratings if name in ratings])
        world.model.add(both <= now)
        if cell.before is not None:
            before = cp_model.LinearExpr.sum(
                [cell.before[name] for name in world.ratings if name in ratings]
            )
            world.model.add(both <= before)
            if cell.units[0] in certain:
                world.model.add(both >= now + before - size)
        terms.append(both)
    world._both[key] = cp_model.LinearExpr.sum(terms) if terms else 0  # noqa: SLF001
    return world._both[key]  # noqa: SLF001


def _cells(world: World, round_id: str, since: str, predecessors: Predecessors) -> list[_Cell]:
    """Part the blocks of a round by what their units were in an earlier one."""
    if (round_id, since) in world._cells:  # noqa: SLF001
        return world._cells[round_id, since]  # noqa: SLF001
    place = {
        unit: number for number, block in enumerate(world.blocks[since]) for unit in block.units
    }
    cells: list[_Cell] = []
    earlier: dict[int, list[dict[str, cp_model.IntVar]]] = {}
    for block in world.blocks[round_id]:
        parted: dict[tuple[int, ...], list[str]] = {}
        for unit in block.units:
            before = predecessors.get((round_id, since, unit), ())
            parted.setdefault(tuple(sorted(place[old] for old in before)), []).append(unit)
        here = []
        for places, units in parted.items():
            now = _counts(world, len(units))
            single = _counts(world, len(units)) if len(places) == 1 else None
            if single is not None:
                earlier.setdefault(places[0], []).append(single)
            here.append(_Cell(tuple(units), now, single))
        for name in world.ratings:
            parts = [cell.now[name] for cell in here]
            world.model.add(cp_model.LinearExpr.sum(parts) == block.has[name])
        cells += here
    for number, parts_before in earlier.items():
        block = world.blocks[since][number]
        for name in world.ratings:
            some = cp_model.LinearExpr.sum([part[name] for part in parts_before])
            world.model.add(some <= block.has[name])
    world._cells[round_id, since] = cells  # noqa: SLF001
    return cells


def _counts(world: World, size: int) -> dict[str, cp_model.IntVar]:
    counts = {name: world.model.new_int_var(0, size, "") for name in world.ratings}
    world.model.add(cp_model.LinearExpr.sum(list(counts.values())) == size)
    return counts


def count_of(
    world: World, round_id: str, units: Collection[str], ratings: Collection[str]
) -> cp_model.LinearExprT:
    """Return how many of some units had one of some ratings, to be made least or greatest.

    Args:
        world: The model, built with these units `apart` if no statement tells them apart.
        round_id: The round.
        units: The units.
        ratings: The ratings.

    Raises:
        ValueError: If the units are part of a block only.
    """
    blocks = _inside(world, round_id, units)
    covered = {unit for block in blocks for unit in block.units}
    if covered != set(units):
        raise ValueError("the model does not tell these units apart")
    return cp_model.LinearExpr.sum([block.has[name] for block in blocks for name in ratings])


def holding(world: World, held: Collection[str]) -> Model:
    """Return a copy of the model in which some statements hold and the others may not.

    Args:
        world: The model.
        held: Ids of the statements that hold; ids that say nothing of ratings are passed over.
    """
    model = world.model.clone()
    for name, literal in world.on.items():
        copied = model.get_bool_var_from_proto_index(literal.index)
        copied.with_domain(_TRUE if name in held else _FALSE)
    return model


def solve(
    world: World, held: Collection[str], objective: cp_model.LinearExprT | None = None
) -> cp_model.CpSolver | None:
    """Solve the model with some statements held true.

    Args:
        world: The model.
        held: Ids of the statements that hold; ids that say nothing of ratings are passed over.
        objective: What to maximise, if anything.

    Returns:
        The solver with a solution, a best one if there is an objective, or None if the
        statements cannot all hold.

    Raises:
        UnsolvedError: If the solver does not come to an answer.
    """
    model = holding(world, held)
    if objective is not None:
        model.maximize(objective)
    solver = new_solver()
    return solver if has_solution(solver, model) else None


def range_of(
    world: World, held: Collection[str], number: cp_model.LinearExprT, limits: Range
) -> Range:
    """Return the least and greatest value of a number in all worlds that statements allow.

    Nothing is solved for an end that a world found for an earlier question reaches.

    Args:
        world: The model, to which nothing was added since the first question.
        held: Ids of the statements that hold.
        number: What is asked about.
        limits: What the number cannot lie beyond, whatever is said.

    Raises:
        ClashError: If the statements cannot all hold.
        UnsolvedError: If the solver does not come to an answer.
    """
    shown = world._shown.setdefault(frozenset(held), [])  # noqa: SLF001
    found = []
    for sign, limit in ((-1, limits.lower), (1, limits.upper)):
        if any(solver.value(number) == limit for solver in shown):
            found.append(limit)
            continue
        solver = solve(world, held, sign * number)
        if solver is None:
            raise ClashError("The statements cannot all hold.")
        shown.append(solver)
        found.append(solver.value(number))
    return Range(*found)


def core(world: World, held: Collection[str]) -> list[str] | None:
    """Return statements that cannot all hold, or None if all of them can.

    Args:
        world: The model.
        held: Ids of statements.

    Returns:
        A clash among them, not yet the smallest.

    Raises:
        UnsolvedError: If the solver does not come to an answer.
    """
    model = world.model.clone()
    names = {world.on[name].index: name for name in sorted(held) if name in world.on}
    model.add_assumptions([world.on[name] for name in names.values()])
    solver = new_solver()
    if has_solution(solver, model):
        return None
    return [names[index] for index in solver.sufficient_assumptions_for_infeasibility()]
