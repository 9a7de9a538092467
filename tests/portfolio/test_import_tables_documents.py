# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Files before their shape is known: encodings, compression, JSON in pieces, limits."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.importing import document as documents
from ospo_widgets.portfolio.importing import read_document, read_import
from ospo_widgets.portfolio.importing.document import Document
from ospo_widgets.portfolio.importing.encodings import decoded
from ospo_widgets.portfolio.importing.json_text import parse_json

DAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        ("Unité".encode(), "Unité", "utf-8"),
        ("Unité".encode("utf-8-sig"), "Unité", "utf-8"),
        ("Unité".encode("utf-16"), "Unité", "utf-16"),
        ("nom,dépôt".encode("utf-16-le"), "nom,dépôt", "utf-16-le"),
        ("nom,dépôt".encode("utf-16-be"), "nom,dépôt", "utf-16-be"),
        ("Unité".encode("utf-32"), "Unité", "utf-32"),
        ("Unité “x” €".encode("cp1252"), "Unité “x” €", "windows-1252"),
        (b"\x81\xe9", "\x81é", "windows-1252"),
        (b"", "", "utf-8"),
    ],
)
def test_text_in_any_encoding(data: bytes, text: str, encoding: str) -> None:
    found = decoded(data)
    assert found is not None
    assert (found.text, found.encoding, found.strays) == (text, encoding, 0)


def test_mixed_encodings_are_read_and_told_by_line() -> None:
    found = decoded("né\n".encode() + "été\n".encode("cp1252") + "ça ".encode() + b"\xe0 l\xe0")
    assert found is not None
    assert found.text == "né\nété\nça à là"
    assert (found.encoding, found.strays, found.first_stray) == ("utf-8", 2, 2)


@pytest.mark.parametrize("data", [b"PK\x03\x04rest", b"PAR1", b"\x89PNG\r\n", b"a\0b\0\0\0c\0\0"])
def test_binary_content_is_no_text(data: bytes) -> None:
    assert decoded(data) is None


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_not(data: bytes) -> None:
    document = Document("x", data) if not data.startswith(b"\x1f\x8b") else None
    if document is not None:
        assert document.text is None or isinstance(document.text, str)
        _ = (document.json, document.yaml, document.toml)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1}', {"a": 1}),
        ("[1, 2]\n[3]", [1, 2, 3]),
        ('{"a": 1}\n{"a": 2}\n', [{"a": 1}, {"a": 2}]),
        ('{"a": 1},\n{"a": 2},', [{"a": 1}, {"a": 2}]),
        ('{"a": NaN}', {"a": None}),
    ],
)
def test_json_in_one_piece_or_several(text: str, value: object) -> None:
    found = parse_json(text)
    assert found is not None
    assert (found.value, found.cut_at) == (value, 0)


@pytest.mark.parametrize("text", ["", "hello", "{", "[", '{"a"', "]", '{"a": 1]', "[" * 100_000])
def test_what_is_no_json(text: str) -> None:
    assert parse_json(text) is None


@pytest.mark.parametrize(
    ("text", "value", "line"),
    [
        ('[{"a": 1},\n {"a": {"b": 2}},\n {"a": {"b": 3}, "c', [{"a": 1}, {"a": {"b": 2}}], 3),
        ('{"n": 3, "items": [{"a": 1}, {"a": 2}, {"a"', {"n": 3, "items": [{"a": 1}, {"a": 2}]}, 1),
        (
            '{"data": {"x/y": {"t": [{}]}, "x/z": {"t": [{}]}, "x/w": {"t": [{}',
            {"data": {"x/y": {"t": [{}]}, "x/z": {"t": [{}]}}},
            1,
        ),
        ('{"a": 1}\n{"b": 2}\n{"c', [{"a": 1}, {"b": 2}], 3),
        ('[{"a": 1}, {"b": "x}, {y}]', [{"a": 1}], 1),
        ('[{"a": "]}"}, {"b": "\\"', [{"a": "]}"}], 1),
    ],
)
def test_json_that_breaks_off_keeps_its_whole_items(text: str, value: object, line: int) -> None:
    found = parse_json(text)
    assert found is not None
    assert (found.value, found.cut_at) == (value, line)


ITEMS = st.lists(
    st.fixed_dictionaries({"a": st.text(max_size=5), "b": st.lists(st.integers(), max_size=2)}),
    min_size=1,
    max_size=5,
)


@given(ITEMS, st.data())
def test_items_of_a_cut_list_are_those_that_were_written(
    items: list[object], data: st.DataObject
) -> None:
    text = json.dumps(items, ensure_ascii=data.draw(st.booleans()))
    found = parse_json(text[: data.draw(st.integers(0, len(text) - 1))])
    if found is not None:
        assert isinstance(found.value, list)
        assert found.value == items[: len(found.value)]
        assert found.cut_at == 1


def test_gzip_is_unpacked() -> None:
    document = Document("dump.JSON.gz", gzip.compress(b'{"a": 1}'))
    assert (document.json, document.suffix) == ({"a": 1}, ".json")


@pytest.mark.parametrize("data", [b"\x1f\x8b\x00", b"\x1f\x8b\x08broken"])
def test_damaged_gzip(data: bytes) -> None:
    with pytest.raises(InputError, match="is a damaged gzip file"):
        Document("x.gz", data)


def test_a_gzip_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MAX_BYTES", 1_000_000)
    with pytest.raises(InputError, match="larger than 1 MB"):
        Document("bomb.gz", gzip.compress(b"0" * 2_000_000))


def test_a_large_file_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(documents, "MAX_BYTES", 100)
    file = tmp_path / "large.csv"
    file.write_bytes(b"0" * 101)
    with pytest.raises(InputError, match=r"“large\.csv” is larger"):
        read_import(file, read_on=DAY)


@pytest.mark.parametrize(
    ("name", "why"), [("nothing.csv", "There is no file"), ("", "is a folder")]
)
def test_files_that_cannot_be_read(name: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=why):
        read_import(tmp_path / name, read_on=DAY)


def test_the_name_is_shown_without_folders_and_control_characters() -> None:
    assert Document("../../etc/\x1b[31mx.csv", b"").name == "\\u001b[31mx.csv"
    assert Document("C:\\data\\x.csv", b"").name == "x.csv"


def test_yaml_is_safe_and_small() -> None:
    assert Document("x.yaml", b"a: [1, 2]").yaml == {"a": [1, 2]}
    assert Document("x.yaml", b"!!python/object/apply:os.getcwd []").yaml is None
    bomb = b"a: &a [x]\n" + b"b: [" + b"*a," * 200 + b"]"
    assert Document("x.yaml", bomb).yaml is None
    assert Document("x.yaml", b"[" * 50_000).yaml is None
    assert Document("x.toml", b"a = 1").toml == {"a": 1}
    assert Document("x.toml", b"a = ").toml is None


@pytest.mark.parametrize(
    "data", [b"", b"just words", b"{}", b"[]", b'{"a": 1}', b"<html><a,b></html>", b"\x00\x01\x02"]
)
def test_files_without_a_known_shape(data: bytes) -> None:
    with pytest.raises(InputError, match="has no format that can be imported"):
        read_document(Document("x.txt", data), read_on=DAY)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_file_is_imported_or_refused_with_a_sentence(data: bytes) -> None:
    try:
        found = read_document(Document("x", data), read_on=DAY)
    except InputError as error:
        assert str(error).endswith(".")
    else:
        assert found.shape
