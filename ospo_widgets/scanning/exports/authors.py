# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Contributors in aggregate: counts by group, by domain and by year, never a name."""

from __future__ import annotations

from ospo_widgets.markup import Content, Markup, table, tag
from ospo_widgets.scanning.history.authors import GROUPS, Authors
from ospo_widgets.scanning.result import ScanResult
from ospo_widgets.wording import number, plural, words

MAX_YEARS = 40


def authors_section(result: ScanResult) -> Markup:
    """What the history tells of contributors, or why it tells nothing."""
    authors = result.history.authors
    if authors is None:
        return tag("p", words(f"authors.problem.{result.history.problem or 'none'}"))
    return tag("div", _lead(authors), _groups(authors), _domains(authors), _years(authors),
               class_="stack")  # fmt: skip


def _lead(authors: Authors) -> Markup:
    span = ""
    if authors.first_year and authors.last_year:
        span = words("authors.span", first=str(authors.first_year), last=str(authors.last_year))
    sentences: list[Content] = [
        plural("authors.lead", authors.people, commits=number(authors.commits)), " ", span, " ",
        plural("authors.tags", authors.tags, newest=authors.newest_tag) if authors.tags
        else words("authors.no_tags"),
    ]  # fmt: skip
    return tag(
        "div",
        tag("p", sentences),
        None if authors.complete else tag("p", words("authors.shallow"), class_="notice is-cond"),
        tag("p", words("authors.privacy"), class_="small muted"),
        class_="stack",
    )


def _groups(authors: Authors) -> Markup:
    people, commits = authors.by_group or {}, authors.commits_by_group or {}
    rows = [
        (words(f"authors.group.{g}"), number(people.get(g, 0)), number(commits.get(g, 0)))
        for g in GROUPS
        if people.get(g) or commits.get(g)
    ]
    columns = [words(f"authors.column.{c}") for c in ("group", "people", "commits")]
    return table(words("authors.caption.groups"), columns, rows, numeric=(1, 2), class_="cards-s")


def _domains(authors: Authors) -> Markup | None:
    if not authors.domains:
        return None
    rows = [(domain, number(count)) for domain, count in authors.domains]
    columns = [words("authors.column.domain"), words("authors.column.people")]
    return table(words("authors.caption.domains"), columns, rows, numeric=(1,), class_="cards-s")


def _years(authors: Authors) -> Markup:
    shown = [g for g in GROUPS if (authors.commits_by_group or {}).get(g)]
    rows = [
        (str(year.year), number(year.people), number(year.commits),
         *(number(year.by_group.get(g, 0)) for g in shown))
        for year in reversed(authors.years[-MAX_YEARS:])
    ]  # fmt: skip
    columns = [
        *(words(f"authors.column.{c}") for c in ("year", "people", "commits")),
        *(words(f"authors.group.{g}") for g in shown),
    ]
    numeric = range(1, 3 + len(shown))
    return table(words("authors.caption.years"), columns, rows, numeric=numeric, class_="cards-s")
