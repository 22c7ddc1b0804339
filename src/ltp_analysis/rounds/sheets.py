"""Coding sheets of the raters of a round, and whatever form of it is not there yet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ltp_analysis.problems import InvalidDataError, Problem
from ltp_analysis.raw.read import read_table
from ltp_analysis.rounds.form_read import first_sheet
from ltp_analysis.rounds.forms import (
    coding_form,
    files_of,
    plans_form,
    ratings_form,
    readable_plans,
)
from ltp_analysis.rounds.together import write_together
from ltp_analysis.validated.schemas import SLUG
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ltp_analysis.project import Project

_FILLED_IN = ("answer", "page", "note")


def write_sheets(project: Project, round_name: str, raters: Sequence[str]) -> list[Path]:
    """Write a coding sheet for each rater, and the forms of the round that are not there yet.

    Args:
        project: The checkout.
        round_name: The round, by id or as readers see it.
        raters: Names of the raters, each in small letters, digits and hyphens.

    Returns:
        The files that were written.

    Raises:
        UnknownRoundError: If there is no such round.
        InvalidDataError: If the study is not sound, a name is no name, no plan is registered
            that could be coded, or a sheet is filled in already; nothing is written then.
        OSError: If a file cannot be written; all is then as it was.
    """
    study = load_study(project.raw)
    round_id = study.find_round(round_name)
    folder = project.forms / round_id
    problems = list(_not_names(raters))
    if raters and not readable_plans(study, round_id):
        rule = f"no plan of {study.round(round_id)['round']} that can be rated is registered"
        problems.append(Problem("plans", None, "round_id", round_id, rule, "Register it first."))
    files: dict[Path, bytes] = {}
    for rater in () if problems else dict.fromkeys(raters):
        form = coding_form(study, round_id, rater)
        files |= {folder / name: data for name, data in files_of(study, round_id, form).items()}
    problems += [problem for path in files if (problem := _filled(project, path)) is not None]
    if problems:
        raise InvalidDataError(problems)
    for form in (
        plans_form(study, round_id),
        coding_form(study, round_id),
        ratings_form(study, round_id),
    ):
        for name, data in files_of(study, round_id, form).items():
            if not (folder / name).exists():
                files[folder / name] = data
    write_together(files)
    return list(files)


def _not_names(raters: Sequence[str]) -> Iterator[Problem]:
    for rater in raters:
        if not re.fullmatch(SLUG, rater) or rater == "template":
            rule = "no name of a rater"
            remedy = "Use small letters and digits, with hyphens between words."
            yield Problem("--rater", None, "", rater, rule, remedy)


def _filled(project: Project, path: Path) -> Problem | None:
    """Return what is wrong with writing a sheet anew; nothing if it is empty or not there."""
    if not path.exists():
        return None
    rows = first_sheet(path) if path.suffix == ".xlsx" else read_table(path).rows
    name = path.relative_to(project.root).as_posix()
    if rows is None or not rows:
        rule = "the sheet is there and cannot be read"
    elif any(str(row.get(column, "")).strip() for row in rows for column in _FILLED_IN):
        rule = "the sheet is filled in already"
    else:
        return None
    return Problem(name, None, "", "", rule, "Move it away first, if it may go.")
