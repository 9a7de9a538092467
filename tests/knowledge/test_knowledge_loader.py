# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

from __future__ import annotations

from pathlib import Path

import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import check_folder, find_component, load_knowledge
from ospo_widgets.resources import OVERLAY_VARIABLE, data_dir

END = """    sources:
      - {title: A book, url: "https://example.org", clause: "1"}
    checked: 2026-11-22
    confidence: text
"""
GLOSSARY = f"glossary:\n  - id: widget\n    term: widget\n    text: A part of a page.\n{END}"
LICENSE = f"""licenses:
  - id: LicenseRef-Lab
    name: Licence of the laboratory
    summary: For tests.
    category: permissive
    reach: none
    materials: [software]
    patent_grant: null
    court_clause: false
    osi: false
    fsf: null
{END}"""
VERDICT = f"""verdicts:
  - id: lab-into-mit
    inbound: [LicenseRef-Lab]
    outbound: ["@notice"]
    uses: [copy]
    answer: yes
    reason: The laboratory says so.
{END}"""
POLICY = """id: lab
name: Laboratory
description: For tests.
holder: Laboratory
intergovernmental: false
contacts:
  office: {name: The office, address: "office@example.org"}
regimes:
  software: {permissive: [MIT]}
fallback: {software: permissive}
rules:
  - id: patent
    kind: hold
    when: {patent: yes}
    text: Ask first.
    ask: office
    sources:
      - {title: A book}
    checked: 2026-11-22
    confidence: text
sources:
  - {title: A book}
checked: 2026-11-22
confidence: text
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def problems(folder: Path) -> list[str]:
    return [str(problem) for problem in check_folder(folder)]


def test_our_own_folder_is_sound() -> None:
    assert problems(data_dir()) == []


def test_it_is_read_once(tmp_path: Path) -> None:
    assert load_knowledge() is load_knowledge()
    write(tmp_path, "glossary.yaml", GLOSSARY)
    assert load_knowledge(tmp_path) is load_knowledge(tmp_path)


def test_overlay_adds_and_replaces(tmp_path: Path) -> None:
    write(tmp_path, "licenses.yaml", LICENSE)
    write(tmp_path, "verdicts.yaml", VERDICT)
    write(tmp_path, "policies/lab.yaml", POLICY)
    mine = GLOSSARY.replace("widget", "copyleft")
    write(tmp_path, "glossary.yaml", mine)
    assert problems(tmp_path) == []
    ours, theirs = load_knowledge(), load_knowledge(tmp_path)
    assert set(theirs.licenses) - set(ours.licenses) == {"LicenseRef-Lab"}
    assert len(theirs.verdicts) == len(ours.verdicts) + 1
    assert "MIT" in theirs.verdicts[-1].outbound
    assert theirs.verdicts[-1].answer == "yes"
    assert theirs.glossary["copyleft"] == "A part of a page."
    assert len(theirs.glossary) == len(ours.glossary)
    assert theirs.policies["lab"].rules[0].when == {"patent": "yes"}
    assert theirs.origin["licenses:LicenseRef-Lab"] == f"{tmp_path}/licenses.yaml:2"


def test_overlay_comes_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "glossary.yaml", GLOSSARY)
    monkeypatch.setenv(OVERLAY_VARIABLE, str(tmp_path))
    assert "widget" in load_knowledge().glossary
    monkeypatch.setenv(OVERLAY_VARIABLE, str(tmp_path / "absent"))
    with pytest.raises(InputError, match="There is no folder"):
        load_knowledge()


def test_overlay_group_adds_to_ours(tmp_path: Path) -> None:
    write(tmp_path, "licenses.yaml", LICENSE)
    group = "groups:\n  notice: [LicenseRef-Lab]\n"
    rows = VERDICT.replace("[LicenseRef-Lab]", '["@notice"]').replace(
        '["@notice"]\n    uses', "[EPICS]\n    uses"
    )
    write(tmp_path, "verdicts.yaml", group + rows)
    assert problems(tmp_path) == []
    row = load_knowledge(tmp_path).verdicts[-1]
    assert row.inbound >= {"LicenseRef-Lab", "MIT"}


@pytest.mark.parametrize(
    ("name", "text", "line", "message"),
    [
        ("glossary.yaml", GLOSSARY.replace("term:", "terms:"), 2, "“term” is missing"),
        ("glossary.yaml", GLOSSARY + "    extra: 1\n", 9, "“extra” is not known here"),
        ("glossary.yaml", GLOSSARY.replace("confidence: text", "confidence: sure"), 8, "“sure”"),
        ("glossary.yaml", GLOSSARY.replace("2026-11-22", "yesterday"), 7, "must be a date"),
        ("glossary.yaml", GLOSSARY.replace("https:", "javascript:"), 6, "must begin with https"),
        ("glossary.yaml", GLOSSARY.replace("term: widget", "term: 12"), 3, "must be a text"),
        ("glossary.yaml", GLOSSARY + GLOSSARY.split("\n", 1)[1], 9, "is there already"),
        ("glossary.yaml", "glossary:\n  - [1\n", 3, "not valid YAML"),
        ("glossary.yaml", "- 1\n", 1, "must be a mapping"),
        ("glossary.yaml", "words: []\n", 1, "“glossary” is missing"),
        ("licenses.yaml", LICENSE.replace("category: permissive", "category: nice"), 5, "“nice”"),
        ("licenses.yaml", LICENSE.replace("osi: false", "osi: maybe"), 10, "true, false or null"),
        (
            "licenses.yaml",
            LICENSE.replace("    fsf", "    later: [Nope-1.0]\n    fsf"),
            11,
            "no licence “Nope-1.0”",
        ),
        ("verdicts.yaml", VERDICT.replace("LicenseRef-Lab", "Nope-1.0"), 3, "“Nope-1.0”"),
        ("verdicts.yaml", VERDICT.replace("@notice", "@nobody"), 4, "“@nobody” is no group"),
        ("verdicts.yaml", VERDICT.replace("[copy]", "[steal]"), 5, "“steal”"),
        ("verdicts.yaml", VERDICT.replace("answer: yes", "answer: conditional"), 6, "conditions"),
        (
            "verdicts.yaml",
            VERDICT.replace("LicenseRef-Lab", "GPL-3.0-only"),
            6,
            "says “yes” and “gpl3-into-permissive” says “no”",
        ),
        ("policies/lab.yaml", POLICY.replace("[MIT]", "[Nope-1.0]"), 8, "“Nope-1.0”"),
        ("policies/lab.yaml", POLICY.replace("ask: office", "ask: pope"), 16, "no role “pope”"),
        ("policies/lab.yaml", POLICY.replace("{patent: yes}", "{all: []}"), 14, "at least one"),
        (
            "policies/lab.yaml",
            POLICY.replace("{software: perm", "{data: perm"),
            10,
            "“regimes” has",
        ),
    ],
)
def test_errors_name_file_and_line(
    tmp_path: Path, name: str, text: str, line: int, message: str
) -> None:
    write(tmp_path, name, text)
    found = problems(tmp_path)
    where = f"{tmp_path}/{name}:{line}: "
    assert any(p.startswith(where) and message in p for p in found), found


def test_wrong_knowledge_is_not_loaded(tmp_path: Path) -> None:
    write(tmp_path, "glossary.yaml", GLOSSARY.replace("term:", "terms:"))
    with pytest.raises(InputError, match="cannot be used") as caught:
        load_knowledge(tmp_path)
    assert f"{tmp_path}/glossary.yaml:2: " in caught.value.message
    assert "1 more problem in the folder" in caught.value.message


def test_a_file_name_typed_wrongly_is_found(tmp_path: Path) -> None:
    write(tmp_path, "verdict.yaml", VERDICT)
    assert problems(tmp_path) == [f"{tmp_path}/verdict.yaml:1: no knowledge file has this name."]


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no folder"):
        check_folder(tmp_path / "absent")


@pytest.mark.parametrize(
    "text",
    ["glossary: &a [*a]\n", "a: &a\n  b: *a\n", "glossary: !!python/object:os.system {}\n", "\x00"],
)
def test_strange_yaml_is_a_problem_and_no_crash(tmp_path: Path, text: str) -> None:
    write(tmp_path, "glossary.yaml", text)
    assert problems(tmp_path)


def test_component_that_names_two_things_is_a_problem(tmp_path: Path) -> None:
    head = "components:\n  - id: other\n    name: Other\n    aliases: [fftw]\n"
    write(tmp_path, "components.yaml", f"{head}    license: MIT\n    effect: permissive\n{END}")
    assert any("“fftw” also names “fftw”" in p for p in problems(tmp_path))


@pytest.mark.parametrize("name", ["fftw", "FFTW3", " FFTW ", "fftw"])
def test_components_are_found_by_any_name(name: str) -> None:
    found = find_component(name)
    assert found is not None
    assert found.id == "fftw"


def test_unknown_component_is_none() -> None:
    assert find_component("no such thing") is None
    assert find_component("") is None


def tagged(fields: str) -> str:
    return LICENSE.replace("    osi: false\n", f"    osi: false\n{fields}")


def test_tags_come_in_their_order_and_may_be_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = tagged("    permissions: [distribution, commercial-use]\n    limitations: []\n")
    monkeypatch.setenv(OVERLAY_VARIABLE, str(write(tmp_path, "licenses.yaml", text)))
    found = load_knowledge().licenses["LicenseRef-Lab"]
    assert found.permissions == ("commercial-use", "distribution")
    assert found.limitations == ()
    assert found.conditions is None  # not stated, which is neither yes nor no


def test_a_tag_that_nobody_knows_is_named_with_its_line(tmp_path: Path) -> None:
    text = tagged("    permissions: [commercial-use, resale]\n")
    (found,) = problems(write(tmp_path, "licenses.yaml", text))
    assert found.startswith(f"{tmp_path}/licenses.yaml:11: “permissions” has “resale”, must be of:")


def test_a_patent_grant_is_not_both_given_and_refused(tmp_path: Path) -> None:
    text = tagged("    permissions: [patent-use]\n").replace(
        "patent_grant: null", "patent_grant: false"
    )
    (found,) = problems(write(tmp_path, "licenses.yaml", text))
    assert "“patent-use” contradicts" in found
