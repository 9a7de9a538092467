# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``NOTICE`` of a release kit: whose work it is, licences by part, work of others, designs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ospo_widgets.advice.kit.details import Subject
from ospo_widgets.advice.kit.text import flat
from ospo_widgets.advice.model import PartAdvice
from ospo_widgets.licensing.notices import hardware_notice
from ospo_widgets.project import Component, Use
from ospo_widgets.wording import words

INSIDE = frozenset(
    {
        Use.COPY,
        Use.MODIFY,
        Use.STATIC_LINK,
        Use.AGGREGATE,
        Use.ADAPTATION,
        Use.DATABASE,
        Use.DESIGN,
        Use.TOOL_LIBRARY,
    }
)
"""Uses by which work of others is part of what is handed out."""

OUTSIDE = frozenset({Use.TOOL, Use.PART})
"""Uses that leave nothing of the work in what is handed out, so no notice is due."""

_LESSER = re.compile(r"LGPL-(?P<version>[23])\.\d(?P<form>-only|-or-later|\+)?")


def notice(subject: Subject) -> str:
    """Text of ``NOTICE``."""
    blocks = [
        subject.name,
        subject.who.line,
        "\n".join(
            words(
                "kit.notice.part",
                part=flat(p.part.name),
                license=p.chosen,
                paths=", ".join(flat(path) for path in p.part.paths),
            )
            for p in subject.parts
        ),
    ]
    if subject.notice:
        blocks.append(subject.notice)
    beside = gpl_beside(subject.named)
    if beside:
        blocks.append(words("kit.notice.gpl", licenses=", ".join(beside)))
    blocks += _others(subject)
    blocks += [_design(p, subject) for p in subject.open_hardware]
    return "\n\n".join(blocks) + "\n"


def gpl_beside(licenses: Iterable[str]) -> tuple[str, ...]:
    """The GPL that belongs beside each LGPL: LGPL-3.0 adds permissions to GPL-3.0.

    LGPL-2.1 and 2.0 stand alone, but CERN’s rule is to ship the GPL with them as well (OSL Task
    Force 2012), and they too may be exchanged for it (LGPL-2.1, section 3).
    """
    found: dict[str, None] = {}
    for license_id in licenses:
        lesser = _LESSER.fullmatch(license_id)
        if lesser is not None:
            later = "-or-later" if lesser["form"] in {"-or-later", "+"} else "-only"
            found[f"GPL-{lesser['version']}.0{later}"] = None
    return tuple(found)


def notice_expression(subject: Subject) -> str:
    """Licence of ``NOTICE`` and thereby of a file that stays: all of the kit’s, or the GPL.

    In ``LICENSES/`` a text that no file names is an error (REUSE 3.3). ``NOTICE`` speaks of all
    parts and is ours to license, so it stands under the licences of all of them; and it may be
    taken under the GPL instead, as LGPL-3.0 2 b and LGPL-2.1 3 allow, which names that text.
    """
    whole = subject.expression
    beside = [g for g in gpl_beside(subject.named) if g not in subject.licenses]
    if not beside:
        return whole
    return " OR ".join((f"({whole})" if " AND " in whole else whole, *beside))


def _others(subject: Subject) -> list[str]:
    """Work of others: what is inside, and what it needs and does not hold."""
    rows: dict[bool, dict[str, None]] = {True: {}, False: {}}
    for advice in subject.parts:
        for component in advice.part.components:
            if component.use not in OUTSIDE:
                rows[component.use in INSIDE][_row(component, advice)] = None
    blocks = []
    if rows[True]:
        blocks.append("\n".join([words("kit.notice.inside"), *rows[True]]))
    if rows[False]:
        blocks.append("\n".join([words("kit.notice.needed"), *rows[False]]))
    return blocks


def _row(component: Component, advice: PartAdvice) -> str:
    """One component in a line: name, version, licence, how it is used."""
    use = words(f"kit.use.{component.use}") if component.use else words("kit.use.unknown")
    name = " ".join(filter(None, (flat(component.name), flat(component.version))))
    return words(
        "kit.notice.optional" if component.optional else "kit.notice.component",
        name=name,
        license=flat(component.license or "") or words("kit.notice.no_license"),
        use=use,
        part=flat(advice.part.name),
    )


def _design(advice: PartAdvice, subject: Subject) -> str:
    """Notice of a part under CERN-OHL, or what it waits for."""
    license_id, who = str(advice.chosen), subject.who
    location = subject.details.source_location
    name = flat(advice.part.name)
    if not location:
        return words("kit.notice.no_location", part=name, license=license_id)
    text = hardware_notice(who.name, who.year, license_id, location, who.beneficiary)
    return f"{name}\n\n{text.strip()}"
