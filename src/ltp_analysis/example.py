"""A synthetic example: a study in which every unit of every round has a rating, all made up.

Nothing made here is evidence. The ratings are drawn by chance (`solved.drawn`), every row of them
cites a source of kind “synthetic”, and the study says of itself that it is synthetic, so that all
that is made of it says so too.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ltp_analysis.files import write_atomically
from ltp_analysis.problems import InvalidDataError, LtpError, Problem
from ltp_analysis.project import Project
from ltp_analysis.raw.read import read_table
from ltp_analysis.rounds.appended import table_path
from ltp_analysis.solved.drawn import draw_ratings
from ltp_analysis.validated.rules.synthetic import KIND
from ltp_analysis.validated.schemas import TABLES
from ltp_analysis.validated.settings import FILE as SETTINGS_FILE
from ltp_analysis.validated.settings import NOTICE
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ltp_analysis.validated.study import Study

SEED: Final = 2020
"""The seed of the example that is kept in `examples/complete`."""

SOURCE: Final = "synthetic-example"
"""The source that every made-up row cites."""

README: Final = "README.md"
_NOT_COPIED: Final = ("_output", "_figures", ".quarto", "_quarto.yml", "_finish.py", "*_files")
_ADDED: Final = ("ratings", "sources")


class SyntheticStudyError(LtpError):
    """Raised where an example is to be drawn from a study that is one itself."""


def made_up(study: Study, settings: str, seed: int) -> dict[str, str]:
    """Return what an example has that its study has not, as texts by the name of the file.

    Args:
        study: The study; its statements bound what is drawn.
        settings: The text of its `study.toml`.
        seed: A whole number; the same one draws the same ratings.

    Returns:
        The rows to add to `ratings` and `sources`, each with its header, and `study.toml`.

    Raises:
        SyntheticStudyError: If the study is synthetic itself.
        UnsolvedError: If the solver does not come to an answer.
    """
    if study.settings.synthetic:
        raise SyntheticStudyError("This study is synthetic itself. Run this in a real one.")
    source = {
        "source_id": SOURCE,
        "title": f"SYNTHETIC: made-up ratings, drawn by chance with the seed {seed}",
        "publisher": "ltp-analysis",
        "address": "",
        "kind": KIND,
        "licence": "CC0-1.0",
        "note": "Of no real plan. Drawn so that all statements that are held can be true.",
    }
    rows = [
        {
            "statement_id": f"synthetic-{round_id}-{unit.lower()}",
            "round_id": round_id,
            "unit_code": unit,
            "ratings": rating,
            "edition": "original",
            "certainty": "certain",
            "note": "synthetic: made up",
            "source_id": SOURCE,
        }
        for round_id, ratings in draw_ratings(study, seed).items()
        for unit, rating in ratings.items()
    ]
    return {
        "ratings.csv": _csv("ratings", rows),
        "sources.csv": _csv("sources", [source]),
        SETTINGS_FILE: _marked(settings, study),
    }


def make_example(project: Project, folder: Path, seed: int = SEED) -> list[Path]:
    """Make the folder of an example: the tables of a study, made-up ratings, and its documents.

    Args:
        project: The checkout of the study.
        folder: The folder to make; it is not there yet, or empty.
        seed: A whole number; the same one makes the same files.

    Returns:
        The files that were written.

    Raises:
        InvalidDataError: If the folder holds anything, or the study is not sound.
        SyntheticStudyError: If the study is synthetic itself.
        OSError: If a file cannot be written; nothing is left then.
    """
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        rule, remedy = "the folder is not empty", "Name a folder that is not there yet."
        raise InvalidDataError([Problem(folder.name, None, "", "", rule, remedy)])
    study = load_study(project.raw)
    new = made_up(study, (project.raw / SETTINGS_FILE).read_text(encoding="utf-8"), seed)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as made:
        example = Project(Path(made) / folder.name)
        for name in TABLES:
            table = read_table(table_path(project.raw, name))
            added = _rows(new[f"{name}.csv"]) if name in _ADDED else []
            text = _csv(name, [*table.rows, *added])
            write_atomically(example.raw / f"{name}.csv", text)
        write_atomically(example.raw / SETTINGS_FILE, new[SETTINGS_FILE])
        write_atomically(example.root / README, _readme(study, seed))
        if project.reports.is_dir():
            unwanted = shutil.ignore_patterns(*_NOT_COPIED)
            shutil.copytree(project.reports, example.reports, ignore=unwanted)
        load_study(example.raw)
        if folder.is_dir():
            folder.rmdir()
        shutil.move(example.root, folder)
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _marked(settings: str, study: Study) -> str:
    """Return the text of `study.toml` as that of a synthetic study."""
    for key, old, new in (
        ("id", study.settings.id, f"{study.settings.id}-{KIND}"),
        ("version", study.settings.version, f"{study.settings.version}-{KIND}"),
        ("title", study.settings.title, f"{NOTICE}. {study.settings.title}"),
    ):
        line = re.compile(rf"^({key}\s*=\s*)(.)({re.escape(old)})", re.MULTILINE)
        settings = line.sub(rf"\g<1>\g<2>{new}", settings, count=1)
    return f"# SYNTHETIC: ratings in this study are made up.\nsynthetic = true\n\n{settings}"


def _readme(study: Study, seed: int) -> str:
    return f"""# {NOTICE}

**The ratings in this folder are of no real plan.** It was made by `ltp example` with the seed
{seed} from the dataset {study.version}: a rating was drawn by chance for every
{study.settings.singular} of every round, so that all statements that are held can be true.
Rows of `data/raw/ratings.csv` that cite the source `{SOURCE}` are made up; everything else in
`data/raw` is as it was found. All that `ltp build` and `ltp report` make here says that it is
synthetic.
"""


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _csv(table: str, rows: Iterable[Mapping[str, str]]) -> str:
    text = io.StringIO()
    header = list(TABLES[table].to_schema().columns)
    writer = csv.DictWriter(text, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
