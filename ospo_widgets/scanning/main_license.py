# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The licence of the whole: licence file at the top, else most files, else the manifest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ospo_widgets.scanning.facts import Facts
from ospo_widgets.scanning.licence_names import family, named_licenses
from ospo_widgets.scanning.license_texts import LicenseText
from ospo_widgets.scanning.result import MainLicense
from ospo_widgets.wording import number, words

GNU = re.compile(r"(?:A|L)?GPL-\d\.\d|GFDL-\d\.\d")
_ID = re.compile(r"[A-Za-z0-9][\w.-]*\+?")
_WORDS = frozenset({"AND", "OR", "WITH"})


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
    if roots:
        named = _from_headers(facts) or _from_manifest(facts)
        unknown = words("scanning.main.unknown_text", path=roots[0].path)
        if named is None:
            return MainLicense("", None, unknown, roots[0].path)
        return MainLicense(named.main, named.expression, f"{unknown} {named.reason}", named.path)
    found = _from_headers(facts) or _from_manifest(facts)
    return found or MainLicense("", None, words("scanning.main.none"))


def _from_files(texts: Sequence[LicenseText], facts: Facts) -> MainLicense:
    ids = tuple(dict.fromkeys(i for text in texts for i in _without_carrier(text.ids)))
    ids = _without_carrier(ids)
    path = next(text.path for text in texts if set(text.ids) & set(ids))
    if len(ids) == 1:
        expression, why = _with_suffix(ids[0], facts)
        reason = words("scanning.main.file", path=path, license=expression)
        return MainLicense(expression, expression, f"{reason} {why}".strip(), path)
    paths = ", ".join(text.path for text in texts)
    for read in facts.manifests:
        named = {family(i) for i in ids_in(read.manifest.license)}
        if " OR " in read.manifest.license and named == {family(i) for i in ids}:
            expression = " ".join(read.manifest.license.split())
            reason = words("scanning.main.dual", paths=paths, manifest=read.path)
            return MainLicense(expression, expression, reason, path)
    headers = _from_headers(facts)
    if headers and {family(i) for i in ids_in(headers.main)} <= {family(i) for i in ids}:
        reason = f"{words('scanning.main.unclear', paths=paths)} {headers.reason}"
        return MainLicense(headers.main, headers.expression, reason, path)
    return MainLicense(", ".join(ids), None, words("scanning.main.unclear", paths=paths), path)


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
    for file in facts.files:
        named.update(i for e in file.licenses for i in ids_in(e) if family(i) == found != i)
    for read in facts.manifests:
        named.update(i for i in ids_in(read.manifest.license) if family(i) == found != i)
    if named:
        best, count = min(named.items(), key=lambda pair: (-pair[1], pair[0]))
        return best.replace("+", "-or-later"), words(
            "scanning.main.suffix_files", count=number(count)
        )
    return f"{found}-only", words("scanning.main.suffix_unknown")


def _from_headers(facts: Facts) -> MainLicense | None:
    counts = Counter(expression for file in facts.files for expression in file.licenses)
    if not counts:
        return None
    best, count = min(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    total = sum(bool(file.licenses) for file in facts.files)
    reason = words("scanning.main.majority", count=number(count), total=number(total), license=best)
    return MainLicense(best, best, reason)


def _from_manifest(facts: Facts) -> MainLicense | None:
    for read in facts.manifests:
        expression = manifest_expression(read.manifest.license)
        if expression:
            reason = words("scanning.main.manifest", path=read.path, license=expression)
            return MainLicense(expression, expression, reason, read.path)
    return None


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
