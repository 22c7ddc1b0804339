"""Tables of plans, their coverage and raters, on made-up codings and on the shipped study."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from tests.coding.conftest import ROUND, all_coded, coded, covers, plan

from ltp_analysis.coding.areas import area_coverage
from ltp_analysis.coding.coverage import unit_coverage
from ltp_analysis.reports.tables import TABLES
from ltp_analysis.reports.view import View

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.processed.results import Results
    from ltp_analysis.validated.study import Study

FULL = ("yes", "yes", "yes", "yes", "yes")


def view(study: Study, round_id: str = ROUND) -> View:
    # These tables look at nothing that was worked out.
    return View(study, cast("Results", None), round_id)


@pytest.fixture
def made(altered: Callable[..., Study]) -> Study:
    """Return the shipped study with three made-up plans in place of its own."""
    tables = {
        "plans": [plan("alpha"), plan("beta"), plan("gamma", "missing")],
        "coverage": [*covers("alpha", "09C"), *covers("beta", "09E", doubtful=True)],
        "codings": [
            *all_coded("alpha", "ann", FULL),
            *all_coded("alpha", "bo", FULL),
            *all_coded("beta", "ann", FULL),
            *all_coded("beta", "bo", ("no", *FULL[1:])),
            *coded("alpha", "ann", rating="amber"),
            *coded("alpha", "bo", rating="green"),
            # A plan with three raters beside one with two.
            *coded("beta", "ann", schools="no"),
            *coded("beta", "bo", schools="no"),
            *(row for name in ("ann", "bo", "cy") for row in coded("alpha", name, schools="no")),
        ],
        "adjudications": [],
    }
    return altered(**{name: (lambda _, rows=rows: rows) for name, rows in tables.items()})


def test_agreement_is_told_with_its_bases_and_without_nan(made: Study) -> None:
    found = TABLES["agreement"](view(made))
    rows = {str(row[0]): row[1:] for row in found.rows}
    assert rows["vulnerability-recognised"][0] == "1 of 2 plans"
    assert rows["schools"] == ("does not apply", "does not apply", "does not apply")
    assert rows["needs-assessed"][:2] == ("2 of 2 plans", "does not apply")
    assert rows["own rating of each rater"] == ("0 of 1 plans", "does not apply", "does not apply")
    assert rows["rating by the rubric, from the answers of each rater"][0] == "1 of 2 plans"
    assert "nan" not in str(found).lower()
    assert "95%" in found.caption


def test_plans_are_told_out_of_those_due(made: Study) -> None:
    rows = dict(cast("list[tuple[str, str]]", TABLES["plans"](view(made)).rows))
    assert rows["due"] == "3 of 3 plans due"
    assert rows["analysed"] == "2 of 3 plans due"
    assert rows["state: missing"] == "1 of 3 plans due"


def test_coverage_without_a_population_says_so(made: Study) -> None:
    found = TABLES["coverage"](view(made))
    assert found.rows[-1][1:] == ("195", "1", "0", "1", "193", "not known")
    assert "There is no population of mid-2016 for ages 0 to 17." in found.caption


def test_coverage_of_the_shipped_study_is_that_of_its_tables(study: Study) -> None:
    found = TABLES["coverage"](view(study, "2018-19"))
    how = unit_coverage(study, "2018-19")["covered"]
    assert found.rows[-1][2] == str((how == "once").sum())
    whole = area_coverage(study, "2018-19").iloc[-1]
    text = f"{whole['children_least']:,} to {whole['children_most']:,} of {whole['children']:,}"
    assert found.rows[-1][-1] == text
    assert "aged 0 to 17 in mid-2017" in found.caption


def test_rounds_without_plans_or_codings_have_a_sentence(study: Study) -> None:
    for name, round_id, words in (
        ("coverage", "2015-16", "no plan of 2015/16 is in the register"),
        ("plans", "2015-16", "Plans of 2015/16"),
        ("agreement", "2018-19", "no plan of 2018/19 was coded by two raters"),
    ):
        found = TABLES[name](view(study, round_id))
        assert found.rows == ()
        assert words in found.caption
