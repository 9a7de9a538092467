# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Findings about REUSE compliance: headers, licence texts, ids, steering files."""

from __future__ import annotations

from collections.abc import Iterator

from ospo_widgets.scanning.checks.model import Draft, Subject
from ospo_widgets.scanning.paths import display
from ospo_widgets.scanning.result import FileResult
from ospo_widgets.wording import plural


def files(paths: tuple[str, ...]) -> dict[str, str]:
    """The value of ``{files}``."""
    return {"files": plural("scanning.files", len(paths))}


def check(subject: Subject) -> Iterator[Draft]:
    """Findings about REUSE."""
    yield from _headers(subject)
    yield from _ids(subject)
    for path, message, kind in subject.facts.reuse_problems:
        finding = "reuse.config" if kind == "config" else "reuse.license-folder"
        yield Draft(finding, (path,), {"path": path}, (message,))


def _headers(subject: Subject) -> Iterator[Draft]:
    reserved = {n.path for n in subject.facts.notices if n.notice.kind == "reserved"}
    neither: list[str] = []
    no_license: list[str] = []
    no_copyright: list[str] = []
    invalid: list[FileResult] = []
    for file in subject.facts.files:
        if file.invalid:
            invalid.append(file)
        if not file.licenses and not file.invalid and file.path not in reserved:
            (no_license if file.copyrights else neither).append(file.path)
        elif not file.copyrights:
            no_copyright.append(file.path)
    for finding, paths in (
        ("reuse.no-header", tuple(neither)),
        ("reuse.no-license", tuple(no_license)),
        ("reuse.no-copyright", tuple(no_copyright)),
    ):
        if paths:
            yield Draft(finding, paths, files(paths))
    if invalid:
        paths = tuple(file.path for file in invalid)
        texts = tuple(dict.fromkeys(text for file in invalid for text in file.invalid))
        yield Draft("reuse.invalid-expression", paths, files(paths), texts[:10])


def _ids(subject: Subject) -> Iterator[Draft]:
    found = (subject.facts.reuse or {}).get("non_compliant", {})
    for key, finding in (
        ("missing_licenses", "reuse.missing-text"),
        ("unused_licenses", "reuse.unused-text"),
        ("bad_licenses", "reuse.bad-id"),
        ("deprecated_licenses", "reuse.deprecated-id"),
        ("licenses_without_extension", "reuse.text-without-extension"),
    ):
        ids = [display(str(i)) for i in found.get(key, ())]
        if key == "missing_licenses":
            bad = set(found.get("bad_licenses", ()))
            ids = [i for i in ids if i not in bad]
        if ids:
            paths = {p for i in ids for p in subject.files_with_license(i)}
            paths |= {
                f"LICENSES/{i}" for i in ids if key.endswith(("unused_licenses", "extension"))
            }
            yield Draft(finding, tuple(sorted(paths)), {"licenses": ", ".join(ids)})
