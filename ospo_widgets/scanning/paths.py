# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Names and files that somebody else made: shown safely, checked, read without following links."""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from pathlib import Path

from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.wording import number, words


class UnsafeNameError(ValueError):
    """A member name that points outside the archive; the whole archive is refused for it."""


class UnusableNameError(ValueError):
    """A member name that is harmless but cannot be created here: too long, too deep, empty."""


def display(path: str) -> str:
    """A path for people and JSON: bytes that are no UTF-8 become escapes, never surrogates."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def ending_of(path: str) -> str:
    """Ending of a file's name in lower case, with its dot; as pathlib has it, ten times as fast."""
    name = path.rpartition("/")[2]
    at = name.rfind(".")
    return name[at:].lower() if 0 < at < len(name) - 1 else ""


def member_parts(name: str, settings: ScanSettings) -> tuple[str, ...]:
    """Components of a member name of an archive, checked, never silently normalised.

    Args:
        name: Name as the archive has it, ``/`` between components.
        settings: Limits on length and depth.

    Returns:
        The components; empty for the root itself (``"./"``).

    Raises:
        UnsafeNameError: ``..``, an absolute path, a drive letter, a backslash or a NUL.
        UnusableNameError: Too long or too deep.
    """
    if "\x00" in name:
        raise UnsafeNameError(words("intake.name.nul"))
    if "\\" in name:
        raise UnsafeNameError(words("intake.name.backslash"))
    if name.startswith("/"):
        raise UnsafeNameError(words("intake.name.absolute"))
    parts = tuple(p for p in name.split("/") if p not in {"", "."})
    if ".." in parts:
        raise UnsafeNameError(words("intake.name.outside"))
    if parts and len(parts[0]) >= 2 and parts[0][1] == ":" and parts[0][0].isalpha():
        raise UnsafeNameError(words("intake.name.drive"))
    raw = os.fsencode("/".join(parts)) if _encodes(name) else None
    if raw is None:
        raise UnusableNameError(words("intake.name.unwritable"))
    if len(raw) > settings.max_path:
        raise UnusableNameError(words("intake.name.long_path", limit=number(settings.max_path)))
    if any(len(os.fsencode(p)) > settings.max_component for p in parts):
        raise UnusableNameError(words("intake.name.long", limit=number(settings.max_component)))
    if len(parts) > settings.max_depth:
        raise UnusableNameError(words("intake.name.deep", limit=number(settings.max_depth)))
    return parts


def _encodes(name: str) -> bool:
    try:
        os.fsencode(name)
    except UnicodeEncodeError:
        return False
    return True


def collision_key(parts: tuple[str, ...]) -> str:
    """Key under which two paths are the same on macOS and Windows."""
    return unicodedata.normalize("NFC", "/".join(parts)).casefold()


def read_regular(path: str | Path, limit: int) -> bytes:
    """Read at most ``limit`` bytes of a regular file; links, pipes and devices are refused.

    Raises:
        OSError: It is no regular file, or cannot be read.
    """
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    descriptor = os.open(path, flags)
    try:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        # One byte more than it has: a short answer is the end, without another call.
        asked = min(limit, state.st_size + 1)
        data = os.read(descriptor, asked)
        if len(data) < asked or asked == limit:
            return data
        chunks = [data]
        limit -= len(data)
        while limit > 0 and (chunk := os.read(descriptor, min(limit, 1 << 20))):
            chunks.append(chunk)
            limit -= len(chunk)
        return b"".join(chunks)
    finally:
        os.close(descriptor)


def decode(data: bytes) -> str:
    """Text of a file: byte order mark first, then UTF-8, Latin-1 last; line ends unified."""
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        text = data.decode("utf-32", "replace")
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            # A character cut in half at the end of a read limit is no sign of another encoding.
            cut = error.start >= len(data) - 3 and error.reason == "unexpected end of data"
            text = data.decode("utf-8-sig", "replace") if cut else data.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def points_inside(path: Path, root: Path) -> bool:
    """Whether a link resolves to something inside ``root``."""
    try:
        return path.resolve(strict=True).is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False
