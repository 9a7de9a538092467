# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What is due and what is missing: files that a project has, and gaps that a person must fill."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ospo_widgets.advice.kit import manifests, metadata
from ospo_widgets.advice.kit.details import FOLDER, Subject
from ospo_widgets.advice.kit.text import flat
from ospo_widgets.licensing.reuse_tool import tool_expression
from ospo_widgets.wording import words

LICENSE_NAMES = re.compile(r"(LICEN[CS]E|COPYING)([-.](MD|TXT|RST))?", re.IGNORECASE)
"""Files in the root that hold the licence of a project."""


def license_file(existing: tuple[str, ...]) -> str:
    """File in the root that holds the licence, empty when there is none."""
    return next((name for name in existing if LICENSE_NAMES.fullmatch(name)), "")


def is_there(existing: tuple[str, ...], stem: str) -> bool:
    """Whether a file of this name is in the root, whatever its ending."""
    return any(_is(name, stem) for name in existing)


def metadata_names(subject: Subject) -> tuple[str, ...]:
    """Descriptions for machines that are due and that the project does not have."""
    due = {
        "CITATION.cff": True,
        "codemeta.json": bool(subject.of(*metadata.CODE)),
        "okh.toml": manifests.needs_okh(subject),
        ".ohwr.yaml": manifests.needs_ohwr(subject),
    }
    there = {name.casefold() for name in subject.recommendation.project.existing_files}
    return tuple(name for name, wanted in due.items() if wanted and name.casefold() not in there)


def open_points(subject: Subject) -> tuple[str, ...]:
    """What a person must still fill in, the graver first, each as a sentence."""
    return (*_licenses(subject), *_descriptions(subject), *_people(subject), *_own(subject))


def _licenses(subject: Subject) -> Iterator[str]:
    for license_id in subject.missing:
        yield words("kit.todo.text", license=license_id)
    for license_id in subject.licenses:
        name = tool_expression(license_id)
        if name != license_id:
            yield words("kit.todo.young", license=license_id, name=name)
    if subject.open_hardware and not subject.details.source_location:
        yield words("kit.todo.location")


def _descriptions(subject: Subject) -> Iterator[str]:
    files = metadata_names(subject)
    concerned = {
        "repository": [f for f in files if f != "CITATION.cff"],
        "version": [f for f in files if f != ".ohwr.yaml"],
        "description": [f for f in files if f != ".ohwr.yaml"],
    }
    for name, where in concerned.items():
        if where and not getattr(subject.details, name):
            yield words(f"kit.todo.{name}", files=", ".join(where))
    if ".ohwr.yaml" in files and not manifests.readme_address(subject):
        yield words("kit.todo.ohwr_description")


def _people(subject: Subject) -> Iterator[str]:
    details = subject.details
    if "CITATION.cff" in metadata_names(subject):
        if not details.authors:
            yield words("kit.todo.authors", holder=subject.who.name)
        elif metadata.has_guessed_names(subject):
            yield words("kit.todo.names")
    existing = subject.recommendation.project.existing_files
    if not details.contact and not is_there(existing, "contributing"):
        yield words("kit.todo.contact")
    if not details.maintainer:
        yield words("kit.todo.maintainer")


def _own(subject: Subject) -> Iterator[str]:
    """What the project has of its own and what a person must look at in it."""
    unknown = [flat(c.name) for p in subject.parts for c in p.part.components if not c.license]
    if unknown:
        yield words("kit.todo.component", names=", ".join(dict.fromkeys(unknown)))
    existing, main = subject.recommendation.project.existing_files, subject.main
    theirs = license_file(existing)
    if theirs and main.part.license != main.chosen:
        yield words("kit.todo.license", file=theirs, license=main.chosen)
    for stem, name in (("notice", "NOTICE"), ("contributing", "CONTRIBUTING.md")):
        for own in existing:
            if _is(own, stem):
                yield words("kit.todo.merge", file=own, place=f"{FOLDER}/{name}")
                break


def _is(name: str, stem: str) -> bool:
    return name.casefold().partition(".")[0] == stem
