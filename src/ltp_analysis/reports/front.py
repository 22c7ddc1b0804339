"""What a document says of itself before its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def front_matter(document: Path) -> dict[str, Any]:
    """Return the front matter of a document.

    Args:
        document: A .qmd file.
    """
    front: dict[str, Any] = next(yaml.safe_load_all(document.read_text(encoding="utf-8")))
    return front


def title_of(front: Mapping[str, Any]) -> str:
    """Return the title of a document, with its subtitle.

    Args:
        front: Its front matter.
    """
    return ": ".join(front[key] for key in ("title", "subtitle") if key in front)
