"""What verdicts do not depend on: the order of rows, what else is asked, words in the code."""

from __future__ import annotations

import ast
import csv
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.reconciliation.audit import reconcile
from ltp_analysis.reconciliation.verdict import Verdict
from ltp_analysis.solved.evidence import weigh

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ltp_analysis.reconciliation.verdict import Reconciled
    from ltp_analysis.solved.evidence import Evidence
    from ltp_analysis.validated.study import Study

ROOT = Path(__file__).parents[2]
RAW = ROOT / "data" / "raw"
CHECKED = [
    path
    for folder in ("reconciliation", "solved")
    for path in sorted((ROOT / "src" / "ltp_analysis" / folder).glob("*.py"))
]
SOME = {
    "2015-16-peer-rating-good",
    "2015-16-rating-red",
    "2016-17-rating-failing",
    "2016-17-rating-failing-regional-releases",
    "2016-17-rating-green",
    "2017-18-children-affected-inadequate-or-none-north-east",
    "2017-18-children-estimated-buckinghamshire-with-milton-keynes",
    "2017-18-children-estimated-milton-keynes",
    "2017-18-children-estimated-nene",
    "2017-18-rating-again-red-or-amber",
    "2017-18-rating-again-red-or-amber-itv",
    "2017-18-rating-failing",
    "2017-18-rating-failing-north-east",
    "2017-18-units-covered",
    "2018-19-children-estimated-shropshire",
    "2018-19-rating-change-green",
    "2018-19-rating-failing",
}
"""Figures of every way of checking and of every verdict."""


def found(item: Reconciled) -> tuple[object, ...]:
    return item.verdict, item.rule, item.base, item.lower, item.upper, set(item.statements)


def test_some_figures_stand_for_all(verdicts: dict[str, Reconciled]) -> None:
    verdicts_of_some = {verdicts[name].verdict for name in SOME}
    assert verdicts_of_some == set(Verdict) - {Verdict.NOT_CHECKABLE}


@pytest.mark.parametrize("seed", [None, 2020])
def test_the_order_of_rows_changes_no_verdict(
    study: Study, verdicts: dict[str, Reconciled], seed: int | None
) -> None:
    tables = dict(study.tables)
    for name in ("figures", "ratings", "group_members", "population", "exact_sums"):
        rows = tables[name]
        tables[name] = rows[::-1] if seed is None else rows.sample(frac=1, random_state=seed)
    other = replace(study, tables=tables)
    again = reconcile(other, figures=SOME, evidence=weigh(other))
    order = [name for name in tables["figures"]["figure_id"] if name in SOME]
    assert [item.figure_id for item in again] == order
    for item in again:
        assert found(item) == found(verdicts[item.figure_id]), item.figure_id


@pytest.mark.parametrize("name", sorted(SOME))
def test_a_figure_has_the_same_verdict_alone(
    study: Study, evidence: Evidence, verdicts: dict[str, Reconciled], name: str
) -> None:
    (item,) = reconcile(study, figures={name}, evidence=evidence)
    assert found(item) == found(verdicts[name])


def test_asked_for_nothing_it_says_nothing(study: Study, evidence: Evidence) -> None:
    assert reconcile(study, figures=set(), evidence=evidence) == []


def ids() -> set[str]:
    """Return every id that a row of the study has, but for the whole register."""
    names: set[str] = set()
    for table, column in (
        ("figures", "figure_id"),
        ("ratings", "statement_id"),
        ("groups", "group_id"),
        ("register", "unit_code"),
        ("rounds", "round_id"),
    ):
        with (RAW / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            names |= {row[column] for row in csv.DictReader(file)}
    return names - {"england"}


def constants(path: Path) -> Iterator[str | int]:
    """Yield the texts and whole numbers of a module that are more than its documentation."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    lone = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
    }  # docstrings stand by themselves
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in lone:
            value = node.value
            if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
                yield value


@pytest.mark.parametrize("path", CHECKED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_row_number_or_verdict_is_written_in_the_code(path: Path) -> None:
    names, texts, numbers = ids(), [], set()
    for value in constants(path):
        if isinstance(value, str):
            texts.append(value)
        else:
            numbers.add(value)
    for text in texts:
        assert not set(re.findall(r"[\w-]+", text)) & names
        elsewhere = path.stem == "verdict" or path.parent.name != "reconciliation"
        assert elsewhere or not any(one == text.lower() for one in Verdict)
    with (RAW / "figures.csv").open(encoding="utf-8", newline="") as file:
        printed = {row["value"] for row in csv.DictReader(file)}
    # Numbers of two digits set limits of the method; what was printed has them by chance.
    assert not {number for number in numbers if number > 99 and str(number) in printed}


def test_what_is_looked_for_in_the_code_would_be_found(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(
        '"""2017-18-rating-failing"""\nX = f"{1}2017-18-rating-failing", 19673\n', encoding="utf-8"
    )
    texts = [value for value in constants(path) if isinstance(value, str)]
    assert "2017-18-rating-failing" in ids()
    assert texts == ["2017-18-rating-failing"]
    assert 19673 in set(constants(path))
