"""The names and codes by which the units of a round can be called."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from ltp_analysis.imports.folding import core, usual_parts, words
from ltp_analysis.validated.study import kept

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ltp_analysis.validated.settings import Settings
    from ltp_analysis.validated.study import Study


class Standing(IntEnum):
    """Whether a name is one of the round: of a unit then open, of one merged by then, or not."""

    OPEN = 1
    MERGED = 2
    ELSEWHERE = 3


@dataclass(frozen=True)
class Called:
    """A name of a unit.

    Attributes:
        unit_code: The unit.
        name: The name in the register.
        short: The name without its usual parts, as reports print it.
        core: The words that tell it from others, in lower case.
        standing: Whether the name is one of the round.
        why: For a name that is not one of the round, what it is.
    """

    unit_code: str
    name: str
    short: str
    core: tuple[str, ...]
    standing: Standing
    why: str = ""


@dataclass(frozen=True)
class Names:
    """All names and codes of a register as a round sees them.

    Attributes:
        settings: What the study calls things.
        round: The round as a reader sees it.
        called: Every name.
        seconds: The unit of each code in official statistics that is valid in the round.
        heirs: What each unit that was merged by the round became.
        open: The units of the round, in the order of their names.
    """

    settings: Settings
    round: str
    called: tuple[Called, ...]
    seconds: Mapping[str, str]
    heirs: Mapping[str, str]
    open: tuple[str, ...]

    @cached_property
    def allowed(self) -> Mapping[str, str]:
        """The name of each unit that the round may rate."""
        return {
            one.unit_code: one.name for one in self.called if one.standing is not Standing.ELSEWHERE
        }

    @cached_property
    def parts(self) -> tuple[tuple[str, ...], ...]:
        """The parts that every name may have at its ends."""
        return usual_parts(self.settings)

    def other(self, unit_code: str) -> str:
        """Return what is known of a unit that the round may not rate; empty if nothing is."""
        found = [one for one in self.called if one.unit_code == unit_code]
        return f"{found[0].name}: {found[0].why}" if found else ""


@kept
def names_of(study: Study, round_id: str) -> Names:
    """Return the names and codes by which the units of a round can be called.

    Args:
        study: The study.
        round_id: The round, whose register counts; a unit merged whole into one of it by then can
            be rated under its own code.
    """
    date = study.round(round_id)["register_date"]
    here = set(study.codes(round_id))
    codes = list(dict.fromkeys(study["register"]["unit_code"]))
    became = {
        code: heir
        for code, heir in zip(codes, study.heirs(codes, round_id), strict=True)
        if code not in here and heir in here
    }
    parts = usual_parts(study.settings)
    label = str(study.round(round_id)["round"])
    called: dict[tuple[str, str], Called] = {}
    seconds: dict[str, str] = {}
    for row in study["register"].to_dict("records"):
        code, name = str(row["unit_code"]), str(row["name"])
        begun = row["valid_from"] <= date
        now = begun and (pd.isna(row["valid_to"]) or row["valid_to"] >= date)
        standing, why = Standing.ELSEWHERE, _when(row, label, still=code in here)
        if code in here and now:
            standing, why = Standing.OPEN, ""
        elif code in became and begun:
            standing, why = Standing.MERGED, ""
        if standing is not Standing.ELSEWHERE and not pd.isna(row["gss_code"]):
            seconds[str(row["gss_code"])] = code
        one = Called(
            code,
            name,
            study.settings.short(name),
            tuple(word.text for word in core(words(name), parts)),
            standing,
            why,
        )
        known = called.get((code, name))
        if known is None or standing < known.standing:
            called[code, name] = one
    return Names(
        study.settings, label, tuple(called.values()), seconds, became, study.codes(round_id)
    )


def _when(row: Mapping[Any, Any], label: str, *, still: bool) -> str:
    """Say why a spell of the register is none of the round's."""
    first = row["valid_from"].date()
    last = "" if pd.isna(row["valid_to"]) else f" to {row['valid_to'].date()}"
    what = "another name of the unit" if still else f"not in the register of {label}"
    return f"{what}, from {first}{last}"
