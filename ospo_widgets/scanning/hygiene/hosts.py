# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Names that mean something only inside: hosts, addresses, shared folders, home folders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import re2

from ospo_widgets.scanning.hygiene.lists import lists, version
from ospo_widgets.scanning.hygiene.places import places
from ospo_widgets.scanning.reading.detector import Detector
from ospo_widgets.scanning.reading.source import Source

MAX_ROWS = 500
"""Most rows of one file."""
_MAX_PLACES = 5_000
_ADDRESS = r"\b(?:10\.\d{1,3}|172\.(?:1[6-9]|2\d|3[01])|192\.168)\.\d{1,3}\.\d{1,3}\b"
_HOME = r"/(?:home|users)/[a-z][\w.-]*/|:\\+users\\+[\w. -]+\\"
_ADDRESS_LINE = re.compile(
    rb"(?<![\w.-])((?:10\.\d{1,3}|172\.(?:1[6-9]|2\d|3[01])|192\.168)\.\d{1,3}\.\d{1,3})(?![\w.-])"
)
_VERSION = re.compile(
    rb"version|release|[=<>~^]=|\bv\d|oid|driver|firmware|\.dll|chrome/|safari/", re.I
)
_HOME_LINE = re.compile(
    rb"(?:(?<![\w.~$}%>)\]-])|(?<=file://))/(?:home|Users)/([A-Za-z][\w.-]{1,31})/(?=[\w.$\"' -])"
    rb"|[A-Za-z]:(?:\\{1,4}|/)Users(?:\\{1,4}|/)([A-Za-z][\w. -]{1,31}?)(?:\\{1,4}|/)"
)
_USES = (
    ("image", re.compile(rb"^\s*-?\s*(?:FROM|image:)\s|docker://", re.I)),
    (
        "index",
        re.compile(
            rb"index-url|index_url|extra-index|find-links|registry\s*=|trusted-host|<repository>|"
            rb"maven\s*\{|mavenUrl|<url>|channels?:|simple/?[\"'\s]|^deb |baseurl|repositories|"
            rb"conan remote|nexus|artifactory", re.I,
        ),
    ),
    ("include", re.compile(rb"^\s*-?\s*(?:remote|project|component):\s")),
)  # fmt: skip
_REMOTE = re.compile(rb"\b(?:ssh|scp|sftp|rsync|sshfs)\b|://|@[\w.-]+:")
_SOURCE_URL = re.compile(rb"^\s*url\s*=\s*(\S+)")
_NEEDS_ACCOUNT = re.compile(rb"ssh://|^[\w.-]+@[\w.-]+:|https://:@|:7999/|:8443/|root@|krb5")


def _glob(text: str) -> str:
    """A pattern of a host as expression: ``*`` is any text, classes stay as they are."""
    return re.sub(r"(?<!\])\*", "[a-z0-9_.-]*", text.replace(".", r"\."))


@cache
def _levels() -> tuple[tuple[str, Any], ...]:
    by_level: dict[str, list[str]] = {"public": [], "internal": [], "account": []}
    for row in lists().hosts["rows"].values():
        by_level.setdefault(str(row["level"]), []).extend(
            _glob(f"{host}.{row['domain']}") for host in row["hosts"]
        )
    return tuple(
        (level, re2.compile("|".join(f"(?:{p})" for p in patterns)))
        for level, patterns in by_level.items()
        if patterns
    )


@cache
def level_of(host: str) -> str:
    """``public``, ``internal``, ``account``, or ``unknown``."""
    return next((level for level, p in _levels() if p.fullmatch(host)), "unknown")


def _domains() -> str:
    return "|".join(re.escape(str(d)) for d in lists().hosts["domains"])


def _endings() -> str:
    return "|".join(re.escape(str(e)) for e in lists().hosts["private_endings"])


def _folders() -> dict[str, str]:
    return {i: str(r["pattern"]) for i, r in lists().paths.items() if "pattern" in r}


@cache
def _triggers() -> tuple[str, ...]:
    return (
        rf"[a-z0-9]\.(?:{_domains()})\b",
        rf"://[\w.-]+\.(?:{_endings()})\b",
        _ADDRESS,
        _HOME,
        *_folders().values(),
    )


@cache
def _compiled() -> tuple[Any, Any, Any, Any]:
    options = re2.Options()
    options.case_sensitive = False
    joined = re2.compile("|".join(f"(?:{t})" for t in _triggers()), options)
    hosts = re2.compile(
        rf"(?:^|[^\w.-])([a-z0-9][a-z0-9_.-]*\.(?:{_domains()}))(?:$|[^\w.-])", options
    )
    private = re2.compile(rf"://(?:[^/@\s]*@)?([\w.-]+\.(?:{_endings()}))(?:$|[^\w.-])", options)
    folders = {i: re2.compile(p) for i, p in _folders().items()}
    return joined, hosts, private, folders


_Row = tuple[str, str, int, str]


def _examine(source: Source) -> list[list[object]] | None:
    data = source.utf8
    rows: dict[_Row, None] = {}
    for place in places(_compiled()[0], data, _MAX_PLACES):
        rows.update(dict.fromkeys(_in_line(data[place.begin : place.end], place.line)))
        if len(rows) >= MAX_ROWS:
            break
    if source.name == ".gitmodules":
        rows.update(dict.fromkeys(_submodules(data)))
    return [list(row) for row in rows] or None


def _in_line(window: bytes, line: int) -> Iterator[_Row]:
    _, hosts, private, folders = _compiled()
    use = next((name for name, p in _USES if p.search(window)), "")
    for match in hosts.finditer(window):
        host = match.group(1).decode().lower().strip(".")
        before = window[max(0, match.start(1) - 7) : match.start(1)]
        if before.endswith(b"/cvmfs/") or (before.endswith(b"@") and not _REMOTE.search(window)):
            continue  # the name of a file system, or an address of a person
        if level_of(host) != "public":
            yield "host", host, line, use
    for match in private.finditer(window):
        host = match.group(1).decode("utf-8", "replace").lower()
        if not host.endswith(tuple(lists().hosts["private_endings_that_are_fine"])):
            yield "ending", host, line, use
    for folder, pattern in folders.items():
        if pattern.search(window):
            yield "folder", folder, line, ""
    if any(_is_person(match) for match in _HOME_LINE.finditer(window)):
        yield "home", "", line, ""
    if not _VERSION.search(window):
        for match in _ADDRESS_LINE.finditer(window):
            if _is_private(match[1].decode()):
                yield "address", match[1].decode(), line, use


def _submodules(data: bytes) -> Iterator[_Row]:
    for number, raw in enumerate(data.split(b"\n")[:10_000], start=1):
        url = _SOURCE_URL.match(raw[:2000])
        if url and _NEEDS_ACCOUNT.search(url[1]):
            yield "submodule", "", number, ""


def _is_person(match: re.Match[bytes]) -> bool:
    name = (match[1] or match[2]).decode("utf-8", "replace")
    lower = name.lower()
    return lower not in _nobody() and not lower.endswith(("user", ".html", ".php"))


@cache
def _nobody() -> frozenset[str]:
    names = (n for row in lists().paths.values() for n in row.get("names", ()))
    return frozenset(str(name).lower() for name in names)


def _is_private(address: str) -> bool:
    numbers = [int(part) for part in address.split(".")]
    if max(numbers) > 255 or address.startswith(tuple(lists().hosts["example_addresses"])):
        return False
    return not any(part.startswith("0") and part != "0" for part in address.split("."))


def detector() -> Detector:
    """Internal names: ``[kind, name, line, use]``.

    Kinds are ``host``, ``ending``, ``folder`` (name is the id of a row of ``paths:``), ``home``
    and ``submodule`` (without names), and ``address``. Uses are ``index``, ``image``, ``include``.
    """
    return Detector(
        "places", version(1), _examine, _triggers(), lambda path: path.endswith(".gitmodules")
    )
