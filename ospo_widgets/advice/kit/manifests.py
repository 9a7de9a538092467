# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Manifests that make a design findable: ``okh.toml`` (Open Know-How) and ``.ohwr.yaml`` (OHWR).

Sources: iop-alliance/OpenKnowHow, ``src/spec/okh.md`` (OKH-LOSHv1.0: a field that nobody knows is
left out, never filled with a placeholder); of OHWR see :mod:`ospo_widgets.office.catalogues`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ospo_widgets.advice.kit.details import Subject
from ospo_widgets.advice.kit.text import flat
from ospo_widgets.licensing.reuse_tool import toml_text
from ospo_widgets.office.catalogues import catalogue_of
from ospo_widgets.office.entries import description_address, entry_text
from ospo_widgets.project import Material
from ospo_widgets.wording import words

OKH_VERSION = "OKH-LOSHv1.0"
OHWR = "ohwr"
OHWR_VERSION = "1.0.0"

_README = re.compile(r"readme(\.(md|markdown))?", re.IGNORECASE)


def needs_okh(subject: Subject) -> bool:
    """Open Know-How describes things that can be made, so boards and mechanics only."""
    return bool(subject.of(Material.HARDWARE))


def needs_ohwr(subject: Subject) -> bool:
    """The Open Hardware Repository lists designs of boards and of gateware."""
    return bool(subject.of(Material.HARDWARE, Material.GATEWARE))


def okh(subject: Subject, files: Iterable[str]) -> str:
    """``okh.toml``; a required field that nobody knows stands there as a comment.

    Args:
        subject: What the kit speaks of.
        files: Files in the root that the project or the kit has.
    """
    details = subject.details
    there = {name.casefold(): name for name in files}
    readme = next((name for name in there.values() if _README.fullmatch(name)), "")
    required = {
        "okhv": OKH_VERSION,
        "name": subject.name,
        "repo": details.repository,
        "version": details.version,
        # A module is all that its repository holds, so every part counts.
        "license": subject.expression,
        "licensor": subject.who.name,
        "function": flat(details.description),
        "documentation-language": details.documentation_language,
    }
    optional = {
        "organization": subject.who.name,
        "readme": readme,
        "contribution-guide": there.get("contributing.md", ""),
    }
    lines = [f"# {words('kit.okh.head')}"]
    lines += [f"# {flat(p.part.name)}: {p.chosen}" for p in subject.parts]
    lines.append("")
    for key, value in required.items():
        lines.append(f"{key} = {toml_text(value)}" if value else _open_field(key))
    lines += [f"{key} = {toml_text(value)}" for key, value in optional.items() if value]
    return "\n".join(lines) + "\n"


def ohwr(subject: Subject) -> str:
    """``.ohwr.yaml``; a required field that nobody knows stands there as a comment."""
    details = subject.details
    values: dict[str, str | tuple[str, ...]] = {
        "version": OHWR_VERSION,
        "name": subject.name,
        "description": readme_address(subject),
        "website": details.repository,
        "licenses": subject.licenses,
        "documentation": details.documentation,
        "issues": details.issues,
    }
    return entry_text(catalogue_of(OHWR), values, [words("kit.ohwr.head")])


def readme_address(subject: Subject) -> str:
    """Address of the README as plain Markdown; empty when it is not known."""
    files = subject.recommendation.project.existing_files
    return description_address(subject.details.repository, files)


def _open_field(key: str) -> str:
    return f"# {key}: {words('office.open_field')}"
