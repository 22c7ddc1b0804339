"""Copies of the shipped study with a few made-up plans and codings, for tests only."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.project import Project
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study

    Rows = list[dict[str, str]]
    Edit = Callable[[Rows], Rows]

RAW = Path(__file__).parents[2] / "data" / "raw"
ROUND = "2017-18"
"""The round that made-up plans belong to; it has the newer criteria."""

QUESTIONS = (
    "vulnerability-recognised",
    "needs-assessed",
    "services-informed",
    "data-jsna",
    "data-services",
)
"""What the rubric of the newer criteria looks at."""

Made = Callable[..., "Study"]


def plan(
    plan_id: str, state: str = "published", round_id: str = ROUND, **more: str
) -> dict[str, str]:
    """Return a row of the register of plans."""
    empty = dict.fromkeys(("partnership", "address", "published", "read", "sha256"), "")
    head = {"round_id": round_id, "plan_id": plan_id, "name": plan_id.title(), "state": state}
    return empty | head | {"source_id": "ltp-analysis"} | more


def covers(plan_id: str, *units: str, doubtful: bool = False, round_id: str = ROUND) -> Rows:
    """Return rows that say which units a plan covers."""
    return [
        {
            "round_id": round_id,
            "plan_id": plan_id,
            "unit_code": unit,
            "certainty": "doubtful" if doubtful else "certain",
            "doubt": "made up" if doubtful else "",
            "source_id": "ltp-analysis",
        }
        for unit in units
    ]


def coded(plan_id: str, rater: str, round_id: str = ROUND, **answers: str) -> Rows:
    """Return what a rater answered; underscores stand for hyphens."""
    return [
        {
            "round_id": round_id,
            "plan_id": plan_id,
            "rater": rater,
            "question_id": question.replace("_", "-"),
            "answer": answer,
            "page": "7",
            "note": "",
            "source_id": "ltp-analysis",
        }
        for question, answer in answers.items()
    ]


def all_coded(plan_id: str, rater: str, answers: Sequence[str]) -> Rows:
    """Return answers to the questions of the newer rubric, in their order."""
    return coded(plan_id, rater, **dict(zip(QUESTIONS, answers, strict=True)))


def judged(plan_id: str, question: str, answer: str, round_id: str = ROUND) -> dict[str, str]:
    """Return an adjudicated answer."""
    return {
        "round_id": round_id,
        "plan_id": plan_id,
        "question_id": question,
        "answer": answer,
        "settled_by": "Cleo",
        "settled_on": "2026-05-04",
        "why": "page 9 says so",
        "source_id": "ltp-analysis",
    }


@pytest.fixture
def made(altered: Callable[..., Study]) -> Made:
    """Return a function that loads the shipped study with rows in place of its plans.

    Places, populations and points are left out.
    """

    def load(**tables: Rows) -> Study:
        return altered(**{name: replaced(rows) for name, rows in with_empty(tables).items()})

    return load


@pytest.fixture
def checkout(tmp_path: Path) -> Project:
    """Return a copy of the whole raw tables, with nothing worked out of them."""
    root = tmp_path / "checkout"
    shutil.copytree(RAW, root / "data" / "raw")
    return Project(root)


@pytest.fixture
def made_in(checkout: Project, edit: Callable[[Project, str, Edit], None]) -> Callable[..., Study]:
    """Return a function that puts rows in place of the plans of that copy, and loads it."""

    def load(**tables: Rows) -> Study:
        for name, rows in with_empty(tables).items():
            edit(checkout, name, replaced(rows))
        return load_study(checkout.raw)

    return load


def replaced(rows: Rows) -> Edit:
    return lambda _: rows


def with_empty(tables: Mapping[str, Rows]) -> dict[str, Rows]:
    """Return tables, with those of plans empty where none are given."""
    names = ("plans", "coverage", "codings", "adjudications")
    return {name: [] for name in names} | dict(tables)
