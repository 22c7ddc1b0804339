"""Change of a share between rounds, in percentage points."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ltp_analysis.findings.finding import Finding, finding_id, made_by
from ltp_analysis.findings.shares import AS_PRINTED, WITH_MISSING, WITHOUT_MISSING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ltp_analysis.validated.study import Study


def change_findings(study: Study, shares: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the change of each rating's share, from each round to the next and from the first.

    The bounds are those of any pair of allowed shares: nothing is known here of single units.
    Shares are compared within one variant; a share as printed stands in where a round has no
    other.

    Args:
        study: The study.
        shares: The findings of `share_findings`.

    Yields:
        Findings in percentage points, later less earlier.
    """
    known = {
        (share.round, share.category, share.id.rsplit(".", 1)[-1]): share
        for share in shares
        if share.measure == "share"
    }
    rounds = study.rounds
    # From the first to each, so that a round more takes no finding away.
    first = [(rounds[0], later) for later in rounds[1:]]
    for before, after in dict.fromkeys([*pairwise(rounds), *first]):
        for rating in study.ratings:
            for variant in (WITH_MISSING, WITHOUT_MISSING):
                old = known.get((before, rating, variant)) or known.get(
                    (before, rating, AS_PRINTED)
                )
                new = known.get((after, rating, variant)) or known.get((after, rating, AS_PRINTED))
                if old is not None and new is not None:
                    yield _change(study, old, new, variant)


def _change(study: Study, old: Finding, new: Finding, variant: str) -> Finding:
    cautions = []
    if study.round(old.round)["criteria_id"] != study.round(new.round)["criteria_id"]:
        cautions.append("The wording of the criteria changed between the two rounds.")
    if old.base_name != new.base_name:
        cautions.append(f"The bases differ: {old.base_name} before, {new.base_name} after.")
    if old.caution == new.caution:
        cautions += [old.caution] if old.caution else []
    else:
        cautions += [
            f"{study.round(one.round)['round']}: {one.caution}" for one in (old, new) if one.caution
        ]
    bounded = None not in (old.lower, old.upper, new.lower, new.upper)
    return Finding(
        id=finding_id(
            "change", f"{old.round}-to-{new.round}", new.category, study.settings.whole, variant
        ),
        round=f"{old.round}-to-{new.round}",
        measure="change",
        category=new.category,
        scope=new.scope,
        unit="points",
        lower=new.lower - old.upper if bounded else None,  # type: ignore[operator]
        upper=new.upper - old.lower if bounded else None,  # type: ignore[operator]
        base_name=" / ".join(dict.fromkeys([old.base_name, new.base_name])),
        rule=new.rule or old.rule,
        method="The later share less the earlier one, over all shares that the figures allow.",
        caution=" ".join(dict.fromkeys(cautions)),
        statements=tuple(dict.fromkeys((*old.statements, *new.statements))),
        sources=tuple(dict.fromkeys((*old.sources, *new.sources))),
        code=made_by(change_findings),
        dataset=study.version,
    )
