"""Versions, their order, and the kinds of step between them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ltp_analysis.dataset.versions import (
    STEPS,
    Version,
    VersionError,
    next_versions,
    read_version,
    step,
)

if TYPE_CHECKING:
    from ltp_analysis.differences.step import Step

NUMBERS = st.integers(0, 30)
VERSIONS = st.builds(Version, NUMBERS, NUMBERS, NUMBERS)


@pytest.mark.parametrize(
    "text",
    [
        *("", "1", "1.0", "1.0.0.0", "v1.0.0", "01.0.0", "1.0.0-", "1.0.0-01", "1.0.0-a..b"),
        *("1.0.0+5", "1.0.0 ", "1.0.0\n", "\u0661.0.0", "-1.0.0", "1.0.x", "../1.0.0", "1.0.0-é"),
    ],
)
def test_what_is_no_semantic_version_is_refused(text: str) -> None:
    with pytest.raises(VersionError, match="is no semantic version"):
        read_version(text)


@given(VERSIONS, st.sampled_from(["", "rc.1", "synthetic", "a-b.0.x1"]))
def test_a_version_is_read_as_it_is_written(version: Version, before: str) -> None:
    text = f"{version.major}.{version.minor}.{version.patch}" + (f"-{before}" if before else "")
    assert str(read_version(text)) == text


def test_versions_are_in_the_order_of_the_standard() -> None:
    """The example of semver.org, section 11."""
    texts = ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2"]
    texts += ["1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "2.0.0", "2.1.0", "2.1.1"]
    mixed = [*texts[5:], *texts[:5]]
    assert sorted(mixed, key=lambda text: read_version(text).place) == texts


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("1.2.3", "1.2.4", "patch"),
        ("1.2.3", "1.3.0", "minor"),
        ("1.2.3", "2.0.0", "major"),
        ("0.1.0", "0.1.1", "minor"),
        ("0.1.0", "0.2.0", "major"),
        ("0.9.0", "1.0.0", "major"),
        ("1.0.0-rc.1", "1.0.0", "major"),
        ("1.0.0", "1.0.0", None),
        ("1.0.0", "1.0.0-rc.1", None),
        ("2.0.0", "1.9.9", None),
    ],
)
def test_a_step_has_the_kind_of_the_number_that_rises(
    old: str, new: str, expected: str | None
) -> None:
    assert step(read_version(old), read_version(new)) == expected


@given(VERSIONS, st.sampled_from(STEPS))
def test_the_least_next_version_is_enough_and_nothing_less_is(
    version: Version, needed: Step
) -> None:
    wanted = next_versions(version, needed)[0]
    kind = step(version, wanted)
    assert kind is not None
    assert STEPS.index(kind) >= STEPS.index(needed)
    numbers = [int(part) for part in re.findall(r"\d+", str(wanted))]
    below = Version(numbers[0], numbers[1], numbers[2] - 1) if numbers[2] else None
    if below is not None and below.place > version.place:
        kind = step(version, below)
        assert kind is not None
        assert STEPS.index(kind) < STEPS.index(needed)
