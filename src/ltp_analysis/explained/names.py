"""What a name stands for: a finding, a unit, a published figure, a statement, a group, an area."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import pandas as pd

from ltp_analysis.problems import LtpError
from ltp_analysis.solved.deductions import MEASURE, deduced_ids
from ltp_analysis.statements.coded import coded_by_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ltp_analysis.validated.study import Study

_MOST_HINTS: Final = 5


class Kind(StrEnum):
    """What a name can stand for.

    A plan stands for what `coverage` says of it in a round, and a coded plan for the rating that
    follows from its answers or its state.
    """

    FINDING = "finding"
    UNIT = "unit"
    FIGURE = "figure"
    RATING = "rating"
    PLAN = "plan"
    CODED = "coded plan"
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
    for kind, ids in (
        (Kind.FINDING, findings),
        (Kind.RATING, study["ratings"]["statement_id"]),
        (Kind.PLAN, dict.fromkeys(plan_ids(study))),
        (Kind.CODED, coded_by_id(study)),
    ):
        yield from ((name, Named(kind, name)) for name in ids)
    for name, measure in study["figures"][["figure_id", "measure"]].to_numpy():
        for text in (name, *(deduced_ids(name) if measure == MEASURE else ())):
            yield text, Named(Kind.FIGURE, name)
    for code, *texts in study["register"][["unit_code", "gss_code", "name"]].to_numpy():
        for text in (code, *texts, study.settings.short(texts[-1])):
            if not pd.isna(text):
                yield text, Named(Kind.UNIT, code)
    for kind, table, key in (
        (Kind.GROUP, "groups", "group_id"),
        (Kind.AREA, "areas", "area_code"),
    ):
        for code, text in study[table][[key, "name"]].to_numpy():
            yield from ((name, Named(kind, code)) for name in (code, text))


def plan_ids(study: Study) -> Iterator[str]:
    """Yield, for each row of `coverage`, the id of the statement on its plan in its round."""
    for round_id, plan in study["coverage"][["round_id", "plan_id"]].to_numpy():
        yield f"coverage-{round_id}-{plan}"


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
