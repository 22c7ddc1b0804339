"""Units of two rounds paired in three ways: as published, and like for like through mergers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from ltp_analysis.methods.sentences import units
from ltp_analysis.methods.transitions import like_for_like

if TYPE_CHECKING:
    from ltp_analysis.compared.rated import Rated

AS_PUBLISHED: Final = "as-published"
LIKE_FOR_LIKE: Final = "like-for-like"
EARLIER: Final = "like-for-like-earlier"

WORDS: Final = {
    AS_PUBLISHED: "as published",
    LIKE_FOR_LIKE: "like for like",
    EARLIER: "like for like, counted in units of the earlier round",
}
"""What readers see of each way."""

ABSENT: Final = "not in the register"
"""State of a unit in a round whose register it is not in."""

DIFFERED: Final = "parts differed"
"""State before of a unit that was several with unlike ratings."""

_COLUMNS: Final = ["unit", "before", "after"]


@dataclass(frozen=True)
class Paired:
    """The units of two rounds, paired in one way.

    Attributes:
        way: The way.
        pairs: Units that are in both rounds, themselves or by those they were made of: `unit`,
            `before` and `after`.
        apart: Units that are in one of them only, in the same columns.
        caution: What is to be said of this way of pairing.
    """

    way: str
    pairs: pd.DataFrame
    apart: pd.DataFrame
    caution: str


def paired(rated: Rated, since: str, round_id: str) -> list[Paired]:
    """Return the units of two complete rounds paired in each way.

    As published, each register stands as it was: a unit is followed if its code is in both, and
    others are in one of them only. Like for like, merged units are followed too: counted in units
    of the later round, where one made of units with unlike ratings has the labelled state
    `parts differed` before; and counted in units of the earlier one.

    Args:
        rated: The ratings.
        since: The earlier round.
        round_id: The later round.
    """
    before, after = rated.ratings[since], rated.ratings[round_id]
    heirs = dict(zip(before, rated.study.heirs(list(before), round_id), strict=True))
    # A unit that was split, or closed, is in no way one of the later ones.
    gone = [unit for unit in before if heirs[unit] not in after]
    followed = like_for_like(
        {unit: state for unit, state in before.items() if unit not in gone}, after, heirs
    )
    both = [unit for unit in after if unit in before]
    mixed = followed.mixed.assign(before=DIFFERED)
    lost = [(unit, before[unit], ABSENT) for unit in gone]
    new = [(unit, ABSENT, state) for unit, state in followed.new.itertuples(index=False)]
    names = rated.label(since), rated.label(round_id)
    sizes = len(before) - len(both), len(after) - len(both)
    found = [
        Paired(
            AS_PUBLISHED,
            _frame([(unit, before[unit], after[unit]) for unit in both]),
            _frame(
                [
                    *((unit, state, ABSENT) for unit, state in before.items() if unit not in after),
                    *((unit, ABSENT, state) for unit, state in after.items() if unit not in before),
                ]
            ),
            _apart(names, sizes),
        ),
        Paired(
            LIKE_FOR_LIKE,
            pd.concat([followed.later[_COLUMNS], mixed[_COLUMNS]], ignore_index=True),
            _frame([*lost, *new]),
            _merged(len(mixed), names) + _apart(names, (len(lost), len(new))),
        ),
    ]
    if len(followed.earlier) > len(found[1].pairs):
        found.append(
            Paired(
                EARLIER,
                followed.earlier[_COLUMNS],
                _frame([*lost, *new]),
                "The later rating of a merged unit counts once for each unit that it was made of. "
                + _apart(names, (len(lost), len(new))),
            )
        )
    return found


def _frame(rows: list[tuple[str, str, str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=_COLUMNS)


def _apart(names: tuple[str, str], sizes: tuple[int, int]) -> str:
    """Return how many units are in one register only; nothing if none is."""
    said = [f"{size} of {name}" for name, size in zip(names, sizes, strict=True) if size]
    if not said:
        return ""
    return f"Left out, since they are in the register of one round only: {' and '.join(said)}."


def _merged(number: int, names: tuple[str, str]) -> str:
    """Return how many merged units had parts with unlike ratings; nothing if none had."""
    if not number:
        return ""
    return (
        f"Of {names[1]}, {units(number)} had been several with unlike ratings in {names[0]}, and "
        "have none from then. "
    )
