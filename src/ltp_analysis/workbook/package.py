"""Both formats are zip files: the same content is to give the same bytes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from zipfile import ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Mapping


def undated(made: bytes, changed: Mapping[str, bytes] | None = None) -> bytes:
    """Return a zip file anew, without the time of day at which its parts were packed.

    Args:
        made: The file.
        changed: Parts by name that are to be others than they are in it.
    """
    packed = io.BytesIO()
    with ZipFile(io.BytesIO(made)) as before, ZipFile(packed, "w") as after:
        for part in before.infolist():
            entry = ZipInfo(part.filename)
            entry.compress_type = part.compress_type
            after.writestr(entry, (changed or {}).get(part.filename) or before.read(part))
    return packed.getvalue()
