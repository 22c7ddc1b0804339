"""Hold an archive against the standards' own validators: python validators.py ARCHIVE.

It runs in an environment of its own (`nox -s standards`), without the package and without a
network. Each validator also gets a copy with a fault in it, which it has to refuse.
"""

from __future__ import annotations

import csv
import json
import logging
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import bibtexparser
import duckdb
import jsonschema
import mlcroissant
import requests
import requests_cache
import rispy
from datacite import schema45
from frictionless import Package
from rocrate_validator import models, services

if TYPE_CHECKING:
    from collections.abc import Callable

HERE: Final = Path(__file__).parent
_CONTEXTS: Final = {
    "https://w3id.org/ro/crate/1.2/context": HERE / "ro-crate-1.2-context.jsonld",
}
_SHOWN: Final = 5


@dataclass(frozen=True)
class Check:
    """What one validator looks at.

    Attributes:
        name: The standard, and what reads it.
        run: Returns what the validator finds wrong in a folder.
        file: The file that it reads.
        fault: What is changed in the copy that it has to refuse: a pattern, and what is put there.
    """

    name: str
    run: Callable[[Path], list[str]]
    file: str
    fault: tuple[str, str]


def data_package_schema(folder: Path) -> list[str]:
    """Hold the Data Package against the JSON Schema of the standard."""
    schema = json.loads((HERE / "data-package-2.0.json").read_text(encoding="utf-8"))
    checker = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
    found = checker.iter_errors(_json(folder / "datapackage.json"))
    return [f"{list(one.absolute_path)}: {one.message[:200]}" for one in found]


def frictionless_tables(folder: Path) -> list[str]:
    """Hold every row of every table against its schema, its keys, and what it refers to."""
    descriptor = _json(folder / "datapackage.json")
    for one in descriptor["resources"]:
        # What is no table by its description is read as a file, whatever its name ends with.
        one.setdefault("type", "file")
    report = Package.from_descriptor(descriptor, basepath=str(folder)).validate()
    rows = [f"{task.name}: {one.message}" for task in report.tasks for one in task.errors]
    return [*(one.message for one in report.errors), *rows]


def parquet_tables(folder: Path) -> list[str]:
    """Read Parquet with another reader than what wrote it, and count the rows of the CSV beside."""
    found = []
    paths = sorted(folder.glob("parquet/*/*.parquet"))
    for path in paths:
        table = duckdb.read_parquet(str(path))
        plain = folder / "data" / path.parent.name / f"{path.stem}.csv"
        if plain.with_suffix(".xlsx").is_file():
            continue
        with plain.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
        if table.columns != header or len(table.fetchall()) != len(rows):
            found.append(f"{path.name}: other columns or rows than {plain.name}")
    return found if paths else ["there is none"]


def ro_crate(folder: Path) -> list[str]:
    """Hold the crate against everything that RO-Crate 1.2 requires."""
    settings = services.ValidationSettings.parse(
        {
            "rocrate_uri": str(folder),
            "profile_identifier": "ro-crate-1.2",
            "requirement_severity": models.Severity.REQUIRED,
        }
    )
    result = services.validate(settings)
    return [f"{one.check.identifier}: {one.message}" for one in result.get_issues()]


def croissant(folder: Path) -> list[str]:
    """Check Croissant, and load every record of every table by it, with the hashes of its files."""
    try:
        dataset = mlcroissant.Dataset(str(folder / "croissant.json"))
        for records in dataset.metadata.record_sets:
            for _ in dataset.records(records.uuid):
                pass
    except (mlcroissant.ValidationError, ValueError, KeyError, OSError) as error:
        return [str(error)]
    except Exception as error:  # noqa: BLE001 - its errors have no class of their own
        return [f"{type(error).__name__}: {error}"]
    return [*dataset.metadata.ctx.issues.errors, *dataset.metadata.ctx.issues.warnings]


def citation_cff(folder: Path) -> list[str]:
    """Hold CITATION.cff against its schema."""
    program = Path(sys.executable).parent / "cffconvert"
    run = subprocess.run(
        [program, "--validate", "-i", folder / "CITATION.cff"],
        capture_output=True,
        text=True,
        check=False,
    )
    return [] if run.returncode == 0 else [(run.stdout + run.stderr).strip()[-500:]]


def datacite_json(folder: Path) -> list[str]:
    """Hold datacite.json against the newest schema of the registry that its library has."""
    found = schema45.validator.iter_errors(_json(folder / "datacite.json"))
    return [f"{list(one.path)}: {one.message[:200]}" for one in found]


def bibtex(folder: Path) -> list[str]:
    """Read the BibTeX entry."""
    library = bibtexparser.parse_string((folder / "citation.bib").read_text(encoding="utf-8"))
    failed = [str(one) for one in library.failed_blocks]
    fields = library.entries[0].fields_dict if library.entries else {}
    return failed + [f"no {name}" for name in ("author", "title", "year") if name not in fields]


def ris(folder: Path) -> list[str]:
    """Read the RIS entry."""
    try:
        entries = rispy.loads((folder / "citation.ris").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return [str(error)]
    known = entries[0] if entries else {}
    return [f"no {name}" for name in ("authors", "title", "year") if name not in known]


def sums(folder: Path) -> list[str]:
    """Check every file with sha256sum."""
    run = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return [] if run.returncode == 0 else (run.stdout + run.stderr).splitlines()


CHECKS: Final = (
    Check("SHA256SUMS (sha256sum)", sums, "SHA256SUMS", ("^[0-9a-f]{8}", "00000000")),
    Check(
        "Data Package 2.0 (JSON Schema)",
        data_package_schema,
        "datapackage.json",
        ('"type": "integer"', '"type": "whole"'),
    ),
    Check(
        "Data Package tables (frictionless)",
        frictionless_tables,
        "data/processed/scenarios.csv",
        (r",(\d+)\n", ",none\n"),
    ),
    Check("Parquet (duckdb)", parquet_tables, "data/processed/flows.csv", (r"\n", "\n,,,,,\n")),
    Check("RO-Crate 1.2 (roc-validator)", ro_crate, "ro-crate-metadata.json", ('"datePub', '"Pub')),
    Check("Croissant 1.0 (mlcroissant)", croissant, "croissant.json", ('"sha256"', '"sha"')),
    Check("CITATION.cff (cffconvert)", citation_cff, "CITATION.cff", ("title:", "titel:")),
    Check("DataCite 4.5 (datacite)", datacite_json, "datacite.json", ('"titles"', '"title"')),
    Check("BibTeX (bibtexparser)", bibtex, "citation.bib", ("author =", "writer =")),
    Check("RIS (rispy)", ris, "citation.ris", ("AU  -", "XX  -")),
)


def main(archive: Path) -> int:
    """Run every validator on an archive, and print what each says.

    Args:
        archive: The archive.

    Returns:
        0 if all pass, else 1.
    """
    _no_network()
    failed = 0
    with tempfile.TemporaryDirectory() as place:
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(place)
        (folder,) = Path(place).iterdir()
        for check in CHECKS:
            started = time.monotonic()
            found = check.run(folder)
            if not found and not _refuses(check, folder):
                found = [f"it also accepts a fault in {check.file}"]
            failed += bool(found)
            word = "failed" if found else "passed"
            print(f"{word}  {check.name}  {time.monotonic() - started:.1f} s")
            for one in found[:_SHOWN]:
                print(f"        {one}")
    print(f"{len(CHECKS) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _refuses(check: Check, folder: Path) -> bool:
    """Say whether a validator finds a fault that is put into the file that it reads."""
    path = folder / check.file
    kept = path.with_name(f"{path.name}.kept")
    shutil.copyfile(path, kept)
    text = path.read_text(encoding="utf-8")
    faulty = re.sub(check.fault[0], check.fault[1], text, count=1, flags=re.MULTILINE)
    assert faulty != text, f"nothing of the form {check.fault[0]} in {check.file}"
    path.write_text(faulty, encoding="utf-8", newline="")
    try:
        return bool(check.run(folder))
    finally:
        kept.replace(path)


def _json(path: Path) -> Any:  # noqa: ANN401 - JSON
    return json.loads(path.read_text(encoding="utf-8"))


def _no_network() -> None:
    """Answer requests for contexts of which there are copies here, and refuse all others."""

    def answer(self: object, method: str, url: str, **_: object) -> requests.Response:
        del self, method
        if url not in _CONTEXTS:
            raise requests.ConnectionError(f"no network for validators: {url}")
        response = requests.Response()
        response.url, response.status_code = url, 200
        response.headers["Content-Type"] = "application/ld+json"
        response._content = _CONTEXTS[url].read_bytes()  # noqa: SLF001 - no public way to set it
        return response

    requests.Session.request = answer
    requests_cache.CachedSession.request = answer
    logging.disable(logging.WARNING)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
