"""Draw one world: a rating for every unit of every round, all of them made up.

What is drawn here is **not** evidence and not an estimate. It is one of very many worlds that the
held statements allow, chosen by chance alone, so that a complete study can be shown, tested and
learned from. No rating that was drawn may be taken for that of a real plan.

Each unit has a random liking for each rating, half of which lasts from round to round, and the
world with the greatest sum of likings is drawn. Likings are whole numbers so far apart that two
worlds hardly ever have the same sum, so that what is drawn depends on the seed and not on how the
solver comes to it. Totals of children that are printed to the last child are met beforehand: of
the sets of units that add up to one (`matches`), one near to what was drawn without it is fixed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, Any, Final

from ortools.sat.python import cp_model

from ltp_analysis.solved.children import (
    GroupUnits,
    Rounding,
    estimates,
    figure_totals,
    group_units,
    span,
)
from ltp_analysis.solved.deductions import MEASURE
from ltp_analysis.solved.evidence import model_of, possible_ratings, weigh
from ltp_analysis.solved.matches import match
from ltp_analysis.solved.ratings import deduced_statements
from ltp_analysis.solved.solver import has_solution
from ltp_analysis.solved.world import ClashError, add, holding, solve
from ltp_analysis.statements.accepted import accepted
from ltp_analysis.statements.readings import readings
from ltp_analysis.statements.scenario import DEFAULT
from ltp_analysis.statements.statement import Kind, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ltp_analysis.solved.children import UnitEstimate
    from ltp_analysis.solved.composition import Range
    from ltp_analysis.solved.evidence import Evidence
    from ltp_analysis.solved.world import World
    from ltp_analysis.validated.study import Study

Figure = dict[Any, Any]
"""A row of the table `figures`."""

Drawn = dict[str, dict[str, str]]
"""For each round, the rating of each unit by its code. Made up."""

_MOST_WORK: Final = 300.0
"""In the solver's own deterministic unit."""

_LIKINGS: Final = 2**20
"""A liking is a whole number up to this."""

_MOVED: Final = 18
"""So many units at a time may be put in or out so that a total comes out."""

_TRIES: Final = 8
"""How often other units are moved until a total is given up."""


def draw_ratings(study: Study, seed: int) -> Drawn:
    """Return made-up ratings of all units that every held statement allows.

    Printed totals of children hold too, each that can beside those before it: the children of
    the units drawn add up to the printed number. A missing state is drawn only where statements
    ask for one.

    Args:
        study: The study.
        seed: A whole number; the same one gives the same ratings.

    Returns:
        For each round, the rating of each unit by its code, in the order of names. Made up.

    Raises:
        ClashError: If the study's statements cannot all hold.
        UnsolvedError: If the solver does not come to an answer.
    """
    evidence = weigh(study, DEFAULT, deduced_statements(study))
    random = Random(seed)  # noqa: S311 - nothing here is secret
    alone = {name: [{unit} for unit in study.codes(name)] for name in study.rounds}
    world = model_of(study, study.rounds, evidence.short, alone)
    held, liked = set(world.on), _liked(study, world, random)
    now = _drawn(world, held, liked)
    totals = list(_totals(study))
    for total in totals:
        if not _is_exact(total):
            held |= _roughly(study, world, held, total)
    for total in totals:
        if _is_exact(total):
            held |= _exactly(evidence, world, held, total, now, random)
    return _drawn(world, held, liked)


def _drawn(world: World, held: set[str], liked: cp_model.LinearExpr) -> Drawn:
    """Return the ratings of the most liked world."""
    model = holding(world, held)
    model.maximize(liked)
    found = cp_model.CpSolver()
    found.parameters.num_workers = 1
    found.parameters.random_seed = 0
    found.parameters.max_deterministic_time = _MOST_WORK
    # Sums over all units are proven far sooner so; what else helps small models does not here.
    found.parameters.linearization_level = 2
    if not has_solution(found, model):
        raise ClashError("The statements cannot all hold.")
    return {
        round_id: {
            block.units[0]: next(name for name, one in block.has.items() if found.value(one))
            for block in blocks
        }
        for round_id, blocks in world.blocks.items()
    }


def _liked(study: Study, world: World, random: Random) -> cp_model.LinearExpr:
    """Return the sum of all likings; missing states are not liked."""
    rated = [name for name in study.ratings if name not in study.missing]
    lasting: dict[tuple[str, str], int] = {}
    terms, likings = [], []
    for blocks in world.blocks.values():
        for block in blocks:
            for name in rated:
                here = int(random.random() * _LIKINGS)
                terms.append(block.has[name])
                likings.append(1 + here + lasting.setdefault((block.units[0], name), here))
    return cp_model.LinearExpr.weighted_sum(terms, likings)


def _totals(study: Study) -> Iterator[Figure]:
    """Yield the accepted totals of children over the units with ratings of a category."""
    figures = accepted(study, "figures")
    figures = figures[(figures["measure"] == MEASURE) & (figures["unit"] == "children")]
    for figure in figures.dropna(subset=["round_id"]).to_dict("records"):
        members = _members(study, figure)
        if members.certain | members.doubtful <= _children(study, figure).keys():
            yield figure


def _is_exact(figure: Figure) -> bool:
    """Say whether a total is printed to the last child."""
    return bool(figure["resolution"] == "1" and figure["qualifier"] == "none")


def _members(study: Study, figure: Figure) -> GroupUnits:
    """Return the units that a total is certainly about, and those that it may be about."""
    round_id = str(figure["round_id"])
    if figure["group_id"] == study.settings.whole:
        return GroupUnits(frozenset(study.codes(round_id)), frozenset(), frozenset())
    return group_units(study, str(figure["group_id"]), round_id)


def _children(study: Study, figure: Figure) -> dict[str, UnitEstimate]:
    return {unit.unit_code: unit for unit in estimates(study, str(figure["round_id"]))}


def _roughly(study: Study, world: World, held: set[str], figure: Figure) -> set[str]:
    """Add that a total in round numbers comes out; return the name, or none if it cannot.

    Units whose place in the area is in doubt are not counted. Each of the others counts as a
    whole number of children, which may put the sum out by half a child a unit, so that the total
    is met with more than that to spare.
    """
    units = sorted(_members(study, figure).certain)
    children, total = _children(study, figure), _total(figure)
    has = {block.units[0]: block.has for block in world.blocks[str(figure["round_id"])]}
    for number, meaning in enumerate(readings(study, figure["category"])):
        name = f"{figure['figure_id']} read {number}"
        terms = [has[unit][rating] for unit in units for rating in meaning]
        sizes = [round(children[unit].plain) for unit in units for _ in meaning]
        world.on[name] = world.model.new_bool_var(name)
        world.model.add_linear_constraint(
            cp_model.LinearExpr.weighted_sum(terms, sizes),
            total.lower + len(units),
            total.upper - len(units),
        ).only_enforce_if(world.on[name])
        if solve(world, {*held, name}) is not None:
            return {name}
    return set()


def _exactly(  # noqa: PLR0913, PLR0917 - a total, and all that was drawn before it
    evidence: Evidence,
    world: World,
    held: set[str],
    figure: Figure,
    now: Drawn,
    random: Random,
) -> set[str]:
    """Fix which units count in a total; return the names of what fixes them, none if none can."""
    study, round_id = evidence.study, str(figure["round_id"])
    members, children, total = (
        _members(study, figure),
        _children(study, figure),
        _total(figure),
    )
    units = sorted(members.certain | members.doubtful)
    possible = possible_ratings(evidence)
    ways = [{unit: span(children[unit], rule) for unit in units} for rule in Rounding]
    for meaning in readings(study, figure["category"]):
        counted = {unit for unit in members.certain if now[round_id][unit] in meaning}
        left = {unit: set(possible[round_id, unit]) for unit in units}
        free = [
            unit
            for unit in units
            if left[unit] & set(meaning) and (left[unit] - set(meaning) or unit in members.doubtful)
        ]
        for _ in range(_TRIES):
            order = random.sample(free, len(free))
            near = _near(counted, order, children, total.lower)
            moved = set(order[:_MOVED])
            kept = near - moved
            found = match(ways, total, always_in=kept, always_out=set(units) - kept - moved)
            for some in sorted(found.sets or (), key=lambda one: (len(one ^ near), sorted(one))):
                sides = some, members.certain - some
                names = _fix(study, world, figure, sides, meaning)
                if solve(world, held | names) is not None:
                    return names
    return set()


def _near(
    counted: set[str], order: Sequence[str], children: Mapping[str, UnitEstimate], total: int
) -> set[str]:
    """Put units in or out, the last of an order first, so that a sum comes nearer to a total."""
    near = set(counted)
    short = total - sum((children[unit].plain for unit in near), Fraction(0))
    for unit in reversed(order):
        size = children[unit].plain * (-1 if unit in near else 1)
        if abs(short - size) < abs(short):
            near ^= {unit}
            short -= size
    return near


def _fix(
    study: Study,
    world: World,
    figure: Figure,
    sides: tuple[frozenset[str], frozenset[str]],
    meaning: tuple[str, ...],
) -> set[str]:
    """Add that some units count in a total and others do not; return the names of both."""
    names = set()
    for units, ratings in zip(
        sides, (frozenset(meaning), frozenset(study.ratings) - frozenset(meaning)), strict=True
    ):
        name = f"{figure['figure_id']} {len(world.on)}"
        round_id = str(figure["round_id"])
        said = Statement(name, Kind.EACH, round_id, "", tuple(sorted(units)), ratings=ratings)
        add(world, said, {})
        names.add(name)
    return names


def _total(figure: Figure) -> Range:
    """Return the whole totals that a printed number can stand for."""
    return figure_totals(
        Fraction(figure["value"]), Fraction(figure["resolution"]), figure["qualifier"]
    )
