"""Run the Pandoc that came with the wheel."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ltp_analysis.rendering.errors import Problem, RenderError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ltp_analysis.rendering.markdown import Assembled

# Divs and spans in HTML, YAML blocks and the like must not slip through as ordinary text.
READER = "markdown-yaml_metadata_block-native_divs-native_spans-pandoc_title_block-latex_macros"
_SECONDS = 120
# A limit, and room enough that little is cleared away, which takes a third of the time otherwise.
_MEMORY = ("-M1g", "-A128m")
_WARNING = re.compile(r"^\[(?:WARNING|ERROR)\] (.*(?:\n  .*)*)", re.MULTILINE)
_AT_LINE = re.compile(r"line (\d+)")
_NAMED = re.compile(r"citation (\S+) not found|['\"\u2018]([^'\"\u2019]+)['\"\u2019]")


class PandocError(Exception):
    """Pandoc failed or warned; the message is what it said."""


def pandoc_path() -> Path:
    """Return the Pandoc of the wheel, never another one that happens to be on the PATH.

    Raises:
        FileNotFoundError: The wheel holds no Pandoc.
    """
    spec = find_spec("pypandoc")
    name = "pandoc.exe" if os.name == "nt" else "pandoc"
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / "files" / name
        if path.is_file():
            return path
    raise FileNotFoundError(f"No Pandoc in the pypandoc package of {sys.prefix}.")


def run_pandoc(
    arguments: Sequence[str],
    *,
    source: str = "",
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """Run Pandoc under a limit of memory and time, with warnings as errors.

    Args:
        arguments: Its options.
        source: What it reads.
        folder: The folder it runs in.
        environment: Variables beyond those of this process.

    Returns:
        What it wrote to its standard output.

    Raises:
        PandocError: It failed, warned or took too long.
    """
    with tempfile.TemporaryDirectory(prefix="ltp-pandoc-") as empty:
        command = [
            str(pandoc_path()),
            "+RTS",
            *_MEMORY,
            "-RTS",
            # A user's own templates and defaults must not change our documents.
            f"--data-dir={empty}",
            *arguments,
        ]
        try:
            done = subprocess.run(  # noqa: S603 - the program is the wheel's, the options our own
                command,
                input=source.encode(),
                capture_output=True,
                check=False,
                cwd=folder or empty,
                env={**os.environ, **(environment or {})},
                timeout=_SECONDS,
            )
        except subprocess.TimeoutExpired as error:
            raise PandocError(f"Pandoc took more than {_SECONDS} seconds.") from error
    said = done.stderr.decode(errors="replace").strip()
    if done.returncode or said:
        raise PandocError(said or f"Pandoc ended with code {done.returncode}.")
    return done.stdout


def read(assembled: Assembled) -> dict[str, Any]:
    """Read Markdown.

    Args:
        assembled: The Markdown.

    Returns:
        Pandoc's JSON tree.

    Raises:
        RenderError: Pandoc found fault with it.
    """
    try:
        tree = run_pandoc([f"--from={READER}", "--to=json"], source=assembled.text)
    except PandocError as error:
        raise located(error, assembled) from error
    result: dict[str, Any] = json.loads(tree)
    return result


def located(error: PandocError, assembled: Assembled) -> RenderError:
    """Say where in the sources lies what Pandoc complains of.

    Args:
        error: Pandoc's complaint.
        assembled: The Markdown it was given.

    Returns:
        One problem for each warning.
    """
    problems = []
    for said in _WARNING.findall(str(error)) or [str(error)]:
        message = f"Pandoc: {' '.join(said.split())}"
        at = _AT_LINE.search(said)
        named = _NAMED.search(said)
        if at and int(at[1]) <= len(assembled.lines):
            line = assembled.lines[int(at[1]) - 1]
        elif named:
            line = assembled.find(re.escape(named[1] or named[2]))[0]
        else:
            line = assembled.find()[0]
        problems.append(Problem(line.file, line.number, message, ""))
    return RenderError(problems)
