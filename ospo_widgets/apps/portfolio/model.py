# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""State of the portfolio page: what is in view, filters and order. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode

import traitlets as tl

from ospo_widgets.charting.picks import Pick
from ospo_widgets.errors import InputError
from ospo_widgets.markup import visible
from ospo_widgets.portfolio import Filters, Portfolio
from ospo_widgets.portfolio.opening import open_portfolio
from ospo_widgets.portfolio.records import Repository
from ospo_widgets.portfolio.table import DEFAULT_SORT, SORTS
from ospo_widgets.wording import words

TABS = ("glance", "licences", "readiness", "health", "dependencies", "partners", "quality")
"""Views that show the repositories that fit the filters, in the order of the page."""

REPOSITORY, WHAT_IF, REPORT, DATA = "repository", "what-if", "report", "data"
SCREENS = (REPOSITORY, WHAT_IF, REPORT, DATA)
"""Views with a heading of their own, from which one goes back to the tabs."""

LONGEST = 400
"""Longest name of a repository or licence that an address may carry, characters."""

_KEYS = ("sort", "view", "open", "to")


class PortfolioModel(tl.HasTraits):
    """The portfolio page without a screen.

    Attributes:
        whole: The portfolio that is open.
        filters: Filters that are set.
        sort: Order of the list.
        view: One of :data:`TABS` or :data:`SCREENS`.
        open: Repository in view (``owner/name``), or repository or component of the what-if.
        to: Licence of the what-if.
        notes: What of an address could not be taken over, one sentence each.
    """

    whole = tl.Instance(Portfolio)
    filters = tl.Instance(Filters, args=())
    sort = tl.Unicode(DEFAULT_SORT)
    view = tl.Enum((*TABS, *SCREENS), TABS[0])
    open = tl.Unicode("")
    to = tl.Unicode("")
    notes = tl.Tuple()

    def __init__(self, whole: Portfolio | None = None) -> None:
        super().__init__(whole=whole or open_portfolio())
        self._shown = self.whole
        self._last = ""
        self._tab = TABS[0]

    @tl.observe("view")
    def _remember_tab(self, change: dict[str, str]) -> None:
        if change["new"] in TABS:
            self._tab = change["new"]

    @property
    def shown(self) -> Portfolio:
        """The repositories that fit the filters; kept until the filters change."""
        if self._shown.filters != self.filters or (self._shown.whole or self._shown) != self.whole:
            self._shown = self.whole.filtered(self.filters)
        return self._shown

    @property
    def repository(self) -> Repository | None:
        """The repository in view; None when there is none of this name."""
        try:
            return self.whole.repository(self.open)
        except InputError:
            return None

    # Filters ----------------------------------------------------------------------------------

    def set(self, name: str, value: str) -> None:
        """Set one filter as a field does: an empty value clears it."""
        self._last = name
        if not value:
            self.filters = self.filters.without(name)
        elif name == "name":
            self.filters = self.filters.without(name).with_(name, value[:100])
        elif self.value(name) != value:
            self.filters = self.filters.without(name).with_(name, value)

    def toggle(self, name: str, keys: tuple[str, ...]) -> None:
        """Set one filter as a click on a chart does; the same click again clears it."""
        if keys:
            self._last = name
            self.filters = self.filters.choose(name, keys)

    def pick(self, picks: Sequence[Pick]) -> None:
        """Set all filters that a click on a chart chose, at once; a cell may choose two."""
        filters = self.filters
        for one in picks:
            self._last = one.filter_name
            filters = filters.choose(one.filter_name, one.keys)
        self.filters = filters

    def show_rows(self, filters: Filters) -> None:
        """Show the rows behind a sentence or a figure."""
        self.filters = filters
        self.view = TABS[0]

    def clear(self) -> None:
        """Show everything."""
        self.filters = Filters()

    def clear_last(self) -> None:
        """Take back the filter that was set last; without one that is known, all of them."""
        filters = self.filters.without(self._last) if self._last else Filters()
        self.filters = filters if filters != self.filters else Filters()
        self._last = ""

    def value(self, name: str) -> str:
        """Value of a filter as its field shows it."""
        value = getattr(self.filters, name)
        if isinstance(value, bool):
            return "yes" if value else "no"
        return str(value or "")

    # Views ------------------------------------------------------------------------------------

    def open_repository(self, repo: str) -> None:
        """Show one repository."""
        with self.hold_trait_notifications():
            self.open = repo[:LONGEST]
            self.view = REPOSITORY

    def open_portfolio(self, portfolio: Portfolio) -> None:
        """Show another portfolio, from its beginning."""
        with self.hold_trait_notifications():
            self.whole = portfolio
            self.filters = Filters()
            self.view = TABS[0]

    def ask_what_if(self, name: str = "", license_: str = "") -> None:
        """Ask what another licence would change, of a repository or of a component."""
        with self.hold_trait_notifications():
            self.open = name[:LONGEST]
            self.to = license_[:LONGEST]
            self.view = WHAT_IF

    def back(self) -> None:
        """Go back from a screen to the tab that was in view before."""
        self.view = self._tab

    @property
    def blockers(self) -> list[str]:
        """Why no report can be made; a report without rows is still a report, so never."""
        return []

    # Address ----------------------------------------------------------------------------------

    def to_query(self) -> str:
        """State for the address."""
        more = {
            "sort": "" if self.sort == DEFAULT_SORT else self.sort,
            "view": "" if self.view == TABS[0] else self.view,
            "open": self.open if self.view in {REPOSITORY, WHAT_IF} else "",
            "to": self.to if self.view == WHAT_IF else "",
        }
        said = urlencode({name: value for name, value in more.items() if value})
        return "&".join(filter(None, (self.filters.to_query(), said)))

    def from_query(self, query: str) -> None:
        """Take over what an address carries; what is not known is noted and left out."""
        filters, notes = self.whole.filters_from_query(query)
        found = _pairs(query)
        view = found.get("view", TABS[0])
        if view not in {*TABS, *SCREENS}:
            notes = (*notes, words("portfolio_app.note.view", value=visible(view[:40])))
            view = TABS[0]
        if view == REPOSITORY and not self._has(found.get("open", "")):
            shown = visible(found.get("open", "")[:80])
            notes = (*notes, words("portfolio_app.note.repository", value=shown))
            view = TABS[0]
        sort = found.get("sort", DEFAULT_SORT)
        with self.hold_trait_notifications():
            self.filters, self.notes = filters, notes
            self.sort = sort if sort in SORTS else DEFAULT_SORT
            self.open, self.to = (found.get(name, "")[:LONGEST] for name in ("open", "to"))
            self.view = view

    def _has(self, repo: str) -> bool:
        try:
            self.whole.repository(repo)
        except InputError:
            return False
        return True

    def to_json(self) -> dict[str, str]:
        """State as plain data."""
        return {"query": self.to_query()}

    def from_json(self, data: dict[str, str]) -> None:
        """Take over what :meth:`to_json` gave."""
        self.from_query(str(data.get("query", "")))


def _pairs(query: str) -> dict[str, str]:
    """The first value of each key of the address that is ours."""
    try:
        pairs = parse_qsl(query.removeprefix("?")[:8_000], max_num_fields=100)
    except ValueError:
        return {}
    return {name: value for name, value in reversed(pairs) if name in _KEYS}
