"""A document as a tagged PDF (PDF/UA-1), through Typst."""

from __future__ import annotations

import re
import shutil
import unicodedata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import typst

from ltp_analysis.rendering.errors import Problem, RenderError
from ltp_analysis.rendering.staging import Wanted

if TYPE_CHECKING:
    from ltp_analysis.rendering.staging import Stage

# Beside the fonts inside Typst; covers Arabic and many symbols. LastResort must stay out: it
# shows an empty box for every character and so hides that one is missing.
_FONTS = tuple(f"DejaVuSans{style}.ttf" for style in ("", "-Bold", "-Oblique", "-BoldOblique"))
_NO_GLYPH = re.compile(r"the text `\"(.+?)\"` could not be displayed", re.DOTALL)
_MOST_UNKNOWN = 100


def typst_source(stage: Stage) -> Wanted:
    """Return how the source for Typst is to be written.

    Args:
        stage: The document.
    """
    values = stage.assembled.document.metadata
    variables = {}
    for key, name in (("author", "author-string"), ("keywords", "keyword-string")):
        found = values.get(key)
        if found:
            texts = [found] if isinstance(found, str) else found
            variables[name] = [_string(text) for text in texts]
    return Wanted(
        # Citations are resolved and quotes are curled already; Typst must do neither.
        "typst-citations-smart",
        template="page.typ",
        contents=2 if values.get("toc", False) else 0,
        variables=variables,
    )


def compiled(source: str, stage: Stage) -> bytes:
    """Return the PDF that Typst makes of a source.

    A character that no font has is printed as its Unicode name, such as `fox face`, in angle marks.

    Args:
        source: The source as Pandoc wrote it.
        stage: The document.

    Raises:
        RenderError: Typst found fault with the document.
    """
    fonts = _fonts(stage.folder / "fonts")
    written = stage.folder / "document.typ"
    for _ in range(_MOST_UNKNOWN):
        written.write_text(source, encoding="utf-8")
        try:
            result, said = typst.compile_with_warnings(
                written,
                root=stage.folder,
                font_paths=fonts,
                format="pdf",
                pdf_standards=["ua-1"],
                timestamp=stage.created,
            )
        except typst.TypstError as error:
            missing = _NO_GLYPH.search(error.message)
            if missing is None or missing[1] not in source:
                raise _problem(
                    stage, error.message, error.hints, source, error.diagnostic
                ) from error
            source = source.replace(missing[1], "".join(map(_named, missing[1])))
            continue
        if said:
            first = said[0]
            raise _problem(stage, first.message, first.hints, source, first.diagnostic)
        assert isinstance(result, bytes)  # noqa: S101 - one PDF is asked for, not pages
        return result
    raise _problem(stage, "too many characters that no font has", [], source, "")


def _fonts(folder: Path) -> typst.Fonts:
    folder.mkdir()
    spec = find_spec("matplotlib")
    for package in (spec.submodule_search_locations or ()) if spec else ():
        for name in _FONTS:
            shutil.copyfile(Path(package) / "mpl-data" / "fonts" / "ttf" / name, folder / name)
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])


def _string(text: str) -> str:
    """Return a text as Typst writes a string."""
    escaped = text.replace("\\", r"\\").replace('"', r"\"")
    return f'"{escaped}"'


def _named(character: str) -> str:
    """Return what stands for a character that no font has."""
    if unicodedata.category(character) in {"Cf", "Mn", "Cc"}:
        return ""  # joiners and variation marks only shape their neighbours
    name = unicodedata.name(character, f"U+{ord(character):04X}").lower()
    # Not brackets, which Typst would read as code after a function.
    return f"\u2039{name}\u203a"


def _problem(
    stage: Stage, message: str, hints: list[str], source: str, diagnostic: str
) -> RenderError:
    line = stage.assembled.find()[0]
    at = re.search(r":(\d+):\d+", diagnostic)
    if at and int(at[1]) <= len(source.splitlines()):
        near = source.splitlines()[int(at[1]) - 1]
        words = re.findall(r"[A-Za-z]{4,}(?: [A-Za-z]+)*", near)
        line = stage.assembled.find(*(re.escape(word) for word in words))[0]
    remedy = " ".join(hints)
    return RenderError([Problem(line.file, line.number, f"Typst: {message}.", remedy)])
