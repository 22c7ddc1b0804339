"""Write several files, all of them or none."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from ltp_analysis.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write files so that either all of them are there afterwards, or what was there before.

    Args:
        files: What to write where, in the order of writing; folders are made as they are needed.

    Raises:
        OSError: If one of them cannot be written; all is then as it was.
    """
    before = {path: path.read_bytes() if path.is_file() else None for path in files}
    folders = [folder for path in files for folder in path.parents if not folder.exists()]
    try:
        for path, content in files.items():
            write_atomically(path, content)
    except BaseException:
        for path, old in before.items():
            with suppress(OSError):
                if old is None:
                    path.unlink(missing_ok=True)
                elif path.read_bytes() != old:
                    write_atomically(path, old)
        # The deepest first: a folder goes only when it is empty.
        for folder in sorted(set(folders), key=lambda one: len(one.parts), reverse=True):
            with suppress(OSError):
                folder.rmdir()
        raise
