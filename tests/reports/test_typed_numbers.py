"""Numbers typed into prose: which are found, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ltp_analysis.engine import ReportError
from ltp_analysis.reports.engines import check_prose
from ltp_analysis.reports.typed_numbers import typed_numbers

if TYPE_CHECKING:
    from pathlib import Path

HEAD = '---\ntitle: "Title 195"\nlang: en-GB\n---\n\n'
OFFENCES = {
    "It was 35 of 195 plans.": ["195", "35"],
    "Of them a third of plans failed.": ["third of"],
    "Two thirds of CCGs did.": ["Two thirds"],
    "Half of the areas did.": ["Half of"],
    "It was 18 per cent.": ["18"],
    "There were 2,193 children.": ["2,193"],
    "About three in four failed.": ["three in four"],
    "One out of five failed.": ["One out of five"],
    "All of 2019 CCGs.": ["2019"],
    "Some 1990 children.": ["1990"],
    "It was 88% in 2018.": ["88"],
    "Twenty-one CCGs were red.": ["Twenty-one CCGs"],
    "Some fourteen per cent.": ["fourteen per cent"],
    "It fell by 34.4 points.": ["34.4"],
    "**18%** in bold.": ["18"],
    "| a | 77 |": ["77"],
    "A [link of 12](https://example.org/34).": ["12"],
    "## Heading of 7 plans": ["7"],
    "> Quoted: 9.": ["9"],
    "Code `88` but 89 is not.": ["89"],
    "In 2019, 20 August, 21 plans.": ["21"],
    "From 1850 on.": ["1850"],
}
ALLOWED = [
    "In 2015 and in 2018/19, from 2015/16 to 2018/19.",
    "On 9 August 2019, and on 2019-07-04.",
    "The July 2019 report.",
    "As @sec-2 and @tbl-12 and @fig-3 show.",
    "As cited [@nspcc-2019, p. 12; @aol-2017] and by @hexham-courant-2019.",
    "The code `02W`, the file `x-195.csv` and `share.2018-19.red`.",
    "Under the Open Government Licence v3.0 and CC BY 4.0, as PDF/UA-1.",
    "In version 0.1.0 of it.",
    "Inline `{python} r.share('share.2018-19.red')` code.",
    "A [link](https://example.org/34) and <https://example.org/195>.",
    "Words in brackets {#sec-195 .class-9}",
    "<!-- 195 of them -->",
    "No number at all; one of the areas; four ratings.",
    "The formula $x = 195$ stands for itself.",
]


def document(folder: Path, *paragraphs: str, **includes: str) -> Path:
    for name, text in includes.items():
        (folder / f"{name}.qmd").write_text(text, encoding="utf-8")
    path = folder / "2019.qmd"
    path.write_text(HEAD + "\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return path


def test_typed_numbers_are_found_with_their_lines(tmp_path: Path) -> None:
    path = document(tmp_path, *OFFENCES)
    found: dict[int, list[str]] = {}
    for number in typed_numbers([path]):
        assert number.file == path
        found.setdefault(number.line, []).append(number.text)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert {lines[line - 1]: texts for line, texts in found.items()} == OFFENCES


@pytest.mark.parametrize("sentence", ALLOWED)
def test_what_may_be_typed(tmp_path: Path, sentence: str) -> None:
    assert typed_numbers([document(tmp_path, sentence)]) == []


def test_a_percentage_that_looks_like_a_year_is_a_number(tmp_path: Path) -> None:
    (found,) = typed_numbers([document(tmp_path, "It grew to 2019% of it.")])
    assert found.text == "2019"


def test_cells_and_front_matter_are_not_prose(tmp_path: Path) -> None:
    cell = "```{python}\n#| label: x\nx = 195\n```"
    assert typed_numbers([document(tmp_path, cell, "```text\n195\n```")]) == []


def test_a_number_in_an_include_is_found_there_and_once(tmp_path: Path) -> None:
    include = "{{< include _shared.qmd >}}"
    first = document(tmp_path, include, _shared="Line one.\n\nIt was 35 of them.\n")
    second = tmp_path / "2018.qmd"
    second.write_text(first.read_text(encoding="utf-8"), encoding="utf-8")
    (found,) = typed_numbers([first, second])
    assert (found.file, found.line, found.text) == (tmp_path / "_shared.qmd", 3, "35")
    assert str(found).startswith(f"{tmp_path / '_shared.qmd'}:3: “35” is typed into the prose.")


def test_check_prose_names_every_place(tmp_path: Path) -> None:
    path = document(tmp_path, "It was 35.", "Fine.", "It was 36.")
    with pytest.raises(ReportError) as caught:
        check_prose([path])
    first, second = str(caught.value).splitlines()
    assert first.startswith(f"{path}:6: “35”")
    assert second.startswith(f"{path}:10: “36”")
    check_prose([document(tmp_path, "Fine.")])


def test_shipped_documents_hold_no_typed_number(documents_on_disk: list[Path]) -> None:
    assert documents_on_disk
    assert [str(number) for number in typed_numbers(documents_on_disk)] == []
