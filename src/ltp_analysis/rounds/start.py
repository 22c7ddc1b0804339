"""A new round: its row, its forms and its report, all or nothing."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ltp_analysis.problems import InvalidDataError, Problem
from ltp_analysis.rounds.appended import table_path, with_row
from ltp_analysis.rounds.forms import coding_form, files_of, plans_form, ratings_form
from ltp_analysis.rounds.names import register_date, round_names
from ltp_analysis.rounds.report_text import report_text, today
from ltp_analysis.rounds.together import write_together
from ltp_analysis.validated.rules.tools import open_at
from ltp_analysis.validated.rules.units import NO_UNIT
from ltp_analysis.validated.study import check_study, load_study

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ltp_analysis.project import Project
    from ltp_analysis.validated.study import Study

COMPILED = "compiled here"
"""The kind of source that definitions of the study itself come from."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A round that is to be started, as it was asked for.

    Attributes:
        round: The round, such as `2019/20`.
        register: Year and month of the register, such as `2020-04`.
        report_year: The year in which the report is to come out.
        criteria: Id of the criteria; those of the last round if empty.
        population_year: Mid-year of the population for estimates of children, if any.
        title: Title of the report; that of the study and the year if empty.
        source: Id of the source of the row; that of the study's own definitions if empty.
    """

    round: str
    register: str
    report_year: int
    criteria: str = ""
    population_year: int | None = None
    title: str = ""
    source: str = ""


def start_round(project: Project, wanted: Wanted) -> list[Path]:
    """Start a round.

    Args:
        project: The checkout.
        wanted: The round.

    Returns:
        The files that were written: the table of rounds, the forms and the report.

    Raises:
        InvalidDataError: If the study is not sound, if it would not be with the round, or if
            something of the round is there already; nothing is written then.
        OSError: If a file cannot be written; all is then as it was.
    """
    study = load_study(project.raw)
    problems = [*_unreadable(wanted), *_there(project, study, wanted), *_unknown(study, wanted)]
    if problems:
        raise InvalidDataError(problems)
    row = _row(study, wanted)
    path = table_path(project.raw, "rounds")
    rounds = with_row(path, row)
    files = files_of_round(_with_rounds(project.raw, path.name, rounds), project, row["round_id"])
    # The row comes last: only then does the round exist.
    files[path] = rounds
    write_together(files)
    return list(files)


def files_of_round(study: Study, project: Project, round_id: str) -> dict[Path, bytes]:
    """Return the forms of a round and its report, by their paths.

    Args:
        study: The study, with the round.
        project: The checkout.
        round_id: The round.
    """
    files: dict[Path, bytes] = {}
    for form in (
        plans_form(study, round_id),
        coding_form(study, round_id),
        ratings_form(study, round_id),
    ):
        for name, content in files_of(study, round_id, form).items():
            files[project.forms / round_id / name] = content
    year = study.round(round_id)["report_year"]
    files[project.reports / f"{year}.qmd"] = report_text(study, round_id, today()).encode()
    return files


def _unreadable(wanted: Wanted) -> Iterator[Problem]:
    if round_names(wanted.round) is None:
        rule, remedy = "no name of a round", "Write a year, or two that follow, such as 2019/20."
        yield _problem("round", wanted.round, rule, remedy)
    if register_date(wanted.register) is None:
        rule, remedy = "no month of a register", "Write year and month, such as 2020-04."
        yield _problem("register_date", wanted.register, rule, remedy)


def _there(project: Project, study: Study, wanted: Wanted) -> Iterator[Problem]:
    """Find what is there already and would be written over."""
    names = round_names(wanted.round)
    if names is None:
        return
    round_id = names[0]
    if round_id in study.rounds:
        yield _problem("round_id", round_id, "the round is there already", "Name another round.")
    years = study["rounds"].set_index("report_year")["round"]
    if wanted.report_year in years.index:
        rule = f"the year of the report on {years[wanted.report_year]}"
        yield _problem("report_year", str(wanted.report_year), rule, "Name another year.")
    forms, report = project.forms / round_id, project.reports / f"{wanted.report_year}.qmd"
    for path in (report, *(sorted(forms.iterdir()) if forms.is_dir() else ())):
        if path.exists():
            name = path.relative_to(project.root).as_posix()
            rule, remedy = "the file is there already", "Move it away first, if it may go."
            yield Problem(name, None, "", "", rule, remedy)


def _unknown(study: Study, wanted: Wanted) -> Iterator[Problem]:
    """Find names that lead nowhere, which the check of all tables would say less plainly."""
    for column, value, table in (
        ("criteria_id", wanted.criteria, "criteria"),
        ("source_id", wanted.source, "sources"),
    ):
        known = list(dict.fromkeys(study[table][column]))
        if value and value not in known:
            yield _problem(column, value, f"not in {table}", f"Add it to {table}.csv, or mend it.")
    date = register_date(wanted.register)
    if date is not None and not open_at(study["register"], pd.Timestamp(date)):
        remedy = "Name a date of the register, or add its units to register.csv."
        yield _problem("register_date", date.isoformat(), NO_UNIT, remedy)
    years = sorted(set(study["population"]["year"]))
    if wanted.population_year is not None and wanted.population_year not in years:
        rule = "no population of that year"
        remedy = f"There are: {', '.join(map(str, years)) or 'none'}."
        yield _problem("population_year", str(wanted.population_year), rule, remedy)
    if not wanted.source and not _own_source(study):
        rule, remedy = "no source of the study's own", "Name one with --source."
        yield _problem("source_id", "", rule, remedy)


def _row(study: Study, wanted: Wanted) -> dict[str, str]:
    names, date = round_names(wanted.round), register_date(wanted.register)
    if names is None or date is None:
        raise AssertionError("both were read before")
    last = study.round(study.rounds[-1])
    year = str(wanted.report_year)
    return {
        "round_id": names[0],
        "round": names[1],
        "scale_id": study.settings.scale,
        "criteria_id": wanted.criteria or str(last["criteria_id"]),
        "register_date": date.isoformat(),
        "population_year": "" if wanted.population_year is None else str(wanted.population_year),
        "report_year": year,
        "report_published": year,
        "report_title": wanted.title or f"{study.settings.title}: {year}",
        "source_id": wanted.source or _own_source(study),
    }


def _own_source(study: Study) -> str:
    """Return the source of the study's own definitions, which its bases and words are from."""
    sources = study["sources"]
    own = set(sources.loc[sources["kind"] == COMPILED, "source_id"])
    for table in ("categories", "bases", "measures"):
        found = [name for name in study[table]["source_id"] if name in own]
        if found:
            return str(max(found, key=found.count))
    return ""


def _with_rounds(raw: Path, name: str, rounds: bytes) -> Study:
    """Return the study as it would be with another table of rounds.

    Raises:
        InvalidDataError: If it would not be sound, with everything that is wrong.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(raw, Path(folder) / "raw"))
        (copy / name).write_bytes(rounds)
        report = check_study(copy)
    if report.study is None:
        raise InvalidDataError(report.problems)
    return report.study


def _problem(column: str, value: str, rule: str, remedy: str) -> Problem:
    return Problem("rounds", None, column, value, rule, remedy)
