# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A scan as one HTML file, and its pieces; everything from the tree is escaped."""

from __future__ import annotations

from collections.abc import Sequence

from ospo_widgets.knowledge.model import Answer, Severity
from ospo_widgets.markup import Content, Markup, chip, license_id, link, tag
from ospo_widgets.resources import static_text
from ospo_widgets.scanning.conflicts.model import Conflict
from ospo_widgets.scanning.exports.authors import authors_section
from ospo_widgets.scanning.exports.conflicts import conflicts_list
from ospo_widgets.scanning.exports.hardware import hardware_section
from ospo_widgets.scanning.exports.places import SHOWN_PATHS
from ospo_widgets.scanning.exports.tables import (
    MAX_ROWS,
    dependencies_table,
    files_table,
    not_scanned_table,
    readiness_table,
)
from ospo_widgets.scanning.result import Finding, ScanResult, ScanVerdict
from ospo_widgets.wording import language, number, plural, words

SHOWN_NAMES = 2
"""Names in a tile."""
_CHIPS = {
    Severity.BLOCKS: Answer.NO,
    Severity.SHOULD: Answer.CONDITIONAL,
    Severity.ADVICE: Answer.UNKNOWN,
}


def heading(result: ScanResult) -> str:
    """The verdict as a heading."""
    if result.verdict is ScanVerdict.UNKNOWN:
        key = "partial" if result.partial else "unread" if result.files_total else "empty"
        return words(f"scanning.verdict.{key}")
    if result.verdict is ScanVerdict.READY:
        return words("scanning.verdict.ready")
    worst = Severity.BLOCKS if result.verdict is ScanVerdict.BLOCKED else Severity.SHOULD
    return plural(f"scanning.verdict.{result.verdict}", result.count(worst))


def lead(result: ScanResult) -> str:
    """The sentence below the heading."""
    done, total = len(result.files), result.files_total
    if result.partial:
        if done < total:
            return words("scanning.lead.partial", done=number(done), total=number(total))
        return words("scanning.lead.truncated")
    if not total:
        return words("scanning.lead.empty")
    if result.verdict is ScanVerdict.UNKNOWN:
        unread = sum(skipped.incomplete for skipped in result.not_scanned)
        return plural("scanning.lead.unread", unread)
    if not result.findings:
        return words("scanning.lead.clean")
    return plural("scanning.lead.findings", len(result.findings))


def paths_line(finding: Finding) -> str:
    """The first files of a finding, and how many more there are."""
    shown = ", ".join(finding.paths[:SHOWN_PATHS])
    more = len(finding.paths) - SHOWN_PATHS
    return plural("scanning.and_more", more, shown=shown) if more > 0 else shown


def tiles(result: ScanResult, which: Content = None) -> Markup:
    """The summary: licence, REUSE, conflicts, dependencies, not scanned.

    Args:
        result: The scan.
        which: Link or button that leads to what was not scanned.
    """
    unknown = sum(component.license is None for component in result.dependencies)
    compliance = {True: (Answer.YES, "compliant"), False: (Answer.NO, "not_compliant")}
    answer, word = Answer.UNKNOWN, "unknown"
    if result.compliant is not None:
        answer, word = compliance[result.compliant]
    look = which or words("scanning.tile.look")
    rows: tuple[tuple[str, Content, Content], ...] = (
        (
            "license",
            license_id(result.license.main or words("scanning.tile.none")),
            _readme_says(result) or result.license.path,
        ),
        (
            "reuse",
            words(
                "scanning.tile.stated",
                done=number(result.files_stated),
                total=number(result.files_total),
            ),
            chip(answer, words(f"scanning.tile.{word}"), ground=False),
        ),
        ("conflicts", number(len(_certain(result))), _conflicting(result)),
        (
            "dependencies",
            number(len(result.dependencies)),
            chip(Answer.UNKNOWN, plural("scanning.tile.licenses_unknown", unknown), ground=False)
            if unknown
            else None,
        ),
        (
            "not_scanned",
            number(len(result.not_scanned)),
            look if result.not_scanned else words("scanning.tile.complete"),
        ),
    )
    return tag(
        "dl",
        [
            tag(
                "div",
                tag("dt", words(f"scanning.tile.{name}")),
                tag("dd", value, class_="v"),
                tag("dd", below, class_="d"),
            )
            for name, value, below in rows
        ],
        class_="tiles",
    )


def _readme_says(result: ScanResult) -> str:
    """The other licence that the README names, in words; empty when it names none."""
    for finding in result.findings:
        if finding.id != "license.disagreement":
            continue
        for path in finding.paths:
            if not path.lower().startswith("readme"):
                continue
            for line in finding.evidence:
                if line.startswith(path):
                    said = line.removeprefix(path).lstrip(" \u00a0:")
                    return words("scanning.tile.readme", license=said)
    return ""


def _certain(result: ScanResult) -> list[Conflict]:
    """Conflicts that somebody can tell of; where a licence is not known, nobody can."""
    return [one for one in result.conflicts if one.answer is not Answer.UNKNOWN]


def _conflicting(result: ScanResult) -> Content:
    """Names of what does not simply fit, or how much is not known."""
    certain = _certain(result)
    unknown = len(result.conflicts) - len(certain)
    if not result.license.expression:
        return chip(Answer.UNKNOWN, words("scanning.tile.unknown"), ground=False)
    if not certain and unknown:
        said = plural("scanning.tile.licenses_unknown", unknown)
        return chip(Answer.UNKNOWN, said, ground=False)
    names = list(dict.fromkeys(c.component or c.inbound or "" for c in certain))
    shown = ", ".join(filter(None, names[:SHOWN_NAMES]))
    more = len(names) - SHOWN_NAMES
    return plural("scanning.and_more", more, shown=shown) if more > 0 else shown


def finding_item(
    finding: Finding,
    solved_by: Content = None,
    actions: Sequence[Content] = (),
    *,
    most_files: int = MAX_ROWS,
) -> Markup:
    """One finding as a list item: chip, what, where, why, remedy, sources, evidence.

    Args:
        finding: The finding.
        solved_by: Words for who settles it, the fix or the person; None when not known.
        actions: Links and buttons that belong to it.
        most_files: Files that the folded list names.
    """
    sources = [link(s.title, s.url) for s in finding.sources]
    more = len(finding.paths) - most_files
    files = list(finding.paths[:most_files])
    if more > 0:
        files[-1] = plural("scanning.and_more", more, shown=files[-1])
    return tag(
        "li",
        tag(
            "div",
            chip(_CHIPS[finding.severity], words(f"scanning.severity.{finding.severity}")),
            class_="sev",
        ),
        tag(
            "div",
            tag("h3", finding.title),
            tag("p", paths_line(finding), class_="small mono muted") if finding.paths else None,
            tag("p", finding.why),
            tag("p", tag("strong", words("scanning.remedy")), " ", finding.remedy),
            tag(
                "p",
                [tag("strong", solved_by), " · "] if solved_by else None,
                [[action, " · "] for action in actions if action],
                words("scanning.source"),
                " ",
                _joined(sources),
                class_="small muted",
            ),
            _details(words("scanning.evidence"), finding.evidence),
            _details(words("scanning.all_files"), files)
            if len(finding.paths) > SHOWN_PATHS
            else None,
            class_="what",
        ),
    )


def _joined(parts: Sequence[Content]) -> list[Content]:
    return [piece for i, part in enumerate(parts) for piece in ((" · ", part) if i else (part,))]


def _details(summary: str, lines: Sequence[str]) -> Markup | None:
    if not lines:
        return None
    body = tag("ul", [tag("li", line, class_="mono small") for line in lines])
    return tag("details", tag("summary", summary), body, class_="more")


def findings_list(result: ScanResult) -> Markup:
    """All findings, worst first."""
    return tag("ol", [finding_item(finding) for finding in result.findings], class_="findings")


def _summary(result: ScanResult, which: Content = None) -> list[Markup]:
    eyebrow = plural("scanning.report.eyebrow", result.files_total, target=result.target)
    return [
        tag(
            "header",
            tag("p", eyebrow, class_="eyebrow"),
            tag("h1", heading(result)),
            tag("p", lead(result), class_="lead"),
            tag("p", result.license.reason, class_="small muted"),
            class_="stack",
        ),
        tiles(result, which),
    ]


def to_fragment(result: ScanResult) -> Markup:
    """Summary and findings, for display in a notebook; brings its style along."""
    body = tag("div", _summary(result), findings_list(result), class_="stack-l")
    style = Markup(f"<style>{static_text('ospo.css')}</style>")
    return tag("div", style, body, class_="ospo")


def accepted_list(result: ScanResult) -> Markup | None:
    """Findings that were accepted, with the reason; None when there are none."""
    if not result.accepted:
        return None
    rows = [
        tag("li", tag("strong", finding.title), " ", finding.accepted)
        for finding in result.accepted
    ]
    return tag("ul", rows)


def to_html(result: ScanResult) -> str:
    """The whole scan as one HTML file that loads nothing."""
    sections = [
        ("findings", findings_list(result) if result.findings else None),
        ("accepted", accepted_list(result)),
        ("readiness", readiness_table(result)),
        ("conflicts", conflicts_list(result)),
        ("dependencies", dependencies_table(result)),
        ("hardware", hardware_section(result)),
        ("authors", authors_section(result)),
        ("not_scanned", not_scanned_table(result)),
        ("files", files_table(result)),
    ]
    body = tag(
        "main",
        tag(
            "div",
            _summary(result, tag("a", words("scanning.tile.which"), href="#not_scanned")),
            [
                tag(
                    "section",
                    tag("h2", words(f"scanning.section.{name}"), id=name),
                    content,
                    class_="stack",
                )
                for name, content in sections
                if content is not None
            ],
            tag("p", words("scanning.report.advice"), class_="small muted"),
            class_="stack-l",
        ),
        class_="page wrap",
    )
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        tag("title", words("scanning.report.title", target=result.target)),
        Markup(f"<style>{static_text('ospo.css')}</style>"),
    )
    page = tag("html", head, tag("body", body, class_="ospo"), lang=language())
    return f"<!doctype html>\n{page}\n"
