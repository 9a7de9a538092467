# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A portfolio: its repositories and filters, and every question that can be asked of them.

Frozen; filtering gives another one. Figures are computed when first asked for and kept. pandas and
plotly are loaded by the methods that need them.
"""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ospo_widgets.errors import InputError
from ospo_widgets.markup import Markup, tag
from ospo_widgets.portfolio import attention as looks
from ospo_widgets.portfolio import charts, metrics, table, tiles
from ospo_widgets.portfolio.families import families, family_label
from ospo_widgets.portfolio.filters import Filters, kind_label
from ospo_widgets.portfolio.readiness import READINESS, readiness_count
from ospo_widgets.portfolio.records import (
    About,
    AuthorDomain,
    LicenseEvent,
    Months,
    Repository,
    RepositoryKind,
)
from ospo_widgets.portfolio.source import FEWEST_AUTHORS, read_folder
from ospo_widgets.resources import data_dir, overlay_dir
from ospo_widgets.wording import day, number, plural, words

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from ospo_widgets.charting.model import Chart

_ROWS_IN_NOTEBOOK = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: what an address keeps, what a person reads, and its rows."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Metrics:
    """The figures behind tiles and charts, as data frames; columns are listed in ``metrics.py``."""

    totals: metrics.Totals
    families: pd.DataFrame
    readiness: pd.DataFrame
    monthly: pd.DataFrame
    yearly: pd.DataFrame
    kinds: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Portfolio:
    """Repositories of an institute, or those of them that fit some filters.

    Attributes:
        repositories: Repositories that fit.
        months: Their commits by month.
        about: What to know before reading the figures.
        license_events: History of their licence files.
        author_domains: Institutes of their authors, groups under five left out.
        filters: Filters that gave this selection.
        whole: The portfolio that was filtered; None for a whole one.
    """

    repositories: tuple[Repository, ...]
    months: Months = field(repr=False)
    about: About
    license_events: tuple[LicenseEvent, ...] = field(default=(), repr=False)
    author_domains: tuple[AuthorDomain, ...] = field(default=(), repr=False)
    filters: Filters = field(default_factory=Filters)
    whole: Portfolio | None = field(default=None, repr=False)

    @classmethod
    def read(cls, folder: str | os.PathLike[str]) -> Portfolio:
        """Read a folder of CSV files; ``data/portfolio/README.md`` lists their columns.

        Raises:
            InputError: A file is missing or wrong; the message names file, line and column.
        """
        records = read_folder(Path(folder))
        return cls(
            repositories=records.repositories,
            months=records.months,
            about=records.about,
            license_events=records.license_events,
            author_domains=records.author_domains,
        )

    @classmethod
    def sample(cls) -> Portfolio:
        """The sample of 127 repositories, or that of an overlay folder; read once."""
        overlay = overlay_dir()
        folder = data_dir() / "portfolio"
        if overlay and (overlay / "portfolio" / "repositories.csv").is_file():
            folder = overlay / "portfolio"
        return _read_once(folder)

    def __len__(self) -> int:
        return len(self.repositories)

    @property
    def total(self) -> int:
        """Number of repositories before filtering."""
        return len(self.whole or self)

    def filtered(self, filters: Filters) -> Portfolio:
        """The repositories of the whole portfolio that fit; earlier filters do not add up."""
        whole = self.whole or self
        if not filters:
            return whole
        reference = self.about.reference_date
        chosen = tuple(r for r in whole.repositories if filters.matches(r, reference))
        names = {r.repo for r in chosen}
        return Portfolio(
            repositories=chosen,
            months={repo: pairs for repo, pairs in whole.months.items() if repo in names},
            about=self.about,
            license_events=tuple(e for e in whole.license_events if e.repo in names),
            author_domains=tuple(d for d in whole.author_domains if d.repo in names),
            filters=filters,
            whole=whole,
        )

    def repository(self, repo: str) -> Repository:
        """The repository of this name (``owner/name``), filtered out or not.

        Raises:
            InputError: The portfolio has no such repository.
        """
        for repository in (self.whole or self).repositories:
            if repository.repo == repo:
                return repository
        raise InputError(f"The portfolio has no repository “{repo[:200]}”.")

    def license_history(self, repo: str) -> tuple[LicenseEvent, ...]:
        """What a tool made of the repository’s licence files over time, oldest first."""
        return tuple(e for e in (self.whole or self).license_events if e.repo == repo)

    @cached_property
    def totals(self) -> metrics.Totals:
        """The figures of tiles and heading."""
        return metrics.totals(self._frame, self._months, self.about.reference_date)

    @cached_property
    def _frame(self) -> pd.DataFrame:
        return metrics.repository_frame(self.repositories, self.about.reference_date)

    @cached_property
    def _months(self) -> pd.DataFrame:
        return metrics.month_frame(self.months)

    @cached_property
    def _metrics(self) -> Metrics:
        monthly = metrics.monthly_commits(self._months, self.about.reference_date)
        return Metrics(
            totals=self.totals,
            families=metrics.license_families(self._frame),
            readiness=metrics.readiness(self._frame),
            monthly=monthly,
            yearly=metrics.yearly_commits(monthly),
            kinds=metrics.kinds(self._frame),
        )

    def metrics(self) -> Metrics:
        """The figures behind tiles and charts."""
        return self._metrics

    def tiles(self) -> tuple[tiles.Tile, ...]:
        """The five summary tiles."""
        return tiles.tiles(self.totals, self.filters)

    @cached_property
    def _charts(self) -> tuple[Chart, ...]:
        if not self.repositories:
            return ()
        found = self._metrics
        return (
            charts.licences(found.families, found.totals),
            charts.readiness(found.readiness, found.totals),
            charts.activity(found.monthly, found.yearly, found.totals, self.about.reference_date),
            charts.kinds(found.kinds, found.totals),
        )

    def charts(self) -> tuple[Chart, ...]:
        """The charts in the order of the page; none without repositories."""
        return self._charts

    def chart(self, name: str) -> Chart:
        """The chart with this id: ``licences``, ``readiness``, ``activity`` or ``kinds``.

        Raises:
            InputError: There is no such chart, or there are no repositories to draw.
        """
        for chart in self._charts:
            if chart.id == name:
                return chart
        if name in charts.CHARTS:
            raise InputError(words("portfolio.nothing"))
        raise InputError(
            f"The portfolio has no chart “{name[:60]}”.",
            remedy="There are: " + ", ".join(charts.CHARTS) + ".",
        )

    def figure(self, name: str, *, dark: bool = False) -> go.Figure:
        """A chart as a plotly figure, to change or to show in a notebook.

        Args:
            name: ``licences``, ``readiness``, ``activity`` or ``kinds``.
            dark: Colours of the dark theme.

        Raises:
            InputError: There is no such chart, or there are no repositories to draw.
        """
        import plotly.graph_objects as go

        from ospo_widgets.charting.plotly_figure import figure

        plain = figure(self.chart(name), dark=dark)
        return go.Figure(data=plain["data"], layout=plain["layout"])

    def attention(self) -> tuple[looks.Attention, ...]:
        """What to look at, most urgent first; data quality last."""
        return looks.attention(self.repositories, self.totals, self.about, self.filters)

    def data_quality(self) -> tuple[looks.Statement, ...]:
        """What to know of the data before quoting a figure."""
        return looks.data_quality(self.repositories, self.months, self.totals, self.about)

    def page(
        self,
        *,
        sort: str = table.DEFAULT_SORT,
        number: int = 1,
        size: int = table.PAGE_SIZES[0],
    ) -> table.Page:
        """One page of the sorted list; see :func:`table.page`."""
        return table.page(self.repositories, sort=sort, number=number, size=size)

    def choices(self) -> dict[str, tuple[Choice, ...]]:
        """Values of each filter that the whole portfolio has, with their counts."""
        rows = (self.whole or self).repositories

        def count(name: str, value: object) -> int:
            return sum(getattr(r, name) == value for r in rows)

        relations = sorted({r.relation for r in rows if r.relation})
        offered = {
            "kind": [Choice(str(k), kind_label(k), count("kind", k)) for k in RepositoryKind],
            "family": [Choice(f, family_label(f), count("family", f)) for f in families()],
            "relation": [Choice(r, r, count("relation", r)) for r in relations],
            "active": [
                Choice(name, words(f"portfolio.{name}"), count("active", name == "yes"))
                for name in ("yes", "no")
            ],
        }
        offered["relation"].sort(key=lambda choice: -choice.count)
        return {name: tuple(c for c in found if c.count) for name, found in offered.items()}

    def filters_from_query(self, query: str) -> tuple[Filters, tuple[str, ...]]:
        """Filters of an address, checked against this portfolio, and notes on what was left out."""
        relations = {choice.value for choice in self.choices()["relation"]}
        return Filters.from_query(query, relations)

    def heading(self) -> str:
        """What the rows hold, in a line: counts, newest commit, and how they were chosen."""
        if not self.repositories:
            return words("portfolio.nothing")
        found = self.totals
        said = [plural("portfolio.summary", len(self), commits=number(found.commits))]
        if found.newest:
            said.append(words("portfolio.newest", date=day(found.newest)))
        return " ".join([*said, self.about.basis]).strip()

    def list_title(self) -> str:
        """Title of the list: “No licence stated: 20 repositories”."""
        title = " · ".join(self.filters.values())
        if not title:
            return plural("portfolio.table.all", len(self))
        title = title[0].upper() + title[1:]
        return plural("portfolio.table.repositories", len(self), title=title)

    def to_frame(self) -> pd.DataFrame:
        """A copy of the repositories as a data frame; see ``metrics.repository_frame``."""
        return self._frame.copy()

    def to_csv(self) -> str:
        """The repositories as CSV that a spreadsheet may open safely."""
        return table.to_csv(self.repositories)

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``: figures, rows and what to know of them."""
        found = self.totals
        return {
            "reference_date": self.about.reference_date.isoformat(),
            "filters": self.filters.to_query(),
            "total": self.total,
            "figures": {
                **asdict(found),
                "newest": found.newest.isoformat() if found.newest else None,
            },
            "charts": [
                {
                    "id": chart.id,
                    "title": chart.title,
                    "basis": chart.basis,
                    "columns": list(chart.columns()),
                    "rows": [list(row) for row in chart.rows()],
                }
                for chart in self._charts
            ],
            "attention": [
                {"headline": a.headline, "detail": a.detail, "filters": a.filters.to_query()}
                for a in self.attention()
            ],
            "data_quality": [statement.text for statement in self.data_quality()],
            "repositories": [_row_json(r) for r in table.sorted_rows(self.repositories)],
        }

    def _repr_html_(self) -> str:
        """What a notebook shows: heading, tiles and the first rows."""
        if not self.repositories:
            return tag("p", words("portfolio.nothing"))
        first = self.page(size=_ROWS_IN_NOTEBOOK)
        rest = words("common.table.range", first=first.first, last=first.last, total=first.total)
        parts: list[Markup] = [
            tag("p", self.heading()),
            tiles.to_html(self.tiles()),
            table.to_html(first.rows, self.list_title(), sort=first.sort),
            tag("p", rest),
        ]
        return tag("div", parts, class_="ospo stack")


def _row_json(r: Repository) -> dict[str, Any]:
    return {
        "repo": r.repo,
        "url": r.url,
        "relation": r.relation,
        "kind": r.kind and str(r.kind),
        "license": r.license or None,
        "family": r.family,
        "license_corrected": r.license_corrected,
        "head_date": r.head_date.isoformat() if r.head_date else None,
        "commits": r.commits,
        "commits_12m": r.commits_12m,
        # Small groups are withheld in everything that leaves the house.
        "authors": r.authors if (r.authors or 0) >= FEWEST_AUTHORS else None,
        "authors_for_half": r.authors_for_half,
        "readiness": {item: check(r) for item, check in READINESS.items()},
        "readiness_count": readiness_count(r),
    }


@cache
def _read_once(folder: Path) -> Portfolio:
    return Portfolio.read(folder)
