# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The newest state: its files, languages, and what it mainly holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from ospo_widgets.portfolio.collecting.git import Repository
from ospo_widgets.portfolio.collecting.limits import GitError
from ospo_widgets.portfolio.collecting.presence import FILE
from ospo_widgets.portfolio.collecting.tables import rows
from ospo_widgets.portfolio.records import RepositoryKind
from ospo_widgets.resources import overlay_dir

MOST_LANGUAGES = 10
SMALLEST_SHARE = 0.01
"""Share of the code from which on a language is listed."""
_LINK = b"120000"
_TESTS = frozenset({"test", "tests", "testing", "ivtest", "test_regress"})
_NOTEBOOK = "Jupyter Notebook"
HDL = frozenset({"VHDL", "Verilog", "SystemVerilog"})
"""Languages that describe circuits."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the newest state."""

    path: str
    id: str
    link: bool = False


@dataclass(frozen=True, slots=True)
class Languages:
    """Which languages the code is in.

    Attributes:
        main: The main one, empty when there is no code.
        listed: All from :data:`SMALLEST_SHARE` on, most code first.
        shares: Weight of each language; of what lies in folders of others nothing.
        code: Size of the code.
        weight: Size of the code that can be the main one.
        prose: Size of the texts.
        data: Size of the data.
        code_files: Files of code that can be the main one.
        prose_files: Files of text.
    """

    main: str
    listed: tuple[str, ...]
    shares: Mapping[str, float]
    code: float
    weight: float
    prose: float
    data: float
    code_files: int
    prose_files: int


def files_of(repository: Repository, most: int) -> tuple[File, ...]:
    """Files of the newest state, submodules left out.

    Args:
        repository: Which one.
        most: Most files.

    Raises:
        GitError: There are more, or they cannot be read.
    """
    found: list[File] = []
    for listed in repository.rows(("ls-tree", "-r", "-z", "--full-tree", "HEAD")):
        for row in listed:
            head, _, path = row.partition(b"\t")
            words = head.split()
            if len(words) == 3 and words[1] == b"blob":
                name = path.decode("utf-8", "replace")
                found.append(File(name, words[2].decode("ascii"), words[0] == _LINK))
        if len(found) > most:
            raise GitError("files")
    return tuple(found)


def languages(files: Iterable[File], sizes: Mapping[str, int]) -> Languages:
    """Languages by the endings of files.

    Args:
        files: Files of a state.
        sizes: Bytes by id of content; without any, each file counts the same.
    """
    table = _table()
    shares: Counter[str] = Counter()
    other: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    for file in files:
        if file.link:
            continue
        *folders, name = file.path.lower().split("/")
        if not table.vendored.isdisjoint(folders):
            continue
        size = sizes.get(file.id, 0) if sizes else 1
        ending = name.rpartition(".")[2] if "." in name else ""
        by_name = table.names.get(name)
        language = by_name or table.endings.get(ending)
        if language:
            shares[language] += size
            counted["code"] += bool(table.weights[language])
        if not by_name and (group := table.groups.get(ending)):
            other[group] += size
            counted[group] += 1
    code = sum(shares.values())
    weighed = {one: size * table.weights[one] for one, size in shares.items()}
    main = max(weighed, key=lambda one: (weighed[one], one), default="")
    ordered = sorted(shares, key=lambda one: (-shares[one], one))
    return Languages(
        main=main if weighed.get(main) else "",
        listed=tuple(o for o in ordered if shares[o] >= SMALLEST_SHARE * code)[:MOST_LANGUAGES],
        shares=dict(shares),
        code=code,
        weight=sum(weighed.values()),
        prose=other["text"],
        data=other["data"],
        code_files=counted["code"],
        prose_files=counted["text"],
    )


def kind(
    found: Languages, product: Languages, *, boards: int, making: int, files: int
) -> RepositoryKind | None:
    """What a repository mainly holds, concluded from its files.

    Args:
        found: Languages of its files.
        product: Languages of its files, tests left out: tools for circuits have circuits there.
        boards: Board design files.
        making: Drawings, models and production files of hardware.
        files: All files.

    Returns:
        None when there is too little to tell.
    """
    shares, code = found.shares, found.code
    if found.main in HDL and product.main in HDL:
        return RepositoryKind.HARDWARE
    if boards and (2 * boards + making >= found.code_files or 4 * (boards + making) >= files):
        return RepositoryKind.HARDWARE
    if code and shares.get(_NOTEBOOK, 0) > 0.9 * code:
        return RepositoryKind.NOTEBOOKS
    if found.prose > 3 * found.weight and found.prose > found.data:
        few = found.code_files <= found.prose_files
        return RepositoryKind.DOCS if few else RepositoryKind.SOFTWARE
    if found.data > 20 * (found.weight + found.prose) and 10 * found.code_files < files:
        return RepositoryKind.DATA
    return RepositoryKind.SOFTWARE if found.main else None


def without_tests(files: Iterable[File]) -> tuple[File, ...]:
    """Files that are in no folder of tests."""
    return tuple(
        file for file in files if not _TESTS.intersection(file.path.lower().split("/")[:-1])
    )


@dataclass(frozen=True, slots=True)
class _Table:
    endings: Mapping[str, str]
    names: Mapping[str, str]
    weights: Mapping[str, float]
    groups: Mapping[str, str]
    vendored: frozenset[str]


def _table() -> _Table:
    return _read(str(overlay_dir() or ""))


@cache
def _read(_overlay: str) -> _Table:
    known = rows(FILE, "languages")
    groups = (*rows(FILE, "prose"), *rows(FILE, "data"))
    return _Table(
        endings={str(e): str(row["id"]) for row in known for e in row.get("endings", ())},
        names={str(n): str(row["id"]) for row in known for n in row.get("names", ())},
        weights={str(row["id"]): float(row.get("weight", 1)) for row in known},
        groups={str(e): str(row["id"]) for row in groups for e in row["endings"]},
        vendored=frozenset(str(row["id"]) for row in rows(FILE, "vendored")),
    )
