"""`ltp doctor`: what is installed here, and whether reports can be made."""

from __future__ import annotations

import importlib.metadata
import json
import platform
import shutil
import subprocess

import pypandoc

from ltp_analysis import __version__
from ltp_analysis.cli.screen import console, table
from ltp_analysis.engine import Engine, choose
from ltp_analysis.findings.store import NotBuiltError, read_ledger
from ltp_analysis.problems import InvalidDataError
from ltp_analysis.project import NoProjectError, find_project
from ltp_analysis.runlog import LIBRARIES
from ltp_analysis.validated.study import load_study


def run(*, as_json: bool) -> int:
    """Print what is installed.

    Args:
        as_json: Whether to print JSON.

    Returns:
        0 if reports can be made here, else 1.
    """
    facts = {
        "ltp-analysis": __version__,
        "Python": platform.python_version(),
        "platform": platform.platform(),
    }
    facts |= {name: importlib.metadata.version(name) for name in LIBRARIES}
    facts["Pandoc"] = pypandoc.get_pandoc_version()
    facts["Quarto"] = _quarto()
    facts["engine"] = choose(Engine.AUTO)
    sound, facts["data"] = _data()
    if as_json:
        print(json.dumps({"ready": sound, **facts}, indent=1))  # noqa: T201 - the output
    else:
        console().print(table(("What", "Found"), facts.items()))
        console().print("Reports can be made here." if sound else "Reports cannot be made here.")
    return 0 if sound else 1


def _quarto() -> str:
    program = shutil.which("quarto")
    if program is None:
        return "not on the PATH; the embedded engine is used"
    run = subprocess.run(  # noqa: S603 - the program found on the PATH
        [program, "--version"], capture_output=True, text=True, check=False
    )
    return run.stdout.strip() if run.returncode == 0 else "on the PATH, but it does not run"


def _data() -> tuple[bool, str]:
    try:
        project = find_project()
        study = load_study(project.raw)
    except NoProjectError as error:
        return False, str(error)
    except InvalidDataError as error:
        return False, f"{len(error.problems)} problems; see ltp validate"
    try:
        made_from = read_ledger(project.processed).dataset
    except NotBuiltError:
        return True, f"dataset {study.version}; findings not built yet"
    fresh = made_from == study.version
    return True, f"dataset {study.version}; findings {'up to date' if fresh else 'to be rebuilt'}"
