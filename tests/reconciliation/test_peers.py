"""Verdicts on the peer review of the same plans: 18, 58 and 45 of 122."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pandas as pd

from ltp_analysis.reconciliation.peers import judge_peers
from ltp_analysis.reconciliation.verdict import Verdict

if TYPE_CHECKING:
    from ltp_analysis.reconciliation.verdict import Judgement, Reconciled
    from ltp_analysis.validated.study import Study

GOOD, SOME, MUCH = (
    f"2015-16-peer-rating-{name}"
    for name in ("good", "requires-improvement", "requires-substantial-improvement")
)
COUNTS = {GOOD: 18, SOME: 58, MUCH: 45}
SCORED = "2015-16-peer-scored"


def judged(
    study: Study, *, without: tuple[str, ...] = (), base: str = "", **values: str
) -> dict[str, Judgement]:
    """Judge the figures of the peer review, some of their numbers changed."""
    table = study["figures"]
    chosen = table[table["measure"].isin(["peer-rating", "peer-scored"])]
    named = {"good": GOOD, "some": SOME, "some_share": f"{SOME}-share", "scored": SCORED}
    other = {named[name]: value for name, value in values.items()}
    rows: list[dict[Any, Any]] = []
    for row in chosen.to_dict("records"):
        changed = {"value": other.get(row["figure_id"], row["value"])}
        if base:
            changed["base_value"] = None
        rows.append({**row, **changed})
    return judge_peers(study, [row for row in rows if row["figure_id"] not in without])


def test_every_band_is_what_the_others_leave(verdicts: dict[str, Reconciled]) -> None:
    assert sum(COUNTS.values()) == 121
    for name, count in COUNTS.items():
        found, share = verdicts[name], verdicts[f"{name}-share"]
        assert found.verdict == share.verdict == Verdict.REPRODUCED
        assert found.lower == found.upper == count
        assert share.lower == share.upper == Fraction(100 * count, 122)
        assert abs(Fraction(100 * count, 122) - int(share.printed.split()[0])) < Fraction(1, 2)
        assert share.statements == (name,)
        assert SCORED in found.statements
        assert "121 of 122" in found.because
    assert verdicts[SCORED].statements == (GOOD, SOME, MUCH)
    assert verdicts[SCORED].lower == verdicts[SCORED].upper == 121


def test_without_the_number_scored_a_band_is_read_from_its_share(study: Study) -> None:
    # 48 % of 122 are 58 plans, or 59 if cut off, and 15 % are 18 or 19.
    found = judged(study, without=(SCORED,))
    assert SCORED not in found
    assert found[SOME].verdict == Verdict.POSSIBLE
    assert (found[SOME].lower, found[SOME].upper) == (Fraction(58), Fraction(59))


def test_one_plan_more_is_contradicted(study: Study) -> None:
    found = judged(study, some="59")
    assert found[SOME].verdict == Verdict.CONTRADICTED
    assert found[SOME].statements == (GOOD, MUCH, SCORED)
    assert found[SCORED].verdict == Verdict.CONTRADICTED
    assert found[SCORED].lower == found[SCORED].upper == 122
    # All 122 have a band now, so that there is nothing to say of the sum.
    assert "add up to" not in found[SOME].because


def test_a_share_under_another_rule(study: Study) -> None:
    # 58 of 122 are 47.5 %: 48 to the nearest, 47 cut off.
    share = judged(study, some_share="47")[f"{SOME}-share"]
    assert (share.verdict, share.rule) == (Verdict.OTHERWISE, "truncated")


def test_a_sum_is_told_as_it_is(study: Study) -> None:
    found = judged(study, good="17", without=(SCORED, f"{GOOD}-share"))
    assert all(item.because.endswith("add up to 120 of 122.") for item in found.values())


def test_with_no_size_of_the_base_nothing_can_be_checked(study: Study) -> None:
    found = judged(study, base="not seen")
    assert {item.verdict for item in found.values()} == {Verdict.NOT_CHECKABLE}
    assert {item.because for item in found.values()} == {"The size of the base was not seen."}


def test_nothing_is_reproduced_from_figures_that_clash(study: Study) -> None:
    # 17 good plans are 13.9 % and print as neither 15 nor, with 58 and 45, as 121.
    found = judged(study, good="17", some_share="49")
    assert found[GOOD].verdict != Verdict.REPRODUCED


def test_a_word_that_takes_in_two_ratings_is_added_to_none(study: Study) -> None:
    words = study["categories"]
    wider = words[words["category"] == "good"].assign(rating="requires improvement")
    tables = {**study.tables, "categories": pd.concat([words, wider], ignore_index=True)}
    found = judged(replace(study, tables=tables), good="17")
    assert all("add up to" not in judgement.because for judgement in found.values())
