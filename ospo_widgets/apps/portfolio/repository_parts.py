# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The pieces of the page of one repository, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from ospo_widgets.apps.portfolio.model import REPOSITORY
from ospo_widgets.knowledge import Answer
from ospo_widgets.markup import Content, Markup, chip, license_id, link, name_text, table, tag
from ospo_widgets.office.links import mail_link
from ospo_widgets.portfolio.families import UNKNOWN, family_label
from ospo_widgets.portfolio.fields import FIELDS, FieldType
from ospo_widgets.portfolio.filters import kind_label
from ospo_widgets.portfolio.readiness import readiness_parts
from ospo_widgets.portfolio.table import authors_text
from ospo_widgets.widgets.page import app_url
from ospo_widgets.wording import day, number, plural, words

if TYPE_CHECKING:
    from ospo_widgets.portfolio.claims import Claim, Value
    from ospo_widgets.portfolio.graph import Exposure, ExposureRow, Graph
    from ospo_widgets.portfolio.records import Change, Disagreement, LicenseEvent, Repository

SHOWN = 40
"""Rows of a table on this page; what is left out is counted."""


LATEST = 8
"""Changes that are seen at once; those before them come when asked for."""


def repository_link(repo: str) -> str:
    """Address of the view of one repository."""
    return app_url("portfolio", urlencode({"view": REPOSITORY, "open": repo}))


def license_text(license_: str, family: str = "") -> Content:
    """A licence for people; none and unknown have their own words and shape."""
    if license_:
        return license_id(license_) if " " not in license_ else license_
    if family == UNKNOWN:
        return chip("unknown", words("portfolio.family.unknown"), ground=False)
    return chip("no", words("portfolio.none-stated"), ground=False)


def lead(repository: Repository) -> list[Content]:
    """What it is, in a line: kind, licence, family."""
    said: list[Content] = [kind_label(repository.kind), " · "]
    said.append(license_text(repository.license, repository.family))
    family = family_label(repository.family)
    if repository.license and family != repository.license:
        said += [" · ", family]
    if repository.relation:
        said += [" · ", repository.relation]
    if repository.department:
        said += [" · ", repository.department]
    return said


def error(repository: Repository) -> Markup | None:
    """Why its values are old or missing."""
    if not repository.error:
        return None
    read = repository.read_on
    older = words("portfolio_repository.older", date=day(read)) if read else ""
    return tag("p", repository.error, " ", older, class_="notice is-cond")


def figures(repository: Repository) -> Markup:
    """Its figures as tiles; those that are not known say so."""

    def known(value: float | None, decimals: int = 0) -> str:
        return words("portfolio.not-known") if value is None else number(value, decimals)

    head = repository.head_date
    tiles = [
        ("commits", known(repository.commits_12m)),
        ("authors", authors_text(repository.authors)),
        ("half", known(repository.authors_for_half)),
        ("last", day(head) if head else words("portfolio.not-known")),
        ("release", day(repository.last_tag_date) if repository.last_tag_date else "–"),
    ]
    drawn = [
        tag(
            "div",
            tag("dt", words(f"portfolio_repository.figure.{name}")),
            tag("dd", value, class_="v"),
        )
        for name, value in tiles
    ]
    return tag("dl", drawn, class_="tiles ospo-figures")


def readiness(repository: Repository) -> Markup:
    """Each item of readiness with its answer: the score and its parts."""
    answers = {True: ("yes", "yes"), False: ("no", "no"), None: ("unknown", "not-known")}
    found = readiness_parts(repository)
    items = [
        tag("li", chip(answers[has][0], label, ground=False), " ",
            tag("span", words(f"portfolio.{answers[has][1]}"), class_="muted small"))
        for label, has in found
    ]  # fmt: skip
    yes = sum(has is True for _, has in found)
    title = words("portfolio_repository.readiness", count=number(yes), total=number(len(found)))
    return tag(
        "section", tag("h2", title), tag("ul", items, class_="inline-list"), class_="stack-s"
    )


def history(events: Sequence[LicenseEvent], changes: Sequence[Change]) -> Markup:
    """How its licence and its files changed."""
    rows: list[tuple[Content, Content, Content, Content]] = [
        (
            tag("time", event.date.isoformat()),
            words("portfolio_repository.history.license"),
            license_text(event.license),
            event.commit[:10] or words("portfolio_repository.history.snapshot"),
        )
        for event in events
    ]
    rows += [
        (
            tag("time", change.date.isoformat()),
            field_label(change.field),
            license_text(change.value)
            if change.field == "license"
            else words(f"portfolio_repository.history.{change.value}"),
            change.commit[:10] or words("portfolio_repository.history.snapshot"),
        )
        for change in changes
    ]
    if not rows:
        return Markup("")
    rows.sort(key=lambda row: str(row[0]), reverse=True)
    columns = [
        words(f"portfolio_repository.history.column.{n}")
        for n in ("day", "what", "value", "commit")
    ]
    caption = words("portfolio_repository.history.title")
    drawn: list[Content] = [tag("h2", caption), _table(caption, columns, rows[:LATEST])]
    if len(rows) > LATEST:
        before = plural("portfolio_repository.history.before", len(rows) - LATEST)
        older = _table(before, columns, rows[LATEST:])
        drawn.append(tag("details", tag("summary", before), older, class_="more"))
    return tag("section", drawn, class_="stack-s")


def field_label(name: str) -> str:
    """Name of a field for people."""
    group = "portfolio_fields.field" if name in FIELDS else "portfolio.readiness"
    return words(f"{group}.{name}")


def value_text(name: str, value: Value) -> Content:
    """A value of a field for people."""
    if isinstance(value, bool):
        return words("portfolio.yes" if value else "portfolio.no")
    if FIELDS.get(name) is FieldType.LICENSE:
        return license_text(str(value))
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, float):
        return number(value, 2)
    return number(value) if isinstance(value, int) else str(value)


def sources(claims: Sequence[Claim], differs: Sequence[Disagreement]) -> Markup:
    """Who says what, since when and how sure; disagreements first."""
    parts: list[Content] = []
    if differs:
        columns = [
            words(f"portfolio_repository.differs.column.{n}") for n in ("field", "taken", "other")
        ]
        told = [(field_label(d.field), _said(d.taken), _said(d.other)) for d in differs[:SHOWN]]
        parts.append(
            _section(plural("portfolio_repository.differs.title", len(differs)), columns, told)
        )
    if claims:
        columns = [
            words(f"portfolio_repository.sources.column.{name}")
            for name in ("field", "value", "source", "day", "confidence")
        ]
        ordered = sorted(
            claims,
            key=lambda c: (
                list(FIELDS).index(c.field) if c.field in FIELDS else 999,
                -c.confidence,
            ),
        )
        told_all = [
            (
                field_label(c.field),
                value_text(c.field, c.value),
                c.source,
                c.read_on.isoformat(),
                words(f"portfolio_repository.confidence.{c.confidence.name.lower()}"),
            )
            for c in ordered
        ]
        title = words("portfolio_repository.sources.title")
        body = table(title, columns, told_all, class_="cards-s words", hide_caption=True)
        parts.append(
            tag(
                "details",
                tag("summary", title),
                tag("div", body, class_="scroll", tabindex=0, role="group", aria_label=title),
                class_="more",
            )
        )
    return tag("div", parts, class_="stack")


def _said(claim: Claim) -> list[Content]:
    where = words("portfolio_repository.differs.said", source=claim.source, date=day(claim.read_on))
    return [value_text(claim.field, claim.value), tag("span", " ", where, class_="muted small")]


def needs(found: Exposure, users: Sequence[str]) -> Markup:
    """What it needs with verdicts, and which of our repositories need it."""
    every = found.rows(None)
    judged = [row for row in every if row.answer is not Answer.UNKNOWN]
    unknown = [row.dependency for row in every if row.answer is Answer.UNKNOWN]
    parts: list[Content] = []
    if every:
        title = plural("portfolio_repository.needs.title", found.dependencies)
        parts.append(tag("p", words("portfolio_repository.needs.basis"), class_="small muted"))
        care = [row for row in judged if row.answer is not Answer.YES]
        fits = [row for row in judged if row.answer is Answer.YES]
        if care:
            parts += _needs_table(title, care)
        if fits:
            said = plural("portfolio_repository.needs.fits", len(fits))
            summary = tag("summary", said)
            parts.append(tag("details", summary, _needs_table(said, fits), class_="more"))
        if unknown:
            said = plural("portfolio_repository.needs.open", len(unknown))
            listed = tag("p", [[", " if i else "", name_text(n)] for i, n in enumerate(unknown)])
            parts.append(tag("details", tag("summary", said), listed, class_="more"))
        parts.insert(0, tag("h2", title))
    else:
        parts.append(
            tag("p", chip("unknown", words("portfolio_repository.needs.none"), ground=False))
        )
    if users:
        title = plural("portfolio_repository.users", len(users))
        items = [tag("li", link(name_text(n), repository_link(n))) for n in users[:SHOWN]]
        listed = tag("ul", items, class_="inline-list")
        parts.append(tag("section", tag("h2", title), listed, class_="stack-s"))
        if len(users) > SHOWN:
            more = number(len(users) - SHOWN)
            parts.append(tag("p", words("portfolio_repository.more", count=more), class_="small"))
    return tag("div", parts, class_="stack")


def _needs_table(title: str, rows: Sequence[ExposureRow]) -> list[Content]:
    names = ("name", "license", "verdict", "why")
    columns = [words(f"portfolio_repository.needs.column.{n}") for n in names]
    parts: list[Content] = [_table(title, columns, [_need(row) for row in rows[:SHOWN]])]
    if len(rows) > SHOWN:
        more = number(len(rows) - SHOWN)
        parts.append(tag("p", words("portfolio_repository.more", count=more), class_="small"))
    return parts


def _need(row: ExposureRow) -> tuple[Content, ...]:
    reason = ""
    if row.gap is not None:
        reason = words(f"graph_portfolio.gap.{row.gap}")
    elif row.conditions:
        reason = row.conditions[0]
    elif row.reasons:
        reason = row.reasons[0].text
    family = UNKNOWN if row.dependency_license is None else ""
    return (
        name_text(row.dependency),
        license_text(row.dependency_license or "", family),
        chip(row.answer, words(f"common.verdict.{row.answer}"), ground=False),
        [
            reason,
            tag("span", f" ({words(f'graph_portfolio.use.{row.use}')})", class_="muted small"),
        ],
    )


def users(graph: Graph, repo: str) -> tuple[str, ...]:
    """Repositories that need it, directly or through others, by name."""
    from ospo_widgets.portfolio.graph.reach import reach

    node = graph.repository(repo)
    if node is None:
        return ()
    found = reach(node, graph.steps, graph.dependents, len(graph))
    return tuple(sorted(graph.label(int(n)) for n in found.nodes if n < len(graph.repos)))


def mail(repository: Repository) -> str:
    """A drafted mail about the repository, with no address of a person in it."""
    subject = words("portfolio_repository.mail_subject", repo=repository.repo)
    missing = [label for label, has in readiness_parts(repository) if has is False]
    lines = [words("portfolio_repository.mail_lead", repo=repository.repo, url=repository.url)]
    if not repository.license:
        lines.append(words("portfolio_repository.mail_license"))
    if missing:
        lines.append(words("portfolio_repository.mail_missing", items=", ".join(missing)))
    lines.append(words("portfolio_repository.mail_end"))
    return mail_link((), subject, "\n\n".join(lines))


def _section(title: str, columns: Sequence[str], rows: Sequence[Sequence[Content]]) -> Markup:
    return tag("section", tag("h2", title), _table(title, columns, rows), class_="stack-s")


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[Content]]) -> Markup:
    body = table(title, columns, rows, class_="cards-s words", hide_caption=True)
    return tag("div", body, class_="scroll", tabindex=0, role="group", aria_label=title)
