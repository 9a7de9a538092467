# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Findings about the licence of the whole and about single licences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ospo_widgets.knowledge.model import Category
from ospo_widgets.licensing.expressions import ExpressionError, parse
from ospo_widgets.scanning.checks.metadata import stated_licenses
from ospo_widgets.scanning.checks.model import Draft, Subject
from ospo_widgets.scanning.detection.license_names import family
from ospo_widgets.scanning.main_license import families, ids_in, manifest_expression
from ospo_widgets.scanning.notices import is_bare_ohl
from ospo_widgets.wording import plural, words


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
    yield from _disagreement(subject)
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


def _disagreement(subject: Subject) -> Iterator[Draft]:
    """Places that name another licence than the main one, in one finding with all who say one.

    A place may name more licences than the main one when files are under them, but it must name
    one of the main ones.
    """
    main = subject.main.expression
    if not main:
        return
    chosen = families([main])
    known = families(subject.license_ids) | chosen
    rows = list(dict.fromkeys(_stated(subject)))
    differing = [row.place for row in rows if row.differs(chosen, known)]
    if differing:
        where = subject.main.path or words("readiness.license_of.main")
        evidence = [words("readiness.said", place=where, value=subject.main.main)]
        evidence += [words("readiness.said", place=row.place, value=row.words) for row in rows]
        values = {"count": plural("readiness.places", len(differing)), "main": subject.main.main}
        paths = (*differing, *((subject.main.path,) if subject.main.path else ()))
        yield Draft("license.disagreement", paths, values, tuple(evidence))


@dataclass(frozen=True, slots=True)
class _Statement:
    """What one place says: its words, the licence families they name, and whether it is prose."""

    place: str
    words: str
    named: frozenset[str]
    prose: bool = False

    def differs(self, chosen: frozenset[str], known: frozenset[str]) -> bool:
        """Whether this stands against the main licence and those that files name.

        Prose may speak of one part only, so it is enough when files are under what it names.
        Metadata speak of the whole, so they must name one of the main licences.
        """
        foreign = self.named - known
        carried = any(i.startswith("LGPL-") for i in known) and all(
            i.startswith("GPL-") for i in foreign
        )
        unknown = bool(foreign) and not carried
        return bool(self.named) and (unknown or not (self.prose or self.named & chosen))


def _stated(subject: Subject) -> Iterator[_Statement]:
    """What README, metadata and manifests at the top say."""
    for found in subject.facts.notices:
        if found.notice.kind == "claim":
            claimed = found.notice.text
            place = f"{found.path}:{found.notice.line}"
            yield _Statement(place, claimed, frozenset({family(claimed)}), prose=True)
    seen = {subject.main.path}
    for place, stated in stated_licenses(subject):
        seen.add(place.rpartition(":")[0])
        yield _Statement(place, stated, _families_of(stated))
    for read in subject.facts.manifests:
        if "/" not in read.path and read.path not in seen and read.manifest.license:
            stated = read.manifest.license
            yield _Statement(read.path, stated, _families_of(stated))


def _families_of(stated: str) -> frozenset[str]:
    """Licence families that somebody states; none when the words leave open what they mean."""
    expression = manifest_expression(stated)
    if not expression or _assumed(stated):
        return frozenset()
    return families([expression])


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
