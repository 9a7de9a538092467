# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Limits of a collection, and the functions of other rooms that are handed in.

All of it is plain data and functions of modules, so that it travels to other processes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from ospo_widgets.portfolio.claims import Confidence, Value

MEGABYTE = 1 << 20


class Said(NamedTuple):
    """A value that a tool read.

    Attributes:
        field: Name of the field, see ``fields.FIELDS``.
        value: Of the type of the field.
        confidence: How the tool knows.
        source: Which file says it (``CITATION.cff``); empty for git and files together.
    """

    field: str
    value: Value
    confidence: Confidence = Confidence.DETECTED
    source: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a tool that was handed in makes of files.

    Attributes:
        claims: Values of fields.
        dependencies: As ``SourceRecord.dependencies``.
        packages: As ``SourceRecord.packages``.
    """

    claims: tuple[Said, ...] = ()
    dependencies: tuple[tuple[str, str, bool | None, str, str], ...] = ()
    packages: tuple[tuple[str, str], ...] = ()


Recognise = Callable[[bytes, str], str | None]
"""Content and name of a licence file to an SPDX expression; None when it is not recognised."""

Wants = Callable[[str], bool]
"""Whether ``inspect`` wants the file at a path."""

Inspect = Callable[[Mapping[str, bytes]], Evidence]
"""Contents by path, of the files that ``wants`` wants, to what they say."""

Examine = Callable[[Path], Evidence]
"""A folder with all files of the newest state to what a scan finds there."""


@dataclass(frozen=True, slots=True)
class CollectSettings:
    """What a collection reads, up to which limits, with which tools.

    Attributes:
        read_on: Day of the collection, the day of its claims.
        reference_date: End of the “12 months before”.
        recognise: Tells the licence of a licence file; without it only “none” is told.
        wants: Which files of the newest state ``inspect`` gets.
        inspect: Reads manifests and metadata files.
        examine: Scans all files of the newest state; minutes a repository, None leaves it out.
        language: Language of error sentences.
        clones: Folder in which copies are kept for the next run; empty keeps none.
        tokens: Pairs of host and name of the environment variable with the token for it. The token
            itself is read where git runs and is in no record, message or file.
        stop_file: A file; once it is there, the work ends.
        seconds: Time for one repository, fetching and scan included.
        answer_seconds: Time after which a server that sends nothing is given up.
        max_size: Most that one copy may take on disk, bytes.
        max_memory: Address space of one git process, bytes.
        max_commits: Most commits; a longer history is an error, its counts are left out.
        max_files: Most files of the newest state.
        max_content: Largest file whose content is read, bytes.
        max_contents: Most files whose content is read, for each purpose.
        max_changes: Most changes kept of one field, the newest.
        allowed_hosts: Hosts that git may reach; empty allows every public host.
        allow_private_hosts: Also reach private addresses.
        allow_plain_http: Also accept ``http://``; only for a server on the same machine.
    """

    read_on: date
    reference_date: date
    recognise: Recognise | None = None
    wants: Wants | None = None
    inspect: Inspect | None = None
    examine: Examine | None = None
    language: str = "en"
    clones: str = ""
    tokens: tuple[tuple[str, str], ...] = ()
    stop_file: str = ""
    seconds: float = 1_800.0
    answer_seconds: int = 20
    max_size: int = 8_192 * MEGABYTE
    max_memory: int = 6_144 * MEGABYTE
    max_commits: int = 3_000_000
    max_files: int = 1_000_000
    max_content: int = 2 * MEGABYTE
    max_contents: int = 400
    max_changes: int = 200
    allowed_hosts: tuple[str, ...] = field(default=())
    allow_private_hosts: bool = False
    allow_plain_http: bool = False

    @property
    def year_before(self) -> date:
        """First day of the “12 months before” the reference date: 365 days."""
        return self.reference_date - timedelta(days=365)
