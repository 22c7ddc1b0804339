"""Both formats are zip files: the same content is to give the same bytes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from zipfile import ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Mapping


def undated(made: bytes, put: Mapping[bytes, bytes] | None = None) -> bytes:
    """Return a zip file anew, without the time of day at which its parts were packed.

    Args:
        made: The zip file.
        put: What is to be put into its parts in place of what.
    """
    packed = io.BytesIO()
    with ZipFile(io.BytesIO(made)) as before, ZipFile(packed, "w") as after:
        for part in before.infolist():
            entry = ZipInfo(part.filename)
            entry.compress_type = part.compress_type
            content = before.read(part)
            for mark, instead in (put or {}).items():
                content = content.replace(mark, instead)
            after.writestr(entry, content)
    return packed.getvalue()
