"""A new study: a folder with every table, ready for its register."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import tempfile
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ltp_analysis.problems import InvalidDataError, Problem
from ltp_analysis.project import Project
from ltp_analysis.rounds.names import register_date, round_names
from ltp_analysis.rounds.report_text import report_of, today
from ltp_analysis.validated.rules.units import NO_UNIT
from ltp_analysis.validated.schemas import SLUG, TABLES
from ltp_analysis.validated.settings import FILE as SETTINGS_FILE
from ltp_analysis.validated.study import check_study

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable

Rows = list[dict[str, str]]

WHOLE: Final = "all"
UNITS: Final = "units"
_RATED: Final = "units-rated"
_CRITERIA: Final = "criteria"
_LICENCE: Final = "not stated yet"
_NOT_WORDED: Final = "What this category asks for has not been written down yet."
_STATES: Final = (
    ("published", "published", "yes", False),
    ("refreshed", "refreshed", "yes", False),
    ("late", "published late", "yes", False),
    ("older", "an older one, read in its place", "no", False),
    ("missing", "missing", "no", True),
    ("not-accessible", "not accessible", "no", True),
    ("not-known", "not known", "no", False),
)
"""States of a plan: name, label, whether it counts as published, whether it cannot be rated."""


@dataclass(frozen=True, kw_only=True)
class WantedStudy:
    """A study that is to be made, as it was asked for.

    Attributes:
        id: Its short name.
        title: Title of the work.
        singular: What is rated, one.
        plural: What is rated, several.
        categories: The categories of the scale, the worst first.
        missing: States that are not a rating.
        inadequate: Categories that are called inadequate; the worst if empty.
        round: The first round, such as `2023` or `2023/24`.
        register: Year and month of its register; January of its first year if empty.
        report_year: Year of its report; the last year of the round if none.
        rates: What the ratings are of; the units if empty.
        whole: Name of all units together.
    """

    id: str
    title: str
    singular: str
    plural: str
    categories: tuple[str, ...]
    missing: tuple[str, ...] = ()
    inadequate: tuple[str, ...] = ()
    round: str
    register: str = ""
    report_year: int | None = None
    rates: str = ""
    whole: str = ""


def start_study(folder: Path, wanted: WantedStudy) -> list[Path]:
    """Make the folder of a study.

    Args:
        folder: The folder; it is not there yet, or empty.
        wanted: The study.

    Returns:
        The files that were written.

    Raises:
        InvalidDataError: If the folder holds anything, or the study would not be sound but for
            its empty register; nothing is written then.
        OSError: If a file cannot be written; nothing is left then.
    """
    folder = folder.resolve()
    problems = [*_taken(folder), *_misnamed(wanted)]
    if problems:
        raise InvalidDataError(problems)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as made:
        project = Project(Path(made) / folder.name)
        names = _write(project, wanted)
        found = check_study(project.raw).problems
        problems = [problem for problem in found if problem.rule != NO_UNIT]
        if problems:
            raise InvalidDataError(problems)
        if folder.is_dir():
            folder.rmdir()
        shutil.move(project.root, folder)
    return [folder / name for name in names]


def _write(project: Project, wanted: WantedStudy) -> list[str]:
    """Write a study where nothing is yet, and return the names of its files in order."""
    raw, tables = Path("data", "raw"), _tables(wanted)
    texts = {raw / SETTINGS_FILE: _settings(wanted)}
    for name, model in TABLES.items():
        texts[raw / f"{name}.csv"] = _csv(list(model.to_schema().columns), tables.get(name, []))
    reports = Path("reports")
    row = tables["rounds"][0]
    texts[reports / f"{row['report_year']}.qmd"] = report_of(
        row, rates=wanted.rates or wanted.plural, singular=wanted.singular, date=today()
    )
    assets = files("ltp_analysis.rounds").joinpath("assets", "study")
    for name, asset in _assets(assets):
        text = asset.read_text(encoding="utf-8")
        if name == "index.qmd":
            text = text.replace("$title", json.dumps(wanted.title, ensure_ascii=False))
            text = text.replace("$date", today().isoformat())
        texts[reports / name] = text
    for path, text in texts.items():
        target = project.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="")
    return [path.as_posix() for path in texts]


def _assets(folder: Traversable, before: str = "") -> Iterator[tuple[str, Traversable]]:
    """Yield the documents that a study begins with, by their names in its reports."""
    for asset in sorted(folder.iterdir(), key=lambda one: one.name):
        if asset.is_dir():
            yield from _assets(asset, f"{before}{asset.name}/")
        elif asset.name.endswith((".qmd", ".csl")):
            yield f"{before}{asset.name}", asset


def _tables(wanted: WantedStudy) -> dict[str, Rows]:
    """Return the rows that a study begins with; tables that are not named have none."""
    own = {"source_id": wanted.id}
    labels = [*wanted.categories, *wanted.missing]
    names = round_names(wanted.round)
    date = register_date(_register(wanted))
    if names is None or date is None:
        raise AssertionError("both were read before")
    year = str(wanted.report_year or _last_year(names[0]))
    missing = wanted.missing[0] if wanted.missing else ""
    return {
        "sources": [
            {
                "source_id": wanted.id,
                "title": "Definitions and lists made for this study",
                "publisher": wanted.id,
                "kind": "compiled here",
                "licence": _LICENCE,
            }
        ],
        "scales": [
            {
                "scale_id": wanted.id,
                "category": label,
                "label": label,
                "position": str(place),
                "state": "rated" if label in wanted.categories else "missing",
                **own,
            }
            for place, label in enumerate(labels, start=1)
        ],
        "categories": [
            {"category": _slug(label), "label": label, "reading": "1", "rating": label, **own}
            for label in labels
        ],
        "measures": [
            {
                "measure": "rating",
                "label": "rating",
                "kind": "rating",
                "scale_id": wanted.id,
                **own,
            },
            {
                "measure": "rating-again",
                "label": "rating in this round and in the one before",
                "kind": "change",
                "scale_id": wanted.id,
                **own,
            },
            {
                "measure": "rating-change",
                "label": "change of a share of ratings between two rounds",
                "kind": "change",
                "scale_id": wanted.id,
                **own,
            },
        ],
        "bases": [
            {
                "base": UNITS,
                "label": wanted.plural,
                "observation": "unit",
                "missing": "in",
                "without_missing": _RATED,
                **own,
            },
            {
                "base": _RATED,
                "label": f"{wanted.plural} with a rating",
                "observation": "unit",
                "missing": "out",
                **own,
            },
        ],
        "criteria": [
            {"criteria_id": _CRITERIA, "category": label, "meaning": _NOT_WORDED, **own}
            for label in wanted.categories
        ],
        "rounds": [
            {
                "round_id": names[0],
                "round": names[1],
                "scale_id": wanted.id,
                "criteria_id": _CRITERIA,
                "register_date": date.isoformat(),
                "report_year": year,
                "report_published": year,
                "report_title": f"{wanted.title}: {year}",
                **own,
            }
        ],
        "groups": [
            {
                "group_id": WHOLE,
                "name": wanted.whole or f"all {wanted.plural}",
                "kind": "all",
                **own,
            }
        ],
        "plan_states": [
            {
                "state": state,
                "label": label,
                "category": missing if closed else "",
                "published": published,
                **own,
            }
            for state, label, published, closed in _STATES
        ],
    }


def _settings(wanted: WantedStudy) -> str:
    """Return `study.toml`."""
    inadequate = wanted.inadequate or wanted.categories[:1]
    lines = (
        "# What this study is about. docs and data dictionary: see `ltp build`.",
        f"id = {_toml(wanted.id)}",
        'version = "0.1.0"                  # of the dataset',
        f"title = {_toml(wanted.title)}",
        f"rates = {_toml(wanted.rates or wanted.plural)}",
        f'whole = "{WHOLE}"                      # the group that is the whole register',
        f"scale = {_toml(wanted.id)}",
        (
            f"inadequate = [{', '.join(map(_toml, inadequate))}]"
            "   # ratings that the study calls inadequate"
        ),
        'edition = "corrected"              # which edition of the ratings findings are built on',
        "",
        "[unit]",
        f"singular = {_toml(wanted.singular)}",
        f"plural = {_toml(wanted.plural)}",
        f"long = {_toml(wanted.singular)}",
        'code_name = "code"',
        r'code_pattern = "^\\S+$"             # a regular expression that all codes have to match',
        r'second_code_pattern = "^\\S+$"',
        "strip = []                         # left out of a name where space is short",
    )
    return "\n".join(lines) + "\n"


def _taken(folder: Path) -> Iterator[Problem]:
    if folder.is_file():
        yield Problem(folder.name, None, "", "", "a file of this name is there", "Name another.")
    elif folder.is_dir():
        for path in sorted(folder.iterdir()):
            rule = "the folder is not empty"
            remedy = "Name a folder that is not there yet."
            yield Problem(f"{folder.name}/{path.name}", None, "", "", rule, remedy)


def _misnamed(wanted: WantedStudy) -> Iterator[Problem]:
    """Find what is no name, before any table is made of it."""
    if not re.fullmatch(SLUG, wanted.id):
        rule, remedy = "no short name", "Use small letters and digits, with hyphens between words."
        yield _option("--id", wanted.id, rule, remedy)
    yield from _miscalled(wanted)
    if round_names(wanted.round) is None:
        rule, remedy = "no name of a round", "Write a year, or two that follow, such as 2019/20."
        yield _option("--round", wanted.round, rule, remedy)
    elif register_date(_register(wanted)) is None:
        rule, remedy = "no month of a register", "Write year and month, such as 2020-04."
        yield _option("--register", wanted.register, rule, remedy)
    for name, text in {
        "--title": wanted.title,
        "--unit-singular": wanted.singular,
        "--unit-plural": wanted.plural,
    }.items():
        if not text.strip():
            yield _option(name, text, "nothing is said", "Write a word or more.")


def _miscalled(wanted: WantedStudy) -> Iterator[Problem]:
    """Find categories that no table can hold, or that files could not tell apart."""
    labels = [*wanted.categories, *wanted.missing]
    for label in sorted({one for one in labels if labels.count(one) > 1}):
        yield _option("--category", label, "named twice", "Name each category once.")
    slugs = [_slug(label) for label in labels]
    for label, slug in zip(labels, slugs, strict=True):
        if not slug or "|" in label or label != label.strip():
            remedy = "Use letters, without a vertical bar and without spaces at the ends."
            yield _option("--category", label, "no name of a category", remedy)
        elif slugs.count(slug) > 1 and labels.count(label) == 1:
            remedy = "Let the names differ in letters or digits."
            yield _option("--category", label, "too much like another category", remedy)
    for label in wanted.inadequate:
        if label not in wanted.categories:
            remedy = f"Use one of: {', '.join(wanted.categories)}."
            yield _option("--inadequate", label, "not a category of the scale", remedy)


def _register(wanted: WantedStudy) -> str:
    return wanted.register or f"{wanted.round[:4]}-01"


def _last_year(round_id: str) -> int:
    """Return the year in which a round ends: 2020 for `2019-20`."""
    first, _, second = round_id.partition("-")
    return int(first) + bool(second)


def _slug(label: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")


def _csv(header: list[str], rows: list[Mapping[str, str]] | Rows) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _toml(text: str) -> str:
    """Return a text as TOML reads it in quotation marks, which is how JSON writes it."""
    return json.dumps(text, ensure_ascii=False)


def _option(name: str, value: str, rule: str, remedy: str) -> Problem:
    return Problem(name, None, "", value, rule, remedy)
