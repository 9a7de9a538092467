# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Names of dependencies: one key for every spelling, and what a person reads.

A key is ``ecosystem/name`` or, for addresses, ``host/path``. Spellings follow the package URL
specification, https://github.com/package-url/purl-spec (types).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote

from ospo_widgets.portfolio.identity import canonical

LONGEST = 400
"""Characters of a name that count; what follows would tell no two packages apart."""

GENERIC = "generic"
"""Ecosystem of what has no package registry: CMake, Spack and Meson name the same libraries."""

ADDRESS = "address"
"""Ecosystem of repositories that are named by their address."""

_WITHOUT_REGISTRY = frozenset({"cmake", "spack", "meson", GENERIC})
_HOSTS = {"github": "github.com", "gitlab": "gitlab.com", "bitbucket": "bitbucket.org"}
_SYSTEMS = frozenset({"deb", "rpm", "apk", "alpm"})
"""Ecosystems whose namespace is a distribution: its packages have the names of the libraries."""
_PURL = re.compile(r"pkg:/*(?P<type>[\w.+-]+)/(?P<path>[^?#]*)(?:\?(?P<more>[^#]*))?(?:#.*)?", re.I)
_OTHER = re.compile(r"(?P<type>[a-z][\w.+-]{0,30}):(?P<path>[^/].*)", re.I | re.S)
_USER = re.compile(r"[\w.+-]+@[\w.-]+:")


@dataclass(frozen=True, slots=True)
class Name:
    """A dependency's name, understood.

    Attributes:
        key: The same for every spelling.
        ecosystem: Type of package URL, :data:`GENERIC`, or :data:`ADDRESS`.
        label: What a person reads: the name with its namespace, spelt as the ecosystem does it.
    """

    key: str
    ecosystem: str
    label: str


def read_name(text: str) -> Name:
    """Understand a name: package URL, ``ecosystem:name``, or an address.

    Versions, qualifiers and case do not count. What cannot be understood stands for itself.

    Args:
        text: As in ``Dependency.name``.
    """
    text = text.strip()[:LONGEST]
    if match := _PURL.fullmatch(text):
        return _package(match["type"].lower(), match["path"], match["more"] or "")
    if key := address_key(text):
        return Name(key, ADDRESS, key)
    if match := _OTHER.fullmatch(text):
        return _package(match["type"].lower(), match["path"], "")
    return Name(f"{GENERIC}/{text.casefold()}", GENERIC, text)


def address_key(text: str) -> str:
    """``host/path`` in lower case, the same for every spelling of an address; empty for others.

    Args:
        text: ``https://…``, ``git@host:path``, ``host/owner/name``; see ``identity.canonical``.
    """
    # A name such as “org.slf4j:slf4j-api” looks like a short address of git, and is none.
    bare = ":" not in text and text.count("/") >= 2
    return canonical(text) if "://" in text or _USER.match(text) or bare else ""


def _package(kind: str, path: str, more: str) -> Name:
    if kind in _WITHOUT_REGISTRY:
        return _generic(path, more)
    name = _plain(path)
    if kind in _HOSTS:
        return Name(f"{_HOSTS[kind]}/{name.lower()}", ADDRESS, f"{_HOSTS[kind]}/{name}")
    if kind == "pypi":
        name = re.sub(r"[-_.]+", "-", name)
    elif kind in _SYSTEMS:
        name = name.rpartition("/")[2]
    label = ":".join(name.rsplit("/", 1)) if kind == "maven" else name
    return Name(f"{kind}/{name.casefold()}", kind, label)


def _generic(path: str, more: str) -> Name:
    """Something without a registry; by the address of its source where there is one."""
    for address in parse_qs(more).get("vcs_url", ()):
        if key := address_key(address.rpartition("@")[0] if "@" in address[8:] else address):
            return Name(key, ADDRESS, key)
    name = _plain(path)
    return Name(f"{GENERIC}/{name.casefold()}", GENERIC, name)


def _plain(path: str) -> str:
    """Namespace and name without a version; an ``@`` at the beginning is a scope of npm."""
    path = path.strip("/")
    folder, slash, last = path.rpartition("/")
    if "@" in last[1:]:
        last = last[: last.index("@", 1)]
    return unquote(f"{folder}{slash}{last}").strip()


def addresses_of(name: Name) -> tuple[str, ...]:
    """Addresses of repositories that a name stands for: itself, or the repository of a Go module.

    Source: https://go.dev/ref/mod#module-path (a path begins with the address of the repository).
    """
    if name.ecosystem == ADDRESS:
        return (name.key,)
    if name.ecosystem != "golang":
        return ()
    parts = name.key.removeprefix("golang/").split("/")
    return ("/".join(parts[:3]),) if len(parts) >= 3 and "." in parts[0] else ()
