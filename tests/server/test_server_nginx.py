# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``deploy/nginx/ospo.conf`` as it stands, in a real nginx before a real server."""

from __future__ import annotations

import asyncio
import http.client
import os
import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import websockets
from free_ports import free_port
from serving import KERNEL, Answer, Running, running

from ospo_widgets.server.options import options
from ospo_widgets.server.places import Visitor
from ospo_widgets.server.protection import COOKIE
from ospo_widgets.server.static_files import address, version

CONFIGURATION = Path(__file__).parents[2] / "deploy/nginx/ospo.conf"
NAME = "ospo.example.org"
OWN = "A" * 32
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")

pytestmark = pytest.mark.skipif(
    NGINX is None or shutil.which("openssl") is None, reason="nginx or openssl is not installed"
)


@dataclass
class Proxy:
    """A running nginx."""

    server: Running
    plain: int
    secure: int
    folder: Path

    def ask(self, path: str, *, sender: str = "127.0.0.1", **headers: str) -> Answer:
        """Ask over https by the name of the configuration, from one of this machine's addresses."""
        connection = http.client.HTTPSConnection(
            "127.0.0.1",
            self.secure,
            timeout=60,
            context=self.context(),
            source_address=(sender, 0),
        )
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request("GET", path, headers={"Host": NAME, **named})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=str(self.folder / "cert.pem"))
        context.check_hostname = False
        return context

    @property
    def log(self) -> str:
        return (self.folder / "access.log").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with started(tmp_path_factory.mktemp("nginx")) as found:
        yield found


@contextmanager
def started(folder: Path) -> Iterator[Proxy]:
    """nginx before a server of its own."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
         "-subj", f"/CN={NAME}", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    chosen = options(trust_proxy="127.0.0.1", allowed_hosts=NAME)
    with running(chosen) as server:
        _, ticket = server.places.ask(Visitor(OWN))
        server.places.opened(ticket, KERNEL)
        plain, secure = free_port(), free_port()
        text = CONFIGURATION.read_text(encoding="utf-8")
        # Only what differs from place to place: addresses, certificate, folders.
        for old, new in (
            (r"listen \[::\].*;\n", ""),
            (r"listen 80;", f"listen 127.0.0.1:{plain};"),
            (r"listen 443 ", f"listen 127.0.0.1:{secure} "),
            (r"server 127\.0\.0\.1:8866;", f"server 127.0.0.1:{server.port};"),
            (r"/etc/ssl/ospo/fullchain\.pem", str(folder / "cert.pem")),
            (r"/etc/ssl/ospo/key\.pem", str(folder / "key.pem")),
            (r"/var/cache/nginx/ospo", str(folder / "cache")),
            (r"/var/log/nginx/ospo\.log", str(folder / "access.log")),
        ):
            text, changed = re.subn(old, new, text)
            assert changed, old
        (folder / "ospo.conf").write_text(text, encoding="utf-8")
        temporary = "".join(
            f"{kind}_temp_path {folder}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = "user root;\n" if os.geteuid() == 0 else ""  # workers may write into our folder
        main = (
            f"{user}daemon off;\nworker_processes 1;\npid {folder}/pid;\n"
            f"error_log {folder}/error.log;\n"
            f"events {{}}\nhttp {{\n{temporary}include {folder}/ospo.conf;\n}}\n"
        )
        (folder / "nginx.conf").write_text(main, encoding="utf-8")
        command = [str(NGINX), "-p", str(folder), "-e", str(folder / "error.log"),
                   "-c", str(folder / "nginx.conf")]  # fmt: skip
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        assert "warn" not in checked.stderr
        process = subprocess.Popen(command)
        found = Proxy(server, plain, secure, folder)
        try:
            while process.poll() is None:
                try:
                    found.ask("/robots.txt")
                    break
                except ConnectionRefusedError:
                    continue
            assert process.poll() is None
            yield found
        finally:
            process.terminate()
            process.wait(30)


def test_pages_come_through_compressed_and_protected(proxy: Proxy) -> None:
    answer = proxy.ask("/", Accept_Encoding="gzip")
    assert answer.status == 200
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["Strict-Transport-Security"]
    assert "Server" not in answer.headers or "/" not in answer.headers["Server"]


def test_plain_requests_go_to_our_own_name(proxy: Proxy) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", proxy.plain, timeout=60)
    connection.request("GET", "/help?lang=fr", headers={"Host": "evil.example"})
    answer = connection.getresponse()
    assert answer.status == 301
    assert answer.headers["Location"] == f"https://{NAME}/help?lang=fr"


def test_files_are_kept_by_nginx_in_each_compression(proxy: Proxy) -> None:
    path = address("/", "own", "ospo.css")
    kept = []
    for accepted in ("gzip", "zstd", "gzip", "zstd"):
        answer = proxy.ask(path, Accept_Encoding=accepted)
        assert answer.status == 200
        assert answer.headers["Content-Encoding"] == accepted
        assert "immutable" in answer.headers["Cache-Control"]
        kept.append(answer.headers["X-Cache"])
    assert kept == ["MISS", "MISS", "HIT", "HIT"]
    older = path.replace(version(), "0123456789ab")
    assert {proxy.ask(older).headers["X-Cache"] for _ in range(2)} <= {"MISS", "EXPIRED"}


def test_the_server_learns_who_asks_and_how(proxy: Proxy) -> None:
    proxy.server.places.limit, before = 0, proxy.server.places.limit
    try:
        answer = proxy.ask("/voila/render/portfolio.ipynb", X_Forwarded_For="203.0.113.9")
    finally:
        proxy.server.places.limit = before
    assert answer.status == 503
    assert answer.headers["Retry-After"] == "10"
    assert "Secure" in answer.headers["Set-Cookie"]
    assert all(w.visitor.address == "" for w in proxy.server.places._queue.values())


def test_connections_of_a_page_go_through(proxy: Proxy) -> None:
    async def status(cookie: str) -> int:
        connecting = websockets.connect(
            f"wss://{NAME}/api/kernels/{KERNEL}/channels",
            host="127.0.0.1",
            port=proxy.secure,
            ssl=proxy.context(),
            additional_headers={"Cookie": f"{COOKIE}={cookie}"},
            origin=f"https://{NAME}",  # type: ignore[arg-type]
        )
        try:
            async with connecting:
                return 101
        except websockets.exceptions.InvalidStatus as refused:
            return refused.response.status_code

    assert asyncio.run(status("B" * 32)) == 404
    # As far as the kernel, which this server has none of: it was an upgrade, and ours.
    assert asyncio.run(status(OWN)) == 500


def test_watchdogs_on_this_machine_are_answered(proxy: Proxy) -> None:
    assert proxy.ask("/ospo/health").status == 200


def test_one_address_cannot_ask_for_pages_without_end(proxy: Proxy) -> None:
    proxy.server.places.closed = True  # what the server itself says to each is 503
    try:
        path = "/voila/render/portfolio.ipynb"
        found = {proxy.ask(path, sender="127.0.0.2").status for _ in range(120)}
        assert proxy.ask(path).status == 503  # others are not held up by that
    finally:
        proxy.server.places.closed = False
    assert found == {503, 429}


def test_logs_of_nginx_hold_no_query_and_no_session(proxy: Proxy) -> None:
    proxy.ask("/help?s=s3cr3t-answers")
    proxy.ask(f"/api/kernels/{KERNEL}?token=s3cr3t-answers")
    while "/api/kernels/" not in proxy.log:
        pass
    assert "/help" in proxy.log
    assert "s3cr3t" not in proxy.log
    assert KERNEL not in proxy.log


def test_a_server_that_is_away_is_said_to_be(tmp_path: Path) -> None:
    with started(tmp_path) as proxy:
        text = (proxy.folder / "ospo.conf").read_text(encoding="utf-8")
        assert "error_page 502 504 =503 @away" in text
        proxy.server.stop()  # type: ignore[attr-defined]
        while (answer := proxy.ask("/")).status == 200:
            pass
        assert answer.status == 503
        assert answer.headers["Retry-After"] == "10"
        assert "The server restarts" in answer.text
