"""All complete rounds in one model: the odds of a better rating, clustered by plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ltp_analysis.compared.comparison import Comparison, Question, comparison, refusal
from ltp_analysis.compared.paired import DIFFERED
from ltp_analysis.compared.rated import ONE_ROUND
from ltp_analysis.methods.sentences import units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ltp_analysis.compared.rated import Rated
    from ltp_analysis.methods.statistic import Statistic

_MODEL: Final = "proportional odds, clustered"
_FEWEST: Final = 2


def odds_comparisons(rated: Rated) -> Iterator[Comparison]:
    """Yield the odds of a better rating in each complete round against the first, and checks.

    Args:
        rated: The ratings. Rounds that are not complete are left out and named.
    """
    study = rated.study
    complete = [name for name in study.rounds if not rated.why_not(name)]
    if len(complete) < _FEWEST:
        single = len(study.rounds) < _FEWEST
        ends = "" if single else study.rounds[0], study.rounds[-1]
        why = ONE_ROUND if single else rated.why_not(*study.rounds)
        question = Question(
            "odds", "Odds of a better rating in each round", "odds ratio", ends[1], ends[0]
        )
        yield refusal(study, question, _MODEL, why, odds_comparisons)
        return
    # SciPy and statsmodels load slowly, and only complete ratings need them.
    from ltp_analysis.methods.ordinal import proportional_odds  # noqa: PLC0415

    names = {name: rated.label(name) for name in complete}
    frame, about = model_frame(rated, complete)
    gaps = [*study.missing, DIFFERED]
    found = proportional_odds(frame, list(names.values()), rated.categories, gaps)
    first, last = complete[0], complete[-1]
    answers: list[tuple[str, str, str, str, str, Statistic]] = [
        (name, "odds", "", f"Odds of a better rating in {names[name]}", "odds ratio", answer)
        for name, answer in zip(complete[1:], found.odds_ratios.values(), strict=True)
    ]
    rounds = {label: name for name, label in names.items()}
    answers += [
        (
            rounds[label],
            "odds-at-cut",
            f"better than {category}",
            f"Odds of a rating better than {category} in {label}",
            "odds ratio",
            answer,
        )
        for (category, label), answer in found.cuts.by_cut.items()
    ]
    answers += [
        (
            last,
            "odds-parallel",
            "",
            "Whether one odds ratio a round is enough",
            "chi-square",
            found.cuts.parallel,
        ),
        (
            last,
            "odds-agreement",
            "",
            "Whether two estimators give the same odds",
            "difference of log odds",
            found.agreement,
        ),
    ]
    out = [rated.label(name) for name in study.rounds if name not in complete]
    if out:
        about += f" Left out, since not every rating is known: {', '.join(out)}."
    for round_id, kind, category, label, unit, answer in answers:
        question = Question(
            kind,
            f"{label}, against {names[first]}",
            unit,
            round_id,
            first,
            category=category,
        )
        yield comparison(
            study,
            question,
            answer,
            odds_comparisons,
            caution=f"{rated.caution(first, *complete[1 : complete.index(round_id) + 1])} {about}",
            sources=rated.sources_of(*complete),
        )


def model_frame(rated: Rated, rounds: list[str]) -> tuple[pd.DataFrame, str]:
    """Return the ratings of some complete rounds with one name for each unit in all of them.

    A unit is called as it is in the last of the rounds, after mergers. Units that had not merged
    yet are one row, with the rating that all of them had, or else the missing state `parts
    differed`. Units of one plan are one group, and so are those whose plans share a unit.

    Args:
        rated: The ratings.
        rounds: The rounds, the earliest first.

    Returns:
        A row a unit and round: `unit`, `group`, `round` (as readers see it) and `rating`; and a
        sentence on the groups.
    """
    study, rows, alone = rated.study, [], 0
    covered = study["coverage"]
    covered = covered[covered["certainty"] == "certain"]
    for name in rounds:
        ratings = rated.ratings[name]
        heirs = dict(zip(ratings, study.heirs(list(ratings), rounds[-1]), strict=True))
        here = covered[covered["round_id"] == name]
        plans = [
            (heirs[unit], plan)
            for unit, plan in zip(here["unit_code"], here["plan_id"], strict=True)
            if unit in heirs
        ]
        groups = groups_of(plans)
        states: dict[str, set[str]] = {}
        for unit, rating in ratings.items():
            states.setdefault(heirs[unit], set()).add(rating)
        alone += sum(unit not in groups for unit in states)
        rows += [
            (
                unit,
                groups.get(unit, f"unit {unit}"),
                rated.label(name),
                had.pop() if len(had) == 1 else DIFFERED,
            )
            for unit, had in states.items()
        ]
    frame = pd.DataFrame(rows, columns=["unit", "group", "round", "rating"])
    said = ""
    if alone and len(covered):
        said = (
            f"The plan is not known for {alone} of {len(frame)} ratings; each of these is taken as "
            "a plan of its own, so the intervals may be too narrow."
        )
    differed = int((frame["rating"] == DIFFERED).sum())
    if differed:
        said += (
            f" Left out: {units(differed)} not merged yet whose parts had unlike ratings in a "
            "round."
        )
    return frame, said.strip()


def groups_of(covered: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return a group for each unit: what hangs together by plans.

    Args:
        covered: A unit and a plan that covers it, as often as there are.
    """
    joined: dict[tuple[str, str], frozenset[tuple[str, str]]] = {}
    for unit, plan in covered:
        ends = ("unit", unit), ("plan", plan)
        together = frozenset().union(*(joined.get(end, frozenset([end])) for end in ends))
        joined |= dict.fromkeys(together, together)
    return {
        name: " ".join(min(together)) for (kind, name), together in joined.items() if kind == "unit"
    }
