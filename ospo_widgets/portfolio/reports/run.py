# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Makes the reports that a configuration asks for; for timers, CI and batch jobs."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from ospo_widgets import wording
from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.filters import Filters
from ospo_widgets.portfolio.model import Portfolio
from ospo_widgets.portfolio.reports.build import build_report
from ospo_widgets.portfolio.reports.config import ReportConfig, checked, file_name, read_config
from ospo_widgets.portfolio.reports.model import Format, Report
from ospo_widgets.portfolio.reports.render import format_of, render_or_html
from ospo_widgets.portfolio.reports.writing import write_whole
from ospo_widgets.wording import spoken, words


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written.

    Attributes:
        path: Where it is.
        format: Format that it has.
        message: Why it is not the format that was asked for; empty when it is.
    """

    path: Path
    format: Format
    message: str = ""


def run_config(path: Path, *, date: datetime.date) -> tuple[Written, ...]:
    """Make all reports of a configuration; either each file is whole or it is as before.

    Where no PDF can be made, the HTML is written beside it, and the result says so.

    Args:
        path: TOML file; see :mod:`config`.
        date: Day on which the reports are made.

    Raises:
        InputError: The configuration, the data or a place to write to is wrong.
    """
    config = read_config(path)
    written: list[Written] = []
    for code in config.languages:
        with spoken(code):
            written += _in_language(config, code, date)
    return tuple(written)


def _in_language(config: ReportConfig, code: str, date: datetime.date) -> list[Written]:
    return _written(_made(config, code, date), config)


def _made(config: ReportConfig, code: str, date: datetime.date) -> Report:
    return build_report(
        filtered(_portfolio(config), config),
        config.template,
        date=date,
        language=code,
        department=config.department,
        repo=config.repo,
        period=config.period or None,
        title=config.title,
    )


def _written(report: Report, config: ReportConfig) -> list[Written]:
    values = {
        "date": report.date.isoformat(),
        "language": report.language,
        "period": report.period,
        "template": str(report.template),
    }
    written = []
    for output in config.outputs:
        target = config.folder / file_name(output, values)
        wanted = format_of(target.name)
        made = render_or_html(report, wanted)
        if made.format is not wanted:
            target = target.with_suffix(".html")
        write_whole(target, made.content)
        written.append(Written(target, made.format, made.message))
    return written


def report_here(*, language: str = wording.DEFAULT_LANGUAGE, **values: Any) -> Report:
    """Make one report today, for notebooks; names of files that were written are printed.

    Args:
        language: Its language, for example ``"fr"``.
        values: As in the file of a configuration, see :mod:`config`. Relative paths begin in the
            current folder; without ``outputs`` nothing is written.

    Returns:
        The report, which shows itself.

    Raises:
        InputError: A value, the data or a place to write to is wrong.
    """
    config = checked({**values, "languages": [language]}, Path.cwd())
    with spoken(language):
        report = _made(config, language, datetime.date.today())
        for file in _written(report, config):
            print(file.path.name, file.message)
    return report


def _portfolio(config: ReportConfig) -> Portfolio:
    """Opened anew for each language, since data may have texts in several."""
    if config.store:
        local = "://" not in config.store
        return Portfolio.open(str(config.folder / config.store) if local else config.store)
    return Portfolio.read(config.folder / config.data) if config.data else Portfolio.sample()


def filtered(portfolio: Portfolio, config: ReportConfig) -> Portfolio:
    """The portfolio with the filters of a configuration; unlike in an address, wrong ones count.

    Raises:
        InputError: A filter, or its value, is not known.
    """
    if not config.filters:
        return portfolio
    known = [field.name for field in fields(Filters)]
    for name in config.filters:
        if name not in known:
            raise InputError(
                words("given.report.filter", name=name[:60]),
                remedy=words("given.known", known=", ".join(known)),
            )
    filters, notes = portfolio.filters_from_query(urlencode(config.filters))
    if notes:
        raise InputError(words("given.report.none", problems=" ".join(notes)))
    return portfolio.filtered(filters)
