"""The few facts about a study that are no table: `study.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ltp_analysis.problems import Problem
from ltp_analysis.validated.citation import Citation, read_citation

if TYPE_CHECKING:
    from pathlib import Path

FILE = "study.toml"
NOTICE: Final = "Synthetic example: made-up ratings"
"""What stands on every page of a study in which ratings are made up."""


@dataclass(frozen=True)
class Settings:
    """What a study calls things.

    Attributes:
        id: Short name of the study.
        version: Version of its dataset, as it is cited.
        title: Title of the work that it rebuilds.
        rates: What is rated, in the plural.
        whole: The group that is the whole register.
        scale: The rating scale.
        inadequate: Ratings that the study calls inadequate.
        edition: Edition of the reports that findings are built on.
        singular: One unit.
        plural: Several units.
        long: One unit, spelled out.
        code_name: Name of the units' code.
        code_pattern: Regular expression of that code.
        second_code_pattern: Regular expression of the code in official statistics.
        strip: Parts of a unit's name that are left out where space is short.
        synthetic: Whether ratings in it are made up, so that all that is made of it has to say so.
        citation: How its dataset is cited; None if the study does not say.
    """

    id: str
    version: str
    title: str
    rates: str
    whole: str
    scale: str
    inadequate: tuple[str, ...]
    edition: str
    singular: str
    plural: str
    long: str
    code_name: str
    code_pattern: str
    second_code_pattern: str
    strip: tuple[str, ...]
    synthetic: bool = False
    citation: Citation | None = None

    @property
    def notice(self) -> str:
        """What has to stand on everything made of the study; nothing if all of it is fact."""
        return NOTICE if self.synthetic else ""

    def short(self, name: str) -> str:
        """Return a unit's name without the parts that every name has."""
        for part in self.strip:
            name = name.replace(part, "")
        return name


_TEXT = ("id", "version", "title", "rates", "whole", "scale", "edition")
_UNIT_TEXT = ("singular", "plural", "long", "code_name", "code_pattern", "second_code_pattern")


def read_settings(folder: Path) -> tuple[Settings | None, list[Problem]]:
    """Read `study.toml`.

    Args:
        folder: The study's folder.

    Returns:
        The settings, or None, and everything that is wrong with the file.
    """
    path = folder / FILE
    if not path.is_file():
        return None, [_problem("", "the file is missing", "Every study has one.")]
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return None, [_problem("", f"the file is not TOML ({error})", "Mend the line it names.")]
    unit = data["unit"] if isinstance(data.get("unit"), dict) else {}
    citation, faults = read_citation(data)
    problems = [
        *(_problem(*fault) for fault in faults),
        *(_missing(key) for key in _TEXT if not isinstance(data.get(key), str)),
        *(_missing(f"unit.{key}") for key in _UNIT_TEXT if not isinstance(unit.get(key), str)),
        *(
            _missing(key, "a list of texts in quotation marks")
            for key, value in {
                "inadequate": data.get("inadequate") or None,
                "unit.strip": unit.get("strip", []),
            }.items()
            if not _are_texts(value)
        ),
        *(
            [_missing("synthetic", "true or false")]
            if not isinstance(data.get("synthetic", False), bool)
            else []
        ),
        *(
            _problem(f"unit.{key}", "not a regular expression", "Mend the pattern.")
            for key in ("code_pattern", "second_code_pattern")
            if isinstance(unit.get(key), str) and not _compiles(unit[key])
        ),
    ]
    if problems:
        return None, problems
    return Settings(
        **{key: data[key] for key in _TEXT},
        **{key: unit[key] for key in _UNIT_TEXT},
        inadequate=tuple(data["inadequate"]),
        strip=tuple(unit.get("strip", ())),
        synthetic=data.get("synthetic", False),
        citation=citation,
    ), []


def is_synthetic(folder: Path) -> bool:
    """Say whether the study in a folder says of itself that ratings in it are made up."""
    settings, _ = read_settings(folder)
    return settings is not None and settings.synthetic


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _missing(key: str, what: str = "a text in quotation marks") -> Problem:
    return _problem(key, "the setting is missing or of the wrong kind", f"Give it {what}.")


def _problem(key: str, rule: str, remedy: str) -> Problem:
    return Problem(FILE, None, key, "", rule, remedy)
