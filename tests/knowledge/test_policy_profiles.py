# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Profiles that extend others, and what tells ours apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from ospo_widgets.advice.recommend import recommend
from ospo_widgets.knowledge import check_folder, load_knowledge
from ospo_widgets.knowledge.profiles import with_inherited_texts
from ospo_widgets.project import Project

KNOWN = load_knowledge()
LAB = """id: lab
name: Laboratory
description: For tests.
extends: generic
drops: [source-location]
roles: {tto: lawyers}
holder: Laboratory
intergovernmental: false
names: {institute: the laboratory}
contacts:
  lawyers: {name: The lawyers, address: "law@example.org"}
regimes:
  software-library: {permissive: [MIT]}
fallback: {software-library: permissive}
rules:
  - id: patent-idea
    kind: open-point
    when: {patent: yes}
    text: Tell {institute}.
    sources:
      - {title: A book}
    checked: 2026-11-22
    confidence: text
  - id: own-rule
    kind: open-point
    text: One more thing.
    sources:
      - {title: A book}
    checked: 2026-11-22
    confidence: text
sources:
  - {title: A book}
checked: 2026-11-22
confidence: text
"""


def overlay(folder: Path, text: str) -> Path:
    (folder / "policies").mkdir()
    (folder / "policies" / "lab.yaml").write_text(text, encoding="utf-8")
    return folder


def test_another_laboratory_writes_down_only_what_differs(tmp_path: Path) -> None:
    assert check_folder(overlay(tmp_path, LAB)) == ()
    known = load_knowledge(tmp_path)
    lab, base = known.policies["lab"], known.policies["generic"]
    rules = {rule.id: rule for rule in lab.rules}
    assert set(rules) == ({r.id for r in base.rules} | {"own-rule"}) - {"source-location"}
    assert rules["contract-others"].ask == "lawyers" and "tto" not in lab.contacts
    assert lab.regimes["software-library"] == {"permissive": ("MIT",)}
    assert lab.regimes["hardware"] == base.regimes["hardware"]
    advice = recommend(Project(), {"materials": ("software",), "patent": "yes"}, known, "lab")
    assert not advice.holds
    assert "Tell the laboratory." in [point.text for point in advice.open_points]


@pytest.mark.parametrize(
    ("change", "line", "message"),
    [
        (("extends: generic", "extends: nowhere"), 4, "no policy “nowhere”"),
        (("extends: generic", "extends: lab"), 4, "leads back"),
        (("drops: [source-location]", "drops: [colour]"), 5, "no inherited rule is “colour”"),
        (("{tto: lawyers}", "{tto: pope}"), 1, "no role “pope”"),
        (("when: {patent: yes}", "when: {patents: yes}"), 16, "no question and no fact is named"),
        (("when: {patent: yes}", "when: {patent: perhaps}"), 16, "“patent” is never “perhaps”"),
        (("when: {patent: yes}", "when: {material: cheese}"), 16, "“material” is never “cheese”"),
        (("fallback: {software-library: permissive}", "fallback: {data: strange}"), 14, "strange"),
    ],
)
def test_a_wrong_profile_is_named_with_its_line(
    tmp_path: Path, change: tuple[str, str], line: int, message: str
) -> None:
    problems = check_folder(overlay(tmp_path, LAB.replace(*change)))
    assert any(p.line == line and message in p.message for p in problems), problems


def test_inherited_rules_speak_the_language_of_their_origin() -> None:
    english = {i: KNOWN.policies[i] for i in ("generic", "cern-current", "cern-osltf-2012")}
    from dataclasses import replace

    def french(policy_id: str) -> dict[str, str]:
        base = english["generic"]
        rules = tuple(replace(r, text=f"fr:{r.id}") for r in base.rules)
        spoken = {**english, "generic": replace(base, rules=rules)}
        return {r.id: r.text for r in with_inherited_texts(english, spoken)[policy_id].rules}

    for policy_id in ("cern-current", "cern-osltf-2012"):
        assert french(policy_id)["bom-some"] == "fr:bom-some"
        assert french(policy_id)["no-court"].startswith("Ruled out: it names a court")


def test_inherited_names_and_contacts_are_translated_once() -> None:
    from dataclasses import replace

    english = {i: KNOWN.policies[i] for i in ("generic", "cern-current", "cern-osltf-2012")}
    current = english["cern-current"]
    spoken = replace(
        current,
        names={**current.names, "institute": "le CERN"},
        contacts={**current.contacts, "kt": ("Le groupe KT", "https://kt.cern")},
    )
    found = with_inherited_texts(english, {**english, "cern-current": spoken})
    assert found["cern-osltf-2012"].names["institute"] == "le CERN"
    assert found["cern-osltf-2012"].contacts["kt"] == ("Le groupe KT", "https://kt.cern")
    assert found["cern-osltf-2012"].contacts["ospo"] == current.contacts["ospo"]
    assert found["generic"] == english["generic"]


def test_a_translation_names_only_what_there_is(tmp_path: Path) -> None:
    folder = overlay(tmp_path, LAB)
    (folder / "translations" / "fr").mkdir(parents=True)
    (folder / "translations" / "fr" / "policies.yaml").write_text(
        "policies:\n"
        "  lab:\n"
        "    names: {institute: le laboratoire}\n"
        "    contacts: {lawyers: Les juristes, doctor: Le médecin}\n"
        "    rules: {own-rule: {text: Encore une chose.}}\n",
        encoding="utf-8",
    )
    problems = [str(p) for p in check_folder(folder)]
    assert len(problems) == 1
    assert "translations/fr/policies.yaml" in problems[0]
    assert "doctor" in problems[0]


def test_the_neutral_profile_is_free_of_cern() -> None:
    policy = KNOWN.policies["generic"]
    texts = [policy.name, policy.description, policy.holder, policy.notice]
    texts += [rule.text for rule in policy.rules] + [name for name, _ in policy.contacts.values()]
    assert not [t for t in texts if "CERN" in t.replace("CERN-OHL", "")]
    assert policy.holder == "" and not policy.intergovernmental


def test_the_profiles_differ_where_their_sources_do() -> None:
    now, then = KNOWN.policies["cern-current"], KNOWN.policies["cern-osltf-2012"]
    assert now.fallback["software-application"] == "permissive"
    assert then.fallback["software-application"] == "strong"
    ours = {rule.id for rule in now.rules}
    theirs = {rule.id for rule in then.rules}
    assert {"class-1", "class-2", "class-3", "class-4", "steps-2012"} <= theirs - ours
    assert {"house-licence", "house-licence-acts"} <= ours - theirs
    generic = {rule.id for rule in KNOWN.policies["generic"].rules}
    assert {"no-court", "component-court"} <= (ours & theirs) - generic


def test_every_row_has_a_usual_choice_and_known_licences() -> None:
    for policy in KNOWN.policies.values():
        assert set(policy.fallback) == set(policy.regimes)
        for regimes in policy.regimes.values():
            assert all(i in KNOWN.licenses for ids in regimes.values() for i in ids)


def test_rules_are_plain_and_short() -> None:
    for policy in KNOWN.policies.values():
        for rule in policy.rules:
            assert "!" not in rule.text and "please" not in rule.text.casefold(), rule.id
            for sentence in rule.text.replace(": ", ". ").replace("; ", ". ").split(". "):
                assert len(sentence.split()) <= 24, (rule.id, sentence)
