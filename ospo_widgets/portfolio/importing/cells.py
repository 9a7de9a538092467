# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Values as they stand in cells of tables: days and numbers as countries write them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache

from ospo_widgets.portfolio.claims import Value
from ospo_widgets.portfolio.fields import FIELDS, FieldType, parse
from ospo_widgets.portfolio.importing.building import read_value
from ospo_widgets.portfolio.importing.mapping import Form
from ospo_widgets.wording import DEFAULT_LANGUAGE, languages, texts_of

_SPLIT_DAY = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:[ T,].*)?")
_YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})(?:[ T].*)?")
_JOINED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WRITTEN = re.compile(r"(?:(\d{1,2})(?:er|st|nd|rd|th)?\.? ([^\W\d]+)\.?,? (\d{4}))")
_WRITTEN_US = re.compile(r"([^\W\d]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_GROUPED = re.compile(r"(\d{1,3})((?:[ \u00a0\u202f\u2009'’]\d{3})+)(?=$|[.,% \u00a0\u202f])")
_GAPS = re.compile(r"[ \u00a0\u202f\u2009'’]")
_GROUPED_POINT = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?%?")
_GROUPED_COMMA = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?%?")
_DECIMAL_COMMA = re.compile(r"\d+,\d+%?")
_MARKS = {
    "✓": "yes", "✔": "yes", "✅": "yes", "☑": "yes", "vrai": "yes", "ja": "yes", "si": "yes",
    "✗": "no", "✘": "no", "❌": "no", "☐": "no", "faux": "no", "nein": "no",
}  # fmt: skip
_LISTED = re.compile(r"[\n|]")
_NUMBERS = frozenset({FieldType.COUNT, FieldType.NUMBER, FieldType.SHARE})
_LONGEST = 4_000


def read_cell(field: str, raw: object, form: Form) -> Value | None:
    """Read the value of a cell.

    Args:
        field: Name of the field.
        raw: Text, number, date or list.
        form: How the column writes its days or numbers.

    Returns:
        The value, None when the cell says nothing.

    Raises:
        ValueError: It cannot be read as this field.
    """
    kind = FIELDS[field]
    if isinstance(raw, bytes) or (isinstance(raw, str) and len(raw) > _LONGEST):
        raise ValueError(field)
    if kind is FieldType.DAY:
        return read_day(raw, form)
    if kind is FieldType.COUNT and isinstance(raw, float) and raw.is_integer():
        return read_value(field, int(raw))
    if isinstance(raw, date):  # a spreadsheet took “1.2” for a day
        raise ValueError(field)
    if not isinstance(raw, str):
        return read_value(field, raw)
    text = raw.strip()
    if kind in _NUMBERS:
        text = plain_number(text, form)
    elif kind is FieldType.FLAG:
        text = _MARKS.get(text.casefold().rstrip("\ufe0f"), text)
    elif kind is FieldType.LIST:
        text = _LISTED.sub(";", text)
    return read_value(field, text)


def read_day(raw: object, form: Form) -> date | None:
    """Read a day.

    Raises:
        ValueError: It is none, or nothing tells the day from the month.
    """
    if isinstance(raw, date) or not isinstance(raw, str):
        if isinstance(raw, int | float) and not math.isnan(raw):
            raise ValueError("a number is no day")
        return _as_day(raw)
    text = " ".join(raw.split())
    if match := _SPLIT_DAY.fullmatch(text):
        one, two = int(match[1]), int(match[3])
        if form is Form.UNCLEAR and one <= 12 and two <= 12 and one != two:
            raise ValueError("day or month")
        month_first = form is Form.MONTH_FIRST
        day, month = (two, one) if month_first else (one, two)
        return date(int(match[4]), month, day)
    for pattern in (_YEAR_FIRST, _JOINED):
        if match := pattern.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _WRITTEN.fullmatch(text):
        return date(int(match[3]), _month(match[2]), int(match[1]))
    if match := _WRITTEN_US.fullmatch(text):
        return date(int(match[3]), _month(match[1]), int(match[2]))
    return _as_day(text)


def _as_day(raw: object) -> date | None:
    found = parse("created", raw)
    if isinstance(found, datetime):
        return found.date()
    return found if isinstance(found, date) else None


def _month(name: str) -> int:
    found = _months().get(name.casefold(), 0)
    if not found:
        raise ValueError("no month")
    return found


@cache
def _months() -> dict[str, int]:
    """Months by name and by its first letters where they are of one month, in our languages."""
    found: dict[str, int] = {}
    for code in {DEFAULT_LANGUAGE, *languages()}:
        texts = texts_of("common", code)
        names = {n: texts[f"month.{n}"].casefold() for n in range(1, 13)}
        short = [name[:3] for name in names.values()]
        for number, name in names.items():
            found[name] = number
            found[name[:4]] = number
            if short.count(name[:3]) == 1:
                found[name[:3]] = number
    return found


def day_form(values: Sequence[object]) -> Form:
    """Whether days of a column are written with day or month first; UNCLEAR if nothing tells."""
    first: set[int] = set()
    second: set[int] = set()
    points = False
    for value in values:
        match = _SPLIT_DAY.fullmatch(value.strip()) if isinstance(value, str) else None
        if match:
            first.add(int(match[1]))
            second.add(int(match[3]))
            points = points or match[2] == "."
    if not first:
        return Form.PLAIN
    beyond_first, beyond_second = max(first) > 12, max(second) > 12
    if beyond_first != beyond_second:
        return Form.DAY_FIRST if beyond_first else Form.MONTH_FIRST
    # “22.08.2026” is written where the day comes first, everywhere.
    return Form.DAY_FIRST if points and not beyond_second else Form.UNCLEAR


def number_form(values: Sequence[object]) -> Form:
    """Whether numbers of a column have a decimal comma."""
    texts = [_tight(v.strip()) for v in values if isinstance(v, str)]
    points = any(_GROUPED_POINT.fullmatch(t) and ("," in t or t.count(".") > 1) for t in texts)
    single = [t for t in texts if _DECIMAL_COMMA.fullmatch(t)]
    grouped = all(_GROUPED_COMMA.fullmatch(t) for t in single)
    return Form.COMMA if points or (single and not grouped) else Form.PLAIN


def plain_number(text: str, form: Form) -> str:
    """A number with a decimal point and nothing between thousands."""
    tight = _tight(text)
    if form is Form.COMMA:
        if _GROUPED_POINT.fullmatch(tight):
            tight = tight.replace(".", "")
        return tight.replace(",", ".") if tight.count(",") < 2 else text
    return tight.replace(",", "") if _GROUPED_COMMA.fullmatch(tight) else tight


def _tight(text: str) -> str:
    """Without what stands between thousands and before a percent sign."""
    match = _GROUPED.match(text)
    joined = match[1] + _GAPS.sub("", match[2]) + text[match.end() :] if match else text
    return _GAPS.sub("", joined) if joined.endswith("%") else joined
