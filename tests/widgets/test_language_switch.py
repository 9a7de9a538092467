# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Where no header has a switch, the foot of an app has one, which keeps the person's work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ipywidgets as ipw
import pytest

from ospo_widgets import wording
from ospo_widgets.apps import ask_the_office, home, licence_advisor
from ospo_widgets.widgets.page import Page


@pytest.fixture(autouse=True)
def _outside_our_frame(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("OSPO_FRAME", "OSPO_LANGUAGE", "SERVER_SOFTWARE", "VOILA_PREHEAT", "QUERY_STRING"):
        monkeypatch.delenv(name, raising=False)
    yield
    wording.prefer_language("")
    wording.set_language("")


def inside(widget: Any, kind: type) -> list[Any]:
    """Widgets of a kind, in the order of the page."""
    own = [widget] if isinstance(widget, kind) else []
    return own + [w for child in getattr(widget, "children", ()) for w in inside(child, kind)]


def press(app: Any, label: str) -> None:
    """Press the button with these words."""
    next(b for b in inside(app, ipw.Button) if b.description == label).click()


def shown(app: Any) -> Any:
    """The app that a page shows now."""
    return inside(app, Page)[-1]


def test_an_app_goes_on_in_french_with_its_answers_and_back() -> None:
    app: Any = licence_advisor.show()
    app._start.open_example()
    answers = app.model.to_query()
    assert answers
    press(app, "Français")
    french = shown(app)
    assert (french.title, french.model.to_query()) == ("Conseil en licences", answers)
    assert len(app.children) == 1
    assert french.host.language == "fr"
    press(app, "English")
    english = shown(app)
    assert (english.title, english.model.to_query()) == ("Licence advisor", answers)
    assert app.children == (english,)


def test_what_stands_in_a_field_goes_along() -> None:
    app: Any = ask_the_office.show()
    field = inside(app, ipw.Textarea)[0]
    field.value = "May I?"
    press(app, "Français")
    again = inside(shown(app), ipw.Textarea)[0]
    assert again.value == "May I?"
    assert again.description != field.description


def test_a_page_with_an_address_has_a_link_that_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5")
    app: Any = licence_advisor.show()
    app.host.query = "s=abc"
    app.host.kept = "0123456789"
    drawn = "".join(w.value for w in inside(app, ipw.HTML))
    assert 'href="?s=abc&amp;kept=0123456789&amp;lang=fr"' in drawn
    assert not [b for b in inside(app, ipw.Button) if b.description == "Français"]


@pytest.mark.parametrize(
    ("browser", "title"),
    [("fr-CH,fr,en", "Accueil"), ("en,fr", "Home"), ("de", "Home"), ("", "Home")],
)
def test_an_untouched_app_follows_the_browser(browser: str, title: str) -> None:
    app: Any = home.show()
    app.host.browser = browser
    app.host.ready = True
    assert shown(app).title == title


def test_the_browser_does_not_change_what_was_begun_or_chosen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: Any = licence_advisor.show()
    begun._start.open_example()
    begun.host.browser = "fr"
    begun.host.ready = True
    assert shown(begun).title == "Licence advisor"
    monkeypatch.setenv("OSPO_LANGUAGE", "en")
    chosen: Any = home.show()
    chosen.host.browser = "fr"
    chosen.host.ready = True
    assert shown(chosen).title == "Home"


def test_our_frame_has_the_switch_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSPO_FRAME", "1")
    app: Any = home.show()
    app.host.browser = "fr"
    app.host.ready = True
    assert shown(app).title == "Home"
    assert not [b for b in inside(app, ipw.Button) if b.description == "Français"]
