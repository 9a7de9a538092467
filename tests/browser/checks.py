# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What every page must pass: accessible, alone, narrow, without errors."""

from __future__ import annotations

import json
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from pages import Server, Visit
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""Tags of axe-core; without wcag22aa it does not measure targets."""
NARROWEST = 320
"""Width in CSS pixels at which WCAG 1.4.10 forbids scrolling in two directions."""

_RUN = """(asked) => axe.run(document, {resultTypes: ["violations"], runOnly: asked}).then(
  (found) => found.violations.map((one) => one.id + ": " + one.help + " "
    + JSON.stringify(one.nodes.slice(0, 4).map((node) => node.target.join(" ")
      + " " + node.html.slice(0, 120)))))"""

_OTHER_THEME = """(dark) => {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.body.dataset.jpThemeLight = String(!dark);
}"""

_CUT = """() => {
  const said = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.querySelectorAll("body *")].filter((one) =>
      one.getBoundingClientRect().right > root.clientWidth + 1
      && !one.closest(".scroll, pre, svg"));
    said.push(root.scrollWidth + " px in a window of " + root.clientWidth + ": "
      + wide.slice(0, 4).map((one) => one.tagName + "." + one.className));
  }
  const ends = (style) => ["hidden", "clip"].includes(style.overflowX)
    || ["hidden", "clip"].includes(style.overflowY);
  const left = ".visually-hidden, svg, iframe, thead, select, .js-plotly-plot";
  for (const one of document.querySelectorAll("body *")) {
    if (!one.offsetParent || one.closest(left)) continue;
    const style = getComputedStyle(one);
    if (!ends(style) || style.clipPath !== "none" || !one.innerText) continue;
    const cut = (style.overflowX !== "auto" && one.scrollWidth > one.clientWidth + 1)
      || (style.overflowY !== "auto" && one.scrollHeight > one.clientHeight + 1);
    const words = one.innerText.slice(0, 60);
    if (cut) said.push("cut: " + one.tagName + "." + one.className + " " + words);
  }
  return said;
}"""
"""What is wider than the page, and texts of which a part cannot be seen."""

_SPACING = """(on) => {
  window.ospoSpacing ??= new CSSStyleSheet();
  window.ospoSpacing.replaceSync("* { line-height: 1.5 !important; word-spacing: .16em !important;"
    + " letter-spacing: .12em !important; } p { margin-bottom: 2em !important; }");
  const others = document.adoptedStyleSheets.filter((one) => one !== window.ospoSpacing);
  document.adoptedStyleSheets = on ? [...others, window.ospoSpacing] : others;
}"""
"""Spacing that people set themselves, as WCAG 1.4.12 has it."""


def check_page(visit: Visit, server: Server) -> None:
    """No accessibility violation, no request to elsewhere, no script error, no sideways scroll."""
    check_axe(visit.page)
    assert visit.outside(server) == []
    assert visit.errors == []
    check_width(visit)


def check_axe(page: Page) -> None:
    """No violation of WCAG 2.2 AA or of good practice, and contrast in the other theme as well."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    told: list[str] = page.evaluate(_RUN, {"type": "tag", "values": RULES})
    # Charts are drawn anew in another theme, which is a test of its own.
    if page.locator(".ospo-chart-view").count() == 0:
        dark = page.evaluate("document.body.dataset.jpThemeLight === 'false'")
        page.evaluate(_OTHER_THEME, not dark)
        contrast = page.evaluate(_RUN, {"type": "rule", "values": ["color-contrast"]})
        page.evaluate(_OTHER_THEME, dark)
        told += [f"in the {'light' if dark else 'dark'} theme, {one}" for one in contrast]
    assert not told, "\n".join(told)


def check_width(visit: Visit) -> None:
    """Nothing is wider than the window, and no text is cut."""
    assert visit.page.evaluate(_CUT) == []


def check_reflow(page: Page) -> None:
    """Nothing is cut or scrolls sideways at 200 % zoom, at 320 px, and with wide letters."""
    size = page.viewport_size
    assert size is not None
    told: dict[str, Any] = {}
    for width in (size["width"] // 2, NARROWEST):
        page.set_viewport_size({**size, "width": width})
        told[f"{width} px"] = page.evaluate(_CUT)
        page.evaluate(_SPACING, True)
        told[f"{width} px, spaced"] = page.evaluate(_CUT)
        page.evaluate(_SPACING, False)
    page.set_viewport_size(size)
    wrong = {where: found for where, found in told.items() if found}
    assert not wrong, json.dumps(wrong, indent=1)
