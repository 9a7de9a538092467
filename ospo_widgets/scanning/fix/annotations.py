# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Annotations for ``REUSE.toml``: few globs, none of which reaches a file that is not meant.

In REUSE the last annotation that matches a file counts (specification 3.3), and with precedence
``closest`` a header in the file itself counts more. So a glob may cover the files that are meant
and files that state everything themselves, and no others.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from ospo_widgets.licensing.reuse_tool import toml_text

LEAST = 2
"""Files from which a glob is used instead of their names."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What an annotation says.

    Attributes:
        copyright: Notices, without the tag.
        license: SPDX expression.
        reason: Why it stands there, as a comment; empty for none.
    """

    copyright: tuple[str, ...]
    license: str
    reason: str = ""


def globs_for(paths: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    """Globs that match all ``paths`` and none of ``others``, as few as can be said simply.

    Args:
        paths: Files that are meant.
        others: Files that must not be matched: those that rely on another annotation, or on none.
    """
    wanted = sorted(set(paths))
    forbidden = _by_ending(others)
    globs: list[str] = []
    for ending, group in sorted(_by_ending(wanted).items()):
        globs += _cover(ending, group, forbidden)
    return tuple(sorted(set(globs)))


def to_toml(statements: Mapping[Statement, tuple[str, ...]]) -> str:
    """``[[annotations]]`` tables, in a fixed order; empty for none."""
    return "\n".join(
        _table(statement, statements[statement])
        for statement in sorted(statements, key=lambda s: (s.license, s.copyright, s.reason))
    )


def appended(existing: str | None, tables: str) -> str:
    """Text of ``REUSE.toml`` with more tables at its end; all that is there stays.

    Args:
        existing: Text of the file, None when there is none.
        tables: What :func:`to_toml` gave.
    """
    if existing is None or not existing.strip():
        return f"version = 1\n\n{tables}"
    newline = "\r\n" if "\r\n" in existing else "\n"
    gap = "" if existing.endswith("\n") else newline
    return f"{existing}{gap}{newline}{tables.replace(chr(10), newline)}"


def _table(statement: Statement, globs: tuple[str, ...]) -> str:
    reason = f"# {statement.reason}\n" if statement.reason else ""
    return (
        f"{reason}[[annotations]]\n"
        f"path = {_listed(globs)}\n"
        'precedence = "closest"\n'
        f"SPDX-FileCopyright{'Text'} = {_listed(statement.copyright)}\n"
        f"SPDX-License-{'Identifier'} = {toml_text(statement.license)}\n"
    )


def _listed(values: tuple[str, ...]) -> str:
    if len(values) == 1:
        return toml_text(values[0])
    return "[\n" + "".join(f"    {toml_text(value)},\n" for value in values) + "]"


def escaped(path: str) -> str:
    """A path as a glob: stars and backslashes stand for themselves."""
    return re.sub(r"([*\\])", r"\\\1", path)


def _ending(path: str) -> str:
    """What a glob may end with: the last suffix, or the whole name when there is none."""
    pure = PurePosixPath(path)
    return pure.suffix or pure.name


def _by_ending(paths: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        found[_ending(path)].append(path)
    return found


def _cover(ending: str, paths: list[str], forbidden: Mapping[str, list[str]]) -> list[str]:
    """Globs for files with one ending: everywhere, else by folder from the top down, else names."""
    against = [p for key, found in forbidden.items() if key.endswith(ending) for p in found]
    tail = escaped(ending) if not ending.startswith(".") or "/" in ending else f"*{escaped(ending)}"
    globs: list[str] = []
    pending = [("", paths)]
    while pending:
        folder, group = pending.pop()
        if len(group) < LEAST:
            globs += [escaped(path) for path in group]
            continue
        if not any(p.startswith(folder) and p.endswith(ending) for p in against):
            inside = all("/" not in p[len(folder) :] for p in group)
            middle = "" if inside and ending.startswith(".") and folder else "**/"
            globs.append(f"{escaped(folder)}{middle}{tail}")
            continue
        deeper: dict[str, list[str]] = defaultdict(list)
        for path in group:
            head, slash, _ = path[len(folder) :].partition("/")
            deeper[f"{folder}{head}/" if slash else ""].append(path)
        globs += [escaped(path) for path in deeper.pop("", [])]
        pending += deeper.items()
    return globs
