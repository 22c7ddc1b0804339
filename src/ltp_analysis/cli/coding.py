"""`ltp coding`: agreement of raters, what is left to settle, derived ratings, other criteria."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd
from rich.text import Text

from ltp_analysis.cli.screen import console, progress, shown, table
from ltp_analysis.coding.agreement import round_agreement, settle_sheet, to_settle
from ltp_analysis.coding.bridge import bridge
from ltp_analysis.coding.derived import derived_ratings, own_ratings
from ltp_analysis.coding.settled import rounds_with_codings
from ltp_analysis.files import write_atomically
from ltp_analysis.problems import LtpError
from ltp_analysis.project import find_project
from ltp_analysis.statements.stated import published_of_plans
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from pathlib import Path

    from ltp_analysis.validated.study import Study

_LISTS = ("possible", "open_questions", "own", "other")
"""Columns whose texts are divided by vertical bars."""

_NONE = "none"


class FileThereError(LtpError):
    """Raised where a file to be written is there already."""


def agreement(round_name: str, *, as_json: bool) -> int:
    """Print how far the raters of a round agree.

    Args:
        round_name: Name or id of the round.
        as_json: Whether to print JSON.

    Returns:
        0.
    """
    study, round_id = _open("coding agreement", round_name)
    found = round_agreement(study, round_id)
    if as_json:
        return _print_json(records(found))
    label = _label(study, round_id)
    coded = found[found["plans"] > 0]
    if coded.empty:
        return _say(f"No plan of {label} was coded by two raters.")
    rows = [
        (
            row["question_id"],
            str(row["plans"]),
            _or_none(row["agreeing"], "d"),
            _or_none(row["raw"], ".0%"),
            _with_interval(row, "kappa"),
            _with_interval(row, "ac2"),
        )
        for row in records(coded)
    ]
    header = ("Question", "Plans", "Agreeing", "Share", "Weighted kappa", "AC2")
    screen = console()
    title = f"Agreement in {label}, on the plans that two raters answered"
    screen.print(table(header, rows, title))
    asides: dict[str, list[str]] = {}
    for row in records(coded):
        for name in ("raw", "kappa", "ac2"):
            text = row[f"{name}_refusal"] or ""
            if text:
                asides.setdefault(text, []).append(row["question_id"])
    for text, names in asides.items():
        _say(f"{', '.join(dict.fromkeys(names))}: {text}")
    left = len(found) - len(coded)
    return _say(f"{left} more questions have no plan with two answers.") if left else 0


def disagreements(round_name: str, csv: Path | None, *, as_json: bool) -> int:
    """Print the disagreements left to settle, and write the sheet to settle them in.

    Args:
        round_name: Name or id of the round.
        csv: Where to write the sheet; nowhere if not given.
        as_json: Whether to print JSON.

    Returns:
        0.

    Raises:
        FileThereError: If the sheet is there already, since answers may stand in it.
    """
    study, round_id = _open("coding disagreements", round_name)
    found = to_settle(study, round_id)
    if csv is not None and len(found):
        if csv.exists():
            raise FileThereError(f"{shown(csv)} is there already. Name another file, or move it.")
        write_atomically(csv, settle_sheet(study, round_id).to_csv(index=False))
    if as_json:
        return _print_json(records(found))
    label = _label(study, round_id)
    if round_id not in rounds_with_codings(study):
        return _say(f"No plan of {label} was coded.")
    if found.empty:
        return _say(f"Nothing is left to settle in {label}.")
    rows = [
        (row["plan_id"], row["question_id"], row["answers"], f"{row['share_of_scale']:.0%}")
        for row in records(found)
    ]
    header = ("Plan", "Question", "Answers", "Share of the scale apart")
    console().print(table(header, rows, f"Left to settle in {label}"))
    if csv is not None:
        _say(f"The sheet to settle {len(found)} disagreements is {shown(csv)}.")
    return 0


def ratings(round_name: str, *, as_json: bool) -> int:
    """Print the derived rating of each plan of a round, its rule and what is open.

    Args:
        round_name: Name or id of the round.
        as_json: Whether to print JSON.

    Returns:
        0.
    """
    study, round_id = _open("coding ratings", round_name)
    found, own = derived_ratings(study, round_id), own_ratings(study, round_id)
    if as_json:
        raters: dict[str, list[dict[str, Any]]] = {}
        for row in records(own):
            item = {name: row[name] for name in ("rater", "own", "agrees")}
            raters.setdefault(row["plan_id"], []).append(item)
        rows = [_lists(row) | {"raters": raters.get(row["plan_id"], [])} for row in records(found)]
        return _print_json(rows)
    label = _label(study, round_id)
    if found.empty:
        return _say(f"No plan of {label} is in the register of plans.")
    header = ("Plan", "State", "Possible", "Rests on", "Rule", "Open questions")
    lines = [
        (
            row["plan_id"],
            row["state"],
            _or(row["possible"]),
            row["basis"],
            row["rule"] or _NONE,
            row["open_questions"].replace("|", ", ") or _NONE,
        )
        for row in records(found)
    ]
    screen = console()
    screen.print(table(header, lines, f"Ratings of plans in {label}, as they follow"))
    if len(own):
        beside = [
            (row["plan_id"], row["rater"], row["own"], _or(row["possible"]), row["agrees"])
            for row in records(own)
        ]
        columns = ("Plan", "Rater", "Own rating", "Follows", "Agrees")
        screen.print(table(columns, beside, "Raters' own ratings beside it"))
    return 0


def other_criteria(round_name: str, criteria: str, *, as_json: bool) -> int:
    """Print the ratings of a round under other criteria beside its own.

    Args:
        round_name: Name or id of the round.
        criteria: Id of the other criteria.
        as_json: Whether to print JSON.

    Returns:
        0.

    Raises:
        NoRubricError: If the other criteria have no rubric.
    """
    study, round_id = _open("coding bridge", round_name)
    found = bridge(study, round_id, criteria, published_of_plans(study, round_id))
    if as_json:
        return _print_json(
            {
                "round": _label(study, round_id),
                "own": found.own,
                "other": found.other,
                "plans": [_lists(row) for row in records(found.plans)],
                "table": {
                    str(name): {str(key): int(number) for key, number in row.items()}
                    for name, row in found.table.iterrows()
                },
            }
        )
    screen = console()
    label = _label(study, round_id)
    if found.plans.empty:
        return _say(f"No plan of {label} is in the register of plans.")
    cells = [(str(name), *(str(number) for number in row)) for name, row in found.table.iterrows()]
    title = f"Plans of {label}: {found.own} in rows, {found.other} in columns"
    screen.print(table(("", *map(str, found.table.columns)), cells, title))
    rows = [
        (
            row["plan_id"],
            _or(row["own"]) or "contradicted",
            row["basis"],
            _or(row["other"]),
            row["other_basis"],
            row["moved"],
        )
        for row in records(found.plans)
    ]
    header = ("Plan", found.own, "Rests on", found.other, "Rests on", "Moved")
    screen.print(table(header, rows, "Plan by plan"))
    return _say("The wording moved between the two, so a change of rating is no change of a plan.")


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as plain values; None where there is none."""
    return [
        {
            str(name): None if pd.isna(value) else getattr(value, "item", lambda v=value: v)()
            for name, value in row.items()
        }
        for row in frame.to_dict("records")
    ]


def _open(title: str, round_name: str) -> tuple[Study, str]:
    with progress(title) as say:
        say("reading the tables")
        study = load_study(find_project().raw)
        return study, study.find_round(round_name)


def _label(study: Study, round_id: str) -> str:
    return str(study.round(round_id)["round"])


def _lists(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: [part for part in str(value).split("|") if part] if name in _LISTS else value
        for name, value in row.items()
    }


def _or(texts: str) -> str:
    return texts.replace("|", " or ")


def _or_none(value: float | None, form: str) -> str:
    return _NONE if value is None else format(value, form)


def _with_interval(row: dict[str, Any], name: str) -> str:
    value, lower, upper = row[name], row[f"{name}_lower"], row[f"{name}_upper"]
    if value is None:
        return _NONE
    return f"{value:.2f}" + ("" if lower is None else f" ({lower:.2f} to {upper:.2f})")


def _print_json(content: object) -> int:
    print(json.dumps(content, ensure_ascii=False, indent=1))  # noqa: T201 - the output
    return 0


def _say(text: str) -> int:
    console().print(Text(text), soft_wrap=True)
    return 0
