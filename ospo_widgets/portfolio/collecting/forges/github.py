# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The repositories of an organisation on GitHub, or on a GitHub Enterprise Server."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from ospo_widgets.portfolio.claims import Claim, Confidence
from ospo_widgets.portfolio.collecting.forges.access import (
    checked_path,
    checked_server,
    token_of,
)
from ospo_widgets.portfolio.collecting.forges.change_requests import (
    github_requests,
    metric_claims,
)
from ospo_widgets.portfolio.collecting.forges.client import Client, Connection, github_client
from ospo_widgets.portfolio.collecting.forges.errors import ForgeError
from ospo_widgets.portfolio.collecting.forges.gathering import (
    Asked,
    Form,
    Part,
    gather,
    nothing_read,
    releases_of_year,
)
from ospo_widgets.portfolio.collecting.forges.reducing import (
    count,
    languages,
    repositories,
)
from ospo_widgets.portfolio.collecting.forges.reducing import (
    organisation as organisation_of,
)
from ospo_widgets.portfolio.collecting.forges.settings import ForgeSettings
from ospo_widgets.portfolio.collecting.reference import RepositoryReference
from ospo_widgets.portfolio.importing.addresses import clean_name
from ospo_widgets.portfolio.importing.forge_github import is_repository, repository_record
from ospo_widgets.portfolio.importing.forge_walk import Item
from ospo_widgets.portfolio.records import Problem
from ospo_widgets.progress import Cancel, Report, silent
from ospo_widgets.wording import words

TOKENS = ("GITHUB_TOKEN",)
"""Environment variables with a token."""

_PUBLIC = "https://github.com"
_PUBLIC_API = "https://api.github.com"
_PAGE = 100


def github_references(
    organisation: str,
    *,
    url: str = "",
    read_on: date,
    private: bool = False,
    details: bool | None = None,
    metrics: bool = False,
    cache: Path | None = None,
    settings: ForgeSettings | None = None,
    report: Report = silent,
    cancel: Cancel | None = None,
) -> tuple[list[RepositoryReference], list[Problem]]:
    """Ask for the repositories of an organisation.

    The token comes from the environment variable ``GITHUB_TOKEN``; without one GitHub answers few
    questions an hour.

    Args:
        organisation: Its name.
        url: Address of a GitHub Enterprise Server; empty for github.com.
        read_on: Day of the claims, and end of the year that metrics are of.
        private: Also those that only the token may see; else public ones only.
        details: Also languages, releases and open issues, up to three questions a repository.
            None for yes with a token, no without.
        metrics: Also the days to the first response and the share of closed change requests of
            the last year, one question a repository; needs a token.
        cache: Folder that keeps answers without people, so that what has not changed costs no
            budget and an interrupted run goes on; None keeps none.
        settings: Limits.
        report: Receives progress.
        cancel: Asked before each question and about once a second while waiting.

    Returns:
        References, and what could not be read.

    Raises:
        CancelledError: The person asked to stop; what was read is in the cache.
        InputError: The address or the name is none, the token is refused, PyGithub is missing, or
            nothing could be read at all.
    """
    asked = Asked(read_on, private, settings or ForgeSettings(), report)
    name = checked_path(organisation)
    server = checked_server(url or _PUBLIC, name, asked.settings)
    token = token_of(TOKENS)
    detailed = bool(token.value) if details is None else details
    host = (urlsplit(server).hostname or "").removeprefix("api.")
    client = github_client(
        Connection(
            host=host,
            base=_PUBLIC_API if host == "github.com" else f"{server}/api/v3",
            subject=f"organisation {name}",
            basis=f"{read_on} {private} {detailed} {metrics}",
            token=token,
            cache=cache,
            settings=asked.settings,
            report=report,
            cancel=cancel,
        )
    )
    try:
        about = client.get(f"/orgs/{name}", {}, organisation_of).data
    except ForgeError as error:
        raise nothing_read(error) from None
    counted = [about.get("public_repos"), about.get("total_private_repos") if private else 0]
    pages = client.pages(
        f"/orgs/{name}/repos",
        {"type": "all" if private else "public", "sort": "full_name", "per_page": _PAGE},
        repositories,
    )
    parts = [Part(lambda item: _details(client, item, asked))] if detailed else []
    if metrics and client.graphql:
        parts.append(Part(lambda item: _metrics(client, item, asked)))
    references, problems = gather(
        client, _FORM, pages, parts, asked, total=sum(n for n in counted if isinstance(n, int))
    )
    if metrics and not client.graphql:
        problems.append(Problem(host, "", words("forges.problem.metrics", variable=TOKENS[0])))
    return references, problems


def _is_public(item: Item) -> bool:
    # No set: a server may put there what cannot be in one.
    return item.get("private") is False and item.get("visibility") in (None, "public")


_FORM = Form(
    is_item=is_repository,
    name="full_name",
    clone="clone_url",
    record=repository_record,
    is_public=_is_public,
    has_git=lambda _: True,
)


def _details(client: Client, item: Item, asked: Asked) -> Sequence[Claim]:
    """Languages and open issues into the repository, releases as a claim."""
    name = clean_name(item.get("full_name"))
    if name.count("/") != 1 or {".", ".."} & set(name.split("/")):
        return ()
    path = f"/repos/{name}"
    item["languages"] = client.get(f"{path}/languages", {}, languages).data
    _without_change_requests(client, item, path)
    found = releases_of_year(client, f"{path}/releases", {"per_page": _PAGE}, asked)
    if found is None:
        return ()
    return (Claim("releases_12m", found, client.host, asked.read_on, Confidence.REPORTED),)


def _without_change_requests(client: Client, item: Item, path: str) -> None:
    """Count open issues alone; GitHub's number has change requests in it.

    The repository becomes one as Gitea writes it, which counts both apart.
    """
    both = item.get("open_issues_count")
    if item.get("has_issues") is not True or not isinstance(both, int) or both < 0:
        return
    requests = 0
    if both:
        answer = client.get(f"{path}/pulls", {"state": "open", "per_page": 1}, count)
        last = answer.query_of("last").get("page", "")
        requests = int(last) if re.fullmatch(r"[0-9]{1,9}", last) else len(answer.data)
    if requests <= both:
        item["open_issues_count"] = both - requests
        item["open_pr_counter"] = requests


def _metrics(client: Client, item: Item, asked: Asked) -> Sequence[Claim]:
    name = clean_name(item.get("full_name"))
    if name.count("/") != 1 or item.get("archived") is True:
        return ()
    owner, _, repository = name.partition("/")
    found = github_requests(client, owner, repository, asked.settings.change_requests)
    return metric_claims(found, asked.since, asked.read_on, client.host)
