"""How the ratings of units changed between two rounds, mergers and missing ratings told apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from ltp_analysis.methods.missing import Share
from ltp_analysis.methods.states import check_states

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_BOTH: Final = ["before", "after"]


def transition_table(
    pairs: pd.DataFrame, categories: Sequence[str], missing: Sequence[str]
) -> pd.DataFrame:
    """Return how many units went from each state to each state.

    Args:
        pairs: A row a unit: `unit`, `before` and `after`.
        categories: All categories, worst first.
        missing: Labels of missing states, which follow the categories in rows and columns.

    Returns:
        Counts of units: a row for each state before, a column for each state after, also for
        states that no unit had.

    Raises:
        ValueError: If a unit is there twice, or a rating is no state.
    """
    _check_pairs(pairs, categories, missing)
    states = [*categories, *missing]
    before, after = (
        pd.CategoricalIndex(states, categories=states, ordered=True, name=column)
        for column in _BOTH
    )
    counts = pd.crosstab(pairs["before"], pairs["after"])
    return counts.reindex(index=before, columns=after, fill_value=0).astype(int)


def moves(pairs: pd.DataFrame, categories: Sequence[str], missing: Sequence[str]) -> Moves:
    """Return how many units improved, kept their rating and got worse.

    A pair counts as missing if either rating is. Then it can still be known what the unit cannot
    have done: one that had the best rating did not improve, whatever came after.

    Args:
        pairs: A row a unit: `unit`, `before` and `after`.
        categories: All categories, worst first.
        missing: Labels of missing states.

    Raises:
        ValueError: If a unit is there twice, or a rating is no state.
    """
    _check_pairs(pairs, categories, missing)
    worst, best = categories[0], categories[-1]
    rank = {category: place for place, category in enumerate(categories)}
    rated = pairs[pairs[_BOTH].isin(list(categories)).all(axis="columns")]
    absent = pairs.drop(rated.index)
    step = rated["after"].map(rank).astype(int) - rated["before"].map(rank).astype(int)
    stuck_high = (absent["before"] == best) | (absent["after"] == worst)
    stuck_low = (absent["before"] == worst) | (absent["after"] == best)

    def share(says: str, numerator: int, impossible: int) -> Share:
        return Share(says, numerator, len(rated), len(absent), len(absent) - impossible)

    return Moves(
        improved=share("improved", int((step > 0).sum()), int(stuck_high.sum())),
        same=share("kept it", int((step == 0).sum()), 0),
        worsened=share("got worse", int((step < 0).sum()), int(stuck_low.sum())),
    )


def like_for_like(
    before: Mapping[str, str], after: Mapping[str, str], successors: Mapping[str, str]
) -> LikeForLike:
    """Return one set of units through two registers, in both ways of counting merged units.

    Args:
        before: State of each unit of the earlier register.
        after: State of each unit of the later register.
        successors: The unit of the later register that each of the earlier one became.

    Raises:
        ValueError: If an earlier unit has no successor, or one that is not in the later register.
    """
    lost = sorted(unit for unit in before if successors.get(unit) not in after)
    if lost:
        raise ValueError(f"These have no successor in the later register: {', '.join(lost)}.")
    parts: dict[str, list[str]] = {}
    for unit in sorted(before):
        parts.setdefault(successors[unit], []).append(unit)
    later, mixed, new = [], [], []
    for unit in sorted(after):
        if unit not in parts:
            new.append((unit, after[unit]))
            continue
        earlier = tuple(before[part] for part in parts[unit])
        if len(set(earlier)) == 1:
            later.append((unit, earlier[0], after[unit], len(earlier)))
        else:
            mixed.append((unit, tuple(parts[unit]), earlier, after[unit]))
    each = [(unit, before[unit], after[successors[unit]], successors[unit]) for unit in before]
    return LikeForLike(
        later=pd.DataFrame(later, columns=["unit", *_BOTH, "parts"]),
        mixed=pd.DataFrame(mixed, columns=["unit", "parts", *_BOTH]),
        new=pd.DataFrame(new, columns=["unit", "after"]),
        earlier=pd.DataFrame(sorted(each), columns=["unit", *_BOTH, "successor"]),
    )


def _check_pairs(pairs: pd.DataFrame, categories: Sequence[str], missing: Sequence[str]) -> None:
    """Refuse a unit that is there twice, and ratings that are no state."""
    if pairs["unit"].duplicated().any():
        raise ValueError("A unit is there twice.")
    for column in _BOTH:
        check_states(pairs[column], categories, missing)


@dataclass(frozen=True)
class Moves:
    """What units did between two rounds, as shares of the units with both ratings.

    Attributes:
        improved: Those with a better rating after.
        same: Those with the same.
        worsened: Those with a worse one.
    """

    improved: Share
    same: Share
    worsened: Share


@dataclass(frozen=True)
class LikeForLike:
    """The same units in two rounds.

    Attributes:
        later: Units of the later register whose parts all had one state: `unit`, `before`,
            `after`, and of how many `parts` it was made.
        mixed: Units of the later register whose parts differed, with all `parts` and what each
            had `before`; they have no earlier rating.
        new: Units of the later register that no earlier one became: `unit`, `after`.
        earlier: Every unit of the earlier register with the state of its `successor` as `after`.
            A merged unit's later rating stands here as often as it has parts.
    """

    later: pd.DataFrame
    mixed: pd.DataFrame
    new: pd.DataFrame
    earlier: pd.DataFrame
