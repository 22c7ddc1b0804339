"""Judge many changes side by side, each in a process that has read the study once."""

from __future__ import annotations

import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import TYPE_CHECKING

from ltp_analysis.differences.version import Version
from ltp_analysis.processed.results import work_out
from ltp_analysis.processed.store import write_results
from ltp_analysis.project import Project
from mutations.cells import draw
from mutations.judged import Base
from mutations.unread import UNREAD

if TYPE_CHECKING:
    from pathlib import Path

    from mutations.judged import Judged

_HERE: dict[str, Base] = {}
"""The study of a process, read once."""


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
    say("working out the study")
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
            astray = f" NOT TRACED {len(one.untraced)}" if one.untraced else ""
            say(f"{len(found)} of {changes}: {one.outcome.name} {one.change}: {one.why}{astray}")
    return [found[number] for number in range(changes)]


def _begin(root: Path) -> None:
    _HERE["base"] = Base(Version("before", Project(root), {}), UNREAD)


def _judge(seed: int, number: int) -> Judged:
    base = _HERE["base"]
    return base.judge(draw(base.version.raw, seed, number))


def say(text: str) -> None:
    """Print what is being done."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - progress
