# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Texts that would run a script if they were not shown as text, and who looks whether one would."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

CALL = "pwned(1)"
PAYLOADS = (
    f"<script>{CALL}</script>",
    f'"><img src=x onerror={CALL}>',
    f"'><svg/onload={CALL}>",
    f"javascript:{CALL}",
    f"JaVa\tScRiPt:{CALL}",
    f"\x01javascript:{CALL}",
    f"data:text/html,<script>{CALL}</script>",
    f"vbscript:{CALL}",
    f"</style><script>{CALL}</script>",
    f"</textarea></title></script><iframe srcdoc='<script>{CALL}</script>'>",
    f"--><script>{CALL}</script><!--",
    f"]]><x-pwn onclick={CALL}>",
    f"{{{{constructor.constructor('{CALL}')()}}}}",
    f"${{{CALL}}}`${{{CALL}}}`",
    f"{{% raw %}}<script>{CALL}</script>",
    f"&lt;script&gt;{CALL}&lt;/script&gt;",
    f"%3Cscript%3E{CALL}%3C/script%3E",
    f"\uff1cscript\uff1e{CALL}\u202e</tpircs>",
    f"<scr\u200bipt>{CALL}</script>",
    f"<svg><style>&lt;img src=x onerror={CALL}&gt;</style></svg>",
    f"[x](javascript:{CALL})",
    f"https://x.example/\"onmouseover={CALL}",
    "//evil.example/x",
    "\\\\evil.example\\x",
)  # fmt: skip
"""For any field."""

MIXED = "".join(PAYLOADS)

DRAWN = frozenset(
    """a abbr b br button caption circle clippath code col colgroup dd defs del desc details dfn div
    dl dt em fieldset figcaption figure footer g h1 h2 h3 h4 h5 h6 header hr i img input ins kbd
    label legend li line lineargradient link main mark meta nav ol optgroup option p path pattern
    polygon polyline pre q rect s samp section select small span stop strong style sub summary sup
    svg table tbody td text textpath tfoot th thead time title tr tspan u ul use var wbr html head
    body aside article blockquote progress dialog""".split()  # noqa: SIM905 - short to read
)
"""Elements that we draw; whatever else stands in a page came from outside."""
_ADDRESSES = {"href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcset"}
_SCHEME = re.compile(r"[\x00-\x20]*([a-z][a-z0-9+.-]*):", re.I)
_FINE = {"http", "https", "mailto"}


class _Reader(HTMLParser):
    def __init__(self, scripts: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self._scripts = scripts
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self._within = tag
        if tag == "script":
            if (said.get("src") or said.get("type") or "") not in self._scripts:
                self.wrong.append(f"<script {attrs}>")
        elif tag not in DRAWN:
            self.wrong.append(f"<{tag}>")
        if tag == "meta" and "refresh" in (said.get("http-equiv") or "").lower():
            self.wrong.append("<meta refresh>")
        for name, value in attrs:
            if name.startswith("on") or name == "srcdoc":
                self.wrong.append(f"{tag} {name}={value}")
            if name == "style" and re.search(r"pwned|expression|url\(", value or ""):
                self.wrong.append(f"{tag} style={value}")
            if name in _ADDRESSES and tag == "a" and "download" in said and value:
                self.wrong += _in_download(value)
            elif name in _ADDRESSES and (bad := _bad_address(value or "")):
                self.wrong.append(f"{tag} {name}={bad}")

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within in {"script", "style"} and CALL in data.replace("\\u003c", ""):
            self.wrong.append(f"in {self._within}: {data[:80]}")


def _bad_address(value: str) -> str:
    plain = re.sub(r"[\t\r\n]", "", value)
    scheme = _SCHEME.match(plain)
    if scheme and scheme[1].lower() == "data":
        downloads = (
            "data:image/",
            "data:text/css",
            "data:font/",
            "data:application/",
            "data:text/",
        )
        return "" if plain.startswith(downloads) and "text/html" not in plain[:20] else value[:90]
    if scheme and scheme[1].lower() not in _FINE:
        return value[:90]
    return value[:90] if plain.strip().replace("\\", "/").startswith("//") else ""


def _in_download(address: str) -> list[str]:
    """What is wrong with a file that a link saves; a browser never opens it from there."""
    head, _, body = address.partition(",")
    if not head.startswith("data:"):
        return [address[:90]] if _bad_address(address) else []
    if not head.startswith("data:text/html"):
        return []
    plain = base64.b64decode(body).decode() if head.endswith(";base64") else unquote(body)
    return dangers(plain)


def dangers(html: str, scripts: frozenset[str] = frozenset()) -> list[str]:
    """What in a piece of HTML would run something, or was not drawn by us.

    Args:
        html: A page, or a part of one.
        scripts: Addresses and types of script elements that are ours.
    """
    reader = _Reader(scripts)
    reader.feed(html)
    reader.close()
    return reader.wrong


def widgets_of(widget: Any) -> Iterator[Any]:
    """A widget and all that are in it."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from widgets_of(child)


def drawn_by(widget: Any) -> list[str]:
    """The HTML of all widgets in a widget."""
    import ipywidgets as ipw

    found = []
    for one in widgets_of(widget):
        if isinstance(one, ipw.HTML | ipw.HTMLMath):
            found.append(str(one.value))
        if getattr(one, "description_allow_html", False):
            found.append(str(one.description))
    return found


def check_widget(widget: Any) -> int:
    """Look at all HTML of a widget; how many pieces hold a payload, as text."""
    pieces = drawn_by(widget)
    for piece in pieces:
        assert dangers(piece) == [], piece[:500]
    return sum(CALL in unquote(piece) for piece in pieces)
