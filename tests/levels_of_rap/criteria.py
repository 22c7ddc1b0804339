"""Write `docs/levels-of-rap.md`: each criterion with its evidence and the test behind it.

    python -m tests.levels_of_rap.criteria

The criteria are those of the NHS “Levels of RAP” beyond the baseline, in this project's own words.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT: Final = Path(__file__).parents[2]
DOCUMENT: Final = ROOT / "docs" / "levels-of-rap.md"

_INTRODUCTION: Final = """\
The NHS has levels for reproducible analytical pipelines (“Levels of RAP”). Here is what meets each
criterion of silver and gold, and the test in `tests/levels_of_rap/test_criteria.py` that fails if
it does not any more. This page is made of those tests: `python -m tests.levels_of_rap.criteria`."""


@dataclass(frozen=True)
class Criterion:
    """A criterion and what meets it.

    Attributes:
        level: silver or gold.
        words: What it asks for.
        evidence: What meets it, in words.
        files: Where that is, from the root.
        test: Name of the test behind it.
    """

    level: str
    words: str
    evidence: str
    files: tuple[str, ...]
    test: str


CRITERIA: Final[list[Criterion]] = []
"""Every criterion, in the order in which the tests name them."""


def meets(
    level: str, words: str, evidence: str, *files: str
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Say which criterion a test stands behind.

    Args:
        level: silver or gold.
        words: What the criterion asks for.
        evidence: What meets it, in words.
        *files: Where that is, from the root.
    """

    def keep(test: Callable[..., None]) -> Callable[..., None]:
        CRITERIA.append(Criterion(level, words, evidence, files, test.__name__))
        return test

    return keep


def document() -> str:
    """Return the table of evidence as Markdown."""
    parts = ["# Levels of RAP", _INTRODUCTION]
    for level in dict.fromkeys(one.level for one in CRITERIA):
        rows = [one for one in CRITERIA if one.level == level]
        parts.append(
            f"## {level.capitalize()}\n\n| criterion | evidence | where | test |\n"
            "|---|---|---|---|\n"
            + "\n".join(
                f"| {one.words} | {one.evidence} | {', '.join(f'`{file}`' for file in one.files)} "
                f"| `{one.test}` |"
                for one in rows
            )
        )
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    from tests.levels_of_rap import criteria, test_criteria  # noqa: F401 - fills the list

    DOCUMENT.write_text(criteria.document(), encoding="utf-8")
    print(f"wrote {DOCUMENT.relative_to(ROOT)}")  # noqa: T201 - the output
