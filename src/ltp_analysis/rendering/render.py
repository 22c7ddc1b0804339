"""Render a document: check it, run it once, write every format, then put the files in place."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from ltp_analysis.rendering.check import check
from ltp_analysis.rendering.docx import write_docx
from ltp_analysis.rendering.errors import RenderError
from ltp_analysis.rendering.execute import execute
from ltp_analysis.rendering.html import write_html
from ltp_analysis.rendering.markdown import Assembled, assemble, draft
from ltp_analysis.rendering.pandoc import read
from ltp_analysis.rendering.pdf import write_pdf
from ltp_analysis.rendering.qmd import parse
from ltp_analysis.rendering.staging import Stage, stage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

Format = Literal["html", "pdf", "docx"]

_NAMES: dict[Format, str] = {"html": "web page", "pdf": "PDF", "docx": "Word"}


def render(  # noqa: PLR0913 - each is a choice of the caller's, all but the first named
    document: Path,
    *,
    formats: Sequence[Format],
    output_dir: Path,
    created: datetime,
    progress: Callable[[str], None] | None = None,
    environment: Mapping[str, str] | None = None,
) -> list[Path]:
    """Render a document to `output_dir/<its name>.<format>`.

    The same document, data and `created` give the same bytes. The cells run once, in the folder
    of the document. Files already there are replaced only once every format has been made.

    Args:
        document: A .qmd file.
        formats: The formats wanted.
        output_dir: The folder for the files; made if missing.
        created: The time to put in the files, with its time zone.
        progress: Called with a line of text before each step.
        environment: Variables for the cells, beyond those of this process.

    Returns:
        The files written, in the order of `formats`.

    Raises:
        RenderError: The document cannot be rendered; nothing was written.
        ValueError: A format is unknown or `created` has no time zone.
    """
    unknown = set(formats) - set(get_args(Format))
    if unknown:
        raise ValueError(f"Unknown formats: {', '.join(sorted(unknown))}.")
    if created.tzinfo is None:
        raise ValueError("'created' has no time zone.")
    say = progress or (lambda _: None)
    parsed = parse(document)
    docx = "docx" in formats
    first = draft(parsed)
    _read_checked(first, docx=docx)
    epoch = {"SOURCE_DATE_EPOCH": str(int(created.timestamp()))}
    execution = execute(parsed, environment={**epoch, **(environment or {})}, progress=say)
    assembled = assemble(parsed, execution)
    tree = _read_checked(assembled, docx=docx)
    with tempfile.TemporaryDirectory(prefix="ltp-render-") as folder:
        staged = stage(tree, assembled, Path(folder), created)
        made: dict[Format, bytes] = {}
        for wanted in formats:
            say(f"{document.name}: {_NAMES[wanted]}")
            made[wanted] = _write(staged, wanted, formats, document.stem)
    return _put(made, output_dir, document.stem)


def _read_checked(assembled: Assembled, *, docx: bool) -> dict[str, Any]:
    tree = read(assembled)
    problems = check(tree, assembled, docx=docx)
    if problems:
        raise RenderError(problems)
    return tree


def _write(staged: Stage, wanted: Format, formats: Sequence[Format], stem: str) -> bytes:
    if wanted == "html":
        others = [(_NAMES[other], f"{stem}.{other}") for other in formats if other != "html"]
        return write_html(staged, others)
    return write_pdf(staged) if wanted == "pdf" else write_docx(staged)


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
