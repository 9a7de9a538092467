# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Records to store, stores that break, and what a comparison needs."""

from __future__ import annotations

import errno
import os
import secrets
import signal
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from ospo_widgets.portfolio.claims import Claim, Confidence
from ospo_widgets.portfolio.families import UNKNOWN, license_family
from ospo_widgets.portfolio.fields import PRESENT
from ospo_widgets.portfolio.records import (
    About,
    AuthorDomain,
    Change,
    Dependency,
    Disagreement,
    LicenseEvent,
    Package,
    Problem,
    Records,
    Repository,
    RepositoryKind,
)
from ospo_widgets.portfolio.store import Store
from ospo_widgets.portfolio.store.access import Snapshots
from ospo_widgets.portfolio.store.files import Written
from ospo_widgets.portfolio.store.local_files import LocalFiles

DAY = date(2026, 3, 1)
LATER = date(2026, 4, 1)
ABOUT = About(DAY, DAY, "Chosen by hand.", "stars are absent", ("Mind the gap.",))


def repository(name: str, license_: str | None, **values: Any) -> Repository:
    """A repository; None is a licence that is not known."""
    family = UNKNOWN if license_ is None else license_family(license_)
    return Repository(name, values.pop("kind", None), license_ or "", family, **values)


def records(licenses: Mapping[str, str | None], **rest: Any) -> Records:
    """Records of repositories of which nothing but the licence is told."""
    rows = tuple(repository(name, found) for name, found in licenses.items())
    return replace(Records(rows, {}, (), (), ABOUT), **rest)


def full() -> Records:
    """Records that have something of everything."""
    first = repository(
        "a/first", "MIT", kind=RepositoryKind.HARDWARE, ci=(), languages=("C", "VHDL"), stars=0,
        present={"readme": True, "tests": False}, head_date=DAY, closed_share=0.5, archived=False,
        license_detected="", also=("gitlab.com/a/first",), read_on=DAY, key="example.org/a/first",
    )  # fmt: skip
    second = repository("b/second", None, error="It did not answer.")
    said = Claim("stars", 3, "inventory.csv", DAY, Confidence.CURATED)
    return Records(
        repositories=(first, second),
        months={"a/first": (("2026-01", 3), ("2026-02", 70_000))},
        license_events=(LicenseEvent("a/first", DAY, "c0ffee", "MIT"),),
        author_domains=(AuthorDomain("a/first", "cern.ch", 5),),
        about=ABOUT,
        changes=(Change("a/first", DAY, "readme", "yes", "c0ffee"),),
        dependencies=(Dependency("a/first", "pkg:pypi/numpy", "import", None, "", "sbom"),),
        packages=(Package("a/first", "pkg:pypi/first"),),
        claims={
            "a/first": (
                said, Claim("topics", ("a", "b;c"), "github.com", DAY, Confidence.REPORTED),
                Claim("archived", False, "github.com", DAY, Confidence.REPORTED),
                Claim("created", DAY, "github.com", DAY, Confidence.REPORTED),
                Claim("libyears", 0.1, "tool", DAY, Confidence.DETECTED),
                Claim("license", "", "github.com", DAY, Confidence.REPORTED),
            )
        },
        disagreements=(Disagreement("a/first", "stars", said, replace(said, value=4)),),
        problems=(Problem("inventory.csv", "line 3", "“=1+1” is no number."),),
    )  # fmt: skip


_names = st.sampled_from(["a/a", "a/b", "b/Ä", "b/a.b", "C/c c"])
_licenses = st.sampled_from(["MIT", "", None, "GPL-3.0-only", "CERN-OHL-S-2.0 AND MIT"])
_flags = st.dictionaries(st.sampled_from(PRESENT), st.booleans(), max_size=4)
_text = st.text(st.characters(codec="utf-8"), max_size=12)
_values = st.one_of(
    _text, st.booleans(), st.integers(0, 10**15), st.floats(allow_nan=False), st.dates(),
    st.lists(_text, max_size=3).map(tuple),
)  # fmt: skip
_claims = st.builds(
    Claim, st.sampled_from(["stars", "doi", "later"]), _values, _text, st.dates(),
    st.sampled_from(Confidence),
)  # fmt: skip
_months = st.dictionaries(
    st.sampled_from(["2025-01", "2025-02", "2026-01"]), st.integers(0, 2**40), min_size=1
).map(lambda found: tuple(sorted(found.items())))


@st.composite
def any_records(draw: st.DrawFn) -> Records:
    """Records with any values; rows in the order in which a store gives them."""
    names = sorted(draw(st.sets(_names, min_size=1)))
    rows = tuple(
        repository(
            name, draw(_licenses), present=draw(_flags), stars=draw(st.none() | st.integers(0, 9)),
            ci=draw(st.none() | st.lists(_text, max_size=2).map(tuple)), stage=draw(_text),
            head_date=draw(st.none() | st.dates()), libyears=draw(st.none() | st.floats(0, 9)),
            kind=draw(st.none() | st.sampled_from(RepositoryKind)),
        )
        for name in names
    )  # fmt: skip
    of_one = st.sampled_from(names)
    events = draw(st.lists(st.tuples(of_one, st.dates(), _text, _text), max_size=4))
    changes = draw(st.lists(st.tuples(of_one, st.dates(), st.sampled_from(PRESENT), _text)))
    return Records(
        repositories=rows,
        months=draw(st.dictionaries(of_one, _months)),
        license_events=tuple(LicenseEvent(*e) for e in sorted(events, key=lambda e: e[:2])),
        author_domains=(),
        about=ABOUT,
        changes=tuple(Change(*c, "abc") for c in sorted(changes, key=lambda c: c[:3])),
        claims=draw(st.dictionaries(of_one, st.lists(_claims, min_size=1).map(tuple))),
    )


def memory_store() -> Store:
    """An empty store in memory."""
    return Store(f"memory://ospo-tests/{secrets.token_hex(8)}")


def told(found: Records) -> Records:
    """Records without what a store adds: changes that only snapshots tell."""
    return replace(found, changes=tuple(change for change in found.changes if change.commit))


class BreakingFiles(LocalFiles):
    """A folder in which the n-th thing that a writer does goes wrong half way.

    Args:
        folder: Which folder.
        broken: Called in place of the rest of that step.
        at: Its number, from 0; None calls ``broken`` at every step and breaks nothing.
    """

    def __init__(self, folder: Path, broken: Callable[[], None], at: int | None = None) -> None:
        super().__init__(folder)
        self.steps = 0
        self._broken = broken
        self._at = at

    def _breaks(self) -> bool:
        self.steps += 1
        return self._at is None or self.steps - 1 == self._at

    def create(self, path: str, data: bytes) -> bool:
        if self._breaks():
            self._broken()
        return super().create(path, data)

    def add(self, path: str, make: Callable[[Path], None], *, lasting: bool = True) -> Written:
        breaks = self._breaks()

        def half(part: Path) -> None:
            make(part)
            if breaks:
                if self._at is not None:
                    os.truncate(part, part.stat().st_size // 2)
                self._broken()

        return super().add(path, half, lasting=lasting)


def store_on(files: LocalFiles) -> Store:
    """A store on files of a test."""
    assert files.folder is not None
    store = Store(files.folder)
    store._files, store._snapshots = files, Snapshots(files)
    return store


def no_space() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
