"""`ltp audit` as a user runs it."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from ltp_analysis.cli.app import app

if TYPE_CHECKING:
    from typer.testing import Result

ROOT = Path(__file__).parents[2]


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.chdir(ROOT)
    return CliRunner().invoke(app, ["audit", *arguments])


def test_json_has_a_row_a_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(monkeypatch, "--round", "2015/16", "--json")
    assert result.exit_code == 0
    rows = json.loads(result.stdout)
    assert {row["round"] for row in rows} == {"2015/16"}
    wanted = "figure_id round measure category scope printed unit verdict rule base lower upper"
    assert all(set(row) >= {*wanted.split(), "statements"} for row in rows)


def test_the_table_ends_with_how_many_have_which_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(monkeypatch, "--round", "2015/16", "--verdict", "reproduced")
    assert result.exit_code == 0
    assert "7 reproduced" in result.stdout.splitlines()[-1]
    assert "peer-scored" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--verdict", "wrong"], "There is no verdict “wrong”"),
        (["--round", "1999/00"], "There is no round 1999/00"),
        (["--scenario", "none"], "There is no scenario none"),
        (["--chart", "verdicts.jpg"], "end its name with .svg or .png"),
    ],
)
def test_what_is_not_there_is_refused(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    result = run(monkeypatch, *arguments)
    assert result.exit_code == 1
    assert words in result.stderr


def test_a_chart_counts_the_verdicts_of_the_round(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = ["--round", "2015/16", "--json"]
    rows = json.loads(run(monkeypatch, *asked).stdout)
    chart = tmp_path / "new" / "picture.svg"
    result = run(monkeypatch, *asked, "--verdict", "contradicted", "--chart", str(chart))
    assert json.loads(result.stdout) == []
    made = [chart, chart.with_suffix(".png"), chart.with_suffix(".csv")]
    assert [line for line in result.stderr.splitlines() if line.startswith("wrote")] == [
        f"wrote {path}" for path in made
    ]
    assert chart.read_text(encoding="utf-8").count("<svg") == 1
    assert made[1].read_bytes().startswith(b"\x89PNG")
    with made[2].open(encoding="utf-8", newline="") as file:
        drawn = Counter[str]()
        for row in csv.DictReader(file):
            drawn[row["verdict"]] += int(row["figures"])
    assert len(drawn) == 5
    assert +drawn == Counter(row["verdict"] for row in rows)


def test_the_table_is_followed_by_what_was_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chart = tmp_path / "picture.png"
    result = run(monkeypatch, "--round", "2015/16", "--chart", str(chart))
    assert result.exit_code == 0
    assert f"wrote {chart}" in result.stdout.splitlines()
    assert chart.exists()


def test_what_clashes_is_told_in_words_with_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(monkeypatch, "--round", "2017/18", "--verdict", "contradicted")
    text = " ".join(result.stdout.replace("│", " ").split())
    # Two green areas leave more than 46,000 children in the other eight.
    assert "2017-18-rating-green-north-east rating of the plan (green), North East 2017/18:" in text
    # 7 of 9 are 77.8 per cent, which rounds to 78, and no number of 10, 11 or 12 gives 77.
    assert "Cannot hold by itself under the scenario “default”" in text
    assert "North East 2017/18: 77 per cent hits-radio-2018 left out" in text
    # Of seven without a plan one is Kernow and two are of the North East.
    assert "NHS Kernow CCG in 2017/18: no plan bbc-devon-2018 held" in text
    assert "rating of the plan (no plan), England 2017/18: 7 nspcc-news-2018 held" in text


def test_no_clash_is_told_of_another_round(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(monkeypatch, "--round", "2015/16", "--verdict", "contradicted")
    assert "Cannot" not in result.stdout
    assert "none" in result.stdout.splitlines()[-1]
