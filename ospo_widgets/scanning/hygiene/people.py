# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Data on people: tables of persons, address books, many addresses, numbers that name a person.

Only counts and lines leave this module, never a name, an address or a number.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import Any

import re2

from ospo_widgets.scanning.hygiene.lists import lists, version
from ospo_widgets.scanning.hygiene.places import places
from ospo_widgets.scanning.reading.detector import Detector
from ospo_widgets.scanning.reading.source import Source

_TABLES = (".csv", ".tsv", ".tab")
_ADDRESS = r"[a-z0-9._%+-]+@[a-z0-9][a-z0-9.-]*\.[a-z]{2,10}"
_PHONE = r"\+(?:41|33|49|39|44|34|31|32|43|1)[ .-]?(?:\(0\)[ .-]?)?\d{1,3}[ .-]\d{2,4}[ .-]\d{2,4}"
_IBAN = r"\b[A-Z]{2}\d{2} ?(?:[A-Z0-9]{4} ?){2,7}[A-Z0-9]{1,4}\b"
_COUNTRIES = (
    "AT|BE|BG|CH|CY|CZ|DE|DK|EE|ES|FI|FR|GB|GR|HR|HU|IE|IL|IT|LI|LT|LU|LV|NL|NO|PL|PT|RO|RS|SE"
    "|SI|SK"
)
_SWISS = r"\b756\.\d{4}\.\d{4}\.\d{2}\b"
"""Swiss social insurance number: 756, nine digits, a check digit as in EAN-13."""
_CREDIT_LINE = re.compile(
    rb"copyright|author|maintainer|contact|signed-off|co-authored|reviewed|acked|reported|contribut|"
    rb"written|developed|thanks|credit|packager|changelog|\(c\)|mailto:|@param|email_address|"
    rb"<[^>\s]+@[^>\s]+>,? *\(?\d{4}|git@|noreply|no-reply|example\.|localhost|"
    rb"^(?:From|To|Cc):", re.I,
)  # fmt: skip
_MAX_TABLE = 2_000_000


@cache
def _patterns() -> tuple[Any, Any, Any, Any]:
    caseless = re2.Options()
    caseless.case_sensitive = False
    return (
        re2.compile(_ADDRESS, caseless),
        re2.compile(_PHONE),
        re2.compile(_IBAN),
        re2.compile(_SWISS),
    )


@cache
def _lines_with_numbers() -> Any:
    options = re2.Options()
    options.case_sensitive = False
    return re2.compile("|".join(f"(?:{t})" for t in _number_triggers()), options)


def _number_triggers() -> tuple[str, ...]:
    return (
        rf"\b(?:{_COUNTRIES})\d\d (?:[a-z0-9]{{4}} ){{3}}",
        rf"\biban\b[^\n]{{0,20}}\b(?:{_COUNTRIES})\d\d",
        _SWISS,
    )


def _examine(source: Source) -> list[dict[str, Any]] | None:
    rows: list[dict[str, Any]] = []
    data = source.utf8
    people = lists().people
    if source.suffix in _TABLES:
        rows += _table(source.text[:_MAX_TABLE], source.suffix)
    cards = len(re.findall(rb"(?m)^BEGIN:VCARD\b", data))
    entries = len(re.findall(rb"(?im)^objectclass: *(?:inetorg)?person\b", data[:4_000_000]))
    if cards or entries >= people["many_rows"]:
        rows.append({"kind": "address-book", "count": cards or entries, "line": 1})
    if not rows and not _is_credit(source.name):
        rows += _many(data)
    for place in places(_lines_with_numbers(), data, 500):
        window = data[place.begin : place.end]
        if _has_number(window):
            rows.append({"kind": "number", "count": 1, "line": place.line})
    return rows or None


def _is_credit(name: str) -> bool:
    lower = name.lower()
    if lower.partition(".")[0] in _credits() or lower in _credits():
        return True
    return lower.endswith(tuple(lists().people["credit_files"]))


@cache
def _credits() -> frozenset[str]:
    return frozenset(str(name).lower() for name in lists().people["credits"])


def _table(text: str, suffix: str) -> list[dict[str, Any]]:
    """A table of persons: a column that names, one that tells more, and rows."""
    first = text.partition("\n")[0][:5000]
    mark = "\t" if suffix != ".csv" else max(",;\t|", key=first.count)
    try:
        head = next(csv.reader([first], delimiter=mark), [])
    except csv.Error:
        return []
    columns = {re.sub(r"[\s_]+", " ", cell).strip().lower() for cell in head}
    people = lists().people
    names = columns & set(map(str, people["name_columns"]))
    private = columns & set(map(str, people["private_columns"]))
    rows = text.count("\n", len(first)) - 1 + (not text.endswith("\n"))
    strong = {c for c in names if c not in {"name", "nom", "person", "display name"}}
    telling = private - {
        "grade",
        "gender",
        "sex",
        "sexe",
        "mail",
        "badge",
        "dose",
        "mobile",
        "phone",
    }
    good = bool(names and telling) or bool(strong and private)
    if good and rows >= int(people["many_rows"]):
        return [{"kind": "table", "count": rows, "line": 1}]
    return []


def _many(data: bytes) -> list[dict[str, Any]]:
    """Many addresses or telephone numbers outside credits."""
    people = lists().people
    address, phone, _, _ = _patterns()
    rows = []
    if data.count(b"@") >= people["many_addresses"]:
        rows += _count(address, data, people["many_addresses"], "addresses")
    if data.count(b"+") >= people["many_numbers"]:
        rows += _count(phone, data, people["many_numbers"], "phones")
    return rows


def _count(pattern: Any, data: bytes, enough: int, kind: str) -> list[dict[str, Any]]:
    found: set[bytes] = set()
    line = 0
    for place in places(pattern, data):
        window = data[place.begin : place.end]
        if _CREDIT_LINE.search(window):
            continue
        found.update(match.group().lower() for match in pattern.finditer(window))
        line = line or place.line
    return [{"kind": kind, "count": len(found), "line": line}] if len(found) >= enough else []


def _has_number(window: bytes) -> bool:
    _, _, iban, swiss = _patterns()
    if any(_is_iban(match.group().decode()) for match in iban.finditer(window)):
        return True
    return any(_is_swiss(match.group().decode()) for match in swiss.finditer(window))


def _is_iban(text: str) -> bool:
    """Check digits of ISO 13616: letters are numbers, the whole is 1 modulo 97."""
    bare = text.replace(" ", "")
    if not 15 <= len(bare) <= 34 or bare[:2] not in _COUNTRIES.split("|"):
        return False
    turned = bare[4:] + bare[:4]
    # The numbers that documentation uses everywhere.
    if len(set(bare[4:])) < 5 or bare in _KNOWN:
        return False
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


_KNOWN = frozenset(
    ("CH9300762011623852957", "DE89370400440532013000", "FR1420041010050500013M02606",
     "GB29NWBK60161331926819", "GB82WEST12345698765432", "NL91ABNA0417164300",
     "IT60X0542811101000000123456", "BE68539007547034", "ES9121000418450200051332",
     "AT611904300234573201", "LU280019400644750000")
)  # fmt: skip
"""Examples of the registry of ISO 13616 and of Wikipedia."""


def _is_swiss(text: str) -> bool:
    digits = [int(sign) for sign in text if sign.isdigit()]
    if len(set(digits[3:])) < 4 or text in {"756.9217.0769.85", "756.1234.5678.97"}:
        return False
    total = sum(d * (3 if i % 2 else 1) for i, d in enumerate(digits[:12]))
    return (10 - total % 10) % 10 == digits[12]


def detector() -> Detector:
    """Data on people: ``{kind, count, line}``.

    Kinds are ``table``, ``address-book``, ``addresses``, ``phones`` and ``number``.
    """
    triggers = (
        r"(?m)^BEGIN:VCARD\b",
        r"objectclass: *(?:inetorg)?person\b",
        # One address alone is an author's.
        r"(?:[a-z0-9]@[a-z0-9-]+\.[a-z][^@]*){3}",
        rf"(?:{_PHONE}[^+]*){{3}}",
        *_number_triggers(),
    )  # fmt: skip
    return Detector(
        "people", version(1), _examine, triggers, lambda path: path.lower().endswith(_TABLES)
    )
