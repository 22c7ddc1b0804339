"""What of the coding of a round is done, in the order in which it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ltp_analysis.coding.agreement import to_settle
from ltp_analysis.coding.coverage import Covered, coded_twice, plans_without_units, unit_coverage
from ltp_analysis.coding.derived import derived, states
from ltp_analysis.coding.rubric import rubric
from ltp_analysis.coding.settled import plan_ids
from ltp_analysis.statements.stated import stated_ratings

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study

NOT_KNOWN: Final = "not-known"
"""The state of a plan of which nobody has found out yet; a study may do without it."""


@dataclass(frozen=True)
class Step:
    """One step of a round.

    Attributes:
        name: The step.
        done: Whether it is done.
        said: How far it is, with counts and their bases.
        remedy: What to do next while it is not done.
    """

    name: str
    done: bool
    said: str
    remedy: str


def coding_steps(study: Study, round_id: str) -> list[Step]:
    """Return the steps from the register of units to complete ratings.

    Args:
        study: The study.
        round_id: The round.

    Returns:
        Every step, done or not, in order. A round without plans has nothing complete, unless the
        study has no plans at all and every unit has one stated rating.
    """
    if not len(study["plans"]) and not len(study["questions"]):
        return [_register(study, round_id), _stated(study, round_id)]
    return [
        _register(study, round_id),
        _plans(study, round_id),
        _coverage(study, round_id),
        _states(study, round_id),
        _coded(study, round_id),
        _settled(study, round_id),
        _ratings(study, round_id),
    ]


def next_step(steps: list[Step]) -> Step | None:
    """Return the first step that is not done; None if all are."""
    return next((step for step in steps if not step.done), None)


def _register(study: Study, round_id: str) -> Step:
    units, names = len(study.codes(round_id)), study.settings.plural
    date = study.round(round_id)["register_date"].date().isoformat()
    return Step(
        "register of units",
        units > 0,
        f"{units} {names} open at {date}",
        f"Add the {names} open at {date} to the table register.",
    )


def _plans(study: Study, round_id: str) -> Step:
    number = len(plan_ids(study, round_id))
    remedy = "Add a row for each plan of the round to the table plans."
    return Step("plans registered", number > 0, f"{number} plans", remedy)


def _coverage(study: Study, round_id: str) -> Step:
    rows, names = unit_coverage(study, round_id), study.settings.plural
    once = int((rows["covered"] == Covered.ONCE).sum())
    idle = plans_without_units(study, round_id)
    left = rows[rows["covered"] != Covered.ONCE]
    remedy = f"Name in the table coverage the one plan of each of {len(left)} {names}"
    remedy += f", such as {left['unit_code'].iloc[0]}." if len(left) else "."
    if not len(left) and idle:
        remedy = f"Name in the table coverage what {_such_as(idle)} covers."
    said = f"{once} of {len(rows)} {names} covered once"
    said += f"; {len(idle)} plans cover none" if idle else ""
    return Step("coverage complete", bool(len(rows)) and not len(left) and not idle, said, remedy)


def _states(study: Study, round_id: str) -> Step:
    plans = study["plans"]
    plans = plans[plans["round_id"] == round_id]
    open_plans = list(plans.loc[plans["state"] == NOT_KNOWN, "plan_id"])
    given = len(plans) - len(open_plans)
    return Step(
        "states given",
        bool(len(plans)) and not open_plans,
        f"{given} of {len(plans)} plans have a state",
        f"Give the state of {_such_as(open_plans)} in the table plans.",
    )


def _coded(study: Study, round_id: str) -> Step:
    due, twice = _to_code(study, round_id), set(coded_twice(study, round_id))
    left = [plan for plan in due if plan not in twice]
    return Step(
        "coded by two raters",
        bool(plan_ids(study, round_id)) and not left,
        f"{len(due) - len(left)} of {len(due)} plans that can be read",
        f"Have two raters answer every question on {_such_as(left)} (table codings).",
    )


def _settled(study: Study, round_id: str) -> Step:
    left = to_settle(study, round_id)
    label = study.round(round_id)["round"]
    coded = bool((study["codings"]["round_id"] == round_id).any())
    due = _to_code(study, round_id)
    remedy = f"Settle them in the sheet that `ltp coding disagreements --round {label} --csv FILE` "
    return Step(
        "disagreements settled",
        not len(left) and (coded or (bool(plan_ids(study, round_id)) and not due)),
        f"{len(left)} left to settle" if coded else "nothing coded yet",
        f"{remedy}writes, and add its rows to the table adjudications.",
    )


def _ratings(study: Study, round_id: str) -> Step:
    found = derived(study, round_id)
    left = [item.plan_id for item in found if len(item.possible) != 1]
    criteria = str(study.round(round_id)["criteria_id"])
    remedy = f"Complete the answers on {_such_as(left)}."
    if not rubric(study, criteria):
        remedy = f"Give the criteria {criteria} rules in the table rubric."
    said = f"{len(found) - len(left)} of {len(found)} plans have one rating"
    return Step("ratings complete", bool(found) and not left, said, remedy)


def _stated(study: Study, round_id: str) -> Step:
    """Return how many units have one stated rating, where ratings are not coded from plans."""
    label, names = study.round(round_id)["round"], study.settings.plural
    units = study.codes(round_id)
    known = sum(len(unit.possible) == 1 for unit in stated_ratings(study, round_id))
    return Step(
        "ratings complete",
        0 < len(units) == known,
        f"{known} of {len(units)} {names} have one stated rating",
        f"Take in a list of ratings: `ltp import ratings FILE --round {label}`.",
    )


def _to_code(study: Study, round_id: str) -> list[str]:
    """Return the plans of a round that can be read, as far as their states say."""
    plans, closed = study["plans"], states(study)
    plans = plans[plans["round_id"] == round_id]
    return [
        str(plan)
        for plan, state in zip(plans["plan_id"], plans["state"], strict=True)
        if not closed[state]
    ]


def _such_as(plans: list[str]) -> str:
    if len(plans) <= 1:
        return plans[0] if plans else "the plans"
    return f"{len(plans)} plans, such as {plans[0]}"
