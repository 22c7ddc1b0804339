"""Refuse what this engine does not know, and what would leave a reader without something.

Pandoc's tree says for certain what is in a document but not where, so the place is then looked
up in the Markdown by what is telling of the element: an id, a path, a key, its first words.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from ltp_analysis.rendering.errors import Problem
from ltp_analysis.rendering.markdown import PLACEHOLDER, Assembled
from ltp_analysis.rendering.tree import Element, text_of, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CALLOUTS = ("note", "tip", "important", "warning", "caution")
_KINDS = ("fig", "tbl", "sec")
# Prefixes that make an id or an @key a cross-reference in Quarto, though none is known here.
_OTHER_KINDS = frozenset(
    {
        "alg",
        "apx",
        "ca",
        "cau",
        "cnj",
        "cor",
        "def",
        "eq",
        "exm",
        "exr",
        "imp",
        "lem",
        "lst",
        "nte",
        "prf",
        "prp",
        "rem",
        "sol",
        "thm",
        "tip",
        "vid",
        "wrn",
    }
)
_REFERENCE = re.compile(r"^([A-Za-z]+)-")
_QUARTO_CLASS = re.compile(
    r"^(aside|border|callout.*|cell.*|code-with-filename|column.*|content-.*|figure|g-col.*|grid"
    r"|hidden|layout.*|margin.*|no-row.*|page-.*|panel-.*|quarto-.*|subfig.*|theorem|proof|remark"
    r"|solution|verse|landscape|fragment|incremental|nonincremental|notes|r-.*|visible.*)$"
)
_ATTRIBUTES = {
    "Div": {"lang", "dir", "role"},
    "Span": {"lang", "dir", "alt"},
    "Image": {"fig-alt", "width", "height"},
    "Figure": set(),
    "Table": set(),
    "Header": {"lang", "dir"},
    "CodeBlock": set(),
    "Code": set(),
    "Link": {"lang", "hreflang", "rel", "target", "aria-label"},
}
# What ends a line, or lets one end, where Markdown has no sign for it.
_LINE_ENDS = {
    ("html", "<wbr>"),
    ("html", "<br>"),
    ("typst", "#box()"),
    ("typst", "#linebreak()"),
    ("openxml", "<w:r><w:br/></w:r>"),
}
_BIB_ENTRY = re.compile(
    r"^\s*@(?!comment|string|preamble)\w+\s*[{(]\s*([^\s,]+)\s*,", re.IGNORECASE | re.MULTILINE
)


def check(tree: dict[str, Any], assembled: Assembled, *, docx: bool) -> list[Problem]:
    """Check a document that Pandoc has read.

    Args:
        tree: Pandoc's tree.
        assembled: The Markdown it was read from.
        docx: Whether a DOCX is wanted, which needs a PNG beside each SVG.

    Returns:
        What is wrong, in the order of the text.
    """
    everything = list(walk(tree["blocks"]))
    # Most elements are words and spaces, and one check looks at those.
    words = [element.content for element in everything if element.kind == "Str"]
    elements = [element for element in everything if element.kind not in {"Str", "Space"}]
    checks = [_structure, _identifiers, _images(docx=docx), _tables, _citations]
    if assembled.complete:
        checks += [_references, _headings]
    found = [problem for each in checks for problem in each(elements, assembled)]
    found += _words_alone(words, assembled)
    order = {(line.file, line.number): n for n, line in enumerate(assembled.lines)}
    return sorted(found, key=lambda problem: order.get((problem.file, problem.line), -1))


def image_path(target: str, folder: Path) -> Path:
    """Return the file an image's target names.

    Args:
        target: The target as Pandoc read it.
        folder: The folder of the document.

    Returns:
        The path of the file.
    """
    return folder / unquote(target)


def _problems(assembled: Assembled, text: tuple[str, str], *patterns: str) -> Iterator[Problem]:
    for line in assembled.find(*patterns):
        yield Problem(line.file, line.number, *text)


def _first(assembled: Assembled, text: tuple[str, str], *patterns: str) -> Iterator[Problem]:
    line = assembled.find(*patterns)[0]
    yield Problem(line.file, line.number, *text)


def _words(text: str) -> str:
    """Return a pattern for the first words of a text that one line is likely to hold."""
    return re.escape(text.strip().split("\n")[0][:60])


def _words_alone(words: list[str], assembled: Assembled) -> Iterator[Problem]:
    """Look for signs that Markdown took for words."""
    for word in words:
        if re.fullmatch(r":{3,}", word):
            message = "A ::: that opens or closes nothing."
            remedy = "Pair it, with blank lines around, or give the opening one a {.class}."
            yield from _problems(assembled, (message, remedy), r"^\s*:{3,}\s*$")
        elif note := re.search(r"\[\^[^\]\s]+\]", word):
            message = f"The note {note[0]} is not written anywhere."
            remedy = "Add it, or mend its name."
            yield from _first(assembled, (message, remedy), re.escape(note[0]))


def _structure(elements: list[Element], assembled: Assembled) -> Iterator[Problem]:
    for element in elements:
        kind, content = element.kind, element.content
        if kind in {"RawBlock", "RawInline"}:
            text = str(content[1])
            if content[0] == "html" and re.fullmatch(r"\s*(<!--.*?-->\s*)+", text, re.DOTALL):
                continue
            if kind == "RawInline" and (content[0], text) in _LINE_ENDS:
                continue
            message = f"Raw {content[0]} in the text: {text.strip().splitlines()[0][:60]}"
            remedy = "Write it in Markdown; put a backslash before <, \\ or & that is only text."
            yield from _problems(assembled, (message, remedy), _words(text))
        else:
            yield from _attributes(element, assembled)


def _attributes(element: Element, assembled: Assembled) -> Iterator[Problem]:
    kind = element.kind
    identifier, classes, pairs = element.attributes
    callout = kind == "Div" and any(name == f"callout-{t}" for t in CALLOUTS for name in classes)
    known = _ATTRIBUTES.get(kind, set()) | ({"title"} if callout else set())
    for name in pairs:
        if name not in known and not name.startswith("data-"):
            text = f"Unknown attribute '{name}' on a {kind.lower()}.", "Leave it out."
            yield from _problems(assembled, text, rf"[{{\s]{re.escape(name)}\s*=")
    for name in classes:
        if kind == "Header" and name not in {"unnumbered", "unlisted"}:
            text = f"Unknown class '.{name}' on a heading.", "Known: .unnumbered, .unlisted."
            yield from _problems(assembled, text, rf"^#.*[{{\s]\.{re.escape(name)}\b")
        elif kind in {"Div", "Span", "Image"} and _QUARTO_CLASS.match(name):
            if callout and name.removeprefix("callout-") in CALLOUTS:
                continue
            text = f"The class '.{name}' is not known here.", "Only callouts are known."
            where = rf"[{{\s]\.{re.escape(name)}(?![\w-])", rf":::+\s*{re.escape(name)}\b"
            yield from _problems(assembled, text, *where)
    if kind in {"Div", "Span"} and _reference_kind(identifier):
        text = (
            f"A {kind.lower()} with the id '{identifier}'.",
            "Give such an id to a figure, a table or a heading.",
        )
        yield from _first(assembled, text, rf"#{re.escape(identifier)}(?![\w-])")


def _identifiers(elements: list[Element], assembled: Assembled) -> Iterator[Problem]:
    counts = Counter(
        element.attributes[0] for element in elements if element.attributes[0] not in {"", "refs"}
    )
    for identifier, count in counts.items():
        if count > 1:
            lines = assembled.find(rf"#{re.escape(identifier)}(?![\w:.-])", re.escape(identifier))
            text = f"The id '{identifier}' is given {count} times.", "Give each its own."
            yield Problem(lines[-1].file, lines[-1].number, *text)
    for element in elements:
        identifier = element.attributes[0]
        kind = _reference_kind(identifier)
        if kind is None or element.kind in {"Div", "Span"}:
            continue
        # Pandoc makes ids from the words of headings: "Tip of the day" is no cross-reference.
        if element.kind == "Header" and f"#{identifier}" not in assembled.text:
            continue
        fits = {"fig": "Figure", "tbl": "Table", "sec": "Header"}.get(kind)
        if element.kind != fits:
            text = (
                f"The id '{identifier}' does not stand on a {(fits or 'known element').lower()}.",
                (
                    "A figure is an image with a caption, alone in its paragraph; a table has its "
                    "id in its caption; an explicit id of a heading begins with sec-."
                ),
            )
            where = rf"#{re.escape(identifier)}(?![\w-])", _words(text_of(element.content))
            yield from _first(assembled, text, *where)
        elif element.kind != "Header" and not text_of(element.content[1]).strip():
            text = f"'{identifier}' has no caption.", "Give it one."
            yield from _first(assembled, text, rf"#{re.escape(identifier)}(?![\w-])")


def _reference_kind(identifier: str) -> str | None:
    match = _REFERENCE.match(identifier)
    kind = match[1].lower() if match else None
    return kind if kind in {*_KINDS, *_OTHER_KINDS} else None


def _images(*, docx: bool) -> Callable[[list[Element], Assembled], Iterator[Problem]]:
    def images(elements: list[Element], assembled: Assembled) -> Iterator[Problem]:
        for element in elements:
            if element.kind == "Image":
                yield from _image(element, assembled, docx=docx)

    return images


def _image(element: Element, assembled: Assembled, *, docx: bool) -> Iterator[Problem]:
    document = assembled.document
    target = element.content[2][0]
    where = rf"\]\(\s*<?{re.escape(unquote(target))}", re.escape(target)
    if not element.attributes[2].get("fig-alt", "").strip():
        text = f"The image '{target}' has no fig-alt.", "Say in it what the image shows."
        bare = rf"{where[0]}(?!.*fig-alt)"
        yield from _first(assembled, text, bare, *where)
    if PLACEHOLDER in target or (document.cells and not assembled.complete):
        return
    if urlsplit(target).scheme:
        text = f"The image '{target}' is not a file.", "Keep it beside the document."
        yield from _first(assembled, text, *where)
        return
    path = image_path(target, document.path.parent)
    if path.suffix.lower() not in {".svg", ".png"}:
        text = f"The image '{target}' is neither SVG nor PNG.", "Save it as one of them."
        yield from _first(assembled, text, *where)
    elif not path.is_file():
        # A file that a cell will write can be missed only after the cells have run.
        text = f"The image '{target}' does not exist.", "Mend its path, or make the file."
        yield from _first(assembled, text, *where)
    elif docx and not path.with_suffix(".png").is_file():
        text = (
            f"The image '{target}' has no PNG of the same name beside it.",
            "Word needs it: save the figure as PNG too.",
        )
        yield from _first(assembled, text, *where)


def _tables(elements: list[Element], assembled: Assembled) -> Iterator[Problem]:
    for element in elements:
        if element.kind != "Table":
            continue
        identifier = element.attributes[0]
        heads = [text_of(cell[4]) for row in element.content[3][1] for cell in row[1]]
        if heads and all(words.strip() for words in heads):
            continue
        where = [rf"#{re.escape(identifier)}(?![\w-])"] if identifier else []
        where += [_words(words) for words in heads if words.strip()]
        where += [re.escape(word) for word in text_of(element.content[4])[:20].split()[:1]]
        text = (
            ("A table with an empty header cell.", "Say what the column holds.")
            if heads
            else ("A table without a header row.", "Say above each column what it holds.")
        )
        yield from _first(assembled, text, *where)


def _citations(elements: list[Element], assembled: Assembled) -> Iterator[Problem]:
    document = assembled.document
    folder = document.path.parent
    files = {
        key: folder / document.metadata[key]
        for key in ("bibliography", "csl")
        if key in document.metadata
    }
    for key, path in files.items():
        if not path.is_file():
            line = document.metadata_lines[key]
            text = f"The {key} '{document.metadata[key]}' does not exist.", "Mend its path."
            yield Problem(document.path, line, *text)
            return
    known = _keys(files["bibliography"]) if "bibliography" in files else set()
    for element in elements:
        if element.kind != "Cite":
            continue
        keys = [citation["citationId"] for citation in element.content[0]]
        references = [key for key in keys if _reference_kind(key)]
        where = [rf"@\{{?{re.escape(key)}(?![\w-])" for key in keys]
        if references and len(references) < len(keys):
            text = "Citations and cross-references share brackets.", "Give each its own."
            yield from _first(assembled, text, *where)
        for citation in element.content[0]:
            key = citation["citationId"]
            if key in references and citation["citationSuffix"]:
                text = f"Text after @{key} in its brackets.", "Quarto drops it: move it out."
                yield from _first(assembled, text, rf"@{re.escape(key)}(?![\w-])[^;]")
        for key in keys:
            if key not in known and key not in references:
                text = (
                    f"The citation key '{key}' is not in the bibliography.",
                    "Add it there, or write \\@ if this is no citation.",
                )
                yield from _problems(assembled, text, rf"@\{{?{re.escape(key)}(?![\w-])")


def _keys(bibliography: Path) -> set[str]:
    """Return the keys of a bibliography in CSL JSON or BibTeX."""
    source = bibliography.read_text(encoding="utf-8")
    if bibliography.suffix == ".json":
        return {str(entry["id"]) for entry in json.loads(source)}
    return set(_BIB_ENTRY.findall(source))


def _references(elements: list[Element], assembled: Assembled) -> Iterator[Problem]:
    known, unnumbered = set(), set()
    for element in elements:
        identifier, classes, _ = element.attributes
        known.add(identifier)
        if element.kind == "Header" and "unnumbered" in classes:
            unnumbered.add(identifier)
    sections = assembled.document.metadata.get("number-sections", False)
    for element in elements:
        if element.kind == "Link" and element.content[2][0].startswith("#"):
            target = element.content[2][0]
            if target[1:] not in known:
                text = f"Nothing has the id '{target[1:]}'.", "Mend the link."
                yield from _first(assembled, text, rf"\({re.escape(target)}\)")
        for citation in element.content[0] if element.kind == "Cite" else ():
            key = citation["citationId"]
            message = _reference(key, known, unnumbered, sections=sections)
            if message:
                text = message, "Mend the id, or number the section (number-sections: true)."
                yield from _problems(assembled, text, rf"@\{{?{re.escape(key)}(?![\w-])")


def _reference(key: str, known: set[str], unnumbered: set[str], *, sections: bool) -> str:
    """Return what is wrong with a cross-reference, if anything."""
    kind = _reference_kind(key)
    label = key[:1].lower() + key[1:]
    if kind is None:
        return ""
    if kind not in _KINDS:
        return f"A cross-reference of a kind not known here: @{key}."
    if label not in known:
        return f"The cross-reference @{key} points at nothing."
    if label in unnumbered or (kind == "sec" and not sections):
        return f"The cross-reference @{key} points at a section without a number."
    return ""


def _headings(elements: list[Element], assembled: Assembled) -> Iterator[Problem]:
    level = 0
    titles: set[int] = set()
    for element in elements:
        _, classes, pairs = element.attributes
        if element.kind == "Div" and any(name.startswith("callout-") for name in classes):
            blocks = element.content[1]
            if "title" not in pairs and blocks and blocks[0]["t"] == "Header":
                titles.add(id(blocks[0]["c"]))
        if element.kind != "Header" or id(element.content) in titles:
            continue
        words = text_of(element.content[2])
        if element.content[0] > level + 1:
            text = (
                f"The heading '{words}' skips a level.",
                "Begin with # and go down one level at a time.",
            )
            yield from _first(assembled, text, rf"^#+\s+.*{_words(words)}", _words(words))
        level = element.content[0]
