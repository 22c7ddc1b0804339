"""Open an archive that may be anything: nothing in it is trusted, and nothing is written."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_FILES: Final = 5_000
MOST_BYTES: Final = 1024**3
MOST_RATIO: Final = 100
"""A file that unpacks to more than this many times the whole archive is no dataset."""

_PIECE: Final = 1024**2
_LOCAL: Final = b"PK\x03\x04"
_ABSOLUTE = re.compile(r"[/\\]|[A-Za-z]:")


class Fault(StrEnum):
    """What is wrong with an archive, in a word."""

    NOT_A_ZIP = "not-a-zip"
    TRUNCATED = "truncated"
    ABSOLUTE = "absolute-path"
    CLIMBS = "climbing-path"
    LINK = "link"
    DUPLICATE = "duplicate"
    BOMB = "bomb"
    MISSING = "missing"
    EXTRA = "extra"
    CHANGED = "changed"
    REPACKED = "repacked"
    DIFFERS = "differs"
    NOT_REBUILT = "not-rebuilt"


UNSAFE: Final = frozenset(
    {
        Fault.NOT_A_ZIP,
        Fault.TRUNCATED,
        Fault.ABSOLUTE,
        Fault.CLIMBS,
        Fault.LINK,
        Fault.DUPLICATE,
        Fault.BOMB,
    }
)
"""With one of these nothing in an archive is looked at further."""


@dataclass(frozen=True)
class Found:
    """One thing that is wrong with an archive.

    Attributes:
        fault: What, in a word.
        file: The file in the archive; empty for the whole.
        words: What, in a sentence.
    """

    fault: Fault
    file: str
    words: str

    def __str__(self) -> str:
        """Return it in one line."""
        return ": ".join(part for part in (self.fault, self.file, self.words) if part)


@dataclass(frozen=True)
class Opened:
    """What is in an archive.

    Attributes:
        top: The one folder that holds everything.
        files: Contents by path inside that folder.
        found: What is wrong with it.
        packed: The archive itself.
        date: The day that is written as that of its first file.
    """

    top: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    found: tuple[Found, ...] = ()
    packed: bytes = b""
    date: tuple[int, int, int] = (1980, 1, 1)

    @property
    def safe(self) -> bool:
        """Whether its files may be looked at."""
        return not any(one.fault in UNSAFE for one in self.found)


def open_archive(path: Path) -> Opened:
    """Return what is in an archive, in memory.

    Sizes are counted while reading, whatever the headers say. Nothing is unpacked to a disk.

    Args:
        path: The archive.

    Raises:
        OSError: If the file cannot be read.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        words = f"it is larger than {MOST_BYTES // 1024**2} MiB"
        return Opened(found=(Found(Fault.BOMB, "", words),))
    return open_bytes(path.read_bytes())


def open_bytes(packed: bytes) -> Opened:
    """Return what is in an archive, as `open_archive` does.

    Args:
        packed: The archive.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            return _opened(archive, packed)
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, OSError) as error:
        if packed.startswith(_LOCAL):
            words = f"the list of its files is cut off or damaged ({error})"
            return Opened(found=(Found(Fault.TRUNCATED, "", words),), packed=packed)
        return Opened(found=(Found(Fault.NOT_A_ZIP, "", "it is no zip file"),), packed=packed)


def _opened(archive: zipfile.ZipFile, packed: bytes) -> Opened:
    entries = archive.infolist()
    if len(entries) > MOST_FILES:
        words = f"it lists {len(entries):,} files, and {MOST_FILES:,} are the most"
        return Opened(found=(Found(Fault.BOMB, "", words),), packed=packed)
    found = [one for entry in entries for one in _unsafe_name(entry)]
    found += _twice(entries)
    if found or not entries:
        empty = [] if entries else [Found(Fault.MISSING, "", "there is no file in it")]
        return Opened(found=(*found, *empty), packed=packed)
    top = entries[0].orig_filename.partition("/")[0]
    files: dict[str, bytes] = {}
    left = min(MOST_BYTES, MOST_RATIO * len(packed))
    for entry in entries:
        name = entry.orig_filename
        try:
            content = _read(archive, entry, left)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            found.append(Found(Fault.CHANGED, name, f"it cannot be read ({error})"))
            continue
        except (NotImplementedError, RuntimeError) as error:
            found.append(
                Found(Fault.CHANGED, name, f"it is packed in a way not used here ({error})")
            )
            continue
        if content is None:
            words = f"what it unpacks to is more than {MOST_RATIO} times the archive, or 1 GiB"
            return Opened(top, found=(*found, Found(Fault.BOMB, name, words)), packed=packed)
        left -= len(content)
        if not name.startswith(f"{top}/") or name.endswith("/"):
            found.append(Found(Fault.EXTRA, name, f"it is no file in the folder {top}"))
            continue
        files[name.partition("/")[2]] = content
    return Opened(top, files, tuple(found), packed, entries[0].date_time[:3])


def _unsafe_name(entry: zipfile.ZipInfo) -> Iterator[Found]:
    name = entry.orig_filename
    if _ABSOLUTE.match(name):
        yield Found(Fault.ABSOLUTE, name, "the path does not start in the archive")
    elif ".." in re.split(r"[/\\]", name) or "\\" in name or "\0" in name or ":" in name:
        yield Found(Fault.CLIMBS, repr(name)[1:-1], "the path may lead out of its folder")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        yield Found(Fault.LINK, name, "it is a link or a special file")


def _twice(entries: list[zipfile.ZipInfo]) -> Iterator[Found]:
    # Some systems hold names that differ in case for the same.
    counted = Counter(entry.orig_filename.rstrip("/").casefold() for entry in entries)
    for entry in entries:
        count = counted.pop(entry.orig_filename.rstrip("/").casefold(), 1)
        if count > 1:
            yield Found(Fault.DUPLICATE, entry.orig_filename, f"the name is there {count} times")


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes | None:
    """Return the content of a file; None if it is longer than what is left."""
    pieces: list[bytes] = []
    left = most
    with archive.open(entry) as file:
        while piece := file.read(min(_PIECE, left + 1)):
            left -= len(piece)
            if left < 0:
                return None
            pieces.append(piece)
    return b"".join(pieces)
