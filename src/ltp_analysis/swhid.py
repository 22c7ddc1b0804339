"""Identifiers that follow from the bytes alone: SWHIDs of files and folders, worked out offline.

The identifiers are those of the standard ISO/IEC 18670 (Software Hash Identifier), version 1: the
hash of a file is that of a git blob, the hash of a folder that of a git tree.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE: Final = b"100644"
_FOLDER: Final = b"40000"


def content_id(content: bytes) -> str:
    """Return the SWHID of the content of a file.

    Args:
        content: The bytes.
    """
    return f"swh:1:cnt:{_hash(b'blob', content).hex()}"


def directory_id(files: Mapping[str, bytes]) -> str:
    """Return the SWHID of a folder; its files are taken as not executable.

    Args:
        files: The content of each file, by its path from the folder, with slashes.
    """
    return f"swh:1:dir:{_tree(files).hex()}"


def _tree(files: Mapping[str, bytes]) -> bytes:
    folders: dict[str, dict[str, bytes]] = {}
    entries: list[tuple[bytes, bytes, bytes]] = []
    for path, content in files.items():
        first, slash, rest = path.partition("/")
        if slash:
            folders.setdefault(first, {})[rest] = content
        else:
            entries.append((first.encode(), _FILE, _hash(b"blob", content)))
    entries += [(name.encode(), _FOLDER, _tree(inner)) for name, inner in folders.items()]
    # Git sorts folders as if their names ended with a slash.
    entries.sort(key=lambda entry: entry[0] + (b"/" if entry[1] == _FOLDER else b""))
    return _hash(b"tree", b"".join(b"%s %s\0%s" % (mode, name, sha) for name, mode, sha in entries))


def _hash(kind: bytes, content: bytes) -> bytes:
    # SHA-1 is what the standard asks for; nothing here is secret.
    head = b"%s %d\0" % (kind, len(content))
    return hashlib.sha1(head + content, usedforsecurity=False).digest()
