# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Entries of catalogues: filled from a project, judged, and written as a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.licensing.expressions import Expression, ExpressionError, base_id, parse
from ospo_widgets.office.catalogues import (
    LEVELS,
    Catalogue,
    EntryField,
    EntryProblem,
    Values,
    link_of,
    shape_problems,
    texts_in,
)
from ospo_widgets.office.contacts import is_address
from ospo_widgets.office.requests import MAX_LINE, MAX_TEXT, WEB_ADDRESS, is_day
from ospo_widgets.project import Project
from ospo_widgets.wording import words

_GITHUB = re.compile(r"/(?P<path>[\w.-]+/[\w.-]+?)(?:\.git)?/?")
_README = re.compile(r"readme(?:\.\w{1,10})?", re.IGNORECASE)
_ROLES = frozenset({"open", "source", "support", "team", "info", "contact", "service", "group",
                    "office", "help", "project", "admin", "dev", "developers"})  # fmt: skip
"""Words of role addresses such as open.source@…"""


@dataclass(frozen=True, slots=True)
class Stated:
    """What is known of a project beside its parts; each may be empty.

    Attributes:
        license: Expression of the whole.
        description: What it is, in a sentence.
        repository: Its address.
        last_commit: Day of the newest commit.
    """

    license: str = ""
    description: str = ""
    repository: str = ""
    last_commit: str = ""


NOTHING_STATED = Stated()


def filled(
    catalogue: Catalogue, project: Project, stated: Stated = NOTHING_STATED
) -> dict[str, str | tuple[str, ...]]:
    """An entry with what a project tells; what nobody knows is left out, never invented."""
    home = project.url or stated.repository
    licenses = tuple(dict.fromkeys(part.license for part in project.parts if part.license))
    readme = next((n for n in project.existing_files if _README.fullmatch(n)), "")
    whole = stated.license or (licenses[0] if len(licenses) == 1 else "")
    if catalogue.id == "software":
        found: dict[str, str | tuple[str, ...]] = {
            "title": project.name,
            "description": stated.description,
            "repository": home,
            "readme": readme,
            "license": (whole,) if whole else licenses,
            "last_commit": stated.last_commit,
        }
    else:
        found = {
            "name": project.name,
            "description": description_address(home, project.existing_files),
            "website": home,
            "licenses": licenses or ((whole,) if whole else ()),
        }
    fixed = {field.id: field.value for field in catalogue.fields if field.value}
    return {name: value for name, value in {**fixed, **found}.items() if value}


def entry_problems(
    catalogue: Catalogue, values: Values, knowledge: Knowledge | None = None
) -> tuple[EntryProblem, ...]:
    """What is wrong with an entry, in the order of the fields.

    Args:
        catalogue: The catalogue.
        values: The entry.
        knowledge: By default what the office knows.
    """
    beside = {field.id for field in catalogue.fields if not field.in_file}
    shape = shape_problems(catalogue, {k: v for k, v in values.items() if k not in beside})
    order = [field.id for field in catalogue.fields]
    found = list(shape)
    for field in catalogue.fields:
        texts = texts_in(field, values[field.id]) if values.get(field.id) else None
        for text in texts or ():
            found += _meant(catalogue, field, text.strip(), knowledge)
    return tuple(
        sorted(found, key=lambda p: order.index(p.field) if p.field in order else len(order))
    )


def _meant(
    catalogue: Catalogue, field: EntryField, text: str, knowledge: Knowledge | None
) -> Iterator[EntryProblem]:
    limit = MAX_TEXT if field.shape == "text" else MAX_LINE
    if len(text) > limit:
        yield EntryProblem(field.id, "long", str(limit))
    match field.shape:
        case "mail" if not is_address(text):
            yield EntryProblem(field.id, "mail", text[:60])
        case "mail" if _looks_personal(text):
            yield EntryProblem(field.id, "person", text[:60])
        case "day" if not is_day(text):
            yield EntryProblem(field.id, "day", text[:60])
        case "trl" if text not in LEVELS:
            yield EntryProblem(field.id, "level", text[:60])
        case "licenses":
            yield from _license_problems(catalogue, field, text, knowledge)
        case _:
            pass


def _license_problems(
    catalogue: Catalogue, field: EntryField, text: str, knowledge: Knowledge | None
) -> Iterator[EntryProblem]:
    try:
        expression = parse(text)
    except ExpressionError:
        yield EntryProblem(field.id, "license", text[:60])
        return
    if not catalogue.osi:
        return
    verdict = osi_approved(expression, knowledge or load_knowledge())
    if verdict is None:
        yield EntryProblem(field.id, "osi_unknown", expression.text)
    elif not verdict:
        yield EntryProblem(field.id, "osi", expression.text)


def osi_approved(expression: Expression, knowledge: Knowledge) -> bool | None:
    """Whether one can take the work under licences that the OSI has approved.

    Of several to choose from one is enough; of several that hold together all must be approved.

    Returns:
        None when it is not known.
    """
    verdicts = [_all_approved(terms, knowledge) for terms in expression.alternatives]
    if True in verdicts:
        return True
    return None if None in verdicts else False


def _all_approved(terms: frozenset[str], knowledge: Knowledge) -> bool | None:
    rows = [knowledge.licenses.get(t) or knowledge.licenses.get(base_id(t)) for t in terms]
    stated = [row.osi if row else None for row in rows]
    if False in stated:
        return False
    return None if None in stated else True


def _looks_personal(address: str) -> bool:
    """Given and family name before the @: people leave, roles stay."""
    parts = address.partition("@")[0].lower().split(".")
    named = len(parts) == 2 and all(len(part) > 1 and part.isalpha() for part in parts)
    return named and not set(parts) & _ROLES


def entry_text(catalogue: Catalogue, values: Values, head: Iterable[str] = ()) -> str:
    """The entry as a YAML file; a required field that nobody knows stands there as a comment.

    Args:
        catalogue: The catalogue.
        values: The entry; what the catalogue does not know is left out.
        head: Comments at the top.
    """
    import yaml

    fields = [field for field in catalogue.fields if field.in_file]
    there = {field.id: _plain(field, values[field.id]) for field in fields if values.get(field.id)}
    lines = [f"# {' '.join(line.split())}" for line in head]
    lines += [
        f"# {field.id}: {words('office.open_field')}"
        for field in fields
        if field.required and field.id not in there
    ]
    # One line a value: readers of such files look for a field at the beginning of a line.
    body = yaml.safe_dump(there, sort_keys=False, allow_unicode=True, width=1_000_000)
    return "\n".join([*lines, body if there else ""])


def _plain(field: EntryField, value: str | tuple[str, ...]) -> object:
    texts = texts_in(field, value) or ()
    if field.shape == "links":
        pairs = [pair for text in texts if (pair := link_of(text))]
        return [{"name": name, "url": url} for name, url in pairs]
    return list(texts) if field.several else "".join(texts)


def description_address(repository: str, files: Iterable[str] = ()) -> str:
    """Address of the README as plain Markdown, which OHWR takes as the description.

    Known for GitHub and GitLab, whose addresses of plain files follow from that of the project;
    empty otherwise, or when there is no README in Markdown.

    Args:
        repository: Address of the project.
        files: Files in its root; when none is known, the usual name is taken.
    """
    if not WEB_ADDRESS.fullmatch(repository):
        return ""
    names = tuple(files)
    readme = next((n for n in names if n.casefold() == "readme.md"), "" if names else "README.md")
    address = urlsplit(repository)
    path = _GITHUB.fullmatch(address.path)
    host = (address.hostname or "").casefold()
    if not readme:
        return ""
    if host == "github.com" and path:
        return f"https://raw.githubusercontent.com/{path['path']}/HEAD/{readme}"
    if host.split(".")[0] == "gitlab" and address.path.strip("/"):
        bare = address.path.strip("/").removesuffix(".git")
        return f"{address.scheme}://{address.netloc}/{bare}/-/raw/HEAD/{readme}"
    return ""


def typed(catalogue: Catalogue, name: str, text: str) -> str | tuple[str, ...]:
    """The value of a field as a person types it: of a list one entry a line."""
    field = catalogue.field(name)
    # Rare separators of lines become plain ones, as readers of YAML fold them otherwise.
    text = "\n".join(text.splitlines())
    if field is None or not field.several:
        return text.strip()
    pieces = re.split(r"[\n,]" if field.shape == "tags" else r"\n", text)
    return tuple(piece for line in pieces if (piece := " ".join(line.split())))


def shown(value: str | tuple[str, ...]) -> str:
    """The value of a field as a person reads and changes it."""
    return value if isinstance(value, str) else "\n".join(value)


def entry_from(
    data: Mapping[str, object], catalogue: Catalogue
) -> dict[str, str | tuple[str, ...]]:
    """Values of an entry from plain data, for example a form that was kept; others are left out."""
    found: dict[str, str | tuple[str, ...]] = {}
    for field in catalogue.fields:
        value = data.get(field.id)
        # Kept as JSON, which has no tuples; in a file of OHWR a list holds names and addresses.
        texts = (
            texts_in(field, tuple(value) if isinstance(value, list) else value) if value else None
        )
        if texts:
            found[field.id] = texts if field.several else texts[0]
    return found
