# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How practices are read: each wrong row is named by file and line, and an overlay is laid over."""

from __future__ import annotations

from pathlib import Path

import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import check_folder
from ospo_widgets.knowledge.practice_templates import gaps, template_text
from ospo_widgets.knowledge.practices import load_practices
from ospo_widgets.resources import data_dir

PRACTICE = """practices:
  - id: our-rule
    title: Do it our way
    steps: [Ask us.]
    why: We know.
    materials: [software]
    sources: [{title: Our rules}]
    checked: 2026-11-22
    confidence: text
"""

TEMPLATE = """templates:
  - id: ours
    file: ours.template
    name: OURS.md
    title: Ours
    text: For us.
    materials: [software]
    sources: [{title: Our rules}]
    checked: 2026-11-22
    confidence: text
"""


def overlay(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / "practices" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def problems(folder: Path) -> list[str]:
    return [str(problem).removeprefix(f"{folder}/") for problem in check_folder(folder)]


def added(field: str) -> dict[str, str]:
    return {"cite.yaml": PRACTICE + f"    {field}\n"}


def test_ours_are_in_good_order() -> None:
    assert [p for p in check_folder(data_dir()) if "practices" in p.file] == []


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (added("checks: [no.such]"),
         "practices/cite.yaml:10: neither findings/ nor checklist.yaml has “no.such”."),
        (added("templates: [nothing]"),
         "practices/cite.yaml:10: templates/index.yaml has no template “nothing”."),
        (added("terms: [nothing]"),
         "practices/cite.yaml:10: glossary.yaml has no term “nothing”."),
        (added("questions: [nothing]"),
         "practices/cite.yaml:10: questions.yaml has no question “nothing”."),
        (added("see: [nothing]"), "practices/cite.yaml:10: there is no practice “nothing”."),
        (added("see: [our-rule]"),
         "practices/cite.yaml:10: “see” must not name the practice itself."),
        (added("apps: [nothing]"),
         "practices/cite.yaml:10: “nothing” begins with no app of ours."),
        (added("colour: red"),
         "practices/cite.yaml:10: the field “colour” is not known here."),
        ({"cite.yaml": PRACTICE.replace("    why: We know.\n", "")},
         "practices/cite.yaml:2: the field “why” is missing."),
        ({"cite.yaml": PRACTICE.replace("[software]", "[wood]")},
         "practices/cite.yaml:6: “materials” has “wood”, must be of: software, gateware, "
         "hardware, firmware, documentation, data, model."),
        ({"cite.yaml": PRACTICE.replace("our-rule", "Our Rule")},
         "practices/cite.yaml:2: the id “Our Rule” may only have letters, digits, dots and "
         "dashes."),
        ({"cite.yaml": PRACTICE.replace("Ask us.", ", ".join(["Ask"] * 9))},
         "practices/cite.yaml:4: “steps” has 9, at most 8 are read."),
        ({"cite.yaml": PRACTICE + PRACTICE.removeprefix("practices:\n")},
         "practices/cite.yaml:10: the id “our-rule” is there already, at "
         "{folder}/practices/cite.yaml:2."),
        ({"swim.yaml": PRACTICE},
         "practices/swim.yaml:1: activities.yaml has no activity “swim”."),
        ({"cite.yaml": "practices: {"},
         "practices/cite.yaml:2: not valid YAML: did not find expected node content."),
        ({"templates/index.yaml": TEMPLATE, **added("templates: [ours]")},
         "practices/templates/index.yaml:3: there is no file “ours.template” in templates/."),
        ({"templates/index.yaml": TEMPLATE.replace("ours.template", "../ours"),
          **added("templates: [ours]")},
         "practices/templates/index.yaml:3: “../ours” must be the name of a file in templates/."),
        ({"templates/index.yaml": TEMPLATE.replace("OURS.md", "../../OURS.md"),
          "templates/ours.template": "", **added("templates: [ours]")},
         "practices/templates/index.yaml:4: “../../OURS.md” must be a path inside a project."),
        ({"templates/index.yaml": TEMPLATE, "templates/ours.template": ""},
         "practices/templates/index.yaml:2: no practice names “ours”."),
        ({"templates/index.yaml": TEMPLATE + "    settles: [S16]\n",
          "templates/ours.template": "", **added("templates: [ours]")},
         "practices/templates/index.yaml:11: findings/ has no “S16”."),
        ({"templates/index.yaml": TEMPLATE, **added("templates: [ours]"),
          "templates/ours.template": "x\n{{colour}} {{project}}\n"},
         "practices/templates/ours.template:2: “{{colour}}” is no gap, must be one of: project, "
         "description, holder, year, contact, repository, license, version, day."),
        ({"templates/index.yaml": TEMPLATE, **added("templates: [ours]"),
          "templates/ours.template": "{{kit.no.such}}"},
         "practices/templates/ours.template:1: there is no text “kit.no.such”."),
        ({"templates/index.yaml": TEMPLATE, **added("templates: [ours]"),
          "templates/ours.template": "{{kit.use.copy}} {{kit.notice.part}}"},
         "practices/templates/ours.template:1: “{{part}}” is no gap, must be one of: project, "
         "description, holder, year, contact, repository, license, version, day."),
        ({"search.yaml": "same: {a: [b]}\n"},
         "practices/search.yaml:1: “a” must be a text (put numbers and dates in quotes)."),
    ],
)  # fmt: skip
def test_a_wrong_row_is_named_by_file_and_line(
    tmp_path: Path, files: dict[str, str], expected: str
) -> None:
    folder = overlay(tmp_path, files)
    found = problems(folder)
    assert expected.replace("{folder}", str(folder)) in found, found
    assert len(found) <= 3


def test_what_is_wrong_is_not_loaded(tmp_path: Path) -> None:
    folder = overlay(tmp_path, added("checks: [no.such]"))
    with pytest.raises(InputError, match=r"cite\.yaml:10: neither findings/"):
        load_practices(folder)


def test_an_overlay_adds_and_replaces(tmp_path: Path) -> None:
    same = PRACTICE.replace("our-rule", "citation-file")
    activities = (data_dir() / "practices" / "activities.yaml").read_text(encoding="utf-8")
    first = activities[activities.index("  - id: start") : activities.index("  - id: people")]
    folder = overlay(
        tmp_path,
        {
            "cite.yaml": PRACTICE + same.removeprefix("practices:\n"),
            "activities.yaml": "activities:\n" + first.replace("id: start", "id: swim"),
            "swim.yaml": PRACTICE.replace("our-rule", "float"),
            "templates/citation.template": 'title: "{{project}}"\n',
        },
    )
    assert problems(folder) == []
    found = load_practices(folder)
    assert found.practices["citation-file"].title == "Do it our way"
    assert found.practices["our-rule"].doing == "cite"
    assert found.of("swim")[0].id == "float"
    assert list(found.activities)[-1] == "swim"
    assert found.origin["practices:float"] == f"{folder}/practices/swim.yaml:2"
    assert template_text(found.templates["citation"]) == 'title: "{{project}}"\n'
    assert gaps(found.templates["citation"]) == ("project",)
    assert load_practices(folder, "fr").practices["citation-file"].title == "Do it our way"
    assert load_practices(folder, "fr").practices["doi-for-releases"].title.startswith("Obtenir")
    assert "our-rule" not in load_practices().practices


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("practices:\n  no-such: {why: x}\n", ":2: there is no row “no-such”."),
        ("practices:\n  file-headers: {steps: [x]}\n",
         ":2: “steps” must have 4 texts, as in English."),
        ("practices:\n  file-headers: {checks: [S01]}\n",
         ":2: “checks” is no text that can be translated here."),
        ("licenses:\n  MIT: {summary: x}\n", ":1: “licenses” is no kind with texts here."),
    ],
)  # fmt: skip
def test_a_wrong_translation_is_named(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "translations" / "fr" / "practices" / "ours.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    assert problems(tmp_path) == ["translations/fr/practices/ours.yaml" + expected]


def test_practices_speak_the_language_of_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSPO_LANGUAGE", "fr")
    assert load_practices().practices["file-headers"].title.startswith("Mettre deux lignes")
    assert load_practices(spoken="en").practices["file-headers"].title.startswith("Put two lines")
