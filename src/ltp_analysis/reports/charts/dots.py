"""A drawing in dots, for formats that know no vectors.

Typst makes the dots, in a quarter of the time that drawing everything once more would take, and so
the picture is the same one.
"""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import typst

if TYPE_CHECKING:
    from pathlib import Path

DOTS_PER_INCH: Final = 200

_INCH = 0.0254
_HEADER_ENDS = 33
"""Bytes of the signature and the first chunk of a PNG."""


def in_dots(drawing: Path) -> bytes:
    """Return a drawing as PNG of the same size.

    Args:
        drawing: An SVG file without text, only paths.
    """
    page = f"""#set page(width: auto, height: auto, margin: 0pt)
#image("{drawing.name}")"""
    # Its types want the page and the folder to be of one kind, which it does not.
    dots = typst.compile(  # type: ignore[call-overload]
        page.encode(),
        root=drawing.parent,
        font_paths=_no_fonts(),
        format="png",
        ppi=DOTS_PER_INCH,
    )
    assert isinstance(dots, bytes)  # noqa: S101 - there is one page
    return _sized(dots)


@lru_cache(maxsize=1)
def _no_fonts() -> typst.Fonts:
    """Return no fonts: Typst would look through all of the machine's for each drawing."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)


def _sized(dots: bytes) -> bytes:
    """Say in a PNG how large its dots are, or Word shows it too large."""
    per_metre = round(DOTS_PER_INCH / _INCH)
    size = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
    chunk = struct.pack(">I", len(size) - 4) + size + struct.pack(">I", zlib.crc32(size))
    return dots[:_HEADER_ENDS] + chunk + dots[_HEADER_ENDS:]
