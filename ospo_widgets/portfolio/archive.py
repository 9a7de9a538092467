# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Archive candidates: repositories without a commit for two years, with what speaks for each.

The list says its parts and gives no score; a person decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ospo_widgets.portfolio.readiness import QUIET_DAYS
from ospo_widgets.portfolio.records import Repository

YEAR = 365.25


class Sign(StrEnum):
    """What speaks for archiving a repository."""

    QUIET = "quiet"
    """No commit for two years: years since the last one."""
    NO_AUTHOR = "no-author"
    """Nobody made a commit in the last 12 months."""
    ONE_AUTHOR = "one-author"
    """One author made half of the commits."""
    NO_RELEASE = "no-release"
    """Never tagged, or not for two years."""
    OPEN_ISSUES = "open-issues"
    """Open issues: how many."""


@dataclass(frozen=True, slots=True)
class ArchiveCandidate:
    """A repository that could be archived.

    Attributes:
        repository: Which one.
        signs: What speaks for it, and the figure that belongs to the sign (years, or issues).
    """

    repository: Repository
    signs: tuple[tuple[Sign, float], ...]


def candidate(repository: Repository, reference: date) -> ArchiveCandidate:
    """The signs of a repository that ``readiness.may_be_archived`` names.

    Args:
        repository: Which one.
        reference: Reference date of the portfolio.
    """
    found: list[tuple[Sign, float]] = []
    if repository.head_date:
        years = (reference - repository.head_date).days / YEAR
        found.append((Sign.QUIET, round(years, 1)))
    if repository.authors_12m == 0:
        found.append((Sign.NO_AUTHOR, 0))
    if repository.one_author:
        found.append((Sign.ONE_AUTHOR, 1))
    if _no_release(repository, reference):
        found.append((Sign.NO_RELEASE, repository.tags or 0))
    if repository.open_issues:
        found.append((Sign.OPEN_ISSUES, repository.open_issues))
    return ArchiveCandidate(repository, tuple(found))


def _no_release(repository: Repository, reference: date) -> bool:
    newest = repository.last_tag_date
    if newest is None:
        return repository.tags == 0
    return (reference - newest).days > QUIET_DAYS
