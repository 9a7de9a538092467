# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Every parser of what others write, as a function of bytes; what one may raise is its own error.

Where a parser is one of many (a manifest, an importer, an app), the first line of the input
chooses it by name, so that a fuzzer can go from one to the other.
"""

from __future__ import annotations

from collections.abc import Callable

from page_targets import (
    answers,
    forges,
    imports,
    kept,
    knowledge,
    letters,
    messages,
    names,
    queries,
    records,
    reports,
    requests,
    uploads,
)
from scan_targets import (
    addresses,
    archives,
    expressions,
    files,
    fixes,
    history,
    manifests,
    sboms,
    scans,
)

from ospo_widgets.errors import OspoError
from ospo_widgets.portfolio.collecting.limits import GitError

Target = Callable[[bytes], None]

ERRORS = (OspoError, GitError)
"""What any of them may raise."""

_ALL: tuple[Target, ...] = (
    addresses, answers, archives, expressions, files, fixes, forges, history, imports, kept,
    knowledge, letters, manifests, messages, names, queries, records, reports, requests, sboms,
    scans, uploads,
)  # fmt: skip
TARGETS: dict[str, Target] = {target.__name__: target for target in _ALL}
