# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a scan can say about the items S01 to S27, with what it rests on; yes is never guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ospo_widgets.knowledge.model import Answer
from ospo_widgets.scanning.checks.community import files_of, stated_version
from ospo_widgets.scanning.checks.metadata import statements
from ospo_widgets.scanning.checks.model import Subject
from ospo_widgets.scanning.checks.readme import ASKED, main_readme, missing_topics
from ospo_widgets.scanning.checks.rights import holds_house
from ospo_widgets.scanning.main_license import ids_in
from ospo_widgets.scanning.readiness.holders import HolderKind
from ospo_widgets.wording import words


@dataclass(frozen=True, slots=True)
class Told:
    """What a scan says about one item when no finding stands against it.

    Attributes:
        answer: Yes, no or unknown.
        evidence: What it rests on.
        missing: Keys of ``readiness.field`` that were looked for and not found.
        applies: False when the item does not concern this tree.
    """

    answer: Answer = Answer.UNKNOWN
    evidence: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    applies: bool = True

    @property
    def note(self) -> str:
        """What was not found, as a sentence; empty when nothing is missing."""
        shown = ", ".join(words(f"readiness.field.{name}") for name in self.missing)
        return words("readiness.not_found", what=shown) if shown else ""


def _yes_if(
    condition: bool, evidence: Iterable[str] = (), otherwise: Answer = Answer.UNKNOWN
) -> Told:
    return Told(Answer.YES if condition else otherwise, tuple(evidence)[:10])


def _s01(subject: Subject) -> Told:
    """Yes: a text is there, and every licence of the whole is approved by the OSI."""
    expression = subject.main.expression
    texts = [t.path for t in subject.facts.license_texts if t.ids]
    known = [subject.knowledge.licenses.get(i) for i in ids_in(expression or "")]
    approved = bool(known) and all(k is not None and k.osi is True for k in known)
    return _yes_if(approved and bool(texts), texts[:3])


def _s02(subject: Subject) -> Told:
    report = subject.facts.reuse or {}
    compliant = report.get("summary", {}).get("compliant") is True
    return _yes_if(compliant, [p for p in ("REUSE.toml",) if subject.facts.reuse_toml])


def _s03(subject: Subject) -> Told:
    """Yes: every file that names a holder names a person or an organisation."""
    table = subject.holders
    named = [h for holders in table.by_file.values() for h, _ in holders]
    named += [h for h, _, _ in table.licence]
    legal = {HolderKind.LEGAL, HolderKind.PERSON}
    dated = any(h.years for h in named)
    places = [f"{path}:{line}" for _, path, line in table.licence]
    places += list(table.by_file)[:3]
    return _yes_if(bool(named) and dated and all(h.kind in legal for h in named), places[:5])


def _s04(subject: Subject) -> Told:
    waivers = [n for n in subject.facts.notices if n.notice.kind == "waiver"]
    if waivers:
        places = dict.fromkeys(f"{n.path}:{n.notice.line}" for n in waivers)
        return Told(Answer.YES, tuple(places)[:5])
    house = holds_house(subject.holders)
    return Told(applies=house or not subject.facts.files)


def _s05(subject: Subject) -> Told:
    lgpl = [i for i in subject.license_ids if i.startswith("LGPL-")]
    gpl = [t.path for t in subject.facts.license_texts if any(i.startswith("GPL-") for i in t.ids)]
    if not lgpl:
        return Told(applies=False)
    return _yes_if(bool(gpl), gpl[:3])


def _s06(subject: Subject) -> Told:
    paths = dict.fromkeys(c.declared_in for c in subject.components)
    return _yes_if(bool(subject.components), list(paths)[:5])


def _s08(subject: Subject) -> Told:
    return Told(evidence=subject.places.get("authors", ())[:3])


def _s09(subject: Subject) -> Told:
    """A rule about signing off is evidence, not the signatures."""
    rows = files_of(subject, "contributing")
    places = [f"{p}:{row[k]}" for p, row in rows for k in ("dco", "cla") if row[k]]
    return Told(evidence=tuple(places[:3]))


def _s13(subject: Subject) -> Told:
    """Yes only when the history was looked at too."""
    return _yes_if(_looked_for(subject, "S13") and subject.facts.history.secrets is not None)


def _s14(subject: Subject) -> Told:
    return _yes_if(_looked_for(subject, "S14"))


def _looked_for(subject: Subject, item: str) -> bool:
    """Whether files were read, and there are findings that would say no to this item."""
    able = any(item in kind.checklist for kind in subject.knowledge.findings.values())
    return able and bool(subject.facts.read)


def _s16(subject: Subject) -> Told:
    found = main_readme(subject)
    if found is None:
        return Told(evidence=subject.places.get("readme", ())[:1])
    path, readme = found
    lines = [readme["topics"][topic] for topic in ASKED if topic in readme["topics"]]
    complete = not missing_topics(subject) and not readme["template"]
    return _yes_if(complete, [f"{path}:{line}" for line in lines])


def _s17(subject: Subject) -> Told:
    kinds = ("contributing", "conduct", "security")
    there = [subject.places[kind][0] for kind in kinds if kind in subject.places]
    return _yes_if(len(there) == len(kinds), there)


def _s18(subject: Subject) -> Told:
    rows = statements(subject)
    found = main_readme(subject)
    places = list(subject.places.get("authors", ())[:1]) + list(
        subject.places.get("citation", ())[:1]
    )
    dois = [f"{path}:{row['fields']['doi'][1]}" for path, row in rows if "doi" in row["fields"]]
    if found is not None and "doi" in found[1]["badges"]:
        dois.append(f"{found[0]}:{found[1]['badges']['doi']}")
    cited = "citation" in subject.places or any(
        r["format"] in {"codemeta", "zenodo"} for _, r in rows
    )
    named = "authors" in subject.places or any("authors" in r["fields"] for _, r in rows)
    missing = [
        name
        for name, there in (("authors_file", named), ("citation", cited), ("doi", bool(dois)))
        if not there
    ]
    answer = Answer.UNKNOWN if missing else Answer.YES
    return Told(answer, tuple(places + dois[:2]), tuple(missing))


def _s19(subject: Subject) -> Told:
    """What there is to build and test with; whether it works from a clean checkout is asked."""
    places = [p for kind in ("build", "lock", "container", "tests") for p in
              subject.places.get(kind, ())[:1]]  # fmt: skip
    tested = [f"{path}:{row['tests']}" for path, row in files_of(subject, "ci") if row["tests"]]
    return Told(evidence=tuple(places + tested[:1]))


def _s20(subject: Subject) -> Told:
    version, place = stated_version(subject)
    logs = subject.places.get("changelog", ())[:1]
    missing = [n for n, there in (("version", version), ("changelog", logs)) if not there]
    authors = subject.facts.history.authors
    evidence = tuple(filter(None, (place, *logs, authors.newest_tag if authors else "")))
    if authors is None or not authors.tags:
        # Without the history nobody knows of tags; a shallow copy brings none either.
        return Told(Answer.UNKNOWN, evidence, (*missing, "tag"))
    return Told(Answer.UNKNOWN if missing else Answer.YES, evidence, tuple(missing))


def _s21(subject: Subject) -> Told:
    found = main_readme(subject)
    places = [p for kind in ("support", "governance", "funding", "owners", "issues")
              for p in subject.places.get(kind, ())[:1]]  # fmt: skip
    if found is not None and "maintenance" in found[1]["topics"]:
        places.insert(0, f"{found[0]}:{found[1]['topics']['maintenance']}")
    return Told(evidence=tuple(places[:5]))


def _badge(name: str, otherwise: Answer = Answer.UNKNOWN) -> Callable[[Subject], Told]:
    def told(subject: Subject) -> Told:
        found = main_readme(subject)
        if found is None or name not in found[1]["badges"]:
            return Told(otherwise)
        return Told(Answer.YES, (f"{found[0]}:{found[1]['badges'][name]}",))

    return told


def _s24(subject: Subject) -> Told:
    """Fields of the entry in the catalogue: title, README, licence, responsible, keywords."""
    rows = statements(subject)
    found = main_readme(subject)
    if found is None:
        return Told()
    path, readme = found

    def stated(name: str) -> list[str]:
        return [f"{p}:{row['fields'][name][1]}" for p, row in rows if name in row["fields"]]

    there = {
        "title": [f"{path}:{readme['title_line']}"] if readme["title"] else stated("name"),
        "license": [subject.main.path or path] if subject.main.expression else [],
        "mail": stated("mail") or ([f"{path}:{readme['mail']}"] if readme["mail"] else []),
        "keywords": stated("keywords"),
    }
    missing = tuple(name for name, places in there.items() if not places)
    evidence = tuple(places[0] for places in there.values() if places)
    return Told(Answer.NO if missing else Answer.YES, evidence, missing)


TELLERS: Mapping[str, Callable[[Subject], Told]] = {
    "S01": _s01,
    "S02": _s02,
    "S03": _s03,
    "S04": _s04,
    "S05": _s05,
    "S06": _s06,
    "S08": _s08,
    "S09": _s09,
    "S13": _s13,
    "S14": _s14,
    "S16": _s16,
    "S17": _s17,
    "S18": _s18,
    "S19": _s19,
    "S20": _s20,
    "S21": _s21,
    "S23": _badge("software-heritage"),
    "S24": _s24,
    "S26": _badge("openssf"),
}
"""What tells of each item; the others only a person can answer."""
