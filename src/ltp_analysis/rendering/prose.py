"""The prose of a document, for tools that check its words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ltp_analysis.rendering.qmd import INLINE, Text

if TYPE_CHECKING:
    from pathlib import Path

    from ltp_analysis.rendering.qmd import Document

# In this order: what hides other marks goes first. Each match becomes blanks, so lines stay put.
_NOT_PROSE = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (r"<!--.*?-->", re.DOTALL),
        (INLINE.pattern, 0),
        (r"(`+)(?!`).*?(?<!`)\1(?!`)(\{[^}\n]*\})?", 0),
        (r"\$\$.*?\$\$", re.DOTALL),
        (r"(?<![\\$\w])\$(?=\S)[^$\n]*?(?<=\S)\$(?![\d$])", 0),
        (r"^\[[^\]\n]+\]:[ ]*\S+.*$", re.MULTILINE),
        (r"(?<=\])\([^()\n]*(\([^()\n]*\)[^()\n]*)*\)", 0),
        (r"<(https?:|mailto:)[^>\s]*>|https?://[^\s)>\]]+", 0),
        (r"\[\^[^\]\n]+\]:?", 0),
        (r"\[[^\]\[]*?-?@[^\]\[]+\]", 0),
        (r"(?<![\w.@])-?@(\{[^}\n]*\}|[A-Za-z0-9_][\w:.#$%&+?<>~/-]*[\w/]|\w)", 0),
        (r"\{[^{}\n]*[.#=][^{}\n]*\}", 0),
        (r"^\s*:{3,}.*$", re.MULTILINE),
    )
)


def prose_lines(document: Document) -> list[tuple[Path, int, str]]:
    """Return the lines of a document that a reader reads as sentences.

    Args:
        document: A parsed document.

    Returns:
        File, line and text of every line with prose. Left out: cells, code blocks, inline code,
        front matter, comments, formulas, attributes, link targets, citations and references.
    """
    found = []
    for block in document.blocks:
        if not isinstance(block, Text):
            continue
        shown = "\n".join(
            "" if code else line.text for line, code in zip(block.lines, block.code, strict=True)
        )
        for pattern in _NOT_PROSE:
            shown = pattern.sub(lambda match: re.sub(r"[^\n]+", " ", match[0]), shown)
        found += [
            (line.file, line.number, text.strip())
            for line, text in zip(block.lines, shown.split("\n"), strict=True)
            if re.search(r"\w", text)
        ]
    return found
