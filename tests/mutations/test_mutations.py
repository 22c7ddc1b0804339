"""Changed cells are refused or told, and what judges them sees what is not."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import mutations.__main__ as command
import pytest
from mutations.cells import WAYS, Change, draw
from mutations.judged import Base, Judged, Outcome, lay_out, moved_tables
from mutations.page import page
from mutations.run import run
from mutations.unread import UNREAD, ReadError, prove

from ltp_analysis.differences.difference import Difference, compare_versions
from ltp_analysis.project import Project
from ltp_analysis.solved.composition import ContradictionError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ltp_analysis.differences.tables import TableDifference
    from ltp_analysis.differences.version import Version
    from ltp_analysis.processed.results import Results

    Raw = tuple[TableDifference, ...]
    Less = Callable[[Raw], Raw]


def change_of(version: Version, table: str, column: str, after: str, row: int = 0) -> Change:
    return Change(table, row, column, version.raw[table].rows[row][column], after, "by hand")


def row_of(version: Version, table: str, column: str, cell: str) -> int:
    return [row[column] for row in version.raw[table].rows].index(cell)


@pytest.fixture(scope="module")
def base(small: Version) -> Base:
    return Base(small, UNREAD)


@pytest.fixture
def rating(small: Version) -> Change:
    """Return the green of Doncaster in 2016/17 as amber."""
    row = row_of(small, "ratings", "statement_id", "2016-17-doncaster")
    return change_of(small, "ratings", "ratings", "amber", row)


def test_a_sample_is_refused_or_told(small: Version) -> None:
    judged = run(small.project, 10, seed=2, jobs=1)
    assert [str(one.change) for one in judged] == [
        str(draw(small.raw, 2, number)) for number in range(10)
    ]
    assert [one for one in judged if one.outcome is Outcome.FAILED] == []
    assert len({one.outcome for one in judged}) > 2


def test_draws_follow_from_their_seed_and_reach_every_table_and_way(small: Version) -> None:
    drawn = [draw(small.raw, 7, number) for number in range(1500)]
    assert drawn[:20] == [draw(small.raw, 7, number) for number in range(20)]
    assert drawn[:20] != [draw(small.raw, 8, number) for number in range(20)]
    assert {one.way for one in drawn} == set(WAYS)
    assert {one.table for one in drawn} == {name for name, table in small.raw.items() if table.rows}
    for one in drawn:
        assert small.raw[one.table].rows[one.row][one.column] == one.before != one.after


def test_one_cell_is_changed_and_the_study_itself_is_not(
    small: Version, rating: Change, tmp_path: Path
) -> None:
    def cells(project: Project) -> dict[tuple[str, int, int], str]:
        return {
            (path.name, number, place): cell
            for path in project.raw.glob("*.csv")
            for number, row in enumerate(
                csv.reader(path.read_text("utf-8").splitlines(keepends=True))
            )
            for place, cell in enumerate(row)
        }

    before, after = cells(small.project), Project(tmp_path)
    lay_out(small.project, rating, after)
    changed = set(cells(after).items()) ^ set(before.items())
    assert sorted(cell for _, cell in changed) == ["amber", "green"]
    assert len({place for place, _ in changed}) == 1
    assert cells(small.project) == before


@pytest.mark.parametrize(
    ("table", "column", "after", "outcome"),
    [
        ("rounds", "register_date", "2015-04-31", Outcome.REFUSED),
        ("ratings", "note", "Another note.", Outcome.UNREAD),
        ("areas", "name", "Elsewhere", Outcome.STAYS),
    ],
)
def test_what_can_become_of_a_change(
    base: Base, table: str, column: str, after: str, outcome: Outcome
) -> None:
    judged = base.judge(change_of(base.version, table, column, after))
    assert judged.outcome is outcome
    assert ("rounds.csv, row 2" in judged.why) is (outcome is Outcome.REFUSED)


def test_another_way_to_write_a_number_is_the_same_value(base: Base) -> None:
    row = row_of(base.version, "figures", "base_value", "98")
    judged = base.judge(change_of(base.version, "figures", "base_value", "098", row))
    assert judged.outcome is Outcome.SAME_VALUE


def test_a_change_that_moves_findings_is_told_with_them(base: Base, rating: Change) -> None:
    judged = base.judge(rating)
    assert judged.outcome is Outcome.MOVES
    assert "named.2016-17.amber.england" in judged.why


@pytest.fixture
def at_once(base: Base, monkeypatch: pytest.MonkeyPatch) -> Results:
    """Let the results of the study itself stand for those of any other; nothing moves then."""
    results = base.version.results
    monkeypatch.setattr("mutations.judged.work_out", lambda _: results)
    return results


@pytest.mark.usefixtures("at_once")
def test_another_key_is_a_row_gone_and_a_row_new(base: Base) -> None:
    row = row_of(base.version, "ratings", "statement_id", "2016-17-doncaster")
    judged = base.judge(change_of(base.version, "ratings", "statement_id", "other", row))
    assert judged.outcome is Outcome.STAYS


def test_what_moves_and_is_not_told_is_seen(
    base: Base, rating: Change, at_once: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    fewer = replace(at_once, flows=at_once.flows[1:])
    monkeypatch.setattr("mutations.judged.work_out", lambda _: fewer)
    assert base.judge(rating).outcome is Outcome.MOVES

    def without(before: Version, after: Version) -> Difference:
        return replace(compare_versions(before, after), processed=())

    monkeypatch.setattr("mutations.judged.compare_versions", without)
    judged = base.judge(rating)
    assert judged.outcome is Outcome.FAILED
    assert "rows moved in flows" in judged.why


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(
    ("less", "why"),
    [
        (lambda _: (), "not one raw table"),
        (lambda raw: (replace(raw[0], changed=()),), "tells another change"),
        (lambda raw: (replace(raw[0], added=({"statement_id": "x"},)),), "tells another change"),
    ],
)
def test_a_cell_that_is_told_wrongly_is_seen(
    base: Base, rating: Change, monkeypatch: pytest.MonkeyPatch, less: Less, why: str
) -> None:
    def poorer(before: Version, after: Version) -> Difference:
        whole = compare_versions(before, after)
        return replace(whole, raw=less(whole.raw))

    assert base.judge(rating).outcome is not Outcome.FAILED
    monkeypatch.setattr("mutations.judged.compare_versions", poorer)
    judged = base.judge(rating)
    assert judged.outcome is Outcome.FAILED
    assert why in judged.why


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (KeyError("green"), Outcome.FAILED),
        (ContradictionError("they cannot all hold"), Outcome.CANNOT_HOLD),
    ],
)
def test_a_clear_error_is_no_crash(
    base: Base,
    rating: Change,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    outcome: Outcome,
) -> None:
    def stop(_: object) -> None:
        raise error

    monkeypatch.setattr("mutations.judged.work_out", stop)
    judged = base.judge(rating)
    assert judged.outcome is outcome
    assert ("KeyError in test_mutations.py, stop" in judged.why) is (outcome is Outcome.FAILED)


def test_moved_rows_are_found_whatever_their_order(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    texts = {
        "one": ("id,n,code\na,1,x\nb,2,x\n", "id,n,code\nb,2,y\na,1,y\n"),
        "two": ("id,n\na,1\n", "id,n\na,2\n"),
        "three": ("id,n\na,1\na,1\n", "id,n\na,1\n"),
    }
    for folder, place in ((before, 0), (after, 1)):
        folder.mkdir()
        for name, text in texts.items():
            (folder / f"{name}.csv").write_text(text[place], encoding="utf-8")
    assert moved_tables(before, after) == {"two", "three"}


def test_columns_that_nothing_reads_are_proved_and_others_are_not(
    small: Version, tmp_path: Path
) -> None:
    processed = small.project.processed
    prove(small.study, UNREAD, processed, tmp_path / "unread")
    with pytest.raises(ReadError, match="ratings"):
        prove(small.study, {"ratings": ("ratings",)}, processed, tmp_path / "read")


def test_the_page_counts_everything_and_names_what_failed(
    base: Base, rating: Change, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = Judged(rating, Outcome.FAILED, "KeyError: <green>")
    judged = [failed, *(Judged(rating, one, "moved") for one in Outcome)]
    text = page(judged, 3, "1.0.0", {"ratings": ("note",)}, "one day, Python")
    assert "- Run: one day, Python" in text
    assert "| by hand | 2 | 1 | 3 | 2 |" in text
    assert f"- Changes: {len(judged)}, with seed 3" in text
    assert "- In silence, or with a crash: 2" in text
    assert "KeyError: &lt;green>" in text
    assert "| `ratings` | 2 | 1 | 3 | 2 |" in text
    assert "- `ratings`: note" in text
    for step in ("built", "prove"):
        monkeypatch.setattr(command, step, lambda *_: base.version)
    monkeypatch.setattr(command, "run", lambda *_: judged)
    assert command.main(["9", "--output", str(tmp_path / "page.md")]) == 1
    written = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert written.startswith("# One cell")
    assert re.search(
        r"^- Run: \d{4}-\d\d-\d\d, ltp-analysis \S+, Python 3\.", written, re.MULTILINE
    )
    monkeypatch.setattr(command, "run", lambda *_: judged[2:-1])
    assert command.main(["9", "--output", str(tmp_path / "page.md")]) == 0
