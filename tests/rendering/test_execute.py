from __future__ import annotations

import threading
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING

import pytest
from jupyter_client.manager import AsyncKernelManager

from ltp_analysis.rendering import RenderError, parse
from ltp_analysis.rendering.execute import Execution, Kernel, Run
from ltp_analysis.rendering.markdown import assemble

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Future
    from pathlib import Path

    Write = Callable[..., Path]
    Documents = Callable[..., list[Path]]


Outcome = Execution | RenderError


def run_all(*documents: Path, environment: Mapping[str, str] | None = None) -> list[Outcome]:
    """Run documents in one kernel; return what each gave, or what is wrong with it."""
    runs = [Run(parse(document), environment or {}) for document in documents]
    with Kernel() as kernel:
        waiting = [kernel.submit(run, lambda _: None) for run in runs]
        return [outcome(each) for each in waiting]


def outcome(waiting: Future[Execution]) -> Outcome:
    try:
        return waiting.result()
    except RenderError as error:
        return error


def run(document: Path, **environment: str) -> Execution:
    (found,) = run_all(document, environment=environment)
    if isinstance(found, RenderError):
        raise found
    return found


def message(found: Outcome) -> str:
    assert isinstance(found, RenderError)
    (problem,) = found.problems
    return problem.message


def inline(found: Outcome) -> list[str]:
    """Return the results of all inline expressions, in order."""
    assert isinstance(found, Execution), found
    return [text for place in sorted(found.inline) for text in found.inline[place]]


@pytest.fixture
def documents(tmp_path: Path) -> Callable[..., list[Path]]:
    """Return a function that writes documents, each in a folder of its own."""

    def writer(*bodies: str) -> list[Path]:
        paths = []
        for number, body in enumerate(bodies):
            path = tmp_path / f"folder-{number}" / f"document-{number}.qmd"
            path.parent.mkdir()
            path.write_text(f"---\ntitle: A\n---\n{body}", encoding="utf-8")
            paths.append(path)
        return paths

    return writer


def test_a_document_without_code_starts_no_kernel(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ltp_analysis.rendering.execute.asyncio.run", None)
    assert run(write("Text\n")) == Execution()


def test_a_failing_statement_is_named_even_in_another_file(write: Write) -> None:
    include = "```{python}\n#| include: false\ndef half(x):\n\n    return x / 0\n```\n"
    body = "```{python}\n```\n\n{{< include _a.qmd >}}\n\n```{python}\n1\nhalf(2)\n```\n"
    with pytest.raises(RenderError) as caught:
        run(write(body, _a=include))
    (problem,) = caught.value.problems
    assert (problem.file.name, problem.line) == ("_a.qmd", 5)
    assert problem.message == "The cell failed with ZeroDivisionError: division by zero"


def test_a_syntax_error_is_named_on_its_line(write: Write) -> None:
    with pytest.raises(RenderError, match=r"report\.qmd:8: The cell failed with SyntaxError"):
        run(write("```{python}\n#| label: a\nx = 1\ny = = 2\n```\n"))


def test_inline_results_come_out_as_quarto_writes_them(write: Write) -> None:
    body = (
        "```{python}\n#| include: false\nimport os\nfrom IPython.display import Markdown\n"
        'text = "a*b_c [d], <e> | f."\nword = "it\'s"\nx = 1\n```\n'
        "`{python} text` `{python} word` `{python} Markdown('*m*')` `{python} -1.5` `{python} x`\n"
        "`{python} os.environ['LTP_TEST']` `{python} os.path.basename(os.getcwd())`\n\n"
        "```{python}\n#| include: false\nx = 2\n```\n"
        "`{python} x`\n"
    )
    path = write(body)
    markdown = assemble(parse(path), run(path, LTP_TEST="given"))
    lines = [line.text for line in markdown.lines]
    assert lines[0] == r"a\*b\_c \[d\]\, <e\> | f\. it's *m* -1.5 1"
    assert lines[1].replace("\\", "") == f"given {path.parent.name}"
    assert lines[3] == "2"


def test_every_bad_inline_result_is_told(write: Write) -> None:
    body = (
        "```{python}\nclass Html:\n    def _repr_html_(self):\n        return '<b>'\n```\n"
        "`{python} gone`\n`{python} ''`\n`{python} None`\n`{python} 'a\\n'`\n`{python} Html()`\n"
    )
    with pytest.raises(RenderError) as caught:
        run(write(body))
    found = [(problem.line, problem.message) for problem in caught.value.problems]
    assert [line for line, _ in found] == [10, 11, 12, 13, 14]
    assert "failed with NameError" in found[0][1]
    assert "no text" in found[1][1]
    assert "gives None" in found[2][1]
    assert "backslashes" in found[3][1]
    assert "text/html" in found[4][1]


def test_outputs_become_markdown_or_are_refused(write: Write) -> None:
    cells = [
        ("output: asis", "print('**a**')\nprint('b')"),
        ("label: shown", "from IPython.display import HTML, Markdown\nMarkdown('c')"),
        ("output: false", "print('hidden')"),
        ("include: false", "print('hidden')"),
        ("warning: false", "import sys\nprint('quiet', file=sys.stderr)"),
        ("echo: true", "print('text')"),
        ("output: asis", "HTML('<b>')"),
        ("output: asis", "42"),
        ("label: noisy", "print('loud', file=sys.stderr)"),
        ("output: asis", "print('```')"),
        ("output: asis", "print('{{< video >}}')"),
    ]
    head = "---\ntitle: A\nexecute:\n  echo: false\n---\n"
    body = "".join(f"```{{python}}\n#| {option}\n{code}\n```\n" for option, code in cells)
    document = parse(write(body, head=head))
    execution = run(document.path)
    with pytest.raises(RenderError) as caught:
        assemble(document, execution)
    starts = [cell.start.number for cell in document.cells]
    found = [(starts.index(p.line), p.message) for p in caught.value.problems]
    assert [number for number, _ in found] == [5, 6, 7, 8, 9, 10]
    assert [message for _, message in found] == [
        "The cell prints text.",
        "The cell displays text/html, text/plain.",
        "The cell displays a plain value.",
        "The cell wrote to standard error: loud",
        "The cell prints a code fence that is never closed.",
        "The cell prints a shortcode, which Quarto would evaluate.",
    ]
    good = parse(write("".join(body.partition("```{python}\n#| echo")[:1]), head=head))
    execution.outputs = execution.outputs[:5]
    markdown = assemble(good, execution)
    assert [line.text for line in markdown.lines if line.text] == ["**a**", "b", "c"]
    assert {line.number for line in markdown.lines if line.text == "b"} == {starts[0]}


CELL = "```{{python}}\n#| include: false\n{}\n```\n"


def test_documents_in_one_kernel_do_not_see_each_other(documents: Documents) -> None:
    first = CELL.format("import json\nshared = 1\n_hidden = 2\nprint = len") + "`{python} shared`\n"
    second = "`{python} str('shared' in dir())` `{python} str('_hidden' in dir())`\n\n" + (
        CELL.format("kind = type(print).__name__\nnames = sorted({'json', 'first'} & set(dir()))")
        + "`{python} kind` `{python} str(len(names))`\n"
    )
    paths = documents(first, second, second)
    found = run_all(*paths)
    assert inline(found[0]) == ["1"]
    for one in found[1:]:
        assert inline(one) == ["False", "False", r"builtin\_function\_or\_method", "0"]


def test_each_document_runs_in_its_own_folder_with_its_own_variables(
    documents: Documents,
) -> None:
    body = CELL.format("import os") + "`{python} os.path.basename(os.getcwd())`"
    one, other = documents(body + " `{python} os.environ['LTP_TEST']`\n", body + "\n")
    runs = [Run(parse(one), {"LTP_TEST": "given"}), Run(parse(other), {})]
    with Kernel() as kernel:
        found = [outcome(each) for each in [kernel.submit(run, lambda _: None) for run in runs]]
    assert [inline(each) for each in found] == [["folder\\-0", "given"], ["folder\\-1"]]


def test_a_module_that_was_imported_stays_imported(documents: Documents) -> None:
    first = CELL.format("import sys, types\nsys.modules['kept'] = types.ModuleType('kept')")
    second = CELL.format("import kept") + "`{python} kept.__name__`\n"
    assert inline(run_all(*documents(first, second))[1]) == ["kept"]


def test_a_failing_document_does_not_stop_the_others(documents: Documents) -> None:
    good = CELL.format("x = 1") + "`{python} x`\n"
    bad = CELL.format("x = 1\n1 / 0")
    paths = documents(good, bad, good, "`{python} gone`\n", good)
    found = run_all(*paths)
    assert [inline(found[place]) for place in (0, 2, 4)] == [["1"]] * 3
    assert message(found[1]) == "The cell failed with ZeroDivisionError: division by zero"
    assert "NameError" in message(found[3])
    failed = found[1]
    assert isinstance(failed, RenderError)
    (problem,) = failed.problems
    assert (problem.file, problem.line) == (paths[1], 7)


def test_lines_are_right_in_every_document_of_a_kernel(documents: Documents) -> None:
    """The count of cells starts anew with each document; a line is looked up by it."""
    many = "".join(CELL.format(f"x = {number}") for number in range(5))
    second = CELL.format("def half(x):\n\n    return x / 0") + CELL.format("half(1)")
    paths = documents(many, second)
    failed = run_all(*paths)[1]
    assert isinstance(failed, RenderError)
    (problem,) = failed.problems
    assert (problem.file, problem.line) == (paths[1], 8)


@pytest.mark.parametrize(
    "deadly",
    [CELL.format("import os\nos._exit(1)"), "`{python} __import__('os')._exit(1)`\n"],
    ids=["cell", "expression"],
)
def test_a_kernel_that_dies_is_replaced(documents: Documents, deadly: str) -> None:
    good = CELL.format("x = 'alive'") + "`{python} x`\n"
    found = run_all(*documents(good, deadly, good, deadly, good))
    assert [inline(found[place]) for place in (0, 2, 4)] == [["alive"]] * 3
    for place in (1, 3):
        assert "killed its kernel" in message(found[place])


def test_a_kernel_that_hangs_is_replaced(
    documents: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ltp_analysis.rendering.execute._CELL_SECONDS", 2)
    good = "`{python} 'alive'`\n"
    found = run_all(*documents(CELL.format("import time\ntime.sleep(60)"), good))
    assert message(found[0]) == "The cell ran for more than 2 seconds."
    assert inline(found[1]) == ["alive"]


def test_it_does_not_matter_in_which_order_documents_run(documents: Documents) -> None:
    bodies = [CELL.format(f"x = {number}") + "`{python} x`\n" for number in range(3)]
    paths = documents(*bodies, "No code.\n")
    forwards = run_all(*paths)
    backwards = run_all(*reversed(paths))
    assert forwards == backwards[::-1]
    assert [inline(one) for one in forwards[:3]] == [["0"], ["1"], ["2"]]
    assert forwards[3] == Execution()


def test_one_kernel_runs_all_documents(
    documents: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    start = AsyncKernelManager.start_kernel

    async def counted(self: AsyncKernelManager, **options: object) -> None:
        started.append(self)
        await start(self, **options)

    monkeypatch.setattr(AsyncKernelManager, "start_kernel", counted)
    run_all(*documents("`{python} 1`\n", "Text\n", "`{python} 2`\n"))
    assert len(started) == 1


def test_what_is_preloaded_is_there_before_the_first_document(documents: Documents) -> None:
    (path,) = documents("`{python} str('calendar' in __import__('sys').modules)`\n")
    with Kernel(preload=["calendar"]) as kernel:
        kernel.start()
        assert inline(kernel.submit(Run(parse(path), {}), lambda _: None).result()) == ["True"]


def test_a_kernel_that_is_left_cancels_what_waits(documents: Documents) -> None:
    until = "from pathlib import Path\nwhile not Path('go').exists():\n    pass"
    first, other = documents(CELL.format(until), "`{python} 1`\n")
    begun = threading.Event()

    def let_go(cancelled: Future[Execution]) -> None:
        assert cancelled.cancelled()
        (first.parent / "go").touch()

    with Kernel() as kernel:
        running = kernel.submit(Run(parse(first), {}), lambda _: begun.set())
        begun.wait()
        waiting = kernel.submit(Run(parse(other), {}), lambda _: None)
        waiting.add_done_callback(let_go)
    assert running.result() == Execution(outputs=[[]])
    with pytest.raises(CancelledError):
        waiting.result()


def test_a_kernel_that_cannot_start_tells_whoever_waits(
    documents: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise OSError("no such program")

    monkeypatch.setattr(AsyncKernelManager, "start_kernel", broken)
    (path,) = documents("`{python} 1`\n")
    with Kernel() as kernel, pytest.raises(OSError, match="no such program"):
        kernel.submit(Run(parse(path), {}), lambda _: None).result()
