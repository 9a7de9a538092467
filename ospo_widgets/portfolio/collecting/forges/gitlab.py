# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The projects of a group on GitLab and of all groups below it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from urllib.parse import quote, urlsplit

from ospo_widgets.portfolio.claims import Claim, Confidence
from ospo_widgets.portfolio.collecting.forges.access import (
    Token,
    checked_path,
    checked_server,
    token_of,
)
from ospo_widgets.portfolio.collecting.forges.change_requests import (
    gitlab_requests,
    metric_claims,
)
from ospo_widgets.portfolio.collecting.forges.client import (
    JOB_TOKEN,
    Answer,
    Client,
    Connection,
    Query,
    gitlab_client,
)
from ospo_widgets.portfolio.collecting.forges.errors import QUIET, ForgeError
from ospo_widgets.portfolio.collecting.forges.gathering import (
    Asked,
    Form,
    Part,
    gather,
    releases_of_year,
)
from ospo_widgets.portfolio.collecting.forges.reducing import (
    languages,
    repositories,
    repository,
)
from ospo_widgets.portfolio.collecting.forges.settings import ForgeSettings
from ospo_widgets.portfolio.collecting.reference import RepositoryReference
from ospo_widgets.portfolio.importing.forge_gitlab import is_rest, project_record
from ospo_widgets.portfolio.importing.forge_walk import Item
from ospo_widgets.portfolio.records import Problem
from ospo_widgets.progress import Cancel, Report, silent

TOKENS = ("GITLAB_TOKEN",)
"""Environment variables with a token."""

_PAGE = 100
_NO_KEYSET = frozenset({400, 405})
"""How GitLab answers where it has no keyset pagination."""
_OPEN = (None, "enabled", "public")


def gitlab_references(
    url: str,
    group: str,
    *,
    read_on: date,
    private: bool = False,
    details: bool | None = None,
    metrics: bool = False,
    cache: Path | None = None,
    settings: ForgeSettings | None = None,
    report: Report = silent,
    cancel: Cancel | None = None,
) -> tuple[list[RepositoryReference], list[Problem]]:
    """Ask for the projects of a group and of the groups below it.

    The token comes from the environment variable ``GITLAB_TOKEN``; in a job of the same GitLab,
    from ``CI_JOB_TOKEN``.

    Args:
        url: Address of the GitLab.
        group: Full path of the group.
        read_on: Day of the claims, and end of the year that metrics are of.
        private: Also those that only the token may see; else public ones only.
        details: Also licence, languages and releases, three questions a project. None for yes.
        metrics: Also the days to the first response and the share of closed change requests of
            the last year, up to ``1 + settings.change_requests`` questions a project.
        cache: Folder that keeps answers without people, so that what has not changed is not sent
            again and an interrupted run goes on; None keeps none.
        settings: Limits.
        report: Receives progress.
        cancel: Asked before each question and about once a second while waiting.

    Returns:
        References, and what could not be read.

    Raises:
        CancelledError: The person asked to stop; what was read is in the cache.
        InputError: The address or the path is none, the token is refused, python-gitlab is
            missing, or nothing could be read at all.
    """
    asked = Asked(read_on, private, settings or ForgeSettings(), report)
    path = checked_path(group)
    server = checked_server(url, path, asked.settings)
    detailed = details is not False
    host = (urlsplit(server).hostname or "").lower()
    client = gitlab_client(
        Connection(
            host=host,
            base=f"{server}/api/v4",
            subject=f"group {path}",
            basis=f"{read_on} {private} {detailed} {metrics}",
            token=_token(host),
            cache=cache,
            settings=asked.settings,
            report=report,
            cancel=cancel,
        )
    )
    parts = [Part(lambda item: _details(client, item, asked))] if detailed else []
    if metrics:
        parts.append(Part(lambda item: _metrics(client, item, asked)))
    pages = _pages(client, f"/groups/{quote(path, safe='')}/projects", private)
    return gather(client, _FORM, pages, parts, asked)


def _token(host: str) -> Token:
    """The token; that of a job only for the GitLab that gave it."""
    ours = os.environ.get("CI_SERVER_HOST", "").strip().lower() == host
    return token_of((*TOKENS, JOB_TOKEN) if ours else TOKENS)


def _pages(client: Client, path: str, private: bool) -> Iterator[Answer]:
    """Pages of projects, by keyset where the server has it: it stays quick for large groups."""
    query: dict[str, str | int] = {
        "include_subgroups": "true",
        "with_shared": "false",
        "order_by": "id",
        "sort": "asc",
        "per_page": _PAGE,
    }
    if not private:
        query["visibility"] = "public"
    pages = client.pages(path, query | {"pagination": "keyset"}, repositories)
    try:
        first = next(pages)
    except ForgeError as error:
        if error.status not in _NO_KEYSET:
            raise
        yield from client.pages(path, query, repositories)
        return
    yield first
    yield from pages


def _is_public(item: Item) -> bool:
    return item.get("visibility") == "public"


def _has_git(item: Item) -> bool:
    return item.get("empty_repo") is not True and item.get("repository_access_level") != "disabled"


_FORM = Form(
    is_item=is_rest,
    name="path_with_namespace",
    clone="http_url_to_repo",
    record=project_record,
    is_public=_is_public,
    has_git=_has_git,
)


def _details(client: Client, item: Item, asked: Asked) -> Sequence[Claim]:
    """Licence and languages into the project, releases and that it is no fork as claims."""
    number = item.get("id")
    if not isinstance(number, int) or isinstance(number, bool):
        return ()
    path = f"/projects/{number}"
    claims = []
    if "forked_from_project" not in item:
        # GitLab leaves it out also where the original may not be seen.
        claims.append(Claim("fork", False, client.host, asked.read_on, Confidence.INFERRED))
    if _has_git(item) and item.get("repository_access_level") in _OPEN:
        more = client.get(path, {"license": "true"}, repository).data
        if isinstance(more, dict) and "license" in more:
            item["license"] = more["license"]
        item["languages"] = client.get(f"{path}/languages", {}, languages).data
    query: Query = {"order_by": "released_at", "sort": "desc", "per_page": _PAGE}
    try:
        found = releases_of_year(client, f"{path}/releases", query, asked)
    except ForgeError as error:
        if error.reason not in QUIET:
            raise
        found = None  # releases are switched off
    if found is not None:
        claims.append(Claim("releases_12m", found, client.host, asked.read_on, Confidence.REPORTED))
    return claims


def _metrics(client: Client, item: Item, asked: Asked) -> Sequence[Claim]:
    number = item.get("id")
    if not isinstance(number, int) or isinstance(number, bool) or item.get("archived") is True:
        return ()
    most = asked.settings.change_requests
    found = gitlab_requests(client, number, asked.since, most)
    return metric_claims(found, asked.since, asked.read_on, client.host)
