# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""State in an address: what was packed comes back, anything else is refused."""

from __future__ import annotations

import base64
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.apps.state import MAX_BYTES, pack, unpack
from ospo_widgets.errors import InputError

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), values, max_size=4))
def test_round_trip_in_letters_that_an_address_takes(data: dict[str, object]) -> None:
    packed = pack(data)
    assert unpack(packed) == data
    assert set(packed) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@given(st.text())
def test_any_text_is_refused_or_read_never_worse(text: str) -> None:
    try:
        assert isinstance(unpack(text), dict)
    except InputError as error:
        assert "link" in error.message


@given(st.integers(0, 10**6), st.integers(0, 255))
def test_a_changed_letter_is_noticed(place: int, value: int) -> None:
    packed = pack({"answers": {"authors": ["staff", "user"], "openness": "anything"}})
    raw = bytearray(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    at = 2 + place % (len(raw) - 2)
    if raw[at] == value:
        return
    raw[at] = value
    with pytest.raises(InputError):
        unpack(base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("="))


def test_a_bomb_is_refused() -> None:
    bomb = zlib.compress(b'{"a":"' + b"x" * (MAX_BYTES * 3) + b'"}', 9)
    with pytest.raises(InputError):
        unpack(base64.urlsafe_b64encode(bomb).decode())


def test_a_list_is_no_state() -> None:
    with pytest.raises(InputError):
        unpack(base64.urlsafe_b64encode(zlib.compress(b"[1]")).decode())
