"""Documents to render, and pictures for them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

HEAD = "---\ntitle: A title\nlang: en-GB\n---\n"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="0 0 200 100">'
    '<rect width="120" height="60" fill="#12436d"/></svg>'
)

Draw = Callable[[Path], None]


def png() -> bytes:
    """Return a picture of one grey dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\x00\x80")
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a document with front matter, and files beside it."""

    def writer(body: str, head: str = HEAD, **files: str) -> Path:
        for name, text in files.items():
            (tmp_path / f"{name}.qmd").write_text(text, encoding="utf-8")
        document = tmp_path / "report.qmd"
        document.write_text(head + body, encoding="utf-8")
        return document

    return writer


@pytest.fixture(scope="session")
def draw() -> Draw:
    """Return a function that puts `chart.svg` and `chart.png` in a folder."""

    def drawer(folder: Path) -> None:
        (folder / "chart.svg").write_text(SVG, encoding="utf-8")
        (folder / "chart.png").write_bytes(png())

    return drawer


@pytest.fixture
def pictures(tmp_path: Path, draw: Draw) -> Path:
    """Put the chart beside the document, and `only.svg` without a PNG."""
    draw(tmp_path)
    (tmp_path / "only.svg").write_text(SVG, encoding="utf-8")
    return tmp_path
