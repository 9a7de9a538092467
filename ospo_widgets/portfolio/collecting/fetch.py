# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Gets commits, folders and tags of a repository, without the content of any file.

Contents that are wanted afterwards are fetched by id, all in one request. A copy may be kept, so
that the next collection gets only what is new.
"""

from __future__ import annotations

import base64
import errno
import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ospo_widgets.git_access import check_address, environment, folder_size, reach
from ospo_widgets.portfolio.collecting.limits import GitError, Limits
from ospo_widgets.portfolio.collecting.settings import CollectSettings

_BRANCH = "refs/heads/collected"
_REFS = (f"+HEAD:{_BRANCH}", "+refs/tags/*:refs/tags/*")
_CONFIG = """[core]
\trepositoryformatversion = 1
\tbare = true
[extensions]
\tpartialClone = origin
[remote "origin"]
\tpromisor = true
\tpartialCloneFilter = blob:none
"""
_POLL = 0.05
_MEASURE_EVERY = 20
_AGAIN = frozenset({"strange"})
"""Reasons for which a kept copy is thrown away and fetched anew."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A bare repository without contents.

    Attributes:
        folder: Where it is.
        address: Where it came from.
        settings: Limits.
        limits: When fetching ends.
    """

    folder: Path
    address: str
    settings: CollectSettings
    limits: Limits

    def fetch(self, ids: Iterable[str]) -> None:
        """Fetch contents by id.

        Raises:
            GitError: They cannot be fetched.
        """
        given = "".join(f"{one}\n" for one in ids).encode("ascii")
        if given:
            # What we have says nothing about what we lack, so there is nothing to negotiate.
            self._git(("-c", "fetch.negotiationAlgorithm=noop"),
                      ("--no-tags", "--stdin"), (), given)  # fmt: skip

    def update(self) -> None:
        """Fetch commits, folders and tags that are new.

        Raises:
            GitError: They cannot be fetched.
        """
        self._git((), ("--prune", "--force"), _REFS)

    def _git(
        self,
        before: tuple[str, ...],
        options: tuple[str, ...],
        refs: tuple[str, ...],
        given: bytes = b"",
    ) -> None:
        settings, folder = self.settings, self.folder
        command = ["git", *reach(self.address, settings), *before,
                   "-c", f"http.lowSpeedTime={settings.answer_seconds}",
                   "-c", f"remote.origin.url={self.address}",
                   "fetch", "--quiet", "--no-write-fetch-head", "--no-auto-gc",
                   "--no-recurse-submodules", "--filter=blob:none", *options,
                   "origin", *refs]  # fmt: skip
        protocols = "https:http" if settings.allow_plain_http else "https"
        safe = environment(folder, protocols) | {"GIT_DIR": str(folder)}
        with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as errors:
            source.write(given)
            source.seek(0)
            try:
                process = subprocess.Popen(
                    command,
                    cwd=folder,
                    env=_with_token(safe, self.address, settings),
                    stdin=source,
                    stdout=subprocess.DEVNULL,
                    stderr=errors,
                )
            except FileNotFoundError:
                raise GitError("git") from None
            try:
                self._watch(process)
            finally:
                process.kill()
                process.wait()
            if process.returncode:
                errors.seek(0)
                raise GitError(_reason(errors.read(1 << 16).decode("utf-8", "replace")))

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        looked = 0
        while True:
            try:
                process.wait(timeout=_POLL)
                return
            except subprocess.TimeoutExpired:
                self.limits.check()
            looked += 1
            if looked % _MEASURE_EVERY == 0 and folder_size(self.folder) > self.settings.max_size:
                raise GitError("size")


@contextmanager
def fetched(address: str, settings: CollectSettings, limits: Limits) -> Iterator[Copy]:
    """A copy of the repository at an address, up to date.

    Args:
        address: Of git; it is checked here.
        settings: Limits, and where copies are kept.
        limits: When fetching ends.

    Raises:
        InputError: The address is refused, or its server does not answer.
        GitError: There is no such repository, or it cannot be fetched.
    """
    address = check_address(address, settings)
    with _place(address, settings, limits) as folder:
        copy = Copy(folder, address, settings, limits)
        is_new = _prepare(folder)
        try:
            copy.update()
        except GitError as error:
            if is_new or error.reason not in _AGAIN:
                raise
            shutil.rmtree(folder)
            folder.mkdir()
            _prepare(folder)
            copy.update()
        yield copy


@contextmanager
def _place(address: str, settings: CollectSettings, limits: Limits) -> Iterator[Path]:
    """A folder for the copy; nobody else uses it meanwhile."""
    if not settings.clones:
        with tempfile.TemporaryDirectory(prefix="ospo-collect-") as made:
            yield Path(made)
        return
    kept = Path(settings.clones) / hashlib.sha256(address.encode()).hexdigest()[:24]
    kept.mkdir(parents=True, exist_ok=True)
    with _alone(kept.with_suffix(".lock"), limits):
        kept.mkdir(exist_ok=True)
        yield kept


@contextmanager
def _alone(file: Path, limits: Limits) -> Iterator[None]:
    """Wait until no other process has this file; the system frees it when one is killed."""
    import fcntl

    with file.open("ab") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                limits.check()
                time.sleep(_POLL)
        yield


def _prepare(folder: Path) -> bool:
    """Make an empty repository with our settings; True when there was none yet."""
    is_new = not (folder / "HEAD").is_file()
    for name in ("objects", "refs"):
        (folder / name).mkdir(exist_ok=True)
    # A process that was killed may have left them.
    for left in folder.glob("*.lock"):
        left.unlink()
    (folder / "config").write_text(_CONFIG, encoding="ascii")
    (folder / "HEAD").write_text(f"ref: {_BRANCH}\n", encoding="ascii")
    return is_new


def _with_token(safe: dict[str, str], address: str, settings: CollectSettings) -> dict[str, str]:
    """The environment, with the token for the host of the address; it is on no command line."""
    url = urlsplit(address)
    variable = dict(settings.tokens).get(url.hostname or "")
    token = os.environ.get(variable, "") if variable else ""
    if not token or url.scheme != "https":
        return safe
    count = int(safe["GIT_CONFIG_COUNT"])
    given = base64.b64encode(f"oauth2:{token}".encode()).decode("ascii")
    return safe | {
        "GIT_CONFIG_COUNT": str(count + 1),
        f"GIT_CONFIG_KEY_{count}": f"http.https://{url.netloc}/.extraHeader",
        f"GIT_CONFIG_VALUE_{count}": f"Authorization: Basic {given}",
    }


_SAYS = (
    ("disk", (os.strerror(errno.ENOSPC).lower(),)),
    ("host", ("could not resolve",)),
    ("redirect", ("redirect", "unable to update url base", "error: 30")),
    ("server", ("timed out", "too slow", "failed to connect", "error: 5")),
    ("empty", ("couldn't find remote ref head",)),
    ("absent", ("not found", "could not read username", "authentication", "error: 40")),
)


def _reason(errors: str) -> str:
    """Why git failed; its own text may hold addresses of the server and goes nowhere."""
    text = errors.lower()
    return next((reason for reason, signs in _SAYS if any(s in text for s in signs)), "strange")
