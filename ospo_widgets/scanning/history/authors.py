# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Contributors in aggregate: counted by group and domain, never listed.

The names and addresses stay in the worker process. A domain is named only when at least
:data:`SMALLEST` people wrote from it (design rule on privacy: groups under five are suppressed);
the others count in their group.
"""

from __future__ import annotations

import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ospo_widgets.knowledge.tables import read_table
from ospo_widgets.scanning.history.repository import Commit

SMALLEST = 5
"""Fewest people of a domain that is named."""
OTHER = "other"
GROUPS = ("own", "institute", OTHER, "private", "hidden", "bot")
"""Groups in the order in which they are shown; their words are ``authors.group.<id>``."""

_ADDRESS = re.compile(r"^(?P<name>[^<]{0,200})<(?P<address>[^<>\s]{3,200})>\s*$")


@dataclass(frozen=True, slots=True)
class Year:
    """One year: commits in all, by group, and people who wrote them."""

    year: int
    commits: int
    by_group: Mapping[str, int]
    people: int


@dataclass(frozen=True, slots=True)
class Authors:
    """Who wrote it, counted.

    Attributes:
        people: Distinct contributors, bots left out; by name and address, after ``.mailmap``.
        commits: Commits that were read, merges and bots left out.
        by_group: People a group, see :data:`GROUPS`.
        commits_by_group: Commits a group.
        domains: Domains with at least :data:`SMALLEST` people, and how many, most first.
        years: One row a year, oldest first.
        signed_off: Commits with a ``Signed-off-by`` of their own author.
        outside: People who are neither from the own organisation nor behind a hidden address.
        outside_unsigned: Those of them with a commit that is not signed off.
        first_year: Year of the first commit, None without commits.
        last_year: Year of the newest commit.
        tags: How many tags there are, and the newest.
        newest_tag: Name of the newest tag, empty when there is none.
        complete: The whole history was read; False for a shallow copy or a limit.
    """

    people: int = 0
    commits: int = 0
    by_group: Mapping[str, int] | None = None
    commits_by_group: Mapping[str, int] | None = None
    domains: tuple[tuple[str, int], ...] = ()
    years: tuple[Year, ...] = ()
    signed_off: int = 0
    outside: int = 0
    outside_unsigned: int = 0
    first_year: int | None = None
    last_year: int | None = None
    tags: int = 0
    newest_tag: str = ""
    complete: bool = False

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "people": self.people,
            "commits": self.commits,
            "by_group": dict(self.by_group or {}),
            "commits_by_group": dict(self.commits_by_group or {}),
            "domains": [{"domain": d, "people": n} for d, n in self.domains],
            "years": [
                {"year": y.year, "commits": y.commits, "by_group": dict(y.by_group),
                 "people": y.people}
                for y in self.years
            ],
            "signed_off": self.signed_off,
            "outside": self.outside,
            "outside_unsigned": self.outside_unsigned,
            "first_year": self.first_year,
            "last_year": self.last_year,
            "tags": self.tags,
            "newest_tag": self.newest_tag,
            "complete": self.complete,
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Authors:
        """Read what :meth:`to_json` wrote."""
        return cls(
            **{
                **data,
                "domains": tuple((str(d["domain"]), int(d["people"])) for d in data["domains"]),
                "years": tuple(Year(**year) for year in data["years"]),
            }
        )


def _says(piece: str, address: str) -> bool:
    """Whether an address has this piece: ``ci@`` is a whole word before the ``@``."""
    at = address.find(piece)
    whole = piece.endswith("@") and at > 0 and address[at - 1].isalnum()
    return at >= 0 and not whole


@dataclass(frozen=True, slots=True)
class _Group:
    id: str
    addresses: tuple[str, ...]
    domains: frozenset[str]
    endings: tuple[str, ...]
    starts: tuple[str, ...]

    def fits(self, address: str, domain: str) -> bool:
        if any(_says(piece, address) for piece in self.addresses):
            return True
        parts = domain.split(".")
        if any(".".join(parts[i:]) in self.domains for i in range(len(parts))):
            return True
        return domain.endswith(self.endings) or domain.startswith(self.starts)


@cache
def _groups() -> tuple[_Group, ...]:
    return read_table("author_status.yaml", lambda data: tuple(map(_group, data["groups"])))


def _group(row: Mapping[str, Any]) -> _Group:
    if row["id"] not in GROUPS:
        raise ValueError(f"there is no group “{row['id']}”")
    return _Group(
        row["id"],
        tuple(row.get("addresses", ())),
        frozenset(row.get("domains", ())),
        tuple(row.get("endings", ())) or ("\0",),
        tuple(row.get("starts", ())) or ("\0",),
    )


@cache
def group_of(address: str) -> str:
    """The group of a mail address, for example ``"own"``; see ``data/author_status.yaml``."""
    _, at, domain = address.rpartition("@")
    if not at or not domain:
        return "hidden"
    return next((g.id for g in _groups() if g.fits(address, domain)), OTHER)


class _People:
    """Who is the same person: shares an address, or a name of at least two words."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def _root(self, key: str) -> str:
        path = []
        while (parent := self._parent.setdefault(key, key)) != key:
            path.append(key)
            key = parent
        for one in path:
            self._parent[one] = key
        return key

    def add(self, name: str, address: str) -> str:
        """A key that the same person always has; only its root tells people apart."""
        mine = f"@{address}"
        words = name.casefold().split()
        if len(words) >= 2:
            self._parent[self._root(mine)] = self._root(" ".join(words))
        return mine

    def person(self, key: str) -> str:
        """The person behind a key, once all were added."""
        return self._root(key)


def authors(commits: Iterable[Commit], tags: list[tuple[str, int]], *, complete: bool) -> Authors:
    """Count contributors.

    Args:
        commits: In any order.
        tags: Names and times, newest first.
        complete: The whole history is there.
    """
    people = _People()
    rows: list[tuple[str, int, bool, bool]] = []
    addresses: dict[str, str] = {}
    for commit in commits:
        writers = [(commit.name, commit.address), *_named(commit.others)]
        signers = {address for _, address in _named(commit.signed_off)}
        year = time.gmtime(min(max(commit.time, 0), 1 << 36)).tm_year
        for i, (name, address) in enumerate(writers):
            if group_of(address) == "bot":
                continue
            key = people.add(name, address)
            addresses[key] = address
            rows.append((key, year, address in signers, i == 0))
    return _counted(people, rows, addresses, tags, complete=complete)


def _named(values: Iterable[str]) -> list[tuple[str, str]]:
    found = (_ADDRESS.match(value.strip()) for value in values)
    return [(m["name"].strip(), m["address"].lower()) for m in found if m]


_RANK = {group: i for i, group in enumerate(("own", "institute", OTHER, "private", "hidden"))}


def _counted(
    people: _People,
    rows: list[tuple[str, int, bool, bool]],
    addresses: Mapping[str, str],
    tags: list[tuple[str, int]],
    *,
    complete: bool,
) -> Authors:
    # Somebody who also wrote from the organisation's own address belongs to it.
    group: dict[str, str] = {}
    domain: dict[str, str] = {}
    for key, address in addresses.items():
        person, found = people.person(key), group_of(address)
        if person not in group or _RANK[found] < _RANK[group[person]]:
            group[person], domain[person] = found, address.rpartition("@")[2]
    commits = [row for row in rows if row[3]]
    per_year: dict[int, Counter[str]] = defaultdict(Counter)
    writers: dict[int, set[str]] = defaultdict(set)
    by_group: Counter[str] = Counter()
    unsigned: set[str] = set()
    for key, year, signed, main in rows:
        person = people.person(key)
        writers[year].add(person)
        if main:
            per_year[year][group[person]] += 1
            by_group[group[person]] += 1
        if not signed:
            unsigned.add(person)
    outside = {p for p, g in group.items() if g in {"institute", OTHER, "private"}}
    crowds = Counter(domain[p] for p, g in group.items() if g in {"own", "institute", OTHER})
    return Authors(
        people=len(group),
        commits=len(commits),
        by_group=_ordered(Counter(group.values())),
        commits_by_group=_ordered(by_group),
        domains=tuple((d, n) for d, n in crowds.most_common() if n >= SMALLEST),
        years=tuple(
            Year(y, sum(per_year[y].values()), _ordered(per_year[y]), len(writers[y]))
            for y in sorted(writers)
        ),
        signed_off=sum(row[2] for row in commits),
        outside=len(outside),
        outside_unsigned=len(outside & unsigned),
        first_year=min(writers, default=None),
        last_year=max(writers, default=None),
        tags=len(tags),
        newest_tag=tags[0][0] if tags else "",
        complete=complete,
    )


def _ordered(counts: Counter[str]) -> dict[str, int]:
    return {group: counts[group] for group in GROUPS if counts[group]}
