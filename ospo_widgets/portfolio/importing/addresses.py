# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Addresses of repositories as people and platforms write them, without what must stay secret."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ospo_widgets.portfolio.identity import canonical

LONGEST = 1_000
"""Longest address, characters."""

_SCHEME = re.compile(r"(?:git\+)?(https?|ssh|git)://(?:[^/@\s]*@)?", re.IGNORECASE)
_SHELL = re.compile(r"[\w.-]{1,64}@([\w.-]{1,255}):(?!//)(\S+)")
_BARE = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}/\S+", re.IGNORECASE)
_REST = re.compile(r"[?#].*", re.DOTALL)
_PLAIN_NAME = re.compile(r"[\w.+~-]{1,100}(/[\w.+~-]{1,100}){1,8}")


def clean_address(raw: object) -> str:
    """The address without names, passwords and tokens; empty when it is no repository's address.

    ``https``, ``ssh``, ``git@host:path`` and addresses without a scheme are kept as they are
    spelled otherwise; a query and a fragment are cut off, since they may hold tokens.
    """
    text = raw.strip() if isinstance(raw, str) else ""
    if not text or len(text) > LONGEST or not text.isprintable() or " " in text:
        return ""
    text = _REST.sub("", text)
    if shell := _SHELL.fullmatch(text):
        found = f"git@{shell[1]}:{shell[2]}"
        return found if canonical(found) else ""
    if scheme := _SCHEME.match(text):
        text = f"{scheme[1].lower()}://{text[scheme.end() :]}"
    elif _BARE.fullmatch(text):
        text = f"https://{text}"
    else:
        return ""
    try:
        parts = urlsplit(text)
        named = bool(parts.hostname) and parts.path.strip("/") != ""
    except ValueError:
        return ""
    found = text.rstrip("/") if named else ""
    return found if canonical(found) else ""


def addresses_in(raw: object, most: int = 20) -> tuple[str, ...]:
    """Clean addresses of a cell that holds several, with commas, semicolons or spaces between."""
    pieces = re.split(r"[\s,;]+", raw[: LONGEST * most]) if isinstance(raw, str) else []
    return tuple(dict.fromkeys(filter(None, map(clean_address, pieces[:most]))))


def host_of(address: str) -> str:
    """Host of a clean address in lower case (``gitlab.example.org``), empty when there is none."""
    if shell := _SHELL.fullmatch(address):
        return shell[1].lower()
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def path_of(address: str) -> str:
    """Path of a clean address (``group/project``), without ``.git``."""
    shell = _SHELL.fullmatch(address)
    path = shell[2] if shell else urlsplit(address).path
    return path.strip("/").removesuffix(".git")


def clean_name(raw: object) -> str:
    """``owner/name``, or a deeper path; empty when it is none."""
    text = raw.strip().strip("/") if isinstance(raw, str) else ""
    leads_out = {".", ".."}.intersection(text.split("/"))
    return text if _PLAIN_NAME.fullmatch(text) and not leads_out else ""
