"""The example that is kept, and the marks that keep it apart from what was found."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.example import SEED, SOURCE, SyntheticStudyError, made_up, make_example
from ltp_analysis.problems import InvalidDataError
from ltp_analysis.project import Project
from ltp_analysis.solved.evidence import weigh
from ltp_analysis.statements.statement import Kind
from ltp_analysis.validated.settings import NOTICE
from ltp_analysis.validated.study import Study, check_study, load_study

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "examples" / "complete"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("example") / "complete"
    make_example(Project(ROOT), folder)
    return Project(folder)


@pytest.fixture(scope="module")
def complete(example: Project) -> Study:
    return load_study(example.raw)


def test_what_is_kept_is_what_its_seed_draws(study: Study) -> None:
    settings = (ROOT / "data" / "raw" / "study.toml").read_text(encoding="utf-8")
    for name, text in made_up(study, settings, SEED).items():
        assert (KEPT / name).read_text(encoding="utf-8") == text, name


def test_every_file_that_is_kept_says_that_it_is_synthetic() -> None:
    for path in KEPT.iterdir():
        assert "synthetic" in path.read_text(encoding="utf-8").lower()
    with (KEPT / "ratings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        assert row["source_id"] == SOURCE
        assert row["statement_id"].startswith("synthetic-")


def test_nothing_that_held_before_gives_way_to_made_up_ratings(
    study: Study, complete: Study
) -> None:
    before, after = weigh(study), weigh(complete)
    assert before.held <= after.held
    assert {one.statement for one in after.left_out} == {one.statement for one in before.left_out}
    drawn = complete["ratings"]
    drawn = drawn[drawn["source_id"] == SOURCE]
    assert set(drawn["statement_id"]) <= after.held
    assert set(map(len, after.possible.values())) == {1}


def test_figures_that_held_are_true_of_the_made_up_ratings_by_plain_counting(
    study: Study, complete: Study
) -> None:
    rows = complete["ratings"]
    rows = rows[rows["source_id"] == SOURCE].astype(str)
    had = {(row.round_id, row.unit_code): row.ratings for row in rows.itertuples()}
    held = weigh(study)
    counted = 0
    for name, statement in held.statements.items():
        readings = statement.readings
        if name not in held.held or statement.kind is not Kind.AMOUNT or statement.doubtful_units:
            continue
        if any(reading.observation == "plan" for reading in readings):
            continue
        counts = Counter(had[statement.round_id, unit] for unit in statement.units)
        true = False
        for reading in readings:
            number = sum(counts[rating] for rating in reading.counted)
            base = sum(n for rating, n in counts.items() if rating not in reading.left_out)
            sized = not reading.is_share or base == (reading.base_size or base)
            value = 1.0 * number / base if reading.is_share else number
            true |= sized and float(reading.lower) <= value <= float(reading.upper)
        assert true, name
        counted += 1
    assert counted > 5


def test_the_whole_example_says_what_it_is(example: Project, complete: Study) -> None:
    assert complete.settings.notice == NOTICE
    assert "-synthetic+" in complete.version
    assert NOTICE in (example.root / "README.md").read_text(encoding="utf-8")


def test_real_data_carry_no_mark(study: Study) -> None:
    assert study.settings.notice == ""
    assert "synthetic" not in study.version
    assert "synthetic" not in set(study["sources"]["kind"])


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("synthetic = true\n", "", "kind"),
        ('id = "nspcc-ltp-synthetic"', 'id = "nspcc-ltp"', "id"),
        ('version = "0.1.0-synthetic"', 'version = "0.1.0"', "version"),
        ('title = "Synthetic example: made-up ratings. ', 'title = "', "title"),
        ("synthetic = true\n", 'synthetic = "yes"\n', "synthetic"),
    ],
)
def test_a_synthetic_study_is_not_sound_without_its_marks(
    example: Project, tmp_path: Path, old: str, new: str, column: str
) -> None:
    for path in example.raw.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    settings = tmp_path / "study.toml"
    text = settings.read_text(encoding="utf-8")
    assert old in text
    settings.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert column in {problem.column for problem in check_study(tmp_path).problems}


def test_a_study_without_made_up_sources_may_not_carry_the_mark(
    altered: Callable[..., Study],
) -> None:
    with pytest.raises(InvalidDataError) as error:
        altered(toml=lambda text: f"synthetic = true\n{text}")
    assert {problem.column for problem in error.value.problems} == {
        "synthetic",
        "id",
        "version",
        "title",
    }


def test_no_example_is_made_of_an_example_or_over_anything(
    example: Project, tmp_path: Path
) -> None:
    with pytest.raises(SyntheticStudyError):
        make_example(example, tmp_path / "again")
    with pytest.raises(InvalidDataError):
        make_example(Project(ROOT), example.root)
