# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Repositories that are fetched, from a real git server on loopback."""

from __future__ import annotations

import base64
import os
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from ospo_widgets.portfolio.claims import Confidence, SourceRecord
from ospo_widgets.portfolio.collecting.collect import collect
from ospo_widgets.portfolio.collecting.fetch import _reason, _with_token, fetched
from ospo_widgets.portfolio.collecting.limits import GitError, Limits
from ospo_widgets.portfolio.collecting.reference import RepositoryReference
from ospo_widgets.wording import words
from tests.portfolio.collected import History, examine, git, said, settings


class _Backend(BaseHTTPRequestHandler):
    """Passes requests to ``git http-backend``."""

    server: Any

    def _serve(self) -> None:
        served: Server = self.server.served
        path, _, query = self.path.partition("?")
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        served.asked.append(f"{self.command} {path}")
        if served.moved_to:
            self.send_response(302)
            self.send_header("Location", served.moved_to + self.path)
            self.end_headers()
            return
        environment = os.environ | {
            "GIT_PROJECT_ROOT": str(served.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(length),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
        }
        done = subprocess.run(
            ["git", "http-backend"], input=body, env=environment, capture_output=True, check=False
        )
        head, _, answer = done.stdout.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().splitlines() if ": " in line)
        self.send_response(int(headers.pop("Status", "200").split()[0]))
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = _serve  # noqa: N815 (names that the server calls)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@dataclass
class Server:
    """A git server.

    Attributes:
        root: Its repositories.
        address: Where it listens.
        asked: Requests that it got.
        moved_to: Where it sends everybody.
    """

    root: Path
    address: str
    asked: list[str] = field(default_factory=list)
    moved_to: str = ""

    def serve(self, history: History) -> str:
        """Offer a history; its address."""
        folder = history.write(bare=True)
        for name in ("uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"):
            git(folder, "config", name, "true")
        return f"{self.address}/{folder.name}"


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    root = tmp_path / "served"
    root.mkdir()
    http: Any = ThreadingHTTPServer(("127.0.0.1", 0), _Backend)
    http.served = Server(root, f"http://127.0.0.1:{http.server_port}")
    thread = threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield http.served
    http.shutdown()
    http.server_close()
    thread.join()


FULL = {"LICENSE": "MIT", "README": "x", "requirements.txt": "a", "p.py": "x" * 500,
        ".mailmap": "Al Bo <a@x.org> <b@x.org>\n"}  # fmt: skip


@pytest.fixture
def history(server: Server) -> History:
    history = History(server.root / "p.git")
    history.commit("2023-01-01", {"COPYING": "GPL-3.0-only"}, "Al Bo <b@x.org>")
    history.commit("2024-01-01", {"COPYING": None, **FULL}, "al <a@x.org>")
    return history.tag("v1").tag("v2", "2026-05-01")


def fetch(address: str, **changed: object) -> SourceRecord:
    here: dict[str, object] = {"allow_private_hosts": True, "allow_plain_http": True}
    return collect(RepositoryReference(url=address, name="g/p"), settings(**here | changed))


def test_what_is_fetched_tells_the_same_as_a_copy_with_files(
    server: Server, history: History
) -> None:
    address = server.serve(history)
    remote = fetch(address)
    local = collect(RepositoryReference(folder=str(history.folder), name="g/p"), settings())
    assert remote.error == ""
    assert said(remote) == said(local)
    assert replace(remote, url="", claims=()) == replace(local, claims=())
    assert len([row for row in remote.changes if row[1] == "license"]) == 2
    assert said(remote)["authors"] == 1  # the mail map was fetched
    # Without sizes of files, languages are concluded from their number.
    confidence = {claim.field: claim.confidence for claim in remote.claims}
    assert confidence["main_language"] is Confidence.INFERRED


def test_only_contents_that_are_wanted_are_fetched(server: Server, history: History) -> None:
    address = server.serve(history)
    here = settings(allow_private_hosts=True, allow_plain_http=True)
    with fetched(address, here, Limits.of(60)) as copy:
        (config := copy.folder / "config").write_text("[core]\n\tbare = true\n")
        kinds = git(copy.folder, "cat-file", "--batch-check", "--batch-all-objects").split()
        assert kinds.count("commit") == 2
        assert "blob" not in kinds
        assert address not in config.read_text()


def test_a_scan_gets_files_that_were_fetched(server: Server, history: History) -> None:
    record = fetch(server.serve(history), examine=examine)
    assert (record.error, said(record)["spdx_tag_files"]) == ("", len(FULL))


def test_a_kept_copy_is_brought_up_to_date(
    server: Server, history: History, tmp_path: Path
) -> None:
    address, kept = server.serve(history), tmp_path / "kept"
    first = fetch(address, clones=str(kept))
    assert fetch(address, clones=str(kept)) == first
    history.commit("2024-05-01", {"README": None, "LICENSE": "ISC"}).write(bare=True)
    again = fetch(address, clones=str(kept))
    assert (said(again)["license"], said(again)["commits"]) == ("ISC", 3)
    assert len([path for path in kept.iterdir() if path.is_dir()]) == 1


def test_a_kept_copy_that_is_damaged_is_fetched_anew(
    server: Server, history: History, tmp_path: Path
) -> None:
    address, kept = server.serve(history), tmp_path / "kept"
    first = fetch(address, clones=str(kept))
    for pack in kept.glob("*/objects/pack/*"):
        pack.chmod(0o644)
        pack.write_bytes(b"damaged")
    assert fetch(address, clones=str(kept)) == first


def test_a_history_that_was_rewritten(server: Server, history: History, tmp_path: Path) -> None:
    address, kept = server.serve(history), tmp_path / "kept"
    fetch(address, clones=str(kept))
    History(history.folder).commit("2025-01-01", {"LICENSE": "ISC"}).write(bare=True)
    assert said(fetch(address, clones=str(kept)))["commits"] == 1


def test_nothing_stays_in_the_temporary_folder(
    server: Server, history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home := tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(home))
    fetch(server.serve(history), examine=examine)
    fetch(f"{server.address}/absent")
    assert list(home.iterdir()) == []


def test_a_repository_that_is_absent_or_empty(server: Server) -> None:
    assert fetch(f"{server.address}/absent").error == words("collecting.error.absent")
    empty = server.serve(History(server.root / "empty.git"))
    assert fetch(empty).error == words("collecting.error.empty")


def test_a_redirect_is_not_followed(server: Server, history: History) -> None:
    address = server.serve(history)
    server.moved_to = f"{server.address}/inside"
    assert fetch(address).error == words("collecting.error.redirect")
    assert not any("inside" in asked for asked in server.asked)


def test_a_repository_that_is_too_large(
    server: Server, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Look at the size at every turn, however quick the machine is.
    monkeypatch.setattr("ospo_widgets.portfolio.collecting.fetch._MEASURE_EVERY", 1)
    monkeypatch.setattr("ospo_widgets.portfolio.collecting.fetch._POLL", 0.0001)
    assert fetch(server.serve(history), max_size=0).error == words("collecting.error.size")


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:1/a/b", "https://10.0.0.1/a/b", "https://[::1]/a", "https://u:p@x.org/a",
     "ssh://git@x.org/a/b", "ext::sh -c id", "/etc", "https://x.org/a?b=c", "-oProxyCommand=x", ""],
)  # fmt: skip
def test_addresses_that_are_refused(address: str) -> None:
    record = collect(RepositoryReference(url=address, name="g/p"), settings())
    assert record.error.endswith("Nothing was fetched.") or "https" in record.error
    assert record.months == ()


def test_a_token_goes_to_its_own_host_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUR_TOKEN", "secret-1")
    here = settings(tokens=(("gitlab.cern.ch", "OUR_TOKEN"), ("x.org", "NOT_SET")))
    safe = {"GIT_CONFIG_COUNT": "3"}
    given = _with_token(safe, "https://gitlab.cern.ch/g/p", here)
    assert given["GIT_CONFIG_COUNT"] == "4"
    assert given["GIT_CONFIG_KEY_3"] == "http.https://gitlab.cern.ch/.extraHeader"
    sent = base64.b64decode(given["GIT_CONFIG_VALUE_3"].rpartition(" ")[2])
    assert sent == b"oauth2:secret-1"
    for other in ("https://github.com/g/p", "http://gitlab.cern.ch/g/p", "https://x.org/g/p"):
        assert _with_token(safe, other, here) == safe
    assert "secret-1" not in repr(here)


@pytest.mark.parametrize(
    ("says", "reason"),
    [
        ("fatal: unable to access 'https://x/': Could not resolve host: x", "host"),
        ("fatal: unable to access 'https://x/': The requested URL returned error: 404", "absent"),
        ("fatal: Authentication failed for 'https://x/'", "absent"),
        ("error: 503", "server"),
        ("fatal: couldn't find remote ref HEAD", "empty"),
        ("fatal: write error: No space left on device", "disk"),
        ("fatal: something else", "strange"),
    ],
)
def test_what_git_says_becomes_one_reason(says: str, reason: str) -> None:
    assert _reason(says) == reason
    assert words(f"collecting.error.{reason}")


def test_every_reason_has_its_sentence() -> None:
    reasons = GitError.__doc__ or ""
    named = [part.split("``")[0] for part in reasons.split(" ``")[1:]]
    for reason in named:
        if "." not in reason:
            assert words(f"collecting.error.{reason}")
