"""Citations as text, held against the examples of the style's manual."""

from __future__ import annotations

from dataclasses import replace

from ltp_analysis.citations.texts import apa, plain
from ltp_analysis.citations.work import Work, finding_of, report_of
from ltp_analysis.validated.citation import Author


def test_apa_is_that_of_the_manual(work: Work) -> None:
    """Section 10.9: author, year, title, version, description, publisher, address."""
    assert apa(work) == (
        "Skłodowska-Curie, M. S., & The Well & Spring Society (2020). Ratings of 100% of wells & "
        "“springs” {north_south} (Version 1.2.0) [Data set]. Wells and Springs. "
        "https://doi.org/10.1234/wells.7"
    )


def test_apa_leaves_out_a_publisher_that_is_the_author(work: Work) -> None:
    own = replace(work, authors=(Author(name="Wells"),), publisher="Wells", title="T")
    assert apa(own) == "Wells (2020). T (Version 1.2.0) [Data set]. https://doi.org/10.1234/wells.7"


def test_without_a_doi_the_address_leads_and_else_the_bytes(work: Work) -> None:
    without = replace(work, doi="", address="https://example.org/wells")
    assert apa(without).endswith(" https://example.org/wells")
    assert apa(replace(without, address="")).endswith(f" {work.swhid}")


def test_apa_of_a_report_and_of_a_finding_name_the_dataset(work: Work) -> None:
    assert "Yearly report (Dataset version 1.2.0) [Report]." in apa(
        report_of(work, "2020", "Yearly report", work.released)
    )
    assert "(Version 1.2.0; finding share.x: 1 of 2) [Data set]." in apa(
        finding_of(work, "share.x", "1 of 2")
    )


def test_three_authors_have_one_ampersand_and_many_are_cut_as_the_manual_says(work: Work) -> None:
    names = tuple(Author(family=f"F{number}", given="A") for number in range(1, 23))
    assert apa(replace(work, authors=names[:3])).startswith("F1, A., F2, A., & F3, A. (2020)")
    cut = apa(replace(work, authors=names))
    assert "F19, A., . . . F22, A. (2020)" in cut
    assert "F20" not in cut


def test_plain_words_name_version_bytes_licence_and_part(work: Work) -> None:
    assert plain(finding_of(work, "share.x", "1 of 2")) == (
        "Ratings of 100% of wells & “springs” {north_south}. By Maria Salomea Skłodowska-Curie, & "
        "The Well & Spring Society, 2020-02-29. Cited: finding share.x: 1 of 2. Dataset version "
        f"1.2.0, {work.swhid}. Licence: CC-BY-4.0. https://doi.org/10.1234/wells.7."
    )
