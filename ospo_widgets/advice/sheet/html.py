# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The sheet as HTML: one file that prints to A4, or a fragment for a page. Always light, no script.

The first page holds up to six parts: its type shrinks a little when there is more to say. Shapes
stand beside all colours, so that a black and white print says the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from ospo_widgets.advice.sheet.annex import annex
from ospo_widgets.advice.sheet.fit import Layout, layout_of
from ospo_widgets.advice.sheet.model import SHOWN_NAMES, Note, PartLine, Sheet, UseLine
from ospo_widgets.advice.sheet.pieces import Headings, mark, point_content, scroll, shown_names
from ospo_widgets.knowledge.model import Answer
from ospo_widgets.markup import Content, Markup, license_id, table, tag, text
from ospo_widgets.resources import static_text
from ospo_widgets.wording import plural, words

STYLE = "sheet.css"
"""Style sheet in ``ospo_widgets/static``; the sheet brings it along."""


def sheet_html(sheet: Sheet, *, with_annex: bool = True) -> str:
    """One self-contained HTML file.

    Args:
        sheet: The sheet.
        with_annex: Add the record of questions, components and reasons from the second page on.
    """
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag(
            "meta",
            http_equiv="Content-Security-Policy",
            content="default-src 'none'; style-src 'unsafe-inline'",
        ),
        tag("title", f"{sheet.title} {sheet.number}"),
    )
    body = tag("body", sheet_fragment(sheet, with_annex=with_annex, top=1), class_="ospo-alone")
    return f"<!doctype html>\n{tag('html', head, body, lang=sheet.language)}\n"


def sheet_fragment(sheet: Sheet, *, with_annex: bool = True, top: int = 2) -> Markup:
    """The sheet for a page that has its own frame; it brings its style along.

    Args:
        sheet: The sheet.
        with_annex: Add the record of questions, components and reasons.
        top: Level of its title; the page around it has the ``h1``.
    """
    heading = Headings(top)
    layout = layout_of(sheet)
    page = tag(
        "div", _page(sheet, layout, heading), class_="ds-page", style=f"--s:{layout.scale:.2f}"
    )
    return tag(
        "article",
        tag("style", _style()),
        page,
        annex(sheet, heading) if with_annex else None,
        class_="ospo-sheet",
        lang=sheet.language,
        aria_label=words("sheet.kind"),
    )


class _Noted:
    """Puts the number of its footnote after the first place where a term stands."""

    def __init__(self, notes: Sequence[Note]) -> None:
        self._left = dict(enumerate(notes, 1))

    def __call__(self, value: str) -> Markup:
        # Longer terms first, so that “weak copyleft” is not taken for “copyleft”.
        ordered = sorted(self._left, key=lambda n: -len(self._left[n].term))
        either = "|".join(f"(?P<n{n}>{self._left[n].pattern})" for n in ordered)
        pieces: list[Content] = []
        done = 0
        for found in re.finditer(either, value) if either else ():
            number = int(str(found.lastgroup)[1:])
            if self._left.pop(number, None) is not None:
                pieces += [value[done : found.end()], tag("sup", number)]
                done = found.end()
        return text([*pieces, value[done:]])

    def license(self, expression: str) -> Markup:
        """A licence expression that does not break inside an identifier."""
        return license_id(self(expression))


@cache
def _style() -> Markup:
    """The style sheet without its comments."""
    return Markup(re.sub(r"/\*.*?\*/", "", static_text(STYLE), flags=re.DOTALL).strip())


def _page(sheet: Sheet, layout: Layout, heading: Headings) -> Iterator[Content]:
    explained = layout.notes_of(sheet)
    noted = _Noted(explained)
    yield tag(
        "header",
        tag(
            "p",
            tag("span", words("sheet.kind")),
            tag("span", sheet.number),
            class_="ds-top",
        ),
        heading(1, sheet.title),
    )
    told = [tag("strong", sheet.answer), *(content for d in sheet.details for content in (" ", d))]
    yield tag("p", told, class_=f"ds-box ds-{sheet.state.answer.value}")
    yield tag(
        "dl",
        [(tag("dt", fact.label), tag("dd", noted(fact.text))) for fact in sheet.facts],
        class_="ds-facts",
    )
    if sheet.parts:
        yield scroll(_parts(sheet, layout, noted), words("sheet.parts.caption"))
    if sheet.uses:
        yield scroll(_uses(sheet, layout, noted), words("sheet.uses.caption"))
        shown = sum(min(len(u.names), layout.names) for u in layout.uses_of(sheet))
        hidden = len(sheet.all_uses) - shown
        if hidden:
            yield tag("p", plural("sheet.uses.folded", hidden), class_="ds-small")
    yield _section(heading(2, words("sheet.check.title")), _checks(sheet, noted))
    yield _section(heading(2, _points_title(sheet)), _points(sheet, layout, noted))
    if sheet.effects:
        title = words("sheet.effects.title")
        if sheet.effects_part:
            title = words("sheet.effects.part", part=sheet.effects_part)
        yield _section(
            heading(2, title), tag("ul", [tag("li", noted(line)) for line in sheet.effects])
        )
    yield _decision(sheet, heading)
    if explained:
        notes = [
            (tag("sup", n), " ", words("sheet.notes.line", term=note.term, text=note.text), " ")
            for n, note in enumerate(explained, 1)
        ]
        yield tag("p", tag("strong", words("sheet.notes.title")), " ", notes, class_="ds-small")
    yield tag("p", sheet.footer, class_="ds-small ds-foot")


def _section(title: Markup, *content: Content) -> Markup:
    return tag("section", title, *content)


def _parts(sheet: Sheet, layout: Layout, noted: _Noted) -> Markup:
    columns = [words(f"sheet.parts.{c}") for c in ("part", "license", "whole", "because")]
    rows = []
    for part in sheet.parts:
        if part.license is None:
            held = words("sheet.parts.held" if sheet.bar else "sheet.parts.none")
            nothing: Content = held if sheet.bar else mark(Answer.NO, held)
            rows.append([part.name, nothing, "–", noted(layout.because(part)) or "–"])
            continue
        because: list[Content] = [noted(layout.because(part))]
        if part.answer is Answer.UNKNOWN:
            because += [" ", mark(Answer.UNKNOWN, words("sheet.parts.unknown"))]
        rows.append([part.name, noted.license(part.license), _whole(part, noted), because])
    return table(words("sheet.parts.caption"), columns, rows, class_="ds-parts", hide_caption=True)


def _whole(part: PartLine, noted: _Noted) -> Content:
    if not part.without:
        return noted.license(part.whole) if part.whole else words("sheet.parts.none")
    components = ", ".join(part.optional)
    if part.whole:
        first = words("sheet.parts.with", license=part.whole, components=components)
    else:
        first = words("sheet.parts.nothing_with", components=components)
    without = words("sheet.parts.without", license=part.without, components=components)
    return [noted(first), tag("br"), noted(without)]


def _uses(sheet: Sheet, layout: Layout, noted: _Noted) -> Markup:
    columns = [words(f"sheet.uses.{c}") for c in ("component", "license", "how", "verdict")]
    several = len({line.part for line in sheet.all_uses}) > 1
    rows = []
    for line in layout.uses_of(sheet):
        name: list[Content] = [shown_names(line, layout.names)]
        if several:
            place = words("sheet.uses.in_part", part=line.part_name)
            name += [" ", tag("span", place, class_="ds-quiet")]
        rows.append([name, _licenses(line, noted), line.how, _verdict(line, noted)])
    return table(words("sheet.uses.caption"), columns, rows, class_="ds-uses", hide_caption=True)


def _licenses(line: UseLine, noted: _Noted) -> Content:
    if not line.licenses:
        return words("sheet.uses.no_license")
    shown = line.licenses[:SHOWN_NAMES]
    content = [
        piece for i, name in enumerate(shown) for piece in ([", "] if i else []) + [noted(name)]
    ]
    return [*content, ", …"] if len(line.licenses) > SHOWN_NAMES else content


def _verdict(line: UseLine, noted: _Noted) -> Content:
    if line.answer is None:
        return words("sheet.uses.held")
    tags = [] if line.reviewed else [words("sheet.uses.unreviewed")]
    tags += [words("sheet.uses.inferred")] if line.basis == "inferred" else []
    said: list[Content] = [mark(line.answer, words(f"common.verdict.{line.answer.value}"))]
    said += [" ", noted(" ".join(line.notes))] if line.notes else []
    said += [" ", tag("em", f"({', '.join(tags)})")] if tags else []
    return said


def _checks(sheet: Sheet, noted: _Noted) -> Content:
    return (
        tag(
            "dl",
            [
                tag("div", tag("dt", c.label), tag("dd", mark(c.answer, noted(c.text))))
                for c in sheet.checks
            ],
            class_="ds-checks",
        ),
        tag("p", words("sheet.check.by", who=sheet.asked_by), class_="ds-small"),
        [tag("p", line) for line in sheet.transfer],
    )


def _points_title(sheet: Sheet) -> str:
    return words("sheet.point.hold_title" if sheet.bar else "sheet.point.title")


def _points(sheet: Sheet, layout: Layout, noted: _Noted) -> Content:
    if not sheet.points:
        return tag("p", words("sheet.point.none"))
    items = [
        tag(
            "li",
            point_content(noted(point.text), point.ask, point.sources if layout.sources else ()),
        )
        for point in layout.points_of(sheet)
    ]
    more = len(sheet.points) - len(items)
    folded = tag("p", plural("sheet.point.folded", more), class_="ds-small") if more > 0 else None
    return tag("ol", items), folded


def _decision(sheet: Sheet, heading: Headings) -> Markup:
    lines = ("name", "date", "signature")
    return tag(
        "section",
        heading(2, words("sheet.decision.title")),
        tag("p", sheet.bar, class_="ds-bar") if sheet.bar else None,
        tag(
            "ul",
            [
                tag("li", tag("span", class_="ds-tick", aria_hidden="true"), decision.text)
                for decision in sheet.decisions
            ],
            class_="ds-boxes",
        ),
        tag("div", [tag("span", words(f"sheet.decision.{n}")) for n in lines], class_="ds-sign"),
        class_="ds-decision",
    )
