"""Only what would come out otherwise is made again, and nothing that is kept is stale."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ltp_analysis.engine import Engine, ReportError
from ltp_analysis.files import digest, write_atomically
from ltp_analysis.findings.ledger import Ledger
from ltp_analysis.made import MANIFEST, Manifest, nothing_to_do, read_manifest
from ltp_analysis.processed.references import REFERENCES_FILE, references
from ltp_analysis.processed.store import write_results
from ltp_analysis.project import Project
from ltp_analysis.rendering import RenderError
from ltp_analysis.site import update as module
from ltp_analysis.site.update import Update, update

if TYPE_CHECKING:
    from collections.abc import Callable

    from ltp_analysis.processed.results import Results
    from ltp_analysis.rendering import Format
    from ltp_analysis.validated.study import Study

    Copy = Callable[[Path], Project]
    Rows = list[dict[str, str]]
    Edit = Callable[[Project, str, Callable[[Rows], Rows]], None]
    Change = Callable[["Site", Edit], None]

pytestmark = pytest.mark.slow

GREEN = "share.2018-19.green.england.with-missing"
PEER = "2015-16-peer-rating-good-share"
HEAD = """---
title: "{name}"
date: 2026-11-25
date-format: iso
lang: en-GB
bibliography: ../data/processed/references.json
csl: _assets/author-date.csl
format: html
execute:
  echo: false
---

```{{python}}
#| include: false
from ltp_analysis.reports import open_report

r = open_report("{name}", "{round_id}")
```

{body}

```{{python}}
#| output: asis
print(r.appendix())
```

# References

::: {{#refs}}
:::
"""
DOCUMENTS = {
    "green": ("2018-19", f'`{{python}} r.share("{GREEN}")`.\n\n{{{{< include _shared/x.qmd >}}}}'),
    "peer": (
        "2015-16",
        (
            f'`{{python}} r.printed("{PEER}")` [@epi-2016].\n\n'
            '```{python}\n#| output: asis\nprint(r.chart("map"))\n```'
        ),
    ),
    "words": ("2017-18", '`{python} r.sentence("moves")` By [@nhse-ltp].'),
}


@dataclass
class Site:
    """A checkout with three short documents, and what a build of it gives."""

    project: Project
    results: Results
    known: Manifest = field(default_factory=Manifest)

    def make(self, *names: str, formats: tuple[Format, ...] = ("html",)) -> Update:
        """Update, from what is on record."""
        self.known = read_manifest(self.project)
        return update(self.project, self.known, names, formats, Engine.EMBEDDED, lambda _: None)

    def give(self, results: Results) -> None:
        """Let a build give other results, as it does only from other raw tables."""
        self.results = results
        with (self.project.raw / "study.toml").open("a", encoding="utf-8") as settings:
            settings.write("# changed\n")

    def output(self) -> dict[str, bytes]:
        """Return every file that was made."""
        folder = self.project.output
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, copied: Copy, results: Results) -> Site:
    """Return a checkout in which all documents were made once."""
    project = copied(tmp_path_factory.mktemp("site"))
    for path in project.reports.glob("[!_]*.qmd"):
        path.unlink()
    for name, (round_id, body) in DOCUMENTS.items():
        text = HEAD.format(name=name, round_id=round_id, body=body)
        (project.reports / f"{name}.qmd").write_text(text, encoding="utf-8")
    (project.reports / "_shared" / "x.qmd").write_text("Shared.\n", encoding="utf-8")
    site = Site(project, results)
    with pytest.MonkeyPatch.context() as patch:
        built(patch, site)
        done = site.make()
    assert done.kept == []
    return site


@pytest.fixture
def site(first: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Return a copy of it."""
    root = Path(shutil.copytree(first.project.root, tmp_path / "checkout"))
    copy = Site(Project(root), first.results)
    built(monkeypatch, copy)
    return copy


def built(patch: pytest.MonkeyPatch, site: Site) -> None:
    """Let a build write the results of the site: working them out takes long, as do workbooks."""

    def build(project: Project, _: object, study: Study) -> list[Path]:
        now = [replace(one, dataset=study.version) for one in site.results.ledger.values()]
        written = write_results(replace(site.results, ledger=Ledger(now)), project.processed)
        write_atomically(project.processed / REFERENCES_FILE, references(study))
        return written

    def workbooks(study: Study, results: Results) -> dict[str, bytes]:
        return {"ltp-tables.xlsx": f"{study.version} {len(results.ledger)}".encode()}

    patch.setattr("ltp_analysis.site.built.build", build)
    patch.setattr(module, "workbooks", workbooks)
    patch.delenv("SOURCE_DATE_EPOCH", raising=False)


def with_finding(results: Results, name: str, **values: object) -> Results:
    more: Any = values
    found = dict(results.ledger) | {name: replace(results.ledger[name], **more)}
    return replace(results, ledger=Ledger(found.values()))


def another_count(site: Site, _: Edit) -> None:
    site.give(with_finding(site.results, GREEN, numerator_upper=37))


def another_finding(site: Site, _: Edit) -> None:
    name = "share.2018-19.amber.england.with-missing"
    site.give(with_finding(site.results, name, numerator_upper=150))


def another_printed_figure(site: Site, edit: Edit) -> None:
    """A figure as one document prints it: in the raw table and in the verdicts."""

    def printed(rows: Rows) -> Rows:
        return [row | {"printed": "so many"} if row["figure_id"] == PEER else row for row in rows]

    edit(site.project, "figures", printed)
    figures = [
        replace(item, printed="so many") if item.figure_id == PEER else item
        for item in site.results.figures
    ]
    site.give(replace(site.results, figures=figures))


def retitled(source: str) -> Change:
    def change(site: Site, edit: Edit) -> None:
        edit(
            site.project,
            "sources",
            lambda rows: [
                row | {"title": "Another title"} if row["source_id"] == source else row
                for row in rows
            ],
        )

    return change


def another_rating(site: Site, _: Edit) -> None:
    """A unit is drawn on the map of one document."""
    rows = list(site.results.ratings)
    place = next(i for i, row in enumerate(rows) if row.round_id == "2015-16")
    rows[place] = replace(rows[place], possible=("red",), basis="stated")
    site.give(replace(site.results, ratings=rows))


def another_move(site: Site, _: Edit) -> None:
    name = "moved.2016-17-to-2017-18.better.england"
    site.give(with_finding(site.results, name, numerator_lower=4))


def another_point(site: Site, edit: Edit) -> None:
    """A place moves on the map, and no finding with it."""

    def moved(rows: Rows) -> Rows:
        return [
            row | {"longitude": "1.5", "latitude": "51.2"} if row["unit_code"] == "00C" else row
            for row in rows
        ]

    edit(site.project, "points", moved)


def another_include(site: Site, _: Edit) -> None:
    (site.project.reports / "_shared" / "x.qmd").write_text("Other.\n", encoding="utf-8")


def another_text(site: Site, _: Edit) -> None:
    path = site.project.reports / "words.qmd"
    path.write_text(path.read_text(encoding="utf-8").replace(" By ", " Says "), encoding="utf-8")


def page_gone(site: Site, _: Edit) -> None:
    (site.project.output / "words.html").unlink()


def page_edited(site: Site, _: Edit) -> None:
    path = site.project.output / "green.html"
    path.write_bytes(path.read_bytes().replace(b"35 or 36", b"35 or 63"))


def data_edited(site: Site, _: Edit) -> None:
    (path,) = (site.project.output / "data" / "peer").iterdir()
    path.write_text("", encoding="utf-8")


def workbook_gone(site: Site, _: Edit) -> None:
    (site.project.output / "ltp-tables.xlsx").unlink()


def nothing(_: Site, __: Edit) -> None:
    pass


STEPS: dict[str, list[tuple[Change, set[str]]]] = {
    "findings": [
        (nothing, set()),
        (another_finding, set()),
        (another_count, {"green"}),
        (another_printed_figure, {"peer"}),
        (another_move, {"words"}),
    ],
    "facts": [(retitled("nhse-ltp"), {"words"}), (another_rating, {"peer"})],
    "texts": [(another_point, {"peer"}), (another_text, {"words"}), (another_include, {"green"})],
    "files": [
        (page_gone, {"words"}),
        (data_edited, {"peer"}),
        (page_edited, {"green"}),
        (workbook_gone, set()),
    ],
}
"""Changes one after the other, each with what has to be made again; nothing twice in a row of
changes, so that nothing stale is mended by a later one."""


@pytest.mark.parametrize("steps", STEPS.values(), ids=STEPS)
def test_what_depends_on_a_change_is_made_again_and_nothing_kept_is_stale(
    site: Site, edit: Edit, steps: list[tuple[Change, set[str]]], tmp_path: Path
) -> None:
    for change, remade in steps:
        before = site.output()
        change(site, edit)
        done = site.make()
        assert set(done.kept) == set(DOCUMENTS) - remade
        for name in done.kept:
            assert site.output()[f"{name}.html"] == before[f"{name}.html"]
        known = read_manifest(site.project)
        assert nothing_to_do(site.project, known, list(DOCUMENTS), ["html"], "embedded")
    other = Site(Project(tmp_path / "again"), site.results)
    ignored = shutil.ignore_patterns("_output", "_figures", "processed")
    shutil.copytree(site.project.root, other.project.root, ignore=ignored)
    assert other.make().kept == []
    assert other.output() == site.output()


def test_another_look_makes_everything_again(site: Site) -> None:
    path = site.project.reports / "_assets" / "author-date.csl"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert site.make().kept == []


def test_another_line_of_code_makes_everything_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.python_version", lambda: "other")
    assert site.make().kept == []


def test_another_date_makes_everything_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert site.make().kept == []
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(ReportError, match="no number of seconds: soon"):
        site.make()


def test_what_was_not_asked_for_is_looked_at_next_time(site: Site, edit: Edit) -> None:
    """One document is made after a change; the others may have changed by it, too."""
    another_printed_figure(site, edit)
    assert site.make("green").kept == ["green"]
    known = read_manifest(site.project)
    assert nothing_to_do(site.project, known, ["green"], ["html"], "embedded")
    assert not nothing_to_do(site.project, known, list(DOCUMENTS), ["html"], "embedded")
    assert set(site.make().kept) == {"green", "words"}


def test_more_formats_are_made_when_asked_for(site: Site) -> None:
    for name in DOCUMENTS:
        path = site.project.reports / f"{name}.qmd"
        text = path.read_text(encoding="utf-8").replace("format: html\n", "")
        path.write_text(text, encoding="utf-8")
    site.make("words")
    done = site.make("words", formats=("html", "docx"))
    assert done.kept == []
    assert {path.name for path in done.made} >= {"words.html", "words.docx"}
    assert site.make("words", formats=("docx",)).kept == ["words"]


def test_every_file_that_was_made_is_named(site: Site) -> None:
    (site.project.output / MANIFEST).unlink()
    done = site.make()
    output = {path for path in done.made if path.is_relative_to(site.project.output)}
    assert {path.relative_to(site.project.output).as_posix() for path in output} == set(
        site.output()
    )
    assert all(path.is_file() for path in done.made)


def test_a_document_that_fails_leaves_what_was_there_and_is_tried_again(
    site: Site, edit: Edit
) -> None:
    path = site.project.reports / "green.qmd"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("with-missing", "with-nothing"), encoding="utf-8")
    another_printed_figure(site, edit)
    before = site.output()
    with pytest.raises(RenderError, match="UnknownFindingError"):
        site.make()
    assert site.output()["green.html"] == before["green.html"]
    assert site.output()[MANIFEST] == before[MANIFEST]
    path.write_text(text, encoding="utf-8")
    assert set(site.make().kept) == {"green", "words"}
    assert b"so many" in site.output()["peer.html"]


def test_numbers_typed_into_prose_stop_everything(site: Site) -> None:
    path = site.project.reports / "words.qmd"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(" By ", " 88% by "), encoding="utf-8")
    before = {name: digest(site.project.output / name) for name in site.output()}
    with pytest.raises(ReportError, match="88"):
        site.make()
    assert {name: digest(site.project.output / name) for name in site.output()} == before
