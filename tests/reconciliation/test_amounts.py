"""Verdicts on printed amounts: whole-number arithmetic on a few units, and an edited study."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ltp_analysis.reconciliation.amounts import judge_amount
from ltp_analysis.reconciliation.audit import reconcile
from ltp_analysis.reconciliation.verdict import Verdict
from ltp_analysis.solved.judged import new_case
from ltp_analysis.statements.rounding import Rule
from ltp_analysis.statements.statement import Kind, Reading, Statement

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.reconciliation.verdict import Judgement, Reconciled
    from ltp_analysis.validated.study import Study

Rows = list[dict[str, str]]

RATINGS = ("red", "green", "none")
RED = frozenset({"red"})
FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def units(size: int) -> tuple[str, ...]:
    return tuple(f"u{number:02}" for number in range(size))


def each(unit: str, *ratings: str) -> Statement:
    return Statement(f"said-{unit}", Kind.EACH, "one", "", (unit,), ratings=frozenset(ratings))


def percent(printed: int, left_out: frozenset[str] = frozenset()) -> tuple[Reading, Reading]:
    """Return a printed share of red, rounded to the nearest and cut off."""
    part, half = Fraction(printed, 100), Fraction(1, 200)
    base = "rated" if left_out else "all"
    near = Reading(
        "to the nearest", RED, left_out, True, part - half, part + half,  # noqa: FBT003 - a share
        rule=Rule.NEAREST, base=base,
    )  # fmt: skip
    cut = Reading(
        "cut off", RED, left_out, True, part, part + 2 * half,  # noqa: FBT003 - a share
        upper_open=True, rule=Rule.TRUNCATED, base=base,
    )  # fmt: skip
    return near, cut


def judged(size: int, said: list[Statement], *readings: Reading) -> Judgement:
    amount = Statement("asked", Kind.AMOUNT, "one", "", units(size), readings=readings)
    return judge_amount(new_case({"one": units(size)}, RATINGS, said, amount))


def expected(share: Fraction, printed: int) -> tuple[Verdict, str]:
    """Return the verdict on a printed percentage of a share that is known."""
    if abs(share - printed) <= Fraction(1, 2):
        return Verdict.REPRODUCED, "nearest"
    if share // 1 == printed:
        return Verdict.OTHERWISE, "truncated"
    return Verdict.CONTRADICTED, ""


@FEW
@given(st.integers(1, 15), st.data())
def test_a_share_of_units_all_rated_is_nearest_or_cut_off_or_wrong(
    size: int, data: st.DataObject
) -> None:
    red = data.draw(st.integers(0, size))
    share = Fraction(100 * red, size)
    printed = int(share) + data.draw(st.integers(-1, 2))
    assume(printed >= 0)
    said = [each(unit, "red" if n < red else "green") for n, unit in enumerate(units(size))]
    found = judged(size, said, *percent(printed))
    assert (found.verdict, found.rule) == expected(share, printed)
    assert found.lower == found.upper == share


@FEW
@given(st.integers(2, 15), st.integers(0, 100))
def test_a_figure_alone_is_possible_at_most(size: int, printed: int) -> None:
    found = judged(size, [], *percent(printed))
    verdicts = {expected(Fraction(100 * red, size), printed)[0] for red in range(size + 1)}
    fits = bool(verdicts - {Verdict.CONTRADICTED})
    assert found.verdict == (Verdict.POSSIBLE if fits else Verdict.CONTRADICTED)
    assert (found.lower, found.upper, found.statements) == (Fraction(0), Fraction(100), ())


def test_rounding_to_the_nearest_comes_before_cutting_off() -> None:
    # 2 of 3 are 66.7 %; 1 of 3 are 33.3 %, which is 33 under both rules.
    said = [each("u00", "red"), each("u01", "green"), each("u02", "green")]
    near, cut = percent(33)
    for readings in ((near, cut), (cut, near)):
        assert judged(3, said, *readings).rule == "nearest"
    said[1] = each("u01", "red")
    near, cut = percent(66)
    for readings in ((near, cut), (cut, near)):
        found = judged(3, said, *readings)
        assert (found.verdict, found.rule) == (Verdict.OTHERWISE, "truncated")


def test_the_base_that_gives_the_number_is_named() -> None:
    # Of four, one without a rating: 2 of 4 are 50 %, 2 of 3 are 67 %.
    said = [each("u00", "red"), each("u01", "red"), each("u02", "green"), each("u03", "none")]
    readings = (*percent(67), *percent(67, frozenset({"none"})))
    found = judged(4, said, *readings)
    assert (found.verdict, found.base) == (Verdict.REPRODUCED, "rated")
    assert found.lower == found.upper == Fraction(200, 3)
    assert judged(4, said, *percent(67)).verdict == Verdict.CONTRADICTED


def test_only_what_a_verdict_needs_is_named() -> None:
    said = [each(unit, "red") for unit in units(4)]
    said.append(each("u03", "red", "green"))
    count = Reading("", RED, frozenset(), False, Fraction(1), Fraction(4))  # noqa: FBT003 - a count
    assert len(judged(4, said, count).statements) == 1
    none = Reading("", RED, frozenset(), False, Fraction(0), Fraction(0))  # noqa: FBT003 - a count
    found = judged(4, said, none)
    assert found.verdict == Verdict.CONTRADICTED
    assert len(found.statements) == 1
    assert (found.rule, found.because) == ("", "No reading of it can hold.")


def setting(**values: str) -> Callable[[Rows], Rows]:
    """Return an edit of the table `figures` that prints other numbers."""
    by_id = {name.replace("_", "-").strip("-"): value for name, value in values.items()}

    def edit(rows: Rows) -> Rows:
        assert by_id.keys() <= {row["figure_id"] for row in rows}
        for row in rows:
            if value := by_id.get(row["figure_id"]):
                row |= {"value": value, "printed": value}
        return rows

    return edit


def test_verdicts_move_with_the_printed_numbers(
    altered: Callable[..., Study], verdicts: dict[str, Reconciled]
) -> None:
    edit = setting(
        _2016_17_rating_red="23",
        _2017_18_rating_amber="140",
        _2017_18_rating_green_north_east="3",
        _2018_19_rating_green="16",
    )
    # 62 % and 23 % of 98 are 61 and 23 plans and leave 14; 140 and 21 of 188 are 85.6 %; 7 of 10
    # are 70 %; 16 % of 195 are 31 or 32 and leave 83.6 % or 84.1 %.
    moved = {
        "2016-17-rating-green",
        "2017-18-rating-failing",
        "2017-18-rating-failing-north-east",
        "2018-19-rating-failing",
        "2018-19-rating-green",
    }
    found = {item.figure_id: item for item in reconcile(altered(figures=edit), figures=moved)}
    given_rules = (Verdict.REPRODUCED, Verdict.OTHERWISE)
    assert all(verdicts[name].verdict in given_rules for name in moved)
    assert not any(item.verdict in given_rules for item in found.values())
    # With three green, 9 of 12 are the most: 75 %.
    wrong = found["2017-18-rating-failing-north-east"]
    assert wrong.verdict == Verdict.CONTRADICTED
    assert wrong.statements == ("2017-18-rating-green-north-east",)


def test_with_no_other_evidence_nothing_is_reproduced(altered: Callable[..., Study]) -> None:
    alone = {
        "2015-16-rating-red",
        "2016-17-rating-failing-regional-releases",
        "2017-18-rating-amber",
        "2018-19-rating-green",
    }

    def only(rows: Rows) -> Rows:
        return [row for row in rows if row["figure_id"] in alone]

    none: Callable[[Rows], Rows] = lambda _: []  # noqa: E731 - an edit
    study = altered(figures=only, ratings=none, coverage=none)
    found = reconcile(study)
    assert {item.figure_id for item in found} == alone
    assert {item.verdict for item in found} == {Verdict.POSSIBLE}
    assert all(item.statements == () for item in found)
    assert {(item.lower, item.upper) for item in found if item.unit == "percent"} == {
        (Fraction(0), Fraction(100))
    }
