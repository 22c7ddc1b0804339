"""What the other statements say of one printed amount, reading by reading.

A reading of the amount *can hold* if it is true in some world that the others allow, and *follows*
if it is true in all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, partial
from typing import TYPE_CHECKING

from ltp_analysis.solved.brief import brief
from ltp_analysis.solved.clashes import shrink, smallest_clash
from ltp_analysis.solved.world import (
    add,
    again,
    as_printed,
    build_world,
    core,
    excess,
    observed,
    solve,
)
from ltp_analysis.statements.statement import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ortools.sat.python import cp_model

    from ltp_analysis.solved.world import Predecessors, World
    from ltp_analysis.statements.statement import Reading, Statement


@dataclass(frozen=True)
class Case:
    """One amount before the other statements.

    Attributes:
        units: The units of each round.
        ratings: The ratings in order, missing states among them.
        others: The other statements, which can all hold.
        statement: The amount.
        tried: The statement of each reading, in the order of the readings.
        predecessors: Which units each unit was in an earlier round.
    """

    units: Mapping[str, Sequence[str]]
    ratings: Sequence[str]
    others: tuple[Statement, ...]
    statement: Statement
    tried: tuple[Statement, ...]
    predecessors: Predecessors

    @cached_property
    def world(self) -> World:
        """The model; what is supposed of the amount is added to it as it is asked."""
        scope = {self.statement.round_id: [self.statement.units, self.statement.doubtful_units]}
        return build_world(self.units, self.ratings, self.others, self.predecessors, scope)

    @cached_property
    def held(self) -> frozenset[str]:
        """Ids of the other statements."""
        return frozenset(other.id for other in self.others) & self.world.on.keys()

    @cached_property
    def short(self) -> Case:
        """The same amount before fewer statements that allow the same, where no id is wanted."""
        return replace(self, others=brief(self.others, self.ratings))

    @cached_property
    def parts(self) -> list[tuple[cp_model.LinearExprT, cp_model.LinearExprT]]:
        """What each reading counts, and its base."""
        return [_parts(self, number) for number in range(len(self.tried))]

    @cached_property
    def worlds(self) -> list[cp_model.CpSolver]:
        """Worlds found so far that the others allow: what one shows need not be asked again."""
        return []


def new_case(
    units: Mapping[str, Sequence[str]],
    ratings: Sequence[str],
    others: Sequence[Statement],
    statement: Statement,
    predecessors: Predecessors | None = None,
) -> Case:
    """Return an amount before other statements.

    Args:
        units: The units of each round.
        ratings: The ratings in order, missing states among them.
        others: The other statements; they can all hold.
        statement: The amount, with every reading to be tried.
        predecessors: Which units each unit was in an earlier round.
    """
    tried = tuple(
        replace(statement, id=f"{statement.id} read {number}", readings=(reading,))
        for number, reading in enumerate(statement.readings)
    )
    others = tuple(other for other in others if other.id != statement.id)
    return Case(units, ratings, others, statement, tried, predecessors or {})


def can_hold(case: Case, number: int) -> bool:
    """Say whether a reading is true in some world that the others allow."""
    short = case.short
    if any(_true_in(short, number, world) for world in short.worlds):
        return True
    return _find(short, lambda: [_reading(short, number)]) is not None


def follows(case: Case, number: int) -> tuple[str, ...] | None:
    """Return statements from which a reading follows, none of them needless.

    Args:
        case: The amount.
        number: The reading.

    Returns:
        Their ids, or None if the reading does not follow.
    """
    short = case.short
    if not all(_true_in(short, number, world) for world in short.worlds):
        return None
    if _find(short, lambda: [_denial(short, number)]) is not None:
        return None
    return why(case, number)


def why(case: Case, number: int) -> tuple[str, ...]:
    """Return statements from which a reading that is known to follow does, none of them needless.

    Args:
        case: The amount.
        number: The reading.
    """
    return _reasons(case, lambda some: [_denial(some, number)]) or ()


def excluded(case: Case, number: int) -> tuple[str, ...] | None:
    """Return statements with which a reading cannot hold, none of them needless.

    Args:
        case: The amount.
        number: The reading.

    Returns:
        Their ids, or None if the reading can hold.
    """
    if can_hold(case, number):
        return None
    return _reasons(case, lambda some: [_reading(some, number)])


def clash(case: Case) -> tuple[str, ...]:
    """Return a smallest set of other statements under which no reading can hold.

    Args:
        case: An amount of which no reading can hold.
    """
    either = f"{case.statement.id} read anyhow"
    readings = [case.world.on[_reading(case, number)] for number in range(len(case.tried))]
    literal = _literal(case, either)
    case.world.model.add_bool_or([*readings, ~literal])
    # Which reading holds is left to the search, so none of them is held or not from without.
    for tried in case.tried:
        del case.world.on[tried.id]
    return smallest_clash(case.world, case.held, [either], by_scope=True) or ()


def bounds(case: Case, number: int) -> tuple[Fraction, Fraction] | None:
    """Return the least and greatest value of what a reading is about.

    Args:
        case: The amount.
        number: The reading; a share is bounded over the worlds in which its base has the size
            that the source gives, or is not empty.

    Returns:
        A number, or a share as a fraction of one; None if there is no such world.
    """
    least, most = (_end(case.short, number, sign) for sign in (-1, 1))
    return None if least is None or most is None else (least, most)


def grounds(case: Case, number: int, lower: Fraction, upper: Fraction) -> tuple[str, ...]:
    """Return statements that exclude what lies beyond some bounds of a reading.

    Args:
        case: The amount.
        number: The reading.
        lower: Its least value, as `bounds` found it.
        upper: Its greatest value.

    Returns:
        Ids of statements, those for each bound without a needless one.
    """
    found: set[str] = set()
    for sign, edge in ((-1, lower), (1, upper)):
        if edge == _limit(case, number, sign):
            continue  # nothing has to be said for it
        beyond = partial(_beyond, number=number, sign=sign, edge=edge)
        found |= set(_reasons(case, beyond) or ())
    return tuple(sorted(found))


def _beyond(case: Case, number: int, sign: int, edge: Fraction) -> list[str]:
    """Return the names of literals that hold a reading's value to be beyond an edge."""
    based, (counted, base) = _based(case, number), _parts(case, number)
    size = base if case.tried[number].readings[0].is_share else 1
    beyond = _literal(case, f"{case.tried[number].id} {'above' if sign > 0 else 'below'} {edge}")
    over = excess(counted, size, edge)
    case.world.model.add(sign * over >= 1).only_enforce_if(beyond)
    return [beyond.name, based]


def _find(
    case: Case, suppose: Callable[[], list[str]], goal: cp_model.LinearExprT | None = None
) -> cp_model.CpSolver | None:
    """Return a world that the others allow and in which some literals hold, and remember it.

    With a goal it is a world in which that is greatest.
    """
    # Made before any world is found, so that each one tells what every reading comes to in it.
    _ = case.parts
    found = solve(case.world, {*case.held, *suppose()}, goal)
    if found is not None:
        case.worlds.append(found)
    return found


def _true_in(case: Case, number: int, world: cp_model.CpSolver) -> bool:
    """Say whether a reading is true in a world."""
    value = _value_in(case, number, world)
    return value is not None and case.tried[number].readings[0].holds(value)


def _value_in(case: Case, number: int, world: cp_model.CpSolver) -> Fraction | None:
    """Return what a reading comes to in a world.

    None for a share that has not its base there, and for what cannot have been counted before
    ratings were put right.
    """
    reading = case.tried[number].readings[0]
    counted, base = (world.value(part) for part in case.parts[number])
    if counted < 0 or (reading.moved and reading.is_share and counted > base):
        return None
    if not reading.is_share:
        return Fraction(counted)
    sized = base > 0 and base == (reading.base_size or base)
    return Fraction(counted, base) if sized else None


def _reading(case: Case, number: int) -> str:
    """Return the name of the literal that holds a reading true."""
    tried = case.tried[number]
    if tried.id not in case.world.on:
        add(case.world, tried, case.predecessors)
    return tried.id


def _based(case: Case, number: int) -> str:
    """Return the name of a literal that holds the base of a reading to its size."""
    name = f"{case.tried[number].id} on its base"
    if name not in case.world.on:
        literal, reading = _literal(case, name), case.tried[number].readings[0]
        counted, base = _parts(case, number)
        if reading.moved:
            case.world.model.add(counted >= 0).only_enforce_if(literal)
            if reading.is_share:
                case.world.model.add(counted <= base).only_enforce_if(literal)
        if reading.is_share and not isinstance(base, int):
            size, tried = reading.base_size, case.tried[number]
            everyone = len(tried.units) + len(tried.doubtful_units)
            least, most = (1, everyone) if size is None else (size, size)
            case.world.model.add_linear_constraint(base, least, most).only_enforce_if(literal)
        elif _baseless(reading, base):
            case.world.model.add(literal == 0)
    return name


def _baseless(reading: Reading, base: cp_model.LinearExprT) -> bool:
    """Say whether a share is of nothing, or of another number than its source gives."""
    return (
        reading.is_share and isinstance(base, int) and base != (reading.base_size or max(base, 1))
    )


def _end(case: Case, number: int, sign: int) -> Fraction | None:
    """Return the least or greatest value of a reading, or None if there is no world with one.

    Args:
        case: The amount.
        number: The reading.
        sign: -1 for the least, 1 for the greatest.

    Note:
        By Dinkelbach (1967, On nonlinear fractional programming, Management Science 13(7),
        492-498): a world with a value that beats the last one is looked for until there is none.
        The first is the best of the worlds found before.
    """
    shown = [_value_in(case, number, world) for world in case.worlds]
    value = max((one for one in shown if one is not None), key=lambda one: sign * one, default=None)
    counted, base = case.parts[number]
    size = base if case.tried[number].readings[0].is_share else 1
    while value is None or value != _limit(case, number, sign):
        goal = sign * (counted if value is None else excess(counted, size, value))
        world = _find(case, lambda: [_based(case, number)], goal)
        if world is None:
            return None
        if value is not None and world.value(goal) <= 0:
            return value
        value = _value_in(case, number, world)
        if isinstance(size, int):
            return value
    return value


def _limit(case: Case, number: int, sign: int) -> int | None:
    """Return what a reading cannot be below or above whatever is said; None if there is no end."""
    if sign < 0:
        return 0
    # Units that are doubtfully in scope may be counted as kept and yet not be in the base.
    kept = case.statement.kind is Kind.AGAIN
    return 1 if case.tried[number].readings[0].is_share and not kept else None


def _reasons(case: Case, suppose: Callable[[Case], list[str]]) -> tuple[str, ...] | None:
    """Return statements that exclude something, or None if they do not.

    Args:
        case: The amount.
        suppose: Adds to the model of a case what is to be excluded; returns its literals.
    """
    always = suppose(case)
    found = core(case.world, {*case.held, *always})
    if found is None:
        return None
    # With only these statements the model is small, and each step of shrinking takes no time.
    some = [other for other in case.others if other.id in found]
    small = replace(case, others=tuple(some))
    names = [name for name in found if name in case.held]
    return tuple(sorted(shrink(small.world, names, suppose(small), by_scope=True)))


def _denial(case: Case, number: int) -> str:
    """Return the name of a literal that holds a reading false."""
    name = f"not {case.tried[number].id}"
    if name in case.world.on:
        return name
    denied = _literal(case, name)
    reading, model = case.tried[number].readings[0], case.world.model
    counted, base = _parts(case, number)
    if _baseless(reading, base):
        return name
    whole = base if reading.is_share else 1
    too_little = excess(counted, whole, reading.lower)
    too_much = excess(counted, whole, reading.upper)
    outside = [
        too_little <= (0 if reading.lower_open else -1),
        too_much >= (0 if reading.upper_open else 1),
    ]
    if reading.is_share and not isinstance(base, int):
        size, whole = reading.base_size, excess(base, 0, Fraction(1))
        outside += [whole <= 0] if size is None else [whole <= size - 1, whole >= size + 1]
    ways = [model.new_bool_var("") for _ in outside]
    for way, constraint in zip(ways, outside, strict=True):
        model.add(constraint).only_enforce_if(way)
    model.add_bool_or([*ways, ~denied])
    return name


def _parts(case: Case, number: int) -> tuple[cp_model.LinearExprT, cp_model.LinearExprT]:
    """Return what a reading counts, and its base."""
    statement = case.tried[number]
    reading = statement.readings[0]
    every = frozenset(case.world.ratings) - reading.left_out
    base: cp_model.LinearExprT = len(statement.units)
    open_base = reading.observation == "plan" or reading.left_out or statement.doubtful_units
    if open_base or reading.base_size not in (None, base):
        base = observed(case.world, statement, reading.observation, every)
    if statement.kind is Kind.AGAIN:
        return again(case.world, statement, reading.counted, case.predecessors), base
    return as_printed(case.world, statement, reading), base


def _literal(case: Case, name: str) -> cp_model.IntVar:
    if name not in case.world.on:
        case.world.on[name] = case.world.model.new_bool_var(name)
    return case.world.on[name]
