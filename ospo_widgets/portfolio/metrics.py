# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Metrics of a portfolio as pure functions from data frame to data frame.

Two frames go in. *Repositories* has one row a repository and the columns of
:func:`repository_frame`. *Months* has the columns ``repo``, ``month`` (text such as ``2026-08``)
and ``commits``. Names follow CHAOSS: https://chaoss.community/kb-metrics-and-metrics-models/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ospo_widgets.portfolio.families import NONE
from ospo_widgets.portfolio.figures import family_columns, month_columns
from ospo_widgets.portfolio.readiness import READINESS, is_old_copy, readiness_count
from ospo_widgets.portfolio.records import Months, Repository, RepositoryKind
from ospo_widgets.portfolio.totals import Totals

if TYPE_CHECKING:
    import pandas as pd

    from ospo_widgets.portfolio.engine import Selection


@dataclass(frozen=True, slots=True)
class Metrics:
    """The figures behind tiles and charts, as data frames; each function below says its columns."""

    totals: Totals
    families: pd.DataFrame
    readiness: pd.DataFrame
    monthly: pd.DataFrame
    yearly: pd.DataFrame
    kinds: pd.DataFrame


def metrics_of(selection: Selection) -> Metrics:
    """The figures of some repositories."""
    monthly = monthly_frame(selection.monthly, selection.index.about.reference_date)
    return Metrics(
        totals=selection.totals,
        families=family_frame(selection.by_family()),
        readiness=readiness_frame(selection.readiness()),
        monthly=monthly,
        yearly=yearly_commits(monthly),
        kinds=kind_frame(selection.by_kind()),
    )


def repository_frame(repositories: Iterable[Repository], reference: date) -> pd.DataFrame:
    """One row a repository: what is known of it and what follows from that.

    Columns: ``repo, url, relation, kind, license, family, license_detected, corrected, head_date,
    old_copy, commits, commits_12m, active, authors, authors_12m, authors_for_half, tags,
    main_language, files, readiness`` (number of items) and one column for each item of readiness.
    Unknown values are ``<NA>``.
    """
    import pandas as pd

    rows = [
        {
            "repo": r.repo,
            "url": r.url,
            "relation": r.relation,
            "kind": str(r.kind),
            "license": r.license,
            "family": r.family,
            "license_detected": r.license_detected,
            "corrected": r.license_corrected,
            "head_date": r.head_date,
            "old_copy": is_old_copy(r, reference),
            "commits": r.commits,
            "commits_12m": r.commits_12m,
            "active": r.active,
            "authors": r.authors,
            "authors_12m": r.authors_12m,
            "authors_for_half": r.authors_for_half,
            "tags": r.tags,
            "main_language": r.main_language,
            "files": r.files,
            "readiness": readiness_count(r),
            **{item: check(r) for item, check in READINESS.items()},
        }
        for r in repositories
    ]
    flags = ("corrected", "old_copy", "active", *READINESS)
    counts = ("authors_12m", "authors_for_half", "tags", "files")
    sure = ("commits", "commits_12m", "authors", "readiness")
    frame = pd.DataFrame(rows, columns=list(REPOSITORY_COLUMNS))
    types = dict.fromkeys(flags, "boolean") | dict.fromkeys(counts, "Int64")
    frame = frame.astype(types | dict.fromkeys(sure, "int64"))
    frame["head_date"] = pd.to_datetime(frame["head_date"])
    return frame


REPOSITORY_COLUMNS = (
    "repo",
    "url",
    "relation",
    "kind",
    "license",
    "family",
    "license_detected",
    "corrected",
    "head_date",
    "old_copy",
    "commits",
    "commits_12m",
    "active",
    "authors",
    "authors_12m",
    "authors_for_half",
    "tags",
    "main_language",
    "files",
    "readiness",
    *READINESS,
)
"""Columns of :func:`repository_frame`."""


def month_frame(months: Months) -> pd.DataFrame:
    """One row for each month of a repository that has commits: ``repo, month, commits``."""
    import pandas as pd

    rows = [(repo, month, n) for repo, pairs in months.items() for month, n in pairs]
    frame = pd.DataFrame(rows, columns=["repo", "month", "commits"])
    return frame.astype({"commits": "int64"})


def license_families(repositories: pd.DataFrame) -> pd.DataFrame:
    """Repositories by licence family, from a frame of repositories; see :func:`family_frame`."""
    return family_frame({str(k): int(v) for k, v in repositories["family"].value_counts().items()})


def family_frame(counts: Mapping[str, int]) -> pd.DataFrame:
    """Repositories by licence family; see :func:`figures.family_columns`."""
    import pandas as pd

    return pd.DataFrame(family_columns(counts))


def kinds(repositories: pd.DataFrame) -> pd.DataFrame:
    """Repositories by kind, from a frame of repositories; see :func:`kind_frame`."""
    found = []
    for kind in RepositoryKind:
        of_kind = repositories[repositories["kind"] == str(kind)]
        if len(of_kind):
            found.append((str(kind), len(of_kind), int((of_kind["family"] == NONE).sum())))
    found.sort(key=lambda row: -row[1])
    return kind_frame(found)


def kind_frame(rows: Iterable[tuple[str, int, int]]) -> pd.DataFrame:
    """Repositories by kind, most first: ``kind, repositories, no_license``."""
    import pandas as pd

    return pd.DataFrame(list(rows), columns=["kind", "repositories", "no_license"])


def readiness(repositories: pd.DataFrame) -> pd.DataFrame:
    """How many have each item, from a frame of repositories; see :func:`readiness_frame`."""
    rows = [
        (item, int(repositories[item].sum()), int(repositories[item].isna().sum()))
        for item in READINESS
    ]
    rows.sort(key=lambda row: -row[1])
    return readiness_frame(rows)


def readiness_frame(rows: Iterable[tuple[str, int, int]]) -> pd.DataFrame:
    """How many repositories have each item, most first: ``item, repositories, unknown``.

    Unknown is counted apart and never as having the item.
    """
    import pandas as pd

    return pd.DataFrame(list(rows), columns=["item", "repositories", "unknown"])


def monthly_commits(months: pd.DataFrame, reference: date) -> pd.DataFrame:
    """Commits by month, from a frame of months; see :func:`monthly_frame`.

    Args:
        months: Frame of months; empty gives an empty frame.
        reference: Reference date of the portfolio.
    """
    sums = months.groupby("month", sort=True)["commits"].sum()
    if months.empty:
        return monthly_frame((), reference)
    every = _months_between(str(sums.index[0]), f"{reference:%Y-%m}")
    commits = sums.reindex(every, fill_value=0)
    return monthly_frame(zip(every, commits.tolist(), strict=True), reference)


def monthly_frame(months: Iterable[tuple[str, int]], reference: date) -> pd.DataFrame:
    """Commits by month up to the reference date; see :func:`figures.month_columns`."""
    import pandas as pd

    return pd.DataFrame(month_columns(months, reference)).astype({"mean": "float64"})


def yearly_commits(monthly: pd.DataFrame) -> pd.DataFrame:
    """Commits by year from the result of :func:`monthly_commits`: ``year, commits``."""
    years = monthly["month"].astype("str").str[:4].rename("year")
    return monthly.groupby(years, sort=True)["commits"].sum().reset_index()


def totals(repositories: pd.DataFrame, months: pd.DataFrame, reference: date) -> Totals:
    """The figures of the tiles; see :class:`Totals` for what each counts."""
    recent, before = last_windows(reference)
    in_recent = months["month"].between(*recent)
    in_before = months["month"].between(*before)
    dates = repositories["head_date"]
    return Totals(
        repositories=len(repositories),
        commits=int(repositories["commits"].sum()),
        no_license=int((repositories["family"] == NONE).sum()),
        active=int(repositories["active"].sum()),
        active_before=int(months[in_before & (months["commits"] > 0)]["repo"].nunique()),
        commits_12m=int(months[in_recent]["commits"].sum()),
        commits_12m_before=int(months[in_before]["commits"].sum()),
        one_author=int((repositories["authors_for_half"] == 1).sum()),
        reuse_compliant=int(repositories["reuse"].sum()),
        corrected=int(repositories["corrected"].sum()),
        old_copies=int(repositories["old_copy"].sum()),
        newest=dates.max().date() if len(dates) else None,
        known={
            name: int(repositories[column].notna().sum())
            for name, column in (
                ("commits", "commits"),
                ("active", "active"),
                ("one_author", "authors_for_half"),
                ("reuse_compliant", "reuse"),
            )
        },
    )


def last_windows(reference: date) -> tuple[tuple[str, str], tuple[str, str]]:
    """First and last month of the last twelve months, and of the twelve before them."""
    last = reference.year * 12 + reference.month - 1
    return (_month(last - 11), _month(last)), (_month(last - 23), _month(last - 12))


def _month(index: int) -> str:
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def _months_between(first: str, last: str) -> list[str]:
    begin, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return [_month(index) for index in range(begin, end + 1)]
