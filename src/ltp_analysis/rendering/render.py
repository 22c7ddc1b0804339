"""Render a document: check it, run it once, write every format, then put the files in place."""

from __future__ import annotations

import os
import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from ltp_analysis.rendering.check import check
from ltp_analysis.rendering.docx import docx, keep_rows_whole
from ltp_analysis.rendering.errors import RenderError
from ltp_analysis.rendering.execute import Execution, Kernel, Run
from ltp_analysis.rendering.html import html, self_contained
from ltp_analysis.rendering.markdown import Assembled, assemble, draft
from ltp_analysis.rendering.pandoc import read
from ltp_analysis.rendering.pdf import compiled, typst_source
from ltp_analysis.rendering.qmd import Document, parse
from ltp_analysis.rendering.staging import Stage, Wanted, stage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

Format = Literal["html", "pdf", "docx"]

_SIDE_BY_SIDE = 2
"""How many documents are written at the same time."""

_QUARTO: dict[Format, str] = {"html": "html", "pdf": "typst", "docx": "docx"}
"""What Quarto calls the formats."""

_NAMES: dict[Format, str] = {"html": "web page", "pdf": "PDF", "docx": "Word"}


@dataclass(frozen=True)
class Job:
    """A document to be rendered.

    Attributes:
        document: A .qmd file.
        created: The time to put in its files, with its time zone.
        notice: What is to stand on every page, such as that its data are made up; may be empty.
    """

    document: Path
    created: datetime
    notice: str = ""


def render(  # noqa: PLR0913 - each is a choice of the caller's, all but the first named
    jobs: Sequence[Job],
    *,
    formats: Sequence[Format],
    output_dir: Path,
    progress: Callable[[str], None] | None = None,
    environment: Mapping[str, str] | None = None,
    home: str = "",
    kernel: Kernel | None = None,
) -> list[list[Path]]:
    """Render documents to `output_dir/<name of the document>.<format>`.

    The same document, data and `created` give the same bytes. The cells run once, in the folder
    of the document. Files already there are replaced only once every format of their document
    has been made. Documents are independent, so they are made side by side, and those that are
    sound are made even if others are not.

    Args:
        jobs: The documents.
        formats: The formats wanted.
        output_dir: The folder for the files; made if missing.
        progress: Called with a line of text before each step.
        environment: Variables for the cells, beyond those of this process.
        home: The page that leads to all documents; every other page links to it.
        kernel: The kernel to run them in, such as one that was started beforehand; a new one
            if None.

    Returns:
        For each document, the files written, in the order of `formats`.

    Raises:
        RenderError: Documents cannot be rendered, with all that is wrong; nothing was written
            for those.
        ValueError: A format is unknown or a `created` has no time zone.
    """
    unknown = set(formats) - set(get_args(Format))
    if unknown:
        raise ValueError(f"Unknown formats: {', '.join(sorted(unknown))}.")
    if any(job.created.tzinfo is None for job in jobs):
        raise ValueError("'created' has no time zone.")
    say = progress or (lambda _: None)
    errors: dict[int, RenderError] = {}
    written: dict[int, Future[list[Path]]] = {}
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool, _open(kernel) as running:
        sound: dict[int, Document] = {}
        for place, job in enumerate(jobs):
            try:
                sound[place] = parse(job.document)
            except RenderError as error:
                errors[place] = error
        for place in _in_turn(sound):
            run = Run(sound[place], _environment(jobs[place], environment or {}))
            execution = running.submit(run, say)
            written[place] = pool.submit(
                _finish, run.document, execution, jobs[place], formats, output_dir, say, home
            )
        found: list[list[Path]] = []
        for place in sorted(written):
            try:
                found.append(written[place].result())
            except RenderError as error:
                errors[place] = error
    if errors:
        raise RenderError(
            [problem for place in sorted(errors) for problem in errors[place].problems]
        )
    return found


def _in_turn(documents: Mapping[int, Document]) -> list[int]:
    """Return in which order to run documents.

    The shortest first, to be written while the first long one still runs; then the longest, so
    that none of those is left alone at the end.
    """
    shortest = sorted(documents, key=lambda place: len(documents[place].cells))
    return [*shortest[:1], *reversed(shortest[1:])]


def _open(kernel: Kernel | None) -> AbstractContextManager[Kernel]:
    """Return a kernel that is stopped afterwards, unless it is the caller's."""
    return Kernel() if kernel is None else nullcontext(kernel)


def _environment(job: Job, environment: Mapping[str, str]) -> dict[str, str]:
    return {"SOURCE_DATE_EPOCH": str(int(job.created.timestamp())), **environment}


def _finish(  # noqa: PLR0913, PLR0917 - what a document is finished with
    document: Document,
    execution: Future[Execution],
    job: Job,
    formats: Sequence[Format],
    output_dir: Path,
    say: Callable[[str], None],
    home: str,
) -> list[Path]:
    """Write a document in every format, as soon as it was run."""
    formats = declared(document.metadata, formats)
    assembled, tree = _ran(document, execution, docx="docx" in formats)
    with tempfile.TemporaryDirectory(prefix="ltp-render-") as folder:
        staged = stage(tree, assembled, Path(folder), job.created, job.notice)
        say(f"{job.document.name}: {', '.join(_NAMES[wanted] for wanted in formats)}")
        made = _write(staged, formats, job.document.stem, home)
    return _put(made, output_dir, job.document.stem)


def _ran(
    document: Document, execution: Future[Execution], *, docx: bool
) -> tuple[Assembled, dict[str, Any]]:
    """Return a document with what its cells gave, and Pandoc's tree of it, checked.

    Where cells failed, all that can be told without them is told with it.
    """
    try:
        assembled = assemble(document, execution.result())
    except RenderError as failed:
        try:
            _read_checked(draft(document), docx=docx)
        except RenderError as unsound:
            raise RenderError([*unsound.problems, *failed.problems]) from failed
        raise
    return assembled, _read_checked(assembled, docx=docx)


def declared(metadata: Mapping[str, Any], formats: Sequence[Format]) -> list[Format]:
    """Return the formats that a document is made for, of those wanted.

    Args:
        metadata: Its front matter: all formats are meant if it names none.
        formats: The formats wanted.
    """
    named = metadata.get("format")
    if named is None:
        return list(formats)
    names = {named} if isinstance(named, str) else set(named)
    return [wanted for wanted in formats if _QUARTO[wanted] in names]


def _read_checked(assembled: Assembled, *, docx: bool) -> dict[str, Any]:
    tree = read(assembled)
    problems = check(tree, assembled, docx=docx)
    if problems:
        raise RenderError(problems)
    return tree


def _write(staged: Stage, formats: Sequence[Format], stem: str, home: str) -> dict[Format, bytes]:
    wanted: dict[str, Wanted] = {}
    if "html" in formats:
        others = [(_NAMES[other], f"{stem}.{other}") for other in formats if other != "html"]
        wanted["html"] = html(staged, others, "" if home == f"{stem}.html" else home)
    if "pdf" in formats:
        wanted["typst"] = typst_source(staged)
    if "docx" in formats:
        wanted["docx"] = docx(staged)
    written = staged.write(wanted)
    finished: dict[Format, Callable[[], bytes]] = {
        "html": lambda: self_contained(written["html"], staged),
        "pdf": lambda: compiled(written["typst"].decode(), staged),
        "docx": lambda: keep_rows_whole(written["docx"]),
    }
    return {each: finished[each]() for each in formats}


def _put(made: Mapping[Format, bytes], folder: Path, stem: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    temporary: list[tuple[Path, Path]] = []
    try:
        for wanted, content in made.items():
            handle, name = tempfile.mkstemp(prefix=f".{stem}-", suffix=f".{wanted}", dir=folder)
            temporary.append((Path(name), folder / f"{stem}.{wanted}"))
            with os.fdopen(handle, "wb") as file:
                file.write(content)
        for source, target in temporary:
            # mkstemp keeps its files to their owner; a report is as readable as any new file.
            source.chmod(0o644)
            source.replace(target)
    finally:
        for source, _ in temporary:
            source.unlink(missing_ok=True)
    return [target for _, target in temporary]
