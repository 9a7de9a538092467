# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Addresses of repositories: one key for all spellings of one address.

``https://www.GitHub.com/CERN/x.git``, ``git@github.com:cern/x`` and
``https://github.com/CERN/x/tree/main`` are one repository: ``github.com/cern/x``.
Forges show, and redirect to, the same repository however its address is written in case.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qs, unquote

from ospo_widgets.portfolio.unsaid import MAIL

LONGEST_ADDRESS = 1_000
"""Longest address that is read, characters."""

_MOST_SEGMENTS = 22
"""Deepest path: GitLab allows twenty groups inside each other."""

_FULL = re.compile(
    r"(?:scm:)?(?:(?:git|hg|svn)[:+])?"  # Maven and pip say the system first
    r"(?P<scheme>https?|ssh|git|git\+ssh|ftps?|svn|svn\+ssh)://"
    r"(?:[^/@\s?#]*@)?(?P<host>\[[0-9a-f:.]+\]|[^/:@\s?#\[\]]+)(?::(?P<port>\d{0,5}))?"
    r"(?:/(?P<path>[^?#]*))?(?P<query>\?[^#]*)?(?:#.*)?",
    re.IGNORECASE,
)
_SCP = re.compile(
    r"(?:scm:git:)?(?:[\w.+-]*@)?(?P<host>[^/:@\s\[\]]+\.[a-z0-9-]+):"
    r"(?P<path>[^\s?#]*)(?:[?#]\S*)?",
    re.I,
)
_SHORT = re.compile(r"(?P<forge>github|gitlab|bitbucket|codeberg):(?P<path>[\w.-]+(?:/[\w.-]+)+)")
_BARE = re.compile(
    r"(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,24})/(?P<path>[^\s?#/]+/[^\s?#]+)", re.I
)
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\]")

_GIT = re.compile(r"(?:\.git)+(?:@.*)?$", re.IGNORECASE)

_FORGES = {
    "github": "github.com",
    "gitlab": "gitlab.com",
    "bitbucket": "bitbucket.org",
    "codeberg": "codeberg.org",
}
_SAME_HOST = {
    "ssh.github.com": "github.com",
    "raw.github.com": "github.com",
    "raw.githubusercontent.com": "github.com",
    "codeload.github.com": "github.com",
    "altssh.gitlab.com": "gitlab.com",
    "altssh.bitbucket.org": "bitbucket.org",
}
"""Other names under which forges answer for the same repositories."""

_TWO = frozenset({"github.com", "bitbucket.org", "codeberg.org", "gitee.com", "git.sr.ht"})
"""Forges whose repositories are always ``owner/name``: whatever follows leads into them."""

_LIKE_FORGE = re.compile(
    r"(?:git|gitlab|github|gitea|cgit|gitweb|forgejo|codeberg|bitbucket|ohwr|sourcehut|scm)"
    r"(?:[-_\d][\w-]*)?\."
)
"""How hosts of forges begin (``gitlab.cern.ch``, ``git.example.org``)."""

_INTO = frozenset(
    {"-", "blame", "blob", "builds", "commit", "commits", "compare", "edit", "files", "find_file",
     "issues", "merge_requests", "pull", "pulls", "raw", "refs", "releases", "tree", "wiki",
     "wikis"}
)  # fmt: skip
"""Segments after ``owner/name`` that lead into a repository; groups may mostly not bear them.
Source: https://docs.gitlab.com/user/reserved_names/"""

_WEB_PORTS = frozenset({"", "80", "443", "8443"})
"""Ports of one and the same web server; 8443 is where CERN's GitLab takes Kerberos."""


def canonical(url: str) -> str:
    """Key of a repository's address: ``host/path`` in lower case, the same for every spelling.

    Scheme, user, password, ``www.``, ``.git``, query, fragment and what leads into a repository
    (``/tree/main``, ``/-/issues``) do not count. Groups inside groups stay.

    Args:
        url: An address as people, git and package managers write it.

    Returns:
        The key; empty when it is no address of a repository: a path on a disk, a name, the page of
        an owner on a forge where repositories have an owner and a name.
    """
    address = _split(url)
    return "/".join(address).lower() if address else ""


def address(url: str) -> str:
    """The address as ``https://…`` in its own case, without user, password and what leads into it.

    Returns:
        Empty when it is no address of a repository.
    """
    found = _split(url)
    if not found:
        return ""
    # Only a server that speaks no TLS needs its scheme: one for trials, at a port of its own.
    plain = ":" in found[0] and url.strip().lower().startswith("http:")
    return f"{'http' if plain else 'https'}://{'/'.join(found)}"


def path_of(url: str) -> str:
    """``owner/name``, or the whole path below the platform, in its own case; may be empty."""
    found = _split(url)
    return found[1] if found else ""


def is_code_address(url: str) -> bool:
    """Whether an address is surely one of a repository, not of some page.

    For fields that may hold either, such as ``url`` of a citation: a forge that we know, a host
    that calls itself after one, or an address that ends in ``.git``.
    """
    key = canonical(url)
    if not key:
        return False
    host = platform_of(key)
    if host in _TWO or host in _FORGES.values():
        return True
    named = bool(_LIKE_FORGE.match(host))
    return named or bool(_GIT.search(url.strip().rstrip("/").partition("?")[0]))


def platform_of(key: str) -> str:
    """Host of a key, empty when the key is."""
    return key.partition("/")[0]


def _split(url: str) -> tuple[str, str] | None:
    """Host and path of an address."""
    return _read(url.strip()) if 0 < len(url) <= LONGEST_ADDRESS else None


@lru_cache(maxsize=32_768)
def _read(text: str) -> tuple[str, str] | None:
    if not text.isprintable():
        return None
    for pattern in (_FULL, _SHORT, _SCP, _BARE):
        if match := pattern.fullmatch(text):
            parts = match.groupdict()
            host = _FORGES.get(parts.get("forge") or "") or _host(parts)
            segments = _segments(parts.get("path") or "", parts.get("query") or "")
            return _repository(host, segments) if host and segments else None
    return None


def _host(parts: dict[str, str | None]) -> str:
    host = (parts.get("host") or "").lower().rstrip(".")
    while host.startswith("www."):
        host = host.removeprefix("www.")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    if not _HOST.fullmatch(host):
        return ""
    web = (parts.get("scheme") or "").lower() in {"http", "https"}
    port = parts.get("port") or ""
    # The port of ssh and git tells nothing of the web server.
    return f"{host}:{port}" if web and port not in _WEB_PORTS else _SAME_HOST.get(host, host)


def _segments(path: str, query: str) -> list[str]:
    decoded = unquote(path)
    found = [segment for segment in decoded.split("/") if segment]
    if query and (not found or "gitweb" in found[-1].lower()):  # gitweb names the repository there
        named = parse_qs(query[1:].replace(";", "&")).get("p", [""])[0]
        found = [segment for segment in named.split("/") if segment]
    wrong = any(s in {".", ".."} or any(c.isspace() or c in "?#" for c in s) for s in found)
    return found if decoded.isprintable() and not wrong and len(found) <= _MOST_SEGMENTS else []


def _repository(host: str, segments: list[str]) -> tuple[str, str] | None:
    host, segments = _moved(host, segments)
    if host in _TWO:
        segments = segments[:2] if len(segments) > 1 else []
    else:
        segments = segments[: _end(segments)]
        if len(segments) < 2 and (host == "gitlab.com" or "gitlab" in host.split(".")[0]):
            return None
    if segments:  # pip writes the version behind: x.git@v1
        segments = [*segments[:-1], _GIT.sub("", segments[-1])]
    if any(MAIL.search(segment) for segment in segments):  # somebody, not a repository
        return None
    named = bool(segments) and segments[-1] not in {"", ".", ".."}
    return (host, "/".join(segments)) if named else None


def _moved(host: str, segments: list[str]) -> tuple[str, list[str]]:
    """The address of the page for those of interfaces."""
    lower = [segment.lower() for segment in segments[:4]]
    if host == "api.github.com" and lower[:1] == ["repos"]:
        return "github.com", segments[1:]
    if lower[:1] == ["api"] and lower[2:3] == ["projects"]:  # GitLab: /api/v4/projects/group%2Fname
        return host, segments[3:] if len(segments) > 4 else []
    if lower[:1] == ["scm"] and len(segments) == 3:  # Bitbucket Data Center
        return host, segments[1:]
    if lower[:1] == ["projects"] and lower[2:3] == ["repos"]:
        return host, [segments[1], *segments[3:4]]
    return host, segments


def _end(segments: list[str]) -> int:
    """How many segments name the repository."""
    for place, segment in enumerate(segments):
        if _GIT.search(segment):
            return place + 1
        if place < 2:
            continue
        following = segments[place + 1 : place + 2]
        if segment.lower() in _INTO:
            return place
        if segment == "src" and following and following[0] in {"branch", "commit", "tag"}:
            return place
    return len(segments)
