"""The notebook: each of its cells runs, and what they show is what the tables say."""

from __future__ import annotations

import csv
import os
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

import ltp_analysis
from ltp_analysis.reports.typed_numbers import typed_numbers

if TYPE_CHECKING:
    from nbformat import NotebookNode

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "docs" / "use-from-python.ipynb"


class OwnPython(KernelSpecManager):
    """Knows one kernel: that of the running Python, whatever else is installed."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            display_name=kernel_name,
            language="python",
        )


def notebook() -> NotebookNode:
    """Return the notebook as it is committed."""
    text = NOTEBOOK.read_text(encoding="utf-8")
    found: NotebookNode = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    return found


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a committed table, as text."""
    with (ROOT / "data" / "processed" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Run the notebook in an empty folder; return what each cell shows, as text, by its id."""
    folder = tmp_path_factory.mktemp("notebook")
    manager = AsyncKernelManager(
        kernel_spec_manager=OwnPython(), connection_file=str(folder / "kernel.json")
    )
    if os.name == "posix":
        # Sockets in the folder instead of open ports.
        manager.transport, manager.ip = "ipc", str(folder / "kernel")
    run = notebook()
    place = {"metadata": {"path": str(folder)}}
    variables = {
        **os.environ,
        "PYTHONPATH": str(Path(ltp_analysis.__file__).parents[1]),
        "IPYTHONDIR": str(folder),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    client = NotebookClient(run, km=manager, timeout=120, resources=place)
    client.execute(env=variables, cleanup_kc=True)
    return {
        cell["id"]: "".join(output["data"]["text/plain"] for output in cell["outputs"])
        for cell in run.cells
        if cell["cell_type"] == "code"
    }


def counts(table: str) -> dict[str, list[int]]:
    """Return the whole numbers of a table that a cell shows, by the name of the row."""
    lines = (line.split() for line in table.splitlines())
    return {
        first: [int(number) for number in rest]
        for first, *rest in filter(None, lines)
        if rest and all(map(str.isdecimal, rest))
    }


def test_the_notebook_is_valid_and_holds_no_outputs() -> None:
    found = notebook()
    nbformat.validate(found)
    assert (found.nbformat, found.nbformat_minor) == (4, 5)
    assert found.metadata["language"] == "en-GB"
    assert found.metadata["title"] in found.cells[0]["source"]
    cells = [cell for cell in found.cells if cell["cell_type"] == "code"]
    assert cells
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells)


def test_no_number_is_typed_into_its_prose(tmp_path: Path) -> None:
    prose = [cell["source"] for cell in notebook().cells if cell["cell_type"] == "markdown"]
    document = tmp_path / "prose.qmd"
    document.write_text("---\ntitle: Prose\n---\n\n" + "\n\n".join(prose), encoding="utf-8")
    assert typed_numbers([document]) == []
    assert not re.search(r"\d", "".join(prose))


def test_every_cell_shows_something(shown: dict[str, str]) -> None:
    assert all(shown.values()), shown


def test_it_counts_the_settled_areas_of_each_round(shown: dict[str, str]) -> None:
    rows = rows_of("ratings")
    settled = Counter(row["round"] for row in rows if "|" not in row["possible"])
    areas = Counter(row["round"] for row in rows)
    assert counts(shown["settled"]) == {name: [settled[name], areas[name]] for name in areas}


def test_it_counts_the_determined_findings_of_each_measure(shown: dict[str, str]) -> None:
    rows = rows_of("findings")
    determined = Counter(row["measure"] for row in rows if row["lower"] == row["upper"] != "")
    findings = Counter(row["measure"] for row in rows)
    assert counts(shown["determined"]) == {
        name: [determined[name], findings[name]] for name in findings
    }


def test_it_bounds_every_region_of_the_latest_round(shown: dict[str, str]) -> None:
    rows = rows_of("areas")
    latest = max(row["round"] for row in rows)
    bounds: dict[str, list[str]] = {}
    for row in rows:
        if row["round"] == latest:
            cells = bounds.setdefault(row["area"], [row["units"]])
            cells.append(f"{row['lower']} to {row['upper']}")
    assert bounds
    for area, cells in bounds.items():
        assert re.search(r"\s+".join(map(re.escape, [area, *cells])), shown["regions"]), area


def test_it_shows_bounds_of_the_shares_of_the_latest_round(shown: dict[str, str]) -> None:
    rows: list[Any] = [
        row
        for row in rows_of("findings")
        if re.fullmatch(r"share\.2018-19\.[^.]+\.england\.with-missing", row["id"])
    ]
    assert rows
    for row in rows:
        assert re.search(
            rf"{row['category']}\s+{row['lower']}\d*\s+{row['upper']}\d*\s", shown["bounds"]
        ), row["id"]


def test_it_cites_what_the_committed_entry_names(shown: dict[str, str]) -> None:
    entry = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    (swhid,) = re.findall(r"swh:1:dir:[0-9a-f]{40}", entry)
    assert swhid in shown["cite"]
    assert swhid in shown["version"]
