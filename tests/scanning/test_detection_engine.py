# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Licence texts, encodings, places, expressions; whatever the text, it never fails."""

# REUSE-IgnoreStart

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets.licensing.expressions import ExpressionError, parse
from ospo_widgets.licensing.texts import license_text
from ospo_widgets.scanning.detection import Detection, detect_bytes, detect_text
from ospo_widgets.scanning.detection.combine import ids_in
from ospo_widgets.scanning.detection.cues import cues
from ospo_widgets.scanning.detection.model import SHOWN
from ospo_widgets.scanning.detection.normal import normalise, pieces, zones
from ospo_widgets.scanning.detection.rules import rules
from ospo_widgets.scanning.detection.spdx_list import ids

TAG = "SPDX-License-" + "Identifier:"
WHOLE = [
    "MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Zlib", "MPL-2.0", "EPL-2.0",
    "GPL-2.0-only", "GPL-3.0-only", "LGPL-2.1-only", "AGPL-3.0-only", "EUPL-1.2", "CC-BY-4.0",
    "CC0-1.0", "CERN-OHL-1.2", "CERN-OHL-S-2.0", "CERN-OHL-W-2.0", "CERN-OHL-P-2.0", "SHL-2.1",
    "CECILL-2.1", "Artistic-2.0", "BSL-1.0", "Unlicense", "OFL-1.1", "TAPR-OHL-1.0", "EPICS",
    "SunPro", "Cronyx", "TPDL", "HPND-SMC", "dtoa", "Furuseth", "OpenSSL-standalone", "TCL",
]  # fmt: skip


def stripped(ids: tuple[str, ...]) -> set[str]:
    return {i.removesuffix("-only") for i in ids}


@pytest.mark.parametrize("license_id", WHOLE)
def test_whole_text(license_id: str) -> None:
    assert stripped(detect_text(license_text(license_id)).ids) == stripped((license_id,))


@pytest.mark.parametrize("license_id", ["MIT", "GPL-3.0-only", "CERN-OHL-S-2.0", "EUPL-1.2"])
@pytest.mark.parametrize(
    "dress", ["comment", "box", "html", "utf-16", "utf-16-le", "latin", "crlf"]
)
def test_dressed_text(license_id: str, dress: str) -> None:
    text = license_text(license_id)
    data = {
        "comment": "".join(f" * {line}\n" for line in text.split("\n")).encode(),
        "box": "".join(f"/* {line:<78} */\n" for line in text.split("\n")).encode(),
        "html": ("<html><body><p>" + text.replace("\n\n", "</p>\n<p>")).encode(),
        "utf-16": text.encode("utf-16"),
        "utf-16-le": text.encode("utf-16-le"),
        "latin": text.encode("latin-1", "replace"),
        "crlf": text.replace("\n", "\r\n").encode("utf-8-sig"),
    }[dress]
    assert stripped(detect_bytes(data, "x.html" if dress == "html" else "x").ids) == stripped(
        (license_id,)
    )


def test_lgpl_with_the_gpl_that_it_needs_is_one_licence() -> None:
    both = license_text("LGPL-3.0-only") + "\n" + license_text("GPL-3.0-only")
    assert detect_text(both).ids == ("LGPL-3.0-only",)


def test_a_text_silences_the_names_in_it() -> None:
    assert detect_text(license_text("MPL-2.0")).ids == ("MPL-2.0",)
    assert detect_text(license_text("EUPL-1.2")).ids == ("EUPL-1.2",)
    said = detect_text("BSD License\n\n" + license_text("BSD-2-Clause"))
    assert said.ids == ("BSD-2-Clause",)


def test_a_changed_text_is_told_by_its_sentences() -> None:
    changed = license_text("BSD-3-Clause").replace(
        "with or without modification", "with or without big changes"
    )
    assert detect_text(changed).ids == ("BSD-3-Clause",)
    shorter = license_text("MIT").replace("publish, distribute, sublicense, and/or sell", "sell")
    assert detect_text(shorter).ids == ("MIT",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Licensed under the MIT license.\n\nThe fonts are under the OFL 1.1.", "MIT AND OFL-1.1"),
        (
            "under the GPL v2.\nAs a special exception, linking this library statically or"
            " dynamically with other modules is making a combined work",
            "GPL-2.0-only WITH Classpath-exception-2.0",
        ),
        (
            f"{TAG} MIT\n\nParts are licensed under the GPL v2 or the EPL v1.0.",
            "MIT AND (GPL-2.0-only OR EPL-1.0)",
        ),
        (f"{TAG} MIT\n// {TAG} MIT", "MIT"),
        ("This is released under the GPL, version 2. See the GNU General Public License for more"
         " details.", "GPL-2.0-only"),
    ],
)  # fmt: skip
def test_expression(text: str, expected: str) -> None:
    assert detect_text(text).expression == expected


def test_place_of_a_match() -> None:
    text = "#include <x>\n\n\n// This file is licensed\n// under the MIT license.\nint x;\n"
    (match,) = detect_text(text).evidence
    assert (match.line, match.end_line, match.kind) == (5, 5, "phrase")
    assert match.text == "// under the MIT license."
    assert match.confidence >= 80 and match.rule == "name:MIT"
    whole = detect_text("\n" * 9 + license_text("MIT")).evidence[0]
    assert whole.line >= 10 and whole.kind == "text" and len(whole.text) <= SHOWN


def test_a_notice_deep_in_a_long_program() -> None:
    code = "".join(f"x{i} = {i}\n" for i in range(3000))
    said = detect_text(f"{code}# licensed under the GPL v3 or later\n{code}", "a.py")
    assert said.ids == ("GPL-3.0-or-later",)
    assert said.evidence[0].line == 3001


def test_a_list_of_licences_states_none() -> None:
    names = ["MIT", "GPL v2", "GPL v3", "LGPL v3", "Apache 2.0", "ISC", "MPL 2.0", "EPL 2.0"]
    names += ["BSD", "CC BY 4.0", "CC0", "OFL 1.1", "AGPL v3", "EUPL 1.2", "CDDL 1.0", "Ruby"]
    names += ["Zlib", "PHP", "Artistic 2.0"]
    few = "\n".join(f"file{i}: licensed under the {n} license" for i, n in enumerate(names[:8]))
    many = "\n".join(f"file{i}: licensed under the {n} license" for i, n in enumerate(names))
    assert len(detect_text(few).ids) == 8
    assert detect_text(many).ids == ()


def test_control_characters_do_not_get_out() -> None:
    said = detect_text("licensed under the \x1b MIT license\x00 \u202e")
    assert said.evidence
    assert all(c.isprintable() for m in said.evidence for c in m.text)


def test_every_id_of_the_families_is_a_licence() -> None:
    listed = set(rules().listed.values())
    for family in rules().families.values():
        if family.default and family.name not in listed:
            assert parse(family.default).ids, family.name


@pytest.mark.parametrize("license_id", sorted(ids().values())[::9])
def test_every_licence_of_the_list_by_its_id(license_id: str) -> None:
    assert stripped(detect_text(f"{TAG} {license_id}").ids) == {license_id.removesuffix("-only")}
    field = detect_text(f'"license": "{license_id}",')
    assert stripped(field.ids) == {license_id.removesuffix("-only")}
    address = detect_text(f"see https://opensource.org/licenses/{license_id}")
    assert stripped(address.ids) == {license_id.removesuffix("-only")}


@pytest.mark.parametrize("name", sorted(rules().listed)[::12])
def test_every_licence_of_the_list_by_its_name(name: bytes) -> None:
    said = detect_text(f"This file is licensed under the {name.decode()}.")
    assert rules().listed[name] in said.ids
    assert detect_text(f"Unlike the {name.decode()} this grants nothing.").ids == ()


def test_every_id_of_texts_phrases_and_versions_is_a_licence() -> None:
    known = rules()
    stated = {v for f in known.families.values() for v in f.versions.values()}
    stated |= {p.license for p in known.phrases}
    stated |= {v.license for p in known.passages for v in p.variants}
    stated |= {a.license.replace("{1}", "3.0") for a in known.addresses}
    stated -= {i for i in stated if i.startswith(("id:", "SHL-3"))}
    for expression in sorted(stated - {""}):
        try:
            assert parse(expression).ids
        except ExpressionError:  # younger than the list of our parser
            assert license_text(expression), expression
    for exception in known.exceptions:
        assert parse(f"GPL-2.0-only WITH {exception.license}").ids


def test_every_text_of_the_rules_can_be_reached() -> None:
    known = rules()
    for passage in known.passages:
        assert passage.variants and passage.within > 0
    assert cues().grant.search(b"this is licensed under the ")
    assert len(known.families) > 60 and len(known.addresses) > 40


def test_nothing_is_nothing() -> None:
    assert detect_text("") == Detection()
    assert detect_bytes(b"") == Detection()
    assert detect_bytes(b"\0\0\0\0") == Detection()


# --- hostile input ----------------------------------------------------------------------------

WORDS = st.sampled_from([
    "licensed", "under", "the", "GPL", "version", "2", "or", "any", "later", "MIT", "license", ":",
    "BSD", "GNU", "General", "Public", "License", "(", ")", "\n", "//", "<p>", "&lt;", TAG, "AND",
    "WITH", "Permission is hereby granted, free of charge, to any person", "v", "2.1", "-", "/",
    "Redistribution and use in source and binary forms are permitted", "\u00e9", "\0", "'", '"',
])  # fmt: skip


@settings(max_examples=60)
@given(st.lists(WORDS, max_size=60))
def test_words_in_any_order(words: list[str]) -> None:
    text = " ".join(words)
    said = detect_text(text)
    lines = text.count("\n") + 1
    for match in said.evidence:
        assert 1 <= match.line <= match.end_line <= lines
        assert 0 <= match.confidence <= 100 and match.rule
    assert set(said.ids) == {i for m in said.evidence for i in ids_in(m.expression)}
    assert (said.expression is None) == (not said.ids)


@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    said = detect_bytes(b"licensed under the MIT license\n" + data)
    said.to_json()
    if said.expression:
        said.expression.encode("utf-8")


@pytest.mark.parametrize(
    "unit",
    [
        " ", "gpl ", "gpl or ", "(", "version 2 ", "licensed under ", "license: ", f"{TAG} ",
        f"{TAG} MIT\n", "mit/", "redistribution and use permitted ", "<a ", "&lt;", "\n", "-",
        "or ",
        "terms of the gnu general public license version 2 or any later ", "http://",
        "permission is hereby granted, free of charge, to any person ", "spdx-license-identifier",
    ],
)  # fmt: skip
def test_long_lines_of_one_thing(unit: str) -> None:
    said = detect_text((unit * 120_000)[:120_000])
    assert len(said.ids) <= 3


def test_pieces_and_zones_keep_numbers_and_order() -> None:
    lines = pieces("a\n" + "b" * 5000 + "\nc")
    assert [n for n, _ in lines] == [1, 2, 2, 2, 3]
    many = pieces("\n".join(["x" * 80] * 400 + ["a license"] + ["y" * 80] * 400))
    chosen = zones(many, "a.c")
    assert 401 in [n for n, _ in chosen] and len(chosen) < 100
    normal = normalise(chosen, name="a.c")
    assert normal.line_at(normal.text.index(b"a license")) == 401


# REUSE-IgnoreEnd
