# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Which findings a fix settles as a whole: every file of the finding has what it lacked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ospo_widgets.scanning.fix.model import Change
from ospo_widgets.scanning.result import Finding, ScanResult

_BY_FILE: Mapping[str, frozenset[str]] = {
    "reuse.no-header": frozenset({"license", "copyright"}),
    "reuse.no-license": frozenset({"license"}),
    "reuse.no-copyright": frozenset({"copyright"}),
    "reuse.deprecated-id": frozenset({"id"}),
    "license.bare-cern-ohl": frozenset({"id"}),
    "rights.collaboration-holder": frozenset({"holder"}),
    "rights.template-holder": frozenset({"bracket"}),
}
"""Findings about files, and what each of their files must have then."""


def settled(
    result: ScanResult, changes: Iterable[Change], handled: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """Ids of the findings that the fix settles, in their order, each once.

    Args:
        result: The scan.
        changes: Changes of the fix.
        handled: What each path has after it.
    """
    rows = list(changes)
    made = {what for change in rows for what in change.settles}
    by_path = {path: set(what) for path, what in handled.items()}
    found: dict[str, bool] = {}
    for finding in result.findings:
        good = _settles(finding, result, made, by_path)
        found[finding.id] = found.get(finding.id, True) and good
    return tuple(name for name, good in found.items() if good)


def _settles(  # noqa: PLR0911 - one row a kind of finding
    finding: Finding, result: ScanResult, made: set[str], by_path: Mapping[str, set[str]]
) -> bool:
    files = [re.sub(r":\d+$", "", path) for path in finding.paths]
    needed = _BY_FILE.get(finding.id)
    if needed is not None:
        texts = [p for p in files if not p.startswith("LICENSES/")]
        return bool(texts) and all(needed <= by_path.get(path, set()) for path in texts)
    if finding.id == "license.disagreement":
        others = [path for path in files if path != result.license.path]
        return bool(others) and all({"claim", "manifest"} & by_path.get(p, set()) for p in others)
    if finding.id == "license.lgpl-without-gpl":
        return "gpl" in made
    if finding.id == "license.none":
        return any(what == "file" or what.startswith("text:") for what in made)
    report = result.reuse.get("non_compliant", {})
    if finding.id == "reuse.missing-text":
        bad = set(report.get("bad_licenses", ()))
        ids = [str(i) for i in report.get("missing_licenses", ()) if i not in bad]
        return bool(ids) and all(f"text:{i}" in made for i in ids)
    if finding.id == "reuse.text-without-extension":
        ids = [str(i) for i in report.get("licenses_without_extension", ())]
        return bool(ids) and all(f"text:{i}" in made for i in ids)
    if finding.id == "reuse.unused-text":
        ids = [str(i) for i in report.get("unused_licenses", ())]
        return bool(ids) and all(f"unused:{i}" in made for i in ids)
    return False
