# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The same app in another language, in its place on the page, with the work of the person."""

from __future__ import annotations

import sys
from typing import Any

from ospo_widgets.errors import OspoError
from ospo_widgets.widgets.theme import framed
from ospo_widgets.wording import (
    best_language,
    in_another_language,
    is_language_given,
    language,
    prefer_language,
    set_language,
)


def show_in(page: Any, code: str, *, moves_focus: bool = False) -> None:
    """Show an app in another language.

    All texts of an app are made with its widgets, so it is made anew by ``show`` of its module and
    takes the place of the old one.

    Args:
        page: The app that is shown now.
        code: One of our languages.
        moves_focus: Whether the person pressed something that is about to go.
    """
    before, work = language(), page.work.now() if page.work is not None else None
    set_language("")
    prefer_language(code)
    made = sys.modules[type(page).__module__].show()
    around = made.around = page.around
    around.children = (made,)
    if around is page:
        # There is one page of ours inside another now; the inner one has its looks.
        around.remove_class("ospo")
        around.remove_class("stack")
    if work is not None and made.work is not None:
        try:
            made.work.take(work, lambda label: in_another_language(label, before))
        except OspoError as error:
            made.guard.show(error)
    if moves_focus:
        made.when_ready(lambda: made.host.focus(".ospo-languages button"))


def follow_browser(page: Any) -> None:
    """Speak the browser's language where nothing else says one and the person did nothing yet."""
    if framed() or is_language_given():
        return

    def ready() -> None:
        wanted = best_language(page.host.browser)
        begun = page.work is not None and page.work.now() is not None
        if wanted and wanted != language() and not begun and not is_language_given():
            show_in(page, wanted)

    page.when_ready(ready)
