# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Enter in a field: read once the text has arrived."""

from __future__ import annotations

import asyncio

import pytest

from ospo_widgets.widgets import fields
from ospo_widgets.widgets.fields import on_enter, suggest_field, text_area, text_field


def press_enter(field: object) -> None:
    """What the front end sends for the key, before it sends the text."""
    field._handle_custom_msg({"event": "submit"}, [])  # type: ignore[attr-defined]


def test_enter_reads_the_text_that_comes_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields, "SETTLE_SECONDS", 0.05)
    field = suggest_field("Licence", ["MIT"])
    seen: list[str] = []
    on_enter(field, lambda: seen.append(field.value))

    async def person() -> None:
        field.value = "GPL"
        press_enter(field)
        assert seen == []
        await asyncio.sleep(0.02)
        field.value = "GPL-3"
        await asyncio.sleep(0.04)
        field.value = "GPL-3.0-only"
        await asyncio.sleep(0.1)
        assert seen == ["GPL-3.0-only"]
        field.value = "MIT"  # the field is left, without Enter
        await asyncio.sleep(0.1)

    asyncio.run(person())
    assert seen == ["GPL-3.0-only"]


def test_without_an_event_loop_enter_is_taken_at_once() -> None:
    field = text_field("Licence", "MIT")
    seen: list[str] = []
    on_enter(field, lambda: seen.append(field.value))
    press_enter(field)
    assert seen == ["MIT"]


def test_fields_have_their_label() -> None:
    assert suggest_field("Licence", ["MIT", "ISC"]).options == ("MIT", "ISC")
    assert text_area("A list", rows=3).description == "A list"
