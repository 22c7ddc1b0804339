from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ltp_analysis.rendering import RenderError, parse
from ltp_analysis.rendering.execute import Execution, execute
from ltp_analysis.rendering.markdown import assemble

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[..., Path]


def run(document: Path, **environment: str) -> Execution:
    return execute(parse(document), environment=environment, progress=lambda _: None)


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
    execution = execute(document, environment={}, progress=lambda _: None)
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
