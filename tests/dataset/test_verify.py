"""An archive that was changed in any way is refused, with the file and the place in it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dataset.conftest import zipped
from typer.testing import CliRunner

from ltp_analysis.cli.app import app
from ltp_analysis.dataset.archive import pack
from ltp_analysis.dataset.checksums import to_sums
from ltp_analysis.dataset.verify import check, verify
from ltp_analysis.opened import Fault, open_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ltp_analysis.dataset.verify import Verified

pytestmark = pytest.mark.slow

Files = dict[str, bytes]
DAY = dt.date(2026, 3, 4)
TOP = "ltp-dataset-0.1.0"
SAID = {"datapackage.json", "croissant.json", "ro-crate-metadata.json", "SHA256SUMS"}


def small() -> bytes:
    """Return a whole archive of two files, its sums and sizes worked out by hand."""
    files = {"data/raw/a.csv": b"x,y\n1,2\n", "README.md": b"# Read me\n"}
    resources = [
        {
            "path": path,
            "bytes": len(content),
            "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        }
        for path, content in files.items()
    ]
    files["datapackage.json"] = json.dumps({"resources": resources}).encode()
    files["SHA256SUMS"] = to_sums(files).encode()
    return pack(files, TOP, DAY)


def faults(packed: bytes) -> set[tuple[str, str]]:
    return {(one.fault, one.file) for one in check(open_bytes(packed))}


def test_any_byte_changed_in_a_small_archive_is_refused() -> None:
    """Every single byte, headers of the zip file among them."""
    packed = small()
    assert faults(packed) == set()
    for place in range(len(packed)):
        other = bytearray(packed)
        other[place] ^= 1 << place % 8
        assert faults(bytes(other)), f"byte {place}"


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_byte_changed_in_a_real_archive_is_refused(archive: Path, data: st.DataObject) -> None:
    packed = bytearray(archive.read_bytes())
    place = data.draw(st.integers(0, len(packed) - 1))
    packed[place] ^= data.draw(st.integers(1, 255))
    assert faults(bytes(packed))


@pytest.mark.parametrize("more", [b"\0", b"PK\x05\x06"])
def test_bytes_before_or_after_are_refused(more: bytes) -> None:
    assert faults(small() + more)
    assert faults(more + small())


def test_the_same_files_packed_otherwise_are_told_from_the_archive(files: Files) -> None:
    packed = zipped({f"{TOP}/{name}": content for name, content in files.items()})
    assert faults(packed) == {(Fault.REPACKED, "")}


def changed(files: Files, **contents: bytes | None) -> bytes:
    """Return the archive with files changed, added or left out; its sums are as they were."""
    kept = {name: content for name, content in {**files, **contents}.items() if content is not None}
    return pack(kept, TOP, DAY)


def test_all_faults_are_told_in_one_go(files: Files) -> None:
    packed = changed(
        files,
        **{
            "data/raw/ratings.csv": files["data/raw/ratings.csv"] + b"x",
            "data/processed/areas.csv": None,
            "data/raw/more.csv": b"x",
        },
    )
    assert faults(packed) == {
        (Fault.CHANGED, "data/raw/ratings.csv"),
        (Fault.MISSING, "data/processed/areas.csv"),
        (Fault.EXTRA, "data/raw/more.csv"),
    }


def resealed(files: Files, **contents: bytes | None) -> bytes:
    """Return the archive with files changed, and everything that describes them made to fit."""
    kept = {name: content for name, content in {**files, **contents}.items() if content is not None}
    package = json.loads(kept["datapackage.json"])
    there = {one["path"]: one for one in package["resources"]}
    for path in kept.keys() - SAID:
        one = there.setdefault(path, {"path": path, "name": path})
        one["bytes"] = len(kept[path])
        one["hash"] = f"sha256:{hashlib.sha256(kept[path]).hexdigest()}"
    package["resources"] = [one for path, one in there.items() if path in kept]
    kept["datapackage.json"] = (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()
    kept.pop("SHA256SUMS")
    kept["SHA256SUMS"] = to_sums(kept).encode()
    return pack(kept, TOP, DAY)


@pytest.fixture
def verified(tmp_path: Path) -> Callable[[bytes], dict[tuple[str, str], str]]:
    """Return a function that verifies an archive, and tells its faults by word and file."""

    def run(packed: bytes) -> dict[tuple[str, str], str]:
        path = tmp_path / "archive.zip"
        path.write_bytes(packed)
        found: Verified = verify(path, lambda _: None)
        assert set(tmp_path.iterdir()) == {path}
        return {(str(one.fault), one.file): one.words for one in found.found}

    return run


def test_the_archive_itself_comes_out_again_to_the_byte(archive: Path, files: Files) -> None:
    found = verify(archive, lambda _: None)
    assert found.found == ()
    assert found.files == len(files)
    given = [name for name in files if name.startswith(("data/raw/", "source/", "reports/"))]
    assert found.again == len(files) - len(given) - len({"LICENSE-DATA.md"})


def test_a_number_changed_with_all_its_sums_is_found_with_row_and_column(
    files: Files, verified: Callable[[bytes], dict[tuple[str, str], str]]
) -> None:
    """What nobody could tell from checksums: it does not come out of the raw tables."""
    name = "data/processed/scenarios.csv"
    lines = files[name].decode().splitlines(keepends=True)
    cells = lines[3].split(",")
    old, cells[-3] = cells[-3], "77"
    lines[3] = ",".join(cells)
    dictionary = files["data/README.md"].replace(b"# Data dictionary", b"# Dictionary")
    found = verified(
        resealed(files, **{name: "".join(lines).encode(), "data/README.md": dictionary})
    )
    assert found["differs", name] == f"row 4, column upper: “77”, made anew “{old}”"
    assert found["differs", "data/README.md"] == (
        "line 1: “# Dictionary”, made anew “# Data dictionary”"
    )


def test_raw_tables_changed_with_all_their_sums_do_not_give_the_rest(
    files: Files, verified: Callable[[bytes], dict[tuple[str, str], str]]
) -> None:
    raw = files["data/raw/ratings.csv"].replace(b",poor,", b",good,", 1)
    assert raw != files["data/raw/ratings.csv"]
    found = verified(resealed(files, **{"data/raw/ratings.csv": raw}))
    words = found["differs", "parquet/raw/ratings.parquet"]
    assert words == "row 2, column ratings: “poor”, made anew “good”"
    assert ("differs", "data/processed/findings.csv") in found
    assert ("differs", "CITATION.cff") in found


def test_other_versions_than_those_of_the_archive_are_told_where_files_differ(
    files: Files, tmp_path: Path
) -> None:
    lock = b"pandas==1.0\nnumpy==0.1\n"
    crate = files["ro-crate-metadata.json"].replace(b"#ltp-analysis-0.1.0", b"#ltp-analysis-0.0.9")
    path = tmp_path / "a.zip"
    path.write_bytes(
        resealed(
            files, **{"source/requirements/reports.txt": lock, "ro-crate-metadata.json": crate}
        )
    )
    first, *others = verify(path, lambda _: None).notes
    assert first.startswith("The archive was made by ltp-analysis 0.0.9, and here is ")
    assert [note.split(" is ")[0] for note in others] == ["numpy", "pandas"]


def test_raw_tables_that_are_not_sound_are_told(
    files: Files, verified: Callable[[bytes], dict[tuple[str, str], str]]
) -> None:
    raw = files["data/raw/ratings.csv"].replace(b",poor,", b",awful,", 1)
    found = verified(resealed(files, **{"data/raw/ratings.csv": raw}))
    assert "awful" in found["not-rebuilt", ""]


def test_a_file_nothing_makes_is_told_although_it_is_listed(
    files: Files, verified: Callable[[bytes], dict[tuple[str, str], str]]
) -> None:
    found = verified(resealed(files, **{"data/processed/secret.csv": b"a\n"}))
    assert found["extra", "data/processed/secret.csv"] == "ltp release would not put it there"


def test_parquet_of_other_types_is_told(
    files: Files, tmp_path: Path, verified: Callable[[bytes], dict[tuple[str, str], str]]
) -> None:
    name = "parquet/raw/scales.parquet"
    (tmp_path / "in.parquet").write_bytes(files[name])
    pd.read_parquet(tmp_path / "in.parquet").to_parquet(tmp_path / "out.parquet")
    made = (tmp_path / "out.parquet").read_bytes()
    for path in tmp_path.iterdir():
        path.unlink()
    found = verified(resealed(files, **{name: made}))
    assert found["differs", name] == "the same values, but types or descriptions of columns differ"


def test_a_changed_byte_is_not_told_again_by_what_describes_it(
    files: Files, verified: Callable[[bytes], dict[tuple[str, str], str]]
) -> None:
    page = files["reports/2023.html"].replace(b"<h1", b"<h2", 1)
    found = verified(changed(files, **{"reports/2023.html": page}))
    assert found.keys() == {("changed", "reports/2023.html")}


def test_the_command_says_what_is_wrong_and_exits_with_1(files: Files, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(changed(files, **{"LICENSE-DATA.md": b"other"}))
    run = CliRunner().invoke(app, ["verify", str(path), "--json"])
    assert run.exit_code == 1
    said = json.loads(run.stdout)
    assert said["sound"] is False
    assert {(one["fault"], one["file"]) for one in said["found"]} == {
        ("changed", "LICENSE-DATA.md")
    }
    path.write_bytes(b"PK\x03\x04")
    run = CliRunner().invoke(app, ["verify", str(path)])
    assert run.exit_code == 1
    assert "truncated" in run.stdout
    run = CliRunner().invoke(app, ["verify", str(tmp_path / "none.zip")])
    assert run.exit_code == 1
    assert "none.zip" in run.stderr
