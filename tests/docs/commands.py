"""The commands of a Markdown document, with what it says that they print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Commands:
    """A block of commands.

    Attributes:
        line: Where the block starts in the document.
        lines: The commands, one a line.
        fails: Whether the last one has to fail.
        prints: What the document says that they print; None if it says nothing.
    """

    line: int
    lines: tuple[str, ...]
    fails: bool
    prints: str | None


def commands_of(text: str) -> Iterator[Commands]:
    """Yield the blocks of commands of a document, in order.

    A block is fenced and marked `sh`, or `sh exit=1` if its last command has to fail; a block
    marked `text` right after it holds what is printed.

    Args:
        text: The document.
    """
    tokens = MarkdownIt().parse(text)
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        words = token.info.split()
        if token.type != "fence" or words[:1] != ["sh"]:
            continue
        told = following is not None and following.type == "fence" and following.info == "text"
        yield Commands(
            (token.map or [0])[0] + 1,
            tuple(token.content.splitlines()),
            words[1:] == ["exit=1"],
            following.content if following is not None and told else None,
        )
