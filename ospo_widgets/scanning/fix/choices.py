# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a person decides about a fix: licences, holder, years, paths to leave alone, groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.licensing.notices import FIRST_YEAR, LAST_YEAR, MAX_NAME, is_collaboration
from ospo_widgets.licensing.reuse_tool import tool_expression
from ospo_widgets.wording import words


class Group(StrEnum):
    """Groups of changes; each can be left out."""

    HEADERS = "headers"
    """Licence and copyright in files that state none."""
    COPYRIGHT = "copyright"
    """Copyright lines and licence ids that are there and wrong."""
    TEXTS = "texts"
    """``LICENSES/`` and a licence file at the top."""
    REUSE_TOML = "reuse-toml"
    """``REUSE.toml`` or ``.license`` files, for files that cannot carry a header."""
    README = "readme"
    """The line of the README that names another licence."""
    METADATA = "metadata"
    """Licence fields of manifests, and files handed in by the caller."""
    OUTPUTS = "outputs"
    """Outputs of notebooks are removed."""
    UNUSED = "unused"
    """Texts in ``LICENSES/`` that no file names are removed."""


DEFAULT_GROUPS = frozenset(set(Group) - {Group.OUTPUTS, Group.UNUSED})
"""Outputs and texts are taken away only when asked for."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Paths that get no header, and why.

    Attributes:
        pattern: Glob as in ``REUSE.toml``: ``vendor/**``, ``*.dat``.
        reason: Why; it is written into ``REUSE.toml`` when there is a licence, else only reported.
        license: SPDX expression of these files; empty when they are left alone.
        copyright: Copyright notice of these files; asked for together with the licence.
    """

    pattern: str
    reason: str
    license: str = ""
    copyright: str = ""


@dataclass(frozen=True)
class FixChoices:
    """What a person decides; everything has a default that the scan proposes.

    Attributes:
        license: SPDX expression for every part; empty for the one that the scan found.
        licenses: Another one for single parts, by id of the part.
        holder: Who holds the copyright; empty for the holder that most files name, else the one of
            the licence file, else ``default_holder``.
        beneficiary: Collaboration for whose benefit the holder holds it; empty for none.
        default_holder: Holder of the policy.
        own_holders: Other holders whose files may get the licence of the project.
        year: Year of the copyright lines; None leaves it out where ``years`` has none.
        years: First year by path; where neither this nor ``year`` is given, the history tells.
        from_history: Take the year in which a file came into the history as its first year.
        notice: Lines below the header, for example a notice on immunities; empty for none.
        collaborations: Change holders that are collaborations to ``default_holder`` “for the
            benefit of” them.
        open_hardware: Variant for CERN-OHL ids that name none; empty leaves them to a person.
        sidecars: Write ``.license`` files instead of annotations in ``REUSE.toml``.
        exclusions: Paths that are not ours.
        groups: Changes that are wanted.
        extra_files: More files, path to text; those that are there already are left alone.
    """

    license: str = ""
    licenses: Mapping[str, str] = field(default_factory=dict)
    holder: str = ""
    beneficiary: str = ""
    default_holder: str = "CERN"
    own_holders: tuple[str, ...] = ()
    year: int | None = None
    years: Mapping[str, int] = field(default_factory=dict)
    from_history: bool = True
    notice: str = ""
    collaborations: bool = False
    open_hardware: str = ""
    sidecars: bool = False
    exclusions: tuple[Exclusion, ...] = ()
    groups: frozenset[Group] = DEFAULT_GROUPS
    extra_files: Mapping[str, str] = field(default_factory=dict)

    def checked(self) -> FixChoices:
        """The same with every value checked; licences in the spelling of the ``reuse`` tool.

        Raises:
            InputError: A licence, name, year, reason or path cannot be used.
        """
        _check_names(self)
        for year in (*self.years.values(), *([self.year] if self.year is not None else [])):
            if isinstance(year, bool) or not FIRST_YEAR <= int(year) <= LAST_YEAR:
                raise InputError(words("fix.error.year", first=FIRST_YEAR, last=LAST_YEAR))
        for path in self.extra_files:
            if not _inside(path):
                raise InputError(words("fix.error.path", path=path))
        made = {name: getattr(self, name) for name in self.__dataclass_fields__}
        made["license"] = expression(self.license)
        made["licenses"] = {part: expression(text) for part, text in self.licenses.items()}
        made["open_hardware"] = expression(self.open_hardware)
        made["exclusions"] = tuple(_checked(e) for e in self.exclusions)
        return FixChoices(**made)

    def to_json(self) -> dict[str, Any]:
        """Plain data for the worker process."""
        made = {name: getattr(self, name) for name in self.__dataclass_fields__}
        made["exclusions"] = [
            [e.pattern, e.reason, e.license, e.copyright] for e in self.exclusions
        ]
        made["groups"] = sorted(self.groups)
        made |= {name: dict(made[name]) for name in ("licenses", "years", "extra_files")}
        return made

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> FixChoices:
        """Read what :meth:`to_json` wrote."""
        made = dict(data)
        made["own_holders"] = tuple(data["own_holders"])
        made["exclusions"] = tuple(Exclusion(*row) for row in data["exclusions"])
        made["groups"] = frozenset(Group(name) for name in data["groups"])
        return cls(**made)


def expression(text: str) -> str:
    """An SPDX expression from an expression or an everyday name; empty stays empty.

    Raises:
        InputError: It is no licence that we know.
    """
    from ospo_widgets.licensing.expressions import parse

    return tool_expression(parse(text).text) if text.strip() else ""


def _check_names(choices: FixChoices) -> None:
    names = (choices.holder, choices.beneficiary, choices.default_holder, *choices.own_holders)
    for name in names:
        if len(name) > MAX_NAME or any(not c.isprintable() for c in name):
            raise InputError(words("fix.error.name", limit=MAX_NAME))
    if is_collaboration(choices.holder):
        raise InputError(
            words("fix.error.collaboration", name=choices.holder),
            remedy=words("fix.error.collaboration_remedy", holder=choices.default_holder),
        )
    if any(not c.isprintable() for c in choices.notice.replace("\n", "")):
        raise InputError(words("fix.error.notice"))


def _checked(exclusion: Exclusion) -> Exclusion:
    if not exclusion.pattern.strip() or not exclusion.reason.strip():
        raise InputError(words("fix.error.reason", pattern=exclusion.pattern))
    if bool(exclusion.license) != bool(exclusion.copyright):
        raise InputError(words("fix.error.exclusion", pattern=exclusion.pattern))
    return Exclusion(
        exclusion.pattern.strip(),
        " ".join(exclusion.reason.split()),
        expression(exclusion.license),
        " ".join(exclusion.copyright.split()),
    )


def _inside(path: str) -> bool:
    """Whether a path is relative, stays inside and is not part of git's own folder."""
    parts = path.split("/")
    good = all(p not in {"", ".", ".."} and p.casefold() != ".git" for p in parts)
    return good and path.isprintable() and "\\" not in path
