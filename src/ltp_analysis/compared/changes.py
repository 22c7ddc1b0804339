"""Two rounds compared: transitions, moves, tests of symmetry, tipping points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ltp_analysis.compared.comparison import Comparison, Question, comparison, refusal
from ltp_analysis.compared.paired import ABSENT, AS_PUBLISHED, DIFFERED, EARLIER, WORDS, paired
from ltp_analysis.methods.missing import bounded, share_of, tipping_point
from ltp_analysis.methods.sentences import units
from ltp_analysis.methods.statistic import Statistic, refused
from ltp_analysis.methods.transitions import moves, transition_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ltp_analysis.compared.paired import Paired
    from ltp_analysis.compared.rated import Rated

_TRANSITIONS: Final = "transition table"
_SHARE: Final = "share with bounds"
_TIPPING: Final = "tipping point"
_COUNTED: Final = "It is a count of all units, with nothing estimated."
_KINDS: Final = {
    "transition": ("From each rating to each", "count", _TRANSITIONS),
    "moves": ("Share of units that improved, kept their rating or got worse", "share", _SHARE),
    "stuart-maxwell": (
        "Whether the ratings as a whole stayed the same",
        "chi-square",
        "Stuart-Maxwell",
    ),
    "bowker": ("Whether moves in opposite directions were equally many", "chi-square", "Bowker"),
    "tipping": ("How many missing ratings would turn the comparison of shares", "count", _TIPPING),
}
"""What is asked of two rounds: label, unit and method by the kind."""

_TWO: Final = 2


def change_comparisons(rated: Rated, since: str, round_id: str) -> Iterator[Comparison]:
    """Yield all comparisons of two rounds, or a refusal for each kind.

    Args:
        rated: The ratings.
        since: The earlier round.
        round_id: The later round.
    """
    if why := rated.why_not(since, round_id):
        yield from refused_changes(rated, since, round_id, why)
        return
    for pairing in paired(rated, since, round_id):
        given = rated, pairing, since, round_id
        yield from _transitions(*given)
        yield from _moves(*given)
        # Parts of one merged unit share its rating, so as units of a test they would be too many.
        if pairing.way != EARLIER:
            yield from _tests(*given)
            yield from _tipping(*given)


def refused_changes(rated: Rated, since: str, round_id: str, why: str) -> Iterator[Comparison]:
    """Yield a refusal for each kind of comparison of two rounds.

    Args:
        rated: The ratings.
        since: The earlier round; empty if there is none.
        round_id: The later round.
        why: Why they cannot be compared.
    """
    names = [rated.label(name) for name in (since, round_id) if name]
    for kind, (label, unit, method) in _KINDS.items():
        question = Question(kind, f"{label}, {' to '.join(names)}", unit, round_id, since)
        yield refusal(rated.study, question, method, why, change_comparisons)


def _transitions(rated: Rated, pairing: Paired, since: str, round_id: str) -> Iterator[Comparison]:
    """Yield how many units went from each state to each state."""
    every = pd.concat([pairing.pairs, pairing.apart], ignore_index=True)
    # A code that was given up and used again is two units here.
    every = every.assign(unit=range(len(every)))
    table = transition_table(every, rated.categories, [*rated.study.missing, DIFFERED, ABSENT])
    names = rated.label(since), rated.label(round_id)
    for before, row in table.iterrows():
        for after, number in row.items():
            if number or {before, after} <= set(rated.study.ratings):
                answer = Statistic(
                    _TRANSITIONS,
                    len(every),
                    f"{units(int(number))} of {len(every)} had {before} in {names[0]} and {after} "
                    f"in {names[1]}.",
                    _COUNTED,
                    value=float(number),
                )
                yield _made(
                    rated,
                    pairing,
                    _asked(
                        "transition",
                        pairing,
                        rated,
                        since,
                        round_id,
                        f"From {before} to {after}",
                        f"{before} to {after}",
                    ),
                    answer,
                )


def _moves(rated: Rated, pairing: Paired, since: str, round_id: str) -> Iterator[Comparison]:
    """Yield the shares of units that improved, stayed and worsened, with bounds."""
    found = moves(pairing.pairs, rated.categories, [*rated.study.missing, DIFFERED])
    for category, label, share in (
        ("improved", "Share of units that improved", found.improved),
        ("same", "Share of units that kept their rating", found.same),
        ("worsened", "Share of units that got worse", found.worsened),
    ):
        question = _asked("moves", pairing, rated, since, round_id, label, category)
        yield _made(rated, pairing, question, bounded(share))


def _tests(rated: Rated, pairing: Paired, since: str, round_id: str) -> Iterator[Comparison]:
    """Yield the tests of the transition table, of units with a rating in both rounds."""
    # SciPy and statsmodels load slowly, and only complete ratings need them.
    from ltp_analysis.methods.symmetry import (  # noqa: PLC0415
        bowker,
        mcnemar,
        stuart_maxwell,
    )

    table = transition_table(pairing.pairs, rated.categories, [*rated.study.missing, DIFFERED])
    for kind, test in (("stuart-maxwell", stuart_maxwell), ("bowker", bowker)):
        question = _asked(kind, pairing, rated, since, round_id)
        yield _made(rated, pairing, question, test(table, rated.categories))
    if len(rated.categories) == _TWO:
        label = "Share of the units that moved that got better"
        question = _asked("mcnemar", pairing, rated, since, round_id, label, unit="share")
        yield _made(rated, pairing, question, mcnemar(table, rated.categories))


def _tipping(rated: Rated, pairing: Paired, since: str, round_id: str) -> Iterator[Comparison]:
    """Yield how many missing ratings would turn the comparison of inadequate shares."""
    counted = rated.study.settings.inadequate
    if pairing.way == AS_PUBLISHED:
        states = list(rated.ratings[since].values()), list(rated.ratings[round_id].values())
    else:
        states = list(pairing.pairs["before"]), list(pairing.pairs["after"])
    words = " or ".join(counted)
    label = f"How many missing ratings would turn whether the share of {words} rose or fell"
    if counted:
        gaps = [*rated.study.missing, DIFFERED]
        earlier, later = (share_of(one, counted, rated.categories, gaps) for one in states)
        answer = tipping_point(earlier, later)
    else:
        answer = refused(_TIPPING, 0, "The study calls no rating inadequate.")
    question = _asked("tipping", pairing, rated, since, round_id, label)
    # As published, units that are in one register only are in the share of their round.
    about = "" if pairing.way == AS_PUBLISHED else pairing.caution
    yield _made(rated, pairing, question, answer, about)


def _asked(  # noqa: PLR0913, PLR0917 - what a question is made of
    kind: str,
    pairing: Paired,
    rated: Rated,
    since: str,
    round_id: str,
    label: str = "",
    category: str = "",
    unit: str = "",
) -> Question:
    """Return a question on two rounds, in one way of pairing."""
    usual = _KINDS.get(kind, ("", "", ""))
    names = f"{rated.label(since)} to {rated.label(round_id)}, {WORDS[pairing.way]}"
    return Question(
        kind,
        f"{label or usual[0]}, {names}",
        unit or usual[1],
        round_id,
        since,
        pairing.way,
        category,
    )


def _made(
    rated: Rated,
    pairing: Paired,
    question: Question,
    answer: Statistic,
    about: str | None = None,
) -> Comparison:
    """Return the record of an answer on two rounds."""
    rounds = question.since, question.round_id
    paired_how = pairing.caution if about is None else about
    return comparison(
        rated.study,
        question,
        answer,
        change_comparisons,
        caution=f"{rated.caution(*rounds)} {paired_how}",
        sources=rated.sources_of(*rounds),
    )
