# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What every answer of the server carries, and what no request gets past.

Each handler of the routes is wrapped by :func:`protected`. Requests are looked at once, before any
handler, by :func:`refusal`.
"""

from __future__ import annotations

import ipaddress
import logging
import re
import secrets
import socket
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from tornado.httputil import HTTPServerRequest
from tornado.web import HTTPError, RequestHandler

from ospo_widgets.server.options import LOOPBACK, Options

QUERY_BYTES = 64 * 1024
"""Longest query of an address; apps read no longer one."""

COOKIE = "ospo-visitor"
"""Tells the pages of one visitor from those of another. Random, gone with the browser's session."""

_COOKIE_VALUE = re.compile(r"[A-Za-z0-9_-]{32}")
_NUMBERS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PATH_SHOWN = 200

STRICT_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
"""For pages without a session: nothing but our own files."""

APP_POLICY = {
    **STRICT_POLICY,
    # The scripts of our widgets come over the connection, and anywidget loads them as blobs.
    "script-src": "'self' blob:",
    # Widgets and plotly set styles on elements, and JupyterLab adds style elements.
    "style-src": "'self' 'unsafe-inline'",
    # plotly draws a chart into a blob before it is saved as a picture.
    "img-src": "'self' data: blob:",
}
"""For pages with a session; each exception is there because the page fails without it."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""On every answer; addresses hold the state of a page, so they are told to nobody."""

log = logging.getLogger("ospo_widgets.server")


def policy_text(policy: dict[str, str], ancestors: tuple[str, ...]) -> str:
    """A content security policy as a header."""
    parts = {**policy, "frame-ancestors": " ".join(ancestors)}
    return "; ".join(f"{name} {value}" for name, value in parts.items())


def peer(request: HTTPServerRequest, options: Options) -> tuple[str, bool]:
    """Address of a visitor, and whether the request came by https as far as is known.

    Headers of proxies are believed only from a proxy that is trusted. Of a chain, the last
    address that is not such a proxy counts: what stands before it anybody may have written.
    """
    address = request.remote_ip or ""
    if not _is_trusted(address, options):
        return address, request.protocol == "https"
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    for part in reversed(chain):
        if _address(part) is None:
            break
        address = part
        if not _is_trusted(part, options):
            break
    protocols = request.headers.get("X-Forwarded-Proto", request.protocol)
    return address, protocols.split(",")[-1].strip().lower() == "https"


def shared_address(address: str) -> bool:
    """Whether an address says nothing of who asks: this machine, or a proxy on it."""
    found = _address(address)
    return found is None or found.is_loopback


def host_of(text: str) -> str:
    """Name or address in a ``Host`` header, in lower case, without port; empty if it is none."""
    try:
        parts = urlsplit(f"//{text}")
        parts.port  # noqa: B018 - raises when it is no number
    except ValueError:
        return ""
    if parts.path or parts.query or parts.fragment or parts.username is not None:
        return ""
    return (parts.hostname or "").rstrip(".")


def refusal(request: HTTPServerRequest, options: Options) -> int:
    """Status by which a request is refused before any handler sees it; 0 to let it in.

    - 421: it asks for a host that we are not (which is how a name of a stranger could be made to
      lead to this machine),
    - 414: its query is longer than any of ours,
    - 403: it changes something, or opens a connection, and comes from a page of somebody else.
    """
    host = host_of(request.headers.get("Host", ""))
    if not (host in allowed_hosts(options) or _address(host) is not None):
        return 421
    if len(request.query) > QUERY_BYTES:
        return 414
    opens = request.headers.get("Upgrade", "").lower() == "websocket"
    if request.method in {"GET", "HEAD", "OPTIONS"} and not opens:
        return 0
    origin = request.headers.get("Origin") or request.headers.get("Sec-Websocket-Origin")
    if request.headers.get("Sec-Fetch-Site", "same-origin") in {"cross-site", "same-site"}:
        return 403
    if origin and urlsplit(origin).netloc.lower() != request.headers.get("Host", "").lower():
        return 403
    return 0


@cache
def allowed_hosts(options: Options) -> frozenset[str]:
    """Names by which this server is asked; addresses in figures always may, no name leads there."""
    own = () if options.is_local else (socket.gethostname().lower(), socket.getfqdn().lower())
    return frozenset({*LOOPBACK, options.host.lower(), *own, *options.hosts})


def visitor_id(handler: RequestHandler, secure: bool) -> str:
    """The visitor's cookie, given on the first visit.

    It goes to pages of this server only, never to scripts, and with no request that another site
    makes but a link that is followed.
    """
    found: str = handler.get_cookie(COOKIE) or ""
    if _COOKIE_VALUE.fullmatch(found):
        return found
    made = secrets.token_urlsafe(24)
    path = handler.settings["base_url"]
    handler.set_cookie(COOKIE, made, path=path, httponly=True, samesite="Lax", secure=secure)
    return made


def known_visitor(handler: RequestHandler) -> str:
    """The visitor's cookie, or nothing."""
    found: str = handler.get_cookie(COOKIE) or ""
    return found if _COOKIE_VALUE.fullmatch(found) else ""


def loggable(path: str) -> str:
    """A path for the log: no query, no numbers of sessions, no control characters, not endless."""
    bare = _NUMBERS.sub("…", path.partition("?")[0])
    return "".join(c if c.isprintable() else "?" for c in bare)[:_PATH_SHOWN]


def log_request(handler: RequestHandler) -> None:
    """Log answers that say that the server failed; no others, and no address of a visitor."""
    if handler.get_status() >= 500 and handler.get_status() != 503:
        request = handler.request
        log.error("%s %s %s", handler.get_status(), request.method, loggable(request.uri or ""))


_protected: dict[tuple[type, str], type[RequestHandler]] = {}


def protected(handler: type[RequestHandler], policy: str = "strict") -> type[RequestHandler]:
    """A handler whose answers carry our headers and whose errors tell nothing.

    Args:
        handler: One of ours, Voilà's or Jupyter's.
        policy: ``strict`` or ``app``.
    """
    if getattr(handler, "is_protected", False):
        return handler
    if (handler, policy) in _protected:
        return _protected[handler, policy]
    rules = APP_POLICY if policy == "app" else STRICT_POLICY

    class Protected(handler):  # type: ignore[misc,valid-type]
        is_protected = True

        def set_default_headers(self) -> None:
            super().set_default_headers()
            options: Options = self.settings["ospo_options"]
            for name, value in HEADERS.items():
                self.set_header(name, value)
            self.set_header("Content-Security-Policy", policy_text(rules, options.ancestors))
            self.clear_header("Server")

        def _request_summary(self) -> str:
            return f"{self.request.method} {loggable(self.request.uri or '')}"

        def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
            # The original names the whole address, which holds the state of a page.
            if not isinstance(value, HTTPError):
                log.error("%s failed", self._request_summary(), exc_info=(typ, value, tb))

        def write_error(self, status_code: int, **about: Any) -> None:  # noqa: ARG002
            from ospo_widgets.server.static_pages import write_problem

            write_problem(self, status_code)

    Protected.__name__ = Protected.__qualname__ = f"Protected{handler.__name__}"
    _protected[handler, policy] = Protected
    return Protected


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _is_trusted(text: str, options: Options) -> bool:
    found = _address(text)
    return found is not None and any(found in network for network in options.trusted)
