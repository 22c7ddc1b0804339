"""The verdicts on published figures, against arithmetic done by hand on the printed numbers."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.reconciliation.audit import UnknownFigureError, reconcile
from ltp_analysis.reconciliation.verdict import Reconciled, Verdict

if TYPE_CHECKING:
    from ltp_analysis.solved.evidence import Evidence
    from ltp_analysis.validated.study import Study

SOURCE = Path(__file__).parents[2] / "src" / "ltp_analysis"
Verdicts = dict[str, Reconciled]


def test_every_figure_has_one_verdict_in_order(study: Study, verdicts: Verdicts) -> None:
    assert list(verdicts) == list(study["figures"]["figure_id"])


def test_83_and_84_per_cent_are_one_count_rounded_in_two_ways(verdicts: Verdicts) -> None:
    # 62 % and 21 % of 98 can only be 61 and 21 plans.
    share = Fraction(100 * (61 + 21), 98)
    right = verdicts["2016-17-rating-failing-regional-releases"]
    other = verdicts["2016-17-rating-failing"]
    parts = ("2016-17-rating-amber", "2016-17-rating-red")
    assert (right.verdict, right.rule) == (Verdict.REPRODUCED, "nearest")
    assert right.lower == right.upper == other.lower == share
    assert right.statements == other.statements == parts
    assert other.verdict == Verdict.OTHERWISE
    assert other.rule == "truncated; added after rounding"


def test_17_per_cent_is_what_two_rounded_shares_leave(verdicts: Verdicts) -> None:
    green = verdicts["2016-17-rating-green"]
    assert (green.verdict, green.rule) == (Verdict.OTHERWISE, "added after rounding")
    assert green.lower == green.upper == Fraction(100 * 16, 98)
    assert {"2016-17-rating-amber", "2016-17-rating-red"} <= set(green.statements)


def test_6_points_more_are_possible_only_of_units(verdicts: Verdicts) -> None:
    # Of plans it was 16 of 98, too near to 18 % for six points; of CCGs the share is open.
    change = verdicts["2018-19-rating-change-green"]
    assert (change.verdict, change.base) == (Verdict.POSSIBLE, "ccgs")
    assert change.lower is not None
    assert change.upper is not None
    assert change.lower < Fraction(11, 2) < Fraction(13, 2) < change.upper
    # 35 or 36 of 195 less 5.5 to 6.5 points.
    ends = [float(Fraction(3500, 195) - Fraction(13, 2)), float(Fraction(3600, 195) - 5.5)]
    share = f"a share of {ends[0]:.1f} to {ends[1]:.1f} per cent in 2016/17."
    assert share in change.because
    assert "17 per cent of plans analysed" in change.because


def test_88_per_cent_is_cut_off_and_leaves_out_units_without_a_plan(verdicts: Verdicts) -> None:
    failing = verdicts["2017-18-rating-failing"]
    assert (failing.verdict, failing.rule) == (Verdict.OTHERWISE, "truncated")
    assert failing.base == "ccgs-with-plan"
    assert failing.lower == failing.upper == Fraction(100 * (146 + 21), 195 - 7)
    assert failing.statements == (
        "2017-18-rating-amber",
        "2017-18-rating-no-plan",
        "2017-18-rating-red",
    )


def test_what_else_88_per_cent_could_mean_is_told_with_what_stands_against_it(
    verdicts: Verdicts,
) -> None:
    # Of all 195 it is 85.6 per cent, and with those without a plan 89.2.
    because = verdicts["2017-18-rating-failing"].because
    assert "As red or amber, of CCGs, it cannot hold with" in because
    assert "As red or amber or no plan, of CCGs, it cannot hold with" in because
    assert ": 146”" in because
    assert "with a plan, it cannot" not in because


def test_77_per_cent_of_the_north_east_is_7_of_9_cut_off(verdicts: Verdicts) -> None:
    failing = verdicts["2017-18-rating-failing-north-east"]
    assert (failing.verdict, failing.rule) == (Verdict.OTHERWISE, "truncated")
    assert failing.lower == failing.upper == Fraction(700, 9)


def test_82_per_cent_counts_units_without_a_plan(verdicts: Verdicts) -> None:
    failing = verdicts["2018-19-rating-failing"]
    assert failing.verdict == Verdict.REPRODUCED
    assert "no plan" in failing.because
    # 18 % of 195 are 35 or 36, so that 159 or 160 are not green.
    assert (failing.lower, failing.upper) == (Fraction(15900, 195), Fraction(16000, 195))


def test_half_and_41_per_cent_hold_only_on_different_bases(verdicts: Verdicts) -> None:
    half = verdicts["2017-18-rating-again-red-or-amber"]
    less = verdicts["2017-18-rating-again-red-or-amber-itv"]
    assert (half.verdict, half.base) == (Verdict.POSSIBLE, "ccgs-with-plan")
    assert (less.verdict, less.base) == (Verdict.POSSIBLE, "ccgs")
    assert less.figure_id in half.statements
    assert half.figure_id in less.statements
    # Half is 5 to 7 twelfths: of 195 CCGs at least 82, of the 188 with a plan at least 79.
    # About 41 per cent, 40 to 42, is at most 81 and 78 of them.
    assert 82 > Fraction(42, 100) * 195 > 79 > Fraction(42, 100) * 188
    assert "As red or amber, of CCGs, it cannot hold with" in half.because
    assert "approximately 41 per cent" in half.because
    assert "As red or amber, of CCGs with a plan, it cannot hold with" in less.because
    assert ": half”" in less.because


@pytest.mark.parametrize(
    ("name", "printed", "verdict", "rule"),
    [
        ("2016-17-children-estimated-worcestershire", 16029, Verdict.REPRODUCED, "total"),
        ("2016-17-children-estimated-hertfordshire", 35489, Verdict.REPRODUCED, "total"),
        ("2016-17-children-estimated-milton-keynes", 8959, Verdict.REPRODUCED, "total"),
        ("2016-17-children-estimated-oxfordshire", 18983, Verdict.REPRODUCED, "total"),
        ("2017-18-children-estimated-dorset", 19852, Verdict.REPRODUCED, "total"),
        ("2017-18-children-estimated-corby", 2193, Verdict.REPRODUCED, "total"),
        ("2017-18-children-estimated-devon", 30536, Verdict.REPRODUCED, "total"),
        ("2018-19-children-estimated-herts-valleys", 19080, Verdict.REPRODUCED, "total"),
        ("2018-19-children-estimated-shropshire", 8458, Verdict.OTHERWISE, "products"),
        ("2018-19-children-estimated-telford-and-wrekin", 5481, Verdict.OTHERWISE, "products"),
        (
            "2018-19-children-estimated-under-11-north-east-essex",
            3729,
            Verdict.REPRODUCED,
            "total",
        ),
        (
            "2018-19-children-estimated-11-and-over-north-east-essex",
            5307,
            Verdict.REPRODUCED,
            "total",
        ),
    ],
)
def test_exact_populations_give_the_printed_number_to_the_child(
    verdicts: Verdicts, name: str, printed: int, verdict: Verdict, rule: str
) -> None:
    found = verdicts[name]
    assert (found.verdict, found.rule) == (verdict, rule)
    assert found.lower == found.upper == printed


@pytest.mark.parametrize(
    "name",
    [
        "2017-18-children-estimated-cambridgeshire-and-peterborough",
        "2017-18-children-estimated-nene",
        "2017-18-children-estimated-aylesbury-vale-and-chiltern",
        "2018-19-children-estimated-east-and-north-hertfordshire",
        "2018-19-children-estimated-cambridgeshire-and-peterborough",
        "2018-19-children-estimated-suffolk",
    ],
)
def test_numbers_of_estimated_populations_are_no_more_than_possible(
    verdicts: Verdicts, name: str
) -> None:
    found = verdicts[name]
    assert found.verdict == Verdict.POSSIBLE
    assert found.lower is not None
    assert found.upper is not None
    assert found.lower < int(found.printed.replace(",", "")) < found.upper


def test_milton_keynes_was_given_the_number_of_nene(verdicts: Verdicts) -> None:
    found = verdicts["2017-18-children-estimated-milton-keynes"]
    assert found.verdict == Verdict.CONTRADICTED
    assert "Nene has the same printed number" in found.because
    assert "population: 04F 2016" in found.statements
    wider = verdicts["2017-18-children-estimated-buckinghamshire-with-milton-keynes"]
    assert wider.verdict == Verdict.CONTRADICTED
    assert "(16,966)" in wider.because
    assert "(19,673)" in wider.because


def test_norfolk_and_waveney_is_contradicted_by_its_exact_sum(verdicts: Verdicts) -> None:
    found = verdicts["2018-19-children-estimated-norfolk-and-waveney"]
    assert found.verdict == Verdict.CONTRADICTED
    assert found.lower is not None
    assert found.upper is not None
    assert found.lower <= Fraction("26462.78") <= found.upper < 26472
    assert "exact sum: norfolk-and-waveney-2018 2017" in found.statements


def test_46000_children_cannot_be_with_two_green_areas(verdicts: Verdicts) -> None:
    found = verdicts["2017-18-children-affected-inadequate-or-none-north-east"]
    assert found.verdict == Verdict.CONTRADICTED
    assert found.statements == ("2017-18-rating-green-north-east",)


def test_the_bands_of_the_peer_review_add_up_to_one_plan_less(verdicts: Verdicts) -> None:
    peers = [item for item in verdicts.values() if item.measure == "peer-rating"]
    assert len(peers) == 6
    assert {item.verdict for item in peers} == {Verdict.REPRODUCED}
    assert all("add up to 121 of 122" in item.because for item in peers)
    assert verdicts["2015-16-peer-scored"].verdict == Verdict.REPRODUCED


def test_the_register_says_how_many_units_there_were(verdicts: Verdicts) -> None:
    assert verdicts["2017-18-units-covered"].verdict == Verdict.REPRODUCED
    wrong = verdicts["2017-18-units-covered-child-in-the-city"]
    assert (wrong.verdict, wrong.upper) == (Verdict.CONTRADICTED, Fraction(195))


def test_a_rank_is_among_areas_that_no_table_lists(verdicts: Verdicts) -> None:
    ranks = [item for item in verdicts.values() if item.unit == "rank"]
    assert len(ranks) == 2
    for item in ranks:
        assert item.verdict == Verdict.NOT_CHECKABLE
        assert item.because == "No table lists the areas that it is ranked among."


def test_a_verdict_does_not_depend_on_what_else_is_asked(
    study: Study, evidence: Evidence, verdicts: Verdicts
) -> None:
    names = {"2015-16-peer-scored", "2017-18-children-estimated-nene", "2017-18-rating-failing"}
    for name in names - {"2017-18-children-estimated-nene"}:
        assert reconcile(study, figures={name}, evidence=evidence) == [verdicts[name]]


def test_an_unknown_figure_is_refused(study: Study, evidence: Evidence) -> None:
    with pytest.raises(UnknownFigureError, match="no figure none-such"):
        reconcile(study, figures={"none-such"}, evidence=evidence)


def test_no_verdict_is_written_down_anywhere(study: Study) -> None:
    names = {*study["figures"]["figure_id"], *study["groups"]["group_id"]}
    names -= {study.settings.whole}
    for folder in ("solved", "reconciliation", "statements", "findings"):
        for path in (SOURCE / folder).rglob("*.py"):
            words = set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", path.read_text(encoding="utf-8")))
            assert not words & names, path
