# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``publiccode.yml``: what a public administration says of its software, versions 0.1 to 0.7.

Standard: https://yml.publiccode.tools/schema.core.html. Names of people and mail addresses
(``maintenance``, ``legal.mainCopyrightOwner``) are not read.
"""

from __future__ import annotations

from typing import Any

from ospo_widgets.portfolio.claims import Confidence
from ospo_widgets.portfolio.importing.building import Problems
from ospo_widgets.portfolio.importing.document import Document
from ospo_widgets.portfolio.importing.metadata import (
    Needed,
    as_list,
    begin,
    below,
    has_key,
    identify,
    imported,
    plain_dependency,
    set_all,
    set_license,
    set_list,
    text,
    yaml_texts,
)
from ospo_widgets.portfolio.importing.shapes import Context, Imported, Shape
from ospo_widgets.portfolio.records import RepositoryKind
from ospo_widgets.wording import words

SHAPE = "publiccode"


def _matches(document: Document) -> bool:
    return has_key(document, "publiccodeYmlVersion", "publiccode-yaml-version")


def _read(document: Document, context: Context) -> Imported:
    problems = Problems(document.name)
    item = yaml_texts(document)
    builder = begin(document, problems, context.read_on)
    if not isinstance(item, dict):
        problems.add("", words("importing_metadata.yaml"))
        return imported(SHAPE, problems)
    if not identify(builder, [item.get("url")], name=item.get("name")):
        problems.add("", words("importing.problem.nameless"))
        return imported(SHAPE, problems)
    builder.keep("publiccode_yml", True, Confidence.DETECTED)
    set_license(builder, below(item, "legal", "license"))
    set_all(builder, item, {"stage": ("developmentStatus",)})
    # Nobody checks these two against the repository, so that what a tool finds there holds.
    set_all(builder, item, {"last_tag_date": ("releaseDate",)}, Confidence.INFERRED)
    set_all(builder, item, {"department": ("organisation", "name")}, Confidence.INFERRED)
    set_list(builder, "topics", item.get("categories") or item.get("tags"))
    builder.keep("kind", RepositoryKind.SOFTWARE, Confidence.INFERRED)
    return imported(SHAPE, problems, builder.record(dependencies=_needed(item)))


def _needed(item: dict[str, Any]) -> tuple[Needed, ...]:
    """What it depends on: open and proprietary software; hardware that it runs on is none."""
    depends = item.get("dependsOn") or item.get("dependencies")
    found: list[Needed] = []
    for kind in ("open", "proprietary"):
        for one in as_list(below(depends, kind)):
            name = plain_dependency(text(one, "name"))
            optional = str(below(one, "optional")).lower() if isinstance(one, dict) else ""
            if name:
                found.append((name, "", optional in {"true", "yes"}, "", "publiccode.yml"))
    return tuple(found)


SHAPES = (Shape(SHAPE, _matches, _read),)
