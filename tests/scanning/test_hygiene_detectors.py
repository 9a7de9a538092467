# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""People, internal names, unfinished merges, notebooks, languages and binaries in single files."""

import json
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets.scanning.hygiene import (
    binaries,
    comments,
    hosts,
    hygiene_detectors,
    markers,
    notebooks,
    people,
)
from ospo_widgets.scanning.hygiene.context import context_of
from ospo_widgets.scanning.hygiene.places import places
from ospo_widgets.scanning.reading.prefilter import Prefilter
from ospo_widgets.scanning.reading.source import Source

# Written in pieces, so that this file is no list of internal names itself.
TLD = ".cern" + ".ch"
HOME = "/ho" + "me"
INDEX = f"acc-py-repo{TLD}"


def rows(detector: Any, name: str, content: str | bytes) -> list[Any]:
    """What a detector says, when its triggers let it look at the file at all."""
    source = Source(name, content.encode() if isinstance(content, str) else content)
    chosen = Prefilter([detector])
    if not chosen.wanted(name) | chosen.triggered(source):
        return []
    return list(detector.examine(source) or [])


PEOPLE = "name,email\n" + "".join(f"N{i} M{i},n{i}@cern.ch\n" for i in range(9))


@pytest.mark.parametrize(("name", "text", "kind", "count"), [
    ("users.csv", PEOPLE, "table", 9),
    ("users.csv", PEOPLE.replace(",", ";"), "table", 9),
    ("users.tsv", PEOPLE.replace(",", "\t").rstrip(), "table", 9),
    ("liste.csv", "Nom de famille,Dosimètre\n" + "a,1\n" * 6, "table", 6),
    ("x.vcf", "BEGIN:VCARD\nFN:N M\nEND:VCARD\n" * 3, "address-book", 3),
    ("x.ldif", "dn: cn=a\nobjectClass: inetOrgPerson\nmail: a@b.ch\n\n" * 6, "address-book", 6),
    ("list.txt", "".join(f"n{i}@cern.ch\n" for i in range(30)), "addresses", 30),
    ("list.txt", "".join(f"N{i} +41 22 767 {i:02} 11\n" for i in range(20)), "phones", 20),
    ("a.py", "iban = 'CH56 0483 5012 3456 7800 9'", "number", 1),
    ("a.txt", "AVS 756.3047.5009.62", "number", 1),
])  # fmt: skip
def test_data_on_people_are_found(name: str, text: str, kind: str, count: int) -> None:
    found = rows(people.detector(), name, text)
    assert [(row["kind"], row["count"]) for row in found] == [(kind, count)]
    assert set(found[0]) == {"kind", "count", "line"}


@pytest.mark.parametrize(("name", "text"), [
    ("points.csv", "name,x,y\n" + "a,1,2\n" * 50),
    ("users.csv", "name,email\n"),
    ("runs.csv", "run,dose\n" + "1,2\n" * 50),
    ("AUTHORS", PEOPLE),
    ("CONTRIBUTORS.md", "".join(f"- n{i}@cern.ch\n" for i in range(60))),
    (".mailmap", "".join(f"N{i} <n{i}@cern.ch>\n" for i in range(60))),
    ("a.c", "".join(f"// Author: n{i}@cern.ch\n" for i in range(60))),
    ("a.py", "".join(f"# - N M <n{i}@cern.ch>, 2012-2020\n" for i in range(60))),
    ("one.txt", "n1@cern.ch\n" * 60),
    ("a.py", "card = 'BEGIN:VCARD\\nEND:VCARD'"),
    ("a.py", "iban = 'CH56 0483 5012 3456 7800 8'"),
    ("a.py", "iban = 'CH93 0076 2011 6238 5295 7'"),
    ("a.txt", "756.3047.5009.63"),
    ("a.txt", "".join(f"+41 {i}\n" for i in range(60))),
])  # fmt: skip
def test_what_names_no_people_is_left(name: str, text: str) -> None:
    assert rows(people.detector(), name, text) == []


@pytest.mark.parametrize(("name", "text", "kind", "shown", "use"), [
    ("a.py", f'H = "cs-ccr-abc1{TLD}"', "host", f"cs-ccr-abc1{TLD}", ""),
    ("a.py", f'H = "PCABC12{TLD.upper()}"', "host", f"pcabc12{TLD}", ""),
    ("a.sh", f"ssh jo@lxplus{TLD}", "host", f"lxplus{TLD}", ""),
    ("a.py", f"http://nobody-knows{TLD}/x", "host", f"nobody-knows{TLD}", ""),
    ("pip.conf", f"index-url = https://{INDEX}/simple", "host", INDEX, "index"),
    ("Dockerfile", f"FROM acc-nexus1{TLD}/base", "host", f"acc-nexus1{TLD}", "image"),
    ("a.py", "http://build.corp.intranet/x", "ending", "build.corp.intranet", ""),
    ("a.py", 'H = "172.18.4.9"', "address", "172.18.4.9", ""),
    ("a.py", f'P = "{HOME}/jdupont/data"', "home", "", ""),
    ("a.py", 'P = "/Us' + 'ers/jdupont/data"', "home", "", ""),
    ("a.cs", "C:\\Us" + "ers\\jdupont\\x", "home", "", ""),
    ("a.json", '"C:\\\\Us' + 'ers\\\\jdupont\\\\x"', "home", "", ""),
    ("a.sh", "cd /a" + "fs/cern.ch/user/j/jdupont", "folder", "afs", ""),
    ("a.sh", "cp /e" + "os/user/j/jdupont/x .", "folder", "eos-people", ""),
    (".gitmodules", "url = ssh://git@gitlab.example.org:7999/a/b.git", "submodule", "", ""),
    (".gitmodules", "\turl = git@github.com:a/b.git", "submodule", "", ""),
])  # fmt: skip
def test_internal_names_are_found(name: str, text: str, kind: str, shown: str, use: str) -> None:
    assert rows(hosts.detector(), name, f"\n{text}\n") == [[kind, shown, 2, use]]


@pytest.mark.parametrize(("name", "text"), [
    ("a.py", "https://gitlab.cern.ch/a, https://indico.cern.ch, https://my.web.cern.ch"),
    ("a.py", "mail jo@cern.ch or jo@pcabc12" + TLD),
    ("a.sh", "/cvmfs/my-repo" + TLD + "/x"),
    ("A.java", "import ch.cern.foo.internal.Bar;"),
    ("a.py", "from foo.internal import bar"),
    ("a.py", "http://host.docker.internal:80/"),
    ("a.py", "127.0.0.1 192.168.1.10 10.0.0.1 172.217.1.1"),
    ("a.py", "version 10.15.7.1"),
    ("a.py", "x>=10.2.3.4"),
    ("a.c", "1.10.20.30.40.50"),
    ("a.c", "10.300.1.1"),
    ("a.sh", f"{HOME}/user/x {HOME}/$USER/x {HOME}/runner/x /Us" + "ers/you/x"),
    ("a.py", f"https://example.org{HOME}/contact/us"),
    (".gitmodules", "url = https://github.com/a/b.git\nurl = ../b.git"),
])  # fmt: skip
def test_public_names_are_left(name: str, text: str) -> None:
    assert rows(hosts.detector(), name, text) == []


def test_rows_of_places_have_an_end() -> None:
    text = "".join(f"http://h{i}{TLD}\n" for i in range(5000))
    assert len(rows(hosts.detector(), "a.txt", text)) == hosts.MAX_ROWS


MERGE = "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> main\n"


@pytest.mark.parametrize(("text", "lines"), [
    (MERGE, [2]),
    (MERGE.replace("\n", "\r\n"), [2]),
    (MERGE.replace("=======\n", "||||||| base\nx\n=======\n"), [2]),
    (MERGE + MERGE, [2, 8]),
    ("<<<<<<< HEAD\n" + MERGE, [3]),
    ("Title\n=======\n\nText\n", []),
    ("    " + MERGE.replace("\n", "\n    "), []),
    ("<<<<<<< HEAD\nb\n>>>>>>> main\n", []),
    ("=======\n<<<<<<< HEAD\n>>>>>>> main\n", []),
    ("<<<<<<<<< x\n=======\n>>>>>>> y\n", []),
    ("std::cout <<<<<<< x\n=======\n>>>>>>> y\n", []),
])  # fmt: skip
def test_unfinished_merges(text: str, lines: list[int]) -> None:
    assert rows(markers.conflicts(), "a.c", text) == lines


def test_offensive_words() -> None:
    word = "sh" + "it"
    assert rows(markers.offensive(), "a.c", f"\n// this {word.upper()} works\n") == [2]
    assert rows(markers.offensive(), "a.c", f"{word}ake {'a' * 99}+{word}+{'b' * 99}") == []
    assert rows(markers.offensive(), "a.c", "do What the Fu" + "ck You want public licence") == []


def notebook(**more: Any) -> dict[str, Any]:
    cell = {"cell_type": "code", "metadata": {}, "source": "1", "execution_count": 1, "outputs": []}
    cells = [{**cell, **more.pop("cell", {})}]
    return {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells, **more}


OUTPUT = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "AAAA"}}
ERROR = {"output_type": "error", "ename": "E", "evalue": "", "traceback": []}
BOOKS: list[Any] = [
    notebook(),
    notebook(cell={"source": ["a\n", "b"]}),
    notebook(cell={"source": 7}),
    notebook(cell={"outputs": [OUTPUT]}),
    notebook(cell={"outputs": [{**OUTPUT, "metadata": None}]}),
    notebook(cell={"outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}]}),
    notebook(cell={"outputs": [{"output_type": "stream", "text": "x"}]}),
    notebook(cell={"outputs": [ERROR]}),
    notebook(cell={"outputs": [{**ERROR, "traceback": None}]}),
    notebook(cell={"outputs": [{"output_type": "execute_result", "data": {}, "metadata": {}}]}),
    notebook(cell={"outputs": None}),
    notebook(cell={"cell_type": "heading"}),
    notebook(cell={"cell_type": "markdown"}) | {"cells": [
        {"cell_type": "markdown", "metadata": {}, "source": "# T"}]},
    notebook(cell={"execution_count": "x"}),
    notebook(cell={"metadata": []}),
    notebook(metadata=None),
    notebook(cells={}),
    notebook(cells=[1]),
    {"nbformat": 4, "nbformat_minor": 4, "metadata": {}},
]  # fmt: skip


@pytest.mark.parametrize("book", BOOKS)
def test_a_notebook_is_broken_when_jupyter_says_so(book: Any) -> None:
    try:
        nbformat.validate(book, version=4)
        valid = True
    except nbformat.ValidationError:
        valid = False
    found = rows(notebooks.detector(), "a.ipynb", json.dumps(book))
    assert any("broken" in row for row in found) is not valid


@pytest.mark.parametrize(("text", "row"), [
    ("", {"broken": "empty", "line": 1}),
    ('{"cells":\n [}', {"broken": "json", "line": 2}),
    ("[" * 100_000, {"broken": "json", "line": 1}),
    ("[]", {"broken": "schema", "line": 1}),
    ('{"nbformat": 9, "cells": []}', {"broken": "schema", "line": 1}),
])  # fmt: skip
def test_notebooks_that_do_not_open(text: str, row: dict[str, Any]) -> None:
    assert rows(notebooks.detector(), "a.ipynb", text) == [row]


def test_results_of_a_run_are_counted() -> None:
    book = json.dumps(notebook(cell={"outputs": [OUTPUT, OUTPUT]}))
    (row,) = rows(notebooks.detector(), "A.IPYNB", book)
    assert (row["cells"], row["images"], row["counts"]) == (1, 2, 1)
    assert 100 < row["bytes"] <= len(book)
    assert rows(notebooks.detector(), "a.ipynb", '{"nbformat": 3, "worksheets": []}') == []


def test_a_notebook_that_was_cut_is_too_large() -> None:
    source = Source("a.ipynb", b'{"cells": [', 99_000_000)
    assert notebooks.detector().examine(source) == [{"broken": "large", "line": 1}]


FRENCH = (
    "// Cette fonction calcule la valeur de chaque fichier lorsque nous sommes dans la boucle\n"
)
GERMAN = "# Diese Funktion wird nicht von der Datei aufgerufen, wenn eine Zeile leer ist und\n"
ITALIAN = "/* Questa funzione viene chiamata per ogni valore della lista e anche dalla classe */\n"
SPANISH = "// Esta función devuelve también el valor cuando está vacía según cada una de las\n"


@pytest.mark.parametrize(("name", "text", "code"), [
    ("a.cc", FRENCH * 3, "fr"),
    ("a.py", GERMAN * 3, "de"),
    ("a.h", ITALIAN * 3, "it"),
    ("a.java", SPANISH * 3, "es"),
    ("a.py", '"""' + FRENCH.strip("/") * 3 + '"""', "fr"),
    ("a.vhd", FRENCH.replace("//", "--") * 3, "fr"),
    ("a.c", "// Это функция вычисляет значение для каждого файла в списке и возвращает\n", "ru"),
    ("a.v", "// 这个函数计算列表中每个文件的值并返回结果\n" * 4, "zh"),
    ("a.py", "# この関数はリストの各ファイルの値を計算して返します\n" * 4, "ja"),
])  # fmt: skip
def test_languages_of_comments(name: str, text: str, code: str) -> None:
    assert [row[0] for row in rows(comments.detector(), name, text)] == [code]


ENGLISH = "// This function is used to get the value of each file when we are in the loop\n"


@pytest.mark.parametrize(("name", "text"), [
    ("a.cc", ENGLISH * 9),
    ("a.cc", ENGLISH * 9 + FRENCH),
    ("a.cc", FRENCH.replace("//", 's = "') * 9),
    ("a.fr", FRENCH * 9),
    ("fr.json", json.dumps({"a": FRENCH * 9})),
    ("a.py", "# dans\n# avec\n"),
    ("a.c", "// µ = 5 °C, naïve Müller für Größe\n" * 9),
    ("a.cc", "// par 1 est 2 des 3 sur 4 die 5 per 6 non 7 con 8\n" * 9),
])  # fmt: skip
def test_english_and_unsure_comments_are_left(name: str, text: str) -> None:
    assert rows(comments.detector(), name, text) == []


def elf(kind: int) -> bytes:
    return b"\x7fELF\x02\x01\x01" + b"\0" * 9 + kind.to_bytes(2, "little") + b"\0" * 60


KEYTAB = b"\x05\x02\0\0\0\x30\0\x02\0\x07CERN.CH\0\x04host\0\x01x" + b"\0" * 60
DER = bytes.fromhex("308204bd020100300d06092a864886f70d0101010500048204a7") + b"\0" * 90


@pytest.mark.parametrize(("name", "data", "kind"), [
    ("a", elf(2), "program"),
    ("a.so.1", elf(3), "program"),
    ("core.123", elf(4), "dump"),
    ("a.exe", b"MZ" + b"\0" * 126 + b"PE\0\0" + b"\0" * 60, "program"),
    ("a", b"\xcf\xfa\xed\xfe" + b"\0" * 60, "program"),
    ("A.class", b"\xca\xfe\xba\xbe\0\0\x00\x34" + b"\0" * 60, "class"),
    ("host.keytab", KEYTAB, "keytab"),
    ("a.jks", b"\xfe\xed\xfe\xed\0\0\0\x02" + b"\0" * 60, "java-keystore"),
    ("a.p12", bytes.fromhex("308209b102010330820977") + b"\0" * 60, "pkcs12"),
    ("a.key", DER, "der-private-key"),
    ("a.zip", b"PK\x03\x04" + b"\0" * 60, "archive"),
])  # fmt: skip
def test_kinds_of_binaries(name: str, data: bytes, kind: str) -> None:
    assert rows(binaries.detector(), name, data) == [kind]


@pytest.mark.parametrize(("name", "data"), [
    ("a.bin", b"MZ" + b"\0" * 60),
    ("a.bin", b"\x05\x02\xff\xff\0\0" + b"\0" * 60),
    ("a.crt", bytes.fromhex("30820371308202d9a00302010202") + b"\0" * 60),
    ("a.bin", b"\0" * 60),
    ("a.png", elf(2)),
    ("a.txt2", b"PK, no archive"),
    ("a.bin", b"\x7fELF\0"),
])  # fmt: skip
def test_other_binaries_are_left(name: str, data: bytes) -> None:
    assert rows(binaries.detector(), name, data) == []


@pytest.mark.parametrize(("path", "context"), [
    ("tests/a.py", "tests"), ("src/Test/a.c", "tests"), ("src/test_a.py", "tests"),
    ("src/ParserTest.java", "tests"), ("conftest.py", "tests"), ("examples/a.py", "examples"),
    ("a.cfg.template", "examples"), ("docs/a.py", "docs"), ("src/README", "docs"),
    ("source/x/History", "docs"), ("src/latest.py", ""), ("src/a.py", ""), ("contest.c", ""),
])  # fmt: skip
def test_contexts(path: str, context: str) -> None:
    assert context_of(path) == context


def test_the_name_alone_does_not_make_a_test_when_it_is_grave() -> None:
    assert context_of("etc/key-test.json") == "tests"
    assert context_of("etc/key-test.json", by_name=False) == ""
    assert context_of("tests/key.json", by_name=False) == "tests"


NAMES = ["a.py", "a.c", "a.csv", "a.ipynb", ".gitmodules", "a", "a.vhd"]


@settings(max_examples=80)
@given(st.sampled_from(NAMES), st.one_of(st.binary(max_size=300), st.text(max_size=300)))
def test_any_content_is_read(name: str, content: bytes | str) -> None:
    source = Source(name, content.encode() if isinstance(content, str) else content)
    for detector in hygiene_detectors():
        json.dumps(detector.examine(source))


@pytest.mark.parametrize("text", [
    "n@cern.ch " * 100_000, "+41 22 767 " * 90_000, "CH56 0483 " * 90_000, "<" * 1_000_000,
    "<<<<<<< a\n" * 90_000, "//" * 500_000, "/*" * 500_000, "/* " + "dans avec " * 90_000,
    '"""' * 300_000, " " * 1_000_000, f"{HOME}/" * 150_000, f"a{TLD} " * 100_000,
    ("a." * 500_000) + TLD, "10." * 300_000, "'" * 1_000_000 + ",", '"' * 1_000_000,
    "# dans " * 150_000, "Cette " * 90_000,
])  # fmt: skip
@pytest.mark.parametrize("name", ["a.py", "a.c", "a.csv"])
def test_hostile_texts_come_to_an_end(name: str, text: str) -> None:
    chosen = Prefilter(hygiene_detectors())
    source = Source(name, text.encode())
    for i in chosen.wanted(name) | chosen.triggered(source):
        json.dumps(hygiene_detectors()[i].examine(source))


def test_places_are_lines_and_windows_of_long_lines() -> None:
    import re2

    data = b"no\nhit one hit\n" + b"x" * 5000 + b"hit" + b"y" * 5000 + b"hit"
    found = list(places(re2.compile("hit"), data))
    assert [place.line for place in found] == [2, 3, 3]
    assert data[found[0].begin : found[0].end] == b"hit one hit"
    assert all(b"hit" in data[p.begin : p.end] and p.end - p.begin < 1300 for p in found)
