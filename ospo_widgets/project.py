# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The object that travels through the house: a project, its parts and what they use.

Imports nothing of ours but the errors, so that every room can speak of the same things.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from ospo_widgets.errors import InputError


class Material(StrEnum):
    """What a part is made of; licences suit some materials and not others."""

    SOFTWARE = "software"
    GATEWARE = "gateware"
    HARDWARE = "hardware"
    FIRMWARE = "firmware"
    DOCUMENTATION = "documentation"
    DATA = "data"
    MODEL = "model"


class Use(StrEnum):
    """How one thing uses another; compatibility depends on it."""

    COPY = "copy"
    MODIFY = "modify"
    STATIC_LINK = "static-link"
    DYNAMIC_LINK = "dynamic-link"
    SUBPROCESS = "subprocess"
    AGGREGATE = "aggregate"
    RUNTIME = "runtime"
    TOOL = "tool"
    ADAPTATION = "adaptation"
    DATABASE = "database"
    DESIGN = "design"
    INTERFACE = "interface"
    TOOL_LIBRARY = "tool-library"
    PART = "part"


class Origin(StrEnum):
    """Who said so; shown as “from the scan” and always editable."""

    PERSON = "person"
    SCAN = "scan"


@dataclass(frozen=True, slots=True)
class Component:
    """Something that a part uses and that others made.

    Attributes:
        name: Name as people say it, for example ``"FFTW"``.
        license: SPDX expression, None when unknown.
        use: How the part uses it, None when not known yet.
        optional: The part works without it, so both builds get an answer.
        version: Version or range as stated, empty when not stated.
        purl: Package URL, empty when there is none.
        declared_in: Path of the manifest or source that names it, empty when a person did.
        origin: Scan or person.
    """

    name: str
    license: str | None = None
    use: Use | None = None
    optional: bool = False
    version: str = ""
    purl: str = ""
    declared_in: str = ""
    origin: Origin = Origin.PERSON


@dataclass(frozen=True, slots=True)
class Part:
    """Some paths of a project that get one licence answer.

    Attributes:
        id: Short ASCII id, unique in the project, used in answer keys.
        name: Name for people.
        material: What it is made of.
        paths: Globs relative to the root, in the syntax of ``REUSE.toml``.
        license: SPDX expression found or chosen, None when there is none yet.
        components: What it uses.
        file_count: Files the scan counted, None without a scan.
        file_types: Endings of these files (``".vhd"``), or names of such as ``"Makefile"``, the
            most frequent first; empty without a scan.
        origin: Scan or person.
    """

    id: str
    name: str
    material: Material
    paths: tuple[str, ...] = ("**",)
    license: str | None = None
    components: tuple[Component, ...] = ()
    file_count: int | None = None
    file_types: tuple[str, ...] = ()
    origin: Origin = Origin.PERSON


@dataclass(frozen=True, slots=True)
class Project:
    """A project as a list of parts.

    Attributes:
        name: Name, empty until known.
        parts: Its parts; ids are unique.
        url: Public address, empty when there is none.
        author_count: Distinct authors, None when not known. Counted, never named.
        copyright_lines: Distinct copyright notices a scan found, at most 50.
        license_ids: SPDX ids that files already name, so that a kit brings their texts.
        existing_files: Release files already there (``"LICENSE"``, ``"REUSE.toml"``, …).
        reuse_toml: Text of an existing ``REUSE.toml``, empty when there is none; a kit keeps it.
        origin: Scan or person.
    """

    name: str = ""
    parts: tuple[Part, ...] = ()
    url: str = ""
    author_count: int | None = None
    copyright_lines: tuple[str, ...] = ()
    license_ids: tuple[str, ...] = ()
    existing_files: tuple[str, ...] = ()
    reuse_toml: str = ""
    origin: Origin = Origin.PERSON

    def __post_init__(self) -> None:
        ids = [part.id for part in self.parts]
        if len(ids) != len(set(ids)):
            raise InputError("Two parts of the project have the same id. Nothing was changed.")

    def part(self, part_id: str) -> Part:
        """The part with this id.

        Raises:
            InputError: There is no such part.
        """
        for part in self.parts:
            if part.id == part_id:
                return part
        raise InputError(f"The project has no part “{part_id}”.")

    def with_part(self, part: Part) -> Project:
        """A copy in which ``part`` replaces the part of the same id, or is added at the end."""
        if any(p.id == part.id for p in self.parts):
            return replace(self, parts=tuple(part if p.id == part.id else p for p in self.parts))
        return replace(self, parts=(*self.parts, part))

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``; empty and unknown values are left out."""
        compact: dict[str, Any] = _compact(self)
        return compact

    @classmethod
    def from_json(cls, data: object) -> Project:
        """Read what :meth:`to_json` wrote; every value is checked, nothing is guessed.

        Raises:
            InputError: A field is unknown or has a wrong type or value; the message names it.
        """
        reader = _Reader(data, "project")
        parts = []
        for part_reader in reader.objects("parts"):
            components = tuple(_component(c) for c in part_reader.objects("components"))
            parts.append(
                Part(
                    id=part_reader.text("id", required=True),
                    name=part_reader.text("name") or part_reader.text("id", required=True),
                    material=part_reader.choice("material", Material) or Material.SOFTWARE,
                    paths=part_reader.texts("paths") or ("**",),
                    license=part_reader.text("license") or None,
                    components=components,
                    file_count=part_reader.count("file_count"),
                    file_types=part_reader.texts("file_types"),
                    origin=part_reader.choice("origin", Origin) or Origin.PERSON,
                )
            )
            part_reader.check_unknown()
        project = cls(
            name=reader.text("name"),
            parts=tuple(parts),
            url=reader.text("url"),
            author_count=reader.count("author_count"),
            copyright_lines=reader.texts("copyright_lines"),
            license_ids=reader.texts("license_ids"),
            existing_files=reader.texts("existing_files"),
            reuse_toml=reader.text("reuse_toml"),
            origin=reader.choice("origin", Origin) or Origin.PERSON,
        )
        # What a scan says beside the parts follows from them.
        reader.texts("material")
        reader.check_unknown()
        return project


def _component(reader: _Reader) -> Component:
    component = Component(
        name=reader.text("name", required=True),
        license=reader.text("license") or None,
        use=reader.choice("use", Use),
        optional=reader.flag("optional"),
        version=reader.text("version"),
        purl=reader.text("purl"),
        declared_in=reader.text("declared_in"),
        origin=reader.choice("origin", Origin) or Origin.PERSON,
    )
    reader.check_unknown()
    return component


def _compact(value: object) -> Any:
    """Dataclasses to plain data; None, empty and default-like values are left out."""
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((f.name, getattr(value, f.name)) for f in fields(value))
        return {
            k: _compact(v)
            for k, v in pairs
            if v is not None and v is not False and v not in ("", ())
        }
    if isinstance(value, tuple):
        return [_compact(v) for v in value]
    return str(value) if isinstance(value, StrEnum) else value


_E = TypeVar("_E", bound=StrEnum)


class _Reader:
    """Reads one JSON object strictly and remembers which of its fields were asked for."""

    def __init__(self, data: object, where: str) -> None:
        if not isinstance(data, Mapping):
            raise InputError(f"“{where}” must be an object with named fields.")
        self._data = data
        self._where = where
        self._seen: set[str] = set()

    def _get(self, name: str) -> Any:
        self._seen.add(name)
        return self._data.get(name)

    def _wrong(self, name: str, expected: str) -> InputError:
        return InputError(f"“{self._where}.{name}” must be {expected}.")

    def text(self, name: str, *, required: bool = False) -> str:
        value = self._get(name)
        if value is None and not required:
            return ""
        if not isinstance(value, str) or (required and not value.strip()):
            raise self._wrong(name, "a text")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise self._wrong(name, "a list of texts")
        return tuple(value)

    def flag(self, name: str) -> bool:
        value = self._get(name)
        if value is not None and not isinstance(value, bool):
            raise self._wrong(name, "true or false")
        return bool(value)

    def count(self, name: str) -> int | None:
        value = self._get(name)
        if value is not None and (
            isinstance(value, bool) or not isinstance(value, int) or value < 0
        ):
            raise self._wrong(name, "a whole number, zero or more")
        return value

    def choice(self, name: str, kind: type[_E]) -> _E | None:
        value = self._get(name)
        if value is None:
            return None
        try:
            return kind(value)
        except ValueError:
            raise self._wrong(name, "one of " + ", ".join(kind)) from None

    def objects(self, name: str) -> list[_Reader]:
        value = self._get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self._wrong(name, "a list")
        return [_Reader(v, f"{self._where}.{name}[{i}]") for i, v in enumerate(value)]

    def check_unknown(self) -> None:
        unknown = sorted(str(k) for k in self._data if k not in self._seen)
        if unknown:
            raise InputError(f"“{self._where}” has a field that we do not know: “{unknown[0]}”.")
