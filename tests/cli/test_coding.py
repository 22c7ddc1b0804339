"""`ltp coding` and `ltp round status`, on made-up codings in a copy of the study."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.coding.conftest import QUESTIONS, ROUND, all_coded, coded, covers, plan, with_empty

from ltp_analysis.made import Document, Manifest, code_digest, everything, write_manifest
from ltp_analysis.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.coding.conftest import Rows
    from typer.testing import Result

    Run = Callable[..., Result]

FULL = ("yes", "yes", "yes", "yes", "yes")
LABEL = "2017/18"


def write(folder: Path, **tables: Rows) -> None:
    """Put rows in place of the plans of a study."""
    for name, rows in with_empty(tables).items():
        path = folder / f"{name}.csv"
        header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header)
            writer.writeheader()
            writer.writerows(rows)


@pytest.fixture
def here(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a checkout of the short study with two coded plans, and go into it."""
    root = tmp_path / "here"
    (root / "data").mkdir(parents=True)
    raw.rename(root / "data" / "raw")
    write(
        root / "data" / "raw",
        plans=[plan("alpha"), plan("beta"), plan("gamma", "missing")],
        coverage=[*covers("alpha", "09C"), *covers("gamma", "09E")],
        codings=[
            *all_coded("alpha", "ann", FULL),
            *all_coded("alpha", "bo", FULL),
            *all_coded("beta", "ann", FULL),
            *all_coded("beta", "bo", ("no", *FULL[1:])),
            *coded("alpha", "ann", rating="amber", abused_children="some"),
        ],
    )
    monkeypatch.chdir(root)
    return root


@pytest.mark.parametrize(
    "command",
    [
        ("coding", "agreement"),
        ("coding", "disagreements"),
        ("coding", "ratings"),
        ("coding", "bridge"),
        ("round", "status"),
    ],
)
def test_help_has_an_example(command: tuple[str, str], ltp: Run) -> None:
    result = ltp(*command, "--help")
    assert result.exit_code == 0
    assert f"Example: ltp {' '.join(command)} --round" in result.stdout


def as_json(result: Result) -> Any:  # noqa: ANN401 - whatever was printed
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_agreement_as_json_is_that_counted_by_hand(here: Path, ltp: Run) -> None:
    assert here.is_dir()
    rows = as_json(ltp("coding", "agreement", "--round", LABEL, "--json"))
    told = {row["question_id"]: (row["plans"], row["agreeing"], row["raw"]) for row in rows}
    assert told["vulnerability-recognised"] == (2, 1, 0.5)
    assert told["needs-assessed"] == (2, 2, 1.0)
    assert told["rating"] == (0, None, None)
    assert told["derived rating"] == (2, 1, 0.5)


def test_agreement_as_a_table_says_why_a_number_is_lacking(here: Path, ltp: Run) -> None:
    assert here.is_dir()
    text = ltp("coding", "agreement", "--round", LABEL).stdout
    assert "vulnerability-recognised" in text
    assert "50%" in text
    assert "needs-assessed, services-informed, data-jsna, data-services: Both raters" in text
    assert "nan" not in text.lower()


def test_the_sheet_to_settle_is_written_once_and_never_over(here: Path, ltp: Run) -> None:
    command = ("coding", "disagreements", "--round", LABEL, "--csv", "settle.csv")
    result = ltp(*command)
    assert result.exit_code == 0
    assert "ann: yes; bo: no" in result.stdout
    assert "The sheet to settle 1 disagreements is settle.csv." in result.stdout
    with (here / "settle.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    header = (here / "data" / "raw" / "adjudications.csv").read_text().split("\n")[0].strip()
    assert ",".join(row) == header
    assert (row["plan_id"], row["question_id"], row["answer"], row["why"]) == (
        "beta",
        QUESTIONS[0],
        "",
        "",
    )
    (here / "settle.csv").write_text("someone's work")
    again = ltp(*command)
    assert again.exit_code == 1
    assert "settle.csv is there already" in again.stderr
    assert (here / "settle.csv").read_text() == "someone's work"
    (item,) = as_json(ltp("coding", "disagreements", "--round", LABEL, "--json"))
    assert item["share_of_scale"] == 1.0


def test_ratings_name_the_rule_and_what_is_open(here: Path, ltp: Run) -> None:
    assert here.is_dir()
    rows = {row["plan_id"]: row for row in as_json(_ratings(ltp, "--json"))}
    assert rows["alpha"]["possible"] == ["green"]
    assert rows["alpha"]["raters"] == [{"rater": "ann", "own": "amber", "agrees": "no"}]
    assert rows["beta"]["possible"] == ["red", "amber", "green"]
    assert rows["beta"]["open_questions"] == [QUESTIONS[0]]
    assert rows["gamma"]["possible"] == ["no plan"]
    text = _ratings(ltp).stdout
    assert "rule 2: green if" in text
    assert "Raters' own ratings beside it" in text


def _ratings(ltp: Run, *more: str) -> Result:
    return ltp("coding", "ratings", "--round", LABEL, *more)


def test_the_bridge_has_a_table_and_a_list(here: Path, ltp: Run) -> None:
    assert here.is_dir()
    command = ("coding", "bridge", "--round", LABEL, "--criteria")
    found = as_json(ltp(*command, "abused-children", "--json"))
    assert found["table"]["green"]["(open)"] == 1
    assert [row["moved"] for row in found["plans"]] == ["open", "open", "no"]
    assert found["plans"][0]["own"] == ["green"]
    assert "Plan by plan" in ltp(*command, "abused-children").stdout
    refused = ltp(*command, "not-seen")
    assert refused.exit_code == 1
    assert "There is one for: abused-children, vulnerable-groups." in refused.stderr


def test_coded_plans_reach_ltp_ratings_ask_and_explain(here: Path, ltp: Run) -> None:
    assert here.is_dir()
    place = ("--round", LABEL, "--region", "09C", "--json")
    (row,) = as_json(ltp("ratings", *place))
    assert (row["possible"], row["basis"]) == (["green"], "stated")
    assert row["statements"] == [f"coded-{ROUND}-alpha"]
    answer = as_json(ltp("ask", "count green", *place))
    assert (answer["lower"], answer["upper"]) == (1, 1)
    result = ltp("explain", f"coded-{ROUND}-alpha")
    assert result.exit_code == 0
    for text in ("rule 2: green if", "ann: yes (page 7)", "all raters agree", "one rater only"):
        assert text in result.stdout
    chain = as_json(ltp("explain", f"coded-{ROUND}-alpha", "--json"))
    assert chain["kind"] == "coded plan"
    assert chain["decided"]["possible"] == ["green"]


def test_without_codings_each_command_says_so(here: Path, ltp: Run) -> None:
    write(here / "data" / "raw")
    for command, words in (
        ("agreement", "No plan of 2017/18 was coded by two raters."),
        ("disagreements", "No plan of 2017/18 was coded."),
        ("ratings", "No plan of 2017/18 is in the register of plans."),
    ):
        result = ltp("coding", command, "--round", LABEL)
        assert (result.exit_code, result.stdout.strip()) == (0, words)
        assert as_json(ltp("coding", command, "--round", LABEL, "--json")) is not None
    result = ltp("coding", "bridge", "--round", LABEL, "--criteria", "abused-children")
    assert "No plan of 2017/18 is in the register of plans." in result.stdout
    unknown = ltp("coding", "ratings", "--round", "1999/00")
    assert (unknown.exit_code, unknown.stdout) == (1, "")
    assert "There is no round 1999/00" in unknown.stderr


def test_status_tells_every_step_and_the_one_next(here: Path, ltp: Run) -> None:
    result = ltp("round", "status", "--round", LABEL)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "Round 2017/18"
    assert lines[1] == "register of units: done: 195 CCGs open at 2018-04-01"
    assert lines[3] == "coverage complete: to do: 2 of 195 CCGs covered once; 1 plans cover none"
    assert lines[-2] == "report built and up to date: to do: not built"
    assert lines[-1].startswith("Next: Name in the table coverage the one plan of each of 193 CCGs")
    found = as_json(ltp("round", "status", "--json"))
    assert found["round"] == "2018/19"  # the last one
    assert found["next"]["step"] == "plans registered"
    assert here.is_dir()


def test_status_knows_the_report_and_whether_it_is_up_to_date(here: Path, ltp: Run) -> None:
    def last() -> list[tuple[bool, str]]:
        steps = as_json(ltp("round", "status", "--round", LABEL, "--json"))["steps"]
        return [(step["done"], step["status"]) for step in steps[-2:]]

    assert last() == [(False, "no reports/2018.qmd"), (False, "not built")]
    project = Project(here)
    (here / "reports" / "_output").mkdir(parents=True)
    (here / "reports" / "2018.qmd").write_text("# A report\n")
    assert last() == [(True, "reports/2018.qmd"), (False, "not built")]
    code = f"embedded {code_digest(project)}"
    entry = Document(everything(project), "", code, {}, [], ["html"], {})
    names = ("2018", "processed", "downloads")
    write_manifest(project, Manifest(dict.fromkeys(names, entry)))
    assert last()[1] == (True, "up to date")
    (here / "reports" / "2018.qmd").write_text("# A report, changed\n")
    assert last()[1] == (False, "built, and not up to date")
