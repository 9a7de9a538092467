# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Pages of the release kit: notice, headers to paste, README paragraph, decision record."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ospo_widgets.advice.display import footer, point_text, recommendation_json
from ospo_widgets.advice.model import Candidate, PartAdvice, Reason, Recommendation
from ospo_widgets.advice.questionnaire import Questionnaire
from ospo_widgets.knowledge.model import Knowledge, Policy, Source
from ospo_widgets.licensing.notices import copyright_line, hardware_notice, spdx_header
from ospo_widgets.project import Material
from ospo_widgets.wording import words

FOLDER = "ospo-kit"
"""Folder of what a person reads and pastes; the rest of the kit lies where tools look for it."""

OPEN_HARDWARE = "CERN-OHL-"
"""Licences that ask for a notice with a Source Location (CERN-OHL v2, clauses 1.9 and 4)."""

COMMENTS: tuple[tuple[str, str, str, str, frozenset[Material]], ...] = (
    (
        "Python, shell, YAML, CMake, Makefile",
        "",
        "# ",
        "",
        frozenset({Material.SOFTWARE, Material.FIRMWARE, Material.GATEWARE, Material.DATA}),
    ),
    (
        "C, C++, Java, JavaScript, Rust, Verilog",
        "",
        "// ",
        "",
        frozenset({Material.SOFTWARE, Material.FIRMWARE, Material.GATEWARE}),
    ),
    ("CSS, old C", "/*\n", " * ", "\n */", frozenset({Material.SOFTWARE, Material.FIRMWARE})),
    ("VHDL, Lua, SQL", "", "-- ", "", frozenset({Material.GATEWARE, Material.SOFTWARE})),
    ("Fortran", "", "! ", "", frozenset({Material.SOFTWARE})),
    ("LaTeX, MATLAB", "", "% ", "", frozenset({Material.DOCUMENTATION, Material.SOFTWARE})),
    ("Markdown, HTML, XML", "<!--\n", "", "\n-->", frozenset({Material.DOCUMENTATION})),
    (
        "reStructuredText",
        "..\n",
        "   ",
        "",
        frozenset({Material.DOCUMENTATION}),
    ),
)
"""Comment styles: name, opening, prefix of each line, closing, materials that use it."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Copyright holder, year of first publication, collaboration that it is held for."""

    name: str
    year: int
    beneficiary: str = ""

    @property
    def copyright_text(self) -> str:
        """What stands after ``SPDX-FileCopyrightText:``."""
        lines = spdx_header(self.name, self.year, "CC0-1.0", self.beneficiary)
        return lines[0].partition(":")[2].strip()


def notice(
    recommendation: Recommendation, parts: Sequence[PartAdvice], policy: Policy, who: Holder
) -> str:
    """``NOTICE``: copyright, licences by part, the institute's notice, hardware notices."""
    project = recommendation.project
    blocks = [
        project.name or words("advice.kit.project"),
        copyright_line(who.name, who.year, who.beneficiary),
        "\n".join(
            words(
                "advice.kit.notice_part",
                part=p.part.name,
                license=p.chosen,
                paths=", ".join(p.part.paths),
            )
            for p in parts
        ),
    ]
    if policy.intergovernmental and policy.notice:
        blocks.append(policy.notice)
    for advice in parts:
        if str(advice.chosen).startswith(OPEN_HARDWARE):
            blocks.append(_hardware(advice, project.url, who))
    return "\n\n".join(blocks) + "\n"


def _hardware(advice: PartAdvice, url: str, who: Holder) -> str:
    """Notice of a part under CERN-OHL, or what it waits for."""
    license_id = str(advice.chosen)
    if not url.startswith(("https://", "http://")):
        return words("advice.kit.no_location", part=advice.part.name, license=license_id)
    text = hardware_notice(who.name, who.year, license_id, url, who.beneficiary)
    return f"{advice.part.name}\n\n{text.strip()}"


def headers(parts: Iterable[PartAdvice], who: Holder) -> str:
    """``headers.md``: the header of each part in the comment styles that it uses."""
    # The examples are no statements about this file, so tools are told to pass over them.
    blocks = [
        f"# {words('advice.kit.headers_title')}",
        words("advice.kit.headers_text"),
        "<!-- REUSE-IgnoreStart -->",
    ]
    for advice in parts:
        lines = spdx_header(who.name, who.year, str(advice.chosen), who.beneficiary)
        blocks.append(f"## {_cell(advice.part.name)}: {advice.chosen}")
        blocks.append(
            words("advice.kit.headers_paths", paths=", ".join(_code(p) for p in advice.part.paths))
        )
        for name, before, prefix, after, materials in COMMENTS:
            if advice.part.material in materials:
                body = "\n".join(f"{prefix}{line}" for line in lines)
                blocks.append(f"### {name}\n\n```text\n{before}{body}{after}\n```")
        sidecar = "\n".join(lines)
        title = words("advice.kit.sidecar")
        blocks.append(f"### {title}\n\n```text\n{sidecar}\n```")
    blocks.append("<!-- REUSE-IgnoreEnd -->")
    return "\n\n".join(blocks) + "\n"


def readme(
    recommendation: Recommendation, parts: Sequence[PartAdvice], policy: Policy, who: Holder
) -> str:
    """``README-paragraph.md``: a section on copyright and licence to paste into the README."""
    rows = [
        f"| {_cell(p.part.name)} | {', '.join(_code(x) for x in p.part.paths)} "
        f"| [{p.chosen}](LICENSES/{p.chosen}.txt) |"
        for p in parts
    ]
    columns = " | ".join(words(f"advice.kit.readme_{c}") for c in ("part", "files", "license"))
    blocks = [
        f"## {words('advice.kit.readme_title')}",
        copyright_line(who.name, who.year, who.beneficiary),
        "\n".join([f"| {columns} |", "| --- | --- | --- |", *rows]),
    ]
    for advice in parts:
        whole = advice.effective.expression if advice.effective else None
        if whole and whole != advice.chosen:
            blocks.append(words("advice.kit.readme_whole", part=advice.part.name, license=whole))
    if policy.intergovernmental and policy.notice:
        blocks.append(policy.notice)
    if recommendation.project.url:
        blocks.append(words("advice.kit.readme_source", url=recommendation.project.url))
    return "\n\n".join(blocks) + "\n"


def record(
    recommendation: Recommendation, knowledge: Knowledge, who: Holder, missing: Sequence[str]
) -> str:
    """``decision-record.md``: what is proposed, why, what is open, and room for the decision."""
    name = recommendation.project.name or words("advice.kit.project")
    blocks = [
        f"# {words('advice.kit.record_title', project=_cell(name))}",
        footer(recommendation),
        words("advice.kit.record_holder", copyright=who.copyright_text),
        f"## {words('advice.kit.record_proposal')}",
    ]
    for advice in recommendation.parts:
        blocks += _part(advice)
    blocks.append(f"## {words('advice.kit.record_points')}")
    points = [point_text(p) for p in recommendation.open_points]
    points += [words("advice.kit.missing_text", license=i) for i in missing]
    if not recommendation.complete:
        points.append(words("advice.kit.incomplete"))
    numbered = [f"{number}. {_cell(point)}" for number, point in enumerate(points, 1)]
    blocks.append("\n".join(numbered) or words("advice.kit.no_points"))
    blocks.append(f"## {words('advice.kit.record_answers')}")
    blocks.append(_answers(recommendation, knowledge))
    blocks.append(f"## {words('advice.kit.record_decision')}")
    choices = ("as_proposed", "after_points", "not")
    blocks.append("\n".join(f"- [ ] {words(f'advice.kit.decide_{c}')}" for c in choices))
    blocks.append(words("advice.kit.signature"))
    return "\n\n".join(blocks) + "\n"


def record_json(recommendation: Recommendation, who: Holder, missing: Sequence[str]) -> str:
    """``decision-record.json``: the same for machines."""
    data = {
        "holder": who.name,
        "year": who.year,
        "beneficiary": who.beneficiary,
        "missing_texts": list(missing),
        **recommendation_json(recommendation),
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _part(advice: PartAdvice) -> list[str]:
    chosen = advice.candidate(str(advice.chosen))
    blocks = [f"### {_cell(advice.part.name)}: {advice.chosen}"]
    if chosen is not None:
        blocks.append("\n".join(f"- {_reason(r)}" for r in chosen.reasons))
    whole = advice.effective
    if whole is not None and advice.part.components:
        if whole.expression:
            blocks.append(words("advice.kit.record_whole", license=whole.expression))
        if whole.without_optional and whole.without_optional != whole.expression:
            blocks.append(words("advice.kit.record_without", license=whole.without_optional))
    others = [c for c in advice.candidates if c is not chosen]
    if others:
        blocks.append(words("advice.kit.record_others", licenses=_listed(others)))
    if advice.excluded:
        lines = [
            f"- {e.license.id}: {' '.join(r.text for r in e.reasons)}" for e in advice.excluded
        ]
        blocks.append(words("advice.kit.record_excluded") + "\n\n" + "\n".join(lines))
    return blocks


def _listed(candidates: Iterable[Candidate]) -> str:
    return ", ".join(c.license.id for c in candidates)


def _reason(reason: Reason) -> str:
    sources = "; ".join(_source(s) for s in reason.sources)
    tail = f" ({reason.basis}: {sources})" if sources else f" ({reason.basis})"
    return f"{_cell(reason.text)}{tail}"


def _source(source: Source) -> str:
    label = f"{source.title}, {source.clause}" if source.clause else source.title
    return f"[{label}]({source.url})" if source.url else label


def _answers(recommendation: Recommendation, knowledge: Knowledge) -> str:
    """The questions that were asked, with the answers in words."""
    form = Questionnaire(knowledge, recommendation.policy)
    rows = [
        f"| {words('advice.kit.question')} | {words('advice.kit.answer')} |",
        "| --- | --- |",
    ]
    for step in form.steps(recommendation.asked, recommendation.answers):
        labels = {option.id: option.label for option in step.question.options}
        given = (step.value,) if isinstance(step.value, str) else (step.value or ())
        shown = ", ".join(labels.get(v, v) for v in given)
        if step.value is None:
            shown = words("advice.kit.unanswered")
        rows.append(f"| {_cell(step.text)} | {_cell(shown or words('advice.kit.nothing'))} |")
    return "\n".join(rows)


def _code(text: str) -> str:
    """A path as code inside Markdown, also in a table cell; backslashes escape nothing in code."""
    flat = " ".join(text.split()).replace("`", "'").replace("|", "\\|")
    return f"`{flat}`"


def _cell(text: str) -> str:
    """Text of a person inside Markdown: one line, no markup, no table cell, no HTML."""
    flat = " ".join(text.split())
    for character in "\\|<>`*_[]":
        flat = flat.replace(character, f"\\{character}")
    return flat
