"""Versions of the dataset, after the rules of semantic versioning 2.0.0."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ltp_analysis.problems import LtpError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ltp_analysis.differences.step import Step

STEPS: Final[tuple[Step, ...]] = ("patch", "minor", "major")
"""Kinds of a step from one version to the next, the least first."""

_NUMBER = "(0|[1-9][0-9]*)"
_NAME = r"(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
_VERSION = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-({_NAME}(?:\.{_NAME})*))?", re.ASCII)


class VersionError(LtpError):
    """Raised where a version cannot be that of a release; the message says what to do."""


@dataclass(frozen=True)
class Version:
    """A semantic version, without what a plus sign would add.

    Attributes:
        major: Raised when something that was there is said otherwise, or no longer.
        minor: Raised when something is new.
        patch: Raised when the data are the same.
        before: What marks it as one before a release, or as synthetic; empty for a release.
    """

    major: int
    minor: int
    patch: int
    before: str = ""

    def __str__(self) -> str:
        """Return the version as it is written."""
        return f"{self.major}.{self.minor}.{self.patch}" + (
            f"-{self.before}" if self.before else ""
        )

    @property
    def place(self) -> tuple[tuple[int, int, int], bool, tuple[tuple[bool, int, str], ...]]:
        """Its place in the order of versions."""
        marks = tuple(
            (not mark.isdigit(), int(mark) if mark.isdigit() else 0, mark)
            for mark in self.before.split(".")
            if mark
        )
        return (self.major, self.minor, self.patch), not self.before, marks


def read_version(text: str) -> Version:
    """Return a version by its text.

    Raises:
        VersionError: If it is no semantic version, or has a part after a plus sign: what is
            released has one name, and the digest of the data is added to it elsewhere.
    """
    match = _VERSION.fullmatch(text)
    if match is None:
        raise VersionError(
            f"{text} is no semantic version. Write three numbers, such as 1.0.0, and a mark such "
            "as 1.0.0-rc.1 if it is not to count as released."
        )
    return Version(int(match[1]), int(match[2]), int(match[3]), match[4] or "")


def step(old: Version, new: Version) -> Step | None:
    """Return the kind of the step from one version to a later one.

    Before 1.0.0 every number stands for the one before it, and where only the mark of a version
    differs nothing was promised, so that any change may be made.

    Returns:
        The kind, or None if the second version does not come after the first.
    """
    if new.place <= old.place:
        return None
    if new.major != old.major or (new.minor, new.patch) == (old.minor, old.patch):
        return "major"
    if new.minor != old.minor:
        return "minor" if old.major else "major"
    return "patch" if old.major else "minor"


def next_versions(old: Version, needed: Step) -> Sequence[Version]:
    """Return the least versions that take a needed step or a greater one, the least first."""
    candidates = (
        Version(old.major, old.minor, old.patch + 1),
        Version(old.major, old.minor + 1, 0),
        Version(old.major + 1, 0, 0),
    )
    return [
        version
        for version in candidates
        if (kind := step(old, version)) is not None and STEPS.index(kind) >= STEPS.index(needed)
    ]
