# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the office knows, as typed rows; each fact with where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from ospo_widgets.project import Material, Use

if TYPE_CHECKING:
    from ospo_widgets.knowledge.checklist import ChecklistItem
    from ospo_widgets.knowledge.component_model import CatalogueComponent
    from ospo_widgets.knowledge.effects import (
        EffectRow,
        LicenseClauses,
        Neighbour,
        ObligationRow,
        Partner,
    )


class Confidence(StrEnum):
    """How a fact was checked."""

    TEXT = "text"
    """Read in the source text itself."""
    EXCERPT = "excerpt"
    """Only an excerpt of the page was read."""
    PACKAGER = "packager"
    """Read in package metadata, a claim by a packager: unreviewed."""
    MEMORY = "memory"
    """Not found in a source yet: unreviewed."""

    @property
    def reviewed(self) -> bool:
        """False for claims that still need a look at the source."""
        return self in {Confidence.TEXT, Confidence.EXCERPT}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact stands: title, address and clause (both may be empty)."""

    title: str
    url: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Sources of a row, when they were checked, and how."""

    sources: tuple[Source, ...]
    checked: date
    confidence: Confidence


class Category(StrEnum):
    """What a licence asks of those who pass the work on."""

    PUBLIC_DOMAIN = "public-domain"
    PERMISSIVE = "permissive"
    WEAK = "weak"
    STRONG = "strong"
    NETWORK = "network"
    NONFREE = "nonfree"
    CUSTOM = "custom"


class Reach(StrEnum):
    """How far copyleft reaches."""

    NONE = "none"
    FILE = "file"
    LIBRARY = "library"
    WORK = "work"
    NETWORK = "network"
    DESIGN = "design"


class Permission(StrEnum):
    """What a licence lets one do; tags of choosealicense.com, in its order."""

    COMMERCIAL_USE = "commercial-use"
    MODIFICATIONS = "modifications"
    DISTRIBUTION = "distribution"
    PRIVATE_USE = "private-use"
    PATENT_USE = "patent-use"


class Condition(StrEnum):
    """What a licence asks for in return; tags of choosealicense.com, in its order."""

    INCLUDE_COPYRIGHT = "include-copyright"
    INCLUDE_COPYRIGHT_SOURCE = "include-copyright--source"
    DOCUMENT_CHANGES = "document-changes"
    DISCLOSE_SOURCE = "disclose-source"
    NETWORK_USE_DISCLOSE = "network-use-disclose"
    SAME_LICENSE = "same-license"
    SAME_LICENSE_FILE = "same-license--file"
    SAME_LICENSE_LIBRARY = "same-license--library"


class Limitation(StrEnum):
    """What a licence does not give; tags of choosealicense.com, in its order."""

    TRADEMARK_USE = "trademark-use"
    LIABILITY = "liability"
    PATENT_USE = "patent-use"
    WARRANTY = "warranty"


@dataclass(frozen=True, slots=True)
class License:
    """One licence.

    Attributes:
        id: SPDX id, perhaps ``WITH`` an exception, or a ``LicenseRef-``.
        name: Full name.
        summary: What it does, in one short sentence.
        category: What it asks of those who pass the work on.
        reach: How far copyleft reaches.
        materials: What it was written for or is accepted for.
        patent_grant: Explicit grant; None when unclear.
        court_clause: Names a court, or the law of a place.
        osi: Approved by the OSI; None when not applicable (documents, data).
        fsf: Listed as free by the FSF; None when not listed either way.
        later: Ids that “or later” reaches from here, newest last.
        text_key: Key of the verbatim text when it is not the id: licences that share one text.
        provenance: Sources.
        permissions: What it lets one do, in the order of :class:`Permission`; None when the row
            does not state it, which is neither yes nor no.
        conditions: What it asks for in return; None as above.
        limitations: What it does not give; None as above.
    """

    id: str
    name: str
    summary: str
    category: Category
    reach: Reach
    materials: frozenset[Material]
    patent_grant: bool | None
    court_clause: bool
    osi: bool | None
    fsf: bool | None
    later: tuple[str, ...]
    text_key: str
    provenance: Provenance
    permissions: tuple[Permission, ...] | None = None
    conditions: tuple[Condition, ...] | None = None
    limitations: tuple[Limitation, ...] | None = None


class Answer(StrEnum):
    """A verdict; unknown is an answer and never counts as yes."""

    YES = "yes"
    CONDITIONAL = "conditional"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """A curated verdict for a pair of licences and some uses.

    Attributes:
        id: Id of the row.
        inbound: SPDX ids of what is used.
        outbound: SPDX ids of what uses it.
        uses: Uses for which the row speaks.
        answer: The verdict.
        conditions: What must be true for ``conditional``.
        reason: One sentence.
        provenance: Authority, with clause.
        whole: Licence under which the combined work must be handed out when that is not the
            outbound one (“the whole is then GPL-3.0-only”); empty otherwise.
    """

    id: str
    inbound: frozenset[str]
    outbound: frozenset[str]
    uses: frozenset[Use]
    answer: Answer
    conditions: tuple[str, ...]
    reason: str
    provenance: Provenance
    whole: str = ""


class Severity(StrEnum):
    """How much a finding matters for a release, worst first."""

    BLOCKS = "blocks"
    SHOULD = "should"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class FindingKind:
    """A kind of finding that a scan can make.

    Attributes:
        id: Id, for example ``"reuse.missing-license"``.
        severity: How much it matters.
        title: Template of the heading, with ``{placeholders}``.
        why: Why it matters, one sentence.
        remedy: What to do, a template.
        checklist: Ids of the release checklist it answers (``"S01"``, ``"H07"``).
        provenance: Source of the rule.
    """

    id: str
    severity: Severity
    title: str
    why: str
    remedy: str
    checklist: tuple[str, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that a question offers: id, label (34 characters at most) and hint (90)."""

    id: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the questionnaire.

    Attributes:
        id: Id, the last piece of the answer key.
        section: ``parts``, ``rights``, ``uses``, ``future``, ``checks``, or ``form`` (what only
            the sheet for the group leader needs).
        per: Asked once for the ``project``, or for each ``part``, or for each ``component``.
        kind: ``one`` option, ``many`` options, or free ``text``.
        text: The question, a template with ``{part}`` and ``{component}``.
        why: Why it is asked.
        options: Offered answers; ``unknown`` is the id of “I don’t know”.
        when: Condition over earlier answers (see ``knowledge/conditions.py``); empty means always.
        factors: Ids of decision factors (``"F3"``) that it settles.
        words: Glossary terms on this page.
        provenance: Sources.
        optional: The advice is complete without an answer; all questions of the form are so.
    """

    id: str
    section: str
    per: str
    kind: str
    text: str
    why: str
    options: tuple[Option, ...]
    when: Mapping[str, object]
    factors: tuple[str, ...]
    words: tuple[str, ...]
    provenance: Provenance
    optional: bool = False


@dataclass(frozen=True, slots=True)
class PolicyRule:
    """A rule of an institute: a licence that may not be selected, a hold, an open point.

    Attributes:
        id: Id of the rule.
        kind: ``exclude`` (licences), ``hold``, ``open-point``, ``prefer`` (licences that come
            first) or ``deter`` (licences that come later, with a warning when one is chosen).
        when: Condition over answers, part and licence; empty means always.
        licenses: Licences concerned, empty for holds and open points.
        text: What it says to the person, one or two sentences.
        ask: Role to ask (``"kt"``, ``"ospo"``, ``"group-leader"``), empty when nobody.
        provenance: Sources.
    """

    id: str
    kind: str
    when: Mapping[str, object]
    licenses: tuple[str, ...]
    text: str
    ask: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Policy:
    """Policy profile of an institute, apart from legal facts.

    Attributes:
        id: Id of the profile, for example ``"cern-current"``.
        name: Name for people.
        description: Where it comes from and what is uncertain about it.
        holder: Copyright holder of the institute's own work, empty when it has to be asked for.
        intergovernmental: Whether the holder may use the notice on privileges and immunities.
        notice: That notice, verbatim; empty when there is none.
        contacts: Role to (name, address).
        regimes: Material (``"software-library"``, ``"hardware"``, …) to regime
            (``permissive``, ``weak``, ``strong``) to licences, best first.
        fallback: Material to the regime taken when the person has no view.
        rules: Rules.
        provenance: Sources.
        names: Words of the institute for ``{placeholders}`` in questions and rules
            (``institute``, ``house``, ``transfer``).
        extends: Id of the profile that this one builds on, empty when it stands alone.
        drops: Ids of inherited rules that do not count here.
        roles: Role of the inherited rules to the role that is asked here.
    """

    id: str
    name: str
    description: str
    holder: str
    intergovernmental: bool
    notice: str
    contacts: Mapping[str, tuple[str, str]]
    regimes: Mapping[str, Mapping[str, tuple[str, ...]]]
    fallback: Mapping[str, str]
    rules: tuple[PolicyRule, ...]
    provenance: Provenance
    names: Mapping[str, str] = field(default_factory=dict)
    extends: str = ""
    drops: tuple[str, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A word of the field in plain words: id, the term as written in texts, what it means."""

    id: str
    term: str
    text: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything read from ``data/`` and an overlay, validated.

    Attributes:
        licenses: By id.
        verdicts: Curated verdicts.
        components: Catalogue by id.
        findings: Kinds of findings by id.
        questions: In the order in which they are asked.
        policies: By id.
        glossary: Term to explanation.
        reviewed_on: Newest date of review of all rows.
    """

    licenses: Mapping[str, License]
    verdicts: tuple[VerdictRow, ...]
    components: Mapping[str, CatalogueComponent]
    findings: Mapping[str, FindingKind]
    questions: tuple[Question, ...]
    policies: Mapping[str, Policy]
    glossary: Mapping[str, str]
    reviewed_on: date
    origin: Mapping[str, str] = field(default_factory=dict)
    """``kind:row id`` (``"verdicts:mit-into-apache"``) to ``file:line``, for messages."""
    terms: Mapping[str, GlossaryTerm] = field(default_factory=dict)
    """The glossary by id, with sources; ``glossary`` has the same by term."""
    partners: Mapping[str, Partner] = field(default_factory=dict)
    """Kinds of partners by id, in the order in which they are shown."""
    neighbours: Mapping[str, Neighbour] = field(default_factory=dict)
    """Concrete projects that work of the house meets, by id."""
    license_kinds: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """Kinds of licences that effects speak of: name to condition; the first that holds counts."""
    effects: tuple[EffectRow, ...] = ()
    """What licences mean for partners; the first row that fits counts, an overlay’s come first."""
    clauses: Mapping[str, LicenseClauses] = field(default_factory=dict)
    """Where topics stand in licence texts."""
    obligations: tuple[ObligationRow, ...] = ()
    """What those who hand out a work must do."""
    checklist: Mapping[str, ChecklistItem] = field(default_factory=dict)
    """What to know before a release, by id."""
