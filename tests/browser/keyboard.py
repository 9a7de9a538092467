# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A person who has no pointer: goes by Tab, and sees at each stop where the focus is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

MOST_STOPS = 120
"""Presses of Tab after which nobody would go on."""

_STOP = """() => {
  const now = document.activeElement;
  if (!now || now === document.body) return null;
  const box = now.getBoundingClientRect();
  const ring = (one) => {
    const style = one && getComputedStyle(one);
    return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  // A chosen file's button is drawn beside its field, which nobody sees.
  const drawn = now.closest(".visually-hidden") ? now.nextElementSibling : now;
  const x = Math.min(Math.max(box.left + Math.min(box.width, 40) / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + Math.min(box.height, 24) / 2, 0), innerHeight - 1);
  const above = document.elementFromPoint(x, y);
  const one = (a, b) => a && b && (a.contains(b) || b.contains(a));
  const label = now.labels?.[0];
  return {
    name: (now.getAttribute("aria-label") || label?.innerText || now.innerText || now.id).trim(),
    ring: ring(now) || ring(drawn) || ring(now.closest("label")),
    seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    clear: one(now, above) || one(drawn, above) || one(label, above),
    place: [...document.querySelectorAll("*")].indexOf(now),
  };
}"""


def stop(page: Page) -> str:
    """What has the focus, by its name; its ring is drawn and nothing lies over it."""
    found = page.evaluate(_STOP)
    if found is None:
        return ""
    assert found["ring"], f"no ring around “{found['name']}”"
    assert found["seen"], f"“{found['name']}” has the focus out of sight"
    assert found["clear"], f"something covers “{found['name']}”, which has the focus"
    return str(found["name"])


def walk_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press Tab until what has the focus is called so, from the beginning of its name."""
    passed = []
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        now = stop(page)
        passed.append(now.split("\n")[0])
        if re.match(name, now):
            return
    pytest.fail(f"Nobody comes to “{name}” by {key}: {passed}")


def press(page: Page, name: str, key: str = "Enter") -> None:
    """Go to a control and press it."""
    walk_to(page, name)
    page.keyboard.press(key)
