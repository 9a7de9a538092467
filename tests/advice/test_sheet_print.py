# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The sheet on paper, printed by the real browser: one page to sign, the record after it."""

from __future__ import annotations

import io

import pytest
from sheet_making import LIBRARY, ON, case, full, sheet_of

from ospo_widgets.advice.sheet.diligence import due_diligence
from ospo_widgets.advice.sheet.html import sheet_html
from ospo_widgets.printing import pdf_from_html

pytestmark = pytest.mark.browser


def printed(sheet, **options):
    import pypdf

    return pypdf.PdfReader(io.BytesIO(pdf_from_html(sheet_html(sheet, **options))))


def words_of(page) -> str:
    return " ".join(page.extract_text().split())


CASES = ["python-root-fftw", "kicad-board", "patent-hold", "gpl-fork", "data-set"]


@pytest.mark.parametrize("name", CASES)
def test_one_page_holds_the_sheet(name):
    sheet = due_diligence(case(name), on=ON, beneficiary="the ATLAS collaboration")
    pdf = printed(sheet, with_annex=False)
    assert len(pdf.pages) == 1
    text = words_of(pdf.pages[0])
    assert sheet.title in text
    assert "1 / 1" in text
    assert "Signature" in text


@pytest.mark.parametrize("components", [0, 4, 10, 30])
def test_six_parts_and_all_that_may_be_said_of_them_fit_on_one_page(components):
    project, answers = full(components)
    sheet = sheet_of(answers, project, asked_by="The project leader", holder="CERN")
    assert len(sheet.parts) == 6
    pdf = printed(sheet, with_annex=False)
    assert len(pdf.pages) == 1
    text = words_of(pdf.pages[0])
    for part in sheet.parts:
        assert part.name in text
    assert "Name and group" in text


def test_several_holds_fit_on_one_page():
    project, answers = full()
    stopped = {
        **answers,
        "patent": "unknown",
        "sensitive": "yes",
        "home-agreement": "unknown",
        "outside-consent": "partly",
        "contract": "others",
    }
    sheet = sheet_of(stopped, project)
    assert sum(p.hold for p in sheet.points) >= 5
    pdf = printed(sheet, with_annex=False)
    assert len(pdf.pages) == 1
    assert "On hold: CERN Knowledge Transfer group first." in words_of(pdf.pages[0])


def test_record_begins_on_the_second_page():
    sheet = sheet_of(LIBRARY)
    pdf = printed(sheet)
    assert len(pdf.pages) >= 2
    first, second = words_of(pdf.pages[0]), words_of(pdf.pages[1])
    assert "Signature" in first
    assert "Annex" not in first
    assert f"Annex to {sheet.number}" in second
    assert f"1 / {len(pdf.pages)}" in first


def test_pdf_of_the_sheet_has_title_and_language():
    import pypdf

    sheet = sheet_of(LIBRARY)
    pdf = pypdf.PdfReader(io.BytesIO(sheet.to_pdf()))
    assert pdf.metadata.title == f"{sheet.title} {sheet.number}"
    assert pdf.trailer["/Root"]["/Lang"] == "en"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
