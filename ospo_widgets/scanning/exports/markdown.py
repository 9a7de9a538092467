# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A scan as Markdown, for an issue or a merge request."""

from __future__ import annotations

import re

from ospo_widgets.markup import visible
from ospo_widgets.scanning.exports.report import heading, lead, paths_line
from ospo_widgets.scanning.exports.tables import MAX_ROWS
from ospo_widgets.scanning.result import ScanResult
from ospo_widgets.wording import number, words


def to_markdown(result: ScanResult) -> str:
    """Summary, findings and what was not scanned, as Markdown for an issue or a merge request."""
    lines = [f"# {_md(heading(result))}", "", _md(lead(result)), ""]
    main = result.license.main or words("scanning.tile.none")
    stated = words(
        "scanning.tile.stated", done=number(result.files_stated), total=number(result.files_total)
    )
    lines += [
        f"- {_named(words('scanning.tile.license'), _md(main))}. {_md(result.license.reason)}",
        f"- {_named(words('scanning.tile.reuse'), stated)}",
        f"- {_named(words('scanning.tile.dependencies'), number(len(result.dependencies)))}",
        "",
    ]
    for finding in result.findings:
        severity = words(f"scanning.severity.{finding.severity}")
        lines += [f"## {_named(severity, _md(finding.title))}", ""]
        lines += [_md(paths_line(finding)), ""] if finding.paths else []
        lines += [_md(finding.why), "", f"**{words('scanning.remedy')}** {_md(finding.remedy)}", ""]
    if result.not_scanned:
        lines += [f"## {words('scanning.section.not_scanned')}", ""]
        unread = result.not_scanned[:MAX_ROWS]
        lines += [f"- {_named(_md(n.path), _md(n.reason))}" for n in unread]
        lines += [""]
    lines.append(words("scanning.report.advice"))
    return "\n".join(lines) + "\n"


def _named(name: str, value: str) -> str:
    return words("scanning.named", name=name, value=value)


def _md(value: str) -> str:
    """Text that Markdown shows as it is: no HTML, no links, no emphasis, one line."""
    one_line = " ".join(visible(value).split())
    return re.sub(r"([\\`*_\[\]<>#|~!&])", r"\\\1", one_line)
