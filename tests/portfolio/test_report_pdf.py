# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Reports on paper, printed by the real browser."""

from __future__ import annotations

import io
from datetime import date
from unicodedata import normalize

import pypdf
import pytest

from ospo_widgets.portfolio import Filters, Portfolio
from ospo_widgets.portfolio.reports.build import build_report
from ospo_widgets.portfolio.reports.model import Format, Template
from ospo_widgets.portfolio.reports.render import render_or_html

A4 = (210 / 25.4 * 72, 297 / 25.4 * 72)
"""Paper, in points."""


@pytest.mark.parametrize("template", [Template.YEARLY, Template.REPOSITORY])
def test_a_report_prints_on_a4_with_its_tables(template: Template) -> None:
    chosen = Portfolio.sample().filtered(Filters(kind="hardware"))
    report = build_report(
        chosen, template, date=date(2026, 11, 22), repo="AIDASoft/DD4hep", language="en"
    )
    made = render_or_html(report, Format.PDF)
    assert made.message == ""
    pages = pypdf.PdfReader(io.BytesIO(made.content)).pages
    assert all(
        abs(float(page.mediabox.width) - A4[0]) < 1 and abs(float(page.mediabox.height) - A4[1]) < 1
        for page in pages
    )
    # Ligatures are single letters in a PDF.
    texts = [" ".join(normalize("NFKC", page.extract_text()).split()) for page in pages]
    assert report.title in texts[0]
    assert report.summary[0].text in texts[0]
    assert all(f"{i} / {len(pages)}" in text for i, text in enumerate(texts, 1))
    # The layout for narrow screens would need a page for every four repositories.
    assert len(pages) <= 14
    everything = " ".join(texts)
    for section in report.sections:
        assert section.title in everything
    for repository in chosen.repositories if template is Template.YEARLY else ():
        # Long names break over lines.
        assert repository.repo in everything.replace(" ", "")
