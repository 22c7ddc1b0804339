"""A study: its settings and its typed tables, sound by construction."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import pandas as pd

from ltp_analysis.problems import InvalidDataError, LtpError, Problem, in_order
from ltp_analysis.raw.read import read_table
from ltp_analysis.swhid import directory_id
from ltp_analysis.validated.check import UNREADABLE, check_table, is_sound, typed_table
from ltp_analysis.validated.rules import RULES
from ltp_analysis.validated.rules.tools import (
    Tables,
    UnsoundTableError,
    heirs,
    open_at,
    open_spells,
)
from ltp_analysis.validated.schemas import TABLES
from ltp_analysis.validated.settings import FILE as SETTINGS_FILE
from ltp_analysis.validated.settings import Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path


_Given = ParamSpec("_Given")
_Found = TypeVar("_Found")


class UnknownRoundError(LtpError):
    """Raised where a round is asked for that the study does not have."""


@dataclass(frozen=True)
class Study:
    """The tables of a study after every check.

    Attributes:
        settings: What the study calls things.
        tables: Typed tables by name, as the models in `schemas` describe them.
        version: Version of the dataset, a plus sign, and the first twelve digits of the SHA-256 of
            all files of the study, in order of name.
        swhid: SWHID of the folder of the study, from which anyone can tell that it is the same.
    """

    settings: Settings
    tables: Mapping[str, pd.DataFrame]
    version: str
    swhid: str = ""

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a table by its name."""
        return self.tables[name]

    @cached_property
    def results(self) -> dict[tuple[Any, ...], Any]:
        """What functions that are `kept` found so far."""
        return {}

    @property
    def rounds(self) -> list[str]:
        """Ids of the rounds, the oldest first."""
        return list(self._rounds)

    @property
    def ratings(self) -> list[str]:
        """Categories of the study's scale, the worst first and missing states last."""
        return list(self._states)

    @property
    def missing(self) -> list[str]:
        """The categories of the scale that are not ratings."""
        return [name for name, state in self._states.items() if state == "missing"]

    def find_round(self, name: str) -> str:
        """Return the id of a round by its id or by the name that readers see.

        Raises:
            UnknownRoundError: If there is no such round.
        """
        names = dict(zip(self["rounds"]["round"], self["rounds"]["round_id"], strict=True))
        found = names.get(name, name)
        if found not in self.rounds:
            raise UnknownRoundError(f"There is no round {name}. There are: {', '.join(names)}.")
        return str(found)

    def round(self, round_id: str) -> pd.Series:
        """Return the row of a round."""
        return self._round_rows[round_id]

    def units(self, round_id: str) -> pd.DataFrame:
        """Return the units of a round: unit_code and name, sorted by name."""
        here = open_spells(self["register"], self.round(round_id)["register_date"])
        return here[["unit_code", "name"]].sort_values("name", ignore_index=True)

    def codes(self, round_id: str) -> tuple[str, ...]:
        """Return the codes of the units of a round, in the order of names."""
        return self._codes[round_id]

    def row(self, table: str, key: str, value: object) -> dict[Any, Any]:
        """Return the last row of a table that has a value in a column.

        Raises:
            KeyError: If there is none.
        """
        return _last_rows(self, table, key)[value]

    def at(self, units: set[str], round_id: str) -> set[str]:
        """Return the units of a round that the given ones are, or were merged whole into."""
        merged, there = self._registers[round_id]
        return {merged.get(unit, unit) for unit in units} & there

    def heirs(self, units: Sequence[str], round_id: str) -> list[str]:
        """Return, for each unit, what it is in a round, or was merged whole into by then."""
        merged, _ = self._registers[round_id]
        return [merged.get(unit, unit) for unit in units]

    def label(self, category: str) -> str:
        """Return a category of figures, or a rating, as a reader sees it."""
        return self._labels.get(category, category)

    @cached_property
    def _round_rows(self) -> dict[str, pd.Series]:
        """The row of each round."""
        rows = self["rounds"]
        return {str(row["round_id"]): row for _, row in rows.iterrows()}

    @cached_property
    def _registers(self) -> dict[str, tuple[dict[str, str], set[str]]]:
        """For each round, what earlier units were merged into by then, and the units then."""
        return {
            round_id: (
                heirs(self["succession"], row["register_date"]),
                open_at(self["register"], row["register_date"]),
            )
            for round_id, row in self._round_rows.items()
        }

    @cached_property
    def _rounds(self) -> tuple[str, ...]:
        return tuple(self["rounds"]["round_id"].cat.categories)

    @cached_property
    def _codes(self) -> dict[str, tuple[str, ...]]:
        return {name: tuple(self.units(name)["unit_code"]) for name in self._rounds}

    @cached_property
    def _states(self) -> dict[str, str]:
        """The state of each category of the study's scale, in order."""
        scales = self["scales"]
        scale = scales[scales["scale_id"] == self.settings.scale].sort_values("position")
        return dict(zip(scale["category"], scale["state"], strict=True))

    @cached_property
    def _labels(self) -> dict[str, str]:
        """What readers see of each category; the first row that names it counts."""
        rows = pd.concat([self[name][["category", "label"]] for name in ("categories", "scales")])
        rows = rows.drop_duplicates("category")
        return dict(zip(rows["category"], rows["label"], strict=True))


def kept(
    function: Callable[Concatenate[Study, _Given], _Found],
) -> Callable[Concatenate[Study, _Given], _Found]:
    """Make a function of a study do its work once for the same arguments.

    What it finds stays with the study, whose tables never change, and is shared: it must be of a
    kind that callers cannot change, or leave as it is. Arguments have to be hashable.
    """

    @wraps(function)
    def once(study: Study, /, *args: _Given.args, **kwargs: _Given.kwargs) -> _Found:
        key = (function, args, tuple(sorted(kwargs.items())))
        if key not in study.results:
            study.results[key] = function(study, *args, **kwargs)
        found: _Found = study.results[key]
        return found

    return once


@kept
def _last_rows(study: Study, table: str, key: str) -> dict[object, dict[Any, Any]]:
    return {row[key]: row for row in study[table].to_dict("records")}


@dataclass(frozen=True)
class Report:
    """What a check of a study's folder found.

    Attributes:
        study: The study, if nothing is wrong.
        problems: Everything that is wrong, in order of file, row and column.
        unchecked: Rules across tables that wait until a table they need is mended.
        encodings: How each file was encoded.
        rows: How many rows each file holds.
    """

    study: Study | None
    problems: list[Problem]
    unchecked: list[str]
    encodings: Mapping[str, str]
    rows: Mapping[str, int]


def check_study(folder: Path, progress: Callable[[str], None] | None = None) -> Report:
    """Read and check all tables of a study in one pass.

    Args:
        folder: The folder that holds the tables and `study.toml`.
        progress: Called with each file, and with the rules across them, as they are taken up.

    Returns:
        The study if it is sound, and every problem if it is not. No file is changed.
    """
    say = progress or (lambda _: None)
    settings, problems = read_settings(folder)
    frames: dict[str, pd.DataFrame] = {}
    files = {"settings": SETTINGS_FILE}
    encodings: dict[str, str] = {}
    rows: dict[str, int] = {}
    problems += _strangers(folder)
    for name, model in TABLES.items():
        path = _find(folder, name)
        say(path.name)
        text = read_table(path)
        files[name], encodings[path.name], rows[path.name] = (
            path.name,
            text.encoding,
            len(text.rows),
        )
        problems += text.problems
        if text.header:
            frames[name], found = check_table(text, model)
            problems += found
    unread = {
        problem.file
        for problem in problems
        if problem.rule in UNREADABLE or (problem.row is not None and not problem.column)
    }
    sound = {
        name: frame
        for name, frame in frames.items()
        if files[name] not in unread and is_sound(frame, TABLES[name])
    }
    unchecked = list(RULES)
    if settings is not None:
        unchecked = []
        tables = Tables(sound, files, settings)
        say(f"{len(RULES)} rules across tables")
        for rule in RULES:
            try:
                for problem in rule(tables):
                    problems.append(problem)
            except UnsoundTableError:
                unchecked.append(rule)
    study = None
    if settings is not None and not problems:
        study = _study(settings, _contents(folder, files.values()), frames)
    words = [str(rule.__doc__).split("\n", maxsplit=1)[0] for rule in unchecked]
    return Report(study, in_order(problems), words, encodings, rows)


def load_study(folder: Path, sound: str = "") -> Study:
    """Return the study in a folder.

    Args:
        folder: The folder that holds the tables and `study.toml`.
        sound: The version of a study that was found sound before: where the files are still its
            own, to the byte, they are not held against the rules once more.

    Raises:
        InvalidDataError: If anything is wrong, with everything that is.
    """
    if sound and (study := _unchanged(folder, sound)) is not None:
        return study
    report = check_study(folder)
    if report.study is None:
        raise InvalidDataError(report.problems)
    return report.study


def _unchanged(folder: Path, version: str) -> Study | None:
    """Return the study in a folder, unchecked, if it is of a version; None if of another."""
    settings, _ = read_settings(folder)
    paths = {name: _find(folder, name) for name in TABLES}
    if settings is None or not all(path.is_file() for path in paths.values()):
        return None
    content = _contents(folder, [SETTINGS_FILE, *(path.name for path in paths.values())])
    if _version(settings, content) != version:
        return None
    frames = {name: typed_table(read_table(path), TABLES[name])[0] for name, path in paths.items()}
    return _study(settings, content, frames)


def _study(
    settings: Settings, content: Mapping[str, bytes], frames: Mapping[str, pd.DataFrame]
) -> Study:
    return Study(settings, _ordered(frames), _version(settings, content), directory_id(content))


def _contents(folder: Path, files: Iterable[str]) -> dict[str, bytes]:
    return {file: (folder / file).read_bytes() for file in files}


def _version(settings: Settings, content: Mapping[str, bytes]) -> str:
    return f"{settings.version}+{_fingerprint(content)}"


def _find(folder: Path, name: str) -> Path:
    workbook = folder / f"{name}.xlsx"
    return workbook if workbook.is_file() else folder / f"{name}.csv"


def _strangers(folder: Path) -> list[Problem]:
    """Find files that would be overlooked: unknown names, and two files for one table."""
    problems: list[Problem] = []
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    for path in paths:
        if path.name == SETTINGS_FILE or path.name.startswith((".", "~$")) or path.is_dir():
            continue
        if path.suffix not in (".csv", ".xlsx") or path.stem not in TABLES:
            rule, remedy = "no table of a study has this name", "Mend the name, or move the file."
            problems.append(Problem(path.name, None, "", "", rule, remedy))
        elif path.suffix == ".csv" and path.with_suffix(".xlsx").is_file():
            rule = "the table is there twice, as CSV and as a workbook"
            problems.append(Problem(path.name, None, "", "", rule, "Keep one of the two."))
    return problems


def _ordered(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Make rounds and age bands ordered categories, in every table that has them."""
    rounds = frames["rounds"].sort_values("register_date", kind="stable")
    orders = {
        "round_id": sorted(rounds["round_id"]),
        "age_band": list(frames["age_bands"].sort_values(["from_age", "to_age"])["age_band"]),
    }
    ordered = {}
    for name, frame in frames.items():
        changes = {
            column: pd.Categorical(frame[column], categories=order, ordered=True)
            for column, order in orders.items()
            if column in frame.columns
        }
        ordered[name] = frame.assign(**changes)
    return ordered


def _fingerprint(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.encode() + b"\0")
        digest.update(hashlib.sha256(files[file]).digest())
    return digest.hexdigest()[:12]
