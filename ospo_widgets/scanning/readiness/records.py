# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""codemeta.json and .zenodo.json: what they state, and whether archives can use them.

Rules: CodeMeta 2.0 and 3.0 (terms, context), and the deposit metadata of Zenodo.
"""

from __future__ import annotations

import re
from typing import Any

from ospo_widgets.scanning.readiness.identifiers import doi_in, is_date, orcid_fault
from ospo_widgets.scanning.readiness.statement import Statement
from ospo_widgets.scanning.readiness.structured import (
    Document,
    StructureError,
    json_document,
    one_line,
)

_CONTEXT = re.compile(
    r"https?://(?:doi\.org/10\.5063/schema/codemeta-2\.0|w3id\.org/codemeta/?(?:v?\d(?:\.\d)?)?|"
    r"raw\.githubusercontent\.com/codemeta/codemeta/.{1,80}|"
    r"doi\.org/doi:10\.5063/schema/codemeta-2\.0|purl\.org/codemeta/.{1,20})",
    re.I,
)
_DAY = re.compile(r"(?:\d{4}(?:-\d\d(?:-\d\d.{0,30})?)?)?")
_RENAMED = {"contIntegration": "continuousIntegration", "embargoDate": "embargoEndDate"}
_UPLOADS = frozenset(
    {"publication", "poster", "presentation", "dataset", "image", "video", "software", "lesson",
     "physicalobject", "workflow", "model", "other"}
)  # fmt: skip
_ACCESS = frozenset({"open", "embargoed", "restricted", "closed"})


def _opened(text: str, found: Statement) -> Document | None:
    try:
        document = json_document(text)
    except StructureError as error:
        found.wrong(error.line, "unreadable", str(error))
        return None
    if not isinstance(document.data, dict):
        found.wrong(1, "no-mapping")
        return None
    return document


def read_codemeta(text: str) -> Statement:
    """What a codemeta.json states."""
    found = Statement("codemeta")
    document = _opened(text, found)
    if document is None:
        return found
    data: dict[str, Any] = document.data
    contexts = data.get("@context")
    named = [c for c in (contexts if isinstance(contexts, list) else [contexts]) if one_line(c)]
    if not any(_CONTEXT.fullmatch(str(c)) for c in named):
        found.wrong(document.line("@context"), "codemeta-context", ", ".join(map(str, named)))
    kind = data.get("@type", data.get("type"))
    if kind not in {"SoftwareSourceCode", "SoftwareApplication", "Dataset"}:
        found.wrong(document.line("@type"), "codemeta-type", one_line(kind))
    for name in ("name", "author", "license"):
        if not data.get(name):
            found.wrong(1, "missing", name)
    _renamed(document, named, found)
    for name in ("datePublished", "dateCreated", "dateModified"):
        if not _DAY.fullmatch(one_line(data.get(name))):
            found.wrong(document.line(name), "date", one_line(data.get(name)))
    _people(document, data.get("author"), found, "author")
    found.say("license", _codemeta_license(data.get("license")), document.line("license"))
    for name, keys in (("name", ("name",)), ("version", ("version", "softwareVersion")),
                       ("date", ("datePublished",)), ("description", ("description",)),
                       ("repository", ("codeRepository",)),
                       ("status", ("developmentStatus",))):  # fmt: skip
        for key in keys:
            found.say(name, one_line(data.get(key)), document.line(key))
    found.say("doi", doi_in(one_line(data.get("identifier"))), document.line("identifier"))
    if data.get("keywords"):
        found.say("keywords", 1, document.line("keywords"))
    return found


def _renamed(document: Document, named: list[Any], found: Statement) -> None:
    """Terms that version 3 of CodeMeta calls otherwise."""
    if any("3" in str(context).rpartition("/")[2] for context in named):
        for old, new in _RENAMED.items():
            if old in document.data:
                found.wrong(document.line(old), "codemeta-renamed", f"{old} → {new}")


def _codemeta_license(value: Any) -> str:
    """An id or a name for what may be a text, an address at spdx.org, a list or a mapping."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@id") or value.get("url")
    return re.sub(r"^https?://spdx\.org/licenses/|\.(?:html|json|txt)$", "", one_line(value))


def read_zenodo(text: str) -> Statement:
    """What a .zenodo.json states; every field of it may be left out."""
    found = Statement("zenodo")
    document = _opened(text, found)
    if document is None:
        return found
    data: dict[str, Any] = document.data
    for name, allowed in (("upload_type", _UPLOADS), ("access_right", _ACCESS)):
        value = one_line(data.get(name))
        if value and value not in allowed:
            found.wrong(document.line(name), "zenodo-value", f"{name}: {value}")
    released = one_line(data.get("publication_date"))
    if released and not is_date(released):
        found.wrong(document.line("publication_date"), "date", released)
    creators = data.get("creators")
    if creators is not None and (not isinstance(creators, list) or not creators):
        found.wrong(document.line("creators"), "not-list", "creators")
    _people(document, creators, found, "creators")
    license_name = data.get("license")
    if isinstance(license_name, dict):
        license_name = license_name.get("id")
    found.say("license", one_line(license_name), document.line("license"))
    for name, key in (("name", "title"), ("version", "version"), ("date", "publication_date"),
                      ("description", "description"), ("doi", "doi")):  # fmt: skip
        found.say(name, one_line(data.get(key)), document.line(key))
    if isinstance(data.get("keywords"), list):
        found.say("keywords", len(data["keywords"]), document.line("keywords"))
    return found


def _people(document: Document, people: Any, found: Statement, field: str) -> None:
    """Look at persons; their names stay here."""
    entries = people if isinstance(people, list) else [people] if people else []
    line = document.line(field)
    for entry in entries:
        if not isinstance(entry, dict):
            if field == "creators":
                found.wrong(line, "author-form")
            continue
        if field == "creators" and not one_line(entry.get("name")):
            found.wrong(line, "author-name")
        orcid = one_line(entry.get("orcid")) or one_line(entry.get("@id"))
        if "orcid.org" in orcid or (orcid and "orcid" in entry):
            fault = orcid_fault(orcid)
            if fault:
                found.wrong(line, f"orcid-{fault}", orcid)
        affiliation = entry.get("affiliation")
        if isinstance(affiliation, dict):
            affiliation = affiliation.get("name")
        if re.search(r"\bCERN\b", one_line(affiliation)):
            found.say("cern", 1, line)
        if one_line(entry.get("email")):
            found.say("mail", 1, line)
    if entries:
        found.say("authors", len(entries), line)
