# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The foot of an app outside our frame: whom to ask, and the same app in another language."""

from __future__ import annotations

from typing import Any

import ipywidgets as ipw

from ospo_widgets.markup import tag
from ospo_widgets.widgets.fields import button, row
from ospo_widgets.widgets.kept.files import in_voila
from ospo_widgets.widgets.language import follow_browser, show_in
from ospo_widgets.wording import language, languages, texts_of, words


class Foot(ipw.VBox):  # type: ignore[misc]
    """Contact and languages.

    A page with an address gets links, which keep what the address holds. A notebook has none, so
    it gets buttons that show the app anew.

    Args:
        page: The page.
    """

    def __init__(self, page: Any) -> None:
        contact = tag("a", "Open.Source@cern.ch", href="mailto:Open.Source@cern.ch")
        said = ipw.HTML(tag("p", words("common.footer.advice"), contact, class_="small muted"))
        super().__init__([said, self._links(page) if in_voila() else _buttons(page)])
        self.add_class("ospo-foot")
        follow_browser(page)

    def _links(self, page: Any) -> ipw.HTML:
        shown = ipw.HTML()

        def draw(_: Any = None) -> None:
            state = [page.host.query, page.host.kept and f"kept={page.host.kept}"]
            links = [
                tag(
                    "a",
                    _name(code),
                    href="?" + "&".join([*filter(None, state), f"lang={code}"]),
                    lang=code,
                    hreflang=code,
                )
                for code in _others()
            ]
            shown.value = tag("p", *links, class_="small ospo-languages")

        page.host.observe(draw, ["query", "kept"])
        draw()
        return shown


def _buttons(page: Any) -> ipw.Box:
    def pressed(code: str) -> Any:
        return page.guard(lambda: show_in(page, code, moves_focus=True))

    made = [button(_name(code), pressed(code), quiet=True, small=True) for code in _others()]
    return row(*made).add_class("ospo-languages")


def _others() -> list[str]:
    return [code for code in languages() if code != language()]


def _name(code: str) -> str:
    """A language in its own words."""
    return texts_of("frame", code)["language"]
