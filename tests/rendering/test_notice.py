"""What stands on every page, in every format."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pypdf
import pytest

from ltp_analysis.rendering import Job, render

if TYPE_CHECKING:
    from pathlib import Path

NOTICE = "Made up & for a test"
TEXT = """---
title: A document
lang: en-GB
---

# One

WORDS
"""


@pytest.mark.slow
@pytest.mark.parametrize("notice", [NOTICE, ""])
def test_a_notice_stands_on_every_page_or_nowhere(tmp_path: Path, notice: str) -> None:
    document = tmp_path / "page.qmd"
    long = "\n\n".join(["Words that go on and on. " * 20] * 20)
    document.write_text(TEXT.replace("WORDS", long), encoding="utf-8")
    job = Job(document, datetime(2020, 1, 1, tzinfo=UTC), notice)
    ((page, pdf, word),) = render([job], formats=["html", "pdf", "docx"], output_dir=tmp_path)
    there = bool(notice)
    html = page.read_text(encoding="utf-8")
    assert ('<aside class="notice"' in html) == there
    assert ("Made up &amp; for a test" in html) == there
    pages = [" ".join(one.extract_text().split()) for one in pypdf.PdfReader(pdf).pages]
    assert len(pages) > 1
    assert {NOTICE in text for text in pages} == {there}
    with zipfile.ZipFile(word) as package:
        headers = [name for name in package.namelist() if "header" in name]
        heads = "".join(package.read(name).decode() for name in headers)
        section = package.read("word/document.xml").decode()
    assert ("Made up &amp; for a test" in heads) == there
    assert ("headerReference" in section) == there
