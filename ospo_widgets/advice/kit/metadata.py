# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``CITATION.cff`` (Citation File Format 1.2.0) and ``codemeta.json`` (CodeMeta 3.0)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import yaml

from ospo_widgets.advice.kit.details import Subject
from ospo_widgets.advice.kit.text import flat, web_address
from ospo_widgets.licensing.texts import text_ids
from ospo_widgets.project import Material
from ospo_widgets.wording import words

CODE = (Material.SOFTWARE, Material.FIRMWARE, Material.GATEWARE, Material.MODEL)
"""Parts that CodeMeta, a vocabulary for software, can describe."""

YOUNGER = frozenset(
    {
        "BSD-4.3TAHOE",
        "Bitstream-Vera",
        "CC-BY-3.0-IGO",
        "CC-BY-SA-3.0-IGO",
        "CC-PDM-1.0",
        "CDLA-Permissive-2.0",
        "ESA-PL-permissive-2.4",
        "ESA-PL-strong-copyleft-2.4",
        "ESA-PL-weak-copyleft-2.4",
        "Elastic-2.0",
        "FSFULLRWD",
        "HDF5",
        "Minpack",
        "NIST-Software",
        "OpenMDW-1.0",
        "OpenMDW-1.1",
        "Python-2.0.1",
        "SHL-2.0",
        "SHL-2.1",
        "SunPro",
        "Unicode-3.0",
        "X11-distribute-modifications-variant",
    }
)
"""Licences of ours that the list inside Citation File Format 1.2.0 (SPDX of May 2021) lacks."""

_ID = re.compile(r"[A-Za-z0-9.+-]+")
_ORCID = re.compile(
    r"\(?\s*(?:https?://orcid\.org/)?(?P<id>\d{4}-\d{4}-\d{4}-\d{3}[0-9X])\s*\)?", re.IGNORECASE
)
_MAIL = re.compile(r"<\s*(?P<mail>[^\s@<>]+@[^\s@<>]+\.[^\s@<>]{2,})\s*>")


def citation(subject: Subject) -> str:
    """``CITATION.cff``; fields that nobody knows are left out."""
    details = subject.details
    data: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": words("kit.citation.message"),
        "title": subject.name,
        "authors": authors(subject),
    }
    # The format knows software and data only; a board or a manual is neither.
    if subject.main.part.material is Material.DATA:
        data["type"] = "dataset"
    elif subject.main.part.material in CODE:
        data["type"] = "software"
    if details.description:
        data["abstract"] = flat(details.description)
    if details.version:
        data["version"] = details.version
    if details.keywords:
        data["keywords"] = list(details.keywords)
    if details.repository:
        data["repository-code"] = details.repository
    stated = _license(subject)
    data.update(stated)
    body = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=1_000_000)
    # A list of licences in this format means a choice between them, so several are not listed.
    note = words("kit.citation.license", license=subject.expression)
    return body if stated else f"# {note}\n{body}"


def authors(subject: Subject) -> list[dict[str, str]]:
    """Authors as the format knows them; the holder as a group when nobody is named.

    ``Family, Given`` is a person. Anything else stays one name: which of its words is the family
    name is not for us to guess.
    """
    found: list[dict[str, str]] = []
    for entry in re.split(r"[;\n]", subject.details.authors):
        author = _author(entry)
        if author and author not in found:
            found.append(author)
    return found or [{"name": subject.who.name}]


def has_guessed_names(subject: Subject) -> bool:
    """Whether an author is named without a comma, so that nobody can tell person from group."""
    return bool(subject.details.authors) and any("name" in a for a in authors(subject))


def codemeta(subject: Subject) -> str:
    """``codemeta.json``: the same in JSON-LD, with each licence as its SPDX address."""
    details, who = subject.details, subject.who
    addresses = [_spdx_address(i) for text in subject.licenses for i in text_ids(text)]
    links = list(dict.fromkeys(a for a in addresses if a))
    data: dict[str, Any] = {
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": "SoftwareSourceCode",
        "name": subject.name,
        "description": details.description,
        "version": details.version,
        "license": links[0] if len(links) == 1 else links,
        "author": [_person(a) for a in authors(subject)],
        "copyrightHolder": {"@type": "Organization", "name": who.name},
        "copyrightYear": who.year,
        "codeRepository": details.repository,
        "issueTracker": details.issues,
        "softwareHelp": _page(details.documentation),
        "keywords": list(details.keywords),
        "softwareRequirements": _requirements(subject),
    }
    kept = {key: value for key, value in data.items() if value not in ("", [], None)}
    return json.dumps(kept, indent=2, ensure_ascii=False) + "\n"


def _author(entry: str) -> dict[str, str]:
    text = flat(entry)
    orcid, mail = _ORCID.search(text), _MAIL.search(text)
    text = flat(_MAIL.sub(" ", _ORCID.sub(" ", text))).strip(" ,")
    if not text:
        return {}
    family, comma, given = (part.strip() for part in text.partition(","))
    named = bool(comma and family and given)
    author = {"family-names": family, "given-names": given} if named else {"name": text}
    if mail:
        author["email"] = mail["mail"]
    if orcid:
        author["orcid"] = f"https://orcid.org/{orcid['id'].upper()}"
    return author


def _person(author: Mapping[str, str]) -> dict[str, str]:
    """An author of ``CITATION.cff`` in the words of schema.org."""
    made = {"@type": "Organization" if "name" in author else "Person"}
    if "orcid" in author:
        made = {"@type": "Person", "@id": author["orcid"]}
    terms = {
        "name": "name",
        "given-names": "givenName",
        "family-names": "familyName",
        "email": "email",
    }
    made.update({theirs: author[ours] for ours, theirs in terms.items() if ours in author})
    return made


def _license(subject: Subject) -> dict[str, str]:
    """``license``, or its address when the format’s own list is older; empty when it is neither."""
    if len(subject.licenses) > 1 or not _ID.fullmatch(subject.licenses[0]):
        return {}
    license_id = subject.licenses[0].removesuffix("+")
    if license_id not in YOUNGER and not license_id.startswith("LicenseRef-"):
        return {"license": license_id}
    row = subject.knowledge.licenses.get(license_id)
    sources = row.provenance.sources if row else ()
    address = _spdx_address(license_id) or next(
        (a for s in sources if (a := web_address(s.url))), ""
    )
    return {"license-url": address} if address else {}


def _spdx_address(license_id: str) -> str:
    """Page of a licence in the SPDX list; empty for one that is not in it."""
    if license_id.startswith(("LicenseRef-", "DocumentRef-")):
        return ""
    return f"https://spdx.org/licenses/{license_id.removesuffix('+')}"


def _page(address: str) -> dict[str, str] | str:
    return {"@type": "WebSite", "url": address} if address else ""


def _requirements(subject: Subject) -> list[str]:
    """Names of what the code uses, with versions as stated."""
    rows = (flat(f"{c.name} {c.version}") for p in subject.of(*CODE) for c in p.part.components)
    return list(dict.fromkeys(row for row in rows if row))
