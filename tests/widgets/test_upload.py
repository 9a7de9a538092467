# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Pieces become the file that was sent, or nothing at all."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.errors import InputError
from ospo_widgets.widgets.page import Page
from ospo_widgets.widgets.upload import MAX_BYTES, Receiver, Upload


@given(st.binary(min_size=1, max_size=2000), st.integers(1, 700))
def test_pieces_make_the_whole(data: bytes, step: int) -> None:
    receiver = Receiver(max_bytes=2000)
    path = None
    for offset in range(0, len(data), step):
        assert path is None
        path = receiver.accept(offset, len(data), data[offset : offset + step])
    assert path is not None
    assert path.read_bytes() == data
    receiver.discard()
    assert not path.parent.exists()


@pytest.mark.parametrize(
    "pieces",
    [
        [(0, 10, b"12345"), (3, 10, b"45")],
        [(5, 10, b"12345")],
        [(0, 0, b"")],
        [(0, 3000, b"x")],
        [(0, 10, b"x" * 2500)],
        [(0, -1, b"x")],
    ],
    ids=["gap", "no start", "empty", "declared too large", "too much", "negative"],
)
def test_what_does_not_fit_leaves_nothing(
    pieces: list[tuple[int, int, bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    receiver = Receiver(max_bytes=2000)
    with pytest.raises(InputError):
        for piece in pieces:
            receiver.accept(*piece)
    assert list(tmp_path.iterdir()) == []


def test_small_upload_before_the_front_end_answers() -> None:
    page = Page("t")
    got: list[tuple[bytes, str]] = []
    upload = Upload(page, lambda path, name: got.append((path.read_bytes(), name)))
    assert "8 MB" in upload._small.description
    file: dict[str, Any] = {
        "name": "../x.zip",
        "type": "",
        "size": 3,
        "content": memoryview(b"abc"),
        "last_modified": datetime.now(tz=UTC),
    }
    upload._small.set_trait("value", (file,))
    assert got == [(b"abc", "../x.zip")]


def test_large_upload_once_it_does() -> None:
    page = Page("t")
    got: list[str] = []
    upload = Upload(page, lambda path, name: got.append(name))
    page.host.ready = True
    widget = upload.children[0]
    sent: list[Any] = []
    widget.send = lambda content, buffers=None: sent.append(content)
    upload._message(widget, {"op": "chunk", "offset": 0, "size": 4, "name": "a"}, [b"ab"])
    upload._message(widget, {"op": "chunk", "offset": 2, "size": 4, "name": "a"}, [b"cd"])
    assert got == ["a"]
    assert sent == [{"op": "ack", "ok": True}] * 2
    upload._message(widget, {"op": "chunk", "offset": 9, "size": 40, "name": "a"}, [b"ab"])
    assert sent[-1] == {"op": "ack", "ok": False}
    assert "did not arrive whole" in page.alert.value
    upload._message(widget, {"op": "too-large", "size": MAX_BYTES + 1, "name": "a"}, [])
    assert "limit is 1 GB" in page.alert.value
