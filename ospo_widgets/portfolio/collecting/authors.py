# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Commits by month and authors, counted in one pass over the headers of all commits.

Names and addresses become salted hashes as soon as they are read; the salt is drawn for one
repository and forgotten with it. What leaves are counts, and domains of institutes.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from ospo_widgets.portfolio.collecting.git import Repository
from ospo_widgets.portfolio.collecting.institutes import institute_of, is_bot
from ospo_widgets.portfolio.collecting.limits import GitError

EARLIEST = "1972"
"""Year before which no commit can have been made: the first source code control system."""
_FIELD = b"\x1f"
_HEADERS = ("log", "-z", "--use-mailmap", "--encoding=UTF-8", "--date=format-local:%Y-%m-%d",
            "--format=%ad%x1f%aE%x1f%aN", "HEAD", "--")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Activity:
    """Who wrote how much, counted.

    Attributes:
        commits: All commits of the branch.
        commits_12m: Those in the year before the reference date.
        bot_commits: Those by programs.
        authors: Distinct people.
        authors_12m: Those with a commit in the year before the reference date.
        authors_for_half: Smallest number of people who made half of the commits of people; None
            when no person made any.
        first: Day of the first commit, None when no date can be right.
        months: Commits by month, by author date in UTC, oldest first; dates that cannot be right
            are left out.
        domains: People by institute, most first; one person counts at one institute.
    """

    commits: int
    commits_12m: int
    bot_commits: int
    authors: int
    authors_12m: int
    authors_for_half: int | None
    first: date | None
    months: tuple[tuple[str, int], ...]
    domains: tuple[tuple[str, int], ...]


def activity(
    repository: Repository, *, year_before: date, reference: date, newest: date, most: int
) -> Activity:
    """Count the history of a repository.

    Args:
        repository: Which one.
        year_before: First day of the year before the reference date.
        reference: Reference date.
        newest: Day after which no commit can have been made.
        most: Most commits.

    Raises:
        GitError: The history cannot be read, or is longer.
    """
    counting = _Counting(os.urandom(16), str(year_before), str(reference), str(newest))
    for rows in repository.rows(_HEADERS):
        counting.add(rows)
        if counting.commits > most:
            raise GitError("commits")
    return counting.result()


class _Counting:
    """Counts rows of headers; holds hashes, never names."""

    def __init__(self, salt: bytes, year_before: str, reference: str, newest: str) -> None:
        self._salt = salt
        self._begin, self._end = year_before.encode(), reference.encode()
        self._newest = newest.encode()
        self._of: dict[bytes, int] = {}  # hash of name and address: number of the author
        self._commits: list[int] = []
        self._recent: list[int] = []
        self._bots: list[bool] = []
        self._institutes: list[str] = []
        self._people = _People()
        self._months: Counter[bytes] = Counter()
        self._first = b""
        self.commits = 0

    def add(self, rows: list[bytes]) -> None:
        """Count rows of day, address and name."""
        known: dict[bytes, int] = {}
        for row, times in Counter(rows).items():
            day, separator, who = row.partition(_FIELD)
            if not separator:
                continue
            author = known.get(who)
            if author is None:
                author = known[who] = self._author(who)
            self.commits += times
            self._commits[author] += times
            day = day.strip()
            if len(day) != 10 or not EARLIEST.encode() <= day <= self._newest:
                continue
            self._months[day[:7]] += times
            if not self._first or day < self._first:
                self._first = day
            if self._begin <= day <= self._end:
                self._recent[author] += times

    def _author(self, who: bytes) -> int:
        hashed = self._hash(b"who", who)
        author = self._of.get(hashed)
        if author is None:
            author = self._of[hashed] = len(self._commits)
            address, _, name = who.decode("utf-8", "replace").partition("\x1f")
            self._commits.append(0)
            self._recent.append(0)
            self._bots.append(is_bot(name, address))
            self._institutes.append(institute_of(address.rpartition("@")[2]))
            self._people.add(author, self._keys(name, address))
        return author

    def _keys(self, name: str, address: str) -> Iterator[bytes]:
        """What the same person has in all commits: an address, or a name of two words."""
        local, _, domain = address.strip().casefold().rpartition("@")
        if domain.endswith("noreply.github.com"):
            local = local.rpartition("+")[2]
        if local:
            yield self._hash(b"address", f"{local}@{domain}".encode())
        words = name.casefold().split()
        if len(words) >= 2:
            yield self._hash(b"name", " ".join(words).encode())
        elif not local:
            yield self._hash(b"word", name.encode())

    def _hash(self, what: bytes, text: bytes) -> bytes:
        return blake2b(text, key=self._salt, digest_size=16, person=what).digest()

    def result(self) -> Activity:
        """The counts."""
        commits: Counter[int] = Counter()
        recent: Counter[int] = Counter()
        at: dict[int, Counter[str]] = {}
        for author, made in enumerate(self._commits):
            if self._bots[author]:
                continue
            person = self._people.root(author)
            commits[person] += made
            recent[person] += self._recent[author]
            if self._institutes[author]:
                at.setdefault(person, Counter())[self._institutes[author]] += made
        crowds = Counter(_most(where) for where in at.values())
        return Activity(
            commits=self.commits,
            commits_12m=sum(self._recent),
            bot_commits=sum(n for n, bot in zip(self._commits, self._bots, strict=True) if bot),
            authors=len(commits),
            authors_12m=sum(made > 0 for made in recent.values()),
            authors_for_half=_for_half(commits.values()),
            first=_day(self._first),
            months=tuple((m.decode("ascii"), n) for m, n in sorted(self._months.items())),
            domains=tuple(sorted(crowds.items(), key=lambda row: (-row[1], row[0]))),
        )


def _most(where: Counter[str]) -> str:
    return min(where, key=lambda domain: (-where[domain], domain))


def _for_half(commits: Iterable[int]) -> int | None:
    """Smallest number of authors with half of the commits.

    Source: CHAOSS, Contributor Absence Factor,
    https://chaoss.community/kb/metric-contributor-absence-factor/
    """
    ordered = sorted(commits, reverse=True)
    half, made = sum(ordered) / 2, 0
    for number, count_ in enumerate(ordered, 1):
        made += count_
        if made >= half and made:
            return number
    return None


def _day(text: bytes) -> date | None:
    try:
        return date.fromisoformat(text.decode("ascii"))
    except ValueError:
        return None


class _People:
    """Which authors are the same person: those who share a key."""

    def __init__(self) -> None:
        self._parent: list[int] = []
        self._first: dict[bytes, int] = {}

    def add(self, author: int, keys: Iterable[bytes]) -> None:
        """Add the next author, with number ``author``."""
        self._parent.append(author)
        for key in keys:
            other = self._first.setdefault(key, author)
            mine, theirs = self.root(author), self.root(other)
            self._parent[max(mine, theirs)] = min(mine, theirs)

    def root(self, author: int) -> int:
        """Number that stands for the person."""
        while (parent := self._parent[author]) != author:
            self._parent[author] = author = self._parent[parent]
        return author
