"""Printed numbers of children, from populations typed from the evidence and worked out here."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Any

import pytest

from ltp_analysis.reconciliation.audit import reconcile
from ltp_analysis.reconciliation.children import judge_estimates
from ltp_analysis.reconciliation.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.reconciliation.verdict import Judgement, Reconciled
    from ltp_analysis.solved.evidence import Evidence
    from ltp_analysis.validated.study import Study

Rows = list[dict[str, str]]
People = list[tuple[int, int]]

RATES = Fraction(89, 1000), Fraction(219, 1000)
HALF = Fraction(1, 2)

# Children aged 0-10 and 11-17 of each CCG of an area, mid-2015 for 2016/17, mid-2016 for 2017/18
# and mid-2017 for 2018/19, from the files of the evidence.
EXACT: dict[str, tuple[int, People]] = {
    "2016-17-children-estimated-milton-keynes": (8959, [(20593 + 23866, 16329 + 6510)]),
    "2016-17-children-estimated-oxfordshire": (18983, [(40191 + 47356, 35876 + 15225)]),
    "2016-17-children-estimated-hertfordshire": (
        35489,
        [(35601 + 41852, 32034 + 13419), (40323 + 47642, 35037 + 14337)],
    ),
    "2016-17-children-estimated-worcestershire": (
        16029,
        [(10540 + 13049, 9943 + 4205), (15829 + 19471, 15960 + 7026), (5544 + 6437, 5010 + 2245)],
    ),
    "2017-18-children-estimated-dorset": (19852, [(87925, 54917)]),
    "2017-18-children-estimated-corby": (2193, [(11139, 5487)]),
    "2018-19-children-estimated-herts-valleys": (19080, [(89636, 50696)]),
    "2018-19-children-estimated-shropshire": (8458, [(35501, 24190)]),
    "2018-19-children-estimated-telford-and-wrekin": (5481, [(25455, 14686)]),
    "2018-19-children-estimated-under-11-north-east-essex": (3729, [(41900, 0)]),
    "2018-19-children-estimated-11-and-over-north-east-essex": (5307, [(0, 24233)]),
}
ESTIMATED: dict[str, tuple[int, People]] = {
    "2017-18-children-estimated-cambridgeshire-and-peterborough": (25896, [(122750, 68330)]),
    "2017-18-children-estimated-nene": (19673, [(92671, 52210)]),
    "2017-18-children-estimated-aylesbury-vale-and-chiltern": (16966, [(76348, 46400)]),
    "2018-19-children-estimated-east-and-north-hertfordshire": (17057, [(79104, 45757)]),
    "2018-19-children-estimated-cambridgeshire-and-peterborough": (26084, [(123661, 68794)]),
    "2018-19-children-estimated-suffolk": (17964, [(50477, 32246), (30582, 16842)]),
}
MILTON_KEYNES = "2017-18-children-estimated-milton-keynes"
DEVON = "2017-18-children-estimated-devon"
NORFOLK = "2018-19-children-estimated-norfolk-and-waveney"


def children(people: People) -> Fraction:
    return sum((RATES[0] * young + RATES[1] * old for young, old in people), Fraction(0))


def whole(value: Fraction) -> int:
    """Return the nearest whole number; no value here lies half way."""
    assert value % 1 != HALF
    return floor(value + HALF)


def rounded(people: People) -> dict[str, int]:
    """Return the whole number that each rule gives."""
    return {
        "total": whole(children(people)),
        "units": sum(whole(children([one])) for one in people),
        "products": sum(whole(RATES[0] * a) + whole(RATES[1] * b) for a, b in people),
    }


def expected(people: People, printed: int) -> tuple[Verdict, str]:
    for rule, number in rounded(people).items():
        if number == printed:
            return (Verdict.REPRODUCED if rule == "total" else Verdict.OTHERWISE), rule
    return Verdict.CONTRADICTED, ""


def row(study: Study, name: str, **other: Any) -> dict[Any, Any]:  # noqa: ANN401 - cells
    table = study["figures"]
    (found,) = table[table["figure_id"] == name].to_dict("records")
    return {**found, **other}


def judged(study: Study, name: str, **other: Any) -> Judgement:  # noqa: ANN401 - cells
    return judge_estimates(study, [row(study, name, **other)])[name]


def test_what_is_typed_here_gives_the_printed_numbers() -> None:
    for name, (printed, people) in EXACT.items():
        assert printed in rounded(people).values(), name
    assert rounded(EXACT["2016-17-children-estimated-hertfordshire"][1])["units"] == 35490
    assert rounded(EXACT["2016-17-children-estimated-worcestershire"][1])["products"] == 16028
    assert rounded(EXACT["2018-19-children-estimated-shropshire"][1])["total"] == 8457
    assert rounded(EXACT["2018-19-children-estimated-telford-and-wrekin"][1])["total"] == 5482


@pytest.mark.parametrize("name", EXACT)
@pytest.mark.parametrize("more", [-1, 0, 1])
def test_one_child_more_or_less_is_another_rule_or_wrong(
    study: Study, name: str, more: int
) -> None:
    printed, people = EXACT[name]
    assert int(row(study, name)["value"]) == printed
    found = judged(study, name, value=str(printed + more))
    assert (found.verdict, found.rule) == expected(people, printed + more)
    if found.verdict == Verdict.CONTRADICTED:
        numbers = rounded(people).values()
        assert found.lower == min(numbers)
        assert found.upper == max(numbers)
    else:
        assert found.lower == found.upper == printed + more


@pytest.mark.parametrize("name", ESTIMATED)
def test_an_estimated_population_may_be_out_by_a_thousandth(study: Study, name: str) -> None:
    printed, people = ESTIMATED[name]
    number, margin = children(people), children(people) / 1000
    least, most = ceil(number - margin - HALF), floor(number + margin + HALF)
    assert least <= printed <= most
    for value in (least, printed, most):
        found = judged(study, name, value=str(value))
        assert found.verdict == Verdict.POSSIBLE
        assert found.lower == least
        assert found.upper == most
    # Rounding each product may move a child more of each unit each way, and no more.
    for value in (least - 1 - len(people), most + 1 + len(people)):
        assert judged(study, name, value=str(value)).verdict == Verdict.CONTRADICTED


def test_the_rates_and_populations_are_named(study: Study) -> None:
    found = judged(study, "2016-17-children-estimated-hertfordshire")
    assert found.statements == (
        "prevalence: children-estimated 0-10",
        "prevalence: children-estimated 11-17",
        "population: 06K 2015",
        "population: 06N 2015",
    )


def test_milton_keynes_is_near_9000_and_its_neighbour_is_named(
    study: Study, verdicts: dict[str, Reconciled]
) -> None:
    number = children([(45357, 23002)])
    found = verdicts[MILTON_KEYNES]
    assert found.verdict == Verdict.CONTRADICTED
    assert found.lower is not None
    assert found.upper is not None
    assert found.lower < number < found.upper < 9100
    assert "Nene has the same printed number" in found.because
    assert "Milton Keynes has the same" in verdicts["2017-18-children-estimated-nene"].because
    assert judged(study, MILTON_KEYNES, value="9074").verdict == Verdict.POSSIBLE


def test_a_neighbour_is_named_whatever_is_asked(
    study: Study, evidence: Evidence, verdicts: dict[str, Reconciled]
) -> None:
    assert reconcile(study, figures={MILTON_KEYNES}, evidence=evidence) == [verdicts[MILTON_KEYNES]]


def test_36000_rests_on_the_number_of_another_area(
    study: Study, verdicts: dict[str, Reconciled]
) -> None:
    name = "2017-18-children-estimated-buckinghamshire-with-milton-keynes"
    number = children([(45357, 23002), (76348, 46400)])
    found = verdicts[name]
    assert found.verdict == Verdict.CONTRADICTED
    assert found.lower is not None
    assert found.upper is not None
    assert found.lower < number < found.upper < 35000
    # About 36,000 is from 35,000 to 37,000; 16,966 and 19,673 are 36,639.
    assert 35000 < 16966 + 19673 < 37000
    assert "It can be the sum of what was printed for" in found.because
    assert judged(study, name, value="26000").verdict == Verdict.POSSIBLE


def test_round_numbers_stand_for_more_than_one(study: Study) -> None:
    # 8,457.2 and 5,481.7 are 13,938.9: nearly 14,000, not over it.
    name = "2018-19-children-estimated-shropshire-and-telford"
    number = children([(35501, 24190), (25455, 14686)])
    assert 13000 < number < 14000
    assert judged(study, name).verdict == Verdict.REPRODUCED
    assert judged(study, name, qualifier="over").verdict == Verdict.CONTRADICTED
    assert judged(study, name, value="13900", qualifier="about").verdict == Verdict.REPRODUCED
    assert judged(study, name, value="13000", qualifier="over").verdict == Verdict.REPRODUCED


def test_without_the_row_of_exact_sums_a_number_is_no_more_than_possible(
    altered: Callable[..., Study], verdicts: dict[str, Reconciled]
) -> None:
    devon = children([(106033, 63282), (31851, 20116)])
    norfolk = children(
        [(26643, 15974), (17768, 11743), (25949, 13615), (29483, 18154), (21358, 12092)]
    )
    assert whole(devon) == 30536
    # The five districts give 26,462.78; rounding their shares to persons lost a third of a child.
    assert abs(norfolk - Fraction("26462.78")) < 1
    assert verdicts[DEVON].verdict == Verdict.REPRODUCED
    assert verdicts[DEVON].lower == verdicts[DEVON].upper == 30536
    assert "exact sum: devon-2018 2016" in verdicts[DEVON].statements
    assert verdicts[NORFOLK].verdict == Verdict.CONTRADICTED

    def units(rows: Rows) -> Rows:
        codes = {"99P", "99Q", "06M", "06V", "06W", "06Y", "07J"}
        return [one for one in rows if one["unit_code"] in codes]

    study = altered(exact_sums=lambda _: [], population=units)
    for name in (DEVON, NORFOLK):
        found = judged(study, name)
        assert found.verdict == Verdict.POSSIBLE
        assert found.lower is not None
        assert found.upper is not None
        assert found.lower < int(row(study, name)["value"]) < found.upper
        assert not any(statement.startswith("exact sum") for statement in found.statements)


def test_where_no_population_is_known_nothing_can_be_checked(
    study: Study, altered: Callable[..., Study]
) -> None:
    early = judged(study, "2016-17-children-estimated-hertfordshire", round_id="2015-16")
    assert early.verdict == Verdict.NOT_CHECKABLE
    assert "no population" in early.because

    def half(rows: Rows) -> Rows:
        return [one for one in rows if one["unit_code"] == "06K"]

    found = judged(altered(population=half), "2016-17-children-estimated-hertfordshire")
    assert found.verdict == Verdict.NOT_CHECKABLE
    assert found.because.startswith("There is no estimate for 06N.")


@pytest.mark.parametrize("doubts", [10, 11])
def test_any_of_the_doubtful_members_may_belong(altered: Callable[..., Study], doubts: int) -> None:
    codes = ["03V", "06N", "05N", "05X", "06T", "05J", "05T", "06D", "00C", "00D", "00J"][:doubts]
    name = "2017-18-children-estimated-dorset"

    def members(rows: Rows) -> Rows:
        (sample,) = (one for one in rows if one["group_id"] == "dorset-2018")
        doubt = {"certainty": "doubtful", "doubt": "a test"}
        return rows + [{**sample, **doubt, "unit_code": code} for code in codes]

    def units(rows: Rows) -> Rows:
        return [one for one in rows if one["unit_code"] in {*codes, "11J"}]

    study = altered(group_members=members, population=units)
    with_corby = whole(children([(87925, 54917), (11139, 5487)]))
    found = judged(study, name, value=str(with_corby))
    assert found.verdict == Verdict.POSSIBLE
    assert "who belongs to the area is not certain" in found.because
    assert judged(study, name, value=str(with_corby + 2)).verdict == Verdict.CONTRADICTED


def test_more_than_all_that_may_belong_to_an_area_cannot_be_checked(study: Study) -> None:
    # The source says Kent; whether Medway is counted is not said.
    name = "2018-19-children-estimated-kent"
    assert judged(study, name, value="50000").verdict == Verdict.CONTRADICTED
    found = judged(study, name, value="60000")
    assert found.verdict == Verdict.NOT_CHECKABLE
    assert found.upper is not None
    assert 55105 < found.upper < 55200
    assert found.because.endswith(f"fall at least {60000 - int(found.upper):,} short.")
    # With no doubt of who belongs to it the number stands against its populations.
    firm = judged(study, "2018-19-children-estimated-norfolk-and-waveney", value="60000")
    assert firm.verdict == Verdict.CONTRADICTED
