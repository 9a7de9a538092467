# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""OpenSSF Scorecard, as scores with details or as raw results: checks become facts, never scores.

Checks: https://github.com/ossf/scorecard/blob/main/docs/checks.md. A check of −1 says nothing.
"""

from __future__ import annotations

import re
from typing import Any

from ospo_widgets.portfolio.claims import Confidence, SourceRecord
from ospo_widgets.portfolio.importing.addresses import clean_address, path_of
from ospo_widgets.portfolio.importing.building import Problems, RecordBuilder
from ospo_widgets.portfolio.importing.document import Document
from ospo_widgets.portfolio.importing.forge_ecosystems import day_or
from ospo_widgets.portfolio.importing.forge_walk import (
    Item,
    below,
    find_items,
    first_item,
    text_of,
)
from ospo_widgets.portfolio.importing.shapes import Context, Imported, Shape
from ospo_widgets.wording import words

SOURCE = "OpenSSF Scorecard"

_NAMED = re.compile(r"recognized license: ([^:\n]{1,200})")
_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
_WARNINGS = re.compile(r"archived", re.IGNORECASE)
_EITHER = (("security", "Security-Policy"), ("dependency_updates", "Dependency-Update-Tool"))


def is_result(item: Item) -> bool:
    """Whether a dictionary is the result of one repository."""
    if not text_of(item, "repo", "name"):
        return False
    raw = isinstance(item.get("results"), dict) and "metadata" in item and "scorecard" in item
    return raw or (isinstance(item.get("checks"), list) and "score" in item)


def _matches(document: Document) -> bool:
    return first_item(document, is_result) is not None


def _read(document: Document, context: Context) -> Imported:
    problems = Problems(document.name)
    found = find_items(document.json, is_result)
    records = [_record(item, place, problems, context) for place, item in found.items]
    found.tell(problems)
    return Imported(tuple(r for r in records if r), problems.all(), "scorecard")


def _record(item: Item, place: str, problems: Problems, context: Context) -> SourceRecord | None:
    builder = RecordBuilder(
        problems,
        place,
        source=SOURCE,
        read_on=day_or(item.get("date"), context.read_on),
        confidence=Confidence.DETECTED,
    )
    address = clean_address(text_of(item, "repo", "name"))
    if not builder.identify(address, path_of(address) if address else ""):
        problems.add(place, words("importing.problem.nameless"))
        return None
    commit = text_of(item, "repo", "commit")
    if _COMMIT.fullmatch(commit):
        builder.keep("head_commit", commit)
    if isinstance(item.get("results"), dict):
        _claim_raw(builder, item["results"])
    else:
        _claim_checks(builder, item["checks"])
    return builder.record()


def _claim_checks(builder: RecordBuilder, checks: list[Any]) -> None:
    by_name = {text_of(one, "name"): one for one in checks if isinstance(one, dict)}
    for field, name in _EITHER:
        score = _score(by_name.get(name))
        if score is not None:
            builder.keep(field, score > 0)
    maintained = by_name.get("Maintained")
    if _score(maintained) == 0 and _WARNINGS.search(text_of(maintained or {}, "reason")):
        builder.keep("archived", True)
    license_check = by_name.get("License")
    if _score(license_check) == 0:
        builder.keep("license", "")
    elif license_check is not None:
        _claim_licenses(builder, _NAMED.findall("\n".join(_details(license_check))))


def _details(check: Item) -> list[str]:
    details = check.get("details")
    return [one for one in details if isinstance(one, str)] if isinstance(details, list) else []


def _score(check: Item | None) -> float | None:
    score = check.get("score") if isinstance(check, dict) else None
    usable = isinstance(score, int | float) and not isinstance(score, bool) and score >= 0
    return score if usable else None


def _claim_raw(builder: RecordBuilder, results: Item) -> None:
    for field, key in (("security", "securityPolicies"), ("dependency_updates", _TOOLS)):
        if isinstance(results.get(key), list):
            builder.keep(field, bool(results[key]))
    archived = below(results, "archived", "status")
    if isinstance(archived, bool):
        builder.keep("archived", archived)
    created = text_of(results, "createdAt", "timestamp")
    if not created.startswith("0001-"):  # Go’s way to say that it is not set
        builder.set("created", created or None, column="createdAt")
    licenses = results.get("licenses")
    if licenses == []:
        builder.keep("license", "")
    elif isinstance(licenses, list):
        files = [below(one, "file") for one in licenses]
        named = [text_of(f, "spdxid") or text_of(f, "name") for f in files if isinstance(f, dict)]
        _claim_licenses(builder, named)
    owners = below(results, "branchProtections", "codeownersFiles")
    if isinstance(owners, list):
        builder.keep("codeowners", bool(owners))


_TOOLS = "dependencyUpdateTools"


def _claim_licenses(builder: RecordBuilder, names: list[str]) -> None:
    """One licence is taken over; of several nothing says which is the main one."""
    different = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    if len(different) == 1:
        builder.set("license", different[0], column="License")


SHAPES = (Shape("scorecard", _matches, _read),)
