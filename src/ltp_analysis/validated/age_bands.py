"""Age bands that together make up a range of ages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from ltp_analysis.validated.study import Study


def limits_of(study: Study) -> dict[str, tuple[int, int]]:
    """Return the first and last age of each band that has a last one."""
    rows = study["age_bands"].dropna(subset=["to_age"])
    names = rows["age_band"].astype(str)
    ages = zip(rows["from_age"].astype(int), rows["to_age"].astype(int), strict=True)
    return dict(zip(names, ages, strict=True))


def bands_that_tile(
    limits: Mapping[str, tuple[int, int]], present: AbstractSet[str], first: int, last: int
) -> tuple[str, ...] | None:
    """Return the fewest bands that make up a range of ages without gap or overlap.

    Args:
        limits: The first and last age of each band.
        present: The bands to take from; those without limits are passed over.
        first: The youngest age, in completed years.
        last: The oldest age.

    Returns:
        The bands, the youngest first, or None if no bands make up the range.
    """
    reached: dict[int, tuple[str, ...]] = {first: ()}
    for age in range(first, last + 1):
        for piece in sorted(present & limits.keys()):
            start, end = limits[piece]
            if age in reached and start == age and end <= last:
                way = (*reached[age], piece)
                if len(way) < len(reached.get(end + 1, (*way, ""))):
                    reached[end + 1] = way
    return reached.get(last + 1)
