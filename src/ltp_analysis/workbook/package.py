"""Both formats are zip files: the same content is to give the same bytes."""

from __future__ import annotations

import io
from zipfile import ZipFile, ZipInfo


def undated(made: bytes) -> bytes:
    """Return a zip file anew, without the time of day at which its parts were packed."""
    packed = io.BytesIO()
    with ZipFile(io.BytesIO(made)) as before, ZipFile(packed, "w") as after:
        for part in before.infolist():
            entry = ZipInfo(part.filename)
            entry.compress_type = part.compress_type
            after.writestr(entry, before.read(part))
    return packed.getvalue()
