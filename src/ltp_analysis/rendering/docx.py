"""A document for Word."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from ltp_analysis.rendering.reference import reference_docx
from ltp_analysis.rendering.staging import Wanted

if TYPE_CHECKING:
    from ltp_analysis.rendering.staging import Stage

_REFERENCE = "reference.docx"
_ROW = re.compile(rb"<w:tr>\s*(?:<w:trPr>(.*?)</w:trPr>)?", re.DOTALL)


def docx(stage: Stage) -> Wanted:
    """Return how the document is to be written, and lay out its styles.

    Args:
        stage: The document.
    """
    lang = str(stage.assembled.document.metadata.get("lang", "en"))
    (stage.folder / _REFERENCE).write_bytes(reference_docx(lang, stage.notice))
    return Wanted("docx", reference=_REFERENCE)


def keep_rows_whole(document: bytes) -> bytes:
    """Tell each row of a table to stay on one page, which Pandoc has no way to say.

    Args:
        document: The document as Pandoc wrote it.
    """
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(result, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "word/document.xml":
                content = _ROW.sub(rb"<w:tr><w:trPr><w:cantSplit/>\1</w:trPr>", content)
            new.writestr(entry, content)
    return result.getvalue()
