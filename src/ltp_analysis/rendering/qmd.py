"""Read a .qmd document: front matter, includes, text and cells, each line with its origin."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from ltp_analysis.rendering.errors import Problem, RenderError
from ltp_analysis.rendering.front_matter import read_front_matter, read_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

FENCE = re.compile(r"^\s*(?P<fence>`{3,}|~{3,})(?P<info>.*)$")
INLINE = re.compile(r"(?<!`)`\{python\}[ \t]([^`]+)`")
_ANY_INLINE = re.compile(r"`\{+(python|r|julia|ojs)\}+")
_SHORTCODE = re.compile(r"\{\{<\s*(?P<name>[^\s>]*)\s*(?P<rest>.*?)\s*>\}\}")
_INCLUDE = re.compile(r"^\{\{<\s*include\s+(?P<path>\S+)\s*>\}\}\s*$")
_BRACED = re.compile(r"^\s*(?P<inner>\{.*\})\s*$")
_LABEL = re.compile(r"^[A-Za-z][\w-]*$")
_FLOAT = re.compile(r"^(fig|tbl|lst|eq|sec)-")
_OPTIONS: dict[str, type | tuple[type, ...]] = {
    "label": str,
    "echo": bool,
    "include": bool,
    "output": (bool, str),
    "tags": (list, str),
    "warning": bool,
}


class Line(NamedTuple):
    """One line of text and where it was written.

    Attributes:
        text: The line without its end.
        file: The file it stands in.
        number: Its line there, counted from 1.
    """

    text: str
    file: Path
    number: int


@dataclass(frozen=True)
class Cell:
    """A Python cell.

    Attributes:
        options: Its `#|` options, as given.
        code: Its lines after the options.
        start: The line that opens it.
    """

    options: dict[str, Any]
    code: tuple[Line, ...]
    start: Line


@dataclass(frozen=True)
class Text:
    """Lines of Markdown between cells; `code` marks those inside a plain code block."""

    lines: tuple[Line, ...]
    code: tuple[bool, ...]


@dataclass(frozen=True)
class Document:
    """A document with its includes resolved.

    Attributes:
        path: The file it was read from.
        metadata: Its front matter.
        metadata_lines: The line of each key of the front matter.
        blocks: Text and cells in order.
    """

    path: Path
    metadata: dict[str, Any]
    metadata_lines: dict[str, int]
    blocks: tuple[Cell | Text, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Cell))


@dataclass
class _Parser:
    """What is gathered while the files of one document are read."""

    metadata: dict[str, Any]
    problems: list[Problem]
    blocks: list[Cell | Text] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    code: list[bool] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)

    def problem(self, line: Line, message: str, remedy: str) -> None:
        self.problems.append(Problem(line.file, line.number, message, remedy))

    def add(self, line: Line, *, code: bool) -> None:
        self.lines.append(line)
        self.code.append(code)

    def end_text(self) -> None:
        if self.lines:
            self.blocks.append(Text(tuple(self.lines), tuple(self.code)))
        self.lines, self.code = [], []


def parse(document: Path) -> Document:
    """Read a document and everything it includes.

    Args:
        document: A .qmd file.

    Returns:
        Its front matter, text and cells. Includes and `meta` shortcodes are already replaced.

    Raises:
        RenderError: The document, or one it includes, holds something this engine does not know.
    """
    path = document.absolute()
    problems: list[Problem] = []
    texts = _read(path, Problem(path, 1, "The document cannot be read", ""), problems)
    front = read_front_matter(path, texts, problems)
    parser = _Parser(front.values, problems)
    numbered = [Line(text, path, n) for n, text in enumerate(texts, 1)][front.length :]
    _parse_lines(parser, numbered, (path.resolve(),))
    parser.end_text()
    if problems:
        raise RenderError(problems)
    return Document(path, front.values, front.lines, tuple(parser.blocks))


def fenced(texts: Iterable[str]) -> Iterator[bool]:
    """Tell for each line of Markdown whether it belongs to a fenced code block."""
    fence = ""
    for text in texts:
        match = FENCE.match(text)
        if fence:
            yield True
            if match and _closes(match, fence):
                fence = ""
        elif match and _opens(match):
            yield True
            fence = match["fence"]
        else:
            yield False


def _opens(match: re.Match[str]) -> bool:
    return not (match["fence"].startswith("`") and "`" in match["info"])


def _closes(match: re.Match[str], fence: str) -> bool:
    return match["fence"].startswith(fence) and not match["info"].strip()


def _read(path: Path, missing: Problem, problems: list[Problem]) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        problems.append(missing._replace(message=f"{missing.message}: {reason}."))
        raise RenderError(problems) from error


def _parse_lines(parser: _Parser, lines: Sequence[Line], stack: tuple[Path, ...]) -> None:
    position = 0
    while position < len(lines):
        line = lines[position]
        match = FENCE.match(line.text)
        if match and _opens(match):
            end = _fence_end(lines, position, match["fence"])
            if end is None:
                parser.problem(line, "This code fence is never closed.", "Close it.")
                return
            _parse_fence(parser, match, lines[position : end + 1])
            position = end + 1
            continue
        include = _INCLUDE.match(line.text)
        if include:
            _include(parser, line, include["path"], stack)
        else:
            _parse_prose(parser, lines, position)
        position += 1


def _fence_end(lines: Sequence[Line], start: int, fence: str) -> int | None:
    for position in range(start + 1, len(lines)):
        match = FENCE.match(lines[position].text)
        if match and _closes(match, fence):
            return position
    return None


def _include(parser: _Parser, line: Line, name: str, stack: tuple[Path, ...]) -> None:
    path = line.file.parent / name
    if path.resolve() in stack:
        parser.problem(line, f"'{name}' includes itself.", "Break the circle of includes.")
        return
    if path.resolve() != (stack[0].parent / name).resolve():
        parser.problem(
            line,
            f"Quarto looks for '{name}' in the document's folder, not beside this file.",
            "Keep files that include others in the document's own folder.",
        )
        return
    missing = Problem(
        line.file,
        line.number,
        f"The included file '{name}' cannot be read",
        "Give its path from the file that includes it.",
    )
    texts = _read(path, missing, parser.problems)
    if texts and texts[0].rstrip() == "---":
        parser.problems.append(
            Problem(path, 1, "An included file has front matter.", "Move it to the document.")
        )
    included = [Line(text, path, n) for n, text in enumerate(texts, 1)]
    _parse_lines(parser, included, (*stack, path.resolve()))


def _parse_prose(parser: _Parser, lines: Sequence[Line], position: int) -> None:
    line = lines[position]
    if line.text.rstrip() == "---":
        before = lines[position - 1].text.strip() if position else ""
        after = lines[position + 1].text.strip() if position + 1 < len(lines) else ""
        if not before and after:
            parser.problem(
                line,
                "Quarto reads this as a second block of front matter.",
                "Leave a blank line after ---, or move the keys to the head of the document.",
            )
    text = _SHORTCODE.sub(lambda match: _shortcode(parser, line, match), line.text)
    if "{{<" in text.replace(r"{{\<", ""):
        parser.problem(line, "A shortcode is not closed.", "Write it on one line.")
    left = INLINE.sub("", text)
    other = _ANY_INLINE.search(left)
    if other:
        parser.problem(
            line,
            f"Inline code that cannot be evaluated: {other[0]}.",
            "Write `{python} expression` on one line.",
        )
    parser.add(line._replace(text=text), code=False)


def _shortcode(parser: _Parser, line: Line, match: re.Match[str]) -> str:
    if match["name"] == "include":
        parser.problem(
            line, "An include shares its line with other text.", "Give it a line of its own."
        )
    elif match["name"] != "meta":
        parser.problem(
            line, f"Unknown shortcode '{match['name']}'.", "Only include and meta are known."
        )
    else:
        value: Any = parser.metadata
        for key in match["rest"].split("."):
            value = value.get(key) if isinstance(value, dict) else None
        if isinstance(value, (str, int, float)):
            return str(value)
        parser.problem(
            line,
            f"The front matter has no text '{match['rest']}'.",
            "Add the key, or name another.",
        )
    return ""


def _parse_fence(parser: _Parser, opening: re.Match[str], lines: Sequence[Line]) -> None:
    start = lines[0]
    braced = _BRACED.match(opening["info"])
    if braced is None or re.match(r"\{\s*[.#]", braced["inner"]):
        for line in lines:
            _check_plain_code(parser, line)
            parser.add(line, code=True)
    elif braced["inner"] != "{python}":
        parser.problem(
            start,
            f"A cell or raw block of a kind not known here: {braced['inner']}.",
            "Use ```{python}, and #| lines for its options.",
        )
    elif not start.text.startswith("```"):
        parser.problem(start, "An indented cell.", "Begin the cell at the left margin.")
    else:
        parser.end_text()
        parser.blocks.append(_cell(parser, lines))


def _check_plain_code(parser: _Parser, line: Line) -> None:
    if "{{<" in line.text or _ANY_INLINE.search(line.text):
        parser.problem(
            line,
            "Quarto evaluates shortcodes and inline code in plain code blocks too.",
            "Leave them out of the block.",
        )


def _cell(parser: _Parser, lines: Sequence[Line]) -> Cell:
    start, body = lines[0], lines[1:-1]
    count = next((n for n, line in enumerate(body) if not line.text.startswith("#|")), len(body))
    source = "\n".join(line.text[2:].removeprefix(" ") for line in body[:count])
    parsed = read_mapping(start.file, source, start.number + 1, parser.problems)
    options, where = parsed if parsed is not None else ({}, {})
    for key, value in options.items():
        at = start._replace(number=where[key])
        if key not in _OPTIONS:
            parser.problem(at, f"Unknown cell option '{key}'.", f"Known: {', '.join(_OPTIONS)}.")
        elif not isinstance(value, _OPTIONS[key]) or (
            key == "output" and isinstance(value, str) and value != "asis"
        ):
            parser.problem(at, f"'{value}' does not fit the option '{key}'.", "Mend the value.")
        elif key == "label":
            _check_label(parser, at, str(value))
    return Cell(options, tuple(body[count:]), start)


def _check_label(parser: _Parser, at: Line, label: str) -> None:
    if not _LABEL.match(label):
        parser.problem(at, f"'{label}' is not a cell label.", "Use letters, digits, - and _.")
    elif _FLOAT.match(label):
        parser.problem(
            at,
            f"The cell label '{label}' would make its output a figure or table in Quarto.",
            "Put the id and the caption in the Markdown the cell prints.",
        )
    elif label in parser.labels:
        parser.problem(at, f"The cell label '{label}' is used twice.", "Rename one.")
    parser.labels.add(label)
