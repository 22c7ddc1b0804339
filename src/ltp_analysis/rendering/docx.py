"""Write a document for Word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.rendering.reference import reference_docx

if TYPE_CHECKING:
    from ltp_analysis.rendering.staging import Stage


def write_docx(stage: Stage) -> bytes:
    """Write the document.

    Args:
        stage: The document.

    Returns:
        The file.

    Raises:
        RenderError: Pandoc found fault with the document.
    """
    lang = str(stage.assembled.document.metadata.get("lang", "en"))
    (stage.folder / "reference.docx").write_bytes(reference_docx(lang))
    return stage.pandoc(
        "docx",
        "--reference-doc=reference.docx",
        "--resource-path=.",
        "--syntax-highlighting=none",
        "--output=-",
    )
