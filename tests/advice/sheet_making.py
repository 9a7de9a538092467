# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Sheets to test: from answers, from cases, and one with as much on it as a page must hold."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser
from pathlib import Path

from ospo_widgets.advice.answers import load_answers
from ospo_widgets.advice.model import Recommendation
from ospo_widgets.advice.recommend import recommend
from ospo_widgets.advice.sheet.diligence import Sheet, due_diligence
from ospo_widgets.project import Component, Material, Origin, Part, Project, Use

ON = date(2026, 11, 22)
CASES = Path(__file__).parent / "cases"
CLEAR = {
    "authors": ("staff",),
    "collaboration": "",
    "patent": "no",
    "contract": "no",
    "sensitive": "no",
}
LIBRARY = {
    **CLEAR,
    "materials": ("software",),
    "software/software-kind": "library",
    "software/components": "",
    "openness": "anything",
}


def advised(answers, project=None, policy="cern-current") -> Recommendation:
    return recommend(project or Project(name="calib"), answers, policy=policy)


def sheet_of(answers, project=None, policy="cern-current", **more) -> Sheet:
    return due_diligence(advised(answers, project, policy), **{"on": ON, **more})


def case(name: str) -> Recommendation:
    file = load_answers((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return recommend(file.project, file.answers, policy=file.policy)


def scanned(*components: Component, **more) -> Project:
    """A project of one software part, as a scan gives it."""
    part = Part(
        "software",
        "Software",
        Material.SOFTWARE,
        components=components,
        file_count=214,
        origin=Origin.SCAN,
    )
    return Project(name="trackfit", parts=(part,), origin=Origin.SCAN, **more)


MATERIALS = (
    Material.SOFTWARE,
    Material.HARDWARE,
    Material.GATEWARE,
    Material.FIRMWARE,
    Material.DOCUMENTATION,
    Material.DATA,
)


def full(components: int = 12) -> tuple[Project, dict[str, object]]:
    """A project of six parts with long names and many components, and answers that leave much."""
    used = tuple(
        Component(f"component-{n}-of-many", license_text, Use.DYNAMIC_LINK, origin=Origin.SCAN)
        for n, license_text in zip(
            range(components),
            ("LGPL-2.1-or-later", "GPL-2.0-or-later", "MPL-2.0", "LGPL-3.0-only") * components,
            strict=False,
        )
    )
    parts = tuple(
        Part(
            material.value,
            f"The {material.value} of the fast tracker crate",
            material,
            components=used if material is Material.SOFTWARE else (),
            file_count=1200,
            origin=Origin.SCAN,
        )
        for material in MATERIALS
    )
    project = Project(
        name="fast-tracker-crate",
        parts=parts,
        url="https://gitlab.example.org/accelerators/controls/fast-tracker-crate",
        author_count=31,
        origin=Origin.SCAN,
    )
    answers = {
        "authors": ("staff", "user", "outside", "contractor"),
        "home-agreement": "allows",
        "home-agreement-record": "22 October 2026, KT-2026-0142",
        "outside-consent": "all",
        "collaboration": "CMS",
        "patent": "cleared",
        "patent-record": "3 November 2026, KT-2026-0188",
        "contract": "allows",
        "funding": ("eu", "industry"),
        "funding-terms": ("open",),
        "sensitive": "cleared",
        "openness": "unknown",
        "company": "unknown",
        "software/software-kind": "unknown",
        "hardware/hardware-kind": "unknown",
        "documentation/docs-kind": "standalone",
        "data/data-policy": "allows",
        "unit": "BE-CEM-EDL",
    }
    return project, answers


class Seen(HTMLParser):
    """Elements, attributes and text of a page, as a browser takes them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self._pieces: list[str] = []
        self._skipped = 0
        self.feed(html)
        self.close()
        self.text = " ".join("".join(self._pieces).split())

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        self._skipped += tag == "style"

    def handle_endtag(self, tag):
        self._skipped -= tag == "style"
        if tag not in {"sup", "span", "em", "strong"}:
            self._pieces.append(" ")

    def handle_data(self, data):
        if not self._skipped:
            self._pieces.append(data)
