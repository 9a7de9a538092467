# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How the libraries of both forges reach their server; takes the place of the adapter of requests.

Only one server is spoken to, redirects included. Answers are limited in size, tried again after
errors, waited for at limits, taken from the answers kept where nothing has changed, and reduced to
what we use before the library sees them.
"""

from __future__ import annotations

import io
import json
import os
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urljoin

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from ospo_widgets.errors import InputError
from ospo_widgets.git_access import check_address
from ospo_widgets.portfolio.collecting.forges.access import Origin
from ospo_widgets.portfolio.collecting.forges.answers import Answers
from ospo_widgets.portfolio.collecting.forges.errors import ForgeError
from ospo_widgets.portfolio.collecting.forges.pacing import Pacing
from ospo_widgets.portfolio.collecting.forges.settings import ForgeSettings
from ospo_widgets.portfolio.importing.json_text import parse_json

Reduce = Callable[[Any], Any]
"""Leaves of an answer what we use; nothing of people."""

_KEPT_HEADERS = ("link", "etag", "x-total")
_PASSING = frozenset({202, 408, 425, 500, 502, 503, 504, 520, 521, 522, 523, 524})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
_MOST_LIMITS = 20
_CHUNK = 1 << 16
_LONGEST_ANSWER = 10
"""How many times the time for a silence a whole answer may take."""


class Transport(HTTPAdapter):
    """The one way to a server.

    Attributes:
        reduce: Reduces the next answers.
        keeps: Whether the next answers are kept; not where they still tell people apart.
        was_cut: An answer ended in the middle, and only its whole items were taken.
        headers: Headers of the last answer, by lower-case name.
    """

    def __init__(
        self, origin: Origin, settings: ForgeSettings, answers: Answers, pacing: Pacing
    ) -> None:
        """Begin without a connection.

        Args:
            origin: The only server that is spoken to.
            settings: Limits.
            answers: What is known already.
            pacing: Waits.
        """
        self._origin = origin
        self._settings = settings
        self._answers = answers
        self._pacing = pacing
        self.reduce: Reduce = lambda data: data
        self.keeps = False
        self.was_cut = False
        self.headers: Mapping[str, str] = {}
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Have every connection checked that is not one to a proxy."""
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = _checked_pools(self._check_peer)

    def _check_peer(self, peer: str) -> None:
        """Refuse an address inside a private network, whatever name led to it."""
        reach = ForgeSettings(allow_private_hosts=self._settings.allow_private_hosts)
        try:
            check_address(f"https://{f'[{peer}]' if ':' in peer else peer}/-", reach)
        except InputError:
            raise ForgeError("private", self._origin.host) from None

    def send(  # type: ignore[override]  # the library passes all of it by name
        self, request: requests.PreparedRequest, **_: Any
    ) -> requests.Response:
        """Answer a request of the library.

        Raises:
            CancelledError: The person asked to stop.
            ForgeError: There is no answer.
        """
        self._pacing.check()
        question = _question(request)
        kept = self._answers.get(question)
        if kept is not None and self._answers.is_of_this_run(kept):
            return self._given(request, kept.data, kept.headers)
        if kept is not None and (tag := kept.headers.get("etag")):
            request.headers["If-None-Match"] = tag
        status, answered, body = self._asked(request)
        headers: Mapping[str, str] = answered
        if status == 304 and kept is not None:
            data, headers = kept.data, kept.headers
        elif status == 304:
            raise ForgeError("strange", self._origin.host)
        else:
            data = self._reduced(body)
        if self.keeps and not self.was_cut:
            needed = {name: headers[name] for name in _KEPT_HEADERS if name in headers}
            self._answers.put(question, data, needed)
        return self._given(request, data, headers)

    def _reduced(self, body: Any) -> Any:
        try:
            return self.reduce(body)
        except (RecursionError, ValueError, TypeError, AttributeError, LookupError):
            raise ForgeError("strange", self._origin.host) from None

    def _given(
        self, request: requests.PreparedRequest, data: Any, headers: Mapping[str, str]
    ) -> requests.Response:
        self.headers = headers
        response = requests.Response()
        response.status_code = 200
        response.url = request.url or ""
        response.request = request
        response.encoding = "utf-8"
        response.headers["Content-Type"] = "application/json"
        response.headers.update({k: v for k, v in headers.items() if k in _KEPT_HEADERS})
        response.raw = io.BytesIO(json.dumps(data).encode())
        return response

    def _asked(self, request: requests.PreparedRequest) -> tuple[int, dict[str, str], Any]:
        """Status, headers and parsed answer, after as many attempts as it takes."""
        attempt = limits = 0
        while True:
            self._pacing.before()
            headers: dict[str, str] = {}
            try:
                status, headers, body = self._followed(request)
            except requests.exceptions.SSLError:
                raise ForgeError("tls", self._origin.host) from None
            except requests.exceptions.RequestException:
                status, body = 0, b""  # nothing, or not all of it: as a passing error
            wait = self._pacing.limit(status, headers, _text(body)) if status >= 400 else None
            if wait is not None:
                limits += 1
                if limits > _MOST_LIMITS:
                    until = self._settings.clock() + wait
                    raise ForgeError("limit", self._origin.host, status=status, until=until)
                self._pacing.wait(wait)
                continue
            attempt += 1
            last = attempt >= self._settings.attempts
            self._pacing.note(headers)
            if status == 304:
                return status, headers, None
            if status and status not in _PASSING:
                self._refuse(status)
                if (parsed := self._parsed(body, last)) is not _CUT:
                    return status, headers, parsed
            elif last:
                raise ForgeError("server", self._origin.host, status=status)
            self._pacing.pause(attempt, headers)

    def _refuse(self, status: int) -> None:
        if 200 <= status < 300:
            return
        reason = {401: "token", 403: "forbidden", 404: "absent", 410: "absent"}.get(status)
        raise ForgeError(reason or "refused", self._origin.host, status=status)

    def _parsed(self, body: bytes, last: bool) -> Any:
        """JSON; of an answer that was cut off, in the end what of it is whole."""
        text = _text(body)
        try:
            return _loaded(text)
        except RecursionError:
            raise ForgeError("strange", self._origin.host) from None
        except ValueError:
            if not last:
                return _CUT
        found = parse_json(text)
        if found is None or not found.cut_at:
            raise ForgeError("strange", self._origin.host)
        self.was_cut = True
        return found.value

    def _followed(self, request: requests.PreparedRequest) -> tuple[int, dict[str, str], bytes]:
        """Send, and follow redirects that stay on the server."""
        for _ in range(_MOST_REDIRECTS):
            status, headers, body = self._sent(request)
            if status not in _REDIRECTS:
                return status, headers, body
            target = urljoin(request.url or "", headers.get("location", ""))
            try:
                same = Origin.of(target) == self._origin
            except ValueError:
                same = False
            if not same or request.method != "GET":
                break
            request = request.copy()
            request.url = target
        raise ForgeError("redirect", self._origin.host)

    def _sent(self, request: requests.PreparedRequest) -> tuple[int, dict[str, str], bytes]:
        address = request.url or ""
        if Origin.of(address) != self._origin:
            raise ForgeError("redirect", self._origin.host)
        seconds = self._settings.answer_seconds
        deadline = time.monotonic() + seconds * _LONGEST_ANSWER
        response = super().send(
            request,
            stream=True,
            timeout=(seconds, seconds),
            verify=_authorities(),
            proxies=get_environ_proxies(address),
        )
        chunks: list[bytes] = []
        size = 0
        with response:
            for chunk in response.iter_content(_CHUNK):
                self._pacing.check()
                size += len(chunk)
                if size > self._settings.max_answer:
                    raise ForgeError("large", self._origin.host)
                if time.monotonic() > deadline:
                    raise requests.exceptions.ReadTimeout
                chunks.append(chunk)
        headers = {name.lower(): value for name, value in response.headers.items()}
        return response.status_code, headers, b"".join(chunks)


_CUT = object()
"""Stands for an answer that is no JSON."""


def session_over(transport: Transport) -> requests.Session:
    """A session that knows no other way, and no names and passwords of this machine."""
    session = requests.Session()
    session.trust_env = False
    session.mount("https://", transport)
    session.mount("http://", transport)
    return session


def _question(request: requests.PreparedRequest) -> str:
    """What is asked, without who asks."""
    body = request.body
    text = _text(body) if isinstance(body, bytes) else str(body or "")
    accept = request.headers.get("Accept", "")
    return "\n".join((request.method or "", request.url or "", str(accept), text))


def _text(body: bytes) -> str:
    return body.decode("utf-8-sig", "replace")


def _loaded(text: str) -> Any:
    """JSON, in which a number of thousands of digits says nothing."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise
    except ValueError:
        return json.loads(text, parse_int=lambda digits: int(digits) if len(digits) < 400 else None)


def _authorities() -> str | bool:
    """File with certificates that this machine trusts, True for those of the library."""
    names = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
    return next((os.environ[name] for name in names if os.environ.get(name)), True)


def _checked_pools(check: Callable[[str], None]) -> dict[str, Any]:
    """Pools whose connections are checked before anything is sent."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> Any:
            return _checked(super()._new_conn(), check)

    class Safe(HTTPSConnection):
        def _new_conn(self) -> Any:
            return _checked(super()._new_conn(), check)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SafePool(HTTPSConnectionPool):
        ConnectionCls = Safe

    return {"http": PlainPool, "https": SafePool}


def _checked(connection: Any, check: Callable[[str], None]) -> Any:
    try:
        check(str(connection.getpeername()[0]))
    except BaseException:
        connection.close()
        raise
    return connection
