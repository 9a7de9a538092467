# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A forge on loopback that answers what a test tells it, and a clock that only sleeping moves."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ospo_widgets.portfolio.collecting import RepositoryReference
from ospo_widgets.portfolio.collecting.forges import (
    ForgeSettings,
    github_references,
    gitlab_references,
)
from ospo_widgets.portfolio.records import Problem

DAY = date(2026, 9, 1)
GROUP = "/api/v4/groups/physics/projects"
SECRET = "glpat-0123456789secret"

BEGIN = 1_790_000_000.0
"""Where the clock of tests begins, seconds since 1970: 21 September 2026."""


@dataclass(frozen=True)
class Asked:
    """A request that came in."""

    method: str
    path: str
    query: dict[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Reply:
    """What goes back.

    Attributes:
        data: JSON, or bytes as they are.
        status: Of HTTP.
        headers: Further ones.
        claimed: Length that is announced; another than the real one cuts the answer off.
    """

    data: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    claimed: int | None = None


Answering = Callable[[Asked], Reply]


@dataclass
class Forge:
    """A server of tests.

    Attributes:
        url: Its address.
        asked: What came in, in order.
        answer: Answers; tests put theirs in.
    """

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    answer: Answering = lambda _: Reply({}, 404)

    def paths(self) -> list[str]:
        """Paths that were asked for, without the API's own."""
        found = [one.path for one in self.asked]
        return [path.removeprefix("/api/v3").removeprefix("/api/v4") for path in found]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Any

    def _serve(self) -> None:
        forge: Forge = self.server.forge
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        query = dict(parse_qsl(parts.query))
        asked = Asked(self.command, parts.path, query, dict(self.headers.items()), body)
        forge.asked.append(asked)
        reply = forge.answer(asked)
        data = reply.data if isinstance(reply.data, bytes) else json.dumps(reply.data).encode()
        if reply.status == 304:
            data = b""
        self.send_response(reply.status)
        headers = {"Content-Type": "application/json"} | reply.headers
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header(
            "Content-Length", str(len(data) if reply.claimed is None else reply.claimed)
        )
        self.end_headers()
        self.wfile.write(data)
        if reply.claimed is not None:
            self.close_connection = True

    do_GET = do_POST = _serve  # noqa: N815 (names that the server calls)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Say nothing of those who hang up."""


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Forge]:
    """Start a server, with https when there is a context; it ends with the block."""
    server = _Server(("127.0.0.1", 0), _Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    scheme = "http" if context is None else "https"
    forge = Forge(url=f"{scheme}://127.0.0.1:{server.server_address[1]}")
    server.forge = forge  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield forge
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Clock:
    """A clock that only sleeping moves."""

    now: float = BEGIN
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        """Move on."""
        self.slept.append(seconds)
        self.now += seconds

    def settings(self, **options: Any) -> ForgeSettings:
        """Settings with which the server of tests may be asked."""
        given: dict[str, Any] = {"allow_private_hosts": True, "allow_plain_http": True}
        given |= {"clock": lambda: self.now, "sleep": self.sleep, "answer_seconds": 20}
        return ForgeSettings(**(given | options))


def project(url: str, number: int, path: str, **more: Any) -> dict[str, Any]:
    """A project as GitLab writes it, with people in it."""
    return {
        "id": number,
        "path_with_namespace": path,
        "web_url": f"{url}/{path}",
        "http_url_to_repo": f"{url}/{path}.git",
        "visibility": "public",
        "archived": False,
        "created_at": "2020-03-04T05:06:07.000Z",
        "star_count": 3,
        "forks_count": 1,
        "open_issues_count": 2,
        "topics": ["physics"],
        "default_branch": "main",
        "empty_repo": False,
        "repository_access_level": "enabled",
        "readme_url": f"{url}/{path}/-/blob/main/README.md",
        "owner": {"username": "jane.doe", "name": "Jane Doe"},
        "namespace": {"kind": "user", "name": "Jane Doe", "full_path": "jane.doe"},
        "creator_id": 77,
    } | more


def repository(url: str, number: int, path: str, **more: Any) -> dict[str, Any]:
    """A repository as GitHub writes it, with people in it."""
    return {
        "id": number,
        "full_name": path,
        "html_url": f"{url}/{path}",
        "clone_url": f"{url}/{path}.git",
        "private": False,
        "visibility": "public",
        "archived": True,
        "fork": False,
        "created_at": "2019-01-02T03:04:05Z",
        "pushed_at": "2026-01-02T03:04:05Z",
        "stargazers_count": 7,
        "forks_count": 2,
        "open_issues_count": 5,
        "has_issues": True,
        "default_branch": "main",
        "language": "Verilog",
        "topics": ["fpga"],
        "license": {"key": "apache-2.0", "spdx_id": "Apache-2.0", "name": "Apache License 2.0"},
        "owner": {"login": "jane-doe", "type": "User"},
    } | more


def gitlab(forge: Forge, clock: Clock, **options: Any) -> tuple[list[str], list[str]]:
    """Names of what was read, and messages of problems."""
    limits = options.pop("limits", {})
    options = {"details": False, "settings": clock.settings(**limits)} | options
    references, problems = gitlab_references(forge.url, "physics", read_on=DAY, **options)
    return [one.name for one in references], [one.message for one in problems]


def paged(forge: Forge, count: int = 3, where: str = "") -> Callable[[Asked], Reply]:
    """Pages of two projects each; their links may name another server."""

    def answer(asked: Asked) -> Reply:
        page = int(asked.query.get("id_after", "1"))
        first = 2 * page - 1
        items = [project(forge.url, n, f"physics/p{n}") for n in (first, first + 1)]
        headers = {"ETag": f'W/"{page}"'}
        if page < count:
            link = f"{where or forge.url}{asked.path}?id_after={page + 1}&pagination=keyset"
            headers["Link"] = f'<{link}>; rel="next", <{link}>; rel="last"'
        if asked.headers.get("If-None-Match") == headers["ETag"]:
            return Reply(status=304, headers=headers)
        return Reply(items, headers=headers)

    return answer


SIX = [f"physics/p{n}" for n in range(1, 7)]


class Once:
    """Answers a few times in one way, and then as usual."""

    def __init__(self, usual: Callable[[Asked], Reply], *first: Reply) -> None:
        self.usual = usual
        self.first = list(first)

    def __call__(self, asked: Asked) -> Reply:
        return self.first.pop(0) if self.first else self.usual(asked)


def values(reference: RepositoryReference) -> dict[str, Any]:
    """Claims by field."""
    return {claim.field: claim.value for claim in reference.claims}


def read_gitlab(forge: Forge, **options: Any) -> tuple[list[RepositoryReference], list[Problem]]:
    """The group “physics”."""
    options.setdefault("settings", Clock().settings())
    return gitlab_references(forge.url, "physics", read_on=DAY, **options)


def read_github(forge: Forge, **options: Any) -> tuple[list[RepositoryReference], list[Problem]]:
    """The organisation “lab”."""
    options.setdefault("settings", Clock().settings())
    return github_references("lab", url=forge.url, read_on=DAY, **options)


def of_gitlab(forge: Forge, **more: Any) -> Any:
    """Answers of a GitLab with one project, in a group below."""

    def answer(asked: Asked) -> Reply:
        found: dict[str, Any] = {
            GROUP: [project(forge.url, 12, "physics/sub/daq", **more)],
            "/api/v4/projects/12": project(forge.url, 12, "x", license={"key": "gpl-3.0-or-later"}),
            "/api/v4/projects/12/languages": {"C++": 70.5, "Python": 29.5},
            "/api/v4/projects/12/releases": [
                {"released_at": "2026-10-01T00:00:00Z", "upcoming_release": True},
                {"released_at": "2026-08-31T00:00:00Z", "author": {"username": "jane.doe"}},
                {"released_at": "2025-09-01T00:00:00Z"},
                {"released_at": "2025-08-31T00:00:00Z"},
            ],
        }
        return Reply(found[asked.path]) if asked.path in found else Reply({}, 404)

    return answer


def of_github(forge: Forge, **more: Any) -> Any:
    """Answers of a GitHub with one repository."""

    def answer(asked: Asked) -> Reply:
        found: dict[str, Any] = {
            "/api/v3/orgs/lab": {"public_repos": 1, "email": "jane.doe@example.org"},
            "/api/v3/orgs/lab/repos": [repository(forge.url, 5, "lab/board", **more)],
            "/api/v3/repos/lab/board/languages": {"Verilog": 900, "Tcl": 1000},
            "/api/v3/repos/lab/board/releases": [
                {"published_at": None, "draft": True},
                {"published_at": "2026-02-01T00:00:00Z"},
            ],
        }
        if asked.path.endswith("/pulls"):
            return Reply([{}], headers={"Link": '<https://elsewhere.example/?page=3>; rel="last"'})
        return Reply(found[asked.path]) if asked.path in found else Reply({}, 404)

    return answer
