# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Rows of the data files to typed objects; one function a kind, named after it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ospo_widgets.knowledge import spdx
from ospo_widgets.knowledge.component_model import (
    Alternative,
    BundledPart,
    CatalogueComponent,
    VersionLicense,
)
from ospo_widgets.knowledge.conditions import faults
from ospo_widgets.knowledge.model import (
    Answer,
    Category,
    Condition,
    FindingKind,
    GlossaryTerm,
    License,
    Limitation,
    Option,
    Permission,
    Policy,
    PolicyRule,
    Question,
    Reach,
    Severity,
    VerdictRow,
)
from ospo_widgets.knowledge.nodes import Row
from ospo_widgets.knowledge.versions import read_range
from ospo_widgets.project import Material, Use

FORM = "form"
"""Section that only the sheet for the group leader needs; none of its questions is required."""
SECTIONS = ("parts", "rights", "uses", "future", "checks", FORM)
PER = ("project", "part", "component")
QUESTION_KINDS = ("one", "many", "text")
RULE_KINDS = ("exclude", "hold", "open-point", "prefer", "deter")
ECOSYSTEMS = ("pypi", "conda", "npm", "cargo", "golang", "generic")
REGIMES = ("permissive", "weak", "strong")

LABEL_LENGTH = 34
"""Longest label of an option, in characters: one line on a screen of 360 px."""
HINT_LENGTH = 90
"""Longest hint of an option, in characters: two lines at most."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*( WITH [A-Za-z0-9][A-Za-z0-9._-]*)?")
"""Id of a licence; one that SPDX writes with an exception (Solderpad 2.1) is one licence to us."""
_SLUG = re.compile(r"[a-z0-9][a-z0-9.-]*")


def _id(row: Row, pattern: re.Pattern[str]) -> str:
    value = row.text("id", required=True)
    if value and not pattern.fullmatch(value):
        row.wrong("id", f"the id “{value}” may only have letters, digits, dots and dashes.")
    return value


def row_id(row: Row) -> str:
    """The id of a row of any kind but licences: lower case letters, digits, dots and dashes."""
    return _id(row, _SLUG)


def license_row(row: Row) -> License:
    """A row of ``licenses.yaml``."""
    found = License(
        id=_id(row, _ID),
        name=row.text("name", required=True),
        summary=row.text("summary", required=True),
        category=row.choice("category", Category, Category.CUSTOM),
        reach=row.choice("reach", Reach, Reach.NONE),
        materials=row.choices("materials", Material),
        patent_grant=row.flag("patent_grant", unknown=True),
        court_clause=bool(row.flag("court_clause")),
        osi=row.flag("osi", unknown=True),
        fsf=row.flag("fsf", unknown=True),
        later=row.texts("later"),
        text_key=row.text("text_key"),
        provenance=row.provenance(),
        permissions=row.tags("permissions", Permission),
        conditions=row.tags("conditions", Condition),
        limitations=row.tags("limitations", Limitation),
    )
    if found.patent_grant is False and Permission.PATENT_USE in (found.permissions or ()):
        row.wrong("permissions", "“patent-use” contradicts “patent_grant: false”.")
    if found.id in found.later:
        row.wrong("later", "“later” must not name the licence itself.")
    return found


def verdict_row(row: Row, groups: Mapping[str, tuple[str, ...]]) -> VerdictRow:
    """A row of ``verdicts.yaml``; ``@name`` in a list stands for the ids of a group."""
    found = VerdictRow(
        id=_id(row, _SLUG),
        inbound=_expanded(row, "inbound", groups),
        outbound=_expanded(row, "outbound", groups),
        uses=row.choices("uses", Use),
        answer=row.choice("answer", Answer, Answer.UNKNOWN),
        conditions=row.texts("conditions"),
        reason=row.text("reason", required=True),
        provenance=row.provenance(),
        whole=row.text("whole"),
    )
    if bool(found.conditions) != (found.answer is Answer.CONDITIONAL):
        row.wrong(
            "conditions" if found.conditions else "answer",
            "“conditions” belong to the answer “conditional”, and to no other.",
        )
    return found


def _expanded(row: Row, name: str, groups: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    ids: set[str] = set()
    for value in row.texts(name, required=True):
        if not value.startswith("@"):
            ids.add(value)
        elif value[1:] in groups:
            ids.update(groups[value[1:]])
        else:
            row.wrong(name, f"“{value}” is no group of this file.")
    return frozenset(ids)


def component_row(row: Row) -> CatalogueComponent:
    """A row of ``components.yaml``."""
    optional = row.row("optional_parts")
    found = CatalogueComponent(
        id=_id(row, _SLUG),
        name=row.text("name", required=True),
        aliases=row.texts("aliases"),
        license=_expression(row, "license"),
        effect=row.choice("effect", Category, Category.CUSTOM),
        optional_parts=_texts_by_name(optional),
        note=row.text("note"),
        provenance=row.provenance(),
        versions=tuple(_version(inner) for inner in row.rows("versions")),
        bundles=tuple(_bundled(inner) for inner in row.rows("bundles")),
        alternatives=tuple(_alternative(inner) for inner in row.rows("alternatives")),
        ecosystems=row.texts("ecosystems"),
    )
    for name, text in found.optional_parts.items():
        if optional and spdx.fault(text):
            optional.wrong(name, f"“{text}” is no SPDX expression: {spdx.fault(text)}.")
    for name in set(found.ecosystems) - set(ECOSYSTEMS):
        row.wrong("ecosystems", f"“ecosystems” has “{name}”, must be of: {', '.join(ECOSYSTEMS)}.")
    return found


def _version(row: Row) -> VersionLicense:
    found = VersionLicense(
        range=row.text("range", required=True),
        license=_expression(row, "license"),
        note=row.text("note"),
        historic="historic" in row and bool(row.flag("historic")),
    )
    try:
        read_range(found.range)
    except ValueError as error:
        if found.range:
            row.wrong("range", f"“{found.range}” is no range of versions: {error}")
    row.finish()
    return found


def _bundled(row: Row) -> BundledPart:
    name = row.text("name", required=True)
    found = BundledPart(name, _expression(row, "license"), row.text("note"))
    row.finish()
    return found


def _alternative(row: Row) -> Alternative:
    found = Alternative(
        name=row.text("name", required=True),
        license=_expression(row, "license"),
        note=row.text("note"),
        reviewed=bool(row.flag("reviewed")),
    )
    row.finish()
    return found


def _expression(row: Row, name: str) -> str:
    """A required SPDX expression that is well formed; whether its ids exist is checked later."""
    text = row.text(name, required=True)
    wrong = spdx.fault(text) if text else ""
    if wrong:
        row.wrong(name, f"“{text}” is no SPDX expression: {wrong}.")
    return text


def glossary_row(row: Row) -> GlossaryTerm:
    """A row of ``glossary.yaml``."""
    return GlossaryTerm(
        id=_id(row, _SLUG),
        term=row.text("term", required=True),
        text=row.text("text", required=True),
        provenance=row.provenance(),
    )


def finding_row(row: Row) -> FindingKind:
    """A row of ``findings/*.yaml``."""
    return FindingKind(
        id=_id(row, _SLUG),
        severity=row.choice("severity", Severity, Severity.ADVICE),
        title=row.text("title", required=True),
        why=row.text("why", required=True),
        remedy=row.text("remedy", required=True),
        checklist=row.texts("checklist"),
        provenance=row.provenance(),
    )


def question_row(row: Row) -> Question:
    """A row of ``questions.yaml``."""
    found = Question(
        id=_id(row, _SLUG),
        section=row.one_of("section", SECTIONS),
        per=row.one_of("per", PER),
        kind=row.one_of("kind", QUESTION_KINDS),
        text=row.text("text", required=True),
        why=row.text("why", required=True),
        options=tuple(_option(option) for option in row.rows("options")),
        when=_condition(row),
        factors=row.texts("factors"),
        words=row.texts("words"),
        provenance=row.provenance(),
        optional=_optional(row),
    )
    ids = [option.id for option in found.options]
    if len(ids) != len(set(ids)):
        row.wrong("options", "two options have the same id.")
    if not ids and found.kind != "text":
        row.wrong("options", "the kinds “one” and “many” need “options”.")
    if found.kind == "text" and set(ids) - {"unknown"}:
        row.wrong("options", "a question for text may only offer the option “unknown”.")
    return found


def _optional(row: Row) -> bool:
    """Whether the advice is complete without an answer."""
    written = bool(row.flag("optional")) if "optional" in row else False
    return written or row.text("section") == FORM


def _option(row: Row) -> Option:
    option = Option(_id(row, _SLUG), row.text("label", required=True), row.text("hint"))
    for name, value, limit in (
        ("label", option.label, LABEL_LENGTH),
        ("hint", option.hint, HINT_LENGTH),
    ):
        if len(value) > limit:
            row.wrong(name, f"“{name}” has {len(value)} characters, at most {limit} fit.")
    row.finish()
    return option


def policy_row(row: Row) -> Policy:
    """The whole of one file in ``policies/``."""
    contacts = {}
    contact_rows = row.row("contacts")
    for role in contact_rows.names() if contact_rows else ():
        contact = contact_rows.row(role, required=True) if contact_rows else None
        if contact:
            contacts[role] = (contact.text("name", required=True), contact.text("address"))
            contact.finish()
    regimes = {}
    regime_rows = row.row("regimes")
    for material in regime_rows.names() if regime_rows else ():
        regime = regime_rows.row(material, required=True) if regime_rows else None
        if regime:
            regimes[material] = {name: regime.texts(name) for name in REGIMES if name in regime}
            regime.finish()
    found = Policy(
        id=_id(row, _SLUG),
        name=row.text("name", required=True),
        description=row.text("description", required=True),
        holder=row.text("holder"),
        intergovernmental=bool(row.flag("intergovernmental")),
        notice=row.text("notice"),
        contacts=contacts,
        regimes=regimes,
        fallback=_texts_by_name(row.row("fallback")),
        rules=tuple(_rule(row, rule) for rule in row.rows("rules")),
        provenance=row.provenance(),
        names=_texts_by_name(row.row("names")),
        extends=row.text("extends"),
        drops=row.texts("drops"),
        roles=_texts_by_name(row.row("roles")),
    )
    if found.notice and not found.intergovernmental:
        row.wrong("notice", "“notice” belongs to an intergovernmental holder only.")
    ids = [rule.id for rule in found.rules]
    for double in sorted({i for i in ids if ids.count(i) > 1}):
        row.wrong("rules", f"the rule “{double}” is there twice.")
    return found


def _rule(policy: Row, row: Row) -> PolicyRule:
    rule = PolicyRule(
        id=_id(row, _SLUG),
        kind=row.one_of("kind", RULE_KINDS),
        when=_condition(row),
        licenses=row.texts("licenses"),
        text=row.text("text", required=True),
        ask=row.text("ask"),
        provenance=row.provenance(),
    )
    policy.remember(f"rule:{rule.id}", row.line_of("ask") if rule.ask else row.line)
    if rule.kind == "hold" and not rule.ask:
        row.wrong("kind", "a hold must say whom to “ask”.")
    row.finish()
    return rule


def _condition(row: Row) -> Mapping[str, object]:
    when = row.plain("when")
    for fault in faults(when):
        row.wrong("when", fault)
    return when


def _texts_by_name(row: Row | None) -> dict[str, str]:
    if row is None:
        return {}
    return {name: row.text(name, required=True) for name in row.names()}
