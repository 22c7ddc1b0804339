"""Lay out what a format needs in one folder, under names that say nothing of this machine."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ltp_analysis.rendering.check import image_path
from ltp_analysis.rendering.front_matter import shown_date
from ltp_analysis.rendering.pandoc import PandocError, located, run_pandoc
from ltp_analysis.rendering.shorthand import keep_as_written
from ltp_analysis.rendering.tree import walk

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from ltp_analysis.rendering.markdown import Assembled

_DOCUMENT = "document.json"
_META = ("title", "subtitle", "author", "abstract", "keywords", "description", "link-citations")


@dataclass(frozen=True)
class Wanted:
    """How Pandoc is to write one format; paths start in the folder of the stage.

    Attributes:
        to: Pandoc's name of the format, with its extensions.
        template: The template; Pandoc's own if empty.
        reference: The document whose styles are taken, for Word.
        contents: Depth of the table of contents; 0 for none.
        metadata: What the template of this format alone needs, as plain text.
        variables: The same in the format's own syntax.
    """

    to: str
    template: str = ""
    reference: str = ""
    contents: int = 0
    metadata: Mapping[str, Any] = field(default_factory=dict)
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Stage:
    """A folder with a document ready to be written in any format.

    Attributes:
        folder: Holds `document.json`, `metadata.json`, the assets and the images.
        assembled: The Markdown it came from, to say where a problem lies.
        created: The time that stands in every file made from it.
        notice: What stands on every page; may be empty.
        formulas: Whether it has any.
    """

    folder: Path
    assembled: Assembled
    created: datetime
    notice: str = ""
    formulas: bool = False

    def write(self, formats: Mapping[str, Wanted]) -> dict[str, bytes]:
        """Write the document in formats of Pandoc's.

        Args:
            formats: What is wanted, by the name of the format: it needs a filter of that name.

        Returns:
            The document in each format.

        Raises:
            RenderError: Pandoc found fault with it.
        """
        asked = {
            "formats": {name: asdict(each) for name, each in formats.items()},
            "formulas": self.formulas,
        }
        (self.folder / "formats.json").write_text(json.dumps(asked), encoding="utf-8")
        try:
            run_pandoc(
                ["--from=json", "--to=formats.lua", "--metadata-file=metadata.json", _DOCUMENT],
                folder=self.folder,
                environment={"SOURCE_DATE_EPOCH": str(int(self.created.timestamp()))},
            )
        except PandocError as error:
            raise located(error, self.assembled) from error
        return {name: (self.folder / f"document.{name}").read_bytes() for name in formats}


def stage(
    tree: dict[str, Any], assembled: Assembled, folder: Path, created: datetime, notice: str = ""
) -> Stage:
    """Put a checked document, its images and the assets into a folder.

    Args:
        tree: Pandoc's tree; its image targets are changed to the copies.
        assembled: The Markdown it was read from.
        folder: An empty folder.
        created: The time that stands in every file.
        notice: What stands on every page; may be empty.

    Returns:
        The stage.
    """
    for asset in files("ltp_analysis.rendering").joinpath("assets").iterdir():
        (folder / asset.name).write_bytes(asset.read_bytes())
    names: dict[Path, str] = {}
    formulas = False
    for element in walk(tree["blocks"]):
        if element.kind == "Math":
            formulas = True
        elif element.kind == "Image":
            path = image_path(element.content[2][0], assembled.document.path.parent)
            name = names.setdefault(path, f"image-{len(names) + 1}{path.suffix.lower()}")
            element.content[2][0] = name
    keep_as_written(tree["blocks"])
    for path, name in names.items():
        shutil.copyfile(path, folder / name)
        beside = path.with_suffix(".png")
        if beside.is_file():
            shutil.copyfile(beside, (folder / name).with_suffix(".png"))
    (folder / _DOCUMENT).write_text(json.dumps(tree), encoding="utf-8")
    (folder / "metadata.json").write_text(
        json.dumps(_metadata(assembled, notice)), encoding="utf-8"
    )
    return Stage(folder, assembled, created, notice, formulas)


def _metadata(assembled: Assembled, notice: str) -> dict[str, Any]:
    document = assembled.document
    values = document.metadata
    found: dict[str, Any] = {key: values[key] for key in _META if key in values}
    if notice:
        found["notice"] = notice
    found["lang"] = values.get("lang", "en")
    found["number-sections"] = bool(values.get("number-sections", False))
    for key in ("author", "keywords"):
        if isinstance(found.get(key), str):
            found[key] = [found[key]]
    date = shown_date(values)
    if date is not None:
        found["date"] = date
    if "bibliography" in values:
        found["nocite"] = values.get("nocite", "")
        for key in ("bibliography", "csl"):
            if key in values:
                found[key] = str(document.path.parent / values[key])
    return found
