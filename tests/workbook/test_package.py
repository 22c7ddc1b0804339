"""Zip files that are the same each time."""

from __future__ import annotations

import io
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from ltp_analysis.workbook.package import undated

PARTS = {"mimetype": b"kind", "z/b.xml": b"b" * 100, "a.xml": b""}


def packed(year: int) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in PARTS.items():
            kind = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            archive.writestr(ZipInfo(name, (year, 2, 3, 4, 5, 6)), content, kind)
    return made.getvalue()


def test_parts_come_back_in_their_order_and_without_a_time() -> None:
    assert packed(2020) != packed(2021)
    made = undated(packed(2020))
    assert made == undated(packed(2021))
    with ZipFile(io.BytesIO(made)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == PARTS
        assert archive.namelist() == list(PARTS)
        kinds = [entry.compress_type for entry in archive.infolist()]
        assert kinds == [ZIP_STORED, ZIP_DEFLATED, ZIP_DEFLATED]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_kind_of_an_open_document_stands_where_programs_look_for_it() -> None:
    assert undated(packed(2020))[30:42] == b"mimetypekind"
