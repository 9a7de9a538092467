# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A French browser reads French without asking for it, and English once it asked for that."""

from __future__ import annotations

import pytest
from pages import Server
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser


def test_a_french_browser_reads_french_until_it_is_switched(
    browser: Browser, server: Server
) -> None:
    context = browser.new_context(locale="fr-CH")
    try:
        page = context.new_page()
        page.set_default_timeout(90_000)
        title = page.get_by_role("heading", level=1)
        page.goto(server.url)
        expect(title).to_contain_text("Que voulez-vous faire")
        page.goto(server.app("licence_advisor"))
        page.locator("#ospo-opening").wait_for(state="detached")
        expect(title).to_have_text("Conseil en licences")
        expect(page.locator("html")).to_have_attribute("lang", "fr")

        page.get_by_role("link", name="English").first.click()
        expect(title).to_have_text("Licence advisor")
        page.locator("#ospo-opening").wait_for(state="detached")
        page.get_by_role("link", name="Home").first.click()
        expect(title).to_contain_text("What do you want to do")
        # An address that says no language, as in a letter.
        page.goto(server.app("compatibility"))
        page.locator("#ospo-opening").wait_for(state="detached")
        expect(title).to_have_text("Can I use this in that?")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        assert "lang=" not in page.url

        chosen = [c for c in context.cookies() if c["name"] == "ospo-lang"]
        assert [(c["value"], c["sameSite"], c["path"]) for c in chosen] == [("en", "Lax", "/")]
    finally:
        context.close()
