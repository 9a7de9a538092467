# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Turns what a person typed into settings and wishes of a scan, and says what cannot be used."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ospo_widgets.errors import InputError
from ospo_widgets.progress import Cancel
from ospo_widgets.scanning.baseline.accepted import Baseline
from ospo_widgets.scanning.settings import HISTORY, ScanSettings
from ospo_widgets.scanning.wishes import Wishes
from ospo_widgets.wording import words

if TYPE_CHECKING:
    from ospo_widgets.scanning.dependencies.licenses import Lookup
    from ospo_widgets.scanning.dependencies.model import Dependency

HOSTS_VARIABLE = "OSPO_SCAN_HOSTS"
"""Environment variable with the hosts that git addresses may name, separated by commas; unset
means every public host, set to nothing none."""


def settings(history: str, cache: Path | None, second_opinion: str = "") -> ScanSettings:
    """Settings of a scan.

    Args:
        history: How much of the history to read.
        cache: Folder for evidence, None for the user's own.
        second_opinion: ``scancode``, or empty for none.

    Raises:
        InputError: There is no such way to read the history, or no such second opinion.
    """
    from ospo_widgets.scanning.reading.cache import default_folder

    if history not in HISTORY:
        raise InputError(
            words("intake.scan.history", way=history),
            remedy=words("intake.scan.known", known=", ".join(HISTORY)),
        )
    if second_opinion not in {"", "scancode"}:
        raise InputError(words("detection.scancode.unknown", name=second_opinion))
    if second_opinion:
        from ospo_widgets.scanning.detection.second_opinion import scancode_program

        if scancode_program() is None:  # said at once, not after the scan
            raise InputError(
                words("detection.scancode.missing"), remedy=words("detection.scancode.install")
            )
    folder = cache if cache is not None else default_folder()
    return ScanSettings(
        history=history,
        cache_folder=str(folder.absolute()) if folder else "",
        second_opinion=bool(second_opinion),
        allowed_hosts=allowed_hosts(),
    )


def allowed_hosts() -> tuple[str, ...]:
    """Hosts that git addresses may name; empty for every public one."""
    value = os.environ.get(HOSTS_VARIABLE)
    if value is None:
        return ()
    # Set to nothing it is one name that no host has, which closes all of them.
    return tuple(host.strip().lower() for host in value.split(","))


def wishes(
    *,
    baseline: Baseline | None,
    outbound: str,
    environment: Path | None,
    look_up: bool,
    sbom: Sequence[Path],
    cache: str,
    cancel: Cancel | None,
) -> Wishes:
    """Wishes of a scan.

    Raises:
        InputError: The licence, the environment or a bill cannot be used.
    """
    metadata: Lookup | None = None
    if environment is not None:
        from ospo_widgets.scanning.dependencies.licenses import lookup_in
        from ospo_widgets.scanning.dependencies.metadata import installed_packages

        metadata = lookup_in(installed_packages(environment))
    expression: str | None = None
    if outbound.strip():
        from ospo_widgets.licensing.resolve import resolve

        expression = resolve(outbound).expression
    return Wishes(
        baseline=baseline or Baseline(),
        outbound=expression,
        metadata=metadata,
        index=_index(cache, cancel) if look_up else None,
        listed=_listed(sbom),
        today=date.today(),
    )


def _listed(bills: Sequence[Path]) -> tuple[Dependency, ...]:
    if not bills:
        return ()
    from ospo_widgets.scanning.sbom.incoming import read_sbom_file

    return tuple(one for path in bills for one in read_sbom_file(path))


def _index(cache: str, cancel: Cancel | None) -> Lookup:
    from ospo_widgets.scanning.dependencies.index import IndexLookup

    return IndexLookup(Path(cache) / "indexes" if cache else None, cancel)
