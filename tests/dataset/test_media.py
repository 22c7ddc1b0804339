"""What kind of file a name stands for."""

from __future__ import annotations

import pytest

from ltp_analysis.dataset.media import TYPES, ending, media_type


@pytest.mark.parametrize(
    ("path", "kind", "expected"),
    [
        ("data/raw/a.csv", "csv", "text/csv"),
        ("reports/2019.pdf", "pdf", "application/pdf"),
        ("parquet/raw/a.parquet", "parquet", "application/vnd.apache.parquet"),
        ("LICENSE", "txt", "text/plain"),
        ("SHA256SUMS", "txt", "text/plain"),
        ("a.b/LICENSE", "txt", "text/plain"),
        ("notes.unknown", "unknown", "text/plain"),
    ],
)
def test_a_file_has_the_kind_of_its_ending(path: str, kind: str, expected: str) -> None:
    assert (ending(path), media_type(path)) == (kind, expected)


def test_every_type_is_one() -> None:
    assert all(one.count("/") == 1 for one in TYPES.values())
