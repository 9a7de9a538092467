# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Files out of the page: a button that makes the file and gives it, or a link that holds it.

Where our front end runs, a file goes to the browser in pieces when it is asked for, so that the
page stays small; else a link holds it, or names a path when it is too large.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import ipywidgets as ipw

from ospo_widgets.errors import OspoError
from ospo_widgets.markup import Markup, tag
from ospo_widgets.sizes import MEGABYTE, size_text
from ospo_widgets.widgets.fields import button
from ospo_widgets.widgets.saving import save
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.widgets.page import Page

File = tuple[str, bytes, str]
"""Name, content and media type."""

LIMIT_BYTES = 5 * MEGABYTE
"""Largest file in a link: 5 MB take about 4 s in the browser, 50 MB fail (measured)."""

MOST_BYTES = 200 * MEGABYTE
"""Largest file that goes to the browser in pieces; it holds the whole in memory."""


def safe_name(name: str) -> str:
    """A file name of plain characters, at most 80 long; never empty."""
    kept = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip(".-")
    return kept[-80:] or "file"


def download_link(
    label: str, name: str, data: bytes, media_type: str, *, class_: str | None = None
) -> Markup:
    """A link that saves ``data`` as ``name``; a file above the limit is written, and told where.

    Args:
        label: Words of the link.
        name: Proposed file name; reduced to plain characters.
        data: The whole file.
        media_type: For example ``"application/zip"``.
        class_: Class of the link, for example ``"btn primary"``.
    """
    if len(data) > LIMIT_BYTES:
        saved = save(safe_name(name), data)
        key = "kept" if saved.stays else "too_large"
        told = words(f"common.download.{key}", size=size_text(len(data)), path=str(saved.path))
        link = tag("a", label, href=saved.url, class_=class_) if saved.url else None
        return tag("p", told, " " if link else "", link)
    encoded = base64.b64encode(data).decode("ascii")
    return tag(
        "a",
        label,
        href=f"data:{media_type};base64,{encoded}",
        download=safe_name(name),
        class_=class_,
    )


class Download(ipw.VBox):  # type: ignore[misc]
    """A button; the file is made when it is pressed, and what happened is said below it.

    Args:
        page: The page, whose front end takes the file where it runs.
        label: Words of the button.
        make: Makes the file.
        primary: The one main button of the view.
        small: A small button.
    """

    def __init__(
        self,
        page: Page,
        label: str,
        make: Callable[[], File],
        *,
        primary: bool = False,
        small: bool = False,
    ) -> None:
        self._page = page
        self._make = make
        self._button = button(label, page.guard(self.give), primary=primary, small=small)
        self._said = ipw.HTML()
        super().__init__([self._button, self._said])
        self.add_class("ospo-download")

    @property
    def label(self) -> str:
        """Words of the button."""
        return str(self._button.description)

    @label.setter
    def label(self, text: str) -> None:
        self._button.description = text
        self._said.value = Markup("")

    def give(self) -> None:
        """Make the file and give it."""
        try:
            name, data, media_type = self._make()
        except OspoError as error:
            self._said.value = tag("p", str(error), class_="mark no", role="alert")
            return
        name = safe_name(name)
        if not self._page.host.ready or len(data) > MOST_BYTES:
            self._said.value = tag("p", download_link(name, name, data, media_type))
            return
        self._page.host.download(name, data, media_type)
        said = words("common.download.given", name=name, size=size_text(len(data)))
        self._said.value = tag("p", said, class_="small muted")
        self._page.say(said)
