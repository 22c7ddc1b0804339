"""Several files, all of them or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.rounds.conftest import contents

from ltp_analysis.rounds.together import write_together

if TYPE_CHECKING:
    from pathlib import Path


def test_all_files_are_written(tmp_path: Path) -> None:
    write_together({tmp_path / "a" / "b.txt": b"1", tmp_path / "c.txt": b"2"})
    assert contents(tmp_path) == {"a/b.txt": b"1", "c.txt": b"2"}


def test_where_one_fails_all_is_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes(b"old")
    (tmp_path / "wall").write_bytes(b"a file, and no folder")
    before = contents(tmp_path)
    with pytest.raises(OSError, match="wall"):
        write_together(
            {
                tmp_path / "new" / "deep" / "one.txt": b"1",
                tmp_path / "old.txt": b"new",
                tmp_path / "wall" / "two.txt": b"2",
            }
        )
    assert contents(tmp_path) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old.txt", "wall"]
