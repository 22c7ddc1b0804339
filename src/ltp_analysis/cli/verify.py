"""`ltp verify`: is an archive as it was released, and does the same come out again?"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from ltp_analysis.cli.screen import console, progress, table
from ltp_analysis.dataset.verify import verify

if TYPE_CHECKING:
    from pathlib import Path


def run(archive: Path, *, deep: bool, as_json: bool) -> int:
    """Check an archive, and print everything that is wrong with it.

    Args:
        archive: The archive.
        deep: Whether to render the reports too.
        as_json: Whether to print JSON.

    Returns:
        0 if nothing is wrong, else 1.
    """
    with progress("verify") as say:
        checked = verify(archive, say, deep=deep)
    if as_json:
        content = {"sound": not checked.found, **asdict(checked)}
        print(json.dumps(content, ensure_ascii=False, indent=1))  # noqa: T201 - the output
    elif checked.found:
        rows = [(one.fault, one.file, one.words) for one in checked.found]
        console().print(table(("What", "File", "Where, or why"), rows))
        for note in checked.notes:
            console().print(note, soft_wrap=True)
        console().print(f"{len(rows)} faults in {archive}.", soft_wrap=True)
    else:
        console().print(
            f"{checked.files} files are as SHA256SUMS and datapackage.json say. {checked.again} "
            "of them were made again, the same to the byte."
        )
        if not deep:
            console().print("Reports were not rendered again: that is --deep.")
    return 1 if checked.found else 0
