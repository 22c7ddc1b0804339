"""Checksums as `sha256sum` writes and checks them."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE: Final = "SHA256SUMS"

_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


def sha256(content: bytes) -> str:
    """Return the SHA-256 of a file's content in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def to_sums(files: Mapping[str, bytes]) -> str:
    """Return the checksums of files, a line each, in the order of their names.

    Args:
        files: Their contents by name.
    """
    return "".join(f"{sha256(files[name])}  {name}\n" for name in sorted(files))


def from_sums(text: str) -> dict[str, str]:
    """Return checksums by the names of files.

    Args:
        text: What `to_sums` or `sha256sum` made.

    Raises:
        ValueError: If a line is none of theirs, or a name is there twice.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"line {number} is no checksum and name")
        if match[2] in found:
            raise ValueError(f"line {number} names {match[2]} again")
        found[match[2]] = match[1]
    return found
