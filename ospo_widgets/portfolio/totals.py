# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The figures of tiles and heading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures of the tiles and of the heading.

    Months are calendar months; the twelve months end with the month of the reference date.

    Attributes:
        repositories: Repositories.
        commits: Commits, ever.
        no_license: Repositories without a stated main licence.
        active: Repositories with a commit in the 365 days before the reference date.
        active_before: Repositories with a commit in the twelve months before the last twelve.
        commits_12m: Commits in the last twelve months.
        commits_12m_before: Commits in the twelve months before those.
        one_author: Repositories in which one author made half of the commits.
        reuse_compliant: Repositories that the REUSE tool found compliant.
        corrected: Repositories whose main licence a person corrected.
        old_copies: Repositories whose last commit is older than the year before the reference date.
        newest: Date of the newest commit; None without repositories.
        known: Of how many repositories a figure is known: ``commits``, ``active``,
            ``one_author``, ``reuse_compliant``. Not known is never counted as no.
    """

    repositories: int
    commits: int
    no_license: int
    active: int
    active_before: int
    commits_12m: int
    commits_12m_before: int
    one_author: int
    reuse_compliant: int
    corrected: int
    old_copies: int
    newest: date | None
    known: Mapping[str, int] = field(default_factory=dict)

    def knows(self, figure: str) -> bool:
        """Whether a figure is known of any repository."""
        return self.known.get(figure, self.repositories) > 0
