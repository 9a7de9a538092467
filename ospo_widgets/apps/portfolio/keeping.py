# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What is kept of the portfolio: the view, the day, names of own files and what columns are.

The files themselves are not kept, nor the headings in them: they have to be chosen again, and are
then read as before.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ospo_widgets.apps.portfolio.data_state import MOST_FILES, Brought
from ospo_widgets.apps.portfolio.model import DATA
from ospo_widgets.errors import InputError
from ospo_widgets.markup import tag
from ospo_widgets.portfolio.importing.mapping import TARGETS
from ospo_widgets.portfolio.opening import open_portfolio
from ospo_widgets.widgets.kept.packing import LINK_BYTES
from ospo_widgets.widgets.kept.record import Snapshot
from ospo_widgets.wording import plural, words

if TYPE_CHECKING:
    from ospo_widgets.apps.portfolio.view import PortfolioApp

LONGEST = 400
MOST_COLUMNS = 500


class PortfolioKeeper:
    """Knows what of the portfolio is kept.

    Args:
        app: The page.
    """

    def __init__(self, app: PortfolioApp) -> None:
        self._app = app
        self._newest = app.model.whole.day
        self._files: list[dict[str, Any]] = []  # to be chosen again
        self._query = ""
        self._notice: ipw.Widget | None = None

    # Keeping ----------------------------------------------------------------------------------

    def snapshot(self) -> Snapshot | None:
        """What there is to keep; None while the page is as at the beginning."""
        model = self._app.model
        query = self._query or model.to_query()
        more: dict[str, Any] = {}
        files = self._files or self._brought()
        if files:
            more = {"files": files}
        elif model.whole.day is not None and model.whole.day != self._newest:
            more = {"day": model.whole.day.isoformat()}
        if len(query) > LINK_BYTES:
            more["query"] = query
        if not query and not more:
            return None
        count = sum(1 for _ in model.filters.describe())
        said = [
            plural("kept.count.files", len(files)) if files else "",
            plural("kept.count.filters", count) if count else "",
        ]
        what = ", ".join(filter(None, said)) or words("kept.count.view")
        return Snapshot(
            "",
            what,
            words("kept.said.view", what=what),
            query if len(query) <= LINK_BYTES else "",
            more,
            held=(model.filters.name, model.open, model.to),
        )

    def _brought(self) -> list[dict[str, Any]]:
        screen = self._app.data_screen
        return [_described(one) for one in screen.state.files] if screen is not None else []

    # Bringing back ----------------------------------------------------------------------------

    def restore(self, query: str, more: Mapping[str, Any]) -> None:
        """Show the view again; where it was of own files, ask for them first.

        Raises:
            InputError: It cannot be read; the page is as it was.
        """
        query = str(more.get("query", "")) or query
        files = _checked(more.get("files", []))
        if day := more.get("day"):
            try:
                wanted = date.fromisoformat(str(day))
            except ValueError:
                raise _wrong() from None
            self._app.model.open_portfolio(open_portfolio(wanted))
        if not files:
            self._app.take_query(query)
            return
        self._files, self._query = files, query
        self._app.model.view = DATA
        screen = self._app.data_screen
        if screen is not None:
            screen.remember(files, self._all_there)
        names = ", ".join(one["name"] for one in files)
        self._notice = ipw.HTML(
            tag("div", tag("p", words("kept.portfolio.files", names=names)), class_="notice")
        )
        self._app.put_above(self._notice)

    def _all_there(self) -> None:
        """The person's own files were opened again: show what was shown of them."""
        query, self._files, self._query = self._query, [], ""
        if self._notice is not None:
            self._app.take_away(self._notice)
            self._notice = None
        self._app.take_query(query)


def _described(brought: Brought) -> dict[str, Any]:
    mapping = brought.imported.mapping
    fields = [column.field for column in mapping.columns] if mapping else []
    return {"name": brought.document.name[:LONGEST], "columns": fields[:MOST_COLUMNS]}


def _checked(files: Any) -> list[dict[str, Any]]:
    if not isinstance(files, list) or len(files) > MOST_FILES:
        raise _wrong()
    for one in files:
        if not isinstance(one, dict) or not _text(one.get("name")) or not one["name"]:
            raise _wrong()
        columns = one.get("columns")
        if not isinstance(columns, list) or len(columns) > MOST_COLUMNS:
            raise _wrong()
        if not all(column in ("", *TARGETS) for column in columns):
            raise _wrong()
    return files


def _text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST


def _wrong() -> InputError:
    return InputError(words("kept.wrong.damaged"), remedy=words("kept.wrong.remedy"))
