"""Which program turns documents into pages."""

from __future__ import annotations

import shutil
from enum import StrEnum

from ltp_analysis.problems import LtpError


class Engine(StrEnum):
    """What turns a document into pages."""

    AUTO = "auto"
    QUARTO = "quarto"
    EMBEDDED = "embedded"


class ReportError(LtpError):
    """Raised where a report cannot be made; the message says what to do."""


def choose(engine: Engine) -> Engine:
    """Return the engine to use.

    Args:
        engine: What was asked for.

    Raises:
        ReportError: If Quarto was asked for and is not on the PATH.
    """
    found = shutil.which("quarto") is not None
    if engine is Engine.QUARTO and not found:
        raise ReportError("quarto is not on the PATH. Install it, or use --engine embedded.")
    if engine is Engine.AUTO:
        return Engine.QUARTO if found else Engine.EMBEDDED
    return engine
