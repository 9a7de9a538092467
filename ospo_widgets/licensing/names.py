# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""All names of licences and exceptions: SPDX ids, our own references and everyday names.

Full names in ``licenses.yaml`` are names too. What none of these knows is looked up, as a whole and
exactly, in licenselynx.
``data/license_aliases.yaml`` holds the everyday names: ``aliases`` (a list of ``license``,
``names`` and perhaps ``note``, said when the name leaves something open) and ``ambiguous`` (a list
of ``names`` and ``nearest``: names that we refuse to guess). An overlay may have the same file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import Problem, load_knowledge
from ospo_widgets.knowledge.nodes import File, Row
from ospo_widgets.resources import data_dir, overlay_dir
from ospo_widgets.wording import words

ALIASES_FILE = "license_aliases.yaml"
NOTES = ("version", "which", "variant", "unstated", "forum")
"""Keys of sentences in ``compatibility.assumed``."""
MAX_NAME = 200
"""Longest name that we look up elsewhere, in characters."""

_SPACES = re.compile(r"[\s_,]+")
_PLAIN = str.maketrans(dict.fromkeys("‐‑‒–—", "-") | dict.fromkeys("“”„", '"') | {"’": "'"})
"""Typographic dashes and quotes to plain ones."""


@dataclass(frozen=True, slots=True)
class Alias:
    """What an everyday name stands for: an SPDX term, and what the name leaves open.

    Attributes:
        term: Licence id, perhaps with an exception.
        note: Key of a sentence in ``compatibility.assumed``, or a sentence; empty when it leaves
            nothing open.
    """

    term: str
    note: str = ""

    def said(self, name: str) -> str:
        """The note as a sentence about the name that was written, empty when there is none."""
        if not self.note or " " in self.note:
            return self.note
        return words(f"compatibility.assumed.{self.note}", name=name, license=self.term)


@dataclass(frozen=True, slots=True)
class Names:
    """Names by folded key.

    Attributes:
        licenses: Folded id to id.
        exceptions: Folded exception to exception.
        aliases: Folded everyday name to what it stands for.
        ambiguous: Folded name that we refuse to guess, to the nearest id.
        or_later: Id to the id that stands for “this or later”, where SPDX has one.
        near: Folded ids that a person is likely to mean, for suggestions.
        longest: Words of the longest everyday name.
    """

    licenses: Mapping[str, str]
    exceptions: Mapping[str, str]
    aliases: Mapping[str, Alias]
    ambiguous: Mapping[str, str]
    or_later: Mapping[str, str]
    near: Mapping[str, str]
    longest: int

    @staticmethod
    def key(phrase: str) -> str:
        """Folded form under which everyday names are kept."""
        text = phrase.casefold().translate(_PLAIN)
        return _SPACES.sub(" ", text).strip(" .;\"'")

    def license(self, word: str) -> str:
        """The id in SPDX’s spelling, empty when there is none."""
        return self.licenses.get(word.casefold(), "")

    def elsewhere(self, phrase: str) -> str:
        """SPDX term for which licenselynx knows exactly this name, empty when there is none."""
        if len(phrase) > MAX_NAME or self.key(phrase) in self.ambiguous:
            return ""
        found = _licenselynx(phrase.strip())
        if self.key(found) in self.aliases:  # an id that SPDX has deprecated
            return self.aliases[self.key(found)].term
        return self.license(found)

    def exception(self, word: str) -> str:
        """The exception in SPDX’s spelling, empty when there is none."""
        return self.exceptions.get(word.casefold(), "")


def names() -> Names:
    """All names, read once per process and overlay.

    Raises:
        InputError: The file of everyday names is wrong; the message names file and line.
    """
    return _names(data_dir(), overlay_dir())


@lru_cache(maxsize=8)
def _names(base: Path, overlay: Path | None) -> Names:
    licenses, exceptions = _spdx()
    for license_id in load_knowledge(overlay).licenses:
        licenses[license_id.casefold()] = license_id
        exceptions.pop(license_id.casefold(), None)
    or_later = {
        license_id: f"{license_id.removesuffix('-only')}-or-later"
        for license_id in licenses.values()
        if license_id.endswith("-only")
    }
    or_later |= {i: i for i in licenses.values() if i.endswith("-or-later")}
    aliases: dict[str, Alias] = {}
    ambiguous: dict[str, str] = {}
    problems: list[Problem] = []
    for folder, prefix in ((base, ""), (overlay, f"{overlay}/")):
        if folder is not None and (folder / ALIASES_FILE).is_file():
            file = File(f"{prefix}{ALIASES_FILE}", problems)
            top = file.read((folder / ALIASES_FILE).read_text(encoding="utf-8"))
            if top is not None:
                _read_aliases(top, licenses, aliases, ambiguous)
    if problems:
        raise InputError(f"The licence names cannot be used. {min(problems)}")
    for license_ in load_knowledge(overlay).licenses.values():
        key = Names.key(license_.name)
        if key not in ambiguous:
            aliases.setdefault(key, Alias(license_.id))
    # GPL-2.0+ and the like: SPDX lists “X+” only for the ids that it has deprecated.
    for deprecated, only in _deprecated(licenses).items():
        aliases.setdefault(deprecated, Alias(only))
        aliases.setdefault(f"{deprecated}+", Alias(or_later[only]))
        licenses.pop(deprecated, None)
    everyday = {i.casefold(): i for i in load_knowledge(overlay).licenses}
    return Names(
        licenses=licenses,
        exceptions=exceptions,
        aliases=aliases,
        ambiguous=ambiguous,
        or_later=or_later,
        near=everyday,
        longest=max((len(n.split()) for n in (*aliases, *ambiguous)), default=1),
    )


def _licenselynx(phrase: str) -> str:
    """SPDX id that licenselynx gives for a name; only names of SPDX, none of its risky ones."""
    from licenselynx.licenselynx import LicenseLynx  # 50 ms, only for names that nothing else knows

    found = LicenseLynx.map(phrase)
    return str(found.id) if found is not None and found.is_spdx_identifier() else ""


def _spdx() -> tuple[dict[str, str], dict[str, str]]:
    from license_expression import get_spdx_licensing  # 50 ms, only when needed

    licenses: dict[str, str] = {}
    exceptions: dict[str, str] = {}
    for key, symbol in get_spdx_licensing().known_symbols.items():
        if not key.startswith("LicenseRef-"):
            (exceptions if symbol.is_exception else licenses)[key.casefold()] = key
    return licenses, exceptions


def _deprecated(licenses: Mapping[str, str]) -> dict[str, str]:
    """Folded GNU ids without suffix (``gpl-3.0``) to their ``-only`` ids."""
    return {
        license_id.removesuffix("-only").casefold(): license_id
        for license_id in licenses.values()
        if license_id.endswith("-only")
    }


def _read_aliases(
    top: Row, licenses: Mapping[str, str], aliases: dict[str, Alias], ambiguous: dict[str, str]
) -> None:
    for row in top.rows("aliases", required=True):
        term = row.text("license", required=True)
        if term.split(" WITH ")[0].casefold() not in licenses:
            row.wrong("license", f"“{term}” is no licence id.")
        note = row.text("note")
        if note and " " not in note and note not in NOTES:
            row.wrong("note", f"“{note}” is no sentence, and not one of: {', '.join(NOTES)}.")
        for name in row.texts("names", required=True):
            key = Names.key(name)
            if key in aliases and aliases[key].term != term:
                row.wrong("names", f"“{name}” already stands for {aliases[key].term}.")
            aliases[key] = Alias(term, note)
        row.finish()
    for row in top.rows("ambiguous"):
        nearest = row.text("nearest")
        for name in row.texts("names", required=True):
            ambiguous[Names.key(name)] = nearest
        row.finish()
    top.finish()
