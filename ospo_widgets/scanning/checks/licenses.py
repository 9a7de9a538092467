# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Findings about the licence of the whole and about single licences."""

from __future__ import annotations

from collections.abc import Iterator

from ospo_widgets.knowledge.model import Category
from ospo_widgets.licensing.expressions import ExpressionError, parse
from ospo_widgets.scanning.checks.model import Draft, Subject
from ospo_widgets.scanning.licence_names import family
from ospo_widgets.scanning.main_license import families, ids_in, manifest_expression
from ospo_widgets.scanning.notices import is_bare_ohl


def check(subject: Subject) -> Iterator[Draft]:
    """Findings about licences."""
    if not subject.main.main and subject.main.path:
        path = subject.main.path
        yield Draft("license.unknown-text", (path,), {"path": path})
    elif not subject.main.main:
        yield Draft("license.none")
    elif subject.main.expression is None:
        paths = tuple(t.path for t in subject.facts.license_texts if t.at_root)
        yield Draft("license.unclear", paths, {"licenses": subject.main.main})
    yield from _not_open(subject)
    yield from _readme(subject)
    yield from _manifests(subject)
    yield from _single(subject)
    yield from _bare_ohl(subject)


def _not_open(subject: Subject) -> Iterator[Draft]:
    ids = ids_in(subject.main.expression or "")
    closed = [
        i
        for i in ids
        if (found := subject.knowledge.licenses.get(i)) and found.category is Category.NONFREE
    ]
    if closed:
        paths = (subject.main.path,) if subject.main.path else ()
        yield Draft("license.not-open", paths, {"licenses": ", ".join(closed)})


def _readme(subject: Subject) -> Iterator[Draft]:
    if not subject.main.expression:
        return
    for found in subject.facts.notices:
        named = families(subject.license_ids) | families([subject.main.expression])
        if found.notice.kind == "claim" and found.notice.text not in named:
            where = subject.main.path
            values = {
                "claimed": found.notice.text,
                "path": where or "the files",
                "main": subject.main.main,
            }
            place = f"{found.path}:{found.notice.line}"
            yield Draft("license.readme-differs", (place, where) if where else (place,), values)
            return


def _manifests(subject: Subject) -> Iterator[Draft]:
    main = subject.main.expression
    if not main:
        return
    for read in subject.facts.manifests:
        stated = read.manifest.license
        expression = manifest_expression(stated)
        if read.path == subject.main.path or not expression or _assumed(stated):
            continue
        if {family(i) for i in ids_in(expression)} != {family(i) for i in ids_in(main)}:
            values = {"path": read.path, "claimed": expression, "main": subject.main.main}
            yield Draft("license.manifest-differs", (read.path,), values, (stated,))


def _assumed(stated: str) -> bool:
    """Whether the words leave open which licence they mean (“BSD”)."""
    try:
        return bool(parse(stated).notes)
    except ExpressionError:
        return False


def _single(subject: Subject) -> Iterator[Draft]:
    texts = subject.facts.license_texts
    if "BSD-4-Clause" in subject.license_ids:
        paths = subject.files_with_license("BSD-4-Clause")
        yield Draft("license.bsd-4-clause", paths or (subject.main.path,))
    lgpl = [i for i in subject.license_ids if i.startswith("LGPL-3")]
    has_gpl = any(i.startswith("GPL-3.0") for text in texts for i in text.ids)
    if lgpl and not has_gpl:
        yield Draft(
            "license.lgpl-without-gpl",
            tuple(t.path for t in texts if any(i.startswith("LGPL-3") for i in t.ids)),
        )


def _bare_ohl(subject: Subject) -> Iterator[Draft]:
    bare = sorted(i for i in subject.license_ids if is_bare_ohl(i))
    paths = [path for i in bare for path in subject.files_with_license(i)]
    evidence = list(bare)
    texts = {i for text in subject.facts.license_texts for i in text.ids}
    named = {i for i in subject.license_ids | texts if i.startswith("CERN-OHL") and i not in bare}
    if not named:
        for found in subject.facts.notices:
            if found.notice.kind == "bare-ohl":
                paths.append(f"{found.path}:{found.notice.line}")
                evidence.append(found.notice.text)
    if paths:
        yield Draft("license.bare-cern-ohl", tuple(paths), {}, tuple(dict.fromkeys(evidence)))
