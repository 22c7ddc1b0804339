"""What kind of file a name stands for."""

from __future__ import annotations

from typing import Final

TYPES: Final = {
    ".bib": "application/x-bibtex",
    ".cff": "application/yaml",
    ".csl": "application/vnd.citationstyles.style+xml",
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".json": "application/json",
    ".lua": "text/x-lua",
    ".md": "text/markdown",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".py": "text/x-python",
    ".qmd": "text/markdown",
    ".ris": "application/x-research-info-systems",
    ".toml": "application/toml",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".yml": "application/yaml",
}
"""Media types by the ending of a name."""


def media_type(path: str) -> str:
    """Return the media type of a file by its name; plain text if the name says nothing."""
    _, dot, ending = path.rpartition(".")
    return TYPES.get(f"{dot}{ending}", "text/plain")


def ending(path: str) -> str:
    """Return the ending of a name without its point; `txt` if it has none."""
    name = path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name.strip(".") else "txt"
