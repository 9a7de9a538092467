# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Gets a shallow copy of a git repository; nothing from the repository or the user's settings runs.

What is fetched, and in which environment, says :mod:`ospo_widgets.git_access`.
"""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

from ospo_widgets import git_access
from ospo_widgets.errors import InputError
from ospo_widgets.git_access import (
    environment,
    folder_size,
    guards,
    https_form,
    looks_like_address,
    reach,
)
from ospo_widgets.progress import Progress, Report, silent
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.sizes import size_text
from ospo_widgets.wording import number, words

__all__ = [
    "check_address",
    "clone",
    "clone_history",
    "environment",
    "guards",
    "https_form",
    "looks_like_address",
]


def check_address(address: str, settings: ScanSettings | None = None) -> str:
    """The address when git may fetch it; see :func:`git_access.check_address`.

    Args:
        address: As somebody typed it.
        settings: Hosts and schemes allowed.

    Raises:
        InputError: It is no plain https address, carries credentials, or its host is refused.
    """
    return git_access.check_address(address, settings or ScanSettings())


def clone(
    address: str, folder: Path, settings: ScanSettings | None = None, report: Report = silent
) -> None:
    """Get the newest state of the default branch, without history, tags and submodules.

    Args:
        address: A git address; it is checked here.
        folder: Where to put it; must not exist. The caller removes it, also after errors.
        settings: Limits.
        report: Receives progress of the stage ``fetch``, in bytes.

    Raises:
        InputError: The address is refused, the server does not answer or has no such repository,
            or the copy passes a limit.
    """
    settings = settings or ScanSettings()
    options = ["--depth=1", "--single-branch", "--no-tags", "--no-recurse-submodules"]
    seconds = settings.clone_seconds
    _fetch(address, folder, options, settings=settings, seconds=seconds, report=report)


def clone_history(
    address: str, folder: Path, settings: ScanSettings | None = None, report: Report = silent
) -> None:
    """Get commits and tags of the default branch without the content of any file.

    A server that cannot leave the files out sends them; the limits hold then too.

    Args:
        address: A git address; it is checked here.
        folder: Where to put the bare repository; must not exist. The caller removes it.
        settings: Limits.
        report: Receives progress of the stage ``fetch``, in bytes.

    Raises:
        InputError: As :func:`clone`.
    """
    settings = settings or ScanSettings()
    options = ["--bare", "--filter=blob:none", "--single-branch"]
    seconds = settings.history_seconds
    _fetch(address, folder, options, settings=settings, seconds=seconds, report=report)


def _fetch(
    address: str,
    folder: Path,
    options: list[str],
    *,
    settings: ScanSettings,
    seconds: float,
    report: Report,
) -> None:
    address = check_address(address, settings)
    protocols = "https:http" if settings.allow_plain_http else "https"
    command = ["git", *reach(address, settings),
               "-c", f"http.lowSpeedTime={settings.answer_seconds}", "clone", "--quiet",
               *options, "--template=", "--", address, str(folder)]  # fmt: skip
    errors = folder.parent / "git-errors.txt"
    with errors.open("wb") as stderr:
        try:
            process = subprocess.Popen(
                command,
                env=environment(folder.parent, protocols),
                cwd=folder.parent,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=stderr,
            )
        except FileNotFoundError:
            raise InputError(words("intake.git.missing")) from None
        try:
            _watch(process, folder, settings, seconds, report)
        finally:
            process.kill()
            process.wait()
    if process.returncode:
        raise _explain(errors.read_text("utf-8", "replace"), address, settings)


def _watch(
    process: subprocess.Popen[bytes],
    folder: Path,
    settings: ScanSettings,
    seconds: float,
    report: Report,
) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            process.wait(timeout=0.2)
            return
        except subprocess.TimeoutExpired:
            size = folder_size(folder)
            report(Progress("fetch", done=size))
        if size > settings.max_unpacked:
            raise InputError(words("intake.git.size", limit=size_text(settings.max_unpacked)))
        if time.monotonic() > deadline:
            raise InputError(words("intake.git.time", seconds=number(seconds)))


def _explain(errors: str, address: str, settings: ScanSettings) -> InputError:
    """One sentence for what git says; its own text may hold addresses of the server."""
    host = urlsplit(address).hostname
    text = errors.lower()
    if "could not resolve" in text:
        return InputError(words("intake.git.no_host", host=host))
    if "redirect" in text or "unable to update url base" in text or "error: 30" in text:
        return InputError(
            words("intake.git.elsewhere", host=host),
            remedy=words("intake.git.elsewhere_remedy"),
        )
    if "timed out" in text or "too slow" in text or "failed to connect" in text:
        return InputError(words("intake.git.silent", seconds=number(settings.answer_seconds)))
    if any(s in text for s in ("not found", "could not read username", "authentication", "403")):
        return InputError(
            words("intake.git.not_public", host=host),
            remedy=words("intake.git.not_public_remedy"),
        )
    if "remote branch" in text or "empty repository" in text:
        return InputError(words("intake.git.empty"))
    return InputError(words("intake.git.failed", host=host))
