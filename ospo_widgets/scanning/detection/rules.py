# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The rules of the phrase engine, read from ``data/detection`` and compiled once a process."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import re2
import yaml

from ospo_widgets.resources import data_dir
from ospo_widgets.scanning.detection.spdx_list import full_names

LICENSE = "licen[cs](?:ed|ing|es?)"
"""What ``{L}`` stands for in the rules."""

Pattern = Any
"""A compiled expression of RE2; the package has no types."""


@dataclass(frozen=True, slots=True)
class Family:
    """A licence, or the versions of one, with the names that people give it.

    Attributes:
        name: For example ``"GPL"``.
        gnu: “or later” and “only” mean something.
        fixed: A name says it all; numbers after it are no version.
        alone: A clear name counts without a sentence around it that grants something.
        versions: Version as people write it to SPDX id.
        default: Id for a name without a version, empty when such a name says too little.
        lesser: Id for “Lesser” without a version.
    """

    name: str
    gnu: bool
    fixed: bool
    alone: bool
    versions: Mapping[str, str]
    default: str
    lesser: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that says by itself which licence applies."""

    pattern: Pattern
    license: str
    confidence: int
    near: Pattern | None
    follows: str
    rule: str


@dataclass(frozen=True, slots=True)
class Address:
    """An address under which a licence is found."""

    pattern: Pattern
    license: str
    family: str
    version: bool
    reference: bool


@dataclass(frozen=True, slots=True)
class Variant:
    """One licence of a family of texts, told by its sentences."""

    license: str
    all: tuple[Pattern, ...]
    none: tuple[Pattern, ...]
    over: bool
    rule: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A family of texts that begin alike."""

    start: Pattern
    within: int
    back: int
    long: bool
    end: Pattern | None
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules.

    Attributes:
        names: One expression that finds all names.
        families: Families by name.
        which: Expression of each family's clear names, and of its weak ones, in order.
        listed: Full names of the SPDX list that say more than a family’s, with their ids.
        phrases: Phrases, and the set that tells which of them match.
        addresses: Addresses of licences.
        passages: Families of texts.
        exceptions: Exceptions with their phrases.
    """

    names: Pattern
    families: Mapping[str, Family]
    which: tuple[tuple[str, bool, Pattern], ...]
    listed: Mapping[bytes, str]
    phrases: tuple[Phrase, ...]
    phrase_set: Pattern
    addresses: tuple[Address, ...]
    address: Pattern
    passages: tuple[Passage, ...]
    passage_set: Pattern
    exceptions: tuple[Phrase, ...]
    exception_set: Pattern


def load_rules(name: str) -> dict[str, Any]:
    """One file of ``data/detection``."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (data_dir() / "detection" / f"{name}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=loader)
    return found


def compile_rule(pattern: str) -> Pattern:
    """An expression of RE2 on bytes; ``{L}`` is put in."""
    return re2.compile(pattern.replace("{L}", LICENSE).encode("ascii"), _options())


def _options() -> Any:
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.log_errors = False
    options.max_mem = 64 << 20
    return options


def _set(patterns: Iterable[str]) -> Pattern:
    found = re2.Set.SearchSet(_options())
    for pattern in patterns:
        found.Add(pattern.replace("{L}", LICENSE).encode("ascii"))
    found.Compile()
    return found


@cache
def gnu_defaults() -> Mapping[str, str]:
    """Id for a GNU name without a version, by family; quick, without compiling the rules."""
    rows = load_rules("names")["families"]
    return {str(row["family"]): str(row.get("default", "")) for row in rows if row.get("gnu")}


@cache
def rules() -> Rules:
    """All rules, read and compiled when they are first needed (about 0.2 s)."""
    families, which, every = _names(load_rules("names")["families"])
    listed = _listed(which)
    for license_id in listed.values():
        families.setdefault(license_id, Family(license_id, False, True, False, {}, license_id, ""))
    longest = sorted(listed, key=len, reverse=True)
    every = [*(re2.escape(name.decode("ascii")) for name in longest), *every]
    phrases = load_rules("phrases")["phrases"]
    addresses = load_rules("urls")["urls"]
    passages = [p for p in load_rules("texts")["texts"] if p["variants"]]
    exceptions = load_rules("exceptions")["exceptions"]
    return Rules(
        names=compile_rule(rf"\b(?:{'|'.join(every)})"),
        families=families,
        which=which,
        listed=listed,
        phrases=tuple(_phrase(row) for row in phrases),
        phrase_set=_set(row["pattern"] for row in phrases),
        addresses=tuple(_address(row) for row in addresses),
        address=compile_rule("|".join(f"(?:{_open(row['pattern'])})" for row in addresses)),
        passages=tuple(_passage(row) for row in passages),
        passage_set=_set(row["start"] for row in passages),
        exceptions=tuple(_phrase(row) for row in exceptions),
        exception_set=_set(row["pattern"] for row in exceptions),
    )


def _open(pattern: str) -> str:
    """A pattern whose groups do not capture."""
    return pattern.replace("(?:", "\0").replace(r"\(", "\1").replace("(", "(?:") \
        .replace("\1", r"\(").replace("\0", "(?:")  # fmt: skip


def _listed(which: tuple[tuple[str, bool, Pattern], ...]) -> dict[bytes, str]:
    """Full names of the SPDX list that say more than a name of a family does."""
    found: dict[bytes, str] = {}
    clear = [pattern for _, weak, pattern in which if not weak]
    beginnings = re2.Set.MatchSet(_options())  # all at once, which is a tenth of the work
    for pattern in clear:
        beginnings.Add(pattern.pattern)
    beginnings.Compile()
    for name, license_id in full_names().items():
        matches = (clear[i].match(name) for i in beginnings.Match(name) or ())
        longest = max((match.end() for match in matches if match), default=0)
        rest = set(re.findall(rb"[a-z]{2,}", name[longest:])) - _NO_MORE
        if rest and not name.startswith(_GNU):
            found[name] = license_id
    return found


_GNU = (b"gnu ", b"affero ")
_NO_MORE = frozenset(
    b"license licence version only or later international unported generic public and with the"
    b" software universal".split()
)
"""Words that say nothing more: a family knows what to make of them."""


def _names(
    rows: list[dict[str, Any]],
) -> tuple[dict[str, Family], tuple[tuple[str, bool, Pattern], ...], list[str]]:
    families: dict[str, Family] = {}
    which: list[tuple[str, bool, Pattern]] = []
    every: list[str] = []
    for row in rows:
        name = str(row["family"])
        versions = {str(k): str(v).format(family=name) for k, v in row["versions"].items()}
        families[name] = Family(
            name,
            bool(row.get("gnu")),
            bool(row.get("fixed")),
            bool(row.get("alone")),
            versions,
            str(row.get("default", "")),
            str(row.get("lesser", "")),
        )
        which.append((name, False, compile_rule("|".join(row["names"]))))
        every += row["names"]
        if row.get("weak"):
            which.append((name, True, compile_rule("|".join(row["weak"]))))
            every += row["weak"]
    return families, tuple(which), every


def _phrase(row: Mapping[str, Any]) -> Phrase:
    return Phrase(
        compile_rule(row["pattern"]),
        str(row["license"]),
        int(row.get("confidence", 90)),
        compile_rule(row["near"]) if row.get("near") else None,
        str(row.get("follows", "")),
        f"phrase:{row['license']}",
    )


def _address(row: Mapping[str, Any]) -> Address:
    return Address(
        compile_rule(row["pattern"]),
        str(row.get("license", "")),
        str(row.get("family", "")),
        bool(row.get("version")),
        bool(row.get("reference")),
    )


def _passage(row: Mapping[str, Any]) -> Passage:
    return Passage(
        compile_rule(row["start"]),
        int(row["within"]),
        int(row.get("back", 0)),
        bool(row.get("long")),
        compile_rule(row["end"]) if row.get("end") else None,
        tuple(
            Variant(
                str(v["license"]),
                tuple(compile_rule(p) for p in v["all"]),
                tuple(compile_rule(p) for p in v.get("none", ())),
                bool(v.get("over")),
                f"text:{row['family']}/{v['license']}",
            )
            for v in row["variants"]
        ),
    )
