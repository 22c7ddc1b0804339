"""Write a document for Word."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from ltp_analysis.rendering.reference import reference_docx

if TYPE_CHECKING:
    from ltp_analysis.rendering.staging import Stage

_ROW = re.compile(rb"<w:tr>\s*(?:<w:trPr>(.*?)</w:trPr>)?", re.DOTALL)


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
    return _keep_rows_whole(
        stage.pandoc(
            "docx",
            "--reference-doc=reference.docx",
            "--resource-path=.",
            "--syntax-highlighting=none",
            "--output=-",
        )
    )


def _keep_rows_whole(document: bytes) -> bytes:
    """Tell each row of a table to stay on one page, which Pandoc has no way to say."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(result, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "word/document.xml":
                content = _ROW.sub(rb"<w:tr><w:trPr><w:cantSplit/>\1</w:trPr>", content)
            new.writestr(entry, content)
    return result.getvalue()
