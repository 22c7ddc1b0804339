"""Tables loaded from Python: held against the committed CSV, and against archives made by hand."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.conftest import ROOT
from tests.dataset.conftest import zipped

import ltp_analysis
from ltp_analysis.dataset.load import BadArchiveError, NoTableError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ltp_analysis.project import Project
    from ltp_analysis.validated.study import Study

SWHID = "swh:1:dir:" + "0" * 40
CITATION = "A. Maker (2026). Councils (Version 9.9.0) [Data set]."
ENTRY = {
    "version": "9.9.0",
    "license": "CC-BY-4.0",
    "identifiers": [{"type": "swh", "value": SWHID}],
}
TABLES = sorted(
    path.stem if path.parent.name == "processed" else f"raw/{path.stem}"
    for path in ROOT.glob("data/*/*.csv")
)


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a committed table, as text."""
    folder = "" if name.startswith("raw/") else "processed/"
    with (ROOT / "data" / f"{folder}{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def parquet(codes: list[str]) -> bytes:
    """Return a table of one column, written without the package."""
    file = io.BytesIO()
    pq.write_table(pa.table({"code": codes}), file)
    return file.getvalue()


def contents() -> dict[str, bytes]:
    """Return what is in a small archive but its checksums."""
    return {
        "parquet/processed/ratings.parquet": parquet(["01", "02"]),
        "parquet/raw/ratings.parquet": parquet(["03"]),
        "parquet/raw/register.parquet": parquet(["01", "02", "03"]),
        "CITATION.cff": json.dumps(ENTRY).encode(),  # JSON is YAML too
        "citation.txt": f"{CITATION}\n".encode(),
    }


def summed(files: Mapping[str, bytes]) -> bytes:
    """Return checksums as sha256sum writes them."""
    lines = (f"{hashlib.sha256(text).hexdigest()}  {name}\n" for name, text in files.items())
    return "".join(lines).encode()


def saved(path: Path, files: Mapping[str, bytes], sums: bytes | None = None) -> Path:
    """Write an archive; its checksums are right unless others are given."""
    sums = summed(files) if sums is None else sums
    entries = {"SHA256SUMS": sums, **files}
    path.write_bytes(zipped({f"made/{name}": text for name, text in entries.items()}))
    return path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a small archive in which all is well."""
    return saved(tmp_path / "ltp-dataset-9.9.0.zip", contents())


def as_written(value: Any, cell: str, divider: str) -> bool:  # noqa: ANN401 - a cell of any type
    """Say whether a value is what a cell of the CSV says, by the value's own type."""
    if isinstance(value, list):
        return value == (cell.split(divider) if cell else [])
    if pd.isna(value):
        return cell == ""
    if isinstance(value, pd.Timestamp):
        return value == value.normalize() and f"{value:%Y-%m-%d}" == cell
    if isinstance(value, bool):
        return cell == ("yes" if value else "no")
    return str(value) == cell if isinstance(value, (str, int)) else value == float(cell)


@pytest.mark.parametrize("name", TABLES)
def test_every_cell_is_that_of_the_committed_table(name: str) -> None:
    frame, rows = ltp_analysis.load(name), rows_of(name)
    assert len(frame) == len(rows)
    divider = " " if name == "findings" else "|"
    for column in frame.columns:
        pairs = zip(frame[column].tolist(), (row[column] for row in rows), strict=True)
        assert [pair for pair in pairs if not as_written(*pair, divider)] == [], column
    assert not rows or list(frame.columns) == list(rows[0])


@pytest.mark.parametrize("name", TABLES)
def test_every_table_says_what_it_is_and_what_its_columns_hold(name: str) -> None:
    frame = ltp_analysis.load(name)
    settings = tomllib.loads((ROOT / "data/raw/study.toml").read_text(encoding="utf-8"))
    attrs = frame.attrs
    assert list(attrs["columns"]) == list(frame.columns)
    assert all(words.endswith(".") for words in (attrs["description"], *attrs["columns"].values()))
    assert attrs["name"] == name
    assert attrs["version"] == settings["version"]
    assert attrs["licence"] == settings["citation"]["licences"][0]["id"]
    assert settings["citation"]["title"] in attrs["citation"]
    assert f"(Version {settings['version']})" in attrs["citation"]


def git(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Ask git about the checkout."""
    command = ["git", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not on the PATH")
def test_the_swhid_is_the_tree_that_git_keeps_of_the_raw_tables() -> None:
    tree = git("rev-parse", "HEAD:data/raw")
    if tree.returncode or git("diff", "--quiet", "HEAD", "--", "data/raw").returncode:
        pytest.skip("the raw tables are not those of a commit")
    attrs = ltp_analysis.load("ratings").attrs
    assert attrs["swhid"] == f"swh:1:dir:{tree.stdout.strip()}"
    assert attrs["swhid"] in attrs["citation"]


@pytest.mark.parametrize(
    ("name", "column", "kind"),
    [
        ("ratings", "unit_code", "string"),
        ("ratings", "round", "category"),
        ("areas", "lower", "Int64"),
        ("findings", "base", "Int64"),
        ("findings", "lower", "float64"),
        ("children", "exact", "boolean"),
        ("totals", "strong", "boolean"),
        ("raw/register", "valid_to", "datetime64[ms]"),
        ("raw/rounds", "population_year", "Int64"),
        ("raw/population", "persons", "Int64"),
        ("raw/points", "longitude", "float64"),
        ("raw/codings", "round_id", "category"),
        ("raw/adjudications", "settled_on", "datetime64[ms]"),
    ],
)
def test_columns_have_types(name: str, column: str, kind: str) -> None:
    assert str(ltp_analysis.load(name)[column].dtype) == kind


@pytest.mark.parametrize(
    ("name", "column"),
    [("areas", "rating"), ("scenarios", "rating"), ("flows", "before"), ("flows", "after")],
)
def test_ratings_are_ordered_as_the_scale_is_the_worst_first(name: str, column: str) -> None:
    rating = ltp_analysis.load(name)[column]
    scale = [row for row in rows_of("raw/scales") if row["scale_id"] == "nspcc"]
    scale.sort(key=lambda row: int(row["position"]))
    assert rating.cat.ordered
    assert list(rating.cat.categories) == [row["category"] for row in scale]
    assert rating.min() == "red"


@pytest.mark.parametrize(
    ("name", "column"),
    [("ratings", "round"), ("flows", "since"), ("raw/figures", "round_id")],
)
def test_rounds_are_ordered_as_they_came(name: str, column: str) -> None:
    rounds = ltp_analysis.load(name)[column]
    assert rounds.cat.ordered
    assert list(rounds.cat.categories) == [row["round_id"] for row in rows_of("raw/rounds")]


def test_age_bands_are_ordered_from_the_youngest_on() -> None:
    band = ltp_analysis.load("raw/population")["age_band"]
    rows = {row["age_band"]: row for row in rows_of("raw/age_bands")}
    ages = [
        (int(rows[name]["from_age"]), int(rows[name]["to_age"] or 999))
        for name in band.cat.categories
    ]
    assert band.cat.ordered
    assert len(ages) == len(rows)
    assert ages == sorted(ages)


def test_all_tables_are_listed_with_their_sizes() -> None:
    listed = ltp_analysis.tables().set_index("name")
    assert sorted(listed.index) == TABLES
    for name in TABLES:
        rows = rows_of(name)
        assert listed.loc[name, "rows"] == len(rows), name
        assert not rows or listed.loc[name, "columns"] == len(rows[0]), name
        assert str(listed.loc[name, "description"]).endswith("."), name


def test_a_raw_table_is_meant_where_no_other_has_its_name() -> None:
    assert ltp_analysis.load("register").attrs["name"] == "raw/register"


def test_of_two_tables_of_one_name_the_raw_one_has_to_be_named() -> None:
    assert len(ltp_analysis.load("ratings")) == len(rows_of("ratings"))
    assert len(ltp_analysis.load("raw/ratings")) == len(rows_of("raw/ratings"))
    assert len(rows_of("ratings")) != len(rows_of("raw/ratings"))


@pytest.mark.parametrize(("name", "near"), [("rating", "ratings"), ("raw/registr", "raw/register")])
def test_an_unknown_table_brings_names_like_it(name: str, near: str) -> None:
    with pytest.raises(NoTableError, match=rf"no table {name}\. Did you mean .*{near}\b"):
        ltp_analysis.load(name)


def test_a_table_like_no_other_brings_none() -> None:
    with pytest.raises(NoTableError, match=r"no table zzzz\. ltp_analysis\.tables\(\) lists"):
        ltp_analysis.load("zzzz")


def test_what_is_changed_in_a_frame_stays_there() -> None:
    frame = ltp_analysis.load("areas")
    frame.loc[:, "lower"] = -1
    frame.attrs["columns"].clear()
    again = ltp_analysis.load("areas")
    assert (again["lower"] >= 0).all()
    assert again.attrs["columns"]


def test_the_present_version_may_be_named(study: Study) -> None:
    for version in (study.settings.version, study.version):
        assert len(ltp_analysis.load("ratings", version=version)) == len(rows_of("ratings"))


def test_an_unknown_version_says_where_it_was_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    present = tomllib.loads((ROOT / "data/raw/study.toml").read_text(encoding="utf-8"))["version"]
    words = rf"holds {present}, and there is no ltp-dataset-9\.9\.0\.zip here or in dist"
    with pytest.raises(NoTableError, match=words):
        ltp_analysis.load("ratings", version="9.9.0")


@pytest.mark.parametrize("folder", [".", "dist"])
def test_another_version_is_found_by_the_name_of_its_archive(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / folder).mkdir(exist_ok=True)
    saved(tmp_path / folder / "ltp-dataset-9.9.0.zip", contents())
    frame = ltp_analysis.load("ratings", version="9.9.0")
    assert frame["code"].tolist() == ["01", "02"]
    assert frame.attrs["version"] == "9.9.0"


def test_an_archive_of_another_version_than_its_name_says_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    saved(tmp_path / "ltp-dataset-9.8.0.zip", contents())
    with pytest.raises(BadArchiveError, match=r"9\.8\.0\.zip holds version 9\.9\.0"):
        ltp_analysis.load("ratings", version="9.8.0")


def test_an_archive_is_loaded_with_its_own_attrs(small: Path) -> None:
    frame = ltp_analysis.load("ratings", archive=small)
    assert frame["code"].tolist() == ["01", "02"]
    assert frame.attrs == {
        "name": "ratings",
        "version": "9.9.0",
        "swhid": SWHID,
        "licence": "CC-BY-4.0",
        "citation": CITATION,
        "description": "",
        "columns": {"code": ""},
    }
    assert set(frame.attrs) == set(ltp_analysis.load("ratings").attrs)


def test_tables_of_an_archive_may_be_named_and_listed_as_others(small: Path) -> None:
    assert ltp_analysis.load("raw/ratings", archive=str(small))["code"].tolist() == ["03"]
    assert ltp_analysis.load("register", archive=small).attrs["name"] == "raw/register"
    listed = ltp_analysis.tables(archive=small)
    sizes = {row["name"]: (row["rows"], row["columns"]) for _, row in listed.iterrows()}
    assert sizes == {"ratings": (2, 1), "raw/ratings": (1, 1), "raw/register": (3, 1)}


def test_an_archive_made_again_is_read_again(small: Path) -> None:
    assert len(ltp_analysis.load("ratings", archive=small)) == 2
    before = small.stat()
    saved(small, {**contents(), "parquet/processed/ratings.parquet": parquet(["07"])})
    os.utime(small, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert ltp_analysis.load("ratings", archive=small)["code"].tolist() == ["07"]


def test_version_and_archive_together_are_refused(small: Path) -> None:
    with pytest.raises(NoTableError, match="a version or an archive, not both"):
        ltp_analysis.load("ratings", version="9.9.0", archive=small)


@pytest.mark.parametrize("there", ["no.zip", "."])
def test_an_archive_that_is_no_file_is_refused(there: str, tmp_path: Path) -> None:
    with pytest.raises(NoTableError, match=r"There is no file "):
        ltp_analysis.load("ratings", archive=tmp_path / there)


@pytest.mark.parametrize("wanted", ["ratings", "register"])
def test_a_changed_byte_is_refused_whatever_table_is_wanted(wanted: str, small: Path) -> None:
    """The zip file has a checksum of its own, that does not fit then, so the table is not there."""
    packed = bytearray(small.read_bytes())
    content = contents()["parquet/processed/ratings.parquet"]
    place = packed.index(content)
    packed[place + len(content) // 2] ^= 1
    small.write_bytes(packed)
    with pytest.raises(BadArchiveError, match=r"parquet/processed/ratings\.parquet is not as it"):
        ltp_analysis.load(wanted, archive=small)


@pytest.mark.parametrize("name", [*contents(), "parquet/raw/rounds.parquet"])
def test_what_is_other_than_its_checksum_says_is_refused(name: str, tmp_path: Path) -> None:
    """A file that is exchanged or added by someone who makes a sound zip file of it."""
    files = contents()
    files[name] = files.get(name, parquet(["04"])) + b"\n"
    path = saved(tmp_path / "exchanged.zip", files, summed(contents()))
    with pytest.raises(BadArchiveError, match=f"{name} is not as it was released"):
        ltp_analysis.load("register", archive=path)


def test_a_table_that_is_taken_away_is_missed(tmp_path: Path) -> None:
    files = contents()
    del files["parquet/raw/ratings.parquet"]
    path = saved(tmp_path / "less.zip", files, summed(contents()))
    with pytest.raises(BadArchiveError, match=r"parquet/raw/ratings\.parquet is not as it was"):
        ltp_analysis.load("register", archive=path)


@pytest.mark.parametrize("name", ["SHA256SUMS", "CITATION.cff", "citation.txt"])
def test_what_every_archive_holds_is_missed(name: str, tmp_path: Path) -> None:
    files = {"SHA256SUMS": summed(contents()), **contents()}
    del files[name]
    path = tmp_path / "less.zip"
    path.write_bytes(zipped({f"made/{one}": text for one, text in files.items()}))
    with pytest.raises(BadArchiveError, match=f"it holds no {name}"):
        ltp_analysis.load("ratings", archive=path)


@pytest.mark.parametrize(
    ("entry", "sums", "words"),
    [
        (b"version: 9.9.0\n", None, "identifiers"),
        (b"- a list", None, "indices"),
        (b"a: [", None, "parsing"),
        (b"\xff", None, "."),
        (json.dumps(ENTRY).encode(), b"no checksum\n", "line 1 is no checksum"),
    ],
)
def test_an_entry_or_sums_that_cannot_be_read_are_refused(
    entry: bytes, sums: bytes | None, words: str, tmp_path: Path
) -> None:
    path = saved(tmp_path / "odd.zip", {**contents(), "CITATION.cff": entry}, sums)
    with pytest.raises(BadArchiveError, match=rf"(?s)is not an archive of this dataset: .*{words}"):
        ltp_analysis.load("ratings", archive=path)


def test_an_archive_without_tables_is_refused(tmp_path: Path) -> None:
    files = {name: text for name, text in contents().items() if not name.startswith("parquet/")}
    with pytest.raises(BadArchiveError, match="parquet/ is not as it was released"):
        ltp_analysis.load("ratings", archive=saved(tmp_path / "bare.zip", files))


@pytest.mark.parametrize(
    ("packed", "word"),
    [
        (b"unit,rating\n", "not-a-zip"),
        (zipped({f"made/{name}": text for name, text in contents().items()})[:-30], "truncated"),
        (zipped({"made/../../parquet/raw/ratings.parquet": b"x"}), "climbing-path"),
        (zipped({"/made/parquet/raw/ratings.parquet": b"x"}), "absolute-path"),
    ],
)
def test_what_is_not_safe_is_not_looked_into(packed: bytes, word: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.zip"
    path.write_bytes(packed)
    with pytest.raises(BadArchiveError, match=word):
        ltp_analysis.load("ratings", archive=path)
    assert list(tmp_path.iterdir()) == [path]


def new_modules(code: str) -> set[str]:
    """Return the names of modules that a piece of code imports, in a Python of its own."""
    lines = ["import json, sys", "before = set(sys.modules)", code]
    lines.append("print(json.dumps(sorted(set(sys.modules) - before)))")
    run = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=True
    )
    return set(json.loads(run.stdout.splitlines()[-1]))


def test_importing_the_package_imports_nothing_else() -> None:
    found = new_modules("import ltp_analysis")
    assert {name for name in found if name.startswith("ltp_analysis")} == {"ltp_analysis"}
    assert {name.partition(".")[0] for name in found} <= {"ltp_analysis", *sys.stdlib_module_names}
    # The same does see what is imported at first use.
    assert {"pandas", "pyarrow"} <= new_modules("import ltp_analysis; ltp_analysis.load")


WITHOUT_SOLVER = """
from pathlib import Path
from ortools.sat.python import cp_model
import ltp_analysis
del cp_model.CpSolver.solve
"""


def test_loading_solves_nothing() -> None:
    run = subprocess.run(
        [sys.executable, "-c", f"{WITHOUT_SOLVER}print(len(ltp_analysis.load('ratings')))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == str(len(rows_of("ratings")))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists the threads of a process")
def test_loading_leaves_no_thread_that_could_abort_the_process_at_its_end() -> None:
    code = """
import os
import ltp_analysis
ltp_analysis.load
before = set(os.listdir("/proc/self/task"))
ltp_analysis.load("ratings")
print(len(set(os.listdir("/proc/self/task")) - before))
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "0"


def test_what_does_solve_fails_without_the_solver() -> None:
    study = f"ltp_analysis.load_study(Path({str(ROOT / 'data' / 'raw')!r}))"
    ask = f"ltp_analysis.ask({study}, 'share green', '2017/18', 'North of England')"
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT_SOLVER + ask], capture_output=True, text=True, check=False
    )
    assert run.returncode != 0
    assert "no attribute 'solve'" in run.stderr


@pytest.mark.slow
def test_the_archive_of_a_release_is_loaded(councils: Project, archive: Path) -> None:
    """A version that `ltp release` made, of another study than the shipped one."""
    frame = ltp_analysis.load("ratings", archive=archive)
    with (councils.processed / "ratings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for column in frame.columns:
        pairs = zip(frame[column].tolist(), (row[column] for row in rows), strict=True)
        assert all(as_written(*pair, "|") for pair in pairs), column
    rating = ltp_analysis.load("scenarios", archive=archive)["rating"]
    assert list(rating.cat.categories) == ["poor", "fair", "good", "not inspected"]
    assert frame.attrs["version"] == "0.1.0"
    assert frame.attrs["citation"].startswith("Öz, A., & The makers & Söhne (2026). Ratings of")
    assert set(ltp_analysis.tables(archive=archive)["name"]) == set(TABLES)
