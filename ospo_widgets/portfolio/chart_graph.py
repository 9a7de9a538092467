# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Charts of dependencies and partners: licence risk, sharing, institutes."""

from __future__ import annotations

from collections.abc import Sequence

from ospo_widgets.charting.model import Chart, ChartTable, Kind, Series, Tone
from ospo_widgets.charting.numbers import number
from ospo_widgets.portfolio.chart_graph_rows import (
    EXPOSURE,
    PARTNER,
    USES,
    Flow,
    Needs,
    Risk,
    RiskCell,
    Shared,
    Sharing,
    pair_key,
)
from ospo_widgets.portfolio.chart_rows import OTHER
from ospo_widgets.portfolio.families import families, family_label, family_short_label
from ospo_widgets.portfolio.phrases import some
from ospo_widgets.wording import plural, words

MOST_FAMILIES = 12
"""Most families across or down in the matrix of licence risk."""

SHOWN = 12
"""Components and institutes in the drawings; their tables have all."""

PROJECTS_SHOWN = 15
"""Projects in the matrix of sharing."""

NEEDED_SHOWN = 8
"""Shared things in the matrix of sharing."""

SIGNS = {Tone.GOOD: "●", Tone.CONDITION: "▲", Tone.ATTENTION: "■", Tone.UNKNOWN: "○"}
"""Shape of each verdict, as on its chip, so that colour is never alone."""


def license_risk(rows: Risk) -> Chart:
    """Own licence against the licences of what is needed: the worst verdict of each cell."""
    own = _present([cell.own for cell in rows.cells])
    needed = _present([cell.dependency for cell in rows.cells])
    cells = {(cell.own, cell.dependency): cell for cell in rows.cells}
    series = tuple(_column([cells.get((row, column)) for row in own], column) for column in needed)
    header = words("portfolio_charts.risk.own")
    basis = words("portfolio_charts.risk.basis", **{t.value: s for t, s in SIGNS.items()})
    if rows.without_dependencies:
        left = plural("portfolio_charts.risk.without", rows.without_dependencies)
        basis = f"{basis} {left}"
    listed = _risk_table(rows)
    return Chart(
        id="risk",
        title=_risk_title(rows),
        basis=basis,
        kind=Kind.MATRIX,
        label_header=header,
        labels=tuple(family_label(key) for key in own),
        series=series,
        keys=tuple(own),
        unit=words("portfolio_charts.risk.pairs"),
        caption=words("portfolio_charts.risk.caption"),
        short_labels=tuple(family_short_label(key) for key in own),
        table=listed,
        pair_filter=EXPOSURE,
        data=listed,
    )


def _present(found: Sequence[str]) -> list[str]:
    """Families that occur, in the order of the charts; at most twelve."""
    order = [key for key in families() if key in found]
    return [*order, *sorted({*found} - {*order})][:MOST_FAMILIES]


def _column(cells: Sequence[RiskCell | None], key: str) -> Series:
    verdicts = [_verdict(cell) for cell in cells]
    return Series(
        family_label(key),
        tuple(count for _, count in verdicts),
        key=key,
        short_name=family_short_label(key),
        texts=tuple("" if n is None else f"{SIGNS[tone]} {number(n)}" for tone, n in verdicts),
        tones=tuple(tone for tone, _ in verdicts),
    )


# What is not decided is nearer to a conflict than a condition that can be met.
def _verdict(cell: RiskCell | None) -> tuple[Tone, int | None]:
    """The worst verdict that occurs, and how often."""
    if cell is None:
        return Tone.QUIET, None
    worst = (
        (Tone.ATTENTION, cell.conflicts),
        (Tone.UNKNOWN, cell.unknown),
        (Tone.CONDITION, cell.conditional),
        (Tone.GOOD, cell.fine),
    )
    return next(((tone, count) for tone, count in worst if count), (Tone.QUIET, None))


def _risk_title(rows: Risk) -> str:
    if rows.repositories == rows.without_dependencies:
        return words("portfolio_charts.risk.title.empty")
    undecided = sum(cell.unknown for cell in rows.cells)
    if not rows.exposed and undecided:
        return plural("portfolio_charts.risk.title.undecided", undecided)
    return some("portfolio_charts.risk.title.exposed", rows.exposed, rows.repositories)


def _risk_table(rows: Risk) -> ChartTable:
    columns = (
        words("portfolio_charts.risk.own"),
        words("portfolio_charts.risk.needed"),
        words("portfolio_charts.risk.conflicts"),
        words("portfolio_charts.risk.conditional"),
        words("portfolio_charts.risk.unknown"),
        words("portfolio_charts.risk.fine"),
        words("portfolio_charts.risk.affected"),
        words("portfolio_charts.risk.dependents"),
    )
    order = sorted(
        rows.cells,
        key=lambda c: (-c.conflicts, -c.dependents, -c.unknown, -c.conditional, c.own),
    )
    return ChartTable(
        words("portfolio_charts.risk.caption"),
        columns,
        tuple(
            (
                family_label(c.own), family_label(c.dependency), c.conflicts, c.conditional,
                c.unknown, c.fine, c.repositories, c.dependents,
            )
            for c in order
        ),
    )  # fmt: skip


def risk_pairs(rows: Risk) -> Chart:
    """Pairs of licences in conflict, weighted by the projects that depend on them."""
    found = sorted(
        (c for c in rows.cells if c.conflicts),
        key=lambda c: (-(c.conflicts + c.dependents), c.own, c.dependency),
    )[:SHOWN]
    labels = [
        words(
            "portfolio_charts.pairs.label",
            own=family_label(c.own),
            needed=family_label(c.dependency),
        )
        for c in found
    ]
    title = words("portfolio_charts.pairs.none")
    if found:
        title = words("portfolio_charts.pairs.title", pair=labels[0])
    weight = words("portfolio_charts.pairs.weight")
    return Chart(
        id="risk-pairs",
        title=title,
        basis=words("portfolio_charts.pairs.basis"),
        kind=Kind.BARS,
        label_header=words("portfolio_charts.pairs.header"),
        labels=tuple(labels),
        series=(Series(weight, tuple(c.conflicts + c.dependents for c in found)),),
        keys=tuple(pair_key(c.own, c.dependency) for c in found),
        tones=(Tone.ATTENTION,) * len(found),
        unit=weight,
        filter_name=EXPOSURE,
        caption=words("portfolio_charts.pairs.caption"),
        short_labels=tuple(
            words(
                "portfolio_charts.pairs.short",
                own=family_short_label(c.own),
                needed=family_short_label(c.dependency),
            )
            for c in found
        ),
    )


def sharing(rows: Sharing) -> Chart:
    """Components that most repositories need; own packages in blue, those of others in grey."""
    shown = rows.components[:SHOWN]
    title = words("portfolio_charts.sharing.none")
    if shown:
        title = plural("portfolio_charts.sharing.title", shown[0].repositories, name=shown[0].label)
    return Chart(
        id="sharing",
        title=title,
        basis=words(
            "portfolio_charts.sharing.basis",
            known=number(rows.with_dependencies),
            total=number(rows.repositories),
        ),
        kind=Kind.BARS,
        label_header=words("portfolio_charts.sharing.header"),
        labels=tuple(_component(one) for one in shown),
        series=(
            Series(words("portfolio.chart.repositories"), tuple(c.repositories for c in shown)),
        ),
        keys=tuple(c.name for c in shown),
        tones=tuple(Tone.NORMAL if c.own else Tone.QUIET for c in shown),
        whole=rows.with_dependencies,
        unit=words("portfolio.chart.repositories"),
        filter_name=USES,
        caption=words("portfolio_charts.sharing.caption"),
        short_labels=tuple(c.label for c in shown),
        table=_shared_table(rows),
        data=_shared_table(rows),
    )


def _component(one: Shared) -> str:
    return words("portfolio_charts.counted", name=one.label, count=family_label(one.family))


def _shared_table(rows: Sharing) -> ChartTable:
    columns = (
        words("portfolio_charts.sharing.header"),
        words("portfolio.filter.family"),
        words("portfolio_charts.sharing.own"),
        words("portfolio.chart.repositories"),
    )
    return ChartTable(
        words("portfolio_charts.sharing.caption"),
        columns,
        tuple(
            (c.label, family_label(c.family), words(f"portfolio.{'yes' if c.own else 'no'}"),
             c.repositories)
            for c in rows.components
        ),
    )  # fmt: skip


def needs(rows: Needs, *, own: bool = True) -> Chart:
    """Which project needs which of the most shared things: a matrix, since lines would tangle.

    Args:
        rows: Projects and what they need.
        own: What is needed are own packages, else components of others.
    """
    repos = rows.repos[:PROJECTS_SHOWN]
    needed = rows.needed[:NEEDED_SHOWN]
    series = tuple(
        Series(
            one.label,
            tuple(1 if rows.cells[i][column] else None for i in range(len(repos))),
            key=one.name,
            texts=tuple("●" if rows.cells[i][column] else "" for i in range(len(repos))),
        )
        for column, one in enumerate(needed)
    )
    title = words("portfolio_charts.sharing.none")
    if needed:
        title = plural("portfolio_charts.needs.title", needed[0].repositories, name=needed[0].label)
    basis = words("portfolio_charts.needs.basis")
    left = rows.left_out + len(rows.repos) - len(repos)
    if left:
        basis = f"{basis} {plural('portfolio_charts.needs.left', left)}"
    columns = (words("portfolio.table.column.repo"), *(one.label for one in rows.needed))
    told = tuple(
        (repo, *(words(f"portfolio.{'yes' if cell else 'no'}") for cell in cells))
        for repo, cells in zip(rows.repos, rows.cells, strict=True)
    )
    table = ChartTable(words("portfolio_charts.needs.caption"), columns, told)
    return Chart(
        id="needs-own" if own else "needs",
        title=title,
        basis=basis,
        kind=Kind.MATRIX,
        label_header=columns[0],
        labels=repos,
        series=series,
        keys=repos,
        filter_name="repo",
        caption=table.caption,
        short_labels=tuple(repo.rpartition("/")[2] for repo in repos),
        table=table,
        series_filter=USES,
        data=table,
    )


def partners(rows: Flow) -> Chart:
    """Institutes by author entries: theirs in our projects, or ours in projects of others."""
    way = "outbound" if rows.outbound else "inbound"
    shown = rows.partners[:SHOWN]
    named = [p for p in rows.partners if p.key != OTHER]
    title = words(f"portfolio_charts.partners.{way}.none")
    if named:
        title = plural(
            f"portfolio_charts.partners.{way}.title", named[0].authors, name=named[0].label
        )
    basis = words("portfolio_charts.partners.basis")
    if rows.unattributed:
        basis = f"{basis} {plural('portfolio_charts.partners.unattributed', rows.unattributed)}"
    columns = (
        words(f"portfolio_charts.partners.{way}.header"),
        words("portfolio_charts.partners.authors"),
        words("portfolio.chart.repositories"),
    )
    caption = words(f"portfolio_charts.partners.{way}.caption")
    every = ChartTable(
        caption, columns, tuple((p.label, p.authors, p.repositories) for p in rows.partners)
    )
    return Chart(
        id=f"partners-{way}",
        title=title,
        basis=basis,
        kind=Kind.BARS,
        label_header=columns[0],
        labels=tuple(p.label for p in shown),
        series=(Series(columns[1], tuple(p.authors for p in shown)),),
        # What is put together is no institute that could be chosen.
        keys=tuple("" if p.key == OTHER else p.key for p in shown),
        tones=tuple(Tone.QUIET if p.key == OTHER else Tone.NORMAL for p in shown),
        unit=columns[1],
        filter_name="relation" if rows.outbound else PARTNER,
        caption=caption,
        table=every,
        data=every,
    )
