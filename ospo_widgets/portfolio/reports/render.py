# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A report in the format that somebody wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.reports.model import Format, Report
from ospo_widgets.wording import spoken, words

ENDINGS: Mapping[str, Format] = {
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".pdf": Format.PDF,
    ".xlsx": Format.XLSX,
    ".md": Format.MARKDOWN,
    ".zip": Format.ZIP,
}
"""Format that the ending of a file name says."""

MEDIA_TYPES: Mapping[Format, str] = {
    Format.HTML: "text/html",
    Format.PDF: "application/pdf",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.MARKDOWN: "text/markdown",
    Format.ZIP: "application/zip",
}
"""Media type of each format, for downloads and mails."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A report as a file.

    Attributes:
        content: Content of the file.
        format: Format that it has, which may not be the one that was asked for.
        message: Why it is another one, and what to do; empty when it is as asked for.
    """

    content: bytes
    format: Format
    message: str = ""


def format_of(name: str) -> Format:
    """Format that the ending of a file name says.

    Raises:
        InputError: It says none.
    """
    found = ENDINGS.get(PurePath(name).suffix.lower())
    if found is None:
        raise InputError(
            words("given.report.ending", name=PurePath(name).name[:100]),
            remedy=words("given.known", known=", ".join(ENDINGS)),
        )
    return found


def render(report: Report, format: Format | str) -> bytes:  # noqa: A002 - the word that people use
    """A report as the content of a file.

    Args:
        report: What to write.
        format: ``html``, ``pdf``, ``xlsx``, ``markdown`` or ``zip``.

    Raises:
        InputError: There is no such format.
        PdfError: There is no browser that prints, or it failed; the HTML prints on A4 as well.
    """
    try:
        wanted = Format(format)
    except ValueError:
        raise InputError(
            words("given.report.format", name=str(format)[:40]),
            remedy=words("given.known", known=", ".join(Format)),
        ) from None
    if wanted is Format.XLSX:
        from ospo_widgets.portfolio.reports.xlsx import to_xlsx

        return to_xlsx(report)
    if wanted is Format.ZIP:
        from ospo_widgets.portfolio.reports.archive import to_zip

        return to_zip(report)
    if wanted is Format.MARKDOWN:
        from ospo_widgets.portfolio.reports.markdown import to_markdown

        return to_markdown(report).encode()
    from ospo_widgets.portfolio.reports.html import to_html

    html = to_html(report)
    if wanted is Format.HTML:
        return html.encode()
    from ospo_widgets.printing import pdf_from_html

    with spoken(report.language):
        return pdf_from_html(html)


def render_or_html(report: Report, format: Format | str) -> Rendered:  # noqa: A002
    """A report as :func:`render` gives it; where no PDF can be made, the HTML and a message.

    Raises:
        InputError: There is no such format.
    """
    from ospo_widgets.printing import PdfError

    try:
        return Rendered(render(report, format), Format(format))
    except PdfError as error:
        with spoken(report.language):
            message = f"{error} {words('portfolio_report.html-instead')}"
        return Rendered(render(report, Format.HTML), Format.HTML, message)
