# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The annex of the sheet: the record of what was asked, answered, weighed and left open."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ospo_widgets.advice.sheet.model import Alternative, AnswerLine, Sheet, UseLine
from ospo_widgets.advice.sheet.pieces import Headings, mark, point_content, scroll, source_links
from ospo_widgets.knowledge.model import Source
from ospo_widgets.markup import Content, Markup, license_id, table, tag
from ospo_widgets.wording import words


def annex(sheet: Sheet, heading: Headings) -> Markup:
    """All pages after the first."""
    return tag("div", _content(sheet, heading), class_="ds-annex")


def all_sources(sheet: Sheet) -> tuple[Source, ...]:
    """Every source that page or annex cite, each once."""
    cited = [*(p.sources for p in sheet.points), *(u.sources for u in sheet.all_uses)]
    return tuple(dict.fromkeys(source for sources in cited for source in sources))


def weighed(sheet: Sheet) -> Iterator[tuple[str, tuple[Alternative, ...]]]:
    """Licences by part and by what came out, each group with its title."""
    for (part, status), group in groupby(sheet.alternatives, key=lambda a: (a.part_name, a.status)):
        yield words(f"sheet.annex.{status}", part=part), tuple(group)


def recorded(sheet: Sheet) -> Iterator[tuple[str, tuple[AnswerLine, ...]]]:
    """Questions by section: those with an answer, and those that the advice still needs."""
    for section, lines in groupby(sheet.answers, key=lambda line: line.section):
        told = tuple(line for line in lines if line.given or not line.optional)
        if told:
            yield section, told


def left_out(sheet: Sheet) -> tuple[str, ...]:
    """Questions without an answer that the advice does not need."""
    return tuple(line.question for line in sheet.answers if line.optional and not line.given)


def answer_text(line: AnswerLine) -> str:
    """The answer, or that there is none yet."""
    return line.answer if line.given else words("sheet.annex.unanswered")


def _content(sheet: Sheet, heading: Headings) -> Iterator[Content]:
    yield heading(2, words("sheet.annex.title", number=sheet.number))
    yield tag("p", words("sheet.annex.intro"))
    if sheet.answers:
        yield heading(3, words("sheet.annex.answers"))
        for section, lines in recorded(sheet):
            yield scroll(_answers(section, lines), section)
        questions = left_out(sheet)
        if questions:
            yield tag("p", tag("em", words("sheet.annex.optional")), " ", " ".join(questions))
    if sheet.all_uses:
        yield heading(3, words("sheet.annex.components"))
        yield scroll(_components(sheet), words("sheet.annex.components"))
    if sheet.points:
        yield heading(3, words("sheet.annex.points"))
        items = [tag("li", point_content(p.text, p.ask, p.sources)) for p in sheet.points]
        yield tag("ol", items)
    yield from _alternatives(sheet, heading)
    if sheet.notes:
        yield heading(3, words("sheet.notes.title"))
        notes = [words("sheet.notes.line", term=n.term, text=n.text) for n in sheet.notes]
        yield tag("ul", [tag("li", note) for note in notes], class_="ds-small")
    sources = all_sources(sheet)
    if sources:
        yield heading(3, words("sheet.annex.sources"))
        yield tag("ol", source_links(sources), class_="ds-small")
    yield tag(
        "p", words("sheet.annex.fingerprint", fingerprint=sheet.fingerprint), class_="ds-small"
    )


def _answers(section: str, lines: tuple[AnswerLine, ...]) -> Markup:
    columns = [words(f"sheet.annex.{c}") for c in ("question", "answer")]
    rows = [
        [
            line.question,
            answer_text(line) if line.given else tag("em", answer_text(line)),
        ]
        for line in lines
    ]
    return table(section, columns, rows, class_="ds-answers")


def _components(sheet: Sheet) -> Markup:
    columns = [words(f"sheet.uses.{c}") for c in ("component", "license", "how", "verdict")]
    several = len({line.part for line in sheet.all_uses}) > 1
    rows: list[list[Content]] = []
    for line in sheet.all_uses:
        name: list[Content] = [line.names[0]]
        if several:
            place = words("sheet.uses.in_part", part=line.part_name)
            name += [" ", tag("span", place, class_="ds-quiet")]
        licenses: list[Content] = [license_id(i) for i in line.licenses]
        licenses = licenses or [words("sheet.uses.no_license")]
        rows.append([name, licenses, line.how, _verdict(line)])
    caption = words("sheet.annex.components")
    return table(caption, columns, rows, class_="ds-uses", hide_caption=True)


def _verdict(line: UseLine) -> Content:
    if line.answer is None:
        return words("sheet.uses.held")
    said: list[Content] = [mark(line.answer, words(f"common.verdict.{line.answer.value}")), " "]
    said.append(" ".join(dict.fromkeys((*line.notes, *filter(None, (line.reason,))))))
    basis = [words(f"licensing.basis.{line.basis}")]
    if not line.reviewed:
        basis.append(words("licensing.basis.unreviewed"))
    return [*said, " ", tag("em", f"({', '.join(basis)})")]


def _alternatives(sheet: Sheet, heading: Headings) -> Iterator[Content]:
    if not sheet.alternatives:
        return
    yield heading(3, words("sheet.annex.alternatives"))
    for title, group in weighed(sheet):
        items = [
            tag("li", license_id(a.license), words("common.colon"), " ".join(a.reasons))
            for a in group
        ]
        yield from (heading(4, title), tag("ul", items, class_="ds-small"))
