# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The licence table and the side-by-side comparison as markup."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from ospo_widgets.knowledge import License
from ospo_widgets.licensing.catalogue import GROUPS, UNKNOWN, ComparedRow, Comparison, said
from ospo_widgets.markup import Content, Markup, license_id, table, tag
from ospo_widgets.wording import plural, words

PLAIN = frozenset({"yes", "no", "unknown"})


def license_table(licenses: Sequence[License]) -> Markup:
    """One row a licence: what one can do, must do, is not given, and its facts."""
    columns = [
        words("catalogue.license"),
        *(words(f"catalogue.group.{group}") for group, _, _ in GROUPS),
        words("catalogue.group.facts"),
    ]
    rows = [
        (
            [
                license_id(one.id),
                tag("div", one.name, class_="small muted"),
                tag("div", one.summary, class_="small muted"),
            ],
            *(_tags(group, getattr(one, field)) for group, field, _ in GROUPS),
            _facts(one),
        )
        for one in licenses
    ]
    return table(
        words("catalogue.caption"), columns, rows, class_="cards-s licences", hide_caption=True
    )


def _tags(group: str, tags: Sequence[str] | None) -> Content:
    if tags is None:
        return tag("span", words(f"catalogue.value.{group}.unknown"), class_="muted")
    if not tags:
        return tag("span", words("catalogue.nothing"), class_="muted")
    return tag("ul", [tag("li", words(f"catalogue.{group}.{t}")) for t in tags], class_="tight")


def _facts(one: License) -> Markup:
    told = [words(f"catalogue.osi.{said(one.osi)}"), words(f"catalogue.reach.{one.reach}")]
    if one.patent_grant:
        told.append(words("catalogue.patent.yes"))
    if one.court_clause:
        told.append(words("catalogue.court.yes"))
    return tag("ul", [tag("li", text) for text in told], class_="tight")


def comparison_table(comparison: Comparison) -> Markup:
    """Properties as rows, licences as columns; a row in which they differ says so."""
    ids = [license_.id for license_ in comparison.licenses]
    head = tag(
        "tr",
        tag("th", words("catalogue.property"), scope="col"),
        [tag("th", license_id(i), scope="col") for i in ids],
    )
    bodies = [
        tag(
            "tbody",
            tag(
                "tr",
                tag(
                    "th",
                    words(f"catalogue.group.{group}"),
                    scope="rowgroup",
                    colspan=len(ids) + 1,
                    class_="group",
                ),
            ),
            [_row(row, ids) for row in rows],
        )
        for group, rows in groupby(comparison.rows, key=lambda row: row.group)
    ]
    return tag(
        "table",
        tag("caption", plural("catalogue.differences", comparison.differences)),
        tag("thead", head),
        bodies,
        class_="cards-s compared",
    )


def _row(row: ComparedRow, ids: Sequence[str]) -> Markup:
    mark = tag("span", words("catalogue.differs"), class_="tag") if row.differs else None
    return tag(
        "tr",
        tag("th", row_label(row), " ", mark, scope="row"),
        [
            tag("td", _value(row, value), data_h=license_id_)
            for license_id_, value in zip(ids, row.values, strict=True)
        ],
        class_="differs" if row.differs else None,
    )


def row_label(row: ComparedRow) -> str:
    """Name of a property."""
    group = "fact" if row.group == "facts" else row.group
    return words(f"catalogue.{group}.{row.key}")


def _value(row: ComparedRow, value: str) -> Content:
    if row.key == "osi" and value == UNKNOWN:
        return tag("span", words("catalogue.osi.unknown"), class_="muted")
    if value in PLAIN:
        text = words(f"catalogue.value.{row.group}.{value}")
        return tag("span", text, class_="muted") if value == UNKNOWN else text
    if row.key == "materials":
        return ", ".join(words(f"catalogue.material.{m}") for m in value.split())
    return words(f"catalogue.reach.{value}")
