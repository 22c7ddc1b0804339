"""Whether the files of plans that lie in a folder are those that were read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ltp_analysis.files import digest

if TYPE_CHECKING:
    from pathlib import Path

    from ltp_analysis.validated.study import Study


@dataclass(frozen=True)
class PlanFile:
    """A plan and the file that was read.

    Attributes:
        plan_id: The plan.
        sha256: The checksum that the register of plans gives; empty if it gives none.
        files: The files of the folder with that checksum, by their path in it.
        same_as: Other plans of the round with the same checksum.
    """

    plan_id: str
    sha256: str
    files: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True)
class FolderCheck:
    """A folder held against the checksums of a round.

    Attributes:
        plans: One record a plan.
        strangers: Files of the folder that no plan of the round has the checksum of.
    """

    plans: tuple[PlanFile, ...]
    strangers: tuple[str, ...]

    @property
    def lost(self) -> tuple[str, ...]:
        """The plans with a checksum that no file of the folder has."""
        return tuple(plan.plan_id for plan in self.plans if plan.sha256 and not plan.files)


def checksums(study: Study, round_id: str) -> list[PlanFile]:
    """Return the checksum of each plan of a round, as far as the register of plans gives it."""
    rows = study["plans"]
    rows = rows[rows["round_id"] == round_id]
    given = {
        str(plan): "" if pd.isna(text) else str(text)
        for plan, text in zip(rows["plan_id"], rows["sha256"], strict=True)
    }
    return [
        PlanFile(
            plan,
            text,
            same_as=tuple(name for name, other in given.items() if text == other and name != plan)
            if text
            else (),
        )
        for plan, text in given.items()
    ]


def check_folder(study: Study, round_id: str, folder: Path) -> FolderCheck:
    """Hold the files of a folder against the checksums of a round's plans.

    Args:
        study: The study.
        round_id: The round.
        folder: The folder; files in folders below it count too, hidden ones do not.

    Raises:
        NotADirectoryError: If there is no such folder.
    """
    if not folder.is_dir():
        raise NotADirectoryError(f"There is no folder {folder}.")
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    by_digest: dict[str, list[str]] = {}
    for path in paths:
        place = path.relative_to(folder)
        if not any(part.startswith(".") for part in place.parts):
            by_digest.setdefault(digest(path), []).append(place.as_posix())
    plans = checksums(study, round_id)
    known = {plan.sha256 for plan in plans}
    return FolderCheck(
        tuple(
            PlanFile(plan.plan_id, plan.sha256, tuple(by_digest.get(plan.sha256, ())), plan.same_as)
            for plan in plans
        ),
        tuple(sorted(n for text, names in by_digest.items() if text not in known for n in names)),
    )
