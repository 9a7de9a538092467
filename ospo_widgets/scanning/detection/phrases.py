# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Phrases that say which licence applies, addresses of licences, and exceptions."""

from __future__ import annotations

from ospo_widgets.scanning.detection.found import Found
from ospo_widgets.scanning.detection.model import PHRASE
from ospo_widgets.scanning.detection.passages import family_of
from ospo_widgets.scanning.detection.rules import Family, rules
from ospo_widgets.scanning.detection.spdx_list import ids

NEAR = 400
MAX_ADDRESSES = 500


def phrased(text: bytes) -> list[Found]:
    """Phrases of ``data/detection/phrases.yaml``, each at its first places."""
    known = rules()
    found: list[Found] = []
    for index in known.phrase_set.Match(text) or ():
        phrase = known.phrases[index]
        for count, match in enumerate(phrase.pattern.finditer(text)):
            if count >= 20:
                break
            start, end = match.span()
            if phrase.near and not phrase.near.search(text[max(0, start - NEAR) : end + NEAR]):
                continue
            versioned = not phrase.follows
            found.append(
                Found(
                    start, end, phrase.license, PHRASE, phrase.confidence, phrase.rule,
                    phrase.follows, versioned,
                )
            )  # fmt: skip
    return found


def exempted(text: bytes) -> list[Found]:
    """Exceptions, with their place; ``expression`` is the id of the exception."""
    known = rules()
    found = []
    for index in known.exception_set.Match(text) or ():
        phrase = known.exceptions[index]
        match = phrase.pattern.search(text)
        if match:
            found.append(Found(match.start(), match.end(), phrase.license, PHRASE, 90, phrase.rule))
    return sorted(found, key=lambda one: one.start)


def addressed(text: bytes) -> list[Found]:
    """Addresses of licences."""
    known = rules()
    found: list[Found] = []
    for count, match in enumerate(known.address.finditer(text)):
        if count >= MAX_ADDRESSES:
            break
        start, end = match.span()
        row = _address(text[start:end], start)
        if row is not None:
            found.append(row)
    return found


def _address(shown: bytes, start: int) -> Found | None:
    for address in rules().addresses:
        match = address.pattern.match(shown)
        if not match:
            continue
        version = match.group(1).decode("ascii") if match.re.groups and match.group(1) else ""
        license_id = address.license.replace("{1}", version)
        if license_id.startswith(_LISTED):
            license_id = _by_id(license_id.removeprefix(_LISTED))
        if address.version:
            license_id = _of_family(rules().families[address.family], version)
        if not license_id:
            continue
        family = address.family or family_of(license_id)
        stated = bool(version) or not address.version
        return Found(
            start,
            start + len(shown),
            license_id,
            PHRASE,
            45 if address.reference else 80,
            f"address:{license_id}",
            family,
            stated and not address.reference,
        )
    return None


_LISTED = "id:"
"""Beginning of a rule whose group is an id of the SPDX list, in lower case."""


def _by_id(stated: str) -> str:
    """The SPDX id in an address; GNU ids without suffix mean that version only."""
    bare = stated.removesuffix(".php").removesuffix(".html").removesuffix(".txt").rstrip(".")
    known = ids()
    for name in (bare, bare.removesuffix("-license"), f"{bare}-only", f"{bare}.0"):
        if name in known:
            return known[name]
    return ""


def _of_family(family: Family, version: str) -> str:
    if not version:
        return family.default
    found = family.versions.get(version) or family.versions.get(version.removesuffix(".0"), "")
    return f"{found}-only" if found and family.gnu else found
