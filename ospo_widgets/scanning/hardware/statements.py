# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a text in a design states: licence, copyright, disclaimer, where the sources are.

Elements of a notice: CERN-OHL version 2, clauses 1.6 and 1.9; its user guide, 2.2.6.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import re2
import yaml

from ospo_widgets.resources import data_dir

MAX_TEXT = 200_000
"""Characters of one text that are looked at."""
MAX_ADDRESS = 300
"""Longest address that is kept."""

MAX_DEPTH = 4
"""Slashes in the address of a site that can be a Source Location; deeper pages are of a part."""

_BARE = "CERN-OHL"
_OF_LICENSE = re.compile(
    r"licen[cs]e|creativecommons|cern[-_.]?ohl|gnu\.org|spdx\.org|opensource\.org|\.pdf$", re.I
)
_FORGE = re.compile(
    r"//[\w.-]*(?:github|gitlab|codeberg|bitbucket|ohwr|zenodo|sourceforge|doi\.org|sr\.ht|gitee|"
    r"launchpad|kitspace|hackaday\.io|wikifactory|git\.)",
    re.I,
)
_TAG = re.compile("SPDX-License-" + r"Identifier:[ \t]*([A-Za-z0-9().+ -]{2,120})")
_COPYRIGHT = re.compile(
    "SPDX-FileCopyright"
    + r"Text|\(c\)|\u00a9|\bcopyright\b.{0,20}\d{4}|\bcopyright (?!law|holder)",
    re.I,
)
_DISCLAIMER = re.compile(
    r"\bwithout\W{1,12}(?:any\W{1,12}(?:express\W{1,12}or\W{1,12}implied\W{1,12})?)?warrant|"
    r"\bno\W{1,12}warrant|\bas\W{1,3}is\b|\bdisclaim",
    re.I,
)
_LOCATION = re.compile(r"\bsource\W{1,3}location\W{0,6}(\S{1,300})", re.I)
_ADDRESS = re.compile(r"https?://[^\s\"'<>|\\^`{}]{1,300}", re.I)
_LICENSE_WORD = re.compile(r"licen[cs]|\bunder\b|lizenz", re.I)
_PLACEHOLDER = re.compile(
    r"example\.(?:com|org|net)|example_url|your[-_ ]?(?:url|project|repo)|xxx|todo|\.\.\.|<|\$\{",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a text states.

    Attributes:
        licenses: SPDX ids, or families where the version is not said (``"CC-BY-SA"``); bare
            ``"CERN-OHL"`` where the variant is not said.
        copyright: It names a holder of copyright.
        disclaimer: It says that there is no warranty.
        location: Source Location, or an address that can be one; empty when there is none.
        explicit: The words “Source Location” stand before it.
    """

    licenses: tuple[str, ...] = ()
    copyright: bool = False
    disclaimer: bool = False
    location: str = ""
    explicit: bool = False

    def joined(self, other: Statement) -> Statement:
        """Both together; an explicit location goes before an address."""
        mine = self.location and (self.explicit or not other.explicit)
        first, second = (self, other) if mine else (other, self)
        return Statement(
            tuple(dict.fromkeys((*self.licenses, *other.licenses))),
            self.copyright or other.copyright,
            self.disclaimer or other.disclaimer,
            first.location or second.location,
            first.explicit if first.location else second.explicit,
        )


def statement_in(texts: Iterable[str], *, addresses: bool = False) -> Statement:
    """What texts state together.

    Args:
        texts: For example the fields of a title block.
        addresses: Any web address may be the Source Location, as in a title block.
    """
    text = "\n".join(texts)[:MAX_TEXT]
    if not text.strip():
        return Statement()
    explicit = _LOCATION.search(text)
    location = explicit[1].rstrip(".,;)\"'") if explicit else ""
    if not location and addresses:
        found = (m[0].rstrip(".,;)") for m in _ADDRESS.finditer(text))
        location = next((a for a in found if _can_be_location(a)), "")
    return Statement(
        licenses=licenses_in(text),
        copyright=_COPYRIGHT.search(text) is not None,
        disclaimer=_DISCLAIMER.search(text) is not None,
        location=location[:MAX_ADDRESS],
        explicit=explicit is not None,
    )


def licenses_in(text: str) -> tuple[str, ...]:
    """Licences that a text of a design names, each once; the tag of SPDX goes before names."""
    tags = tuple(dict.fromkeys(_tag(match[1]) for match in _TAG.finditer(text[:MAX_TEXT])))
    if tags:
        return tags
    data = text[:MAX_TEXT].encode("utf-8", "replace")
    any_name, rows = _names()
    if not any_name.search(data):
        return ()
    spoken = _LICENSE_WORD.search(text) is not None
    found: dict[str, None] = {}
    taken: list[tuple[int, int]] = []
    for license_id, near, pattern in rows:
        if near and not spoken:
            continue
        for match in pattern.finditer(data):
            span = match.span()
            if any(a < span[1] and span[0] < b for a, b in taken):
                continue  # part of a longer name, for example CC-BY in CC-BY-SA
            taken.append(span)
            version = next((g.decode() for g in match.groups() if g), "")
            found.setdefault(_spdx(license_id, version))
            if len(taken) > 50:
                break
    if any(name.startswith(_BARE + "-") for name in found):
        found.pop(_BARE, None)  # said again in short
    return tuple(found)


def good_location(location: str) -> bool:
    """Whether a Source Location can be one: an address on the web that is no placeholder.

    It is never fetched; whether it can be reached is a question to the person.
    """
    return bool(_ADDRESS.fullmatch(location)) and not _PLACEHOLDER.search(location)


def _can_be_location(address: str) -> bool:
    """A forge, or the front pages of a site: no data sheet, no shop, no text of a licence."""
    if _OF_LICENSE.search(address):
        return False
    return bool(_FORGE.search(address)) or address.rstrip("/").count("/") <= MAX_DEPTH


def _tag(text: str) -> str:
    """The expression of a tag without what ends the comment."""
    return re.split(r"\s{2,}|\s+-*$", text.strip())[0]


def _spdx(template: str, version: str) -> str:
    if "{}" not in template:
        return template
    if not version:
        return template.replace("-{}", "")
    if template.startswith(("GPL", "LGPL", "AGPL")) and "." not in version:
        version += ".0"
    return template.replace("{}", version)


@cache
def _names() -> tuple[Any, tuple[tuple[str, bool, Any], ...]]:
    """One expression for all names, then each licence with its own."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    path = data_dir() / "hardware_files.yaml"
    entries = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)["licenses"]
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False

    def compiled(expressions: Iterable[str]) -> Any:
        # A blank in a name may be a line end with comment marks before the next word.
        wide = (re.sub(r"(?<!\[) (?!\?)", r"[\\s/*#;-]+", e) for e in expressions)
        return re2.compile("|".join(f"(?:{e})" for e in wide), options)

    rows = tuple((e["id"], bool(e.get("near")), compiled(e["expressions"])) for e in entries)
    return compiled(x for e in entries for x in e["expressions"]), rows
