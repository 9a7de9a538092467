# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Where each decision factor and each item of CERN’s form of 2012 is handled.

A handler is ``question:id``, ``rule:id`` (of the current profile, or ``rule:profile/id``),
``regime:row``, ``finding:id``, ``fact:name`` or ``code:module.name``. What it names must exist.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping

import pytest

from ospo_widgets.advice.facts import (
    COMPONENT_FACTS,
    PART_FACTS,
    PROJECT_FACTS,
    license_facts,
)
from ospo_widgets.advice.questionnaire import Questionnaire
from ospo_widgets.advice.rules import situation
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.knowledge.condition_checks import LICENSE_FACTS, condition_faults
from ospo_widgets.knowledge.conditions import facts_used
from ospo_widgets.project import Component, Material, Part, Project, Use

KNOWN = load_knowledge()
QUESTIONS = {question.id: question for question in KNOWN.questions}
FACTORS: Mapping[str, tuple[str, ...]] = {
    "F1": ("question:materials", "question:docs-kind", "code:advice.assembly.project_from"),
    "F2": ("question:authors", "question:holder", "rule:authors-unknown"),
    "F3": (
        "question:home-agreement",
        "question:home-agreement-record",
        "rule:home-agreement-unknown",
        "rule:home-agreement-reserves",
        "rule:home-agreement-allows",
    ),
    "F4": ("question:collaboration", "fact:collaboration-key", "rule:house-licence"),
    "F5": ("question:outside-consent", "rule:outside-consent-missing"),
    "F6": (
        "question:upstream-license",
        "question:derivation",
        "rule:upstream-unknown",
        "code:advice.candidates.upstream_of",
    ),
    "F7": ("question:components", "code:licensing.effective.effective_license"),
    "F8": ("question:component-use", "code:advice.assembly.LINKING", "question:requires"),
    "F9": ("code:advice.inbound.judge", "code:advice.impasse.conflict_of"),
    "F10": ("rule:component-custom", "rule:component-nonfree"),
    "F11": ("question:software-kind", "regime:software-application", "regime:software-library"),
    "F12": ("question:openness", "question:part-openness", "question:known-license"),
    "F13": ("question:company", "rule:no-closed-product", "rule:spin-off-rights"),
    "F14": ("question:relicense", "rule:relicense-permissive", "rule:relicense-rights"),
    "F15": (
        "question:patent",
        "question:patent-record",
        "rule:patent-idea",
        "rule:patent-grant",
        "rule:no-patent-grant",
    ),
    "F16": (
        "question:funding",
        "question:funding-terms",
        "rule:joint-owners",
        "rule:grant-permissive",
        "rule:grant-open",
        "rule:funding-eu",
        "rule:cern-osltf-2012/apache-exception",
    ),
    "F17": (
        "question:contract",
        "question:contract-record",
        "rule:contract-others",
        "rule:contract-unknown",
        "rule:funding-purchase",
    ),
    "F18": ("question:sensitive", "question:sensitive-record", "rule:sensitive-use"),
    "F19": ("rule:no-court", "rule:component-court", "fact:component-court-clause"),
    "F20": (
        "question:network",
        "regime:software-service",
        "rule:network-wanted",
        "rule:network-not-wanted",
        "rule:network-warning",
    ),
    "F21": ("question:history", "rule:history-unclean", "question:runs-outside"),
    "F22": (
        "question:status",
        "question:maintenance",
        "question:succession",
        "rule:status-poor",
        "rule:maintenance-ends",
        "rule:succession-open",
    ),
    "F23": ("question:tools", "rule:tools-design", "rule:tools-code"),
    "F24": ("question:core-use", "rule:core-vendor"),
    "F25": (
        "question:hardware-kind",
        "question:bom",
        "question:bom-lines",
        "regime:hardware-product",
        "regime:hardware-piece",
        "regime:hardware-symbols",
        "rule:bom-some",
    ),
    "F26": ("rule:no-software-licence-for-hardware", "rule:no-creative-commons-hardware"),
    "F27": ("question:sdk", "rule:sdk-restricted", "rule:sdk-unknown", "rule:sdk-out"),
    "F28": ("question:docs-kind", "code:advice.recommend.follows_code"),
    "F29": ("rule:no-creative-commons-software", "rule:public-domain"),
    "F30": ("question:data-policy", "question:data-use", "regime:data", "rule:data-policy-missing"),
    "F31": (
        "question:training-data",
        "regime:model",
        "rule:training-persons",
        "rule:model-data-rights",
        "rule:copyleft-for-weights",
    ),
    "F32": (
        "question:copied-pieces",
        "question:assistant-output",
        "rule:copied-kept",
        "rule:assistant-unchecked",
    ),
    "F33": (
        "question:distribution",
        "question:built",
        "question:bundled",
        "rule:distribution-notices",
        "code:advice.inbound.effective_of",
    ),
    "F34": ("question:names-logos", "rule:names-logos"),
    "F35": ("question:requester", "question:unit", "code:advice.sheet.due_diligence"),
}

ANNEX: Mapping[str, tuple[str, ...]] = {
    "name of the program": ("code:project.Project.name", "question:project-name"),
    "unit": ("question:unit",),
    "requester": ("question:requester",),
    "other persons at CERN": ("question:other-units", "code:project.Project.author_count"),
    "date": ("code:advice.sheet.due_diligence",),
    "status": ("question:status",),
    "compiled or interpreted": ("question:built",),
    "source only, or source and binary": ("question:distribution",),
    "stand-alone, component, or mix": ("question:software-kind", "question:hardware-kind"),
    "original, or derivative": ("question:derivation",),
    "derivative of CERN or outside programs": ("question:derivation-from",),
    "requires other programs": ("question:requires",),
    "distributed alone or with others": ("question:bundled",),
    "others from CERN or outside": ("question:bundled",),
    "preference": ("question:preference", "question:known-license"),
    "reason of the preference": ("question:preference-reason",),
    "hosted where": ("question:hosting",),
    "other program: name and licence": ("question:components", "code:project.Component.license"),
    "other program: modified": ("question:component-use", "question:core-use"),
    "other program: static or dynamic": ("code:project.Component.use", "code:project.Use"),
    "other program: tight or loose": ("question:component-use",),
}


def exists(handler: str) -> bool:
    kind, _, name = handler.partition(":")
    if kind == "code":
        return is_code(name)
    profile, _, row = name.rpartition("/")
    policy = KNOWN.policies[profile or "cern-current"]
    named = {
        "question": set(QUESTIONS),
        "rule": {rule.id for rule in policy.rules},
        "regime": set(policy.regimes),
        "fact": PROJECT_FACTS | PART_FACTS | COMPONENT_FACTS,
    }
    return row in named[kind]


def is_code(name: str) -> bool:
    """Whether a module of ours has this name, or a class of it this field."""
    pieces = name.split(".")
    for cut in range(len(pieces) - 1, 0, -1):
        try:
            found: object = importlib.import_module(".".join(["ospo_widgets", *pieces[:cut]]))
        except ModuleNotFoundError:
            continue
        for piece in pieces[cut:]:
            if not hasattr(found, piece) and piece not in vars(found).get(
                "__dataclass_fields__", {}
            ):
                return False
            found = getattr(found, piece, found)
        return True
    return False


def test_no_factor_is_forgotten() -> None:
    assert list(FACTORS) == [f"F{n}" for n in range(1, 36)]
    assert all(FACTORS.values()) and all(ANNEX.values())


@pytest.mark.parametrize("factor", FACTORS)
def test_factor_is_handled(factor: str) -> None:
    missing = [handler for handler in FACTORS[factor] if not exists(handler)]
    assert not missing


@pytest.mark.parametrize("item", ANNEX)
def test_item_of_the_form_is_handled(item: str) -> None:
    missing = [handler for handler in ANNEX[item] if not exists(handler)]
    assert not missing


def test_handlers_that_do_not_exist_are_noticed() -> None:
    for handler in ("question:colour", "rule:colour", "regime:colour", "fact:colour"):
        assert not exists(handler)
    assert not exists("code:advice.nowhere.at_all")
    assert not exists("code:project.Project.colour")


def test_every_question_says_which_factor_it_settles() -> None:
    for question in KNOWN.questions:
        assert question.factors, question.id
        assert set(question.factors) <= set(FACTORS), question.id


def test_questions_of_the_table_name_the_factor() -> None:
    for factor, handlers in FACTORS.items():
        for handler in handlers:
            kind, _, name = handler.partition(":")
            if kind == "question" and QUESTIONS[name].section != "form":
                assert factor in QUESTIONS[name].factors, (factor, name)


def test_conditions_ask_only_for_facts_that_somebody_gathers() -> None:
    """A fact that nobody gathers is never known, so a rule with a typing error never speaks."""
    known = PROJECT_FACTS | PART_FACTS | COMPONENT_FACTS | set(QUESTIONS)
    for question in KNOWN.questions:
        assert facts_used(question.when) <= known, question.id
    for policy in KNOWN.policies.values():
        for rule in policy.rules:
            assert facts_used(rule.when) <= known | LICENSE_FACTS, (policy.id, rule.id)


def test_conditions_are_checked_when_the_knowledge_is_read() -> None:
    assert list(condition_faults(KNOWN)) == []


def test_facts_that_conditions_may_ask_for_are_gathered() -> None:
    """The list that the check uses is what a recommendation really knows."""
    form = Questionnaire(KNOWN)
    component = Component("FFTW", "GPL-2.0-or-later", Use.DYNAMIC_LINK)
    part = Part("p", "P", Material.SOFTWARE, components=(component,))
    answers = {"authors": ("staff",), "collaboration": "CMS", "materials": ("software",)}
    now = situation(form, Project(parts=(part,)), answers)
    gathered = {s.level: set(s.facts) for s in now.subjects}
    assert gathered["project"] >= PROJECT_FACTS
    assert gathered["part"] - gathered["project"] == PART_FACTS
    assert gathered["component"] - gathered["part"] >= COMPONENT_FACTS
    facts = license_facts({}, KNOWN.licenses["MIT"])
    assert set(facts) == LICENSE_FACTS


def test_each_unknown_has_a_consequence() -> None:
    """“I don’t know” is a hold, an open point, or a way on that the option names itself."""
    policy = KNOWN.policies["generic"]
    told = {
        fact
        for rule in policy.rules
        if rule.kind in {"hold", "open-point"}
        for fact in facts_used(rule.when)
    }
    for question in KNOWN.questions:
        option = next((o for o in question.options if o.id == "unknown"), None)
        assert option is not None and option.hint, question.id
        if question.section != "form" and not question.optional:
            assert question.id in told | {"materials"}, question.id


def test_no_person_is_asked_for() -> None:
    for question in KNOWN.questions:
        text = f"{question.text} {question.why}".casefold()
        for word in ("your name", "e-mail", "email", "first name", "surname"):
            assert word not in text, question.id
