# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a repository has of what a release needs, and other marks that a filter can ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from ospo_widgets.portfolio.families import NONE, UNKNOWN
from ospo_widgets.portfolio.records import Repository
from ospo_widgets.wording import words

Check = Callable[[Repository], bool | None]
"""True, False, or None when it is not known."""


def _present(column: str) -> Check:
    return lambda repository: repository.present.get(column)


def _some(count: Callable[[Repository], int | None]) -> Check:
    def check(repository: Repository) -> bool | None:
        found = count(repository)
        return None if found is None else found > 0

    return check


READINESS: Mapping[str, Check] = {
    "readme": _present("readme"),
    "ci": _some(lambda r: None if r.ci is None else len(r.ci)),
    "release": _some(lambda r: r.tags),
    "tests": _present("tests"),
    "changelog": _present("changelog"),
    "contributing": _present("contributing"),
    "spdx-tag": _some(lambda r: r.spdx_tag_files),
    "citation": _present("citation_cff"),
    "security": _present("security"),
    "reuse": _present("reuse_compliant"),
}
"""Items of release readiness, in the order in which equal counts are shown."""


def _licensed(repository: Repository) -> bool | None:
    return None if repository.family == UNKNOWN else repository.family != NONE


def _has_doi(repository: Repository) -> bool | None:
    # No source says “there is none”; without a file that can state one, none is stated.
    files = {repository.present.get(name) for name in _DOI_FILES}
    return True if repository.doi else False if files == {False} else None


_DOI_FILES = ("citation_cff", "codemeta_json", "zenodo_json")

MARKS: Mapping[str, Check] = {
    **READINESS,
    "license": _licensed,
    "doi": _has_doi,
    "codeowners": _present("codeowners"),
    "error": lambda r: bool(r.error),
    "one-author": lambda r: None if r.authors_for_half is None else r.one_author,
    "corrected": lambda r: r.license_corrected,
}
"""Marks of a repository by itself."""

HEAT_ITEMS = (
    "license",
    "readme",
    "tests",
    "ci",
    "release",
    "citation",
    "doi",
    "security",
    "reuse",
)
"""Items of the heat map, in its order."""

TREND_ITEMS = (*HEAT_ITEMS[1:], "changelog", "contributing", "codeowners")
"""Items whose changes a history or two snapshots can tell."""

FILE_ITEMS = frozenset(TREND_ITEMS) - {"doi", "reuse"}
"""Items that names of files and tags tell: a history without them says that they never were."""

TREND_MARKS: Mapping[str, Check] = {item: MARKS[item] for item in TREND_ITEMS}

OLD_COPY = "old-copy"
"""Mark of a state so old that recent months may be missing; depends on the reference date."""

ARCHIVE = "archive-candidate"
"""Mark of a repository that shows signs that it could be archived."""

NOT = "no-"
"""In front of a mark: those that are not known to have it."""


QUIET_DAYS = 730
"""Days without a commit after which a repository may be archived."""


def is_old_copy(repository: Repository, reference: date) -> bool:
    """The last commit is older than the year before the reference date.

    That is a quiet project or an old copy; the date cannot tell which.
    """
    head = repository.head_date
    return head is not None and head.year < reference.year - 1


def may_be_archived(repository: Repository, reference: date) -> bool | None:
    """No commit for two years, and not archived; None when the last commit is not known."""
    head = repository.head_date
    if head is None:
        return None
    return repository.archived is not True and (reference - head).days > QUIET_DAYS


DATED_MARKS: Mapping[str, Callable[[Repository, date], bool | None]] = {
    OLD_COPY: is_old_copy,
    ARCHIVE: may_be_archived,
}
"""Marks that depend on the reference date of the portfolio."""


def is_mark(mark: str) -> bool:
    """Whether ``Filters.only`` may hold this."""
    return mark.removeprefix(NOT) in {*MARKS, *DATED_MARKS}


def readiness_count(repository: Repository) -> int:
    """How many items of :data:`READINESS` it has."""
    return sum(check(repository) is True for check in READINESS.values())


def readiness_parts(repository: Repository) -> tuple[tuple[str, bool | None], ...]:
    """Label of each item and whether the repository has it; None where it is not known."""
    return tuple(
        (words(f"portfolio.readiness.{item}"), check(repository))
        for item, check in READINESS.items()
    )
