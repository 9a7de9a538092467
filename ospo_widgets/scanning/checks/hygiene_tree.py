# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Findings about files that do not belong into a repository, told by name, size and first bytes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ospo_widgets.scanning.checks.model import Draft, Subject
from ospo_widgets.scanning.checks.reuse import files
from ospo_widgets.scanning.facts import TreeFile
from ospo_widgets.scanning.hygiene.context import context_of
from ospo_widgets.scanning.hygiene.lists import lists
from ospo_widgets.sizes import size_text
from ospo_widgets.wording import words

_EVIDENCE = 20


def check_tree(subject: Subject) -> Iterator[Draft]:
    """Built files, leftovers, archives, dumps and large files."""
    found: dict[str, list[str]] = {}
    large: dict[str, list[TreeFile]] = {}
    tree = lists().tree
    huge_size, large_size = int(tree["huge"]), int(tree["large"])
    for file in subject.facts.tree:
        for finding in _findings_of(file.path, subject):
            found.setdefault(finding, []).append(file.path)
        if file.size >= large_size:
            grave = "hygiene.huge-files" if file.size >= huge_size else "hygiene.large-files"
            large.setdefault(grave, []).append(file)
    for finding in ("memory-dump", "build-output", "leftovers", "archives"):
        paths = tuple(found.get(f"hygiene.{finding}", ()))
        if paths:
            yield Draft(f"hygiene.{finding}", paths, files(paths))
    for finding, limit in (("hygiene.huge-files", huge_size), ("hygiene.large-files", large_size)):
        if finding in large:
            largest = sorted(large[finding], key=lambda f: -f.size)
            paths = tuple(f.path for f in largest)
            evidence = tuple(
                words("hygiene.sized", path=f.path, size=size_text(f.size))
                for f in largest[:_EVIDENCE]
            )
            yield Draft(finding, paths, {**files(paths), "limit": size_text(limit)}, evidence)


def _findings_of(path: str, subject: Subject) -> Iterator[str]:
    folder, _, name = path.rpartition("/")
    said = subject.facts.rows("binaries").get(path, ())
    read = subject.facts.read.get(path)
    binary = read is not None and read.kind == "binary"
    if "dump" in said:
        yield "hygiene.memory-dump"
    elif _is_built(folder, name, binary=binary) or (
        said and said[0] in {"program", "class"} and context_of(path) != "tests"
    ):
        yield "hygiene.build-output"
    elif _is_leftover(folder, name):
        yield "hygiene.leftovers"
    elif _is_archive(name, binary=binary, said="archive" in said):
        yield "hygiene.archives"


def _is_built(folder: str, name: str, *, binary: bool) -> bool:
    if _names("build_folders").intersection(folder.split("/")) or name in _names("build_names"):
        return True
    # A text file with such an ending is something else: assembly, a linker script, a test case.
    return binary and name.lower().endswith(_endings("build_endings"))


def _is_leftover(folder: str, name: str) -> bool:
    if _names("leftover_folders").intersection(folder.split("/")):
        return True
    return name in _names("leftover_names") or (
        len(name) > 1 and name.lower().endswith(_endings("leftover_endings"))
    )


def _is_archive(name: str, *, binary: bool, said: bool) -> bool:
    if name in _names("archives_that_are_fine") or not binary:
        return False
    return name.lower().endswith(_endings("archives")) or (said and "." not in name)


@cache
def _names(key: str) -> frozenset[str]:
    return frozenset(map(str, lists().tree[key]))


@cache
def _endings(key: str) -> tuple[str, ...]:
    return tuple(map(str, lists().tree[key]))
