# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The licence of the whole: licence file at the top, else most files, else the manifest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ospo_widgets.scanning.dependencies.find import vendored_in
from ospo_widgets.scanning.detection.files import file_licenses
from ospo_widgets.scanning.detection.license_names import family, named_licenses
from ospo_widgets.scanning.detection.license_texts import SURE, LicenseText, is_license_file
from ospo_widgets.scanning.facts import Facts
from ospo_widgets.scanning.result import MainLicense
from ospo_widgets.wording import number, words

GNU = re.compile(r"(?:A|L)?GPL-\d\.\d|GFDL-\d\.\d")
DETECTOR = "licenses"
_ID = re.compile(r"[A-Za-z0-9][\w.-]*\+?")
_WORDS = frozenset({"AND", "OR", "WITH"})
_DOCS = frozenset({"doc", "docs", "documentation", ".github", "legal", "licenses", "license"})
"""Folders at the top in which a licence file may stand for the whole."""
_README = re.compile(r"readme(?:\.[a-z]{1,8})?", re.I)
_FIT = 0.5
"""Share of a part’s files that must lie under a licence file for it to be that of the part."""


@dataclass(frozen=True, slots=True)
class FolderLicense:
    """A licence file below the top, which speaks for its folder.

    Attributes:
        folder: Folder, without a slash at its end.
        path: The licence file.
        ids: Ids of the texts in it; empty when none is known.
        vendored: The folder holds the work of others.
    """

    folder: str
    path: str
    ids: tuple[str, ...]
    vendored: bool


_SHARE = 1 / 3
"""Share of the files of a part that must name a licence before it counts for the part."""


def ids_in(expression: str) -> tuple[str, ...]:
    """Licence and exception ids of an SPDX expression, in order, without parsing it."""
    return tuple(t for t in _ID.findall(expression) if t.upper() not in _WORDS)


def main_license(facts: Facts) -> MainLicense:
    """Find the licence of the project as a whole.

    Args:
        facts: What the scan found.

    Returns:
        The licence with its reason; ``expression`` is None when it is not clear.
    """
    roots = [text for text in facts.license_texts if text.at_root]
    known = [text for text in roots if text.ids]
    if known:
        return _from_files(known, facts)
    named = _from_headers(facts) or _from_docs(facts) or _from_manifest(facts)
    named = named or _from_readme(facts)
    if roots:
        unknown = words("scanning.main.unknown_text", path=roots[0].path)
        if named is None:
            return MainLicense("", None, unknown, roots[0].path)
        return MainLicense(named.main, named.expression, f"{unknown} {named.reason}", named.path)
    return named or MainLicense("", None, words("scanning.main.none"))


def folder_licenses(facts: Facts) -> tuple[FolderLicense, ...]:
    """Licence files below the top, by path; ``LICENSES/`` belongs to the whole and is left out."""
    others = tuple(f"{v.path}/" for v in facts.once(vendored_in))
    found = []
    for text in facts.license_texts:
        folder = text.path.rpartition("/")[0]
        if not folder or "LICENSES" in folder.split("/"):
            continue
        found.append(FolderLicense(folder, text.path, text.ids, text.path.startswith(others)))
    return tuple(sorted(found, key=lambda one: one.path))


def part_license(facts: Facts, paths: Iterable[str], whole: MainLicense) -> MainLicense:
    """The licence of one part: a licence file of its own, else most of its files, else the whole.

    Args:
        facts: What the scan found.
        paths: Files of the part.
        whole: Licence of the whole.
    """
    files = list(paths)
    inside: Counter[FolderLicense] = Counter()
    nested = [one for one in folder_licenses(facts) if one.ids and not one.vendored]
    for path in files:
        over = [one for one in nested if path.startswith(f"{one.folder}/")]
        if over:
            inside[max(over, key=lambda one: len(one.folder))] += 1
    if inside:
        best, count = min(inside.items(), key=lambda pair: (-pair[1], pair[0].path))
        if count >= _FIT * len(files):
            ids = _without_carrier(best.ids)
            reason = words(
                "detection.main.folder", path=best.path, license=", ".join(ids), folder=best.folder
            )
            expression = _with_suffix(ids[0], facts)[0] if len(ids) == 1 else None
            return MainLicense(expression or ", ".join(ids), expression, reason, best.path)
    chosen = set(files)
    counts = Counter(e for p, stated in _stated(facts).items() if p in chosen for e in stated)
    if counts:
        best_named, count = min(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        if whole.expression and count < _SHARE * len(files):
            return whole  # a few files say nothing about the others
        reason = words(
            "detection.main.part",
            count=number(count), total=number(len(files)), license=best_named,
        )  # fmt: skip
        return MainLicense(best_named, best_named, reason)
    return whole


def _from_files(texts: Sequence[LicenseText], facts: Facts) -> MainLicense:
    ids = tuple(dict.fromkeys(i for text in texts for i in _without_carrier(text.ids)))
    ids = _without_carrier(ids)
    path = next(text.path for text in texts if set(text.ids) & set(ids))
    if len(ids) == 1:
        expression, why = _with_suffix(ids[0], facts)
        reason = words("scanning.main.file", path=path, license=expression)
        return MainLicense(expression, expression, f"{reason} {why}".strip(), path)
    paths = ", ".join(text.path for text in texts)
    named = {family(i) for i in ids}
    for read in facts.manifests:
        stated = {family(i) for i in ids_in(read.manifest.license)}
        if " OR " in read.manifest.license and stated == named:
            expression = " ".join(read.manifest.license.split())
            reason = words("scanning.main.dual", paths=paths, manifest=read.path)
            return MainLicense(expression, expression, reason, path)
    offered = _offered(texts, named, facts)
    if offered:
        return offered
    headers = _from_headers(facts)
    if headers and {family(i) for i in ids_in(headers.main)} <= named:
        reason = f"{words('scanning.main.unclear', paths=paths)} {headers.reason}"
        return MainLicense(headers.main, headers.expression, reason, path)
    return MainLicense(", ".join(ids), None, words("scanning.main.unclear", paths=paths), path)


def _offered(texts: Sequence[LicenseText], named: set[str], facts: Facts) -> MainLicense | None:
    """A choice between the licences, as a licence file or the README says it."""
    rows = facts.rows(DETECTOR)
    readmes = [path for path in rows if "/" not in path and _README.fullmatch(path)]
    for path in (*(text.path for text in texts), *readmes):
        said = file_licenses(rows.get(path, ()))
        expression = said.expression or ""
        if " OR " not in expression or " AND " in expression:
            continue
        if {family(i) for i in said.ids} == named:
            reason = words("detection.main.offered", path=path, license=expression)
            return MainLicense(expression, expression, reason, path)
    return None


def _without_carrier(ids: tuple[str, ...]) -> tuple[str, ...]:
    """The GPL text that comes with an LGPL text is no licence of its own."""
    if any(i.startswith("LGPL-") for i in ids):
        return tuple(i for i in ids if not re.match(r"GPL-", i))
    return ids


def _with_suffix(found: str, facts: Facts) -> tuple[str, str]:
    """A GNU id with ``-only`` or ``-or-later``, which the text alone does not tell."""
    if not GNU.fullmatch(found):
        return found, ""
    named: Counter[str] = Counter()
    for stated in _stated(facts).values():
        named.update(i for e in stated for i in ids_in(e) if family(i) == found != i)
    for read in facts.manifests:
        named.update(i for i in ids_in(read.manifest.license) if family(i) == found != i)
    if named:
        best, count = min(named.items(), key=lambda pair: (-pair[1], pair[0]))
        return best.replace("+", "-or-later"), words(
            "scanning.main.suffix_files", count=number(count)
        )
    return f"{found}-only", words("scanning.main.suffix_unknown")


def _stated(facts: Facts) -> Mapping[str, tuple[str, ...]]:
    return facts.once(_work_out_stated)


def _work_out_stated(facts: Facts) -> Mapping[str, tuple[str, ...]]:
    """What each file states: by REUSE, else by its words; licence files and READMEs left out."""
    found = {file.path: file.licenses for file in facts.files if file.licenses}
    for path, said in facts.detected.items():
        if path in found or not said.expression or is_license_file(path):
            continue
        if not _README.fullmatch(path.rpartition("/")[2]):
            found[path] = (said.expression,)
    return found


def _from_headers(facts: Facts) -> MainLicense | None:
    stated = _stated(facts)
    others = tuple(f"{v.path}/" for v in facts.once(vendored_in))
    own = {path: e for path, e in stated.items() if not path.startswith(others)} or stated
    counts = Counter(expression for expressions in own.values() for expression in expressions)
    if not counts:
        return None
    best, count = min(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    total = len(own)
    reason = words("scanning.main.majority", count=number(count), total=number(total), license=best)
    return MainLicense(best, best, reason)


def _from_docs(facts: Facts) -> MainLicense | None:
    """A licence file in the folder of the documentation, when it is the only one there."""
    texts = [
        text
        for text in facts.license_texts
        if text.ids and text.path.count("/") == 1 and text.path.split("/")[0].lower() in _DOCS
    ]
    ids = _without_carrier(tuple(dict.fromkeys(i for text in texts for i in text.ids)))
    if len(ids) != 1:
        return None
    expression, why = _with_suffix(ids[0], facts)
    reason = words("scanning.main.file", path=texts[0].path, license=expression)
    return MainLicense(expression, expression, f"{reason} {why}".strip(), texts[0].path)


def _from_manifest(facts: Facts) -> MainLicense | None:
    for read in facts.manifests:
        expression = manifest_expression(read.manifest.license)
        if expression:
            reason = words("scanning.main.manifest", path=read.path, license=expression)
            return MainLicense(expression, expression, reason, read.path)
    return None


def _from_readme(facts: Facts) -> MainLicense | None:
    for path, rows in facts.rows(DETECTOR).items():
        if "/" in path or not _README.fullmatch(path):
            continue
        said = file_licenses(rows, sure=_README_SURE)
        if said.expression and (len(said.ids) == 1 or " AND " not in said.expression):
            reason = words("detection.main.readme", path=path, license=said.expression)
            return MainLicense(said.expression, said.expression, reason, path)
    return None


_README_SURE = max(SURE, 85)
"""In prose only a sentence that grants something, or a field, tells the licence of the whole."""


def manifest_expression(stated: str) -> str | None:
    """SPDX expression for what a manifest states: an expression, or one name in prose."""
    from ospo_widgets.licensing.expressions import ExpressionError, parse

    if not stated or stated.upper() in {"UNLICENSED", "PROPRIETARY", "UNKNOWN"}:
        return None
    try:
        return parse(stated).text
    except ExpressionError:
        names = named_licenses(stated)
        if len(names) != 1:
            return None
        return f"{names[0]}-only" if GNU.fullmatch(names[0]) else names[0]


def families(expressions: Iterable[str]) -> frozenset[str]:
    """All licence families that some expressions name."""
    return frozenset(family(i) for e in expressions for i in ids_in(e))
