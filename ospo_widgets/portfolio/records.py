# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""One row of each file of a portfolio, typed. People are counted, never named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ospo_widgets.portfolio.claims import Claim


class RepositoryKind(StrEnum):
    """What a repository mainly holds."""

    SOFTWARE = "software"
    HARDWARE = "hardware"
    DOCS = "docs"
    NOTEBOOKS = "notebooks"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class Repository:
    """What is known of one repository; None (or an empty text) where it is not known.

    Which values exist, and how each is read, says ``fields.py``.

    Attributes:
        repo: ``owner/name``, or the path below the platform; unique in a portfolio.
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
        present: Whether a file or folder is there, by name of ``PRESENT`` in ``fields.py``.
        key: ``host/path`` in lower case, the same for every spelling of the address; empty when
            there is no address.
        platform: Host of the address (``github.com``), empty when there is none.
        department: Unit of the organisation that it belongs to, empty when not stated.
        stage: Development status in the words of its source, empty when not stated.
        archived: Read-only on its platform.
        fork: A fork on its platform.
        created: Day on which the platform made it.
        stars: Stars on its platform.
        forks: Forks on its platform.
        open_issues: Open issues on its platform.
        releases_12m: Releases or tags in the 365 days before the reference date.
        first_response_days: Median days to the first response to a change request.
        closed_share: Closed change requests of those opened in the period, from 0 to 1.
        libyears: Sum of the years by which its dependencies are behind their newest release.
        doi: Digital object identifier, empty when none is stated.
        license_hardware: Licence of the hardware, where it is stated apart.
        license_documentation: Licence of the documentation, where it is stated apart.
        reuse_share: Files with licence and copyright information, from 0 to 1.
        blockers: Findings of the last scan that block a release.
        conflicts: Licence conflicts that the last scan found.
        scanned_on: Day of the last scan.
        languages: Main languages, most code first.
        topics: Topics of the platform.
        read_on: Day on which its newest values were read.
        error: Why the collector could not read it, one sentence; empty when it could. Its other
            values are then those of an earlier day or not known.
        also: Its other addresses and former names (``host/path`` in lower case, as ``key``).
        ids: Ids on platforms that stay when it is renamed (``github.com:3452``).
    """

    repo: str
    kind: RepositoryKind | None
    license: str
    family: str
    head_date: date | None = None
    commits: int | None = None
    commits_12m: int | None = None
    authors: int | None = None
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
    key: str = ""
    platform: str = ""
    department: str = ""
    stage: str = ""
    archived: bool | None = None
    fork: bool | None = None
    created: date | None = None
    stars: int | None = None
    forks: int | None = None
    open_issues: int | None = None
    releases_12m: int | None = None
    first_response_days: float | None = None
    closed_share: float | None = None
    libyears: float | None = None
    doi: str = ""
    license_hardware: str = ""
    license_documentation: str = ""
    reuse_share: float | None = None
    blockers: int | None = None
    conflicts: int | None = None
    scanned_on: date | None = None
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    read_on: date | None = None
    error: str = ""
    also: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()

    @property
    def active(self) -> bool | None:
        """Has a commit in the 365 days before the reference date; None when not known."""
        return None if self.commits_12m is None else self.commits_12m > 0

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
class Change:
    """From a day on, one field of a repository has another value.

    Attributes:
        repo: As in :class:`Repository`.
        date: Day of the commit, or of the snapshot that first had the value.
        field: ``license``, an item of ``PRESENT`` (``readme``, ``citation_cff``, …), ``ci`` (any
            configuration) or ``release`` (any tag).
        value: SPDX expression for ``license``, empty when the licence file went away;
            ``yes`` or ``no`` for the others.
        commit: Id of the commit; empty when two snapshots differ and no history tells when.
    """

    repo: str
    date: date
    field: str
    value: str
    commit: str = ""


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
class Dependency:
    """A repository needs a package, or another repository.

    Attributes:
        repo: Who needs it.
        name: Package URL (https://github.com/package-url/purl-spec) where the ecosystem has one
            (``pkg:pypi/numpy``), else ``ecosystem:name`` (``cmake:Boost``); for submodules the
            address of the other repository.
        use: How (a value of ``project.Use``), empty when not known.
        optional: Needed for tests, builds or extras only; None when not known.
        license: SPDX expression that the source gives for it; empty when it gives none.
        source: Where it stands (``pyproject.toml``, ``sbom``).
    """

    repo: str
    name: str
    use: str = ""
    optional: bool | None = None
    license: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """A package that a repository publishes; how dependencies find it.

    Attributes:
        repo: Who publishes it.
        name: As ``Dependency.name``.
        basis: ``declared`` (its manifest names itself), ``listed`` (the office wrote it down) or
            ``inferred`` (the names are alike).
    """

    repo: str
    name: str
    basis: str = "declared"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two sources say different things about one field of a repository.

    Attributes:
        repo: Which repository.
        field: Name of the field.
        taken: Claim whose value was taken over.
        other: Claim that says something else.
    """

    repo: str
    field: str
    taken: Claim
    other: Claim


@dataclass(frozen=True, slots=True)
class Problem:
    """Something of a source that could not be taken over; the rest was.

    Attributes:
        source: File or platform.
        place: Where in it (“line 14, column license”); empty for the whole.
        message: What is wrong and what did not happen, one sentence.
        repo: Repository that it is about, empty when that is not known.
    """

    source: str
    place: str
    message: str
    repo: str = ""


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


Months = Mapping[str, tuple[tuple[str, int], ...]]
"""Commits by repository: pairs of month (``2026-08``) and count, oldest first."""


@dataclass(frozen=True, slots=True)
class Records:
    """A whole portfolio of one day as rows: what sources are put together to, what a store keeps.

    Attributes:
        repositories: One row each.
        months: Their commits by month.
        license_events: History of their licence files.
        author_domains: Institutes of their authors.
        about: What to know of the data.
        changes: When other fields changed, and licences where no commit tells it.
        dependencies: What they need.
        packages: What they publish.
        claims: Every value of every source, by repository.
        disagreements: Where sources differ.
        problems: What could not be taken over.
    """

    repositories: tuple[Repository, ...]
    months: Months
    license_events: tuple[LicenseEvent, ...]
    author_domains: tuple[AuthorDomain, ...]
    about: About
    changes: tuple[Change, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    packages: tuple[Package, ...] = ()
    claims: Mapping[str, tuple[Claim, ...]] = field(default_factory=dict)
    disagreements: tuple[Disagreement, ...] = ()
    problems: tuple[Problem, ...] = ()
