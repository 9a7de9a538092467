# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A repository that is to be collected, and lists of them that people write."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ospo_widgets.errors import InputError
from ospo_widgets.git_access import https_form, looks_like_address
from ospo_widgets.portfolio.claims import Claim, SourceRecord
from ospo_widgets.portfolio.records import Problem
from ospo_widgets.wording import words

LARGEST_LIST = 64 << 20
"""Bytes of a list of repositories."""
LONGEST_LINE = 2_000
"""Characters of one line of it."""


@dataclass(frozen=True, slots=True)
class RepositoryReference:
    """One repository, and what a forge already said of it.

    Attributes:
        url: Its public address; may be empty for a folder.
        folder: A clone on disk, bare or with files, that is read instead of fetching.
        clone_url: What git fetches where that is another address than ``url``.
        name: ``owner/name``, or how its source calls it.
        platform: Host of the forge (``gitlab.cern.ch``), empty when none was asked.
        also: Other addresses and former names.
        ids: Ids on platforms that stay when it is renamed.
        claims: What the forge says; they are in the record beside those of git.
        error: What the forge could not tell, one sentence.
        read_git: False takes over what the forge says and reads no history, for example of an
            empty repository.
    """

    url: str = ""
    folder: str = ""
    clone_url: str = ""
    name: str = ""
    platform: str = ""
    also: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    error: str = ""
    read_git: bool = True

    @property
    def address(self) -> str:
        """What git fetches; empty for a folder."""
        return "" if self.folder else self.clone_url or self.url

    @property
    def shown(self) -> str:
        """How people call it."""
        return self.name or self.url or Path(self.folder).name

    @property
    def key(self) -> str:
        """The same for the same reference in every run; what the journal goes by."""
        said = "\0".join((self.url, self.folder, self.clone_url, self.name))
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]

    def record(self, error: str = "") -> SourceRecord:
        """A record of only what the forge said.

        Args:
            error: Why git could not tell more; goes behind what the forge could not.
        """
        return SourceRecord(
            url=self.url,
            name=self.shown,
            also=self.also,
            ids=self.ids,
            claims=self.claims,
            error=" ".join(filter(None, (self.error, error))),
        )


def read_references(path: Path) -> tuple[tuple[RepositoryReference, ...], tuple[Problem, ...]]:
    """Read a list: one git address or folder a line, a name behind it if wanted.

    Empty lines and lines that begin with ``#`` count not. A folder that is not absolute is looked
    for beside the list. An address of ssh becomes the https address of the same repository.

    Args:
        path: The list, UTF-8 or Latin-1.

    Returns:
        References, each once, and what of the list could not be used.

    Raises:
        InputError: The file cannot be read or is too large.
    """
    try:
        if path.stat().st_size > LARGEST_LIST:
            raise InputError(words("collecting.list.large", file=path.name))
        data = path.read_bytes()
    except OSError:
        raise InputError(words("collecting.list.unreadable", file=path.name)) from None
    return parse_references(_decoded(data).splitlines(), path.name, path.parent)


def parse_references(
    lines: Sequence[str], source: str, beside: Path
) -> tuple[tuple[RepositoryReference, ...], tuple[Problem, ...]]:
    """As :func:`read_references`, of lines.

    Args:
        lines: The lines.
        source: Name of the list, for messages.
        beside: Folder from which relative folders count.
    """
    found: dict[str, RepositoryReference] = {}
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        place = words("collecting.list.line", number=number)
        reference = _reference(text, beside)
        if reference is None:
            problems.append(Problem(source, place, words("collecting.list.wrong")))
        elif reference.key in found:
            problems.append(Problem(source, place, words("collecting.list.twice"), reference.name))
        else:
            found[reference.key] = reference
    return tuple(found.values()), tuple(problems)


def _reference(text: str, beside: Path) -> RepositoryReference | None:
    if len(text) > LONGEST_LINE or not text.replace("\t", " ").isprintable():
        return None
    first, *rest = text.split(None, 1)
    name = rest[0].strip() if rest else ""
    if looks_like_address(first):
        return _address(first, name)
    folder = beside / text
    if not _is_folder(folder):
        folder = beside / first
        if not _is_folder(folder):
            return None
        return RepositoryReference(folder=str(folder), name=name or folder.name)
    return RepositoryReference(folder=str(folder), name=folder.resolve().name)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that is too long, a folder that is closed
        return False


def _address(address: str, name: str) -> RepositoryReference | None:
    address = https_form(address) or address
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or parts.username is not None:
        return None
    path = parts.path.strip("/").removesuffix(".git")
    if not path:
        return None
    return RepositoryReference(url=address, name=name or path, platform=host)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")
