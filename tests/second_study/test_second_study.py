"""A yearly rating of other bodies, from an empty folder to reports, by the command line alone.

Every number that is expected here is counted from the made-up list, without the package.
"""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from tests.second_study.made import (
    NOT_YET,
    RATED,
    RATING_MAPS,
    SOURCE,
    STATES,
    YEARS,
    Made,
    append,
    area_rows,
    figure_rows,
    geography_rows,
    list_of,
    made,
    register_rows,
    succession_rows,
)
from typer.testing import CliRunner

from ltp_analysis.cli.app import app
from ltp_analysis.solved.rounds import held_counts
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIZE = 14
OWN = "inspections"
Row = dict[str, str]


def ltp(*arguments: str, fails: bool = False) -> str:
    """Run `ltp` where the test is, and return what it printed."""
    run = CliRunner().invoke(app, list(arguments))
    assert bool(run.exit_code) == fails, f"{run.stdout}\n{run.stderr}"
    return run.stdout


def apart(folder: Path, *arguments: str) -> str:
    """Run `ltp` in a process of its own, as documents need it, and return what it printed."""
    run = subprocess.run(
        [sys.executable, "-m", "ltp_analysis", *arguments],
        cwd=folder,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1600000000"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, f"{run.stdout}\n{run.stderr}"
    return run.stdout


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def inspected() -> Made:
    """Return the made-up rating."""
    return made(SIZE)


@pytest.fixture(scope="module")
def root(inspected: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a study of it, made and built as a stranger would, and stay in its folder."""
    folder = tmp_path_factory.mktemp("second") / "inspections"
    states = [word for name in RATED for word in ("--category", name)]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder.parent)
        ltp(
            *("study", "new", str(folder), "--id", OWN, "--title", "Ratings of councils"),
            *("--unit-singular", "council", "--unit-plural", "councils", *states),
            *("--missing", NOT_YET, "--round", str(YEARS[0]), "--register", f"{YEARS[0]}-04"),
            *("--whole", "Whole country"),
        )
        patch.chdir(folder)
        raw = folder / "data" / "raw"
        append(raw / "register.csv", register_rows(inspected, OWN))
        append(raw / "succession.csv", succession_rows(inspected, OWN))
        append(raw / "areas.csv", area_rows(OWN))
        append(raw / "geography.csv", geography_rows(inspected, OWN))
        for year in YEARS[1:]:
            name = str(year)
            ltp("round", "new", name, "--register", f"{name}-04", "--report-year", name)
        new = ("--source-title", "Lists", "--source-publisher", "Inspectors")
        for year in YEARS:
            path = folder.parent / f"list-{year}.csv"
            columns = [word for one in list_of(inspected, year, path) for word in ("--map", one)]
            meanings = [word for one in RATING_MAPS for word in ("--rating-map", one)]
            ltp(
                *("import", "ratings", str(path), "--round", str(year), *columns, *meanings),
                *("--source", SOURCE, *(new if year == YEARS[0] else ())),
                *(("--source-licence", "made up") if year == YEARS[0] else ()),
                "--write",
            )
        append(raw / "figures.csv", figure_rows(inspected, SOURCE))
        ltp("validate")
        ltp("build")
        yield folder


def test_every_council_has_its_rating_in_every_round(root: Path, inspected: Made) -> None:
    found = rows(root / "data" / "processed" / "ratings.csv")
    known = {(row["round"], row["unit_code"]): row["possible"] for row in found}
    assert known == {
        (str(year), code): state
        for year, now in inspected.ratings.items()
        for code, state in now.items()
    }


def test_computed_counts_and_shares_are_those_counted_plainly(root: Path, inspected: Made) -> None:
    findings = {
        row["id"]: row for row in json.loads((root / "data/processed/findings.json").read_text())
    }
    for year in YEARS:
        counts = inspected.counts(year)
        every = sum(counts.values())
        for state, count in counts.items():
            name = f"{year}.{state.replace(' ', '-')}.all"
            shown = findings[f"share.{name}.with-missing"]
            assert (shown["numerator_lower"], shown["numerator_upper"]) == (count, count)
            assert (shown["base_lower"], shown["base_upper"]) == (every, every)
            if state != NOT_YET:
                shown = findings[f"share.{name}.without-missing"]
                assert shown["base_lower"] == every - counts[NOT_YET]
                assert shown["numerator_upper"] == count


def test_every_published_number_is_reproduced(root: Path, inspected: Made) -> None:
    found = rows(root / "data" / "processed" / "reconciliation.csv")
    assert len(found) == len(figure_rows(inspected, SOURCE)) > 100
    assert {row["verdict"] for row in found} == {"reproduced"}


@pytest.mark.parametrize(
    ("name", "off", "changes"),
    [
        ("2021-good", -1, {}),
        ("2021-good-of-rated", 3, {"certainty": "doubtful", "doubt": "It is more than the whole."}),
    ],
)
def test_a_wrong_published_number_is_contradicted_and_no_other(
    root: Path, name: str, off: int, changes: Row
) -> None:
    """A share by which all add up to more than the whole is refused unless it is doubtful."""
    path = root / "data" / "raw" / "figures.csv"
    before, table = path.read_bytes(), rows(path)
    (row,) = [row for row in table if row["figure_id"] == name]
    value = str(int(row["value"]) + off)
    row |= {"value": value, "printed": row["printed"].replace(row["value"], value), **changes}
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(row), lineterminator="\n")
            writer.writeheader()
            writer.writerows(table)
        found = json.loads(ltp("audit", "--json"))
        bad = [item["figure_id"] for item in found if item["verdict"] == "contradicted"]
        assert bad == [name]
        study = load_study(root / "data" / "raw")
        counts = held_counts(study, "2021")
        assert counts is not None
        assert counts.parts["Good"].lower == counts.parts["Good"].upper
        assert (name in " ".join(counts.cautions)) == (not changes)
    finally:
        path.write_bytes(before)


@pytest.mark.usefixtures("root")
def test_a_share_is_asked_for_by_state_and_region(inspected: Made) -> None:
    north = [
        state
        for code, state in inspected.ratings[2021].items()
        if inspected.unit(code).region == "North"
    ]
    wanted = north.count("Requires improvement")
    answer = ltp("ask", "count requires improvement", "--round", "2021", "--region", "North")
    assert re.search(rf": {wanted} \({len(north)} councils\)|: {wanted or 'none'}\b", answer)


def test_moves_leave_out_what_was_merged_split_or_new(root: Path, inspected: Made) -> None:
    """A recoded council is followed; the parts of a split one have no rating from before."""
    (followed,) = [
        row
        for row in rows(root / "data" / "processed" / "followed.csv")
        if (row["since"], row["round"]) == ("2020", "2021")
    ]
    stayed = inspected.ratings[2020].keys() & inspected.ratings[2021].keys()
    new = inspected.ratings[2021].keys() - stayed
    assert set(followed["apart"].split("|")) == new == {"E06000904", "E06000905"}
    assert set(followed["followed"].split("|")) == stayed
    (recoded,) = [
        row
        for row in rows(root / "data" / "processed" / "followed.csv")
        if (row["since"], row["round"]) == ("2017", "2018")
    ]
    assert recoded["apart"] == ""
    assert "E10000902" in recoded["followed"].split("|")


@pytest.mark.parametrize("year", YEARS[1:])
def test_transitions_as_published_are_those_counted_plainly(
    root: Path, inspected: Made, year: int
) -> None:
    before, after = inspected.ratings[year - 1], inspected.ratings[year]
    wanted = Counter((before[code], after[code]) for code in before.keys() & after.keys())
    found = {
        row["category"]: float(row["value"])
        for row in rows(root / "data" / "processed" / "comparisons.csv")
        if (row["kind"], row["since"], row["round"], row["way"])
        == ("transition", str(year - 1), str(year), "as-published")
    }
    for one in STATES:
        for other in STATES:
            assert found[f"{one} to {other}"] == wanted[one, other]


def test_like_for_like_a_split_council_and_its_parts_stand_in_one_round_only(
    root: Path, inspected: Made
) -> None:
    found = {
        row["category"]: float(row["value"])
        for row in rows(root / "data" / "processed" / "comparisons.csv")
        if (row["kind"], row["since"], row["round"], row["way"])
        == ("transition", "2020", "2021", "like-for-like")
    }
    gone = inspected.ratings[2020][split_code(inspected)]
    assert found[f"{gone} to not in the register"] == 1
    parts = Counter(inspected.ratings[2021][code] for code in ("E06000904", "E06000905"))
    for state, number in parts.items():
        assert found[f"not in the register to {state}"] == number


def split_code(inspected: Made) -> str:
    """Return the code of the council that was split."""
    return next(old for old, _, _, kind in inspected.became if kind == "split")


@pytest.mark.usefixtures("root")
def test_a_part_of_a_split_council_is_explained_with_what_it_was(inspected: Made) -> None:
    chain = json.loads(ltp("explain", "E06000904", "--json"))
    then = {(item["round"], item["relation"]) for item in chain["rounds"]}
    assert ("2020", "split into it and others later") in then
    assert ("2021", "itself") in then
    chain = json.loads(ltp("explain", split_code(inspected), "--json"))
    parts = [item["unit_code"] for item in chain["rounds"] if item["round"] == "2021"]
    assert parts == ["E06000904", "E06000905"]


@pytest.mark.usefixtures("root")
def test_a_round_without_plans_is_complete_when_all_are_rated() -> None:
    steps = json.loads(ltp("round", "status", "--round", "2021", "--json"))["steps"]
    done = {step["step"]: step["done"] for step in steps}
    assert done["ratings complete"]
    assert "plans registered" not in done


@pytest.mark.usefixtures("root")
def test_ratings_and_comparisons_are_shown() -> None:
    assert "Requires improvement" in ltp("ratings", "--round", "2021")
    shown = json.loads(ltp("compare", "--round", "2021", "--since", "2020", "--json"))
    assert any("2020 to 2021" in item["label"] for item in shown)


@pytest.mark.slow
def test_the_report_says_nothing_of_another_study(root: Path, inspected: Made) -> None:
    apart(root, "report", "2021", "--to", "html,pdf,docx", "--engine", "embedded")
    output = root / "reports" / "_output"
    page = BeautifulSoup((output / "2021.html").read_text(encoding="utf-8"), "html.parser")
    for part in page(["script", "style"]):
        part.decompose()
    text = " ".join(page.get_text(" ").split())
    for state, count in inspected.counts(2021).items():
        assert f"{state} " in text
        assert re.search(rf"{count} of {sum(inspected.counts(2021).values())} councils", text)
    assert not re.search(
        r"\b(plans?|CCGs?|England|NSPCC|NHS|red|amber|green|children)\b|\bnan\b|None", text
    )
    assert all((output / f"2021.{kind}").stat().st_size for kind in ("pdf", "docx"))
    assert "what its finding says" in apart(root, "check")
    assert (output / "ltp-tables.xlsx").is_file()
