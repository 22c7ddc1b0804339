"""`ltp example`: make a synthetic example of a complete study."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ltp_analysis.cli.screen import console, progress, shown
from ltp_analysis.example import made_up, make_example
from ltp_analysis.files import write_atomically
from ltp_analysis.project import find_project
from ltp_analysis.validated.settings import FILE, NOTICE
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from pathlib import Path


def run(folder: Path, seed: int, *, only_made_up: bool) -> int:
    """Make an example, and say where it is and what comes next.

    Args:
        folder: The folder to make.
        seed: What the ratings are drawn with.
        only_made_up: Whether to write only the rows that are made up, and the settings.

    Returns:
        0; errors are raised.
    """
    project, screen = find_project(), console()
    with progress("example") as say:
        say("drawing made-up ratings")
        if only_made_up:
            settings = (project.raw / FILE).read_text(encoding="utf-8")
            texts = made_up(load_study(project.raw), settings, seed)
            for name, text in texts.items():
                write_atomically(folder / name, text)
            written = [folder / name for name in texts]
        else:
            written = make_example(project, folder, seed)
    screen.print(f"{NOTICE}, drawn with the seed {seed}.", soft_wrap=True)
    screen.print(f"wrote {len(written)} files into {shown(folder.resolve())}", soft_wrap=True)
    if not only_made_up:
        screen.print(f"Next: go into {shown(folder.resolve())}, and: ltp build", soft_wrap=True)
    return 0
