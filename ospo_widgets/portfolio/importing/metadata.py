# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What importers of metadata files share: texts, addresses, licences, days of such files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import quote, unquote

from ospo_widgets.portfolio.claims import Confidence, SourceRecord
from ospo_widgets.portfolio.consolidate_history import package_name
from ospo_widgets.portfolio.fields import FIELDS, LONGEST_TEXT, FieldType
from ospo_widgets.portfolio.identity import address, canonical, is_code_address, path_of
from ospo_widgets.portfolio.importing.building import Problems, RecordBuilder, read_value, shown
from ospo_widgets.portfolio.importing.document import Document
from ospo_widgets.portfolio.importing.licenses import read_license
from ospo_widgets.portfolio.importing.shapes import Imported
from ospo_widgets.portfolio.unsaid import MAIL
from ospo_widgets.resources import data_dir
from ospo_widgets.wording import words

Item = Mapping[str, Any]
Needed = tuple[str, str, bool | None, str, str]
"""Dependency as ``SourceRecord.dependencies`` holds it."""

MAX_DEPTH = 60
"""Deepest nesting of YAML that is read."""

MAX_ALIASES = 100
"""Most YAML aliases; more of them are an attack on memory."""

MAX_TEXT = 8_000_000
"""Longest YAML text that is parsed, characters; bills of materials may be long."""

LONGEST_NAME = 200
_LOOKED_AT = 40_000
_MOST_VALUES = 1_000
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_VERSION = re.compile(r"\s*(?:\(.*\)|[<>=!~^@;\[].*|\s[vV]?\d\S*\s*)$", re.DOTALL)
_PAGE_END = re.compile(r"(?:\.(?:html?|txt|json|php|md)|/(?:legalcode|deed)(?:\.[\w-]+)?)$")


class MetadataBuilder(RecordBuilder):
    """Builds the record of one metadata file, and notes what it cannot take over."""

    def note(self, message: str, *, column: str = "") -> None:
        """Note a problem.

        Args:
            message: What is wrong and what did not happen.
            column: Key that it is about.
        """
        place = self._place
        if column:
            place = words("importing.place.column", place=place, column=column) if place else column
        self._problems.add(place, message, self.name or self.address)


def begin(
    document: Document,
    problems: Problems,
    read_on: date,
    *,
    confidence: Confidence = Confidence.DECLARED,
    place: str = "",
) -> MetadataBuilder:
    """A record of what a file says; its source is the name of the file."""
    return MetadataBuilder(
        problems, place, source=document.name, read_on=read_on, confidence=confidence
    )


def imported(shape: str, problems: Problems, *records: SourceRecord) -> Imported:
    """What was read of a file."""
    return Imported(records, problems.all(), shape)


def has_key(document: Document, *keys: str) -> bool:
    """Whether a text has one of these keys at the begin of a line near its start (YAML, TOML)."""
    text = document.text
    if text is None:
        return False
    either = "|".join(map(re.escape, keys))
    return bool(re.search(rf"^[\"']?(?:{either})[\"']?[ \t]*[:=]", text[:_LOOKED_AT], re.M))


def yaml_texts(document: Document) -> Any:
    """What the YAML of a file holds, every value as text: no dates, numbers or flags are made.

    Returns:
        None when it is no YAML, or nested too deeply.
    """
    import yaml

    text = document.text
    if text is None or len(text) > MAX_TEXT:
        return None
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    depth = aliases = 0
    try:
        for event in yaml.parse(text, loader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            aliases += isinstance(event, yaml.AliasEvent)
            if depth > MAX_DEPTH or aliases > MAX_ALIASES:
                return None
        return yaml.load(text, Loader=loader)
    except (yaml.YAMLError, RecursionError, ValueError, TypeError):
        return None


def below(item: Any, *path: str) -> Any:
    """What stands below a path of keys, None when it does not."""
    for key in path:
        item = item.get(key) if isinstance(item, Mapping) else None
    return item


def as_list(value: Any) -> list[Any]:
    """A list for one value, several or none."""
    if value is None:
        return []
    return value[:_MOST_VALUES] if isinstance(value, list) else [value]


def texts(value: Any, *keys: str) -> list[str]:
    """Texts of a value, a list, or of dictionaries that have them below one of ``keys``.

    JSON-LD’s ``@value`` and ``@id`` are looked at in any case.
    """
    found: list[str] = []
    for one in as_list(value):
        inner = one
        if isinstance(one, Mapping):
            named = (one.get(key) for key in (*keys, "@value", "@id"))
            inner = next((text for text in named if isinstance(text, str) and text.strip()), None)
        if isinstance(inner, str) and inner.strip():
            found.append(inner.strip())
    return found


def text(value: Any, *keys: str) -> str:
    """The first of :func:`texts`, empty when there is none."""
    return next(iter(texts(value, *keys)), "")


def identify(
    builder: MetadataBuilder, addresses: Iterable[Any], *, pages: Iterable[Any] = (), name: Any = ""
) -> bool:
    """Say which repository a record is about.

    Args:
        builder: The record.
        addresses: What should hold the address, best first.
        pages: What may hold it, or the address of some page.
        name: What the project is called, for lack of an address.

    Returns:
        False when the source has neither address nor name.
    """
    flat = [one for value in addresses for one in texts(value, "url", "URL")]
    others = [one for value in pages for one in texts(value, "url", "URL")]
    found = next((one for one in flat if canonical(one)), "")
    found = found or next((one for one in others if is_code_address(one)), "")
    builder.address = address(found)
    title = " ".join(str(name).split()) if isinstance(name, str) else ""
    fits = len(title) <= LONGEST_NAME and title.isprintable() and "@" not in title
    builder.name = path_of(found) or (title if fits else "")
    return bool(builder.address or builder.name)


def stated_day(raw: Any, otherwise: date) -> date:
    """Day for which a file says that it speaks, never later than the day on which it was read."""
    try:
        found = read_value("created", raw) if isinstance(raw, str | date) else None
    except ValueError:
        found = None
    return min(found, otherwise) if isinstance(found, date) else otherwise


def set_all(
    builder: MetadataBuilder,
    item: Item,
    fields: Mapping[str, tuple[str, ...]],
    confidence: Confidence | None = None,
) -> None:
    """Keep the fields that stand as a text or a number below a path of keys."""
    for field, path in fields.items():
        raw = below(item, *path)
        if isinstance(raw, str | int | float | date) and raw != "":
            if FIELDS[field] is FieldType.TEXT and not isinstance(raw, str):
                continue
            builder.set(field, raw, column=".".join(path), confidence=confidence)


def set_list(builder: MetadataBuilder, field: str, value: Any, *keys: str) -> None:
    """Keep a list; one text is cut at commas, and texts that are too long are left out."""
    found = texts(value, *keys)
    if len(found) == 1:
        found = [one.strip() for one in re.split("[;,]", found[0])]
    fits = [one for one in found if one and len(one) <= LONGEST_TEXT and "@" not in one]
    if fits:
        builder.set(field, fits)


def set_doi(builder: MetadataBuilder, *values: Any) -> None:
    """Keep the first digital object identifier among values."""
    for value in values:
        for one in texts(value, "identifier", "value", "doi", "url"):
            match = _DOI.search(unquote(one))
            if match:
                builder.set("doi", match[0].rstrip(".,;)"))
                return


def set_license(
    builder: MetadataBuilder,
    raw: Any,
    field: str = "license",
    *,
    join: str = "",
    confidence: Confidence | None = None,
) -> None:
    """Keep a licence: expression, name, address of its page, or a dictionary with one of these.

    Args:
        builder: The record.
        raw: What the source has.
        field: Field that takes it.
        join: How several licences go together in this format (``OR``, ``AND``); empty when the
            format does not say, so that several are a problem.
        confidence: How the source knows, when it differs.
    """
    stated = [one for one in map(license_text, as_list(raw)) if one]
    stated = list(dict.fromkeys(stated))
    if len(stated) > 1 and not join:
        listed = shown(", ".join(stated))
        builder.note(words("importing_metadata.licenses", licenses=listed), column=field)
        return
    if len(stated) > 1:
        several = (f"({one})" if " " in one else one for one in stated)
        builder.set(field, f" {join} ".join(several), column=field, confidence=confidence)
    elif stated:
        builder.set(field, stated[0], column=field, confidence=confidence)


def license_text(raw: Any) -> str:
    """What one entry says of a licence: the most exact of id, name and address, as it can be read.

    Returns:
        Empty when it says nothing.
    """
    if isinstance(raw, Mapping):
        keys = ("id", "identifier", "expression", "spdx", "name", "title", "@id", "url", "URL")
        options = [value for key in keys if isinstance(value := raw.get(key), str) and value]
    else:
        options = [raw] if isinstance(raw, str) else []
    spelled = [license_of_page(one) or one.strip() for one in options]
    readable = ((name, _read_license(name)) for name in spelled)
    found = next(((name, read) for name, read in readable if read is not None), None)
    if found:
        return found[1] or found[0]  # “None” is read as no text
    return next(iter(spelled), "")


def _read_license(name: str) -> str | None:
    try:
        return read_license(name)
    except ValueError:
        return None


def license_of_page(url: str) -> str:
    """Name of the licence whose page or text stands at an address, empty when we do not know."""
    start, _, rest = url.strip().partition("://")
    if start.lower() not in {"http", "https"}:
        return ""
    path = rest.partition("?")[0].partition("#")[0].rstrip("/").lower().removeprefix("www.")
    path = _PAGE_END.sub("", path).rstrip("/")
    if path in _pages():
        return _pages()[path]
    folder, _, last = path.rpartition("/")
    known = _pages().get(f"{folder}/*")
    return last if known is not None else ""


@cache
def _pages() -> Mapping[str, str]:
    """Licence by address without scheme; ``/*`` stands for “its id comes here”."""
    import yaml

    file = data_dir() / "portfolio" / "license_pages.yaml"
    loaded = yaml.safe_load(file.read_text(encoding="utf-8"))
    pages = {page: row["license"] for row in loaded["pages"] for page in row["at"]}
    return pages | {f"{folder}/*": "" for folder in loaded["folders"]}


def plain_dependency(name: str, ecosystem: str = "generic") -> str:
    """Package URL for something that is only named; a version behind the name is cut off.

    An address of a repository stays one.
    """
    if is_code_address(name):
        return address(name)
    if name.startswith("pkg:"):
        return package_name(name)
    if MAIL.search(name):  # somebody is named, not something
        return ""
    stripped = name.strip() if len(name) <= LONGEST_NAME else ""
    plain = stripped[:1] + _VERSION.sub("", stripped[1:])  # @scope/name begins with a sign
    if not plain or "://" in plain or not plain.isprintable():
        return ""
    return package_name(f"pkg:{ecosystem}/{quote(plain, safe='/')}")
