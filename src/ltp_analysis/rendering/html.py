"""A document as one self-contained web page."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING

from ltp_analysis.rendering.staging import Wanted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ltp_analysis.rendering.staging import Stage

_IMAGE = re.compile(rb' src="(image-[0-9]+\.(svg|png))"')
_TYPES = {b"svg": b"image/svg+xml", b"png": b"image/png"}


def html(stage: Stage, others: Sequence[tuple[str, str]], home: str = "") -> Wanted:
    """Return how the page is to be written.

    Args:
        stage: The document.
        others: The same document in other formats: name of the format and of the file.
        home: The page that leads to all documents, if there is one.
    """
    css = (stage.folder / "style.css").read_text(encoding="utf-8")
    script = (stage.folder / "findings.html").read_text(encoding="utf-8")
    links = {"other-formats": [{"name": name, "file": file} for name, file in others]}
    return Wanted(
        "html",
        template="page.html",
        contents=3 if stage.assembled.document.metadata.get("toc", True) else 0,
        metadata={**links, "home": home} if home else links,
        variables={
            "header-includes": [f"<style>\n{css}</style>"],
            "include-after": [script],
        },
    )


def self_contained(page: bytes, stage: Stage) -> bytes:
    """Return a page with its images inside.

    Args:
        page: The page as Pandoc wrote it.
        stage: The document, with the images.
    """

    def inside(image: re.Match[bytes]) -> bytes:
        content = b64encode((stage.folder / image[1].decode()).read_bytes())
        return b' src="data:%s;base64,%s"' % (_TYPES[image[2]], content)

    return _IMAGE.sub(inside, page)
