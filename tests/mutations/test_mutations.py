"""Changed cells are refused or told, and what judges them sees what is not."""

from __future__ import annotations

import csv
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

if TYPE_CHECKING:
    from pathlib import Path

    from ltp_analysis.differences.version import Version


def change_of(version: Version, table: str, column: str, after: str, row: int = 0) -> Change:
    return Change(table, row, column, version.raw[table].rows[row][column], after, "by hand")


def row_of(version: Version, table: str, column: str, cell: str) -> int:
    return [row[column] for row in version.raw[table].rows].index(cell)


@pytest.fixture(scope="module")
def base(small: Version) -> Base:
    return Base(small, UNREAD)


@pytest.fixture
def rating(small: Version) -> Change:
    """Return Doncaster’s green of 2016/17 as amber."""
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
            for number, row in enumerate(csv.reader(path.open(encoding="utf-8", newline="")))
            for place, cell in enumerate(row)
        }

    before, after = cells(small.project), Project(tmp_path)
    lay_out(small.project, rating, after)
    changed = set(cells(after).items()) ^ set(before.items())
    assert sorted(cell for _, cell in changed) == ["amber", "green"]
    assert len({place for place, _ in changed}) == 1
    assert cells(small.project) == before


@pytest.mark.parametrize(
    ("table", "column", "after", "outcome", "why"),
    [
        ("rounds", "register_date", "2015-04-31", Outcome.REFUSED, "rounds.csv, row 2"),
        ("ratings", "note", "Another note.", Outcome.UNREAD, ""),
        ("areas", "name", "Elsewhere", Outcome.STAYS, ""),
    ],
)
def test_what_can_become_of_a_change(
    base: Base, table: str, column: str, after: str, outcome: Outcome, why: str
) -> None:
    judged = base.judge(change_of(base.version, table, column, after))
    assert (judged.outcome, judged.why[: len(why)]) == (outcome, why)


def test_another_way_to_write_a_number_is_the_same_value(base: Base) -> None:
    row = row_of(base.version, "figures", "base_value", "98")
    judged = base.judge(change_of(base.version, "figures", "base_value", "098", row))
    assert judged.outcome is Outcome.SAME_VALUE


def test_percentages_that_cannot_all_hold_are_refused_where_they_are_added_up(base: Base) -> None:
    row = row_of(base.version, "figures", "figure_id", "2016-17-rating-red")
    judged = base.judge(change_of(base.version, "figures", "value", "91", row))
    assert judged.outcome is Outcome.CANNOT_HOLD
    assert "2016-17-rating-red" in judged.why


def test_a_change_that_moves_findings_is_told_with_them(base: Base, rating: Change) -> None:
    judged = base.judge(rating)
    assert judged.outcome is Outcome.MOVES
    assert "named.2016-17.amber.england" in judged.why


def test_a_rename_of_a_key_is_told_as_a_row_gone_and_a_row_new(base: Base) -> None:
    judged = base.judge(change_of(base.version, "register_counts", "register_date", "2013-04-02"))
    assert judged.outcome in {Outcome.REFUSED, Outcome.UNREAD}
    assert base.judge(change_of(base.version, "ratings", "statement_id", "other")).outcome is (
        Outcome.MOVES
    )


Less = "Callable[[Difference], Difference]"


@pytest.mark.parametrize(
    ("less", "why"),
    [
        (lambda whole: replace(whole, raw=()), "not one raw table"),
        (lambda whole: replace(whole, processed=whole.processed[1:]), "rows moved in"),
        (
            lambda whole: replace(whole, raw=(replace(whole.raw[0], changed=()),)),
            "tells another change",
        ),
    ],
)
def test_what_a_difference_leaves_out_is_seen(
    base: Base, rating: Change, monkeypatch: pytest.MonkeyPatch, less: Less, why: str
) -> None:
    def poorer(before: Version, after: Version) -> Difference:
        return less(compare_versions(before, after))

    monkeypatch.setattr("mutations.judged.compare_versions", poorer)
    judged = base.judge(rating)
    assert judged.outcome is Outcome.FAILED
    assert why in judged.why


def test_a_crash_is_no_clear_error(
    base: Base, rating: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(_: object) -> None:
        raise KeyError("green")

    monkeypatch.setattr("mutations.judged.work_out", crash)
    judged = base.judge(rating)
    assert judged.outcome is Outcome.FAILED
    assert "KeyError in test_mutations.py, crash" in judged.why


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
    failed = Judged(rating, Outcome.FAILED, "KeyError: <green>", 1.0)
    judged = [failed, *(Judged(rating, one, "moved", 1.0) for one in Outcome)]
    text = page(judged, 3, "1.0.0", {"ratings": ("note",)})
    assert f"- Changes: {len(judged)}, with seed 3" in text
    assert "- In silence, or with a crash: 2" in text
    assert "KeyError: &lt;green>" in text
    assert "| `ratings` | 2 | 1 | 3 | 2 |" in text
    assert "- `ratings`: note" in text
    for step in ("built", "prove"):
        monkeypatch.setattr(command, step, lambda *_: base.version)
    monkeypatch.setattr(command, "run", lambda *_: judged)
    assert command.main(["9", "--output", str(tmp_path / "page.md")]) == 1
    assert (tmp_path / "page.md").read_text(encoding="utf-8").startswith("# One cell")
    monkeypatch.setattr(command, "run", lambda *_: judged[2:-1])
    assert command.main(["9", "--output", str(tmp_path / "page.md")]) == 0
