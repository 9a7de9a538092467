# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""From licence files at the top to one expression, now and at each change.

A plain ``LICENSE`` or ``COPYING`` decides; only without one do files such as ``LICENSE-MIT`` count.
LGPL text beside GPL text is LGPL. The texts in ``LICENSES`` count where no file is at the top.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ospo_widgets.portfolio.collecting.git import Repository
from ospo_widgets.portfolio.collecting.presence import LICENSES, license_file
from ospo_widgets.portfolio.collecting.settings import Recognise
from ospo_widgets.portfolio.collecting.trees import Entry, State
from ospo_widgets.portfolio.spdx import spdx_expression

UNIDENTIFIED = "LicenseRef-unidentified"
"""A text lies there and nobody knows which licence it is."""
MOST_IDS = 20
"""Texts in ``LICENSES`` that are put together; more are no main licence."""
_FOR_DOCUMENTS = ("CC-", "CC0-", "GFDL-", "OFL-", "ODbL-", "PDDL-", "ODC-By-")
"""Licences that in REUSE projects mostly stand for pictures, texts and settings."""

Texts = Mapping[Entry, str | None]
"""Expression of each licence file; None when it was not recognised or not there to read."""


def wanted(states: Sequence[State], most: int) -> tuple[Entry, ...]:
    """Licence files whose content tells the history, those of the newest states first."""
    found = dict.fromkeys(entry for state in reversed(states) for entry in state.licenses)
    return tuple(found)[:most]


def recognised(
    repository: Repository, entries: Sequence[Entry], recognise: Recognise, largest: int
) -> Texts:
    """What each licence file states.

    Args:
        repository: Which one.
        entries: Licence files.
        recognise: Tells the licence of a content.
        largest: Bytes above which a file is no licence.
    """
    names: dict[str, list[Entry]] = {}
    for entry in entries:
        names.setdefault(entry.id, []).append(entry)
    found: dict[Entry, str | None] = dict.fromkeys(entries)
    for blob in repository.contents(names, largest):
        for entry in names[blob.id]:
            if blob.data is not None:
                found[entry] = _stated(entry, blob.data, recognise)
    return found


def _stated(entry: Entry, data: bytes, recognise: Recognise) -> str | None:
    if entry.link:
        # What a link holds is a path; one into LICENSES names the id.
        folder, _, name = data.decode("utf-8", "replace").strip().removeprefix("./").rpartition("/")
        return spdx_expression(name.removesuffix(".txt")) if folder == LICENSES else None
    expression = recognise(data, entry.name)
    return spdx_expression(expression) if expression else None


def expression_of(state: State, texts: Texts) -> str:
    """Expression of the licence files of a state.

    Returns:
        Empty when there is none, :data:`UNIDENTIFIED` when there is one that nobody recognises.
    """
    if not state.licenses:
        return _of_ids(state.ids)
    plain = _known(state, texts, 2)
    other = _known(state, texts, 1)
    lesser = [one for one in other if one.startswith("LGPL-")]
    if plain and lesser and all(one.startswith(("GPL-", "LGPL-")) for one in plain):
        return lesser[0]
    if any(license_file(entry.name) == 2 for entry in state.licenses):
        # Where a link or an unknown text is the plain file, LICENSES may still tell.
        found = plain or [_of_ids(state.ids) or UNIDENTIFIED]
    else:
        found = other or [UNIDENTIFIED]
    return _joined(found)


def _known(state: State, texts: Texts, sure: int) -> list[str]:
    entries = (entry for entry in state.licenses if license_file(entry.name) == sure)
    return list(dict.fromkeys(text for entry in entries if (text := texts.get(entry))))


def _of_ids(ids: Sequence[str]) -> str:
    """Main licence of a project that has its texts in ``LICENSES`` only."""
    if not ids:
        return ""
    known = list(dict.fromkeys(filter(None, (spdx_expression(one) for one in ids[:MOST_IDS]))))
    works = [one for one in known if not one.startswith(_FOR_DOCUMENTS)]
    return _joined(works or known) if known and len(ids) <= MOST_IDS else UNIDENTIFIED


def _joined(found: Sequence[str]) -> str:
    if len(found) == 1:
        return found[0]
    joined = " AND ".join(f"({one})" if " OR " in one else one for one in found)
    return spdx_expression(joined) or UNIDENTIFIED
