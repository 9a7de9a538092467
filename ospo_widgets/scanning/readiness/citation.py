# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""CITATION.cff: what it states, and whether it follows the Citation File Format.

The rules are those of version 1.2.0 of the format (schema and guide); older files (1.0.3 and 1.1.0)
are looked at for what is the same there. The library that validates such files was last released
in 2021 and brings a network client, so the few rules that matter stand here.
"""

from __future__ import annotations

import re
from typing import Any

from ospo_widgets.scanning.readiness.identifiers import is_date, is_doi, orcid_fault
from ospo_widgets.scanning.readiness.statement import Statement
from ospo_widgets.scanning.readiness.structured import (
    Document,
    StructureError,
    one_line,
    yaml_document,
)

_REQUIRED = ("cff-version", "message", "title", "authors")
_KNOWN = frozenset(
    {*_REQUIRED, "abstract", "commit", "contact", "date-released", "doi", "identifiers", "keywords",
     "license", "license-url", "preferred-citation", "references", "repository",
     "repository-artifact", "repository-code", "type", "url", "version"}
)  # fmt: skip
_VERSIONS = frozenset({"1.0.1", "1.0.2", "1.0.3", "1.1.0", "1.2.0"})
_PERSON = frozenset(
    {"address", "affiliation", "alias", "city", "country", "email", "family-names", "fax",
     "given-names", "name-particle", "name-suffix", "orcid", "post-code", "region", "tel",
     "website"}
)  # fmt: skip
_ENTITY = frozenset(
    {"address", "alias", "city", "country", "date-end", "date-start", "email", "fax", "location",
     "name", "orcid", "post-code", "region", "tel", "website"}
)  # fmt: skip
_URL = re.compile(r"(?:https?|s?ftp)://\S+")


def read_citation(text: str) -> Statement:
    """What a CITATION.cff states."""
    found = Statement("cff")
    try:
        document = yaml_document(text)
    except StructureError as error:
        found.wrong(error.line, "unreadable", str(error))
        return found
    data = document.data
    if not isinstance(data, dict):
        found.wrong(1, "no-mapping")
        return found
    _required(document, data, found)
    _simple(document, data, found)
    _people(document, data, found)
    _identifiers(document, data, found)
    return found


def _required(document: Document, data: dict[str, Any], found: Statement) -> None:
    for name in _REQUIRED:
        if not data.get(name):
            found.wrong(document.line(name), "missing", name)
    version = one_line(data.get("cff-version"))
    if version and version not in _VERSIONS:
        found.wrong(document.line("cff-version"), "cff-version", version)
    if version == "1.2.0":
        for name in data:
            if name not in _KNOWN:
                found.wrong(document.line(name), "unknown-field", name)


def _simple(document: Document, data: dict[str, Any], found: Statement) -> None:
    for name in ("title", "message", "abstract", "version", "commit", "doi", "url", "license-url"):
        if isinstance(data.get(name), dict | list):
            found.wrong(document.line(name), "not-text", name)
    for name in ("url", "repository", "repository-code", "repository-artifact", "license-url"):
        value = one_line(data.get(name))
        if value and not _URL.fullmatch(value):
            found.wrong(document.line(name), "url", value)
    kind = one_line(data.get("type"))
    if kind and kind not in {"software", "dataset"}:
        found.wrong(document.line("type"), "type", kind)
    released = one_line(data.get("date-released"))
    if released and not is_date(released):
        found.wrong(document.line("date-released"), "date", released)
    doi = one_line(data.get("doi"))
    if doi and not is_doi(doi):
        found.wrong(document.line("doi"), "doi", doi)
    licenses = data.get("license")
    for stated in licenses if isinstance(licenses, list) else [licenses]:
        found.say("license", one_line(stated), document.line("license"))
    for field, key in (("name", "title"), ("version", "version"), ("date", "date-released"),
                      ("description", "abstract"), ("repository", "repository-code")):  # fmt: skip
        found.say(field, one_line(data.get(key)), document.line(key))
    if is_doi(doi):
        found.say("doi", doi, document.line("doi"))
    keywords = data.get("keywords")
    if isinstance(keywords, list):
        found.say("keywords", len(keywords), document.line("keywords"))


def _people(document: Document, data: dict[str, Any], found: Statement) -> None:
    for field in ("authors", "contact"):
        people = data.get(field)
        if people is None:
            continue
        if not isinstance(people, list):
            found.wrong(document.line(field), "not-list", field)
            continue
        for i, person in enumerate(people):
            if not isinstance(person, dict):
                found.wrong(document.line(field, i), "author-form")
                continue
            known = _ENTITY if "name" in person else _PERSON
            for name in person:
                if name not in known:
                    found.wrong(document.line(field, i, name), "author-field", name)
            if not any(
                person.get(name) for name in ("name", "family-names", "given-names", "alias")
            ):
                found.wrong(document.line(field, i), "author-name")
            _orcid(found, document.line(field, i, "orcid"), one_line(person.get("orcid")))
            if one_line(person.get("email")):
                found.say("mail", 1, document.line(field, i, "email"))
            if re.search(r"\bCERN\b", one_line(person.get("affiliation"))):
                found.say("cern", 1, document.line(field, i, "affiliation"))
        if field == "authors":
            found.say("authors", len(people), document.line("authors"))


def _orcid(found: Statement, line: int, value: str) -> None:
    if not value:
        return
    fault = orcid_fault(value)
    if fault or not value.startswith("https://orcid.org/"):
        found.wrong(line, f"orcid-{fault or 'form'}", value)


def _identifiers(document: Document, data: dict[str, Any], found: Statement) -> None:
    entries = data.get("identifiers")
    for i, entry in enumerate(entries if isinstance(entries, list) else ()):
        if not isinstance(entry, dict) or not entry.get("type") or not entry.get("value"):
            found.wrong(document.line("identifiers", i), "identifier")
        elif one_line(entry["type"]) == "doi":
            value = one_line(entry["value"])
            line = document.line("identifiers", i, "value")
            if is_doi(value):
                found.say("doi", value, line)
            else:
                found.wrong(line, "doi", value)
