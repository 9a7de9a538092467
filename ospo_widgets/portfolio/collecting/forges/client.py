# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Questions to a forge through its library, and pages of answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.collecting.forges.access import Origin, Token
from ospo_widgets.portfolio.collecting.forges.answers import Answers
from ospo_widgets.portfolio.collecting.forges.errors import ForgeError
from ospo_widgets.portfolio.collecting.forges.pacing import Pacing
from ospo_widgets.portfolio.collecting.forges.settings import ForgeSettings
from ospo_widgets.progress import Cancel, Report
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.portfolio.collecting.forges.transport import Reduce, Transport

Query = Mapping[str, str | int]
Ask = Callable[[str, Query], Any]
"""Asks through a library: path and query to parsed JSON."""

JOB_TOKEN = "CI_JOB_TOKEN"
"""Variable with the token that a job of GitLab has for the GitLab that runs it."""

_AGENT = "ospo-widgets"
_EMPTY_PAGES = 3
_MOST_SEEN = 1_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a forge answered.

    Attributes:
        data: JSON, reduced.
        headers: Some of its headers, by lower-case name.
        was_cut: Only whole items of an answer that was cut off are there.
    """

    data: Any
    headers: Mapping[str, str]
    was_cut: bool = False

    def query_of(self, relation: str) -> dict[str, str]:
        """Query of a link, empty when there is none. Its host and path are not used."""
        from requests.utils import parse_header_links

        for link in parse_header_links(self.headers.get("link", "")[:20_000]):
            if link.get("rel") == relation:
                try:
                    return dict(parse_qsl(urlsplit(link.get("url", "")).query))
                except ValueError:
                    return {}
        return {}


class Client:
    """One forge, asked through its library.

    Attributes:
        host: Host of the forge as its repositories name it.
        answers: What is kept of its answers.
        graphql: Asks GraphQL: query and variables to parsed JSON; None where that is not used.
    """

    def __init__(
        self,
        host: str,
        transport: Transport,
        ask: Ask,
        answers: Answers,
        graphql: Callable[[str, Mapping[str, Any]], Any] | None = None,
    ) -> None:
        self.host = host
        self.answers = answers
        self.graphql = graphql
        self._transport = transport
        self._ask = ask

    @contextmanager
    def _through(self, reduce: Reduce, keeps: bool) -> Iterator[None]:
        transport = self._transport
        transport.reduce, transport.keeps, transport.was_cut = reduce, keeps, False
        try:
            yield
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
            # The library did not understand what it got.
            raise ForgeError("strange", self.host) from None

    def get(self, path: str, query: Query, reduce: Reduce, *, keeps: bool = True) -> Answer:
        """Ask once.

        Args:
            path: Path of the API, begins with a slash.
            query: Query.
            reduce: What is taken of the answer.
            keeps: Whether the answer may be kept.

        Raises:
            CancelledError: The person asked to stop.
            ForgeError: There is no answer.
        """
        with self._through(reduce, keeps):
            data = self._ask(path, query)
        return Answer(data, self._transport.headers, self._transport.was_cut)

    def query(self, text: str, variables: Mapping[str, Any], reduce: Reduce) -> Any:
        """Ask GraphQL once; arguments and errors as for :meth:`get`."""
        if self.graphql is None:
            return None
        with self._through(reduce, keeps=True):
            return self.graphql(text, variables)

    def pages(self, path: str, query: Query, reduce: Reduce) -> Iterator[Answer]:
        """Ask for page after page, as the links of each say.

        Raises:
            CancelledError: The person asked to stop.
            ForgeError: There is no answer, or pages lead in a circle.
        """
        seen: list[Query] = [dict(query)]
        empty = 0
        following: Query = query
        while True:
            answer = self.get(path, following, reduce)
            yield answer
            empty = 0 if answer.data else empty + 1
            following = answer.query_of("next")
            if not following:
                return
            if following in seen or empty > _EMPTY_PAGES:
                raise ForgeError("loop", self.host)
            seen = [*seen, following][-_MOST_SEEN:]


@dataclass(frozen=True, slots=True)
class Connection:
    """What a client is made with.

    Attributes:
        host: Host of the forge as its repositories name it.
        base: Address of its API.
        subject: What is asked for; answers are kept by it.
        basis: What two runs must have in common so that one can go on with the other.
        token: Token, or none.
        cache: Folder for answers, None for none.
        settings: Limits.
        report: Receives progress.
        cancel: Asked whether to stop.
    """

    host: str
    base: str
    subject: str
    basis: str
    token: Token
    cache: Path | None
    settings: ForgeSettings
    report: Report
    cancel: Cancel | None

    def transport(self) -> tuple[Transport, Answers]:
        """A way to the server, and the answers that it keeps."""
        from ospo_widgets.portfolio.collecting.forges.transport import Transport

        subject = f"{self.base} {self.subject}"
        answers = Answers(self.cache, subject, self.basis, self.settings.clock())
        pacing = Pacing(self.settings, self.host, self.report, self.cancel)
        return Transport(Origin.of(self.base), self.settings, answers, pacing), answers


def gitlab_client(connection: Connection) -> Client:
    """A client through python-gitlab.

    Raises:
        InputError: It is not installed.
    """
    try:
        from gitlab import Gitlab
    except ImportError:
        raise _missing("python-gitlab") from None
    from ospo_widgets.portfolio.collecting.forges.transport import session_over

    transport, answers = connection.transport()
    token = connection.token
    of_job = token.variable == JOB_TOKEN
    known = Gitlab(
        connection.base.removesuffix("/api/v4"),
        session=session_over(transport),
        user_agent=_AGENT,
        job_token=token.value if token.value and of_job else None,
        private_token=token.value if token.value and not of_job else None,
    )

    def ask(path: str, query: Query) -> Any:
        # Waiting and trying again are the transport's.
        answer = known.http_request(
            "get", path, query_data=dict(query), obey_rate_limit=False, max_retries=0
        )
        return answer.json()

    return Client(connection.host, transport, ask, answers)


def github_client(connection: Connection) -> Client:
    """A client through PyGithub.

    Raises:
        InputError: It is not installed.
    """
    try:
        from github import Auth, Github
        from github.Requester import (
            HTTPRequestsConnectionClass,
            HTTPSRequestsConnectionClass,
            Requester,
        )
    except ImportError:
        raise _missing("PyGithub") from None
    from ospo_widgets.portfolio.collecting.forges.transport import session_over

    transport, answers = connection.transport()
    session = session_over(transport)

    def through(kind: Any) -> Any:
        def made(*args: Any, **options: Any) -> Any:
            reached = kind(*args, **options)
            reached.session = session
            return reached

        return staticmethod(made)  # not a method of the requester

    # A requester keeps what it found when it was made.
    Requester.injectConnectionClasses(
        through(HTTPRequestsConnectionClass), through(HTTPSRequestsConnectionClass)
    )
    try:
        known = Github(
            auth=Auth.Token(connection.token.value) if connection.token.value else None,
            base_url=connection.base,
            user_agent=_AGENT,
            per_page=100,
            retry=None,
            seconds_between_requests=None,
            seconds_between_writes=None,
        )
    finally:
        Requester.resetConnectionClasses()

    def ask(path: str, query: Query) -> Any:
        return known.requester.requestJsonAndCheck("GET", path, parameters=dict(query))[1]

    def graphql(text: str, variables: Mapping[str, Any]) -> Any:
        asked = {"query": text, "variables": dict(variables)}
        address = known.requester.graphql_url
        return known.requester.requestJsonAndCheck("POST", address, input=asked)[1]

    usable = graphql if connection.token.value else None
    return Client(connection.host, transport, ask, answers, usable)


def _missing(library: str) -> InputError:
    return InputError(
        words("forges.missing", library=library), remedy=words("forges.missing-remedy")
    )
