"""Run a document's cells and inline expressions in one Jupyter kernel, in order."""

from __future__ import annotations

import ast
import asyncio
import os
import queue
import re
import sys
import tempfile
import threading
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count, dropwhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import nbformat
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from ltp_analysis.rendering.errors import Problem, RenderError
from ltp_analysis.rendering.qmd import INLINE, Cell, Document, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_CELL_SECONDS = 600
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_FRAME = re.compile(r"Cell In ?\[(\d+)\], line (\d+)")
_NUMBER = re.compile(r"^-?\d[\d.,e+-]*$")
# The characters Quarto puts a backslash before in the text of an inline result.
_ESCAPED = re.compile(r"([\\`*_{}\[\]()>#+,\-.!])")


@dataclass
class Execution:
    """What the cells and inline expressions gave.

    Attributes:
        outputs: For each cell, in order, its outputs as Jupyter gives them.
        inline: The Markdown of each expression, by number of the block and of the line in it.
    """

    outputs: list[list[dict[str, Any]]] = field(default_factory=list)
    inline: dict[tuple[int, int], list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """A document to be run.

    Attributes:
        document: The document, parsed.
        environment: Variables for its cells, beyond those of this process.
    """

    document: Document
    environment: Mapping[str, str]


class Kernel:
    """A Jupyter kernel in which documents are run one after the other, in the background.

    It starts with the first document, or before that if it is told to, so that other work can be
    done until it is ready; it stops with its context. Between two documents all names are cleared,
    but what was imported stays imported, which is most of the time that a document takes. A kernel
    that dies or hangs is replaced by a new one.
    """

    def __init__(self, preload: Sequence[str] = ()) -> None:
        """Say what the kernel imports while it starts.

        Args:
            preload: Names of modules.
        """
        # What is imported stays for every document: it need not be gone through for garbage, now
        # or whenever one is cleared away.
        imports = [f"import {name}" for name in preload]
        self._preload = ["import gc", "gc.disable()", *imports, "gc.freeze()", "gc.enable()"]
        self._tasks: queue.Queue[_Task | None] = queue.Queue()
        self._thread = threading.Thread(target=self._serve, name="kernel", daemon=True)

    def start(self) -> None:
        """Start the kernel, if it was not started yet."""
        if not self._thread.ident:
            self._thread.start()

    def __enter__(self) -> Self:
        """Return the kernel, not started yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the kernel; documents that were not begun are not run any more."""
        if not self._thread.ident:
            return
        with suppress(queue.Empty):
            while (task := self._tasks.get_nowait()) is not None:
                task.found.cancel()
        self._tasks.put(None)
        self._thread.join()

    def submit(self, run: Run, progress: Callable[[str], None]) -> Future[Execution]:
        """Run every cell and inline expression of a document, once, in the document's folder.

        Args:
            run: The document.
            progress: Called with a line of text before each cell.

        Returns:
            What it gave; or a RenderError, if a cell or an expression failed, with the line of the
            failing statement.
        """
        found: Future[Execution] = Future()
        if _runs_nothing(run.document):
            found.set_result(Execution())
        else:
            self.start()
            self._tasks.put(_Task(run, progress, found))
        return found

    def _serve(self) -> None:
        with tempfile.TemporaryDirectory(prefix="ltp-kernel-") as folder:
            try:
                for life in count(1):
                    own = Path(folder) / str(life)
                    own.mkdir()
                    if not asyncio.run(_life(self._tasks, own, self._preload)):
                        break
            except Exception as error:  # noqa: BLE001 - whoever waits must be told, whatever it is
                while (task := self._tasks.get()) is not None:
                    task.found.set_exception(error)


@dataclass(frozen=True)
class _Task:
    run: Run
    progress: Callable[[str], None]
    found: Future[Execution]


def _runs_nothing(document: Document) -> bool:
    return not document.cells and not any(
        INLINE.search(line.text)
        for block in document.blocks
        if isinstance(block, Text)
        for line in block.lines
    )


class _KernelLostError(RenderError):
    """Raised where a kernel died or hangs, so that no other document can be run in it."""


class _OwnPython(KernelSpecManager):
    """Knows one kernel: ipykernel under the running Python, whatever else is installed."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return that kernel under any name."""
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            display_name=kernel_name,
            language="python",
        )


async def _life(tasks: queue.Queue[_Task | None], folder: Path, preload: Sequence[str]) -> bool:
    """Run documents in one kernel until there are no more, or until the kernel is lost.

    Returns:
        Whether the kernel was lost, so that another one is needed.
    """
    manager = AsyncKernelManager(
        kernel_spec_manager=_OwnPython(), connection_file=str(folder / "kernel.json")
    )
    if os.name == "posix":
        # Sockets in our own folder instead of open ports.
        manager.transport, manager.ip = "ipc", str(folder / "kernel")
    client = NotebookClient(_notebook(()), km=manager, timeout=_CELL_SECONDS)
    client.extra_arguments = [f"--IPKernelApp.exec_lines={line}" for line in preload]
    variables = {
        **os.environ,
        "IPYTHONDIR": str(folder),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONHASHSEED": "0",
    }
    async with client.async_setup_kernel(env=variables, cleanup_kc=True):
        while (task := await asyncio.to_thread(tasks.get)) is not None:
            try:
                task.found.set_result(await _document(client, task.run, task.progress))
            except RenderError as error:
                task.found.set_exception(error)
                if isinstance(error, _KernelLostError):
                    return True
            except Exception as error:
                task.found.set_exception(error)
                raise
    return False


async def _document(client: NotebookClient, run: Run, progress: Callable[[str], None]) -> Execution:
    document = run.document
    client.nb = _notebook(document.cells)
    client.reset_execution_trackers()
    await _start_anew(client, run)
    execution = Execution()
    for place, block in enumerate(document.blocks):
        if isinstance(block, Text):
            await _inline(client, block, place, execution)
        else:
            number = len(execution.outputs)
            name = block.options.get("label", f"on line {block.start.number}")
            progress(f"{document.path.name}: cell {number + 1} of {len(document.cells)} ({name})")
            execution.outputs.append(await _cell(client, document, number))
    return execution


async def _start_anew(client: NotebookClient, run: Run) -> None:
    """Clear what the last document left, and stand where this one does."""
    assert client.kc is not None  # noqa: S101 - the kernel has been started
    code = (
        "get_ipython().reset(new_session=True)\n"
        "import os as _os\n"
        f"_os.chdir({str(run.document.path.parent.resolve())!r})\n"
        f"_os.environ.update({dict(run.environment)!r})\n"
        "del _os"
    )
    message = client.kc.execute(code, silent=True, store_history=False)
    await client.async_wait_for_reply(message)


def _notebook(cells: Sequence[Cell]) -> nbformat.NotebookNode:
    return nbformat.from_dict(  # type: ignore[no-untyped-call, no-any-return] # has no types
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {},
            "cells": [
                {
                    "cell_type": "code",
                    "id": f"cell-{number}",
                    "metadata": {},
                    "execution_count": None,
                    "outputs": [],
                    "source": "\n".join(line.text for line in cell.code),
                }
                for number, cell in enumerate(cells)
            ],
        }
    )


async def _cell(client: NotebookClient, document: Document, number: int) -> list[dict[str, Any]]:
    cell = document.cells[number]
    if not "".join(line.text for line in cell.code).strip():
        return []
    node = client.nb.cells[number]
    try:
        await client.async_execute_cell(node, number, execution_count=number + 1)
    except CellExecutionError as error:
        raise RenderError([_failure(document, number, node, error)]) from error
    except (CellTimeoutError, DeadKernelError) as error:
        reason = (
            f"ran for more than {_CELL_SECONDS} seconds"
            if isinstance(error, CellTimeoutError)
            else "killed its kernel"
        )
        problem = Problem(
            cell.start.file, cell.start.number, f"The cell {reason}.", "Do less in it."
        )
        raise _KernelLostError([problem]) from error
    return [dict(output) for output in node.outputs]


def _failure(document: Document, number: int, node: Any, error: CellExecutionError) -> Problem:  # noqa: ANN401 - nbformat's nodes have no type
    cell = document.cells[number]
    text = next(
        ("\n".join(output.traceback) for output in node.outputs if output.output_type == "error"),
        "",
    )
    # The innermost frame that is a cell of this document; IPython counts only cells it ran.
    where = cell.code[0]
    for number_run, line in _FRAME.findall(_ANSI.sub("", text)):
        owner = _by_count(document, int(number_run))
        if owner is not None:
            # IPython drops blank lines at the head of a cell before it counts.
            code = list(dropwhile(lambda each: not each.text.strip(), owner.code))
            where = code[min(int(line), len(code)) - 1]
    message = f"The cell failed with {error.ename}: {_ANSI.sub('', error.evalue)}"
    return Problem(where.file, where.number, message, "")


def _by_count(document: Document, count: int) -> Cell | None:
    ran = [cell for cell in document.cells if "".join(line.text for line in cell.code).strip()]
    return ran[count - 1] if 0 < count <= len(ran) else None


async def _inline(client: NotebookClient, block: Text, place: int, execution: Execution) -> None:
    wanted = {
        f"{number}-{position}": (number, line, expression.strip())
        for number, (line, code) in enumerate(zip(block.lines, block.code, strict=True))
        if not code
        for position, expression in enumerate(INLINE.findall(line.text))
    }
    if not wanted:
        return
    assert client.kc is not None  # noqa: S101 - the kernel has been started
    message = client.kc.execute(
        "",
        store_history=False,
        user_expressions={key: expression for key, (_, _, expression) in wanted.items()},
    )
    try:
        reply = await client.async_wait_for_reply(message)
    except DeadKernelError as error:
        _, line, _ = next(iter(wanted.values()))
        problem = Problem(line.file, line.number, "Code here killed its kernel.", "Do less in it.")
        raise _KernelLostError([problem]) from error
    results = reply["content"].get("user_expressions", {}) if reply else {}
    problems = []
    for key, (number, line, expression) in wanted.items():
        shown = _inserted(results.get(key, {}))
        if isinstance(shown, str):
            execution.inline.setdefault((place, number), []).append(shown)
        else:
            text = f"`{{python}} {expression}` {shown[0]}"
            problems.append(Problem(line.file, line.number, text, shown[1]))
    if problems:
        raise RenderError(problems)


def _inserted(result: Mapping[str, Any]) -> str | tuple[str, str]:
    """Return the Markdown Quarto would insert, or what is wrong and what to do."""
    if result.get("status") != "ok":
        return f"failed with {result.get('ename')}: {result.get('evalue')}", ""
    data = result["data"]
    if set(data) - {"text/plain", "text/markdown"}:
        return f"gives {', '.join(sorted(data))}.", "Give text or IPython.display.Markdown."
    shown = str(data["text/markdown"]) if "text/markdown" in data else _plain(data["text/plain"])
    if isinstance(shown, str) and not shown.strip():
        return "gives no text, and Quarto would print its code.", "Give some text."
    return shown


def _plain(shown: str) -> str | tuple[str, str]:
    """Do the same for what Python shows of a value that is not Markdown."""
    if shown[:1] not in {"'", '"'}:
        if _NUMBER.match(shown):
            return shown
        return f"gives {shown}, which is no text.", "Format it to text."
    if "\\" in shown or ast.literal_eval(shown) != shown[1:-1]:
        return (
            "gives text that Quarto would print with Python's backslashes.",
            "Leave out line breaks, backslashes and mixed quotes, or give Markdown(...).",
        )
    return _ESCAPED.sub(r"\\\1", shown[1:-1])
