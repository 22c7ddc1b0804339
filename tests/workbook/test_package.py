"""Zip files that are the same each time."""

from __future__ import annotations

import io
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from ltp_analysis.workbook.package import pack

PARTS = {"mimetype": b"kind", "z/b.xml": b"b" * 100, "a.xml": b""}


def test_parts_come_back_in_their_order_and_without_a_time() -> None:
    packed = pack(PARTS, stored=["mimetype"])
    with ZipFile(io.BytesIO(packed)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == PARTS
        assert archive.namelist() == list(PARTS)
        kinds = [entry.compress_type for entry in archive.infolist()]
        assert kinds == [ZIP_STORED, ZIP_DEFLATED, ZIP_DEFLATED]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any(entry.extra for entry in archive.infolist())
    assert packed == pack(PARTS, stored=["mimetype"])


def test_the_kind_of_an_open_document_stands_where_programs_look_for_it() -> None:
    assert pack(PARTS, stored=["mimetype"])[30:42] == b"mimetypekind"
