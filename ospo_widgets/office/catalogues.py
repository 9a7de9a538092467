# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Catalogues of software and of designs: the fields of their entries, and the shape of values.

The fields stand in ``data/office/catalogues.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge.model import Source
from ospo_widgets.knowledge.tables import read_table
from ospo_widgets.office.requests import WEB_ADDRESS
from ospo_widgets.resources import overlay_dir
from ospo_widgets.wording import words

SHAPES = ("line", "text", "address", "mail", "day", "licenses", "tags", "addresses", "links", "trl")
LISTS = frozenset({"licenses", "tags", "addresses", "links"})
"""Shapes of several values, one a line where a person types them."""
LEVELS = tuple(str(level) for level in range(1, 10))
"""Technology readiness levels."""

Value = str | tuple[str, ...]
Values = Mapping[str, Value]
"""Values of an entry by field. A link is written as name, blank, address."""


@dataclass(frozen=True, slots=True)
class EntryField:
    """A field of an entry.

    Attributes:
        id: As the catalogue calls it.
        shape: One of :data:`SHAPES`.
        required: The catalogue takes no entry without it.
        most: Values that a list may have, 0 for any number.
        value: The only value that the catalogue takes, empty when the person says it.
    """

    id: str
    shape: str
    required: bool = False
    most: int = 0
    value: str = ""

    @property
    def several(self) -> bool:
        """Whether it is a list."""
        return self.shape in LISTS

    @property
    def in_file(self) -> bool:
        """Whether it stands in the file; a level of readiness is a tag that the office sets."""
        return self.shape != "trl"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A catalogue that takes entries.

    Attributes:
        id: ``software`` or ``ohwr``.
        file: Name of the file that an entry becomes.
        fields: Its fields, in their order.
        osi: Whether each licence must be approved by the Open Source Initiative.
        sources: Where the fields stand.
    """

    id: str
    file: str
    fields: tuple[EntryField, ...]
    osi: bool = False
    sources: tuple[Source, ...] = ()

    def field(self, name: str) -> EntryField | None:
        """The field of this name."""
        return next((field for field in self.fields if field.id == name), None)


@dataclass(frozen=True, slots=True)
class EntryProblem:
    """What is wrong with a field of an entry.

    Attributes:
        field: Its name, empty for the whole.
        kind: ``missing``, ``type``, ``value``, ``address``, ``unknown``, ``many``, ``mail``,
            ``day``, ``level``, ``license``, ``osi``, ``long``; ``osi_unknown`` and ``person`` are
            advice.
        detail: What it is about, for example the licence.
    """

    field: str
    kind: str
    detail: str = ""

    @property
    def advice(self) -> bool:
        """The catalogue takes the entry all the same."""
        return self.kind in {"person", "osi_unknown"}

    def text(self, catalogue: Catalogue) -> str:
        """The problem as a sentence."""
        known = catalogue.field(self.field)
        label = words(f"office.entry.{catalogue.id}.{self.field}") if known else self.field
        return words(f"office.entry_problem.{self.kind}", field=label, detail=self.detail)


def load_catalogues() -> dict[str, Catalogue]:
    """Catalogues by id.

    Raises:
        InputError: The file, ours or that of an overlay, cannot be used; the message names it.
    """
    return _loaded(overlay_dir())


@lru_cache(maxsize=4)
def _loaded(_overlay: Path | None) -> dict[str, Catalogue]:
    return read_table("office/catalogues.yaml", _catalogues)


def catalogue_of(catalogue_id: str) -> Catalogue:
    """The catalogue with this id.

    Raises:
        InputError: There is no such catalogue.
    """
    known = load_catalogues()
    if catalogue_id not in known:
        raise InputError(
            words("office.error.catalogue", catalogue=catalogue_id[:40]),
            remedy=words("office.error.catalogue_remedy", catalogues=", ".join(known)),
        )
    return known[catalogue_id]


def shape_problems(catalogue: Catalogue, values: Mapping[str, object]) -> tuple[EntryProblem, ...]:
    """What is wrong with a file of a catalogue, in the order of its fields.

    Looks at names, shapes and addresses, not at what licences and texts mean.

    Args:
        catalogue: The catalogue.
        values: What the file holds, of any shape.
    """
    fields = [field for field in catalogue.fields if field.in_file]
    found = [p for field in fields for p in _shape_problems(field, values.get(field.id))]
    known = {field.id for field in fields}
    unknown = [EntryProblem(str(name)[:60], "unknown") for name in values if name not in known]
    return (*found, *unknown)


def _shape_problems(field: EntryField, value: object) -> Iterator[EntryProblem]:
    if value is None or value == () or (isinstance(value, str) and not value.strip()):
        if field.required:
            yield EntryProblem(field.id, "missing")
        return
    texts = texts_in(field, value)
    if texts is None:
        yield EntryProblem(field.id, "type")
        return
    if field.most and len(texts) > field.most:
        yield EntryProblem(field.id, "many", str(field.most))
    for text in texts:
        address = text.strip()
        if field.value and text != field.value:
            yield EntryProblem(field.id, "value", field.value)
        if field.shape == "links":
            address = (link_of(address) or ("", ""))[1]
        if field.shape in _ADDRESSES and not WEB_ADDRESS.fullmatch(address):
            yield EntryProblem(field.id, "address", text[:60])


_ADDRESSES = frozenset({"address", "addresses", "links"})


def texts_in(field: EntryField, value: object) -> tuple[str, ...] | None:
    """The value of a field as texts; None when it has another shape."""
    if not field.several:
        return (value,) if isinstance(value, str) else None
    items = (value,) if isinstance(value, str) and field.shape == "licenses" else value
    if not isinstance(items, list | tuple) or not items:
        return None
    if field.shape == "links" and isinstance(items, list):
        items = [_link_text(item) for item in items]
    texts = tuple(item for item in items if isinstance(item, str))
    return texts if len(texts) == len(items) else None


def _link_text(item: object) -> object:
    """A link of a file, which has a name and an address, as a person writes it."""
    pair = [item.get("name"), item.get("url")] if isinstance(item, Mapping) else []
    named = len(pair) == 2 and all(isinstance(text, str) and text.strip() for text in pair)
    return f"{pair[0]} {pair[1]}" if named else None


def link_of(text: str) -> tuple[str, str] | None:
    """Name and address of a link that is written as name, blank, address."""
    name, _, url = text.strip().rpartition(" ")
    return (name.strip(), url) if name.strip() and url else None


def _catalogues(data: Mapping[str, Any]) -> dict[str, Catalogue]:
    return {row["id"]: _catalogue(row) for row in data["catalogues"]}


def _catalogue(row: Mapping[str, Any]) -> Catalogue:
    fields = tuple(
        EntryField(
            str(field["id"]),
            field["shape"],
            bool(field.get("required", False)),
            int(field.get("most", 0)),
            str(field.get("value", "")),
        )
        for field in row["fields"]
    )
    wrong = [field.id for field in fields if field.shape not in SHAPES]
    if wrong:
        raise ValueError(f"the field “{wrong[0]}” has no known shape")
    sources = tuple(Source(s["title"], s.get("url", "")) for s in row.get("sources", ()))
    return Catalogue(row["id"], row["file"], fields, bool(row.get("osi", False)), sources)
