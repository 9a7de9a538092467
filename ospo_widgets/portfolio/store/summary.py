# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a store has, snapshot by snapshot: counts by licence, family and kind.

The figures come from the manifests, so a summary of a thousand snapshots reads no table. Families
are worked out when asked for: the rules in use today count for all days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ospo_widgets.charting.numbers import percent
from ospo_widgets.errors import InputError
from ospo_widgets.markup import visible
from ospo_widgets.portfolio.families import NONE, UNKNOWN, families, family_label, license_family
from ospo_widgets.portfolio.records import RepositoryKind
from ospo_widgets.portfolio.store.snapshot import Snapshot
from ospo_widgets.portfolio.store.values import NOT_KNOWN
from ospo_widgets.wording import number, words

NO_LICENSE = "NONE"
"""Stands for no licence among counts by licence, as in SPDX; ``NOASSERTION`` is not known."""

_LICENSES_SHOWN = 15


@dataclass(frozen=True, slots=True)
class SummaryTable:
    """A table of a summary for a terminal or a page.

    Attributes:
        title: What it shows.
        rows: Cells; the first row is the heading.
    """

    title: str
    rows: tuple[tuple[str, ...], ...]


def summary(snapshots: Iterable[Snapshot]) -> list[dict[str, Any]]:
    """Counts of each snapshot as plain data for ``json.dumps``, in the order given.

    Of a snapshot: ``day``, ``revision``, ``written``, ``repositories``, ``licenses`` (by SPDX
    expression, ``NONE``, ``NOASSERTION``), ``families``, ``kinds`` (by id, ``unknown``), ``none``,
    ``unknown``, ``none_or_unknown_share`` (0 to 1), ``errors``, ``problems``, ``disagreements``.
    """
    return [_row(snapshot) for snapshot in snapshots]


def _row(snapshot: Snapshot) -> dict[str, Any]:
    counts = snapshot.counts
    by_family: Counter[str] = Counter()
    for expression, count in counts.licenses.items():
        by_family[_family(expression)] += count
    unclear = by_family[NONE] + by_family[UNKNOWN]
    return {
        "day": snapshot.day.isoformat(),
        "revision": snapshot.id.revision,
        "written": snapshot.written,
        "repositories": counts.repositories,
        "licenses": {name or NO_LICENSE: count for name, count in counts.licenses.items()},
        "families": {name: by_family[name] for name in families() if by_family[name]},
        "kinds": {name or UNKNOWN: count for name, count in counts.kinds.items()},
        "none": by_family[NONE],
        "unknown": by_family[UNKNOWN],
        "none_or_unknown_share": round(unclear / max(counts.repositories, 1), 4),
        "errors": counts.errors,
        "problems": counts.problems,
        "disagreements": counts.disagreements,
    }


def _family(expression: str) -> str:
    try:
        return license_family(expression)
    except InputError:
        return UNKNOWN


def summary_tables(rows: Sequence[Mapping[str, Any]]) -> tuple[SummaryTable, ...]:
    """The same for people: all snapshots in a line each, and the newest one beside the one before.

    Args:
        rows: What :func:`summary` gave, oldest first.
    """
    if not rows:
        return ()
    newest, previous = rows[-1], rows[-2] if len(rows) > 1 else None

    def compared(key: str, title: str, label: Any, most: int | None = None) -> SummaryTable:
        names = list(newest[key])
        names += [name for name in (previous or {key: {}})[key] if name not in newest[key]]
        shown = [_compared(key, name, label(name), newest, previous) for name in names[:most]]
        head = [words(f"store.summary.{title}"), newest["day"]]
        head += [previous["day"], words("store.summary.difference")] if previous else []
        if len(names) > len(shown):
            more = words("store.summary.more", count=number(len(names) - len(shown)))
            shown.append((more, *[""] * (len(head) - 1)))
        return SummaryTable(words(f"store.summary.by-{title}"), (tuple(head), *shown))

    return (
        _by_day(rows),
        compared("families", "family", family_label),
        compared("licenses", "license", _license_label, _LICENSES_SHOWN),
        compared("kinds", "kind", _kind_label),
    )


def _by_day(rows: Sequence[Mapping[str, Any]]) -> SummaryTable:
    names = ("day", "repositories", "none", "unknown", "share", "errors", "problems")
    head = tuple(words(f"store.summary.{name}") for name in names)
    figures = ("repositories", "none", "unknown")
    lines = []
    for row in rows:
        share = percent(row["none"] + row["unknown"], max(row["repositories"], 1))
        counts = [number(row[name]) for name in figures]
        rest = [number(row[name]) for name in ("errors", "problems")]
        lines.append((row["day"], *counts, words("store.summary.percent", share=share), *rest))
    return SummaryTable(words("store.summary.by-day"), (head, *lines))


def _compared(
    key: str,
    name: str,
    label: str,
    newest: Mapping[str, Any],
    previous: Mapping[str, Any] | None,
) -> tuple[str, ...]:
    now = newest[key].get(name, 0)
    if previous is None:
        return label, number(now)
    before = previous[key].get(name, 0)
    sign = "+" if now > before else "−" if now < before else ""
    return label, number(now), number(before), f"{sign}{number(abs(now - before))}"


def _license_label(expression: str) -> str:
    if expression == NO_LICENSE:
        return family_label(NONE)
    return family_label(UNKNOWN) if expression == NOT_KNOWN else visible(expression)


def _kind_label(name: str) -> str:
    known = name in set(RepositoryKind)
    return words(f"portfolio.kind.{name}") if known else words("portfolio.not-known")
