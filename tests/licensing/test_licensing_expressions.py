# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

from __future__ import annotations

import json
import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.licensing import ExpressionError, parse
from ospo_widgets.licensing.expressions import MAX_ALTERNATIVES, MAX_DEPTH, MAX_LENGTH
from ospo_widgets.resources import OVERLAY_VARIABLE, data_dir, using_data

IDS = sorted(load_knowledge().licenses)
EXPRESSIONS = st.recursive(
    st.sampled_from([*IDS, "GPL-2.0-only WITH Classpath-exception-2.0", "Apache-2.0+"]),
    lambda inner: st.tuples(inner, st.sampled_from(["AND", "OR"]), inner).map(
        lambda t: f"({t[0]}) {t[1]} {t[2]}"
    ),
    max_leaves=5,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GPLv3", "GPL-3.0-only"),
        ("GPL v3 or later", "GPL-3.0-or-later"),
        ("GPL version 3 or later", "GPL-3.0-or-later"),
        ("GNU GPL version 2 or any later version", "GPL-2.0-or-later"),
        ("GPL version 2 only", "GPL-2.0-only"),
        ("Apache 2", "Apache-2.0"),
        ("Apache License, Version 2.0", "Apache-2.0"),
        ("LGPLv2.1+", "LGPL-2.1-or-later"),
        ("MIT License", "MIT"),
        ("mit", "MIT"),
        ("GPL-3.0", "GPL-3.0-only"),
        ("GPL-3.0+", "GPL-3.0-or-later"),
        ("LGPL-2.1-only+", "LGPL-2.1-or-later"),
        ("Apache-2.0+", "Apache-2.0+"),
        ("GPL-2.0-with-classpath-exception", "GPL-2.0-only WITH Classpath-exception-2.0"),
        ("MPL-2.0-no-copyleft-exception", "MPL-2.0-no-copyleft-exception"),
        ("licenseref-geant4", "LicenseRef-Geant4"),
        ("LicenseRef-Any.Thing-1", "LicenseRef-Any.Thing-1"),
        ("CERN-OHL-W v2", "CERN-OHL-W-2.0"),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", "GPL-3.0-only"),
        ("mit or apache-2.0 and isc", "MIT OR (Apache-2.0 AND ISC)"),
        ("(MIT OR ISC) AND Zlib", "(MIT OR ISC) AND Zlib"),
        ("MIT OR (ISC OR Zlib)", "MIT OR ISC OR Zlib"),
        ("GPL v3 or later or MIT", "GPL-3.0-or-later OR MIT"),
    ],
)
def test_names_become_ids(text: str, expected: str) -> None:
    assert parse(text).text == expected


def test_what_a_name_leaves_open_is_said() -> None:
    assert "does not say which" in parse("BSD").notes[0]
    assert "8.3" in parse("CERN-OHL v2").notes[0]
    assert parse("BSD-3-Clause").notes == ()


def test_structure() -> None:
    found = parse("MIT AND (GPL-2.0-only WITH Classpath-exception-2.0 OR Apache-2.0+)")
    assert found.ids == ("MIT", "GPL-2.0-only", "Apache-2.0")
    assert set(found.alternatives) == {
        frozenset({"MIT", "GPL-2.0-only WITH Classpath-exception-2.0"}),
        frozenset({"MIT", "Apache-2.0+"}),
    }


@pytest.mark.parametrize(
    ("text", "token", "position", "nearest"),
    [
        ("GPL3.1", "GPL3.1", 1, "GPL-3.0-or-later"),
        ("MIT OR Apache-2.1", "Apache-2.1", 8, "Apache-2.0"),
        ("GPL", "GPL", 1, "GPL-3.0-or-later"),
        ("MIT ISC", "ISC", 5, ""),
        ("MIT)", ")", 4, ""),
        ("MIT AND AND ISC", "AND", 9, ""),
        ("MIT WITH ISC", "ISC", 10, ""),
        ("Classpath-exception-2.0", "Classpath-exception-2.0", 1, ""),
        ("(MIT", "", 5, ""),
        ("MIT OR", "", 7, ""),
    ],
)
def test_errors_name_token_place_and_nearest(
    text: str, token: str, position: int, nearest: str
) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert (caught.value.token, caught.value.position) == (token, position)
    assert caught.value.suggestion == nearest
    assert str(position) in caught.value.message or token == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "NOASSERTION",
        "M" * (MAX_LENGTH + 1),
        "(" * (MAX_DEPTH + 1) + "MIT" + ")" * (MAX_DEPTH + 1),
        "(" * 1_900,
        " AND ".join(f"(LicenseRef-a{i} OR LicenseRef-b{i})" for i in range(40)),
    ],
)
def test_hostile_input_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse(text)


def test_repeated_choices_do_not_explode() -> None:
    found = parse(" AND ".join(["(MIT OR ISC)"] * 100))
    assert set(found.alternatives) == {frozenset({"MIT"}), frozenset({"ISC"})}
    assert len(found.alternatives) <= MAX_ALTERNATIVES


@given(EXPRESSIONS)
@settings(max_examples=80, deadline=None)
def test_normalised_text_is_a_fixed_point(text: str) -> None:
    found = parse(text)
    again = parse(found.text)
    assert again.text == found.text
    assert set(again.alternatives) == set(found.alternatives)


@given(st.text(max_size=80) | st.text(alphabet="()+ANDORWIThmit-. 23", max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        found = parse(text)
    except ExpressionError as error:
        assert error.message.endswith(".")
        assert 1 <= error.position <= len(text) + 1
    else:
        assert found.ids


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("GNU GPL v3", "GPL-3.0-only"),
        ("apache license 2", "Apache-2.0"),
        ("CERN-OHL-S", "CERN-OHL-S-2.0"),
        ("CERN OHL v2", "CERN-OHL-S-2.0"),
        ("BSD", "BSD-3-Clause"),
        ("GPLv2+", "GPL-2.0-or-later"),
        ("GPL (>= 2)", "GPL-2.0-or-later"),
        ("GNU GENERAL PUBLIC LICENSE, version 2", "GPL-2.0-only"),
        ("LGPLv3+", "LGPL-3.0-or-later"),
        ("CC BY 4.0", "CC-BY-4.0"),
        ("proprietary", "LicenseRef-proprietary"),
        ("Geant4 Software License", "LicenseRef-Geant4"),
        ("Solderpad Hardware License v2.1", "Apache-2.0 WITH SHL-2.1"),
        ("Apache-2.0 WITH SHL-2.1", "Apache-2.0 WITH SHL-2.1"),
        ('BSD 3-Clause "New" or "Revised" License', "BSD-3-Clause"),
        ("The Apache Software License, Version 2.0", "Apache-2.0"),
        ("Licensed under the Apache License, Version 2.0", "Apache-2.0"),
        ("Public Domain Dedication & License (PDDL)", "PDDL-1.0"),
        ("font-exception-gpl", ""),
    ],
)
def test_names_of_the_wild_are_understood(name: str, expected: str) -> None:
    if expected:
        assert parse(name).text == expected
    else:
        with pytest.raises(ExpressionError):
            parse(name)


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("GPL", "GPL-3.0-or-later"),
        ("CERN-OHL", "CERN-OHL-S-2.0"),
        ("EUPL", "EUPL-1.2"),
        ("Artistic License", "Artistic-2.0"),
        ("GNU Library or Lesser General Public License (LGPL)", "LGPL-3.0-or-later"),
        ("Creative Commons License Version 4.0", "CC-BY-4.0"),
        ("COMMON DEVELOPMENT AND DISTRIBUTION LICENSE (CDDL)", "CDDL-1.1"),
        ("bsl", "BSL-1.0"),
        ("public domain", "CC0-1.0"),
    ],
)
def test_names_that_say_too_little_are_asked_back(name: str, nearest: str) -> None:
    with pytest.raises(ExpressionError, match="does not say which licence") as caught:
        parse(name)
    assert caught.value.suggestion == nearest
    assert caught.value.token == name


@pytest.mark.parametrize("license_id", IDS)
def test_every_licence_is_found_by_its_id_and_by_its_name(license_id: str) -> None:
    assert parse(license_id).text == license_id
    assert parse(load_knowledge().licenses[license_id].name).text == license_id


def test_names_are_those_of_the_folder_that_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(data_dir(), folder)
    aliases = folder / "license_aliases.yaml"
    text = aliases.read_text(encoding="utf-8")
    aliases.write_text(text.replace("names: [zlib License,", "names: [Zlibbish,"), encoding="utf-8")
    for _ in range(2):  # what was read of one folder is not remembered for the other
        with pytest.raises(ExpressionError):
            parse("Zlibbish")
        with using_data(folder):
            assert parse("Zlibbish").text == "Zlib"


def test_names_that_we_take_from_elsewhere_never_contradict_ours() -> None:
    texts = files("licenselynx").joinpath("resources/merged_data.json").read_text(encoding="utf-8")
    names = {
        n: row["id"] for n, row in json.loads(texts)["stableMap"].items() if row["src"] == "spdx"
    }
    understood = 0
    for name, license_id in names.items():
        try:
            found = parse(name)
        except ExpressionError:
            continue
        understood += 1
        if not name.startswith("LicenseRef-") and "exception" not in license_id:
            assert found.text in {license_id, f"Apache-2.0 WITH {license_id}"}, name
    assert understood > 4_000


WORDS = st.sampled_from(
    ["GPL", "v3", "or", "later", "+", "WITH", "and", "(", ")", "BSD", "License", "CC", "BY", "-",
     "“", "version", "2.0", "/", "GNU", "the", "Apache", ",",
     "LicenseRef-x", "+", "\u0130", "\x00", "’"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=14).map(" ".join) | st.lists(WORDS, max_size=14).map("".join))
@settings(max_examples=300, deadline=None)
def test_names_glued_together_are_read_or_refused(text: str) -> None:
    try:
        found = parse(text)
    except ExpressionError as error:
        assert error.message.endswith(".")
        assert 1 <= error.position <= len(text) + 1
    else:
        assert parse(found.text).text == found.text


ALIASES = """aliases:
  - license: ISC
    names: [Our licence]
  - license: MIT
    names: [Our old licence]
    note: We take MIT.
  - license: MIT
    names: [Our tools]
    note: version
"""


def test_an_overlay_brings_names_and_says_what_they_leave_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "license_aliases.yaml").write_text(ALIASES, encoding="utf-8")
    monkeypatch.setenv(OVERLAY_VARIABLE, str(tmp_path))
    assert parse("Our  Licence").text == "ISC"
    assert parse("Our old licence").notes == ("We take MIT.",)
    assert parse("our tools").notes == ("“our tools” does not say which version. We take MIT.",)


@pytest.mark.parametrize(
    ("wrong", "line", "says"),
    [
        (ALIASES.replace("ISC", "LicenseRef-Lab"), 2, "“LicenseRef-Lab” is no licence id"),
        (
            ALIASES.replace("LicenseRef-Lab", "ISC").replace("note: version", "note: versoin"),
            9,
            "versoin",
        ),
        (
            ALIASES.replace("LicenseRef-Lab", "ISC").replace("Our tools", "GPLv3"),
            8,
            "already stands for",
        ),
    ],
)
def test_wrong_names_of_an_overlay_have_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str, line: int, says: str
) -> None:
    (tmp_path / "license_aliases.yaml").write_text(wrong, encoding="utf-8")
    monkeypatch.setenv(OVERLAY_VARIABLE, str(tmp_path))
    with pytest.raises(InputError, match="names cannot be used") as caught:
        parse("Our licence, wrong")
    assert f"license_aliases.yaml:{line}: " in caught.value.message
    assert says in caught.value.message


def test_notes_are_in_the_language_of_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    english = parse("Apache").notes
    monkeypatch.setattr("ospo_widgets.licensing.expressions.language", lambda: "xx")
    monkeypatch.setattr(
        "ospo_widgets.licensing.names.words", lambda key, **values: f"{key} {values}"
    )
    assert parse("Apache").notes == (
        "compatibility.assumed.version {'name': 'Apache', 'license': 'Apache-2.0'}",
    )
    monkeypatch.undo()
    assert parse("Apache").notes == english
