# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A portfolio: its repositories and filters, and every question that can be asked of them.

Filtering gives another one and copies no rows. Figures are computed when first asked for and kept.
numpy, pandas and plotly are loaded by the methods that need them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ospo_widgets.errors import InputError
from ospo_widgets.markup import Markup, tag
from ospo_widgets.portfolio import attention as looks
from ospo_widgets.portfolio import charts, metrics, table, tiles
from ospo_widgets.portfolio.choices import Choice, choices
from ospo_widgets.portfolio.details import Details
from ospo_widgets.portfolio.export import to_json
from ospo_widgets.portfolio.figures import figures_of
from ospo_widgets.portfolio.filters import Filters
from ospo_widgets.portfolio.linked import known_values, select
from ospo_widgets.portfolio.metrics import Metrics
from ospo_widgets.portfolio.records import (
    About,
    AuthorDomain,
    LicenseEvent,
    Months,
    Records,
    Repository,
)
from ospo_widgets.portfolio.source import read_folder
from ospo_widgets.portfolio.totals import Totals
from ospo_widgets.portfolio.whole import Whole
from ospo_widgets.resources import data_dir, overlay_dir
from ospo_widgets.wording import day, language, number, plural, words

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from ospo_widgets.charting.model import Chart
    from ospo_widgets.portfolio.engine import Index, Selection
    from ospo_widgets.portfolio.graph import Graph

__all__ = ["Choice", "Metrics", "Portfolio"]

_ROWS_IN_NOTEBOOK = 8


class Portfolio(Details):
    """Repositories of an institute, or those of them that fit some filters.

    Args:
        repositories: Repositories, each with a name of its own.
        months: Their commits by month.
        about: What to know before reading the figures.
        license_events: History of their licence files.
        author_domains: Institutes of their authors, groups under five left out.

    Attributes:
        filters: Filters that gave this selection.
        whole: The portfolio that was filtered; None for a whole one.
    """

    filters: Filters
    whole: Portfolio | None

    def __init__(
        self,
        repositories: Iterable[Repository],
        months: Months,
        about: About,
        license_events: Iterable[LicenseEvent] = (),
        author_domains: Iterable[AuthorDomain] = (),
    ) -> None:
        records = Records(
            repositories=tuple(repositories),
            months=months,
            license_events=tuple(license_events),
            author_domains=tuple(author_domains),
            about=about,
        )
        self._begin(Whole(records))

    def _begin(
        self, data: Whole, filters: Filters | None = None, whole: Portfolio | None = None
    ) -> None:
        self._data = data
        self.filters = filters or Filters()
        self.whole = whole

    @classmethod
    def _of(
        cls, data: Whole, filters: Filters | None = None, whole: Portfolio | None = None
    ) -> Portfolio:
        made = cls.__new__(cls)
        made._begin(data, filters, whole)
        return made

    @classmethod
    def from_records(cls, records: Records) -> Portfolio:
        """The portfolio of records that were put together from sources."""
        return cls._of(Whole(records))

    @classmethod
    def from_index(cls, index: Index) -> Portfolio:
        """The portfolio of columns, for example mapped from files; rows are read when asked for."""
        return cls._of(Whole(index=index))

    @classmethod
    def open(cls, url: str | os.PathLike[str], day: date | None = None) -> Portfolio:
        """A snapshot of a store.

        Args:
            url: Folder or address of the store.
            day: Day of the snapshot; None takes the newest.

        Raises:
            InputError: There is no store, or it has no snapshot of this day.
        """
        from ospo_widgets.portfolio.stored import open_store

        return cls._of(open_store(os.fspath(url), day))

    @classmethod
    def read(cls, folder: str | os.PathLike[str]) -> Portfolio:
        """Read a folder of CSV files; ``data/portfolio/README.md`` lists their columns.

        Raises:
            InputError: A file is missing or wrong; the message names file, line and column.
        """
        return cls.from_records(read_folder(Path(folder)))

    @classmethod
    def sample(cls) -> Portfolio:
        """The sample of 127 repositories, or that of an overlay folder; read once."""
        overlay = overlay_dir()
        folder = data_dir() / "portfolio"
        if overlay and (overlay / "portfolio" / "repositories.csv").is_file():
            folder = overlay / "portfolio"
        return _read_once(folder, language())

    # Rows -------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self.selection) if self.filters else len(self._data)

    def __repr__(self) -> str:
        return f"Portfolio({len(self)} of {self.total} repositories, {self.filters.to_query()!r})"

    @property
    def total(self) -> int:
        """Number of repositories before filtering."""
        return len(self._data)

    @property
    def about(self) -> About:
        """What to know before reading the figures."""
        return self._data.about

    @property
    def records(self) -> Records:
        """Everything that is known of the whole portfolio, with claims, disagreements, problems."""
        return self._data.records

    @property
    def index(self) -> Index:
        """The columns of the whole portfolio."""
        return self._data.index

    @property
    def graph(self) -> Graph:
        """What the repositories of the whole portfolio need; takes a while when it is large."""
        return self._data.graph

    @cached_property
    def selection(self) -> Selection:
        """The rows that fit the filters, as columns."""
        if not self.filters:
            return self.index.whole
        return select(self._data, self.filters)

    def filtered(self, filters: Filters) -> Portfolio:
        """The repositories of the whole portfolio that fit; earlier filters do not add up."""
        whole = self.whole or self
        return self._of(self._data, filters, whole) if filters else whole

    @cached_property
    def _rows(self) -> tuple[int, ...] | None:
        return tuple(self.selection.rows.tolist()) if self.filters else None

    @cached_property
    def repositories(self) -> tuple[Repository, ...]:
        """Repositories that fit, all of them; of a large portfolio ask for :meth:`rows`."""
        return self._data.repositories(range(self.total) if self._rows is None else self._rows)

    @cached_property
    def months(self) -> Months:
        """Commits by month of the repositories that fit."""
        return self._data.months(self._rows)

    @cached_property
    def license_events(self) -> tuple[LicenseEvent, ...]:
        """History of the licence files of the repositories that fit."""
        return self._only(self._data.records.license_events)

    @cached_property
    def author_domains(self) -> tuple[AuthorDomain, ...]:
        """Institutes of the authors of the repositories that fit."""
        return self._only(self._data.records.author_domains)

    def _only(self, items: tuple[Any, ...]) -> tuple[Any, ...]:
        if not self.filters:
            return items
        names = set(self.selection.names())
        return tuple(item for item in items if item.repo in names)

    def rows(
        self, sort: str = table.DEFAULT_SORT, first: int = 0, count: int = table.PAGE_SIZES[0]
    ) -> tuple[Repository, ...]:
        """Some rows of the sorted list; reads only these.

        Args:
            sort: One of ``table.SORTS``.
            first: Place of the first one, from 0.
            count: How many.

        Raises:
            KeyError: There is no such order.
        """
        return self._data.repositories(self.selection.page(sort, first, count))

    def page(
        self,
        *,
        sort: str = table.DEFAULT_SORT,
        number: int = 1,
        size: int = table.PAGE_SIZES[0],
    ) -> table.Page:
        """One page of the sorted list; a number beyond the ends gives the nearest page.

        Raises:
            KeyError: There is no such order.
        """
        return table.page_of(
            len(self), lambda first, count: self.rows(sort, first, count), sort, number, size
        )

    # Figures ----------------------------------------------------------------------------------

    @property
    def totals(self) -> Totals:
        """The figures of tiles and heading."""
        return self.selection.totals

    @cached_property
    def _frame(self) -> pd.DataFrame:
        return metrics.repository_frame(self.repositories, self.about.reference_date)

    @cached_property
    def _metrics(self) -> Metrics:
        return metrics.metrics_of(self.selection)

    def metrics(self) -> Metrics:
        """The figures behind tiles and charts."""
        return self._metrics

    def tiles(self) -> tuple[tiles.Tile, ...]:
        """The five summary tiles."""
        return tiles.tiles(self.totals, self.filters)

    @property
    def _charts(self) -> tuple[Chart, ...]:
        return self._spoken("charts", self._draw)

    def _draw(self) -> tuple[Chart, ...]:
        if not len(self):
            return ()
        found = figures_of(self.selection)
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
        known = words("given.known", known=", ".join(charts.CHARTS))
        raise InputError(words("given.portfolio.chart", name=name[:60]), remedy=known)

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
        return looks.attention(self.selection, self.about, self.filters)

    def data_quality(self) -> tuple[looks.Statement, ...]:
        """What to know of the data before quoting a figure."""
        return looks.data_quality(self.selection, self.about)

    # Filters ----------------------------------------------------------------------------------

    def choices(self) -> dict[str, tuple[Choice, ...]]:
        """Values of each filter that the whole portfolio has, with their counts."""
        whole = self.whole or self
        return dict(whole._spoken("choices", lambda: choices(self.index.whole)))

    def filters_from_query(self, query: str) -> tuple[Filters, tuple[str, ...]]:
        """Filters of an address, checked against this portfolio, and notes on what was left out."""
        return Filters.from_query(query, known_values(self._data, query))

    # Texts and data ---------------------------------------------------------------------------

    def heading(self) -> str:
        """What the rows hold, in a line: counts, newest commit, and how they were chosen."""
        if not len(self):
            return words("portfolio.nothing")
        found = self.totals
        said = [plural("portfolio.table.all", len(self)) + "."]
        if found.knows("commits"):
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
        return to_json(self)

    def _repr_html_(self) -> str:
        """What a notebook shows: heading, tiles and the first rows."""
        if not len(self):
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


@cache
def _read_once(folder: Path, _language: str) -> Portfolio:  # what it says of itself has a language
    return Portfolio.read(folder)
