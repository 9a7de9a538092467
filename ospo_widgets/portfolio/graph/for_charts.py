# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the graph says as the rows that charts are made from (``chart_graph_rows.py``)."""

from __future__ import annotations

from ospo_widgets.knowledge import Answer
from ospo_widgets.portfolio import chart_graph_rows as rows
from ospo_widgets.portfolio.chart_rows import OTHER
from ospo_widgets.portfolio.graph.exposure import Exposure
from ospo_widgets.portfolio.graph.partners import Direction, Partner, Partners
from ospo_widgets.portfolio.graph.sharing import Shared, Sharing


def risk(found: Exposure) -> rows.Risk:
    """Licence risk, cell by cell."""
    return rows.Risk(
        cells=tuple(
            rows.RiskCell(
                own=cell.own,
                dependency=cell.needed,
                conflicts=cell.counts.get(Answer.NO, 0),
                conditional=cell.counts.get(Answer.CONDITIONAL, 0),
                unknown=cell.counts.get(Answer.UNKNOWN, 0),
                fine=cell.counts.get(Answer.YES, 0),
                repositories=cell.repositories,
                # The weight counts each conflict once, beside its dependents.
                dependents=max(cell.weight - cell.counts.get(Answer.NO, 0), 0),
            )
            for cell in found.matrix()
        ),
        repositories=found.total,
        exposed=found.repositories.get(Answer.NO, 0),
        without_dependencies=found.unexamined,
    )


def shared(found: Sharing) -> rows.Sharing:
    """What several projects need, own packages and components of others together."""
    both = sorted((*found.own, *found.components), key=lambda s: (-s.users, s.name.casefold()))
    return rows.Sharing(
        components=tuple(_shared(one) for one in both if one.users > 1),
        with_dependencies=found.total - found.unexamined,
        repositories=found.total,
    )


def _shared(one: Shared) -> rows.Shared:
    return rows.Shared(one.key, one.name, one.family, one.users, own=one.own)


def needs(found: Sharing, *, own: bool) -> rows.Needs:
    """Which project needs which of the most shared things.

    Args:
        found: What is shared.
        own: Own packages, else components of others.
    """
    matrix = found.matrix(own=own)
    return rows.Needs(
        repos=matrix.users,
        needed=tuple(_shared(one) for one in matrix.needed),
        cells=tuple(tuple(use is not None for use in uses) for uses in matrix.uses),
        left_out=matrix.users_left_out,
    )


def flow(found: Partners, direction: Direction) -> rows.Flow:
    """Work with other institutes, one way."""
    outbound = direction is Direction.OUTBOUND
    partners = found.outbound if outbound else found.inbound
    return rows.Flow(
        partners=tuple(_partner(one) for one in partners),
        outbound=outbound,
        unattributed=found.unattributed,
        repositories=found.repositories,
    )


def _partner(one: Partner) -> rows.Partner:
    return rows.Partner(
        one.institute.id or OTHER, one.institute.name, one.authors, one.repositories
    )
