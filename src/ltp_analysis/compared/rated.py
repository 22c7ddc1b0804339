"""Which rounds have exactly one possible rating for every unit, and what these are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ltp_analysis.compared.comparison import REMEDY
from ltp_analysis.findings.counted import sources_of
from ltp_analysis.methods.sentences import listed
from ltp_analysis.methods.states import FEWEST
from ltp_analysis.solved.ratings import DEDUCED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ltp_analysis.solved.ratings import UnitRating
    from ltp_analysis.validated.study import Study

ONE_ROUND: Final = "There is one round only; a second one gives something to compare."


@dataclass(frozen=True)
class Rated:
    """The ratings of the rounds in which every unit has one.

    Attributes:
        study: The study.
        ratings: For each complete round, the rating of each unit.
        known: For each round, how many units have one possible rating, and how many there are.
        deduced: For each complete round, how many ratings are deduced and not stated.
        sources: For each complete round, the sources that its ratings rest on.
    """

    study: Study
    ratings: Mapping[str, Mapping[str, str]]
    known: Mapping[str, tuple[int, int]]
    deduced: Mapping[str, int]
    sources: Mapping[str, tuple[str, ...]]

    @property
    def categories(self) -> list[str]:
        """The categories of the scale that are ratings, worst first."""
        return [name for name in self.study.ratings if name not in self.study.missing]

    def label(self, round_id: str) -> str:
        """Return a round as readers see it."""
        return str(self.study.round(round_id)["round"])

    def why_not(self, *rounds: str) -> str:
        """Return why some rounds cannot be compared; empty if they can.

        Args:
            *rounds: Ids of the rounds.
        """
        if len(self.categories) < FEWEST:
            return "The scale has fewer than two ratings, so there is nothing to compare."
        if empty := [self.label(name) for name in rounds if not self.known[name][1]]:
            return f"The register has no {self.study.settings.plural} in {listed(empty)}."
        scales = {self.study.round(name)["scale_id"] for name in rounds}
        if scales != {self.study.settings.scale}:
            return (
                f"Not all rounds were rated on the scale {self.study.settings.scale}, and ratings "
                "on others cannot stand beside these."
            )
        open_ = [name for name in rounds if name not in self.ratings]
        if not open_:
            return ""
        said = listed(
            [
                f"{known} of {size} {self.study.settings.plural} have a known rating in "
                f"{self.label(name)}"
                for name in open_
                for known, size in [self.known[name]]
            ]
        )
        return f"{said}; {REMEDY}"

    def caution(self, *rounds: str) -> str:
        """Return what has to be said of any comparison of complete rounds.

        Args:
            *rounds: Ids of the rounds, the earliest first.
        """
        said = [criteria_caution(self.study, rounds[0], rounds[-1])]
        if deduced := sum(self.deduced[name] for name in dict.fromkeys(rounds)):
            said.append(f"Ratings that are deduced and not stated: {deduced}.")
        return " ".join(filter(None, said))

    def sources_of(self, *rounds: str) -> tuple[str, ...]:
        """Return the sources that the ratings of some complete rounds rest on."""
        return tuple(dict.fromkeys(name for one in rounds for name in self.sources[one]))


def rated(study: Study, ratings: Iterable[UnitRating]) -> Rated:
    """Return the ratings of the rounds in which every unit has exactly one.

    Args:
        study: The study.
        ratings: What is known of each unit in each round.
    """
    units: dict[str, list[UnitRating]] = {name: [] for name in study.rounds}
    for unit in ratings:
        units[unit.round_id].append(unit)
    known = {
        name: (sum(len(unit.possible) == 1 for unit in here), len(study.codes(name)))
        for name, here in units.items()
    }
    complete = [name for name, (number, size) in known.items() if number == size > 0]
    return Rated(
        study,
        {name: {unit.unit_code: unit.possible[0] for unit in units[name]} for name in complete},
        known,
        {name: sum(unit.basis == DEDUCED for unit in units[name]) for name in complete},
        {name: _sources(study, units[name]) for name in complete},
    )


def pairs_of(study: Study) -> list[tuple[str, str]]:
    """Return the pairs of rounds that are compared: each two in a row, and first to last."""
    rounds = study.rounds
    return list(
        dict.fromkeys([*pairwise(rounds), *([(rounds[0], rounds[-1])] * (len(rounds) > 1))])
    )


def criteria_caution(study: Study, since: str, round_id: str) -> str:
    """Return a sentence on where the criteria changed from one round to another; else nothing."""
    rounds = study.rounds
    between = rounds[rounds.index(since) : rounds.index(round_id) + 1]
    breaks = [
        f"between {study.round(one)['round']} and {study.round(other)['round']}"
        for one, other in pairwise(between)
        if study.round(one)["criteria_id"] != study.round(other)["criteria_id"]
    ]
    if not breaks:
        return ""
    return (
        f"The wording of the criteria changed {listed(breaks)}: the series is broken there, and "
        "the criteria alone may be the cause."
    )


def _sources(study: Study, units: Sequence[UnitRating]) -> tuple[str, ...]:
    names = dict.fromkeys(name for unit in units for name in unit.statements)
    return sources_of(study, tuple(names))
