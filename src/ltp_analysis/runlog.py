"""What a run did, for whoever has to know it later: versions, inputs, what was made."""

from __future__ import annotations

import importlib.metadata
import logging
import platform
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ltp_analysis import __version__
from ltp_analysis.files import digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ltp_analysis.project import Project

LIBRARIES = (
    "matplotlib",
    "nbclient",
    "numpy",
    "openpyxl",
    "ortools",
    "pandas",
    "pandera",
    "pyarrow",
    "pypandoc-binary",
    "rich",
    "typer",
    "typst",
)
"""Libraries whose versions can change what comes out."""


class RunLog:
    """The log of one run."""

    def __init__(self, logger: logging.Logger, root: Path) -> None:
        """Keep the logger, and the folder that files are named from."""
        self._logger, self._root = logger, root

    def note(self, text: str, *values: object) -> None:
        """Put a line on record."""
        self._logger.info(text, *values)

    def read(self, path: Path) -> None:
        """Put an input on record, with its SHA-256."""
        self._logger.info("input %s sha256 %s", self._name(path), digest(path))

    def made(self, path: Path) -> None:
        """Put a file that was made on record, with its SHA-256."""
        self._logger.info("made %s sha256 %s", self._name(path), digest(path))

    def _name(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()


@contextmanager
def run_log(command: str, project: Project) -> Iterator[RunLog]:
    """Keep a log of one run, with versions and the hashes of all raw tables and documents.

    Args:
        command: Name of the command.
        project: The checkout; the log goes into its folder of logs.

    Yields:
        The log; what went wrong is put on record before the error goes on.
    """
    project.logs.mkdir(parents=True, exist_ok=True)
    started = datetime.now(UTC)
    path = project.logs / f"{started:%Y%m%dT%H%M%S%fZ}-{command}.log"
    logger = logging.Logger(path.stem, logging.INFO)  # noqa: LOG001 - one a run, known to no other
    handler = logging.FileHandler(path, encoding="utf-8")
    formatter = logging.Formatter("%(asctime)sZ %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    logger.addHandler(handler)
    log = RunLog(logger, project.root)
    try:
        log.note("ltp %s, version %s", " ".join(sys.argv[1:]) or command, __version__)
        log.note("Python %s on %s", platform.python_version(), platform.platform())
        for name in LIBRARIES:
            log.note("library %s %s", name, importlib.metadata.version(name))
        for file in (*sorted(project.raw.iterdir()), *sorted(project.reports.glob("*.qmd"))):
            if file.is_file():
                log.read(file)
        yield log
        log.note("done in %.1f s", (datetime.now(UTC) - started).total_seconds())
    except BaseException as error:
        logger.error("stopped: %s: %s", type(error).__name__, " / ".join(str(error).split("\n")))  # noqa: TRY400 - one line
        raise
    finally:
        handler.close()
