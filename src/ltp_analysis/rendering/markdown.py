"""One Markdown text from a document's text, inline results and outputs of cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ltp_analysis.rendering.errors import Problem, RenderError
from ltp_analysis.rendering.qmd import INLINE, Cell, Document, Line, Text, fenced

if TYPE_CHECKING:
    from ltp_analysis.rendering.execute import Execution

# Stands for an inline result before there is one.
PLACEHOLDER = "inline0result"


@dataclass(frozen=True)
class Assembled:
    """Markdown whose every line knows where it came from.

    Attributes:
        lines: The lines; those a cell printed carry the place of the cell.
        document: The document they were made from.
        complete: Whether the cells' outputs are in.
    """

    lines: tuple[Line, ...]
    document: Document
    complete: bool

    @property
    def text(self) -> str:
        """The Markdown."""
        return "\n".join(line.text for line in self.lines) + "\n"

    @cached_property
    def code(self) -> tuple[bool, ...]:
        """For each line, whether it belongs to a fenced code block."""
        return tuple(fenced(line.text for line in self.lines))

    def find(self, *patterns: str) -> list[Line]:
        """Return the lines that match the first pattern to match any, if possible outside code.

        Args:
            *patterns: Regular expressions, the most telling first.

        Returns:
            One or more lines: the first of the document if nothing matches.
        """
        for in_code in (False, True):
            for pattern in patterns:
                search = re.compile(pattern).search
                found = [
                    line
                    for line, code in zip(self.lines, self.code, strict=True)
                    if code is in_code and search(line.text)
                ]
                if found:
                    return found
        return [Line("", self.document.path, 1)]


def draft(document: Document) -> Assembled:
    """Assemble what is known before any cell has run.

    Args:
        document: A parsed document.

    Returns:
        Markdown with a placeholder for each inline result and nothing for each cell; complete if
        no cell of the document shows an output.
    """
    lines: list[Line] = []
    for block in document.blocks:
        if isinstance(block, Cell):
            lines += _code(document, block)
        else:
            for line, code in zip(block.lines, block.code, strict=True):
                lines.append(
                    line if code else line._replace(text=INLINE.sub(PLACEHOLDER, line.text))
                )
    shown = any(_shows(cell) for cell in document.cells)
    return Assembled(tuple(lines), document, complete=not shown)


def assemble(document: Document, execution: Execution) -> Assembled:
    """Put the results of a run into the Markdown.

    Args:
        document: A parsed document.
        execution: What its cells and expressions gave.

    Returns:
        The whole Markdown.

    Raises:
        RenderError: A cell gave an output that is not Markdown.
    """
    lines: list[Line] = []
    problems: list[Problem] = []
    outputs = iter(execution.outputs)
    for number, block in enumerate(document.blocks):
        if isinstance(block, Cell):
            lines += _code(document, block)
            lines += _output(document, block, next(outputs), problems)
        else:
            lines += _text(block, number, execution)
    if problems:
        raise RenderError(problems)
    return Assembled(tuple(lines), document, complete=True)


def _text(block: Text, number: int, execution: Execution) -> list[Line]:
    lines = []
    for position, line in enumerate(block.lines):
        # Every other piece is an expression; those in code blocks were refused when parsing.
        pieces = INLINE.split(line.text)
        pieces[1::2] = execution.inline.get((number, position), pieces[1::2])
        lines += [line._replace(text=part) for part in "".join(pieces).split("\n")]
    return lines


def _option(document: Document, cell: Cell, key: str) -> bool:
    execute = document.metadata.get("execute", {})
    return bool(cell.options.get(key, execute.get(key, True)))


def _shows(cell: Cell) -> bool:
    return bool(cell.options.get("include", True) and cell.options.get("output", True))


def _code(document: Document, cell: Cell) -> list[Line]:
    if not cell.options.get("include", True) or not _option(document, cell, "echo"):
        return []
    code = list(cell.code)
    while code and not code[0].text.strip():
        del code[0]
    if not code:
        return []
    ticks = max((len(run) for line in code for run in re.findall("`+", line.text)), default=0)
    fence = "`" * max(3, ticks + 1)
    start = cell.start
    blank = start._replace(text="")
    opening = start._replace(text=f"{fence} {{.python .cell-code}}")
    return [blank, opening, *code, start._replace(text=fence), blank]


def _output(
    document: Document, cell: Cell, outputs: list[dict[str, Any]], problems: list[Problem]
) -> list[Line]:
    start = cell.start
    texts: list[str] = []
    for output in outputs:
        shown = _markdown(document, cell, output)
        if isinstance(shown, str):
            texts.append(shown)
        elif _shows(cell) or output.get("name") == "stderr":
            problems.append(Problem(start.file, start.number, *shown))
    if not _shows(cell) or not texts:
        return []
    lines = ["", *"".join(texts).splitlines(), ""]
    for text in lines:
        if "{{<" in text.replace(r"{{\<", ""):
            message = "The cell prints a shortcode, which Quarto would evaluate."
            problems.append(Problem(start.file, start.number, message, "Escape it: {{\\<."))
    if list(fenced(lines))[-1]:
        message = "The cell prints a code fence that is never closed."
        problems.append(Problem(start.file, start.number, message, "Close it."))
    return [start._replace(text=text) for text in lines]


def _markdown(document: Document, cell: Cell, output: dict[str, Any]) -> str | tuple[str, str]:
    """Return the Markdown of an output, or what is wrong and what to do."""
    if output["output_type"] == "stream":
        return _printed(document, cell, output)
    data = output.get("data", {})
    if set(data) - {"text/plain", "text/markdown"}:
        kinds = ", ".join(sorted(data))
        return f"The cell displays {kinds}.", "Print Markdown, and save figures to files."
    if "text/markdown" in data:
        return f"\n{data['text/markdown']}\n\n"
    return (
        "The cell displays a plain value.",
        "Print Markdown with #| output: asis, or end the last line with ;.",
    )


def _printed(document: Document, cell: Cell, output: dict[str, Any]) -> str | tuple[str, str]:
    text = str(output["text"])
    if output["name"] == "stderr":
        if not _option(document, cell, "warning"):
            return ""
        said = text.strip().splitlines()
        return (
            f"The cell wrote to standard error: {said[-1] if said else ''}",
            "Mend the cause, or set warning: false.",
        )
    if cell.options.get("output") == "asis":
        return text
    return "The cell prints text.", "Set #| output: asis if it is Markdown."
