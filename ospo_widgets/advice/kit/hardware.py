# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a design needs beside its files: text on the board, title block, list of changes.

Source: CERN-OHL-S version 2, clauses 1.9, 3.3 and 4; its user guide, 2.2.5, 2.2.6, 2.2.9, 2.2.10.
"""

from __future__ import annotations

from ospo_widgets.advice.kit.details import Holder, Subject
from ospo_widgets.advice.kit.headers import file_types
from ospo_widgets.advice.kit.text import flat, kicad_text
from ospo_widgets.advice.model import PartAdvice
from ospo_widgets.licensing.notices import is_open_hardware, open_hardware_name
from ospo_widgets.project import Material
from ospo_widgets.wording import words

CHANGES = "CHANGES"
"""Name of the list of changes that a kit brings."""

CHANGE_NAMES = ("changes", "changelog", "history")
"""Stems of files that list changes already."""

KICAD = ".kicad_"
"""Beginning of the endings of KiCad’s files."""


def printed_text(advice: PartAdvice, subject: Subject) -> str:
    """At most three lines for the silkscreen: holder, licence, where the sources are.

    Never a logo: the licence gives no right to one (clause 8.2).
    """
    return "\n".join(_lines(advice, subject)) + "\n"


def title_block(advice: PartAdvice, subject: Subject) -> str:
    """``title_block`` of a KiCad schematic or board, to take the place of the one in the file."""
    comments = _lines(advice, subject)
    if is_open_hardware(str(advice.chosen)):
        comments.append(words("kit.design.no_warranty", license=_licensed(advice)))
    rows = [f"\t(title {kicad_text(subject.name)})"]
    if subject.details.version:
        rows.append(f"\t(rev {kicad_text(subject.details.version)})")
    rows.append(f"\t(company {kicad_text(subject.who.name)})")
    rows += [f"\t(comment {n} {kicad_text(text)})" for n, text in enumerate(comments, 1)]
    return "\n".join(["(title_block", *rows, ")"]) + "\n"


def has_kicad(advice: PartAdvice) -> bool:
    """Whether the part has files of KiCad, or nobody knows what it has."""
    return any(kind.startswith(KICAD) for kind in file_types(advice))


def boards(subject: Subject) -> tuple[PartAdvice, ...]:
    """Parts that become a thing on which text can be printed."""
    return subject.of(Material.HARDWARE)


def needs_changes(subject: Subject) -> bool:
    """Whether modifications must be listed with their dates (CERN-OHL version 2, clause 3.3)."""
    return bool(subject.open_hardware or boards(subject))


def changes_file(existing: tuple[str, ...]) -> str:
    """File of the project that lists changes already, empty when there is none."""
    return next((n for n in existing if n.casefold().partition(".")[0] in CHANGE_NAMES), "")


def changes(subject: Subject) -> str:
    """``CHANGES`` with the rule in words and the first entry."""
    details = subject.details
    day = details.day.isoformat() if details.day else str(subject.who.year)
    first = words(
        "kit.changes.first_version" if details.version else "kit.changes.first",
        day=day,
        version=details.version,
        holder=subject.who.name,
    )
    title = words("kit.changes.title", project=subject.name)
    return "\n\n".join((title, words("kit.changes.text"), first)) + "\n"


def _lines(advice: PartAdvice, subject: Subject) -> list[str]:
    found = [_short_copyright(subject.who), words("kit.design.licensed", license=_licensed(advice))]
    if subject.details.source_location:
        found.append(subject.details.source_location)
    return found


def _licensed(advice: PartAdvice) -> str:
    """Name of the licence as people write it: ``CERN-OHL-S v2``, else its id."""
    license_id = str(advice.chosen)
    if not is_open_hardware(license_id):
        return flat(license_id)
    return open_hardware_name(license_id)


def _short_copyright(who: Holder) -> str:
    """``© 2026 CERN``, the collaboration with it."""
    return f"© {who.copyright_text}"
