"""A round that is started: what is written, and what is refused."""

from __future__ import annotations

import csv
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.rounds.conftest import contents, merge

from ltp_analysis.files import write_atomically
from ltp_analysis.problems import InvalidDataError
from ltp_analysis.project import Project
from ltp_analysis.rendering import parse
from ltp_analysis.reports.typed_numbers import typed_numbers
from ltp_analysis.rounds.start import Wanted, start_round
from ltp_analysis.validated.study import check_study, load_study

WANTED = Wanted(round="2019/20", register="2020-04", report_year=2020)
FORMS = ("plans", "coding-template", "ratings")


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")  # 13 September 2020


def rounds(project: Project) -> list[dict[str, str]]:
    with (project.raw / "rounds.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_round_is_a_row_six_forms_and_a_report(light: Project) -> None:
    before = contents(light.root)
    written = start_round(light, WANTED)
    after = contents(light.root)
    new = {name for name in after if after[name] != before.get(name)}
    assert new == {path.relative_to(light.root).as_posix() for path in written}
    assert new == {
        "data/raw/rounds.csv",
        "reports/2020.qmd",
        *(f"data/forms/2019-20/{name}.{kind}" for name in FORMS for kind in ("csv", "xlsx")),
    }
    assert after["data/raw/rounds.csv"].startswith(before["data/raw/rounds.csv"])
    last, row = rounds(light)[-2:]
    assert row == last | {
        "round_id": "2019-20",
        "round": "2019/20",
        "register_date": "2020-04-01",
        "population_year": "",
        "report_year": "2020",
        "report_published": "2020",
        "report_title": "Transforming mental health services for children who have been abused: "
        "2020",
        "source_id": "ltp-analysis",
    }
    study = load_study(light.raw)
    with (light.forms / "2019-20" / "ratings.csv").open(encoding="utf-8", newline="") as file:
        codes = {line["unit_code"] for line in csv.DictReader(file)}
    assert codes == set(study.codes("2019-20"))
    assert len(codes) == 135


def test_what_is_asked_for_goes_into_the_row(light: Project) -> None:
    start_round(
        light,
        replace(
            WANTED,
            round="2020",
            criteria="abused-children",
            title="A title: “with” signs",
            source="nspcc-2019",
        ),
    )
    row = rounds(light)[-1]
    assert (row["round_id"], row["round"]) == ("2020", "2020")
    assert row["criteria_id"] == "abused-children"
    assert row["report_title"] == "A title: “with” signs"
    assert row["source_id"] == "nspcc-2019"
    assert parse(light.reports / "2020.qmd").metadata["title"] == "A title: “with” signs"


def test_the_report_has_no_typed_number_and_is_dated(light: Project) -> None:
    start_round(light, WANTED)
    path = light.reports / "2020.qmd"
    assert typed_numbers([path]) == []
    document = parse(path)
    assert str(document.metadata["date"]) == "2020-09-13"
    text = path.read_text(encoding="utf-8")
    assert 'open_report("2020", "2019-20")' in text
    assert "# Change since 2018/19" in text
    assert "children.qmd" not in text
    assert not re.search(r"\$[a-z]", text)


def test_two_runs_write_the_same_bytes(light: Project, pattern: Path, tmp_path: Path) -> None:
    other = Project(Path(shutil.copytree(pattern, tmp_path / "other")))
    start_round(light, WANTED)
    start_round(other, WANTED)
    assert contents(light.root) == contents(other.root)


@pytest.mark.parametrize(
    ("others", "named"),
    [
        ({"round": "2018/19"}, {"round_id": "2018-19"}),
        ({"round": "2019/21"}, {"round": "2019/21"}),
        ({"register": "April 2020"}, {"register_date": "April 2020"}),
        ({"register": "1999-04"}, {"register_date": "1999-04-01"}),
        ({"report_year": 2019}, {"report_year": "2019"}),
        ({"criteria": "none-such"}, {"criteria_id": "none-such"}),
        ({"source": "none-such"}, {"source_id": "none-such"}),
        ({"population_year": 1900}, {"population_year": "1900"}),
        (
            {"round": "2018/19", "criteria": "no", "source": "nor", "register": "2020-4"},
            {
                "round_id": "2018-19",
                "criteria_id": "no",
                "source_id": "nor",
                "register_date": "2020-4",
            },
        ),
    ],
)
def test_what_cannot_be_is_named_and_nothing_is_written(
    light: Project, others: dict[str, Any], named: dict[str, str]
) -> None:
    before = contents(light.root)
    with pytest.raises(InvalidDataError) as caught:
        start_round(light, replace(WANTED, **others))
    found = {one.column: one.value for one in caught.value.problems if one.column}
    assert found == named
    assert contents(light.root) == before


def test_files_that_are_there_are_named_and_kept(light: Project) -> None:
    (light.forms / "2019-20").mkdir(parents=True)
    (light.forms / "2019-20" / "plans.csv").write_text("kept", encoding="utf-8")
    (light.reports / "2020.qmd").write_text("kept", encoding="utf-8")
    before = contents(light.root)
    with pytest.raises(InvalidDataError) as caught:
        start_round(light, WANTED)
    assert [one.file for one in caught.value.problems] == [
        "data/forms/2019-20/plans.csv",
        "reports/2020.qmd",
    ]
    assert contents(light.root) == before


def test_a_study_that_is_not_sound_gets_no_round(light: Project) -> None:
    path = light.raw / "scales.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",1,rated", ",7,rated", 1), "utf-8")
    before = contents(light.root)
    with pytest.raises(InvalidDataError, match="gap or a tie"):
        start_round(light, WANTED)
    assert contents(light.root) == before


def test_where_a_file_cannot_be_written_the_round_does_not_exist(
    light: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(light.root)

    def full(path: Path, content: bytes) -> None:
        if path.name == "rounds.csv" and content != before["data/raw/rounds.csv"]:
            raise OSError("no space left")
        write_atomically(path, content)

    monkeypatch.setattr("ltp_analysis.rounds.together.write_atomically", full)
    with pytest.raises(OSError, match="no space left"):
        start_round(light, WANTED)
    assert contents(light.root) == before
    assert not light.forms.exists()


def test_mergers_in_the_register_are_data(light: Project) -> None:
    """A sixth round, for which two units of the fifth are closed and one is opened."""
    start_round(light, WANTED)
    merged = load_study(light.raw).codes("2019-20")[:2]
    merge(light, merged, "99Z")
    start_round(light, Wanted(round="2020/21", register="2021-04", report_year=2021))
    report = check_study(light.raw)
    assert report.problems == []
    assert report.study is not None
    before, after = (set(report.study.codes(name)) for name in ("2019-20", "2020-21"))
    assert before - after == set(merged)
    assert after - before == {"99Z"}
