# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Licences from package indexes, asked only when a person wants that.

No address stands here: each ecosystem's own client asks, with the index, mirror and proxy for which
the person configured it. Nothing is built, installed or run, and a scan never fails for an answer.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ospo_widgets.progress import Cancel
from ospo_widgets.scanning.dependencies.client_process import ClientError, misleading, run
from ospo_widgets.scanning.dependencies.clients import (
    CLIENTS,
    Client,
    NoSuchPackageError,
    Package,
)
from ospo_widgets.scanning.dependencies.licenses import Stated
from ospo_widgets.scanning.dependencies.model import Dependency
from ospo_widgets.wording import words

MAX_ASKED = 1_000
"""Packages of one scan that are looked up."""
CALL_SECONDS = 60.0
"""For one call of a client."""
WALL_SECONDS = 300.0
"""For all of them."""
PATIENCE = 3
"""Calls in a row without an answer after which a client is not called again."""


@dataclass
class IndexLookup:
    """Asks package indexes through their clients, for each package once.

    Attributes:
        cache: Folder in which answers for settled versions are kept; None keeps none.
        cancel: Asked whether to stop; what was not asked until then stays unknown.
        clients: Those that may be called.
        clock: Seconds that only go up.
    """

    cache: Path | None = None
    cancel: Cancel | None = None
    clients: tuple[Client, ...] = CLIENTS
    clock: Callable[[], float] = time.monotonic
    _known: dict[str, Stated] = field(default_factory=dict)
    _failures: dict[str, int] = field(default_factory=dict)
    _asked: int = 0
    _ends: float | None = None

    def prepare(self, dependencies: Iterable[Dependency]) -> None:
        """Ask for several at once, where the client takes several."""
        for client in self.clients:
            wanted: dict[str, Package] = {}
            for dependency in dependencies:
                package = self._package(client, dependency)
                if package is not None and package.key not in self._known:
                    wanted[package.key] = package
            for batch in _batches(wanted.values(), client.many):
                self._ask(client, batch)

    def __call__(self, dependency: Dependency) -> Stated | None:
        """What the index states; None when no client serves packages of this kind."""
        for client in self.clients:
            package = self._package(client, dependency)
            if package is not None:
                if package.key not in self._known:
                    self._ask(client, [package])
                return self._known.get(package.key)
        return None

    def _package(self, client: Client, dependency: Dependency) -> Package | None:
        """What to ask this client for; an answer that was kept is known from here on."""
        if client.ecosystem != dependency.ecosystem:
            return None
        package = client.package(dependency)
        if package is not None and package.version and package.key not in self._known:
            kept = self._kept(package.key)
            if kept is not None:
                self._known[package.key] = kept
        return package

    def _ask(self, client: Client, packages: Sequence[Package]) -> None:
        """Ask for packages of different names; halves them when the client fails for all.

        A client fails for all when there is one that it does not find.
        """
        if self._stopped():
            return
        room = MAX_ASKED - self._asked
        self._asked += len(packages)
        if len(packages) <= room:
            self._call(client, packages)
        else:
            self._unknown(packages, "limit", client)

    def _call(self, client: Client, packages: Sequence[Package]) -> None:
        if self._stopped():
            return
        if self._ends is None:
            self._ends = self.clock() + WALL_SECONDS
        if self.clock() >= self._ends:
            self._unknown(packages, "limit", client)
            return
        if self._failures.get(client.name, 0) >= PATIENCE:
            self._unknown(packages, "silent", client)
            return
        try:
            found = self._answers(client, packages)
        except NoSuchPackageError:
            self._failures[client.name] = 0
            problem = "missing"
        except ClientError:
            if self._stopped():
                return
            self._failures[client.name] = self._failures.get(client.name, 0) + 1
            problem = "silent"
        else:
            self._failures[client.name] = 0
            self._take(client, packages, found)
            return
        if len(packages) == 1:
            self._unknown(packages, problem, client)
            return
        middle = len(packages) // 2
        self._call(client, packages[:middle])
        self._call(client, packages[middle:])

    def _answers(self, client: Client, packages: Sequence[Package]) -> Mapping[str, str]:
        left = (self._ends or 0.0) - self.clock()
        try:
            with tempfile.TemporaryDirectory(
                prefix="ask-", dir=self._place(), ignore_cleanup_errors=True
            ) as place:
                folder = Path(place).resolve()
                if client.obedient and misleading(folder):
                    raise ClientError("files in the folders above")
                command = client.command(packages, folder)
                answer = run(command, folder, min(CALL_SECONDS, left), self.cancel)
        except OSError as error:
            raise ClientError(str(error)) from None
        return client.read(answer, packages)

    def _take(self, client: Client, packages: Sequence[Package], found: Mapping[str, str]) -> None:
        for package in packages:
            if package.name not in found:
                self._unknown([package], "missing", client)
                continue
            stated = Stated(found[package.name], client.name, package.version)
            self._known[package.key] = stated
            if package.version:
                self._keep(package.key, stated)

    def _unknown(self, packages: Iterable[Package], problem: str, client: Client) -> None:
        if problem == "silent" and not client.found():
            problem = "client"
        told = words(f"dependencies.index.{problem}", client=client.name)
        for package in packages:
            self._known[package.key] = Stated("", "", package.version, told)

    def _stopped(self) -> bool:
        return self.cancel is not None and self.cancel.is_set()

    def _place(self) -> Path | None:
        """Where a client may stand; None for the folder for temporary files.

        Beside the cache, where it is the person's own place: npm and cargo obey what lies in the
        folders above, and anybody may write to the folder for temporary files.
        """
        try:
            if self.cache is not None:
                self.cache.mkdir(parents=True, exist_ok=True)
        except OSError:
            return None
        return self.cache if self.cache is not None and os.access(self.cache, os.W_OK) else None

    # --- kept answers ----------------------------------------------------------------------------

    def _file(self, key: str) -> Path | None:
        if self.cache is None:
            return None
        return self.cache / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.json"

    def _kept(self, key: str) -> Stated | None:
        file = self._file(key)
        try:
            row = json.loads(file.read_text(encoding="utf-8")) if file else None
        except (OSError, ValueError, RecursionError):
            return None
        if not isinstance(row, Mapping) or row.get("key") != key:
            return None
        texts = [row.get(name) for name in ("license", "where", "version")]
        return Stated(*map(str, texts)) if all(isinstance(text, str) for text in texts) else None

    def _keep(self, key: str, stated: Stated) -> None:
        file = self._file(key)
        if file is None:
            return
        row = {"key": key, "license": stated.license, "where": stated.where}
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            draft = file.with_suffix(f".{os.getpid()}")
            draft.write_text(json.dumps({**row, "version": stated.version}), encoding="utf-8")
            draft.replace(file)
        except OSError:
            return  # without a cache the next scan asks again


def _batches(packages: Iterable[Package], size: int) -> list[list[Package]]:
    """Groups of at most ``size``, in which no package stands in two versions."""
    groups: list[dict[str, Package]] = []
    for package in packages:
        name = package._replace(version="").key
        for group in groups:
            if len(group) < size and name not in group:
                group[name] = package
                break
        else:
            groups.append({name: package})
    return [list(group.values()) for group in groups]
