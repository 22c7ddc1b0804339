"""What reports were made from, so that nothing is made twice and nothing stale is kept.

This module needs nothing but the standard library: whether there is anything to do is decided
before anything else is loaded.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import platform
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ltp_analysis.files import digest, digest_of, write_atomically
from ltp_analysis.runlog import LIBRARIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ltp_analysis.project import Project

MANIFEST: Final = "manifest.json"
DOWNLOADS: Final = "downloads"
BUILT: Final = "processed"
"""What is on record besides documents: workbooks and findings, and what was worked out."""

_MADE = {"_output", "_figures"}
_INCLUDE = re.compile(r"\{\{<\s*include\s+(\S+)\s*>\}\}")


@dataclass(frozen=True)
class Document:
    """What one document was made from, and what was made of it.

    Attributes:
        everything: Digest of all that reports can be made from, when it was last up to date.
        text: Digest of the document, what it includes and what gives it its looks.
        code: What it was made by, and the digest of the code and the libraries.
        cited: For each source that it cites, the digest of its entry in the bibliography.
        requests: What it asked for, each with the digest of what it got.
        formats: The formats that it was asked for in; it may be made for fewer.
        files: For each file made, its digest.
    """

    everything: str
    text: str
    code: str
    cited: dict[str, str]
    requests: list[dict[str, Any]]
    formats: list[str]
    files: dict[str, str]


@dataclass
class Manifest:
    """What was made from what.

    Attributes:
        documents: By name.
    """

    documents: dict[str, Document] = field(default_factory=dict)


def read_manifest(project: Project) -> Manifest:
    """Return what is on record; nothing if there is no record or it cannot be read."""
    try:
        data = json.loads((project.output / MANIFEST).read_text(encoding="utf-8"))
        documents = {name: Document(**entry) for name, entry in data["documents"].items()}
        return Manifest(documents)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Manifest()


def write_manifest(project: Project, manifest: Manifest) -> Path:
    """Put on record what was made from what."""
    path = project.output / MANIFEST
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
    write_atomically(path, f"{text}\n")
    return path


def everything(project: Project) -> str:
    """Return a digest of all that reports can be made from: data, code, locks and documents."""
    documents = [
        path
        for path in project.reports.rglob("*")
        if path.is_file() and path.relative_to(project.reports).parts[0] not in _MADE
    ]
    return _together(
        [
            code_digest(project),
            *_digests(project.root, [*documents, *_files(project.raw)]),
        ]
    )


def code_digest(project: Project) -> str:
    """Return a digest of the code, the lock, the libraries that it runs on, and the date set."""
    package = Path(__file__).parent
    code = [path for path in _files(package) if path.suffix not in {".pyc", ".pyo"}]
    lock = project.root / "requirements" / "reports.txt"
    versions = [f"{name} {importlib.metadata.version(name)}" for name in sorted(LIBRARIES)]
    return _together(
        [
            platform.python_version(),
            os.environ.get("SOURCE_DATE_EPOCH", ""),
            *versions,
            *_digests(package, code),
            *([digest(lock)] if lock.is_file() else []),
        ]
    )


def data_digest(project: Project) -> str:
    """Return a digest of the raw tables and the code, which all that is worked out depends on."""
    return _together([code_digest(project), *_digests(project.root, _files(project.raw))])


def text_digest(project: Project, document: Path) -> str:
    """Return a digest of a document, what it includes and what gives it its looks."""
    looks = [*_files(project.reports / "_assets"), *project.reports.glob("_quarto.yml")]
    return _together(_digests(project.reports, [*_included(document), *looks]))


def entry_digests(bibliography: Path) -> dict[str, str]:
    """Return the digest of each entry of a bibliography in CSL JSON."""
    entries = json.loads(bibliography.read_text(encoding="utf-8"))
    return {entry["id"]: digest_of(json.dumps(entry, sort_keys=True)) for entry in entries}


def intact(project: Project, entry: Document, formats: Sequence[str]) -> bool:
    """Say whether the files of a document are there in every format, as they were made."""
    return set(formats) <= set(entry.formats) and all(
        (path := project.output / name).is_file() and digest(path) == known
        for name, known in entry.files.items()
    )


def nothing_to_do(
    project: Project,
    manifest: Manifest,
    names: Iterable[str],
    formats: Sequence[str],
    engine: str,
) -> bool:
    """Say whether all is as it would be made now: documents, downloads and what was worked out.

    Args:
        project: The checkout.
        manifest: What is on record.
        names: The documents.
        formats: The formats that they are wanted in.
        engine: What they are to be made by.
    """
    wanted = dict.fromkeys(names, formats) | {DOWNLOADS: ()}
    now, built = everything(project), manifest.documents.get(BUILT)
    return (
        built is not None
        and intact(project, built, ())
        and all(
            (entry := manifest.documents.get(name)) is not None
            and entry.everything == now
            and entry.code.startswith(f"{engine} ")
            and intact(project, entry, kinds)
            for name, kinds in wanted.items()
        )
    )


def _included(document: Path) -> list[Path]:
    found, todo = list[Path](), [document]
    while todo:
        path = todo.pop()
        if path in found or not path.is_file():
            continue
        found.append(path)
        text = path.read_text(encoding="utf-8", errors="replace")
        # An include is looked for beside the document and beside what includes it.
        for name in _INCLUDE.findall(text):
            todo += [document.parent / name, path.parent / name]
    return sorted(found)


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def _digests(root: Path, paths: Iterable[Path]) -> list[str]:
    return [f"{path.relative_to(root).as_posix()} {digest(path)}" for path in sorted(paths)]


def _together(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def entry_of(  # noqa: PLR0913, PLR0917 - all that goes on record
    project: Project,
    document: Path,
    state: str,
    code: str,
    entries: Mapping[str, str],
    requests: list[dict[str, Any]],
    formats: Sequence[str],
    files: Sequence[Path],
) -> Document:
    """Return the record of a document that was made just now.

    Args:
        project: The checkout.
        document: The document.
        state: Digest of all that reports can be made from.
        code: What it was made by, and the digest of the code.
        entries: Digests of the bibliography's entries.
        requests: What the document asked for.
        formats: The formats that it was asked for in.
        files: The files made.
    """
    pages = [path for path in files if path.suffix == ".html"]
    cited = set(entries)
    if pages:
        cited &= set(re.findall(r'id="ref-([^"]+)"', pages[0].read_text(encoding="utf-8")))
    return Document(
        state,
        text_digest(project, document),
        code,
        {name: entries[name] for name in sorted(cited)},
        requests,
        list(formats),
        {path.relative_to(project.output).as_posix(): digest(path) for path in files},
    )
