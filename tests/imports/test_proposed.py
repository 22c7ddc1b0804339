"""What an import would add, and how that stands to what is stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.imports.names import How
from ltp_analysis.imports.proposed import Origin, propose, statement_id
from ltp_analysis.imports.ratings import Entry
from ltp_analysis.imports.register import names_of

if TYPE_CHECKING:
    from ltp_analysis.imports.register import Names
    from ltp_analysis.validated.study import Study

ORIGIN = Origin("sent.csv", "2018-19", "nspcc-2019", "original")


def entry(code: str, *ratings: str, row: int = 2) -> Entry:
    return Entry(row, code, code, How.CODE, "|".join(ratings), ratings)


def test_rows_cite_the_source_and_say_one_rating_a_unit(study: Study, names: Names) -> None:
    found = propose(study, [entry("12F", "red")], ORIGIN, names)
    assert found.rows == (
        {
            "statement_id": "2018-19-import-nspcc-2019-12f",
            "round_id": "2018-19",
            "unit_code": "12F",
            "ratings": "red",
            "edition": "original",
            "certainty": "certain",
            "note": "",
            "source_id": "nspcc-2019",
        },
    )
    assert not found.problems
    assert not found.differs
    assert len(found.left) == len(study.codes("2018-19")) - 1
    assert "12F" not in found.left


def test_what_another_source_states_is_set_beside(study: Study, names: Names) -> None:
    """Doncaster is stated green, Bolton red, amber or no plan, Shropshire amber."""
    entries = [entry("02X", "red"), entry("00T", "amber"), entry("05N", "amber")]
    found = propose(study, entries, ORIGIN, names)
    assert [(one.unit_code, one.stated, one.imported, one.excludes) for one in found.differs] == [
        ("02X", ("green",), ("red",), True),
        ("00T", ("red", "amber", "no plan"), ("amber",), False),
    ]
    assert found.agrees == ("05N",)


def test_a_merged_unit_counts_only_with_all_that_merged_with_it(study: Study, names: Names) -> None:
    """Bristol, North Somerset and South Gloucestershire became one on the register date."""
    (problem,) = propose(study, [entry("11H", "red")], ORIGIN, names).problems
    assert "11T" in problem.rule
    assert "12A" in problem.rule
    together = [entry(code, "red", row=row) for row, code in enumerate(("11H", "11T", "12A"), 2)]
    found = propose(study, together, ORIGIN, names)
    assert not found.problems
    assert {row["unit_code"] for row in found.rows} == {"11H", "11T", "12A"}
    assert "15C" not in found.left
    apart = [*together[:2], entry("12A", "green", row=4)]
    assert len(propose(study, apart, ORIGIN, names).problems) == 3


def test_a_correction_names_the_one_statement_that_it_corrects(study: Study) -> None:
    names = names_of(study, "2018-19")
    origin = Origin("sent.csv", "2018-19", "nspcc-2019", "corrected")
    found = propose(study, [entry("02X", "red"), entry("12F", "red", row=3)], origin, names)
    (row,) = found.rows
    assert row["corrects"] == "2018-19-doncaster"
    assert row["statement_id"] == "2018-19-import-nspcc-2019-02x-corrected"
    (problem,) = found.problems
    assert problem.row == 3
    assert "no statement of the original edition" in problem.rule


def test_ids_have_the_form_of_ids_whatever_a_code_looks_like() -> None:
    assert statement_id(ORIGIN, "E06/000 Ω1") == "2018-19-import-nspcc-2019-e06-000-1"
