# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the page shows of rows, as markup."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from urllib.parse import urlencode

from ospo_widgets.apps.knowledge.model import KnowledgeModel
from ospo_widgets.apps.knowledge.names import field_help, kind_name
from ospo_widgets.knowledge.difference import shown
from ospo_widgets.knowledge.model import Confidence
from ospo_widgets.knowledge.references import SOURCES, Link
from ospo_widgets.knowledge.source_rows import SourceRow
from ospo_widgets.knowledge.usage import modules_naming, split_key
from ospo_widgets.knowledge.warnings import spoken, translations
from ospo_widgets.markup import Content, Markup, chip, link, table, tag
from ospo_widgets.widgets.page import app_url
from ospo_widgets.wording import day, number, plural, words

SHOWN = 40
"""Rows of one kind that a list of uses shows; it says how many more there are."""

DETAILS = 3
"""Details of one reference that are shown."""

TITLE_LETTERS = 90
"""Letters of a row's title in a list."""

Opener = Callable[[Content, str], Markup]
"""Makes what opens a row: words and key to a button or a link."""


def opener(act: Callable[[Content, str, str], Markup | None]) -> Opener:
    """A button where the page hears it, else a link with the row in its address."""

    def make(label: Content, key: str) -> Markup:
        made = act(label, "open-row", key)
        return made or link(label, app_url("knowledge", urlencode({"row": key})))

    return make


def tiles(model: KnowledgeModel) -> Markup:
    """The figures of the whole."""
    found = model.quality
    cells = (
        ("rows", number(found.rows), words("knowledge_app.tile.dated", count=number(found.dated))),
        ("due", number(found.due), _oldest(model)),
        ("unreviewed", number(found.unreviewed), _share(found.unreviewed, found.dated)),
        ("place", number(found.without_place), words("knowledge_app.tile.place_more")),
        ("unused", number(found.unused), words("knowledge_app.tile.unused_more")),
    )
    return tag(
        "dl",
        [
            tag(
                "div",
                tag("dt", words(f"knowledge_app.tile.{name}")),
                tag("dd", value, class_="v"),
                tag("dd", more, class_="d"),
            )
            for name, value, more in cells
        ],
        class_="tiles",
    )


def _oldest(model: KnowledgeModel) -> str:
    oldest = model.quality.oldest
    return words("knowledge_app.tile.oldest", day=day(oldest)) if oldest else ""


def _share(part: int, whole: int) -> str:
    share = round(100 * part / whole) if whole else 0
    return words("knowledge_app.tile.share", whole=number(whole), share=number(share))


def rows_table(rows: Sequence[SourceRow], model: KnowledgeModel, make: Opener) -> Markup:
    """One page of the list."""
    columns = [words(f"knowledge_app.column.{n}") for n in ("row", "kind", "checked", "used")]
    return table(
        words("knowledge_app.list.caption"),
        columns,
        [
            (
                [make(row.id, row.key), _title(row)],
                kind_name(row.kind),
                _checked(row, model),
                number(model.usage.weight(row.key)),
            )
            for row in rows
        ],
        numeric=(3,),
        class_="cards-s words ospo-rows",
        hide_caption=True,
    )


def _title(row: SourceRow) -> Content:
    said = row.title
    if said == row.id:
        return None
    cut = f"{said[:TITLE_LETTERS]}…" if len(said) > TITLE_LETTERS else said
    return tag("div", cut, class_="small muted")


def _checked(row: SourceRow, model: KnowledgeModel) -> Content:
    if row.checked is None:
        return tag("span", words("knowledge_app.undated"), class_="muted")
    one = model.reviewed[row.key]
    due = one.is_due(model.on)
    said = words("knowledge_app.due_mark") if due else confidence_name(row.confidence)
    unsure = row.confidence in {Confidence.PACKAGER, Confidence.MEMORY}
    verdict = "conditional" if due else "unknown" if unsure else ""
    return [
        day(row.checked),
        " ",
        chip(verdict, said, ground=False) if verdict else tag("span", said, class_="small muted"),
    ]


def confidence_name(confidence: str) -> str:
    """A confidence in words; one that we do not know as it is written."""
    known = confidence in list(Confidence)
    return words(f"knowledge_app.confidence.{confidence}") if known else confidence


# --- one row --------------------------------------------------------------------------------------


def row_head(row: SourceRow, model: KnowledgeModel) -> Markup:
    """Kind, id, where it stands, and its review."""
    place = words("knowledge_app.row.overlay" if row.laid else "knowledge_app.row.ours")
    covered = model.shelf.covered.get(row.key)
    return tag(
        "header",
        tag("p", kind_name(row.kind), class_="eyebrow"),
        tag("h1", row.id, id="row"),
        tag("p", row.title, class_="lead") if row.title != row.id else None,
        tag("p", tag("code", row.where), " · ", place, class_="small muted"),
        tag("p", words("knowledge_app.row.covers", where=covered.where), class_="small muted")
        if covered
        else None,
        class_="stack-s",
    )


def row_figures(
    row: SourceRow, model: KnowledgeModel, changed: str = "", more: Sequence[Link] = ()
) -> Markup:
    """Review, age and use of a row as tiles.

    Args:
        row: The row.
        model: What is known of it.
        changed: Day of its last change, empty when it is not known.
        more: References besides those of the usage.
    """
    one = model.reviewed.get(row.key)
    cells: list[tuple[str, str, str]] = []
    if one is not None:
        age = plural("knowledge_app.row.days", one.age(model.on))
        key = "knowledge_app.row.due_since" if one.is_due(model.on) else "knowledge_app.row.due_on"
        cells.append((words("knowledge_app.row.checked"), day(one.checked), age))
        said = confidence_name(row.confidence) or words("knowledge_app.undated")
        cells.append((words("knowledge_app.row.confidence"), said, words(key, day=day(one.due))))
    weight = _distinct((*model.usage.used_by.get(row.key, ()), *more), "source")
    uses = len({found.target for found in model.usage.uses.get(row.key, ())})
    cells.append((words("knowledge_app.row.used_by"), number(weight), ""))
    cells.append((words("knowledge_app.row.uses"), number(uses), ""))
    if changed:
        cells.append((words("knowledge_app.row.changed"), changed, ""))
    return tag(
        "dl",
        [
            tag("div", tag("dt", name), tag("dd", value, class_="v"), tag("dd", more, class_="d"))
            for name, value, more in cells
        ],
        class_="tiles ospo-row-tiles",
    )


def row_fields(row: SourceRow, spoken_texts: Mapping[str, Mapping[str, object]]) -> Markup:
    """All fields with what they mean, and their texts in other languages."""
    rows = [
        (tag("code", name), _value(value), tag("span", field_help(name, row.kind), class_="small"))
        for name, value in row.data.items()
        if name not in {"sources", "rules"}
    ]
    columns = [words(f"knowledge_app.column.{name}") for name in ("field", "value", "help")]
    title = words("knowledge_app.row.fields")
    made = [
        tag("h2", title),
        _scrolled(table(title, columns, rows, class_="cards-s words ospo-fields",
                        hide_caption=True), title),
    ]  # fmt: skip
    for language, texts in spoken_texts.items():
        heading = words("knowledge_app.row.translation", language=language)
        listed = [(tag("code", name), _value(value)) for name, value in texts.items()]
        inner = table(heading, columns[:2], listed, class_="cards-s words ospo-fields",
                      hide_caption=True)  # fmt: skip
        made.append(tag("details", tag("summary", heading), inner))
    return tag("section", made, class_="stack")


def spoken_texts(row: SourceRow, model: KnowledgeModel) -> dict[str, Mapping[str, object]]:
    """Language to what it says of a row; rules are under their policy."""
    found: dict[str, Mapping[str, object]] = {}
    for language in spoken(model.shelf):
        held = translations(model.shelf, language)
        texts = held.get(row.key) or _rule_texts(row, held)
        if texts:
            found[language] = texts
    return found


def _rule_texts(
    row: SourceRow, held: Mapping[str, Mapping[str, object]]
) -> Mapping[str, object] | None:
    rules = held.get(row.parent, {}).get("rules") if row.parent else None
    found = rules.get(row.id.partition(":")[2]) if isinstance(rules, Mapping) else None
    return found if isinstance(found, Mapping) else None


def _scrolled(inner: Markup, label: str) -> Markup:
    return tag("div", inner, class_="scroll", tabindex=0, role="group", aria_label=label)


def _value(value: object) -> Content:
    if value is None:
        return tag("span", words("knowledge_app.value.null"), class_="muted")
    if isinstance(value, bool):
        return words(f"knowledge_app.value.{'yes' if value else 'no'}")
    if isinstance(value, tuple) and value and isinstance(value[0], Mapping):
        return tag("ul", [tag("li", shown(one)) for one in value], class_="tight")
    if isinstance(value, tuple):
        return ", ".join(map(shown, value)) or words("knowledge_app.value.none")
    if isinstance(value, Mapping):
        return tag(
            "ul",
            [tag("li", tag("code", name), _colon(), shown(one)) for name, one in value.items()],
            class_="tight",
        )
    return str(value)


def row_sources(row: SourceRow, model: KnowledgeModel, make: Opener) -> Markup | None:
    """Its sources as links, each with the other rows that cite it."""
    if not row.sources:
        return None
    items = []
    for source in row.sources:
        title: Content = link(source.title, source.url) if source.url else source.title
        others = model.usage.weight(f"{SOURCES}/{source.url}") - 1 if source.url else 0
        cited = plural("knowledge_app.row.cited", others) if others > 0 else ""
        items.append(
            tag(
                "li",
                title,
                f", {source.clause}" if source.clause else "",
                [" · ", make(cited, f"{SOURCES}/{source.url}")] if cited else None,
            )
        )
    return tag(
        "section", tag("h2", words("knowledge_app.row.sources")), tag("ul", items), class_="stack-s"
    )


def row_links(key: str, model: KnowledgeModel, make: Opener, more: Sequence[Link] = ()) -> Markup:
    """Both directions: what refers to a row, and what it refers to."""
    into = (*model.usage.used_by.get(key, ()), *more)
    out_of = model.usage.uses.get(key, ())
    kind, row_id = split_key(key)
    modules = modules_naming(row_id) if kind in {"findings", "questions", "checklist"} else ()
    return tag(
        "section",
        tag("h2", words("knowledge_app.row.used_by_title", count=number(_distinct(into, "source"))),
            id="used-by"),
        _links([(found.source, found) for found in into], model, make)
        or tag("p", words("knowledge_app.row.nobody"), class_="muted"),
        tag("p", words("knowledge_app.row.code"), " ",
            [[tag("code", name), " "] for name in modules], class_="small") if modules else None,
        tag("h2", words("knowledge_app.row.uses_title", count=number(_distinct(out_of, "target")))),
        _links([(found.target, found) for found in out_of], model, make)
        or tag("p", words("knowledge_app.row.nothing"), class_="muted"),
        class_="stack",
    )  # fmt: skip


def _distinct(links: Iterable[Link], side: str) -> int:
    return len({getattr(found, side) for found in links})


def _links(links: Sequence[tuple[str, Link]], model: KnowledgeModel, make: Opener) -> Markup | None:
    """Rows by kind; the first kinds are open where there are few."""
    kinds: dict[str, dict[str, list[Link]]] = {}
    for key, found in links:
        kinds.setdefault(split_key(key)[0], {}).setdefault(key, []).append(found)
    if not kinds:
        return None
    made = []
    for kind, rows in sorted(kinds.items()):
        ordered = sorted(rows, key=lambda key: (-model.usage.weight(key), key))
        items = [
            tag("li", make(split_key(key)[1], key), _details(rows[key])) for key in ordered[:SHOWN]
        ]
        rest = len(ordered) - SHOWN
        if rest > 0:
            items.append(tag("li", plural("knowledge_app.row.more", rest), class_="muted"))
        head = tag("summary", f"{kind_name(kind)}{_colon()}{number(len(rows))}")
        made.append(
            tag("details", head, tag("ul", items, class_="ospo-uses"), open=len(ordered) <= 8)
        )
    return tag("div", made, class_="stack-s")


def _details(links: Sequence[Link]) -> Content:
    """By which fields a row refers to another one, and what exactly each says."""
    fields: dict[str, list[str]] = {}
    for found in links:
        said = fields.setdefault(found.field, [])
        if found.detail and found.detail not in said:
            said.append(found.detail)
    told = []
    for field, details in fields.items():
        more = ["…"] if len(details) > DETAILS else []
        listed = "; ".join([*details[:DETAILS], *more])
        told.append(f"{field}{_colon()}{listed}" if listed else field)
    return tag("span", " · ", ", ".join(told), class_="small muted")


def _colon() -> str:
    return words("common.colon")


def source_head(key: str, model: KnowledgeModel) -> Markup:
    """A place outside, or a file with texts of the pages, in place of a row."""
    kind, address = split_key(key)
    cited = dict.fromkeys(
        source.title for source in model.usage.sources().get(address, ()) if source.title
    )
    return tag(
        "header",
        tag("p", kind_name(kind), class_="eyebrow"),
        tag("h1", next(iter(cited), address), id="row"),
        tag("p", link(address, address) if kind == SOURCES else tag("code", address)),
        tag("p", ", ".join(list(cited)[1:6]), class_="small muted") if len(cited) > 1 else None,
        class_="stack-s",
    )


def by_file(model: KnowledgeModel) -> Markup:
    """How each file was checked: counts by confidence."""
    names = list(Confidence)
    columns = [
        words("knowledge_app.column.file"),
        *(confidence_name(name) for name in names),
        words("knowledge_app.column.rows"),
    ]
    rows = [
        (
            tag("code", file),
            *(number(counts.get(name, 0)) for name in names),
            number(sum(counts.values())),
        )
        for file, counts in sorted(model.quality.by_file.items())
    ]
    title = words("knowledge_app.review.files")
    return tag(
        "details",
        tag("summary", title),
        _scrolled(
            table(title, columns, rows, numeric=range(1, len(columns)), class_="cards-s",
                  hide_caption=True),
            title,
        ),
        class_="stack-s",
    )  # fmt: skip
