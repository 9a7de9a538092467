# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The sheet as Markdown, for an issue, a wiki or a repository; no text in it is markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ospo_widgets.advice.sheet.annex import all_sources, answer_text, left_out, recorded, weighed
from ospo_widgets.advice.sheet.model import PartLine, PointLine, Sheet, UseLine
from ospo_widgets.advice.sheet.pieces import SHAPES, source_text
from ospo_widgets.markup import visible
from ospo_widgets.wording import words

_ESCAPED = str.maketrans({c: f"\\{c}" for c in "\\`*_[]{}<>|#~$&!"})


def sheet_markdown(sheet: Sheet) -> str:
    """Page and annex as one text: tables with pipes, boxes to tick, no HTML."""
    return "\n\n".join((*_page(sheet), *_annex(sheet))) + "\n"


def escaped(value: str) -> str:
    """Text as it was written: one line, no markup, no table cell, no HTML."""
    return " ".join(visible(value).split()).translate(_ESCAPED)


def _page(sheet: Sheet) -> Iterator[str]:
    yield f"# {escaped(sheet.title)}"
    yield f"{words('sheet.kind')}, {sheet.number}"
    yield " ".join((f"**{escaped(sheet.answer)}**", *map(escaped, sheet.details)))
    colon = words("common.colon").rstrip()
    yield "\n".join(f"- **{escaped(f.label)}{colon}** {escaped(f.text)}" for f in sheet.facts)
    if sheet.parts:
        yield f"## {words('sheet.parts.caption')}"
        columns = [words(f"sheet.parts.{c}") for c in ("part", "license", "whole", "because")]
        yield _table(columns, [_part(p, on_hold=bool(sheet.bar)) for p in sheet.parts])
    if sheet.uses:
        yield f"## {words('sheet.uses.caption')}"
        yield _table(_use_columns(), [_use(line) for line in sheet.all_uses])
    yield f"## {words('sheet.check.title')}"
    columns = [words("sheet.check.check"), words("sheet.check.answer")]
    yield _table(columns, [(c.label, f"{SHAPES[c.answer]} {c.text}") for c in sheet.checks])
    yield escaped(words("sheet.check.by", who=sheet.asked_by))
    yield "\n".join(map(escaped, sheet.transfer))
    yield f"## {words('sheet.point.hold_title' if sheet.bar else 'sheet.point.title')}"
    yield _numbered(map(_point, sheet.points)) or words("sheet.point.none")
    if sheet.effects:
        yield f"## {words('sheet.effects.title')}"
        yield "\n".join(f"- {escaped(line)}" for line in sheet.effects)
    yield f"## {words('sheet.decision.title')}"
    if sheet.bar:
        yield f"**{escaped(sheet.bar)}**"
    yield "\n".join(f"- [ ] {escaped(d.text)}" for d in sheet.decisions)
    signed = [words(f"sheet.decision.{n}") for n in ("name", "date", "signature")]
    yield _table(signed, [("", "", "")])
    if sheet.notes:
        yield f"## {words('sheet.notes.title')}"
        lines = (words("sheet.notes.line", term=n.term, text=n.text) for n in sheet.notes)
        yield "\n".join(f"- {escaped(line)}" for line in lines)
    yield escaped(sheet.footer)


def _annex(sheet: Sheet) -> Iterator[str]:
    yield f"# {escaped(words('sheet.annex.title', number=sheet.number))}"
    if sheet.answers:
        yield f"## {words('sheet.annex.answers')}"
        columns = [words("sheet.annex.question"), words("sheet.annex.answer")]
        for section, lines in recorded(sheet):
            yield f"### {escaped(section)}"
            yield _table(columns, [(line.question, answer_text(line)) for line in lines])
        questions = left_out(sheet)
        if questions:
            yield escaped(" ".join((words("sheet.annex.optional"), *questions)))
    if sheet.alternatives:
        yield f"## {words('sheet.annex.alternatives')}"
        for title, group in weighed(sheet):
            yield f"### {escaped(title)}"
            yield "\n".join(
                f"- {escaped(a.license)}{words('common.colon')}{escaped(' '.join(a.reasons))}"
                for a in group
            )
    sources = all_sources(sheet)
    if sources:
        yield f"## {words('sheet.annex.sources')}"
        yield _numbered(escaped(" ".join(filter(None, (source_text(s), s.url)))) for s in sources)
    yield escaped(words("sheet.annex.fingerprint", fingerprint=sheet.fingerprint))


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *([escaped(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _numbered(items: Iterable[str]) -> str:
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))


def _part(part: PartLine, *, on_hold: bool) -> tuple[str, ...]:
    because = " ".join(part.because) or "–"
    if part.license is None:
        return part.name, words("sheet.parts.held" if on_hold else "sheet.parts.none"), "–", because
    whole = part.whole or words("sheet.parts.none")
    if part.without:
        components = ", ".join(part.optional)
        without = words("sheet.parts.without", license=part.without, components=components)
        whole = words("common.semicolon").join((whole, without))
    return part.name, part.license, whole, because


def _use_columns() -> list[str]:
    return [words(f"sheet.uses.{c}") for c in ("component", "license", "how", "verdict")]


def _use(line: UseLine) -> tuple[str, ...]:
    place = words("sheet.uses.in_part", part=line.part_name)
    licenses = ", ".join(line.licenses) or words("sheet.uses.no_license")
    verdict = words("sheet.uses.held")
    if line.answer is not None:
        tags = [words(f"licensing.basis.{line.basis}")]
        tags += [] if line.reviewed else [words("licensing.basis.unreviewed")]
        said = (words(f"common.verdict.{line.answer.value}") + ".", *line.notes)
        verdict = f"{' '.join(said)} ({', '.join(tags)})"
    return f"{', '.join(line.names)} {place}", licenses, line.how, verdict


def _point(point: PointLine) -> str:
    said = [f"**{escaped(point.text)}**"]
    if point.ask:
        said.append(escaped(words("sheet.point.ask", name=point.ask)))
    if point.sources:
        titles = words("common.semicolon").join(source_text(s) for s in point.sources)
        said.append(escaped(words("sheet.point.sources", sources=titles)))
    return " ".join(said)
