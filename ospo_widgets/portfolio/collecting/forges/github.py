# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The repositories of an organisation on GitHub, or on a GitHub Enterprise Server."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ospo_widgets.portfolio.collecting.forges.settings import ForgeSettings
from ospo_widgets.portfolio.collecting.reference import RepositoryReference
from ospo_widgets.portfolio.records import Problem
from ospo_widgets.progress import Cancel, Report, silent


def github_references(
    organisation: str,
    *,
    url: str = "",
    read_on: date,
    private: bool = False,
    details: bool | None = None,
    metrics: bool = False,
    cache: Path | None = None,
    settings: ForgeSettings | None = None,
    report: Report = silent,
    cancel: Cancel | None = None,
) -> tuple[list[RepositoryReference], list[Problem]]:
    """Ask for the repositories of an organisation.

    The token comes from the environment variable ``GITHUB_TOKEN``; without one GitHub answers few
    questions an hour.

    Args:
        organisation: Its name.
        url: Address of a GitHub Enterprise Server; empty for github.com.
        read_on: Day of the claims, and end of the year that metrics are of.
        private: Also those that only the token may see; else public ones only.
        details: Also languages, releases and open issues, up to three questions a repository.
            None for yes with a token, no without.
        metrics: Also the days to the first response and the share of closed change requests of
            the last year, one question a repository; needs a token.
        cache: Folder that keeps answers without people, so that what has not changed costs no
            budget and an interrupted run goes on; None keeps none.
        settings: Limits.
        report: Receives progress.
        cancel: Asked before each question and about once a second while waiting.

    Returns:
        References, and what could not be read.

    Raises:
        CancelledError: The person asked to stop; what was read is in the cache.
        InputError: The address or the name is none, the token is refused, PyGithub is missing, or
            nothing could be read at all.
    """
    raise NotImplementedError
