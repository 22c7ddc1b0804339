"""Metadata in five standards: sound each, and saying the same of the same files."""

from __future__ import annotations

import hashlib
import json
import subprocess
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml
from tests.dataset.conftest import STANDARDS

from ltp_analysis.dataset.about import about_study
from ltp_analysis.dataset.package import data_package
from ltp_analysis.validated.study import load_study

if TYPE_CHECKING:
    from pathlib import Path

    from ltp_analysis.project import Project

pytestmark = pytest.mark.slow

Files = dict[str, bytes]
OWN = {"datapackage.json", "croissant.json", "ro-crate-metadata.json", "SHA256SUMS"}


def read(files: Files, name: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads(files[name])


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_the_data_package_keeps_to_the_published_schema(files: Files) -> None:
    schema = json.loads((STANDARDS / "data-package-2.0.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
    package = read(files, "datapackage.json")
    assert [error.message for error in validator.iter_errors(package)] == []
    del package["resources"][0]["path"]
    assert [error.message for error in validator.iter_errors(package)] != []


def test_the_data_package_names_every_file_with_size_and_hash(files: Files) -> None:
    resources = {one["path"]: one for one in read(files, "datapackage.json")["resources"]}
    assert resources.keys() == files.keys() - OWN
    for path, one in resources.items():
        assert one["bytes"] == len(files[path]), path
        assert one["hash"] == f"sha256:{sha(files[path])}", path
    assert len({one["name"] for one in resources.values()}) == len(resources)


def test_columns_have_types_keys_and_categories_in_order(files: Files) -> None:
    resources = {one["name"]: one for one in read(files, "datapackage.json")["resources"]}
    ratings = resources["processed-areas"]["schema"]
    fields = {field["name"]: field for field in ratings["fields"]}
    assert ratings["primaryKey"] == ["round", "area", "rating"]
    assert [one["value"] for one in fields["rating"]["categories"]] == [
        *("poor", "fair", "good", "not inspected")
    ]
    assert fields["rating"]["categoriesOrdered"] is True
    assert fields["units"]["type"] == "integer"
    assert ratings["missingValues"] == [{"value": "", "label": "not known, or does not apply"}]
    register = resources["raw-register"]["schema"]
    assert register["uniqueKeys"] == [["unit_code", "gss_code"]]  # one may be empty
    assert "primaryKey" not in register
    assert {
        "fields": ["source_id"],
        "reference": {"resource": "raw-sources", "fields": ["source_id"]},
    } in register["foreignKeys"]
    statements = resources["raw-ratings"]["schema"]
    assert {"fields": ["corrects"], "reference": {"fields": ["statement_id"]}} in [
        *statements["foreignKeys"]
    ]


def test_the_crate_describes_every_file_once_and_every_reference_leads_somewhere(
    files: Files,
) -> None:
    graph = read(files, "ro-crate-metadata.json")["@graph"]
    entities = {one["@id"]: one for one in graph}
    assert len(entities) == len(graph)
    kept = {path: one for path, one in entities.items() if one["@type"] == "File"}
    assert kept.keys() == files.keys() - {"ro-crate-metadata.json", "SHA256SUMS"}
    for path, one in kept.items():
        assert (one["contentSize"], one["sha256"]) == (str(len(files[path])), sha(files[path]))
    parts = {one["@id"] for one in entities["./"]["hasPart"]}
    assert parts == kept.keys()
    outside = "https://w3id.org/ro/crate/1.2"
    for target in targets(graph):
        assert target in entities or target == outside, target


def targets(value: object) -> set[str]:
    """Return what the entities of a crate refer to."""
    if isinstance(value, list):
        return set().union(*map(targets, value))
    if isinstance(value, dict):
        if value.keys() == {"@id"}:
            return {value["@id"]}
        return set().union(*map(targets, value.values()))
    return set()


def test_the_crate_uses_words_of_its_context_only(files: Files) -> None:
    text = (STANDARDS / "ro-crate-1.2-context.jsonld").read_text(encoding="utf-8")
    words = json.loads(text)["@context"].keys()
    for entity in read(files, "ro-crate-metadata.json")["@graph"]:
        assert {key for key in entity if not key.startswith("@")} <= words
        assert entity["@type"] in words


def test_the_crate_says_what_was_made_of_what(files: Files) -> None:
    entities = {one["@id"]: one for one in read(files, "ro-crate-metadata.json")["@graph"]}
    work, render = entities["#work-out"], entities["#render"]
    taken = {one["@id"] for one in work["object"]}
    assert taken == {path for path in files if path.startswith("data/raw/")}
    made = {one["@id"] for one in work["result"]}
    assert {"data/processed/findings.csv", "parquet/raw/register.parquet"} <= made
    assert "source/reports/2023.qmd" in {one["@id"] for one in render["object"]}
    assert {one["@id"] for one in render["result"]} == {
        path for path in files if path.startswith("reports/")
    }
    program = entities[work["instrument"]["@id"]]
    assert program["@type"] == "SoftwareApplication"
    assert program["softwareRequirements"] == {"@id": "source/requirements/reports.txt"}


def test_croissant_has_every_table_and_column(files: Files) -> None:
    data = read(files, "croissant.json")
    there = {one["@id"]: one for one in data["distribution"]}
    for path, one in there.items():
        assert one["sha256"] == sha(files[path])
    tables = {path for path in files if path.startswith("data/") and path.endswith(".csv")}
    columns: dict[str, list[str]] = {}
    for records in data["recordSet"]:
        (path,) = {field["source"]["fileObject"]["@id"] for field in records["field"]}
        columns[path] = [field["source"]["extract"]["column"] for field in records["field"]]
        ids = {field["@id"] for field in records["field"]}
        assert {one["@id"] for one in records["key"]} <= ids
    assert columns.keys() == tables
    for path, names in columns.items():
        header = files[path].decode("utf-8-sig").splitlines()[0]
        assert ",".join(names) == header, path


def test_all_metadata_say_the_same_of_the_dataset(files: Files) -> None:
    package = read(files, "datapackage.json")
    crate = {one["@id"]: one for one in read(files, "ro-crate-metadata.json")["@graph"]}
    croissant, datacite = read(files, "croissant.json"), read(files, "datacite.json")
    (csl,) = read(files, "csl.json")
    cff = yaml.safe_load(files["CITATION.cff"])
    bib, ris = files["citation.bib"].decode(), files["citation.ris"].decode()
    root = crate["./"]
    title = "Ratings of councils"
    assert {package["title"], root["name"], croissant["alternateName"], csl["title"]} == {title}
    assert (datacite["titles"][0]["title"], cff["title"]) == (title, title)
    assert f"{{{title}}}" in bib
    assert f"TI  - {title}" in ris
    versions = [package["version"], root["version"], croissant["version"], csl["version"]]
    versions += [datacite["version"], cff["version"]]
    assert versions == ["0.1.0"] * 6
    day = "2026-03-04"
    assert package["created"] == f"{day}T00:00:00Z"
    assert (root["datePublished"], croissant["datePublished"], cff["date-released"]) == (day,) * 3
    assert csl["issued"]["date-parts"] == [[2026, 3, 4]]
    names = [one["title"] for one in package["contributors"]]
    assert names == ["Ann Öz", "The makers & Söhne"]
    assert [one["name"] for one in croissant["creator"]] == names
    assert [crate[one["@id"]]["name"] for one in root["author"]] == names
    assert len(datacite["creators"]) == len(cff["authors"]) == len(csl["author"]) == 2
    licence = "https://creativecommons.org/licenses/by/4.0/"
    assert package["licenses"][0]["path"] == licence
    assert root["license"] == {"@id": licence}
    assert croissant["license"] == [licence]
    assert cff["license"] == "CC-BY-4.0"
    address = "https://doi.org/10.1234/councils"
    assert (package["id"], root["identifier"]) == (address, address)
    assert cff["doi"] == csl["DOI"] == datacite["doi"] == "10.1234/councils"
    readme = files["README.md"].decode()
    assert title in readme
    assert address in readme
    assert "Version 0.1.0, released on 2026-03-04" in readme
    assert "> Say who made it." in readme


def test_sha256sum_finds_every_file_as_it_should_be(files: Files, tmp_path: Path) -> None:
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    check = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    run = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.count(": OK\n") == len(files) - 1
    (tmp_path / "README.md").write_bytes(b"other")
    run = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "README.md: FAILED" in run.stdout


def test_names_of_resources_stay_apart_whatever_the_paths(councils: Project) -> None:
    about = about_study(load_study(councils.raw))
    paths = ["source/reports/é.qmd", "source/reports/è.qmd", "source/reports/a b.qmd"]
    package = data_package(about, [], dict.fromkeys(paths, b"x"))
    names = [one["name"] for one in package["resources"]]
    assert len(set(names)) == len(names)
