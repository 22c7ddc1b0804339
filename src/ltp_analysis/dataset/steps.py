"""Whether a version takes a step that is great enough for what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.dataset.versions import STEPS, VersionError, next_versions, read_version, step
from ltp_analysis.differences.difference import compare_versions
from ltp_analysis.differences.step import needed_step
from ltp_analysis.differences.version import version as laid_out
from ltp_analysis.project import DATASET, archive_name
from ltp_analysis.validated.rules.synthetic import KIND as SYNTHETIC

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ltp_analysis.dataset.versions import Version
    from ltp_analysis.project import Project

_WHY = {
    "major": "facts read otherwise than before, or are gone",
    "minor": "there is something new, or something else is worked out",
    "patch": "the data are the same",
}


def newest_before(folder: Path, wanted: Version) -> Path | None:
    """Return the archive of the version that comes next before a version.

    Args:
        folder: Where archives lie.
        wanted: The version. One of a synthetic study follows on those of synthetic studies only.

    Returns:
        The archive; None if there is none.
    """
    found: list[tuple[Version, Path]] = []
    for path in folder.glob(archive_name("*")):
        try:
            there = read_version(path.stem.removeprefix(f"{DATASET}-"))
        except VersionError:
            continue
        if there.place < wanted.place and _synthetic(there) == _synthetic(wanted):
            found.append((there, path))
    return max(found, key=lambda one: one[0].place, default=(None, None))[1]


def check_step(
    project: Project, wanted: Version, since: str, progress: Callable[[str], None]
) -> str:
    """Return what changed since a version, if the step from it is great enough for that.

    Args:
        project: The checkout, built.
        wanted: The version that it is to have.
        since: An archive, a folder, or a revision in git.
        progress: Called with each step.

    Returns:
        What was found, in a sentence.

    Raises:
        VersionError: If the version does not come after that one, or its step is too small, or
            that one does not say its version.
        NoVersionError: If there is nothing of that name, or it is no dataset.
    """
    with (
        laid_out(since, project, progress) as before,
        laid_out(str(project.root), project, progress) as now,
    ):
        if "version" not in before.settings:
            raise VersionError(
                f"{since} does not say its version, so no step can be counted from it."
            )
        old = read_version(before.settings["version"])
        needed = needed_step(compare_versions(before, now))
    taken = step(old, wanted)
    if taken is None:
        raise VersionError(f"{wanted} does not come after {old}, the version of {since}.")
    if STEPS.index(taken) < STEPS.index(needed):
        raise VersionError(
            f"From {old} to {wanted} is too small a step: {_WHY[needed]}, which asks for "
            f"{next_versions(old, needed)[0]} or later. docs/versions.md says why. What changed: "
            f"ltp diff {since} ."
        )
    return f"Since {old} {_WHY[needed]}: a {needed} step, as {wanted} is or more."


def _synthetic(version: Version) -> bool:
    return SYNTHETIC in version.before.split(".")[-1]
