# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which records are about the same repository, whatever source and platform they come from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ospo_widgets.portfolio.claims import SourceRecord
from ospo_widgets.portfolio.identity import address, canonical, path_of, platform_of

_ID = re.compile(r"\S{1,200}:\S{1,200}")
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


@dataclass(frozen=True, slots=True)
class Place:
    """One address under which a group of records was found.

    Attributes:
        key: ``identity.canonical`` of it.
        url: In its own case.
        read_on: Newest day of the records there.
        claims: How many values they state.
    """

    key: str
    url: str
    read_on: date
    claims: int


@dataclass(frozen=True, slots=True)
class Group:
    """Records about one repository.

    Attributes:
        records: In the order of the sources.
        places: Addresses that the records themselves have, best first: one that no other record
            calls a former one, read last, with the most values.
        name: Name where there is no address, else the path of the best one.
        also: Keys of all other addresses and former names.
        ids: Ids on platforms.
        by_commit: Joined only because first and last commit are the same.
        doubtful: The name fits several addresses, so the group was not joined to any.
    """

    records: tuple[SourceRecord, ...]
    places: tuple[Place, ...]
    name: str
    also: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    by_commit: bool = False
    doubtful: bool = False


def grouped(records: Sequence[SourceRecord]) -> list[Group]:
    """Put the records of each repository together.

    Two records are about one repository when they have the same address in any spelling, when one
    names the other's address or former name, when a platform gives both the same id, or when both
    have the same last commit (and so all commits before it) and stand on two platforms or are both
    known to be no fork. A record without address belongs to the one address with its full name.

    Args:
        records: Each with an address or a name.

    Returns:
        Groups in the order of their first records.
    """
    return _Joining(records).groups()


class _Joining:
    """Union of records by what identifies them."""

    def __init__(self, records: Sequence[SourceRecord]) -> None:
        self._records = records
        self._keys = [canonical(r.url) or canonical(r.name) for r in records]
        self._above = list(range(len(records)))
        self._ids: dict[int, set[str]] = {}
        self._by_commit: set[int] = set()
        self._doubtful: set[int] = set()

    def groups(self) -> list[Group]:
        """All groups."""
        self._join_ids_and_addresses()
        self._join_commits()
        self._join_names()
        members: dict[int, list[int]] = {}
        for index in range(len(self._records)):
            members.setdefault(self._top(index), []).append(index)
        return [self._group(found) for found in members.values()]

    def _top(self, index: int) -> int:
        above = self._above
        while above[index] != index:
            above[index] = above[above[index]]
            index = above[index]
        return index

    def _join(self, one: int, other: int) -> None:
        first, second = sorted((self._top(one), self._top(other)))
        if first != second:
            self._above[second] = first
            if second in self._ids:
                self._ids.setdefault(first, set()).update(self._ids.pop(second))

    def _join_ids_and_addresses(self) -> None:
        seen: dict[str, int] = {}
        for index, record in enumerate(self._records):
            key = self._keys[index]
            own = f"k{key}" if key else f"n{record.name.casefold()}"
            self._join(index, seen.setdefault(own, index))
            for identifier in record.ids:
                if _ID.fullmatch(identifier):
                    self._ids.setdefault(self._top(index), set()).add(identifier)
                    self._join(index, seen.setdefault(f"i{identifier}", index))
        for index, record in enumerate(self._records):
            for other in record.also:
                former = former_key(other, self._keys[index])
                if not former:
                    continue
                there = seen.setdefault(f"k{former}", index)
                if not self._two_ids(index, there):
                    self._join(index, there)

    def _two_ids(self, one: int, other: int) -> bool:
        """A platform tells the two apart: a new repository stands at a former address."""
        ids, others = (self._ids.get(self._top(index), set()) for index in (one, other))
        platforms = {i.partition(":")[0] for i in ids} & {i.partition(":")[0] for i in others}
        return bool(platforms) and not ids & others

    def _join_commits(self) -> None:
        heads: dict[str, list[int]] = {}
        for index, record in enumerate(self._records):
            said = {claim.field: claim.value for claim in record.claims if claim.field in _TOLD}
            head, fork = said.get("head_commit"), said.get("fork")
            wanted = bool(self._keys[index]) and fork is not True
            if wanted and isinstance(head, str) and _COMMIT.fullmatch(head):
                heads.setdefault(head, []).append(index)
        for same in heads.values():
            if len(same) > 1 and self._mirrors(same):
                for index in same[1:]:
                    if self._top(index) != self._top(same[0]):
                        self._join(same[0], index)
                        self._by_commit.add(same[0])

    def _mirrors(self, same: list[int]) -> bool:
        """One repository on each platform; several on one may be forks without commits yet."""
        first, *others = same
        if any(self._two_ids(first, other) for other in others):
            return False
        tops = {(platform_of(self._keys[i]), self._top(i)) for i in same}
        if len({platform for platform, _ in tops}) == len(tops):
            return True
        return all(
            any(claim.field == "fork" and claim.value is False for claim in self._records[i].claims)
            for i in same
        )

    def _join_names(self) -> None:
        without = [
            i for i, key in enumerate(self._keys) if not key and "/" in self._records[i].name
        ]
        if not without:
            return
        paths: dict[str, set[int]] = {}
        for index, key in enumerate(self._keys):
            if key:
                paths.setdefault(key.partition("/")[2], set()).add(index)
        for index in without:
            tops = {self._top(i) for i in paths.get(self._records[index].name.lower(), ())}
            if len(tops) == 1:
                self._join(index, tops.pop())
            elif tops:
                self._doubtful.add(index)

    def _group(self, members: list[int]) -> Group:
        records = tuple(self._records[index] for index in members)
        own = [self._keys[index] for index in members]
        former = {
            key: None
            for record, own_key in zip(records, own, strict=True)
            for key in (former_key(other, own_key) for other in record.also)
            if key and key != own_key
        }
        places = self._places(members, former)
        main = places[0].key if places else ""
        names = (record.name for record in records)
        return Group(
            records=records,
            places=places,
            name=path_of(places[0].url) if places else next(filter(None, names), ""),
            also=tuple(k for k in dict.fromkeys([*filter(None, own), *former]) if k != main),
            ids=tuple(dict.fromkeys(i for r in records for i in r.ids if _ID.fullmatch(i))),
            by_commit=not self._by_commit.isdisjoint(members),
            doubtful=not self._doubtful.isdisjoint(members),
        )

    def _places(self, members: list[int], former: dict[str, None]) -> tuple[Place, ...]:
        found: dict[str, Place] = {}
        for index in members:
            key, record = self._keys[index], self._records[index]
            if not key:
                continue
            newest = max((claim.read_on for claim in record.claims), default=date.min)
            known = found.get(key)
            if known is None:
                url = address(record.url) or address(record.name)
                found[key] = Place(key, url, newest, len(record.claims))
            else:
                day = max(known.read_on, newest)
                found[key] = Place(key, known.url, day, known.claims + len(record.claims))
        if len(found) < 2:
            return tuple(found.values())
        best = sorted(found.values(), key=lambda p: (p.key not in former, p.read_on, p.claims))
        return tuple(reversed(best))


_TOLD = frozenset({"head_commit", "fork"})


def former_key(other: str, key: str) -> str:
    """Key of another address or a former name of the repository with ``key``.

    Args:
        other: An address, or ``owner/name`` on the platform of ``key``.
        key: Key of the repository, empty when it has no address.

    Returns:
        Empty when it is neither.
    """
    found = canonical(other)
    if found or "/" not in other or "://" in other or not key:
        return found
    return canonical(f"https://{platform_of(key)}/{other}")
