# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Pages that wait for a place, and how visitors are told apart."""

from __future__ import annotations

import ipaddress

from serving import KERNEL, running

from ospo_widgets.server.options import Options
from ospo_widgets.server.places import Visitor

OWN = "A" * 32


def test_when_all_places_are_taken_a_page_waits() -> None:
    with running(Options(max_sessions=1)) as server:
        _, ticket = server.places.ask(Visitor(OWN))
        server.places.opened(ticket, KERNEL)
        path = "/voila/render/licence_advisor.ipynb?s=secret-answers&lang=fr"
        first = server.ask(path)
        assert first.status == 503
        assert first.headers["Retry-After"] == "10"
        assert "Location" not in first.headers
        assert "Votre place dans la file : 1." in first.text.replace("\xa0", " ")
        assert "secret-answers" not in first.text
        cookie = first.headers["Set-Cookie"]
        assert all(word in cookie for word in ("HttpOnly", "SameSite=Lax", "Path=/"))
        mine = cookie.split(";")[0]
        second = server.ask(path)
        assert "2." in second.text
        told = server.ask("/ospo/place", Cookie=mine)
        assert told.text == '{"kind": "wait", "position": 1, "waiting": 2}'
        assert server.ask("/ospo/health").status == 200
        server.kernels.here.clear()
        assert '"kind": "in"' in server.ask("/ospo/place", Cookie=mine).text


def test_a_server_that_ends_says_so() -> None:
    with running() as server:
        server.places.close()
        server.health["status"] = "stopping"
        answer = server.ask("/voila/render/portfolio.ipynb")
        assert answer.status == 503
        assert "The server restarts" in answer.text
        assert server.ask("/").status == 200
        assert server.ask("/ospo/health").status == 503


def test_a_link_that_nobody_followed_opens_nothing() -> None:
    with running() as server:
        answer = server.ask("/voila/render/portfolio.ipynb", Sec_Purpose="prefetch;prerender")
        assert answer.status == 503
        assert server.places.taken == 0


def test_addresses_count_where_a_proxy_is_trusted() -> None:
    trusted = (ipaddress.ip_network("127.0.0.1"), ipaddress.ip_network("10.0.0.0/8"))
    cases = {
        "192.0.2.9": "192.0.2.9",
        "spoofed, 192.0.2.9": "192.0.2.9",
        "203.0.113.5, 192.0.2.9, 10.1.2.3": "192.0.2.9",
        "nonsense": "",
        "": "",
    }
    for told, expected in cases.items():
        with running(Options(max_sessions=1, trusted=trusted)) as server:
            server.places.ask(Visitor(OWN))
            answer = server.ask(
                "/voila/render/portfolio.ipynb", X_Forwarded_For=told, X_Forwarded_Proto="https"
            )
            assert [w.visitor.address for w in server.places._queue.values()] == [expected]
            assert "Secure" in answer.headers["Set-Cookie"]
    with running(Options(max_sessions=1)) as server:
        server.places.ask(Visitor(OWN))
        answer = server.ask(
            "/voila/render/portfolio.ipynb", X_Forwarded_For="192.0.2.9", X_Forwarded_Proto="https"
        )
        assert [w.visitor.address for w in server.places._queue.values()] == [""]
        assert "Secure" not in answer.headers["Set-Cookie"]
