"""Statements that cannot all hold: the smallest sets of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ortools.sat.python import cp_model

from ltp_analysis.solved.solver import Model, best
from ltp_analysis.solved.world import core, solve

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ltp_analysis.solved.world import World

_MOST_ROUNDS: Final = 12
"""So often a smaller clash is looked for."""


def shrink(
    world: World, clash: Sequence[str], always: Collection[str] = (), *, by_scope: bool = False
) -> tuple[str, ...]:
    """Take statements out of a clash until none can be spared.

    Args:
        world: The model.
        clash: Statements that, with `always`, cannot all hold.
        always: Statements that are held true besides.
        by_scope: Whether what is held besides counts the units of scopes, and tells the units of
            a scope apart in no other way. Then what is needed for one of them is needed for all
            of which the same is said, and that saves most of the work where each of many units
            has a rating of its own.

    Returns:
        A clash of which every part is needed; not always the smallest.
    """
    kept, needed = list(clash), set[str]()
    for name in clash:
        if name in needed:
            continue
        fewer = [other for other in kept if other != name]
        if solve(world, {*fewer, *always}) is None:
            kept = fewer
        elif by_scope:
            needed |= _alike(world, name, [*kept, *always])
    return tuple(kept)


def _alike(world: World, name: str, held: Collection[str]) -> set[str]:
    """Return the statements that become one of those held if two units trade places and all stays.

    A world without the statement then becomes one without the other.
    """
    single = world.single.get(name)
    if single is None or single.round_id in world.followed:
        return set()
    said: dict[str, list[tuple[str, ...]]] = {}
    singles = {other: world.single[other] for other in held if other in world.single}
    here = {other: one for other, one in singles.items() if one.round_id == single.round_id}
    for one in here.values():
        said.setdefault(one.unit, []).append(tuple(sorted(one.ratings)))
    return {
        other
        for other, one in here.items()
        if (one.scopes, one.ratings) == (single.scopes, single.ratings)
        and sorted(said[one.unit]) == sorted(said[single.unit])
    }


def smallest_clash(
    world: World, names: Collection[str], always: Collection[str] = (), *, by_scope: bool = False
) -> tuple[str, ...] | None:
    """Return a clash with as few statements as any.

    Args:
        world: The model.
        names: Statements to choose from.
        always: Statements that are held true besides, and not counted.
        by_scope: Whether what is held besides tells the units of a scope apart in no other way.

    Returns:
        Ids in order, or None if the statements can all hold. Of several clashes of the same
        size it is the same one each time. Where the search is long, as it is where each of many
        units has a rating of its own, it is one of which every part is needed, though there may
        be a smaller one.

    Note:
        By implicit hitting sets: every clash shares a statement with each set whose removal
        mends all clashes, so a smallest set that shares one with all removals found so far is a
        lower bound, and a clash itself once it cannot hold (Ignatiev, Previti, Liffiton and
        Marques-Silva, 2015, Smallest MUS extraction with minimal hitting set dualization).
    """
    found = core(world, {*names, *always})
    if found is None:
        return None
    # A clash bounds the size from above, and keeps the search to few rounds.
    best = shrink(world, [name for name in found if name not in always], always, by_scope=by_scope)
    removals: list[set[str]] = []
    everything = sorted(set(names) - set(always))
    for _ in range(_MOST_ROUNDS):
        hitting = _hitting_set(everything, removals)
        if len(hitting) >= len(best):
            return tuple(sorted(best))
        if solve(world, {*hitting, *always}) is None:
            return tuple(sorted(hitting))
        grown = _grow(world, hitting, everything, always)
        removals.append(set(everything) - grown)
    return tuple(sorted(best))


def _grow(
    world: World, start: Collection[str], names: Sequence[str], always: Collection[str]
) -> set[str]:
    """Add statements while all can still hold."""
    grown = set(start)
    model = world.model.clone()
    for name, literal in world.on.items():
        if name in grown or name in always:
            model.add(literal == 1)
        elif name not in names:
            model.add(literal == 0)
    model.maximize(cp_model.LinearExpr.sum([world.on[name] for name in names if name in world.on]))
    solver = best(model)
    return {name for name in names if name not in world.on or solver.boolean_value(world.on[name])}


def _hitting_set(names: Sequence[str], removals: Sequence[set[str]]) -> list[str]:
    """Return a smallest set that shares a statement with every removal."""
    model = Model()
    chosen = {name: model.new_bool_var(name) for name in names}
    for removal in removals:
        model.add_bool_or([chosen[name] for name in sorted(removal)])
    model.minimize(cp_model.LinearExpr.sum(list(chosen.values())))
    solver = best(model)
    return [name for name in names if solver.boolean_value(chosen[name])]
