# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One row of each file of a portfolio, typed. People are counted, never named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class RepositoryKind(StrEnum):
    """What a repository mainly holds."""

    SOFTWARE = "software"
    HARDWARE = "hardware"
    DOCS = "docs"
    NOTEBOOKS = "notebooks"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class Repository:
    """What is known of one repository; None where it is not known.

    Attributes:
        repo: ``owner/name``.
        kind: What it mainly holds.
        license: SPDX expression of the main licence, empty when none is stated for the whole.
        family: Licence family (see ``families.py``).
        head_date: Date of the last commit of the state that was read.
        commits: Commits of the default branch.
        commits_12m: Commits in the 365 days before the portfolio’s reference date.
        authors: Distinct authors, bots left out.
        authors_for_half: Smallest number of authors who made half of the commits.
        authors_12m: Authors with a commit in the 365 days before the reference date.
        relation: How it belongs to the institute, empty when not stated.
        url: Public address, empty when there is none.
        license_detected: What tools alone made of the licence files; None when not recorded.
        head_commit: Id of the state that was read.
        first_commit_date: Date of the first commit.
        bot_commits: Commits by bots, part of ``commits``.
        tags: Git tags.
        last_tag_date: Date of the newest tag.
        main_language: Main programming language, empty when not known.
        files: Files in the state that was read.
        spdx_tag_files: Files with an SPDX licence tag.
        eda_design_files: Board design files.
        hdl_files: Hardware description files.
        ci: Continuous integration configurations.
        present: Whether a file or folder is there, by column name of ``repositories.csv``.
    """

    repo: str
    kind: RepositoryKind
    license: str
    family: str
    head_date: date
    commits: int
    commits_12m: int
    authors: int
    authors_for_half: int | None = None
    authors_12m: int | None = None
    relation: str = ""
    url: str = ""
    license_detected: str | None = None
    head_commit: str = ""
    first_commit_date: date | None = None
    bot_commits: int | None = None
    tags: int | None = None
    last_tag_date: date | None = None
    main_language: str = ""
    files: int | None = None
    spdx_tag_files: int | None = None
    eda_design_files: int | None = None
    hdl_files: int | None = None
    ci: tuple[str, ...] | None = None
    present: Mapping[str, bool | None] = field(default_factory=dict)

    @property
    def active(self) -> bool:
        """Has a commit in the 365 days before the reference date."""
        return self.commits_12m > 0

    @property
    def one_author(self) -> bool:
        """One author made half of the commits or more.

        Source: CHAOSS, Contributor Absence Factor,
        https://chaoss.community/kb/metric-contributor-absence-factor/
        """
        return self.authors_for_half == 1

    @property
    def license_corrected(self) -> bool:
        """A person read the licence files and changed what the tools had made of them."""
        return self.license_detected is not None and self.license_detected != self.license


@dataclass(frozen=True, slots=True)
class LicenseEvent:
    """The licence files at the root changed: what a tool makes of them from that commit on.

    Attributes:
        repo: ``owner/name``.
        date: Date of the commit.
        commit: Id of the commit.
        license: SPDX expression, empty when the licence file went away; never corrected by hand.
    """

    repo: str
    date: date
    commit: str
    license: str


@dataclass(frozen=True, slots=True)
class AuthorDomain:
    """Authors of a repository with addresses of one institute; groups under five are left out."""

    repo: str
    domain: str
    authors: int


@dataclass(frozen=True, slots=True)
class About:
    """What to know before reading the figures of a portfolio.

    Attributes:
        reference_date: End of the “12 months before”.
        read_on: Day on which the histories were read, None when not recorded.
        basis: How the repositories were chosen, one sentence; may be empty.
        absent: What the data does not have, as a clause (“stars and issues are absent”).
        caveats: Sentences that belong beside the figures.
    """

    reference_date: date
    read_on: date | None = None
    basis: str = ""
    absent: str = ""
    caveats: tuple[str, ...] = ()
