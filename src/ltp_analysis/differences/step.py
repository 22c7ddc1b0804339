"""How great a step in the version of a dataset a difference asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ltp_analysis.differences.difference import Difference

Step = Literal["major", "minor", "patch"]


def needed_step(difference: Difference) -> Step:
    """Return the least step from one version to the next that a difference asks for.

    Whoever cites a version relies on its facts. So a fact that reads otherwise or is gone, in
    `data/raw` or in `study.toml`, makes a new major version; facts that are only added make a new
    minor one. How the dataset is cited and its version are no facts. What is worked out from the
    same facts may change with the code: this asks for a minor version too, and so does what could
    not be compared.

    Args:
        difference: The difference.
    """
    if difference.settings or any(
        table.removed or table.changed or table.gone_columns for table in difference.raw
    ):
        return "major"
    if difference.raw or difference.processed or difference.untold:
        return "minor"
    return "patch"
