"""What one corrected rating did: the plan of Kernow, first printed as red, became amber."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from ltp_analysis.differences.difference import Difference, compare_versions
from ltp_analysis.differences.shown import to_json, to_page, to_text
from ltp_analysis.differences.step import needed_step
from ltp_analysis.differences.tables import CellChange, TableDifference
from ltp_analysis.differences.version import NoVersionError, version
from ltp_analysis.differences.words import NOTHING, Moved
from ltp_analysis.project import Project

if TYPE_CHECKING:
    from pathlib import Path


def quiet(_: str) -> None:
    pass


@pytest.fixture(scope="module")
def difference(first_edition: Path, corrected_edition: Path) -> Difference:
    with (
        version(str(first_edition), None, quiet) as before,
        version(str(corrected_edition), None, quiet) as after,
    ):
        return compare_versions(before, after)


def moved(difference: Difference, kind: str) -> dict[str, Moved]:
    every = (*difference.findings, *difference.conclusions, *difference.sentences)
    return {one.name: one for one in every if one.kind == kind}


def test_one_row_is_new_and_nothing_else_in_the_facts(difference: Difference) -> None:
    (table,) = difference.raw
    assert (table.name, len(table.added), table.removed, table.changed) == ("ratings", 1, (), ())
    assert table.added[0]["ratings"] == "amber"
    assert difference.settings == ()
    assert needed_step(difference) == "minor"


def test_kernow_is_amber_in_place_of_red_and_red_21_to_20_of_98(difference: Difference) -> None:
    ratings = moved(difference, "rating left")
    assert [str(one) for one in ratings.values()] == ["Kernow, 2016/17: amber in place of red"]
    findings = moved(difference, "finding")
    red = findings["share.2016-17.red.england.corrected"]
    assert "21 of 98 plans analysed" in red.before
    assert "20 of 98 plans analysed" in red.after
    amber = findings["share.2016-17.amber.england.corrected"]
    assert ("61 of 98" in amber.before, "62 of 98" in amber.after) == (True, True)
    assert "share.2016-17.green.england.corrected" not in findings


def test_what_stands_with_the_printed_shares_is_told_and_not_their_values(
    difference: Difference,
) -> None:
    printed = "share.2016-17.red.england.without-missing"
    assert printed not in moved(difference, "finding")
    (caution,) = (
        one for name, one in moved(difference, "caution").items() if printed in name.split(", ")
    )
    assert "Kernow was later put right from red to amber" in caution.after
    assert "Kernow" not in caution.before


def test_statements_and_sentences_that_changed_are_told(difference: Difference) -> None:
    standings = moved(difference, "standing")
    assert standings["2016-17-kernow-corrected"].before == NOTHING
    assert standings["2016-17-kernow-original"].after.startswith("left out")
    known = moved(difference, "sentence")["2016/17, known"]
    assert re.search(r"\d+ red, \d+ amber", known.before)
    assert known.before != known.after


def test_a_version_differs_from_itself_in_nothing(corrected_edition: Path) -> None:
    with version(str(corrected_edition), None, quiet) as one:
        same = compare_versions(one, one)
    assert not same
    assert needed_step(same) == "patch"
    assert "Nothing changed" in to_text(same)


def test_text_json_and_page_tell_the_same(difference: Difference) -> None:
    text, data = to_text(difference), json.loads(to_json(difference))
    page = BeautifulSoup(to_page(difference), "html.parser")
    assert data["needed_step"] == "minor"
    words = " ".join(page.get_text(" ").split())
    for one in (*data["findings"], *data["conclusions"], *data["sentences"]):
        assert one["after"] in words
        assert one["after"] in text
    assert page.html is not None
    assert page.html["lang"] == "en-GB"
    assert page.find("script") is None
    assert len(page.find_all("h1")) == len(page.find_all("main")) == 1
    for table in page.find_all("table"):
        assert table.caption is not None
        assert all(cell.get("scope") == "col" for cell in table.select("thead th"))
        rows = table.select("tbody tr")
        assert rows
        assert all(len(row.select('th[scope="row"]')) == 1 for row in rows)


def test_long_lists_are_cut_in_text_alone(difference: Difference) -> None:
    text = to_text(difference, most=1)
    assert re.search(r"\.\.\. and \d+ more", text)
    assert "... and" not in to_text(difference, most=1000)
    assert "... and" not in to_page(difference)


def test_names_with_markup_stay_names(difference: Difference) -> None:
    hostile = replace(difference, findings=(Moved("finding", "<script>x</script>", "a", "<b>"),))
    assert "<script" not in to_page(hostile)
    assert "&lt;b&gt;" in to_page(hostile)


ROW = {"id": "1"}
TABLE = TableDifference("wells", ("id",))


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({}, "patch"),
        ({"cited": (CellChange("version", "1", "2"),)}, "patch"),
        ({"processed": (replace(TABLE, removed=(ROW,)),)}, "minor"),
        ({"raw": (replace(TABLE, added=(ROW,)),)}, "minor"),
        ({"raw": (replace(TABLE, new_columns=("a",)),)}, "minor"),
        ({"raw": (replace(TABLE, removed=(ROW,)),)}, "major"),
        ({"raw": (replace(TABLE, gone_columns=("a",)),)}, "major"),
        ({"settings": (CellChange("edition", "original", "corrected"),)}, "major"),
    ],
)
def test_the_step_that_a_difference_asks_for(changes: dict[str, object], step: str) -> None:
    nothing = Difference("a", "b", (), (), (), (), (), (), ())
    assert needed_step(replace(nothing, **changes)) == step  # type: ignore[arg-type]


@pytest.fixture
def archive(corrected_edition: Path, tmp_path: Path) -> Path:
    path = tmp_path / "dataset.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for one in sorted(corrected_edition.rglob("*")):
            if one.is_file():
                file.write(one, f"top/{one.relative_to(corrected_edition).as_posix()}")
        file.writestr("top/reports/2017.html", '<tr id="f-share.2016-17.red.england.corrected">')
    return path


@pytest.fixture
def repository(corrected_edition: Path, tmp_path: Path) -> Project:
    if shutil.which("git") is None:
        pytest.skip("git is not on the PATH")
    root = tmp_path / "repository"
    shutil.copytree(corrected_edition, root)
    who = {
        f"GIT_{one}_{what}": "x@example.org"
        for one in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    for line in ("init -q", "add --all", "commit -q -m first", "tag v1"):
        subprocess.run(["git", *line.split()], cwd=root, check=True, env={**os.environ, **who})
    return Project(root)


def test_an_archive_and_a_revision_are_read_like_a_folder(
    archive: Path, repository: Project, corrected_edition: Path
) -> None:
    with (
        version(str(archive), None, quiet) as packed,
        version("v1", repository, quiet) as kept,
        version(str(corrected_edition), None, quiet) as folder,
    ):
        assert packed.raw == kept.raw == folder.raw
        assert packed.processed == kept.processed == folder.processed
        assert packed.printed == {"share.2016-17.red.england.corrected": ("2017",)}


def test_a_version_that_was_released_here_is_found_by_its_number(
    archive: Path, tmp_path: Path
) -> None:
    here = Project(tmp_path / "checkout")
    here.dist.mkdir(parents=True)
    archive.rename(here.archive("1.0.0"))
    with version("1.0.0", here, quiet) as found:
        assert found.raw["ratings"].rows
    with (
        pytest.raises(NoVersionError, match="no folder, file or revision"),
        version("1.0.1", here, quiet),
    ):
        pass


@pytest.mark.parametrize("name", ["nowhere", "--output=x", "v9"])
def test_what_is_not_there_is_told(repository: Project, name: str) -> None:
    with (
        pytest.raises(NoVersionError, match="no folder, file or revision"),
        version(name, repository, quiet),
    ):
        pass
    assert not (repository.root / "x").exists()


def test_outside_a_checkout_there_are_no_revisions() -> None:
    with pytest.raises(NoVersionError, match="no checkout"), version("v1", None, quiet):
        pass


def test_a_folder_without_a_study_is_none(tmp_path: Path) -> None:
    with pytest.raises(NoVersionError, match="no dataset"), version(str(tmp_path), None, quiet):
        pass


@pytest.mark.parametrize("name", ["/etc/x", "../x", "top/../../x"])
def test_an_archive_whose_paths_climb_out_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("top/data/raw/study.toml", "")
        file.writestr(name, "x")
    with pytest.raises(NoVersionError, match="path"), version(str(path), None, quiet):
        pass


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("top/data/raw/study.toml", b"\0" * 50_000_000)
    with pytest.raises(NoVersionError, match="bomb"), version(str(path), None, quiet):
        pass
