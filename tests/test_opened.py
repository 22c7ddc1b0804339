"""Archives made to do harm: each is refused with one word, and nothing is written."""

from __future__ import annotations

import datetime as dt
import io
import stat
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.dataset.conftest import zipped

from ltp_analysis import opened as module
from ltp_analysis.dataset.archive import pack
from ltp_analysis.opened import Fault, open_bytes

if TYPE_CHECKING:
    from ltp_analysis.opened import Opened

TOP = "ltp-dataset-1.0.0"
SMALL = {"a.txt": b"first\n", "data/b.csv": b"x,y\n1,2\n"}


def small(**more: bytes) -> dict[str, bytes]:
    return {f"{TOP}/{name}": content for name, content in {**SMALL, **more}.items()}


def words(opened: Opened) -> set[Fault]:
    return {one.fault for one in opened.found}


def test_what_is_whole_is_read_as_it_is() -> None:
    opened = open_bytes(zipped(small()))
    assert opened.found == ()
    assert (opened.top, opened.files) == (TOP, SMALL)


@pytest.mark.parametrize("content", [b"", b"no zip", b"%PDF-1.7 ...", b"PK"])
def test_what_is_no_zip_is_refused(content: bytes) -> None:
    assert words(open_bytes(content)) == {Fault.NOT_A_ZIP}


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.99])
def test_what_is_cut_off_is_refused(kept: float) -> None:
    packed = zipped(small())
    assert words(open_bytes(packed[: int(len(packed) * kept)])) == {Fault.TRUNCATED}


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("../evil", Fault.CLIMBS),
        (f"{TOP}/../../evil", Fault.CLIMBS),
        (f"{TOP}/data/..", Fault.CLIMBS),
        (f"{TOP}\\..\\evil", Fault.CLIMBS),
        (f"{TOP}/a:b", Fault.CLIMBS),
        ("/etc/passwd", Fault.ABSOLUTE),
        ("\\\\server\\share", Fault.ABSOLUTE),
        ("C:\\evil", Fault.ABSOLUTE),
        ("c:evil", Fault.ABSOLUTE),
    ],
)
def test_a_path_that_leads_out_is_refused(name: str, fault: Fault) -> None:
    opened = open_bytes(zipped({**small(), name: b"x"}))
    assert words(opened) == {fault}
    assert not opened.safe
    assert opened.files == {}


def test_a_name_that_is_cut_by_a_zero_byte_is_refused() -> None:
    packed = zipped({**small(), f"{TOP}/z_evil": b"x"}).replace(b"z_evil", b"z\0evil")
    assert not open_bytes(packed).safe


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_a_link_or_device_is_refused(kind: int) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        entry = zipfile.ZipInfo(f"{TOP}/link")
        entry.create_system = 3
        entry.external_attr = (kind | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    assert words(open_bytes(made.getvalue())) == {Fault.LINK}


@pytest.mark.parametrize("second", ["a.txt", "A.TXT"])
def test_a_name_that_is_there_twice_is_refused(second: str) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(f"{TOP}/a.txt", "one")
        if second == "a.txt":
            with pytest.warns(UserWarning, match="Duplicate name"):
                archive.writestr(f"{TOP}/{second}", "two")
        else:
            archive.writestr(f"{TOP}/{second}", "two")
    assert words(open_bytes(made.getvalue())) == {Fault.DUPLICATE}


def test_what_unpacks_to_far_too_much_is_refused() -> None:
    bomb = zipped(small(zeros=b"\0" * 5_000_000), compression=zipfile.ZIP_DEFLATED)
    assert words(open_bytes(bomb)) == {Fault.BOMB}


def test_sizes_are_counted_and_not_believed() -> None:
    """The headers say that ten bytes come out; as many are read as there are, and it shows."""
    bomb = bytearray(zipped(small(zeros=b"\0" * 5_000_000), compression=zipfile.ZIP_DEFLATED))
    said, size = struct.pack("<L", 5_000_000), struct.pack("<L", 10)
    assert bomb.count(said) == 2
    assert words(open_bytes(bytes(bomb.replace(said, size)))) <= {Fault.BOMB, Fault.CHANGED}
    assert open_bytes(bytes(bomb.replace(said, size))).found


def test_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_FILES", 3)
    assert words(open_bytes(zipped(small(c=b"", d=b"")))) == {Fault.BOMB}
    assert words(open_bytes(zipped(small(c=b"")))) == set()


def test_a_file_outside_the_folder_is_one_too_many() -> None:
    assert words(open_bytes(zipped({**small(), "other/c": b""}))) == {Fault.EXTRA}


def test_an_archive_of_nothing_is_refused() -> None:
    assert words(open_bytes(zipped({}))) == {Fault.MISSING}


def test_all_that_is_wrong_with_paths_is_told_at_once() -> None:
    opened = open_bytes(zipped({**small(), "/etc/x": b"", "../y": b""}))
    assert words(opened) == {Fault.ABSOLUTE, Fault.CLIMBS}


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_no_bytes_whatever_make_it_fail(content: bytes) -> None:
    assert open_bytes(content).found
    assert open_bytes(b"PK\x03\x04" + content).found


@given(st.data())
def test_damage_of_any_kind_is_an_answer_and_no_error(data: st.DataObject) -> None:
    packed = bytearray(pack(SMALL, TOP, dt.date(2026, 1, 2)))
    for _ in range(data.draw(st.integers(1, 5))):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    open_bytes(bytes(packed))
