# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What community files say: how to contribute, conduct, security, authors, changes, CI."""

from __future__ import annotations

import re
from typing import Any

from ospo_widgets.scanning.readiness.places import community_kind, is_ci
from ospo_widgets.scanning.reading.detector import Detector
from ospo_widgets.scanning.reading.source import Source

_MAX_TEXT = 200 * 1024
_KINDS = frozenset({"contributing", "conduct", "security", "authors", "changelog"})
_MAIL = r"[\w.+-]{1,64}(?:@|\s?\(at\)\s?|\s\[at\]\s)[\w-]{1,63}\.[\w.-]{2,40}"

_CONTRIBUTING = {
    "dco": r"\bDCO\b|developer(?:'s|s)? certificate of origin|signed-off-by|sign[- ]?off",
    "cla": r"\bI?CLA\b|contributor licen[cs]e agreement|copyright (?:assignment|transfer)",
    "terms": r"licen[cs]e|copyright|\bDCO\b|\bCLA\b|signed-off-by",
    "howto": r"pull request|merge request|patch|fork|issue|commit",
}
_CONDUCTS = (
    ("contributor-covenant-3.0", r"contributor[- ]covenant.{0,200}(?:version )?3\.0"),
    ("contributor-covenant-2.1", r"contributor[- ]covenant.{0,200}(?:version )?2[.,/]1"),
    ("contributor-covenant-2.0", r"contributor[- ]covenant.{0,200}(?:version )?2[.,/]0"),
    ("contributor-covenant-1.4", r"contributor[- ]covenant.{0,200}(?:version )?1[.,/]4"),
    ("contributor-covenant", r"contributor[- ]covenant"),
    ("cern", r"CERN Code of Conduct"),
    ("ubuntu", r"ubuntu code of conduct"),
    ("django", r"django code of conduct"),
    ("citizen", r"citizen code of conduct"),
    ("scikit-hep", r"scikit-hep.{0,40}code of conduct"),
)
_PLACEHOLDER = (
    r"\[INSERT [A-Z ]{3,40}\]|\[(?:YOUR )?(?:E-?MAIL|CONTACT)(?: ADDRESS| METHOD)?\]|INSERT EMAIL|"
    r"\[insert[^\]]{2,40}\]|your[-_.]?email@|email@example\.(?:com|org)|<your[- ]email>|"
    r"\[Link to reporting guidelines\]"
)
_REPORT = (
    rf"{_MAIL}|security/advisories|report a vulnerability|"
    r"private(?:ly)? (?:report|vulnerab|disclos)|"
    r"hackerone|bugcrowd|security@|tidelift\.com/security|mailto:|https?://\S{4,200}|"
    r"confidential (?:issue|report)|private (?:issue|message|channel)|e-?mail"
)
_SECURITY_TEMPLATE = (
    r"Use this section to tell people (?:about which versions|how to report)|"
    r"Tell them where to go, how often they can expect"
)
_ENTRY = re.compile(
    r".{0,60}?"
    r"(?<![\d.])v?(?P<v>\d{1,4}(?:\.\d{1,5}){1,3}"
    r"(?:[-.]?(?:rc|a|b|alpha|beta|dev|post|pre)[-.]?\d{0,3})?)(?![\d.])",
    re.I,
)
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{4}\.\d{1,2}\.\d{1,2}")
_CI_WORDS = {
    "tests": r"pytest|\btox\b|\bnox\b|ctest|unittest|cocotb|vunit|ghdl|\btest(?:s|ing)?\b|"
    r"make check",
    "publishes": r"twine|gh-action-pypi-publish|(?:npm|cargo|poetry|flit|uv|hatch) publish|"
    r"docker push|docker/build-push-action|action-gh-release|release-cli|goreleaser|kaniko|"
    r"create-release",
    "reuse": r"reuse lint|fsfe/reuse-action|fsfe/reuse",
}


def _first(text: str, pattern: str) -> int:
    match = re.search(pattern, text, re.I)
    return text.count("\n", 0, match.start()) + 1 if match else 0


def _contributing(text: str) -> dict[str, Any]:
    return {name: _first(text, pattern) for name, pattern in _CONTRIBUTING.items()}


def _conduct(text: str) -> dict[str, Any]:
    flat = " ".join(text[:40_000].split())
    which = next((n for n, pattern in _CONDUCTS if re.search(pattern, flat, re.I)), "other")
    return {
        "which": which,
        "placeholder": _first(text, _PLACEHOLDER),
        "contact": _first(text, rf"{_MAIL}|mailto:|ombud"),
        "cern": bool(re.search(r"CERN Code of Conduct", flat, re.I)),
    }


def _security(text: str) -> dict[str, Any]:
    return {
        "contact": _first(text, _REPORT),
        "template": _first(text, _SECURITY_TEMPLATE) or _first(text, _PLACEHOLDER),
    }


def _authors(text: str) -> dict[str, Any]:
    """How many entries a list of authors has; nobody's name."""
    lines = [line for line in text.split("\n")[:3000] if re.search(r"[^\W\d_]{2,}", line)]
    return {"entries": len(lines), "cern": _first(text, r"@cern\.ch\b|\(CERN\)|,\s*CERN\b")}


def _changelog(text: str) -> dict[str, Any]:
    versions: list[str] = []
    unreleased = 0
    lines = text.split("\n")[:3000]
    for number, line in enumerate(lines, start=1):
        bare = _DATE.sub(" ", line[:160]).strip()
        if not unreleased and re.match(
            r"\W{0,8}(?:unreleased|upcoming|next release)\b", bare, re.I
        ):
            unreleased = number
        if len(versions) < 60 and line[:1].strip() and _heads(bare, lines, number):
            match = _ENTRY.match(bare)
            if match and match["v"] not in versions:
                versions.append(match["v"])
    return {"versions": versions, "unreleased": unreleased, "lines": len(lines)}


def _heads(bare: str, lines: list[str], number: int) -> bool:
    """Whether a line begins an entry: a heading, underlined, a row of a table, or the version."""
    if bare.startswith(("#", "=", "|", "[")) or re.match(r"[*-] \W{0,3}v?\d+\.\d", bare, re.I):
        return True
    below = lines[number].strip() if number < len(lines) else ""
    return bool(
        re.match(r"\**\[?(?:version|release)?\s{0,3}v?\d+\.\d", bare, re.I)
        or re.match(r"(?:[\w-]{1,30} ){1,4}\(?v?\d+\.\d", bare[: 80 if number < 4 else 0])
        or (len(below) > 2 and set(below) <= set("=-~^"))
    )


_READ = {
    "contributing": _contributing,
    "conduct": _conduct,
    "security": _security,
    "authors": _authors,
    "changelog": _changelog,
}


def _wants(path: str) -> bool:
    return is_ci(path) or community_kind(path) in _KINDS


def _examine(source: Source) -> list[dict[str, Any]]:
    text = source.text[:_MAX_TEXT]
    # The name alone tells the kind, since what is kept of a file does not know its folder.
    kind = community_kind(source.name)
    if kind in _READ:
        return [{"kind": kind, **_READ[kind](text)}]
    return [{"kind": "ci", **{name: _first(text, p) for name, p in _CI_WORDS.items()}}]


DETECTOR = Detector("community", 1, _examine, wants=_wants)
