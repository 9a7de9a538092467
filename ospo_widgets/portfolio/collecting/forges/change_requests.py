# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How soon change requests are answered, and how many are closed, from the newest of a year.

After CHAOSS, https://chaoss.community/kb/metric-time-to-first-response/ and
https://chaoss.community/kb/metric-change-request-closure-ratio/

The first response is the first comment or review by another person than the author, or the merge
by another one. Requests and comments of programs do not count. The median is of those that were
answered. Who wrote is only compared, never kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import partial
from statistics import median
from typing import Any, NamedTuple

from ospo_widgets.portfolio.claims import Claim, Confidence
from ospo_widgets.portfolio.collecting.forges.client import Client, Query
from ospo_widgets.portfolio.collecting.institutes import is_bot

_BOT = re.compile(r"(project|group)_\d+_bot.*|.*\[bot\]|.*[-_]bot", re.IGNORECASE)
_COMMENTS = 20
_DAY = 86_400.0

GITHUB_QUERY = """\
query($owner: String!, $name: String!, $first: Int!) {
  repository(owner: $owner, name: $name) {
    pullRequests(first: $first, orderBy: {field: CREATED_AT, direction: DESC}) {
      nodes {
        createdAt closedAt mergedAt
        author { __typename login }
        mergedBy { __typename login }
        comments(first: 20) { nodes { createdAt author { __typename login } } }
        reviews(first: 20) { nodes { submittedAt author { __typename login } } }
      }
    }
  }
}
"""
"""About one point of the limit of GraphQL, https://docs.github.com/en/graphql."""


class Request(NamedTuple):
    """One change request: moments as the forge writes them, empty where there is none."""

    opened: str
    closed: str
    answered: str


def github_requests(client: Client, owner: str, name: str, first: int) -> list[Request]:
    """The newest change requests of a repository on GitHub.

    Raises:
        CancelledError: The person asked to stop.
        ForgeError: There is no answer.
    """
    variables = {"owner": owner, "name": name, "first": first}
    data = client.query(GITHUB_QUERY, variables, _of_github)
    return [Request(*found) for found in data]


def _of_github(data: Any) -> list[list[str]]:
    nodes = data["data"]["repository"]["pullRequests"]["nodes"]
    found = []
    for node in nodes:
        author = _login(node.get("author"))
        if _is_program(node.get("author")):
            continue
        answers = [
            _moment(said.get("createdAt") or said.get("submittedAt"))
            for kind in ("comments", "reviews")
            for said in node[kind]["nodes"]
            if _login(said.get("author")) != author and not _is_program(said.get("author"))
        ]
        merged = _moment(node.get("mergedAt"))
        if _login(node.get("mergedBy")) != author and not _is_program(node.get("mergedBy")):
            answers.append(merged)
        closed = merged or _moment(node.get("closedAt"))
        found.append(
            [_moment(node.get("createdAt")), closed, min(filter(None, answers), default="")]
        )
    return found


def _login(person: Any) -> str:
    return str(person.get("login") or person.get("id") or "") if isinstance(person, dict) else ""


def _is_program(person: Any) -> bool:
    if not isinstance(person, dict):
        return False
    name = str(person.get("login") or person.get("username") or "")
    named = _BOT.fullmatch(name) is not None or is_bot(name, "")
    return named or person.get("__typename") == "Bot" or person.get("bot") is True


def _moment(value: Any) -> str:
    return value[:40] if isinstance(value, str) else ""


def gitlab_requests(client: Client, project: int, since: date, most: int) -> list[Request]:
    """The newest change requests of a project on GitLab.

    Args:
        client: The forge.
        project: Its id.
        since: First day.
        most: How many.

    Raises:
        CancelledError: The person asked to stop.
        ForgeError: There is no answer.
    """
    path = f"/projects/{project}/merge_requests"
    query: Query = {
        "state": "all",
        "scope": "all",
        "order_by": "created_at",
        "sort": "desc",
        "per_page": most,
        "created_after": f"{since}T00:00:00Z",
    }
    # These still tell who is whom, so they are not kept.
    listed = client.get(path, query, _of_gitlab, keeps=False).data
    found = []
    for number, opened, closed, merged_by_other, notes, author in listed[:most]:
        answered = ""
        if notes:
            answer = client.get(
                f"{path}/{number}/notes",
                {"sort": "asc", "order_by": "created_at", "per_page": _COMMENTS},
                partial(_first_note, author=author),
            )
            answered = answer.data["first"]
        moments = filter(None, (answered, closed if merged_by_other else ""))
        found.append(Request(opened, closed, min(moments, default="")))
    return found


def _of_gitlab(data: Any) -> list[list[Any]]:
    found = []
    for item in data:
        author = item.get("author")
        number = item.get("iid")
        if _is_program(author) or not isinstance(number, int):
            continue
        merged = _moment(item.get("merged_at"))
        by = item.get("merge_user") or item.get("merged_by")
        other = bool(merged) and isinstance(by, dict) and _number(by) != _number(author)
        closed = merged or _moment(item.get("closed_at"))
        notes = item.get("user_notes_count") != 0
        opened = _moment(item.get("created_at"))
        found.append(
            [number, opened, closed, other and not _is_program(by), notes, _number(author)]
        )
    return found


def _number(person: Any) -> str:
    return str(person.get("id", "")) if isinstance(person, dict) else ""


def _first_note(data: Any, author: str) -> dict[str, str]:
    moments = [
        _moment(note.get("created_at"))
        for note in data
        if note.get("system") is not True
        and _number(note.get("author")) != author
        and not _is_program(note.get("author"))
    ]
    return {"first": min(filter(None, moments), default="")}


def metric_claims(
    requests: Iterable[Request], since: date, until: date, source: str
) -> tuple[Claim, ...]:
    """Median days to the first response, and share of closed ones, of those opened in a period.

    Args:
        requests: Change requests.
        since: First day of the period.
        until: Last day of it, and the day of the claims.
        source: The forge.
    """
    days: list[float] = []
    opened = closed = 0
    for request in requests:
        begun = _parsed(request.opened)
        if begun is None or not since <= begun.date() <= until:
            continue
        opened += 1
        ended, answered = _parsed(request.closed), _parsed(request.answered)
        closed += ended is not None and ended.date() <= until
        if answered is not None and answered >= begun and answered.date() <= until:
            days.append((answered - begun).total_seconds() / _DAY)
    claims = []
    if days:
        found = round(median(days), 3)
        claims.append(Claim("first_response_days", found, source, until, Confidence.REPORTED))
    if opened:
        share = round(closed / opened, 4)
        claims.append(Claim("closed_share", share, source, until, Confidence.REPORTED))
    return tuple(claims)


def _parsed(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
