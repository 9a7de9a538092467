# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""HTML that is always escaped: the only way in which this package builds markup in Python.

Text becomes markup through :func:`tag` or :func:`text`; what is markup already is
:class:`Markup`. Anything else that reaches a tag is escaped, so a file name such as
``<img onerror=…>`` stays text.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from urllib.parse import urlsplit

_NOT_ASCII = re.compile(r"[^\x00-\x7e]")
_STEERING = frozenset({"Cc", "Cf", "Cs", "Co"})
"""Categories of characters that show nothing and may do something."""
VOID_TAGS = frozenset({"br", "hr", "img", "input", "meta", "link", "col"})


class Markup(str):
    """A string that is safe HTML."""

    __slots__ = ()

    def __html__(self) -> str:
        """Tell template engines that no escaping is needed."""
        return str(self)


BREAK = Markup("<wbr/>")
"""A place where a long word may go on in a new line."""

Content = str | int | float | None | Iterable["Content"]


def visible(value: str) -> str:
    """Show control, bidirectional and surrogate characters as escapes; keep tab and newline."""
    if value.isprintable():
        return value
    return "".join(
        c if c in "\t\n" or unicodedata.category(c) not in _STEERING else f"\\u{ord(c):04x}"
        for c in value
    )


def json_text(data: object, indent: int | None = 2) -> str:
    """Plain data as JSON, accents as they are; what :func:`visible` shows as escapes is escaped.

    So JSON in a terminal steers nothing, and lone surrogates do not keep it from being written.
    """
    plain = json.dumps(data, ensure_ascii=False, indent=indent)
    return _NOT_ASCII.sub(lambda m: _json_escape(m[0]), plain)


@cache
def _json_escape(character: str) -> str:
    steers = unicodedata.category(character) in _STEERING
    return json.dumps(character)[1:-1] if steers else character


def text(value: Content) -> Markup:
    """Escape plain values and join sequences; markup passes unchanged."""
    if value is None:
        return Markup("")
    if isinstance(value, Markup):
        return value
    if isinstance(value, str):
        return Markup(html.escape(visible(value), quote=True))
    if isinstance(value, int | float):
        return Markup(html.escape(str(value)))
    return Markup("".join(text(v) for v in value))


def tag(name: str, /, *children: Content, **attributes: object) -> Markup:
    """Build one element.

    Args:
        name: Element name, for example ``"p"``.
        children: Text, markup, numbers or sequences of them.
        attributes: ``class_`` and ``for_`` lose their underscore, other underscores become dashes;
            None and False leave the attribute out, True writes it bare.
    """
    parts = [f"<{name}"]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        attribute = key.rstrip("_").replace("_", "-")
        parts.append(
            f" {attribute}"
            if value is True
            else f' {attribute}="{html.escape(visible(str(value)), quote=True)}"'
        )
    parts.append(">")
    if name in VOID_TAGS:
        return Markup("".join(parts))
    return Markup("".join(parts) + text(children) + f"</{name}>")


def name_text(name: str) -> Content:
    """A name such as ``owner/name`` that may go on in a new line after a slash, never in a word."""
    first, *rest = name.split("/")
    return [first, *(["/", BREAK, part] for part in rest)]


def link(label: Content, url: str, **attributes: object) -> Markup:
    """A link when the address is http(s), mailto, relative or a fragment; else the label."""
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        return text(label)
    # Browsers take backslashes for slashes, and pass over what shows nothing.
    leads_out = not url.isprintable() or url.strip().replace("\\", "/").startswith("//")
    if scheme not in {"", "http", "https", "mailto"} or leads_out:
        return text(label)
    return tag("a", label, href=url, **attributes)


def table(
    caption: Content,
    columns: Sequence[Content],
    rows: Iterable[Sequence[Content]],
    *,
    numeric: Iterable[int] = (),
    class_: str | None = None,
    hide_caption: bool = False,
) -> Markup:
    """A real table: caption, column headers with scope, first cell of each row as its header.

    Args:
        caption: What the table shows; always there, visually hidden on demand.
        columns: Column headers.
        rows: Rows as long as ``columns``.
        numeric: Indexes of columns that hold figures, set right.
        class_: Class of the table, for example ``"cards-s"``.
        hide_caption: Keep the caption for screen readers only.
    """
    right = frozenset(numeric)
    labels = [str(c) for c in columns]

    def cell_class(i: int) -> str | None:
        return "n" if i in right else None

    head = tag(
        "tr", [tag("th", c, scope="col", class_=cell_class(i)) for i, c in enumerate(columns)]
    )
    body = [
        tag(
            "tr",
            [
                tag("th", v, scope="row")
                if i == 0
                else tag("td", v, class_=cell_class(i), data_h=labels[i] if class_ else None)
                for i, v in enumerate(row)
            ],
        )
        for row in rows
    ]
    return tag(
        "table",
        tag("caption", caption, class_="visually-hidden" if hide_caption else None),
        tag("thead", head),
        tag("tbody", body),
        class_=class_,
    )


VERDICT_CLASSES: Mapping[str, str] = {
    "yes": "yes",
    "conditional": "cond",
    "no": "no",
    "unknown": "unk",
}
"""Class of the chip for each verdict; shape and colour follow from the style sheet."""


def chip(verdict: str, words: Content, *, ground: bool = True) -> Markup:
    """Verdict chip: word, shape and colour.

    Args:
        verdict: ``yes``, ``conditional``, ``no`` or ``unknown``.
        words: The word to show, from the wording catalogue.
        ground: With coloured ground (``chip``) or without (``mark``, for lists and cells).
    """
    return tag("span", words, class_=f"{'chip' if ground else 'mark'} {VERDICT_CLASSES[verdict]}")


def license_id(identifier: Content) -> Markup:
    """A licence identifier that does not break over lines; an expression breaks between ids."""
    if isinstance(identifier, str) and not isinstance(identifier, Markup) and " " in identifier:
        parts = [tag("span", part, class_="lic") for part in identifier.split()]
        return Markup(" ".join(parts))
    return tag("span", identifier, class_="lic")
