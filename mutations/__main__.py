"""Change raw cells one at a time and write docs/mutations.md: `python -m mutations 1000 --seed 1`.

`nox -s mutations` runs it. It exits with 1 if anything moved in silence or crashed.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from ltp_analysis import __version__
from ltp_analysis.files import write_atomically
from mutations.judged import Outcome
from mutations.page import page
from mutations.run import built, run, say
from mutations.unread import UNREAD, prove

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "mutations.md"


def main(arguments: Sequence[str]) -> int:
    """Run changes, print the score and write the page.

    Args:
        arguments: Those of the command line.

    Returns:
        0 if every change was refused or told, else 1.
    """
    parser = argparse.ArgumentParser("python -m mutations", description=str(__doc__))
    parser.add_argument("changes", type=int, nargs="?", default=1000, help="how many")
    parser.add_argument("--seed", type=int, default=1, help="what they are drawn with")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--output", type=Path, default=PAGE, help="the page to write")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="ltp-mutations-") as folder:
        version = built(ROOT / "data" / "raw", Path(folder) / "base")
        say("proving which columns nothing reads")
        prove(version.study, UNREAD, version.project.processed, Path(folder) / "lacking")
        judged = run(version.project, given.changes, given.seed, given.jobs)
        text = page(judged, given.seed, version.study.version, UNREAD, _made())
    write_atomically(given.output, text)
    print(text)  # noqa: T201 - the score
    return int(any(one.outcome is Outcome.FAILED for one in judged))


def _made() -> str:
    """Return the date, and the versions of what worked everything out."""
    used = f"ltp-analysis {__version__}, Python {platform.python_version()}, "
    return f"{datetime.now(UTC).date()}, {used}pandas {metadata.version('pandas')}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
