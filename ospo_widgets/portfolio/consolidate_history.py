# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What else sources state about one repository: months, changes, institutes, dependencies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from ospo_widgets.portfolio.claims import SourceRecord
from ospo_widgets.portfolio.consolidate_claims import EARLIEST, EMAIL
from ospo_widgets.portfolio.fields import LONGEST_TEXT, PRESENT
from ospo_widgets.portfolio.identity import address
from ospo_widgets.portfolio.readiness import READINESS
from ospo_widgets.portfolio.records import (
    AuthorDomain,
    Change,
    Dependency,
    LicenseEvent,
    Package,
    Problem,
)
from ospo_widgets.portfolio.source import FEWEST_AUTHORS
from ospo_widgets.portfolio.spdx import spdx_expression
from ospo_widgets.project import Use
from ospo_widgets.wording import plural

OTHER_DOMAINS = "other"
"""Stands for all institutes with fewer than five authors together."""

NOT_RECOGNISED = "NOASSERTION"
"""Value of a licence change when there is a licence file and nobody could say which one."""

_MONTH = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])")
_DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
_COMMIT = re.compile(r"[0-9a-fA-F]{7,64}")
_USES = frozenset(Use)
_BASES = ("declared", "listed", "inferred")
_PURL = re.compile(r"pkg:/*(?P<type>[A-Za-z0-9.+-]+)/(?P<path>[^?#]+)")
_USER = re.compile(r"[\w.+-]+@[\w.-]+:")
_LOWER = frozenset({"bitbucket", "github", "golang", "composer", "pypi", "hex"})


@dataclass(slots=True)
class Beside:
    """What stands beside the row of one repository."""

    months: tuple[tuple[str, int], ...] = ()
    license_events: tuple[LicenseEvent, ...] = ()
    changes: tuple[Change, ...] = ()
    author_domains: tuple[AuthorDomain, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    packages: tuple[Package, ...] = ()


def beside(
    repo: str, records: Sequence[SourceRecord], latest: date | None, problems: list[Problem]
) -> Beside:
    """Everything that records state about one repository apart from its fields.

    Months and institutes come from the one record that knows most commits or authors: counts of
    two sources are the same commits. Changes, dependencies and packages of all are joined.

    Args:
        repo: Repository that they are about.
        records: Of all sources, in their order.
        latest: Day after which nothing can have happened for records without values.
        problems: Receives what was left out.
    """
    found = Beside()
    found.months = _months(repo, [r for r in records if r.months], latest, problems)
    changes = [(r, _end(r, latest)) for r in records if r.changes]
    if changes:
        found.license_events, found.changes = _changes(repo, changes, problems)
    domains = [r for r in records if r.domains]
    if domains:
        most = max(domains, key=lambda record: sum(count for _, count in record.domains))
        found.author_domains = _domains(repo, most, problems)
    found.dependencies = _dependencies(repo, records, problems)
    found.packages = _packages(repo, records, problems)
    return found


def source_of(record: SourceRecord) -> str:
    """Who made a record, as problems name it."""
    return record.claims[0].source if record.claims else record.name or address(record.url)


def _end(record: SourceRecord, latest: date | None) -> date:
    """Day after which a record can know nothing."""
    newest = max((claim.read_on for claim in record.claims), default=latest)
    return date.max if newest is None or newest.year > 9998 else newest + timedelta(days=1)


def _months(
    repo: str, records: Sequence[SourceRecord], latest: date | None, problems: list[Problem]
) -> tuple[tuple[str, int], ...]:
    best: dict[str, int] = {}
    for record in records:
        last = f"{_end(record, latest):%Y-%m}"
        found: dict[str, int] = {}
        wrong = 0
        for month, count in record.months:
            right = _MONTH.fullmatch(month) and f"{EARLIEST}" <= month <= last
            if right and type(count) is int and count >= 0:
                found[month] = max(count, found.get(month, 0))
            else:
                wrong += 1
        if wrong:
            message = plural("consolidate.months", wrong)
            problems.append(Problem(source_of(record), "months", message, repo))
        if sum(found.values()) > sum(best.values()):
            best = found
    return tuple(sorted(best.items()))


def _changes(
    repo: str, records: Iterable[tuple[SourceRecord, date]], problems: list[Problem]
) -> tuple[tuple[LicenseEvent, ...], tuple[Change, ...]]:
    seen: dict[tuple[date, str, str], str] = {}
    for record, end in records:
        wrong = 0
        for day, name, value, commit in record.changes:
            read = _change_value(name, value)
            if (
                read is None
                or day.year < EARLIEST
                or day > end
                or (commit and not _COMMIT.fullmatch(commit))
            ):
                wrong += 1
            else:
                seen.setdefault((day, name, commit), read)
        if wrong:
            message = plural("consolidate.changes", wrong)
            problems.append(Problem(source_of(record), "changes", message, repo))
    # Of one day, the order of the source is the order of the commits.
    ordered = sorted(seen.items(), key=lambda item: item[0][0])
    events = tuple(
        LicenseEvent(repo, day, commit, value)
        for (day, name, commit), value in ordered
        if name == "license" and commit
    )
    others = tuple(
        Change(repo, day, name, value, commit)
        for (day, name, commit), value in ordered
        if name != "license" or not commit
    )
    return events, others


def _change_value(name: str, value: str) -> str | None:
    if name == "license":
        return value if value in {"", NOT_RECOGNISED} else spdx_expression(value)
    known = name in PRESENT or name in READINESS
    return value if known and value in {"yes", "no"} else None


def _domains(repo: str, record: SourceRecord, problems: list[Problem]) -> tuple[AuthorDomain, ...]:
    """Institutes with five authors or more; the others together, if they are five or more."""
    counts: dict[str, int] = {}
    wrong = 0
    for domain, authors in record.domains:
        name = domain.lower().rstrip(".")
        # What is no domain is not shown: it may be the address of a person.
        if len(name) > 253 or not _DOMAIN.fullmatch(name) or authors < 1:
            wrong += 1
        else:
            counts[name] = counts.get(name, 0) + authors
    if wrong:
        message = plural("consolidate.domains", wrong)
        problems.append(Problem(source_of(record), "domains", message, repo))
    few = sum(n for name, n in counts.items() if n < FEWEST_AUTHORS or name == OTHER_DOMAINS)
    found = [
        AuthorDomain(repo, name, authors)
        for name, authors in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if authors >= FEWEST_AUTHORS and name != OTHER_DOMAINS
    ]
    if few >= FEWEST_AUTHORS:
        found.append(AuthorDomain(repo, OTHER_DOMAINS, few))
    return tuple(found)


def _dependencies(
    repo: str, records: Iterable[SourceRecord], problems: list[Problem]
) -> tuple[Dependency, ...]:
    """Each package once; where sources differ, the first that says something holds.

    A dependency is optional only if all who say anything say so.
    """
    found: dict[str, Dependency] = {}
    for record in records:
        wrong = unread = 0
        for name, use, optional, license_, source in record.dependencies:
            key = package_name(name)
            if not key:
                wrong += 1
                continue
            read = spdx_expression(license_) if license_ else ""
            unread += read is None and license_ not in {"NONE", NOT_RECOGNISED}
            known = found.get(key)
            found[key] = Dependency(
                repo,
                key,
                (known.use if known else "") or (use if use in _USES else ""),
                _optional(known.optional, optional) if known else optional,
                (known.license if known else "") or read or "",
                known.source if known else _text(source),
            )
        for count, key in ((wrong, "consolidate.dependencies"), (unread, "consolidate.licenses")):
            if count:
                place, message = "dependencies", plural(key, count)
                problems.append(Problem(source_of(record), place, message, repo))
    return tuple(found.values())


def _optional(one: bool | None, other: bool | None) -> bool | None:
    if one is None or other is None:
        return other if one is None else one
    return one and other


def _packages(
    repo: str, records: Iterable[SourceRecord], problems: list[Problem]
) -> tuple[Package, ...]:
    found: dict[str, str] = {}
    for record in records:
        wrong = 0
        for name, basis in record.packages:
            key = package_name(name)
            if not key or basis not in _BASES:
                wrong += 1
            elif key not in found or _BASES.index(basis) < _BASES.index(found[key]):
                found[key] = basis
        if wrong:
            message = plural("consolidate.packages", wrong)
            problems.append(Problem(source_of(record), "packages", message, repo))
    return tuple(Package(repo, name, basis) for name, basis in found.items())


@lru_cache(maxsize=65_536)
def package_name(text: str) -> str:
    """A package URL without version and qualifiers, an address of a repository, or another name.

    ``pkg:PyPI/Foo_Bar@1.0?x=y`` is ``pkg:pypi/foo-bar``. Rules:
    https://github.com/package-url/purl-spec/blob/main/PURL-TYPES.rst

    Returns:
        The name in one spelling; empty when it is none that can be shown.
    """
    name = text.strip()
    if not name or len(name) > LONGEST_TEXT or not name.isprintable():
        return ""
    match = _PURL.fullmatch(name.partition("?")[0].partition("#")[0])
    if match is None:
        if name.startswith("pkg:"):
            return ""
        if "://" in name or _USER.match(name):  # an address may hold a password
            return address(name)
        if EMAIL.search(name):
            return ""
        return "" if any(c.isspace() for c in name) else name
    kind, path = match["type"].lower(), match["path"].strip("/ ")
    before, _, last = path.rpartition("/")
    last = (last[:1] + last[1:].partition("@")[0]).strip()
    path = f"{before}/{last}" if before else last
    path = path.lower() if kind in _LOWER else path
    path = path.replace("_", "-") if kind == "pypi" else path
    return f"pkg:{kind}/{path.replace('@', '%40')}" if last else ""


def _text(value: str) -> str:
    return value if value.isprintable() and len(value) <= LONGEST_TEXT else ""
