# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Nothing that a callback raises is lost."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.widgets.alert import Alert
from ospo_widgets.widgets.guard import Guard


def test_a_persons_mistake_is_said_with_its_remedy() -> None:
    alert = Alert()

    def wrong() -> None:
        raise InputError("The <address> is wrong.", remedy="Use another.")

    assert Guard(alert)(wrong)() is None
    assert 'role="alert"' in alert.value
    assert "The &lt;address&gt; is wrong." in alert.value
    assert "Use another." in alert.value


def test_a_defect_gets_a_number_that_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    alert = Alert()

    def broken() -> None:
        raise ZeroDivisionError("secret detail")

    with caplog.at_level(logging.ERROR, logger="ospo_widgets"):
        Guard(alert)(broken)()
    assert "secret detail" not in alert.value
    number = caplog.records[0].getMessage()
    assert number.startswith("E-")
    assert number in alert.value
    assert caplog.records[0].exc_info


def test_a_defect_goes_into_the_log_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "errors.log"
    monkeypatch.setenv("OSPO_LOG", str(file))
    alert = Alert()
    Guard(alert)(lambda: 1 / 0)()
    text = file.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in text
    assert re.search(r"E-[0-9A-F]{4}", text)


def test_what_happens_by_itself_leaves_the_message() -> None:
    alert = Alert()
    guard = Guard(alert)
    guard(lambda: (_ for _ in ()).throw(InputError("No.")))()
    guard.quiet(list)()
    assert "No." in alert.value


def test_the_next_step_takes_the_message_away() -> None:
    alert = Alert()
    guard = Guard(alert)
    guard(lambda: (_ for _ in ()).throw(InputError("No.")))()
    guard(list)()
    assert alert.value == ""


def test_the_result_passes_through() -> None:
    assert Guard(Alert())(lambda x: x + 1)(1) == 2
