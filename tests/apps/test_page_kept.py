# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a page keeps in the browser of the person."""

from __future__ import annotations

from ospo_widgets.widgets.page import KEPT_CHARACTERS, PageHost


def test_the_browser_is_asked_and_its_answer_heard() -> None:
    host = PageHost()
    sent: list[dict[str, str]] = []
    host.send = lambda content, buffers=None: sent.append(content)
    heard: list[str] = []
    host.recall("views", heard.append)
    host.keep("views", "x" * (KEPT_CHARACTERS + 1))
    assert [message["op"] for message in sent] == ["recall", "keep"]
    assert len(sent[1]["text"]) == KEPT_CHARACTERS
    host._answer(None, {"op": "kept", "key": "views", "text": "y" * (KEPT_CHARACTERS + 1)}, None)
    host._answer(None, {"op": "kept", "key": "other", "text": "z"}, None)
    assert [len(text) for text in heard] == [KEPT_CHARACTERS]
