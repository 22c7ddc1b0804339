"""What a name stands for: a finding, a unit, a published figure, a statement, a group, an area."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ltp_analysis.problems import LtpError
from ltp_analysis.solved.deductions import MEASURE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ltp_analysis.validated.study import Study

_MOST_HINTS: Final = 5
_DEDUCED: Final = ("-in", "-out")
"""How the ids of what a printed total says of single units end, after the id of the figure."""


class Kind(StrEnum):
    """What a name can stand for; a plan stands for what `coverage` says of it in a round."""

    FINDING = "finding"
    UNIT = "unit"
    FIGURE = "figure"
    RATING = "rating"
    PLAN = "plan"
    GROUP = "group"
    AREA = "area"


class UnknownNameError(LtpError):
    """Raised where nothing has a name."""


@dataclass(frozen=True)
class Named:
    """A thing that has a name.

    Attributes:
        kind: What it is.
        id: Its id or code.
    """

    kind: Kind
    id: str


def find_named(study: Study, name: str, findings: Iterable[str] = ()) -> list[Named]:
    """Return everything that a name stands for.

    Args:
        study: The study.
        name: An id, a code or a name, in any case.
        findings: Ids of the findings.

    Returns:
        One thing or more, in the order of `Kind`.

    Raises:
        UnknownNameError: If nothing has the name; the nearest names of all kinds are told.
    """
    known: dict[str, dict[Named, str]] = {}
    for text, named in _names(study, findings):
        known.setdefault(_plain(text), {}).setdefault(named, text)
    wanted = _plain(name)
    if wanted in known:
        return sorted(known[wanted], key=lambda named: list(Kind).index(named.kind))
    near = dict.fromkeys(
        text
        for key in get_close_matches(wanted, known, n=_MOST_HINTS)
        for text in known[key].values()
    )
    hint = f" Did you mean {'; '.join(near)}?" if near else " Name a thing by its id, code or name."
    raise UnknownNameError(
        f"There is no finding {name}, nor a {study.settings.singular}, figure, statement, group or "
        f"area of that name.{hint}"
    )


def _names(study: Study, findings: Iterable[str]) -> Iterator[tuple[str, Named]]:
    """Yield every name with what it stands for."""
    for finding in findings:
        yield finding, Named(Kind.FINDING, finding)
    for row in study["register"].to_dict("records"):
        unit = Named(Kind.UNIT, row["unit_code"])
        for text in (row["unit_code"], row["gss_code"], row["name"]):
            yield text, unit
        yield study.settings.short(row["name"]), unit
    for row in study["figures"][["figure_id", "measure"]].to_dict("records"):
        figure = Named(Kind.FIGURE, row["figure_id"])
        yield row["figure_id"], figure
        if row["measure"] == MEASURE:
            for end in _DEDUCED:
                yield row["figure_id"] + end, figure
    for statement in study["ratings"]["statement_id"]:
        yield statement, Named(Kind.RATING, statement)
    plans = study["coverage"][["round_id", "plan_id"]].drop_duplicates()
    for round_id, plan in plans.to_numpy():
        yield f"coverage-{round_id}-{plan}", Named(Kind.PLAN, f"coverage-{round_id}-{plan}")
    for group, text in study["groups"][["group_id", "name"]].to_numpy():
        yield group, Named(Kind.GROUP, group)
        yield text, Named(Kind.GROUP, group)
    for area, text in study["areas"][["area_code", "name"]].to_numpy():
        yield area, Named(Kind.AREA, area)
        yield text, Named(Kind.AREA, area)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
