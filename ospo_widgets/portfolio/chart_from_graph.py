# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Rows of charts from what the graph of dependencies answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ospo_widgets.knowledge import Answer
from ospo_widgets.portfolio.chart_graph_rows import (
    Flow,
    Needs,
    Partner,
    Risk,
    RiskCell,
    Shared,
    Sharing,
)

if TYPE_CHECKING:
    from ospo_widgets.portfolio import graph


def risk_rows(found: graph.Exposure) -> Risk:
    """Licence risk of a selection."""
    return Risk(
        cells=tuple(
            RiskCell(
                own=cell.own,
                dependency=cell.needed,
                conflicts=cell.counts.get(Answer.NO, 0),
                conditional=cell.counts.get(Answer.CONDITIONAL, 0),
                unknown=cell.counts.get(Answer.UNKNOWN, 0),
                fine=cell.counts.get(Answer.YES, 0),
                repositories=cell.repositories,
                dependents=max(0, cell.weight - cell.counts.get(Answer.NO, 0)),
            )
            for cell in found.matrix()
        ),
        repositories=found.total,
        exposed=found.repositories.get(Answer.NO, 0),
        without_dependencies=found.unexamined,
    )


def sharing_rows(found: graph.Sharing) -> Sharing:
    """What the projects of a selection share, own packages and components of others together."""
    every = sorted((*found.own, *found.components), key=lambda s: (-s.users, s.name))
    return Sharing(
        components=tuple(_shared(one) for one in every),
        with_dependencies=found.total - found.unexamined,
        repositories=found.total,
    )


def _shared(one: graph.Shared) -> Shared:
    return Shared(
        name=one.key, label=one.name, family=one.family, repositories=one.users, own=one.own
    )


def needs_rows(found: graph.SharingMatrix) -> Needs:
    """Which project needs which of the shared things."""
    return Needs(
        repos=found.users,
        needed=tuple(_shared(one) for one in found.needed),
        cells=tuple(tuple(use is not None for use in row) for row in found.uses),
        left_out=found.users_left_out,
    )


def flow_rows(found: graph.Partners) -> tuple[Flow, Flow]:
    """Work of others in our projects, and ours in projects of others."""
    return _flow(found, outbound=False), _flow(found, outbound=True)


def _flow(found: graph.Partners, *, outbound: bool) -> Flow:
    return Flow(
        partners=tuple(
            Partner(p.institute.id, p.institute.name, p.authors, p.repositories)
            for p in (found.outbound if outbound else found.inbound)
        ),
        outbound=outbound,
        unattributed=found.unattributed,
        repositories=found.repositories,
    )
