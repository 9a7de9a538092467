# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The projects of a group on GitLab and of all groups below it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ospo_widgets.portfolio.collecting.forges.settings import ForgeSettings
from ospo_widgets.portfolio.collecting.reference import RepositoryReference
from ospo_widgets.portfolio.records import Problem
from ospo_widgets.progress import Cancel, Report, silent


def gitlab_references(
    url: str,
    group: str,
    *,
    read_on: date,
    private: bool = False,
    details: bool | None = None,
    metrics: bool = False,
    cache: Path | None = None,
    settings: ForgeSettings | None = None,
    report: Report = silent,
    cancel: Cancel | None = None,
) -> tuple[list[RepositoryReference], list[Problem]]:
    """Ask for the projects of a group and of the groups below it.

    The token comes from the environment variable ``GITLAB_TOKEN``; in a job of the same GitLab,
    from ``CI_JOB_TOKEN``.

    Args:
        url: Address of the GitLab.
        group: Full path of the group.
        read_on: Day of the claims, and end of the year that metrics are of.
        private: Also those that only the token may see; else public ones only.
        details: Also licence, languages and releases, three questions a project. None for yes.
        metrics: Also the days to the first response and the share of closed change requests of
            the last year, up to ``1 + settings.change_requests`` questions a project.
        cache: Folder that keeps answers without people, so that what has not changed is not sent
            again and an interrupted run goes on; None keeps none.
        settings: Limits.
        report: Receives progress.
        cancel: Asked before each question and about once a second while waiting.

    Returns:
        References, and what could not be read.

    Raises:
        CancelledError: The person asked to stop; what was read is in the cache.
        InputError: The address or the path is none, the token is refused, python-gitlab is
            missing, or nothing could be read at all.
    """
    raise NotImplementedError
