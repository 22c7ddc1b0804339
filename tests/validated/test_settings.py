from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ltp_analysis.validated.settings import read_settings

SHIPPED = Path(__file__).parents[2] / "data" / "raw"


def problem_columns(folder: Path, text: str | bytes) -> list[str]:
    """Return the settings that are wrong with a study.toml; there are no settings then."""
    content = text.encode() if isinstance(text, str) else text
    (folder / "study.toml").write_bytes(content)
    settings, problems = read_settings(folder)
    assert settings is None
    for problem in problems:
        assert problem.file == "study.toml"
        assert problem.rule
        assert problem.remedy.endswith(".")
    return [problem.column for problem in problems]


@pytest.fixture
def shipped_text() -> str:
    """Return the study.toml that is shipped."""
    return (SHIPPED / "study.toml").read_text(encoding="utf-8")


def test_shipped_settings_are_read_as_they_are_written(shipped_text: str) -> None:
    settings, problems = read_settings(SHIPPED)
    assert problems == []
    assert settings is not None
    data = tomllib.loads(shipped_text)
    unit, citation = data.pop("unit"), data.pop("citation")
    assert settings.citation is not None
    assert settings.citation.title == citation["title"]
    for name, value in {**data, **unit}.items():
        assert getattr(settings, name) == (tuple(value) if isinstance(value, list) else value)


def test_name_is_shortened_by_the_parts_that_every_name_has() -> None:
    settings, _ = read_settings(SHIPPED)
    assert settings is not None
    assert settings.short("NHS Herts Valleys CCG") == "Herts Valleys"
    assert settings.short("Herts Valleys") == "Herts Valleys"


def test_missing_file_is_a_problem(tmp_path: Path) -> None:
    settings, (problem,) = read_settings(tmp_path)
    assert settings is None
    assert (problem.file, problem.rule) == ("study.toml", "the file is missing")


def test_empty_file_lacks_every_setting_at_once(tmp_path: Path) -> None:
    assert set(problem_columns(tmp_path, "")) == {
        *("id", "version", "title", "rates", "whole", "scale", "inadequate", "edition"),
        *("unit.singular", "unit.plural", "unit.long"),
        *("unit.code_name", "unit.code_pattern", "unit.second_code_pattern"),
    }


@pytest.mark.parametrize("content", [b"id = ", b"\xff\xfeid", "id = 'é'".encode("latin-1")])
def test_file_that_is_not_toml_is_a_problem(tmp_path: Path, content: bytes) -> None:
    assert problem_columns(tmp_path, content) == [""]
    _, (problem,) = read_settings(tmp_path)
    assert "not TOML" in problem.rule


@pytest.mark.parametrize(
    ("old", "new", "columns"),
    [
        ('id = "nspcc-ltp"', "id = 7", ["id"]),
        ('id = "nspcc-ltp"', "", ["id"]),
        ('["red", "amber"]', "[]", ["inadequate"]),
        ('["red", "amber"]', '"red"', ["inadequate"]),
        ('["red", "amber"]', "[1]", ["inadequate"]),
        ('["NHS ", " CCG"]', '"NHS "', ["unit.strip"]),
        ('["NHS ", " CCG"]', "5", ["unit.strip"]),
        ('singular = "CCG"', "", ["unit.singular"]),
        ("^[0-9]{2}[A-Z]$", "^[0-9{2}$", ["unit.code_pattern"]),
        ("^E38[0-9]{6}$", "(", ["unit.second_code_pattern"]),
    ],
)
def test_setting_that_is_missing_or_of_the_wrong_kind_is_named(
    tmp_path: Path, shipped_text: str, old: str, new: str, columns: list[str]
) -> None:
    assert shipped_text.count(old) == 1
    assert problem_columns(tmp_path, shipped_text.replace(old, new)) == columns


def test_unit_that_is_no_table_lacks_all_its_settings(tmp_path: Path, shipped_text: str) -> None:
    head, _, _ = shipped_text.partition("[unit]")
    columns = problem_columns(tmp_path, head + 'unit = "CCG"\n')
    assert len(columns) == 6
    assert all(column.startswith("unit.") for column in columns)


def test_parts_to_leave_out_of_names_may_be_left_unsaid(tmp_path: Path, shipped_text: str) -> None:
    lines = [line for line in shipped_text.splitlines() if not line.startswith("strip")]
    (tmp_path / "study.toml").write_text("\n".join(lines), encoding="utf-8")
    settings, problems = read_settings(tmp_path)
    assert problems == []
    assert settings is not None
    assert settings.short("NHS Herts Valleys CCG") == "NHS Herts Valleys CCG"
