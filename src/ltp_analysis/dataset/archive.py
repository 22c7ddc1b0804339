"""A zip file whose bytes turn on what is in it and on nothing else."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

_UNIX: Final = 3
_READABLE: Final = 0o100644
"""A plain file that all may read and its owner may write."""


def pack(files: Mapping[str, bytes], top: str, date: dt.date) -> bytes:
    """Return files as a zip file.

    Names are in order, times are midnight of one day, modes are the same for all, and nothing is
    compressed, since libraries that compress do not give the same bytes in every version.

    Args:
        files: Their contents by path, divided by slashes.
        top: The one folder that holds them all.
        date: The day that is written as theirs; from 1980 on.
    """
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as archive:
        for name in sorted(files):
            entry = ZipInfo(f"{top}/{name}", (date.year, date.month, date.day, 0, 0, 0))
            entry.create_system = _UNIX
            entry.external_attr = _READABLE << 16
            archive.writestr(entry, files[name], ZIP_STORED)
    return packed.getvalue()
