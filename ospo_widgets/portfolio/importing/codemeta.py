# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``codemeta.json``, versions 2.0, 3.0 and 3.1: terms of schema.org about software, as JSON-LD.

Terms: https://codemeta.github.io/terms/. Keys may have a prefix (``schema:license``) or be whole
addresses; values may be texts, lists or nodes. The context is never loaded. Authors, maintainers
and holders are not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ospo_widgets.portfolio.claims import Confidence
from ospo_widgets.portfolio.importing.building import Problems
from ospo_widgets.portfolio.importing.document import Document
from ospo_widgets.portfolio.importing.metadata import (
    MetadataBuilder,
    Needed,
    as_list,
    begin,
    below,
    identify,
    imported,
    plain_dependency,
    set_doi,
    set_license,
    set_list,
    text,
    texts,
)
from ospo_widgets.portfolio.importing.shapes import Context, Imported, Shape
from ospo_widgets.portfolio.records import RepositoryKind
from ospo_widgets.wording import words

SHAPE = "codemeta"

_MOST_NODES = 5_000
_CODE = frozenset({"SoftwareSourceCode", "SoftwareApplication"})
_ECOSYSTEMS = {
    "pypi": "pypi",
    "cran": "cran",
    "bioconductor": "bioconductor",
    "npm": "npm",
    "npmjs": "npm",
    "crates": "cargo",
    "rubygems": "gem",
    "hex": "hex",
    "anaconda": "conda",
}
"""Types of package URLs by words in the ``provider`` or ``sameAs`` of a requirement."""


def _matches(document: Document) -> bool:
    value = document.json
    if not isinstance(value, dict):
        return False
    context = str(value.get("@context", ""))[:2_000].lower()
    if "codemeta" in context:
        return True
    return "schema.org" in context and _main(value) is not None


def _read(document: Document, context: Context) -> Imported:
    problems = Problems(document.name)
    item = _main(document.json)
    builder = begin(document, problems, context.read_on)
    if item is None:
        problems.add("", words("importing_metadata.node"))
        return imported(SHAPE, problems)
    pages = (item.get("url"), item.get("sameAs"), item.get("@id"))
    name = text(item.get("name")) or text(item.get("title"))
    if not identify(builder, [item.get("codeRepository")], pages=pages, name=name):
        problems.add("", words("importing.problem.nameless"))
        return imported(SHAPE, problems)
    builder.keep("codemeta_json", True, Confidence.DETECTED)
    set_license(builder, item.get("license"))
    if stage := text(item.get("developmentStatus"), "name"):
        # https://www.repostatus.org/#active
        builder.set("stage", stage.rstrip("/").rpartition("#")[2].rpartition("/")[2])
    set_doi(builder, item.get("identifier"), item.get("@id"), item.get("sameAs"))
    _claim_days(builder, item)
    languages = texts(item.get("programmingLanguage"), "name", "url")
    set_list(builder, "languages", [one for one in languages if "://" not in one])
    if len(languages) == 1 and "://" not in languages[0]:
        builder.set("main_language", languages[0], column="programmingLanguage")
    set_list(builder, "topics", item.get("keywords"), "name")
    is_data = "Dataset" in _types(item)
    kind = RepositoryKind.DATA if is_data else RepositoryKind.SOFTWARE
    builder.keep("kind", kind, Confidence.DECLARED if is_data else Confidence.INFERRED)
    if item.get("readme"):
        builder.keep("readme", True)
    return imported(SHAPE, problems, builder.record(dependencies=_needed(item)))


def _claim_days(builder: MetadataBuilder, item: Mapping[str, Any]) -> None:
    if created := text(item.get("dateCreated")):
        builder.set("created", created, column="dateCreated")
    # Tools copy these two from somewhere, so that what git says of commits and tags holds.
    for field, key in (("head_date", "dateModified"), ("last_tag_date", "datePublished")):
        if stated := text(item.get(key)):
            builder.set(field, stated, column=key, confidence=Confidence.INFERRED)


def _main(value: Any) -> dict[str, Any] | None:
    """The node of the software, its keys without prefixes."""
    nodes = as_list(value.get("@graph")) if isinstance(value, dict) else []
    candidates = [value, *nodes[:_MOST_NODES]] if isinstance(value, dict) else []
    plain = [_plain(one) for one in candidates if isinstance(one, dict)]
    for wanted in (_has_repository, _is_code, _is_named):
        if found := next(filter(wanted, plain), None):
            return found
    return None


def _has_repository(node: dict[str, Any]) -> bool:
    return "codeRepository" in node


def _is_code(node: dict[str, Any]) -> bool:
    return bool(_CODE & set(_types(node)))


def _is_named(node: dict[str, Any]) -> bool:
    return "name" in node and ("license" in node or "identifier" in node)


def _types(node: Mapping[str, Any]) -> list[str]:
    kinds = texts(node.get("@type")) + texts(node.get("type"))
    return [_short(one) for one in kinds]


def _plain(node: dict[str, Any]) -> dict[str, Any]:
    return {(key if key.startswith("@") else _short(key)): value for key, value in node.items()}


def _short(term: str) -> str:
    """``license`` for ``schema:license`` and ``https://schema.org/license``."""
    return term.rpartition("/")[2].rpartition(":")[2].rpartition("#")[2]


def _needed(item: Mapping[str, Any]) -> tuple[Needed, ...]:
    found: list[Needed] = []
    for key, optional in (("softwareRequirements", False), ("softwareSuggestions", True)):
        for one in as_list(item.get(key)):
            if name := _package(one):
                found.append((name, "", optional, "", "codemeta.json"))
    return tuple(found)


def _package(one: Any) -> str:
    """Package URL of a requirement: text, or a node with name, provider and address."""
    if isinstance(one, str):
        return plain_dependency(one)
    if not isinstance(one, dict):
        return ""
    node = _plain(one)
    repository = text(node.get("codeRepository"))
    if repository and (found := plain_dependency(repository)):
        return found
    name = text(node.get("identifier")) or text(node.get("name"))
    if "://" in name:
        name = text(node.get("name"))
    said = " ".join(
        [*texts(node.get("provider"), "name"), text(below(node, "provider", "@id")),
         *texts(node.get("sameAs")), *texts(node.get("url"))]
    ).lower()  # fmt: skip
    named = (_ECOSYSTEMS.get(word, "") for word in re.findall("[a-z]+", said))
    ecosystem = next(filter(None, named), "")
    if not ecosystem and "python" in text(node.get("runtimePlatform")).lower():
        ecosystem = "pypi"
    return plain_dependency(name, ecosystem or "generic")


SHAPES = (Shape(SHAPE, _matches, _read),)
