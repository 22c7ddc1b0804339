"""Change raw cells one at a time and write docs/mutations.md: `python -m mutations 1000 --seed 1`.

`nox -s mutations` runs it. It exits with 1 if anything moved in silence or crashed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import TYPE_CHECKING

from ltp_analysis.differences.version import Version
from ltp_analysis.files import write_atomically
from ltp_analysis.processed.results import work_out
from ltp_analysis.processed.store import write_results
from ltp_analysis.project import Project
from mutations.cells import draw
from mutations.judged import Base, Judged, Outcome
from mutations.page import page
from mutations.unread import UNREAD, prove

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "mutations.md"

_HERE: dict[str, Base] = {}
"""The study of a worker, read once."""


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
        _say("proving which columns nothing reads")
        prove(version.study, UNREAD, version.project.processed, Path(folder) / "lacking")
        judged = run(version.project, given.changes, given.seed, given.jobs)
        text = page(judged, given.seed, version.study.version, UNREAD)
    write_atomically(given.output, text)
    print(text)  # noqa: T201 - the score
    return int(any(one.outcome is Outcome.FAILED for one in judged))


def built(raw: Path, folder: Path) -> Version:
    """Return a study in a folder of its own, everything worked out.

    Args:
        raw: Its tables.
        folder: The folder to make.
    """
    project = Project(folder)
    folder.joinpath("data").mkdir(parents=True)
    project.raw.symlink_to(raw.resolve())
    version = Version("before", project, {})
    _say("working out the study")
    write_results(work_out(version.study), project.processed)
    return version


def run(project: Project, changes: int, seed: int, jobs: int) -> list[Judged]:
    """Return what becomes of changes, on several processes; the same for any number of these.

    Args:
        project: The study, built.
        changes: How many changes to make.
        seed: What they are drawn with.
        jobs: How many processes.
    """
    found: dict[int, Judged] = {}
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, spawned, _begin, (project.root,)) as pool:
        tasks = {pool.submit(_judge, seed, number): number for number in range(changes)}
        for done in as_completed(tasks):
            one = found[tasks[done]] = done.result()
            _say(f"{len(found)} of {changes}: {one.outcome.name} {one.change}: {one.why[:200]}")
    return [found[number] for number in range(changes)]


def _begin(root: Path) -> None:
    _HERE["base"] = Base(Version("before", Project(root), {}), UNREAD)


def _judge(seed: int, number: int) -> Judged:
    base = _HERE["base"]
    return base.judge(draw(base.version.raw, seed, number))


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - progress


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
