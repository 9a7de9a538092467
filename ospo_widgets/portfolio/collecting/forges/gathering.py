# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""From pages of a forge to references: what was read before an error stays, the rest is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.claims import Claim, SourceRecord
from ospo_widgets.portfolio.collecting.forges.client import Answer, Client, Query
from ospo_widgets.portfolio.collecting.forges.errors import FINAL, QUIET, ForgeError
from ospo_widgets.portfolio.collecting.forges.reducing import releases
from ospo_widgets.portfolio.collecting.forges.settings import ForgeSettings
from ospo_widgets.portfolio.collecting.reference import RepositoryReference
from ospo_widgets.portfolio.importing.addresses import clean_address, clean_name, host_of
from ospo_widgets.portfolio.importing.building import Problems
from ospo_widgets.portfolio.importing.forge_walk import Item
from ospo_widgets.portfolio.importing.shapes import Context
from ospo_widgets.portfolio.records import Problem
from ospo_widgets.progress import Progress, Report
from ospo_widgets.wording import number, words

LISTING = "list"
"""Stage of the progress while pages are read; its units are repositories."""
DETAILS = "details"
"""Stage of the progress while each repository is asked for; its units are repositories."""

_FAILED_IN_A_ROW = 5
_RELEASE_PAGES = 3

Record = Callable[[Item, str, Problems, Context], SourceRecord | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to know.

    Attributes:
        read_on: Day of the claims.
        private: Also what only the token may see.
        settings: Limits.
        report: Receives progress.
    """

    read_on: date
    private: bool
    settings: ForgeSettings
    report: Report

    @property
    def since(self) -> date:
        """First day of the year up to the day of the claims."""
        return self.read_on - timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Form:
    """How a forge writes its repositories.

    Attributes:
        is_item: Whether a dictionary is a repository.
        name: Key of its full name.
        clone: Key of the address that git fetches.
        record: Reads it; the same as for dumps.
        is_public: Whether everybody may see it.
        has_git: Whether there is anything to fetch.
    """

    is_item: Callable[[Item], bool]
    name: str
    clone: str
    record: Record
    is_public: Callable[[Item], bool]
    has_git: Callable[[Item], bool]


@dataclass(slots=True)
class Part:
    """Something more to ask of each repository, until that fails again and again.

    Attributes:
        ask: Asks; may also put more into the repository.
        failed: How often it failed in a row.
        left: For how many repositories it was not asked any more.
        reason: Why not.
    """

    ask: Callable[[Item], Sequence[Claim]]
    failed: int = 0
    left: int = 0
    reason: str = ""

    def claims(self, item: Item, name: str, problems: Problems) -> Sequence[Claim]:
        """What it finds out; errors become problems."""
        if self.reason:
            self.left += 1
            return ()
        try:
            found = self.ask(item)
        except ForgeError as error:
            if error.reason in QUIET:
                self.failed = 0  # an answer as well
                return ()
            self.failed += 1
            if error.reason in FINAL or self.failed >= _FAILED_IN_A_ROW:
                self.reason = error.sentence
                self.left = 1
            else:
                message = words("forges.problem.details", reason=error.sentence)
                problems.add(name, message, name)
            return ()
        self.failed = 0
        return found


@dataclass(slots=True)
class _Listed:
    items: dict[str, Item] = field(default_factory=dict)
    is_whole: bool = True


def gather(
    client: Client,
    form: Form,
    pages: Iterator[Answer],
    parts: Sequence[Part],
    asked: Asked,
    *,
    total: int = 0,
) -> tuple[list[RepositoryReference], list[Problem]]:
    """Read pages and what else is asked of each repository.

    Args:
        client: The forge.
        form: How it writes its repositories.
        pages: Answers with a list of repositories each.
        parts: What else is asked.
        asked: What somebody wants to know.
        total: How many repositories there are, 0 when that is not known.

    Raises:
        CancelledError: The person asked to stop.
        InputError: Not even the first page could be read.
    """
    problems = Problems(client.host)
    listed = _listed(form, pages, asked, problems, total)
    context = Context(asked.read_on)
    references: list[RepositoryReference] = []
    for done, item in enumerate(listed.items.values()):
        name = clean_name(item.get(form.name))
        if parts:
            asked.report(Progress(DETAILS, done, len(listed.items), item=name))
        more = [claim for part in parts for claim in part.claims(item, name, problems)]
        record = form.record(item, name, problems, context)
        if record is not None and host_of(record.url) == client.host:
            references.append(_reference(record, item, form, more, client.host))
        elif record is not None:
            problems.add(record.name, words("forges.problem.elsewhere"), record.name)
    for part in parts:
        if part.reason:
            count = number(part.left)
            problems.add("", words("forges.problem.stopped", reason=part.reason, count=count))
    if listed.is_whole and not any(part.reason for part in parts):
        references = _with_former(client, references)
        client.answers.finish()
    return references, list(problems.all())


def _listed(
    form: Form, pages: Iterator[Answer], asked: Asked, problems: Problems, total: int
) -> _Listed:
    listed = _Listed()
    begun = False
    try:
        for page in pages:
            begun = True
            total = total or _total(page)
            if page.was_cut:
                problems.add("", words("forges.problem.cut"))
            for item in page.data:
                _take(item, form, asked, listed, problems)
            done = len(listed.items)
            asked.report(Progress(LISTING, done, max(total, done) if total else 0))
            if done >= asked.settings.max_repositories:
                problems.add("", words("forges.problem.most", most=number(done)))
                break
    except ForgeError as error:
        if not begun:
            raise nothing_read(error) from None
        listed.is_whole = False
        rest = total - len(listed.items)
        key = "rest" if rest > 0 else "rest-unknown"
        message = words(f"forges.problem.{key}", reason=error.sentence, count=number(rest))
        problems.add("", message)
    return listed


def nothing_read(error: ForgeError) -> InputError:
    """For people: why nothing could be read at all."""
    return InputError(words("forges.nothing", reason=error.sentence))


def _total(page: Answer) -> int:
    text = page.headers.get("x-total", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _take(item: object, form: Form, asked: Asked, listed: _Listed, problems: Problems) -> None:
    if not isinstance(item, dict) or not form.is_item(item):
        name = clean_name(item.get(form.name)) if isinstance(item, dict) else ""
        problems.add(name, words("forges.problem.strange"), name)
        return
    if not asked.private and not form.is_public(item):
        return
    # The same one may come again when pages move while they are read.
    key = str(item.get("id") or item.get(form.name))
    if len(listed.items) < asked.settings.max_repositories:
        listed.items.setdefault(key, item)


def _reference(
    record: SourceRecord, item: Item, form: Form, more: Sequence[Claim], host: str
) -> RepositoryReference:
    clone = clean_address(item.get(form.clone))
    # Git may get a token for this host, so nothing else is fetched in its name.
    if not clone.startswith(("https://", "http://")) or host_of(clone) != host:
        clone = f"{record.url}.git"
    return RepositoryReference(
        url=record.url,
        clone_url=clone,
        name=record.name,
        platform=host,
        also=record.also,
        ids=record.ids,
        claims=(*record.claims, *more),
        read_git=form.has_git(item),
    )


def _with_former(
    client: Client, references: list[RepositoryReference]
) -> list[RepositoryReference]:
    """The references with addresses that the same id had in earlier runs."""
    known = client.answers.names()
    taken = {reference.url for reference in references}
    found = []
    for reference in references:
        for key in reference.ids:
            earlier = [one for one in known.get(key, []) if one != reference.url]
            known[key] = [reference.url, *earlier]
            # A former address that is now another repository's is no name of this one.
            former = [one for one in earlier if one not in taken and clean_address(one) == one]
            also = tuple(dict.fromkeys((*reference.also, *former)))
            reference = replace(reference, also=also)  # noqa: PLW2901 (ids are one or none)
        found.append(reference)
    client.answers.keep_names(known)
    return found


def releases_of_year(client: Client, path: str, query: Query, asked: Asked) -> int | None:
    """How many releases of a year there are; None when there are too many to count.

    Raises:
        CancelledError: The person asked to stop.
        ForgeError: There is no answer.
    """
    count = 0
    for page, answer in enumerate(client.pages(path, query, releases), 1):
        days = [found for text in answer.data if (found := _day(text))]
        count += sum(asked.since <= found <= asked.read_on for found in days)
        if any(found < asked.since for found in days) or not answer.query_of("next"):
            return count
        if page == _RELEASE_PAGES:
            return None
    return count


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
