"""What is cited: the dataset of a study, and parts of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ltp_analysis.citations.formats import FORMATS
from ltp_analysis.citations.work import NotCitableError, cited, finding_of, report_of
from ltp_analysis.validated.settings import NOTICE

if TYPE_CHECKING:
    from ltp_analysis.validated.study import Study


def test_the_shipped_dataset_is_of_its_rounds_and_version(study: Study) -> None:
    work = cited(study)
    assert work.years == (2015, 2019)
    assert work.version == study.settings.version
    assert work.swhid == study.swhid
    assert work.part == ""
    assert (work.key, work.kind) == (f"nspcc-ltp-{work.version}", "dataset")


def test_a_study_that_does_not_say_how_is_told_what_to_add(study: Study) -> None:
    silent = replace(study, settings=replace(study.settings, citation=None))
    with pytest.raises(NotCitableError, match=r"\[citation\]"):
        cited(silent)


def test_a_report_has_its_own_title_and_date(study: Study) -> None:
    day = dt.date(2021, 3, 4)
    report = report_of(cited(study), "2019", "Title: subtitle", day)
    assert (report.title, report.released, report.kind) == ("Title: subtitle", day, "report")
    assert report.version == study.settings.version
    assert report.key != cited(study).key


def test_a_finding_keeps_the_title_of_the_dataset(study: Study) -> None:
    finding = finding_of(cited(study), "share.x", "17 of 21")
    assert finding.title == cited(study).title
    assert finding.part == "finding share.x: 17 of 21"


@pytest.mark.parametrize("style", FORMATS)
def test_what_is_made_up_says_so_first_in_every_format(study: Study, style: str) -> None:
    made_up = cited(replace(study, settings=replace(study.settings, synthetic=True)))
    report = report_of(made_up, "2019", "Title", dt.date(2021, 3, 4))
    for work in (made_up, report, finding_of(made_up, "share.x", "1 of 2")):
        assert work.title.startswith(f"{NOTICE}. ")
        assert NOTICE in " ".join(FORMATS[style](work).split())
