"""Find the units that a name stands for: a unit, an area, a group, or everything."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ltp_analysis.problems import LtpError
from ltp_analysis.statements.collect import scope

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study


class UnknownPlaceError(LtpError):
    """Raised where a name stands for no units of a round."""


@dataclass(frozen=True)
class Place:
    """Some units of a round.

    Attributes:
        name: Its name.
        units: The units that are in it for certain.
        doubtful: Units that may be in it.
        group_id: The group that it is; empty for a unit or an area.
    """

    name: str
    units: tuple[str, ...]
    doubtful: tuple[str, ...] = ()
    group_id: str = ""


def find_place(study: Study, name: str, round_id: str) -> Place:
    """Return the units of a round that a name stands for.

    Args:
        study: The study.
        name: Name or code of a unit, an area or a group, in any case; empty for all units.
        round_id: The round; areas are those of its register date.

    Raises:
        UnknownPlaceError: If nothing has the name; the nearest names are told.
    """
    units = study.units(round_id)
    if not name:
        whole = study.settings.whole
        return Place(study.label(whole), tuple(units["unit_code"]), group_id=whole)
    known = _places(study, round_id)
    wanted = " ".join(name.split()).casefold()
    if wanted in known:
        return known[wanted]
    near = dict.fromkeys(known[key].name for key in get_close_matches(wanted, known, n=6))
    hint = f" Did you mean {', '.join(list(near)[:3])}?" if near else ""
    label = study.round(round_id)["round"]
    raise UnknownPlaceError(f"There is no place “{name}” in {label}.{hint}")


def _places(study: Study, round_id: str) -> dict[str, Place]:
    """Return every place of a round by its names, in lower case."""
    found: dict[str, Place] = {}
    date = study.round(round_id)["register_date"]
    groups = study["groups"]
    # Of groups with one name, the one of the round's own register is meant.
    for row in (
        groups.assign(other=groups["register_date"] != date)
        .sort_values("other", kind="stable")
        .to_dict("records")
    ):
        place = Place(row["name"], *scope(study, row["group_id"], round_id), row["group_id"])
        if place.units or place.doubtful:
            found[row["group_id"].casefold()] = place
            found.setdefault(row["name"].casefold(), place)
    geography, areas = study["geography"], study["areas"]
    here = geography[geography["register_date"] == date]
    names = areas[areas["register_date"] == date].set_index("area_code")["name"]
    for code, rows in here.groupby("area_code"):
        place = Place(str(names[code]), tuple(sorted(rows["unit_code"])))
        found[str(code).casefold()] = place
        found[place.name.casefold()] = place
    for row in study.units(round_id).to_dict("records"):
        place = Place(row["name"], (row["unit_code"],))
        found[row["unit_code"].casefold()] = place
        found[row["name"].casefold()] = place
        found[study.settings.short(row["name"]).casefold()] = place
    return found
