# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Limits of a scan, and what may be fetched; plain data that the worker process receives."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from ospo_widgets.sizes import GIGABYTE, MEGABYTE

HISTORY = ("none", "authors", "full")
"""How much of the history is read."""


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """What a scan may read, write and fetch. Sizes in bytes, times in seconds.

    Attributes:
        max_archive: Largest archive accepted.
        max_unpacked: Most that an archive or a clone may take on disk.
        max_entries: Most members of an archive, or files and folders of a folder.
        max_depth: Deepest path, in folders.
        max_path: Longest path.
        max_component: Longest name of one file or folder.
        max_ratio: Unpacked to packed size, above ``ratio_from`` bytes of output.
        ratio_from: Output below which the ratio does not matter.
        max_text: Most that is read of one file for licence tags.
        max_buffer: Most of one file that is held in memory for the detectors.
        file_seconds: Processor time for one file.
        cpu_seconds: Processor time for the whole scan.
        wall_seconds: Time for the whole scan.
        memory: Address space of the worker process.
        clone_seconds: Time for getting a copy by git.
        answer_seconds: Time after which a git server that sends nothing is given up.
        history: ``none``; ``authors`` (contributors and tags, of a git address without its files);
            ``full`` (secrets in old versions too, where the files of the history are there).
        second_opinion: Ask ScanCode about files that name a licence: gigabytes of memory and
            about 0.7 s a file.
        max_commits: Most commits that are read.
        history_seconds: Time for getting and reading the history.
        allowed_hosts: Hosts that git may reach; empty allows every public host.
        allow_private_hosts: Also reach loopback, link-local and private addresses.
        allow_plain_http: Also accept ``http://``; only for a server on the same machine.
        cache_folder: Where what detectors say about contents is kept; empty keeps nothing.
        folder_root: Folders outside this one are refused; empty allows every folder.
    """

    max_archive: int = GIGABYTE
    max_unpacked: int = 4 * GIGABYTE
    max_entries: int = 200_000
    max_depth: int = 40
    max_path: int = 1_024
    max_component: int = 255
    max_ratio: int = 200
    ratio_from: int = 10 * MEGABYTE
    max_text: int = 64 * MEGABYTE
    max_buffer: int = 8 * MEGABYTE
    file_seconds: float = 20.0
    cpu_seconds: int = 1_200
    wall_seconds: float = 900.0
    memory: int = 4 * GIGABYTE
    clone_seconds: float = 300.0
    answer_seconds: int = 20
    history: str = "authors"
    second_opinion: bool = False
    max_commits: int = 200_000
    history_seconds: float = 120.0
    allowed_hosts: tuple[str, ...] = ()
    allow_private_hosts: bool = False
    allow_plain_http: bool = False
    cache_folder: str = ""
    folder_root: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain data for the worker process."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> ScanSettings:
        """Read what :meth:`to_json` wrote."""
        return cls(**{**data, "allowed_hosts": tuple(data["allowed_hosts"])})
