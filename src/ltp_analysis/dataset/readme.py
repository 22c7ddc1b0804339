"""The page that a reader of the archive opens first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ltp_analysis.citations.texts import apa
from ltp_analysis.dataset import checksums, crate, croissant, package
from ltp_analysis.dataset.about import SOFTWARE, citation_files
from ltp_analysis.validated.settings import NOTICE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ltp_analysis.citations.work import Work
    from ltp_analysis.dataset.about import About
    from ltp_analysis.dataset.tables import DataTable

FILE: Final = "README.md"

_FOLDERS: Final = {
    "data/raw/": "the facts as published, one a row, each with its source, and `study.toml`",
    "data/processed/": "all that was worked out of them: findings with bounds, verdicts on "
    "published figures, ratings left to each area, and the bibliography",
    "parquet/": "the same tables with types: ordered categories, dates, gaps in whole numbers",
    "reports/": "the reports with the data of their charts, and the tables as workbooks",
    "source/": "the documents that the reports are rendered from, and the lock of the libraries",
}


def readme(about: About, tables: Sequence[DataTable], files: Mapping[str, bytes]) -> str:
    """Return the README of the archive.

    Args:
        about: What the dataset is.
        tables: Its tables.
        files: All files but the metadata, by path.
    """
    work = about.work
    notice = f"**{NOTICE}.** The ratings in it are of no real plan.\n\n" if about.synthetic else ""
    rows = sum(table.rows for table in tables)
    entries = ", ".join(f"`{name}`" for name in citation_files(about))
    return f"""# {work.title}

{notice}{work.abstract}

Version {work.version}, released on {work.released.isoformat()}. Its data are `{about.dataset}`,
made by {SOFTWARE} {about.software_version}: {len(tables)} tables with {rows:,} rows.

## What is here

| where | what |
|---|---|
{_folders(files)}| `data/README.md` | the data dictionary: every raw column, and their rules |
| `{package.FILE}` | Data Package 2.0: every file, and every column of every table |
| `{croissant.FILE}` | Croissant 1.0, for loading tables into models |
| `{crate.FILE}` | RO-Crate 1.2: what was made of what, by which program |
| {entries} | how to cite it |
| `{checksums.FILE}` | checksums of all files |

## Check it

`sha256sum -c {checksums.FILE}` says whether every file is as it was released. With {SOFTWARE}
installed, `ltp verify {about.top}.zip` also works everything out anew from `data/raw` and compares
it to the byte; `--deep` renders the reports too, and runs the documents in `source` to do so.

## Cite it

{apa(work)}

## Terms

{_licences(work)}
"""


def _folders(files: Iterable[str]) -> str:
    there = list(files)
    return "".join(
        f"| `{folder}` | {words} |\n"
        for folder, words in _FOLDERS.items()
        if any(path.startswith(folder) for path in there)
    )


def _licences(work: Work) -> str:
    lines = []
    for one in work.licences:
        lines.append(f"- [{one.title}]({one.address}) (`{one.id}`): {one.covers}.")
        lines += [f"  > {line}" for line in one.attribution]
    return "\n".join(lines)
