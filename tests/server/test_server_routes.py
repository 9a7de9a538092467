# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which addresses answer, to whom, and with which headers; everything else is closed."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest
from serving import KERNEL, Running, running

from ospo_widgets.server.options import Options
from ospo_widgets.server.places import Visitor
from ospo_widgets.server.protection import COOKIE, QUERY_BYTES

OWN = "A" * 32
OTHER = "B" * 32


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running() as found:
        _, ticket = found.places.ask(Visitor(OWN))
        found.places.opened(ticket, KERNEL)
        yield found


OPEN = ("/", "/help", "/accessibility", "/privacy", "/sources", "/voila/render/home.ipynb",
        "/robots.txt", "/ospo/health", "/ospo/place", "/ospo/static/ospo.css?v=1",
        "/ospo/static/plotly.min.js?v=1")  # fmt: skip


@pytest.mark.parametrize("path", OPEN)
def test_what_pages_need_is_there(server: Running, path: str) -> None:
    assert server.ask(path).status == 200


CLOSED = (
    # Jupyter's and Voilà's own
    "/api", "/api/kernels", "/api/contents", "/api/contents/home.ipynb", "/api/sessions",
    "/api/terminals", "/api/kernelspecs", "/api/status", "/api/me", "/api/config/x", "/lab",
    "/tree", "/login", "/logout", "/files/home.ipynb", "/view/home.ipynb", "/nbconvert/html/x",
    "/static/x.js", "/metrics", "/terminals/1", "/api/spec.yaml",
    "/voila/tree", "/voila/tree/", "/voila/api/contents", "/voila/api/contents/home.ipynb",
    "/voila/files/home.ipynb", "/voila/files/../pyproject.toml", "/voila/execution/" + KERNEL,
    "/voila/query/" + KERNEL,
    "/voila/api/shutdown/", "/voila/render/", "/voila/render/portfolio_report.ipynb",
    "/voila/render/../home.ipynb", "/voila/render/sub/home.ipynb", "/voila/render/home.py",
    # tricks with paths
    "/ospo/static/../launch.py", "/ospo/static/..%2fserver/launch.py",
    "/ospo/static/%2e%2e/wording.py",
    "/ospo/static//etc/passwd", "/ospo/static/%2fetc%2fpasswd", "/ospo/static/....//ospo.css",
    "/ospo/static/ospo.css%00.js", "/ospo/static/.", "/ospo/static/frame", "/ospo/static/ospo.css/",
    "/voila/static/../../../../etc/passwd", "/voila/static/..\\..\\x", "/voila/static/%5c..%5cx",
    "/voila/templates/ospo/static/../../../conf.json", "/voila/templates/../static/index.css",
    "/voila/static/voila.js", "/voila/templates/ospo/static/voila-style.js",
    "/voila/api/themes/@jupyterlab/theme-light-extension/index.css", "/voila/labextensions/",
    "/voila/labextensions/@jupyter-widgets/jupyterlab-manager/package.json",
    "/voila/templates/ospo/index.html.j2", "/voila/templates/ospo/conf.json",
    "/voila/labextensions/jupyterlab-plotly/package.json",
    "/voila/labextensions/@jupyter-notebook/lab-extension/package.json",
    "/ospo/files/000000000000/own/../page.py", "/ospo/files/000000000000/none/ospo.css",
    "//etc/passwd", "/..", "/%2e%2e/", "/help/", "/help/../api",
)  # fmt: skip


@pytest.mark.parametrize("path", CLOSED)
def test_nothing_else_is(server: Running, path: str) -> None:
    answer = server.ask(path)
    assert answer.status == 404
    assert "There is no such page" in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "NONSENSE"]
)
@pytest.mark.parametrize(
    "path",
    [*OPEN[:2], *OPEN[7:9], "/voila/render/portfolio.ipynb", f"/api/kernels/{KERNEL}"],
)
def test_pages_can_only_be_read(server: Running, path: str, method: str) -> None:
    answer = server.ask(path, method, b"", Cookie=f"{COOKIE}={OWN}")
    assert answer.status == 405
    assert KERNEL in server.kernels.here
    assert not server.kernels.ended


@pytest.mark.parametrize(
    ("cookie", "status"),
    [(OWN, 200), (OTHER, 404), ("", 404), ("x", 404), (OWN[:-1], 404), (OWN + "A", 404)],
)
def test_a_session_answers_its_own_visitor_only(server: Running, cookie: str, status: int) -> None:
    answer = server.ask(f"/api/kernels/{KERNEL}", Cookie=f"{COOKIE}={cookie}")
    assert answer.status == status


def test_no_other_kernel_answers(server: Running) -> None:
    waiting = KERNEL.replace("0f6e", "1f6e")
    server.kernels.here.add(waiting)
    for path in (f"/api/kernels/{waiting}", f"/api/kernels/{waiting}/channels"):
        assert server.ask(path, Cookie=f"{COOKIE}={OWN}").status == 404
    assert server.ask(f"/voila/api/shutdown/{waiting}", "POST", b"").status == 404


WEBSOCKET = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Cookie": f"{COOKIE}={OTHER}"}, 404),
        ({}, 404),
        ({"Cookie": f"{COOKIE}={OWN}", "Origin": "https://elsewhere.example"}, 403),
        ({"Cookie": f"{COOKIE}={OWN}", "Origin": "null"}, 403),
        ({"Cookie": f"{COOKIE}={OWN}", "Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_connections_of_others_are_refused(
    server: Running, headers: dict[str, str], status: int
) -> None:
    asked = server.ask(f"/api/kernels/{KERNEL}/channels", **WEBSOCKET, **headers)
    assert asked.status == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://elsewhere.example", "Cookie": f"{COOKIE}={OWN}"}, 403),
        ({"Origin": "http://127.0.0.1:1", "Cookie": f"{COOKIE}={OWN}"}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Cookie": f"{COOKIE}={OWN}"}, 403),
        ({"Sec_Fetch_Site": "same-site", "Cookie": f"{COOKIE}={OWN}"}, 403),
        ({"Cookie": f"{COOKIE}={OTHER}"}, 404),
        ({}, 404),
    ],
)
def test_nobody_else_ends_a_session(server: Running, headers: dict[str, str], status: int) -> None:
    assert server.ask(f"/voila/api/shutdown/{KERNEL}", "POST", b"", **headers).status == status
    assert KERNEL not in server.kernels.ended


def test_a_page_that_is_closed_ends_its_session() -> None:
    with running() as server:
        _, ticket = server.places.ask(Visitor(OWN))
        server.places.opened(ticket, KERNEL)
        origin = f"http://127.0.0.1:{server.port}"
        answer = server.ask(
            f"/voila/api/shutdown/{KERNEL}", "POST", b"", Origin=origin, Cookie=f"{COOKIE}={OWN}"
        )
        assert answer.status == 204
        assert server.kernels.ended == [KERNEL]


HOSTS = (
    ("localhost", 200), ("LOCALHOST:80", 200), ("127.0.0.1", 200), ("[::1]:8866", 200),
    ("192.0.2.7", 200), ("ospo.example.org", 200), ("ospo.example.org.", 200),
    ("evil.example", 421), ("ospo.example.org.evil.example", 421), ("localhost.evil", 421),
    ("evil@localhost", 400), ("localhost/x", 400), ("localhost:x", 421), ("", 421),
    ("127.0.0.1.nip.example", 421),
)  # fmt: skip


@pytest.mark.parametrize(("host", "status"), HOSTS)
def test_only_our_own_names_are_answered(host: str, status: int) -> None:
    with running(Options(hosts=("ospo.example.org",))) as server:
        assert server.ask("/", Host=host).status == status
        assert server.ask("/ospo/health", Host=host).status == status


def test_a_query_has_an_end(server: Running) -> None:
    assert server.ask("/?s=" + "a" * (QUERY_BYTES - 2)).status == 200
    answer = server.ask("/?s=" + "a" * QUERY_BYTES)
    assert answer.status == 414
    assert "too long" in answer.text
    with pytest.raises(ConnectionError):
        server.ask("/?s=" + "a" * 2 * QUERY_BYTES)


def test_no_body_is_waited_for(server: Running) -> None:
    path = f"/voila/api/shutdown/{KERNEL}"
    answer = server.ask(path, "POST", Content_Length=str(10**9), Cookie=f"{COOKIE}={OTHER}")
    assert answer.status == 400


EVERYWHERE = (
    "/",
    "/help",
    "/nope",
    "/ospo/health",
    f"/api/kernels/{KERNEL}",
    "/ospo/static/ospo.css",
)


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_is_protected(server: Running, path: str) -> None:
    headers = server.ask(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Server" not in headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_no_script_is_in_a_page(server: Running) -> None:
    for path in ("/", "/help", "/sources", "/nope"):
        page = server.ask(path).text
        for attributes, inside in re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL):
            assert "application/json" in attributes or not inside.strip()
        assert not re.search(r"<[^>]+\son[a-z]+=|<[^>]+\sstyle=|<style|javascript:", page)


def test_frames_are_for_our_own_pages_unless_said() -> None:
    ancestors = ("'self'", "https://intranet.example")
    with running(Options(ancestors=ancestors)) as server:
        policy = server.ask("/").headers["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://intranet.example" in policy


def test_home_is_there_at_once_and_kept_by_its_mark(server: Running) -> None:
    first = server.ask("/")
    assert "What do you want to do?" in first.text
    assert "Set-Cookie" not in first.headers
    again = server.ask("/", If_None_Match=first.headers["Etag"])
    assert (again.status, again.body) == (304, b"")


def test_pages_speak_french_and_their_links_too(server: Running) -> None:
    page = server.ask("/privacy?lang=fr").text
    assert '<html lang="fr">' in page
    assert "Ce que nous gardons" in page
    assert 'href="/voila/render/ask_the_office.ipynb?lang=fr"' in page
    assert '<html lang="en">' in server.ask("/privacy?lang=xx").text


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x>', "%00", "%ff"])
def test_no_query_becomes_markup(server: Running, text: str) -> None:
    for path in ("/", "/help", "/nope"):
        for name in ("lang", "theme", "page", "x"):
            answer = server.ask(f"{path}?{name}={text}".replace(" ", "%20"))
            assert answer.status in {200, 400, 404}
            assert "alert(1)" not in answer.text
            assert "src=x" not in answer.text


def test_everything_is_below_the_base_address() -> None:
    with running(Options(base_url="/services/ospo/")) as server:
        for path in OPEN:
            assert server.ask("/services/ospo" + path).status == 200
            if path != "/":
                assert server.ask(path).status == 404
        assert server.ask("/services/ospo").status == 200
        for path in ("/", "/help", "/sources", "/nope", "/services/ospo/nope"):
            page = server.ask("/services/ospo" + path).text
            inside = re.findall(r'(?:href|src)="(/[^"]*)"', page)
            assert inside
            assert all(link.startswith("/services/ospo/") for link in inside)


def test_logs_hold_no_query_no_session_and_no_visitor(
    server: Running, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("defect")

    caplog.set_level(logging.DEBUG)
    secret = "s3cr3t-answers"
    for path in (f"/?s={secret}", f"/nope?token={secret}", f"/api/kernels/{KERNEL}?token={secret}",
                 f"/voila/tree?x={secret}", f"/{secret}?%ff"):  # fmt: skip
        server.ask(path, Cookie=f"{COOKIE}={OTHER}")
    server.kernels.kernel_model = broken  # type: ignore[method-assign,assignment]
    try:
        answer = server.ask(f"/api/kernels/{KERNEL}?s={secret}", Cookie=f"{COOKIE}={OWN}")
    finally:
        del server.kernels.kernel_model  # type: ignore[method-assign]
    assert answer.status == 500
    assert "defect" not in answer.text
    assert "RuntimeError: defect" in caplog.text  # whoever runs the server can find out
    for never in (f"={secret}", KERNEL, OWN, OTHER):
        assert never not in caplog.text
