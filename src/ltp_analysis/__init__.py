"""Rebuild yearly ratings of public plans from published evidence, with honest bounds."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ltp_analysis.dataset.load import load, tables
    from ltp_analysis.solved.questions import ask
    from ltp_analysis.validated.study import load_study

__version__ = "0.1.0"
__all__ = ["ask", "load", "load_study", "tables"]

_HOMES = {
    "ask": "ltp_analysis.solved.questions",
    "load": "ltp_analysis.dataset.load",
    "load_study": "ltp_analysis.validated.study",
    "tables": "ltp_analysis.dataset.load",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever is asked for
    # Only at first use, since the solver and tables take a second to load.
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__} has no attribute {name}")
