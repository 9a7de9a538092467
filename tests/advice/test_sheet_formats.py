# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The sheet as HTML and as Markdown: nothing that a person wrote becomes markup."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sheet_making import LIBRARY, ON, Seen, case, full, sheet_of

from ospo_widgets.advice.sheet.diligence import due_diligence
from ospo_widgets.advice.sheet.fit import LAYOUTS, LINES, layout_of, lines_in
from ospo_widgets.advice.sheet.html import sheet_fragment, sheet_html
from ospo_widgets.advice.sheet.markdown import escaped, sheet_markdown
from ospo_widgets.advice.sheet.model import Note
from ospo_widgets.knowledge.model import Severity
from ospo_widgets.markup import visible
from ospo_widgets.project import Component, Material, Origin, Part, Project, Use

TAGS = {
    *("html", "head", "meta", "title", "style", "body", "article", "header", "section", "div"),
    *("h1", "h2", "h3", "h4", "p", "span", "strong", "em", "sup", "br", "ul", "ol", "li"),
    *("dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td", "a"),
}
ATTRIBUTES = {
    *("charset", "name", "content", "http-equiv", "class", "lang", "aria-label", "aria-hidden"),
    *("style", "role", "tabindex", "scope", "href", "data-h"),
}
HOSTILE = (
    "</td><script>alert(\"x\")</script><img src=x onerror='y'> | `a` **b** [c](javascript:d) \\|"
)

anything = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [HOSTILE, "| --- | a", "<!-- x -->", "&lt;b&gt;", "\u202eabc", "# h\n- i", "{x}"]
    ),
)


class Found:
    """A finding of a scan with a title of somebody else."""

    severity = Severity.BLOCKS

    def __init__(self, title: str) -> None:
        self.title = title


def hostile(text: str):
    """A sheet in which every place that people can write in holds the text."""
    name = text.strip() or "x"
    components = tuple(
        Component(f"{name}{n}", license_text, Use.COPY, optional=bool(n), origin=Origin.SCAN)
        for n, license_text in enumerate((None, "LGPL-3.0-only", "MIT"))
    )
    part = Part("software", name, Material.SOFTWARE, components=components, origin=Origin.SCAN)
    project = Project(name=name, parts=(part,), url=f"https://a.example/{name}")
    answers = {
        **{k: v for k, v in LIBRARY.items() if k != "materials"},
        "collaboration": name,
        "unit": name,
        "other-units": name,
        "patent": "cleared",
        "patent-record": name,
        "authors": ("staff", "upstream"),
        "software/upstream-license": "MIT",
    }
    return sheet_of(
        answers,
        project,
        asked_by=name,
        holder=name,
        beneficiary=name,
        findings=(Found(name),),
    )


@given(anything)
@example(HOSTILE)
@settings(max_examples=60)
def test_html_escapes_every_field(text):
    sheet = hostile(text)
    seen = Seen(sheet_html(sheet))
    assert set(seen.tags) <= TAGS
    assert seen.attributes <= ATTRIBUTES
    assert all(link.startswith(("https://", "http://")) for link in seen.links)
    # What was written is still there to read, signs that cannot be seen as escapes.
    shown = " ".join(visible(" ".join((text.strip() or "x").split())).split())
    assert shown in seen.text


@given(anything)
@example(HOSTILE)
@settings(max_examples=60)
def test_markdown_escapes_every_field(text):
    written = sheet_markdown(hostile(text))
    assert "<" not in re.sub(r"\\<", "", written)
    for line in written.splitlines():
        if line.startswith("|"):
            # Pipes of texts are escaped, so every row of a table has its number of cells.
            assert len(re.split(r"(?<!\\)(?:\\\\)*\|", line)) in {4, 5, 6}
    assert "](" not in written.replace("\\]", "")


@given(st.text())
def test_escaped_markdown_is_one_line_without_live_signs(text):
    line = escaped(text)
    assert "\n" not in line
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]{}<>|#~$&!]", line)


@pytest.mark.parametrize("name", ["python-root-fftw", "kicad-board", "patent-hold", "copied-gpl"])
def test_html_is_one_file_that_loads_nothing(name):
    html = sheet_html(due_diligence(case(name), on=ON))
    assert html.startswith("<!doctype html>")
    assert "default-src 'none'; style-src 'unsafe-inline'" in unescape(html)
    assert not re.search(r"<(script|link|img|iframe)\b|@import|url\(", html)
    assert "color-scheme: light" in html
    assert "prefers-color-scheme" not in html


@pytest.mark.parametrize("name", ["python-root-fftw", "kicad-board", "patent-hold"])
def test_every_verdict_has_a_shape_beside_its_colour(name):
    html = sheet_html(due_diligence(case(name), on=ON))
    marks = re.findall(r'<span class="ds-mark ds-(\w+)"><span aria-hidden="true">(.)</span>', html)
    assert marks
    assert len(marks) == html.count('class="ds-mark')
    shapes = {"yes": "●", "conditional": "▲", "no": "■", "unknown": "◇"}
    assert all(shapes[verdict] == shape for verdict, shape in marks)


def test_tables_have_captions_and_headers():
    html = sheet_html(due_diligence(case("kicad-board"), on=ON))
    assert html.count("<caption") == html.count("<table")
    assert html.count('scope="row"') == html.count("<tr>") - html.count("<thead>")


def test_headings_do_not_skip_a_level():
    sheet = due_diligence(case("kicad-board"), on=ON)
    for html, top in ((sheet_html(sheet), 1), (str(sheet_fragment(sheet)), 2)):
        levels = [int(level) for level in re.findall(r"<h(\d)", html)]
        assert levels[0] == top
        assert levels.count(top) == 1
        assert all(b - a <= 1 for a, b in pairwise(levels))


def test_footnotes_are_numbered_once_and_in_reach():
    sheet = due_diligence(case("python-root-fftw"), on=ON)
    page = sheet_html(sheet, with_annex=False)
    body, _, notes = page.partition("In plain words")
    marked = [int(n) for n in re.findall(r"<sup>(\d+)</sup>", body)]
    assert len(marked) == len(set(marked))
    assert set(marked) <= set(range(1, len(sheet.notes) + 1))
    assert re.findall(r"<sup>(\d+)</sup>", notes) == [
        str(n) for n in range(1, len(sheet.notes) + 1)
    ]
    # Each proposed licence is marked where it stands first.
    first = {note.term: n for n, note in enumerate(sheet.notes, 1)}
    assert f"Apache-2.0<sup>{first['Apache-2.0']}</sup>" in body


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("copyleft", "Copyleft and copyleft", True),
        ("REUSE", "wide reuse", False),
        ("REUSE", "correct REUSE.toml", True),
        ("GPL-3.0-only", "LGPL-3.0-only", False),
        ("patent grant", "patent grants", True),
    ],
)
def test_places_of_terms(term, text, found):
    assert bool(re.search(Note(term, "").pattern, text)) is found


def test_fragment_brings_its_style_and_leaves_the_annex_out_on_demand():
    sheet = due_diligence(case("kicad-board"), on=ON)
    short = sheet_fragment(sheet, with_annex=False)
    assert short.startswith("<article")
    assert ".ospo-sheet.ospo-sheet" in short
    assert "Annex to" not in short
    assert "Annex to" in sheet_fragment(sheet)
    assert sheet._repr_html_() == sheet_fragment(sheet)


def test_hold_bar_stands_at_the_decision():
    html = sheet_html(due_diligence(case("patent-hold"), on=ON))
    decision = html[html.index("Decision of the group leader") :]
    assert '<p class="ds-bar">On hold: CERN Knowledge Transfer group first.</p>' in decision
    assert "Release as proposed" not in html
    assert "Who to ask, in this order" in html


def test_type_shrinks_with_what_there_is_to_say():
    project, answers = full()
    little, much = sheet_of(LIBRARY), sheet_of(answers, project)
    assert layout_of(little) == LAYOUTS[0]
    layout = layout_of(much)
    assert layout.scale < 1
    assert layout.points < len(much.points)
    assert lines_in(much, layout) <= LINES / layout.scale
    before = LAYOUTS[LAYOUTS.index(layout) - 1]
    assert lines_in(much, before) > LINES / before.scale


def test_what_folds_stands_in_the_annex():
    project, answers = full()
    sheet = sheet_of(answers, project)
    page, _, annex = sheet_html(sheet).partition('class="ds-annex"')
    hidden = len(sheet.points) - layout_of(sheet).points
    assert f"{hidden} more points stand in the annex." in page
    annex_text = Seen(annex).text
    assert all(point.text in annex_text for point in sheet.points)
    assert all(note.text in annex_text for note in sheet.notes)
    assert all(line.names[0] in annex_text for line in sheet.all_uses)


def test_markdown_has_boxes_tables_and_record():
    text = sheet_markdown(due_diligence(case("kicad-board"), on=ON))
    assert text.startswith("# Release timing-fanout under 4 licences, by part?\n")
    assert "- [ ] Release as proposed" in text
    assert "| Gateware | CERN-OHL-W-2.0 |" in text
    assert "| How does the gateware use White Rabbit? | Joined through its interface |" in text
    assert "### Gateware: ruled out" in text
