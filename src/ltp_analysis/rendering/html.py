"""Write a document as one self-contained web page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ltp_analysis.rendering.staging import Stage


def write_html(stage: Stage, others: Sequence[tuple[str, str]], home: str = "") -> bytes:
    """Write the page.

    Args:
        stage: The document.
        others: The same document in other formats: name of the format and of the file.
        home: The page that leads to all documents, if there is one.

    Returns:
        The page, with style and images inside.

    Raises:
        RenderError: Pandoc found fault with the document.
    """
    style = stage.folder / "style.html"
    css = (stage.folder / "style.css").read_text(encoding="utf-8")
    style.write_text(f"<style>\n{css}</style>\n", encoding="utf-8")
    arguments = [
        "--template=page.html",
        f"--include-in-header={style.name}",
        "--include-after-body=findings.html",
        "--embed-resources",
        "--mathml",
        "--section-divs=false",
        "--wrap=none",
    ]
    if stage.assembled.document.metadata.get("toc", True):
        arguments += ["--toc", "--toc-depth=3"]
    formats = [{"name": name, "file": file} for name, file in others]
    extra = {"shift-headings": True, "other-formats": formats, "home": home}
    return stage.pandoc("html", *arguments, metadata=extra)
