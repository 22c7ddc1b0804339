"""The archive: its bytes follow from its files, and sums are those of sha256sum."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ltp_analysis.dataset.archive import pack
from ltp_analysis.dataset.checksums import from_sums, to_sums

DAY = dt.date(2026, 3, 4)
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0/\\:"), min_size=1, max_size=8)


@given(st.dictionaries(NAMES, st.binary(max_size=50), max_size=6), st.randoms())
def test_the_order_of_files_makes_no_difference(files: dict[str, bytes], order: object) -> None:
    names = list(files)
    order.shuffle(names)  # type: ignore[attr-defined]
    packed = pack(files, "top", DAY)
    assert pack({name: files[name] for name in names}, "top", DAY) == packed
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(f"top/{name}") for name in files} == files


def test_entries_are_in_order_of_one_day_one_mode_and_not_compressed() -> None:
    with zipfile.ZipFile(io.BytesIO(pack({"b": b"1", "a/c": b"2"}, "top", DAY))) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == ["top/a/c", "top/b"]
    assert {entry.date_time for entry in entries} == {(2026, 3, 4, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
    assert {entry.create_system for entry in entries} == {3}


def test_sums_are_read_as_sha256sum_writes_them() -> None:
    text = to_sums({"b c": b"", "a": b"x"})
    assert text.splitlines()[1] == (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b c"
    )
    assert list(from_sums(text)) == ["a", "b c"]
    assert from_sums(text.replace("  b", " *b")) == from_sums(text)


@pytest.mark.parametrize("text", ["x", "e3b0  a\n", f"{'0' * 64}  a\n{'1' * 64}  a\n"])
def test_other_sums_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="line"):
        from_sums(text)
