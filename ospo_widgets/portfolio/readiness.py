# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a repository has of what a release needs, and other marks that a filter can ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

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

MARKS: Mapping[str, Check] = {
    **READINESS,
    "one-author": lambda r: None if r.authors_for_half is None else r.one_author,
    "corrected": lambda r: r.license_corrected,
}
"""Marks of a repository by itself."""

OLD_COPY = "old-copy"
"""Mark of a state so old that recent months may be missing; depends on the reference date."""

NOT = "no-"
"""In front of a mark: those that are not known to have it."""


def is_mark(mark: str) -> bool:
    """Whether ``Filters.only`` may hold this."""
    return mark.removeprefix(NOT) in {*MARKS, OLD_COPY}


def is_old_copy(repository: Repository, reference: date) -> bool:
    """The last commit is older than the year before the reference date.

    That is a quiet project or an old copy; the date cannot tell which.
    """
    head = repository.head_date
    return head is not None and head.year < reference.year - 1


def has_mark(repository: Repository, mark: str, reference: date) -> bool:
    """Whether a mark holds; an unknown value never counts as yes.

    Args:
        repository: Which repository.
        mark: A mark for which :func:`is_mark` is true.
        reference: Reference date of the portfolio.
    """
    name = mark.removeprefix(NOT)
    if name == OLD_COPY:
        holds = is_old_copy(repository, reference)
    else:
        holds = MARKS[name](repository) is True
    return not holds if mark.startswith(NOT) else holds


def readiness_count(repository: Repository) -> int:
    """How many items of :data:`READINESS` it has."""
    return sum(check(repository) is True for check in READINESS.values())


def readiness_parts(repository: Repository) -> tuple[tuple[str, bool | None], ...]:
    """Label of each item and whether the repository has it; None where it is not known."""
    return tuple(
        (words(f"portfolio.readiness.{item}"), check(repository))
        for item, check in READINESS.items()
    )
