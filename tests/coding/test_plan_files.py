"""Files of plans held against their checksums."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from tests.coding.conftest import ROUND, plan

from ltp_analysis.coding.plan_files import check_folder, checksums

if TYPE_CHECKING:
    from pathlib import Path

    from tests.coding.conftest import Made


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_files_are_found_by_what_is_in_them(made: Made, tmp_path: Path) -> None:
    study = made(
        plans=[
            plan("alpha", sha256=sha("one")),
            plan("beta", sha256=sha("two")),
            plan("gamma"),
            plan("delta", sha256=sha("one")),
        ]
    )
    folder = tmp_path / "files"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.pdf").write_text("one")
    (folder / "deep" / "copy.pdf").write_text("one")
    (folder / "changed.pdf").write_text("two, edited")
    (folder / ".hidden").write_text("no plan")
    found = check_folder(study, ROUND, folder)
    files = {item.plan_id: item.files for item in found.plans}
    both = ("a.pdf", "deep/copy.pdf")
    assert files == {"alpha": both, "beta": (), "gamma": (), "delta": both}
    assert found.lost == ("beta",)
    assert found.strangers == ("changed.pdf",)
    assert [item.same_as for item in checksums(study, ROUND)] == [("delta",), (), (), ("alpha",)]
    assert [bool(item.sha256) for item in found.plans] == [True, True, False, True]


def test_a_folder_that_is_not_there_is_an_error(made: Made, tmp_path: Path) -> None:
    study = made(plans=[plan("alpha")])
    with pytest.raises(NotADirectoryError, match="There is no folder"):
        check_folder(study, ROUND, tmp_path / "none")
