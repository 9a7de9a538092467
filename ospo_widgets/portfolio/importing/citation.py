# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``CITATION.cff``: how a project wants to be cited, versions 1.0 to 1.2.

Format: https://github.com/citation-file-format/citation-file-format/blob/main/schema-guide.md.
Authors and contacts are not read. Several licences are a choice, as the format says.
"""

from __future__ import annotations

from ospo_widgets.portfolio.claims import Confidence
from ospo_widgets.portfolio.importing.building import Problems
from ospo_widgets.portfolio.importing.document import Document
from ospo_widgets.portfolio.importing.metadata import (
    as_list,
    begin,
    has_key,
    identify,
    imported,
    set_all,
    set_doi,
    set_license,
    set_list,
    text,
    yaml_texts,
)
from ospo_widgets.portfolio.importing.shapes import Context, Imported, Shape
from ospo_widgets.portfolio.records import RepositoryKind
from ospo_widgets.wording import words

SHAPE = "citation-cff"


def _matches(document: Document) -> bool:
    return has_key(document, "cff-version")


def _read(document: Document, context: Context) -> Imported:
    problems = Problems(document.name)
    item = yaml_texts(document)
    builder = begin(document, problems, context.read_on)
    if not isinstance(item, dict):
        problems.add("", words("importing_metadata.yaml"))
        return imported(SHAPE, problems)
    urls = [
        one.get("value")
        for one in as_list(item.get("identifiers"))
        if isinstance(one, dict) and one.get("type") == "url"
    ]
    pages = (item.get("repository"), item.get("url"), item.get("repository-artifact"), urls)
    named = identify(
        builder, [item.get("repository-code")], pages=pages, name=text(item.get("title"))
    )
    if not named:
        problems.add("", words("importing.problem.nameless"))
        return imported(SHAPE, problems)
    builder.keep("citation_cff", True, Confidence.DETECTED)
    set_license(builder, item.get("license") or item.get("license-url"), join="OR")
    dois = [
        one.get("value")
        for one in as_list(item.get("identifiers"))
        if isinstance(one, dict) and one.get("type") == "doi"
    ]
    set_doi(builder, item.get("doi"), dois)
    # The file is easily forgotten at a release, so that what a tool finds of tags holds.
    set_all(builder, item, {"last_tag_date": ("date-released",)}, Confidence.INFERRED)
    set_list(builder, "topics", item.get("keywords"))
    is_data = item.get("type") == "dataset"
    kind = RepositoryKind.DATA if is_data else RepositoryKind.SOFTWARE
    builder.keep("kind", kind, Confidence.DECLARED if is_data else Confidence.INFERRED)
    return imported(SHAPE, problems, builder.record())


SHAPES = (Shape(SHAPE, _matches, _read),)
