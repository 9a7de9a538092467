# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""From one reference to one record, wherever it runs."""

from __future__ import annotations

import errno
import logging
from collections.abc import Iterable
from pathlib import Path

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.claims import Claim, SourceRecord, Value
from ospo_widgets.portfolio.collecting.fetch import fetched
from ospo_widgets.portfolio.collecting.git import opened
from ospo_widgets.portfolio.collecting.limits import GitError, Limits, StoppedError
from ospo_widgets.portfolio.collecting.reading import Reading, read
from ospo_widgets.portfolio.collecting.reference import RepositoryReference
from ospo_widgets.portfolio.collecting.settings import CollectSettings, Said
from ospo_widgets.portfolio.fields import FIELDS, FieldType, parse
from ospo_widgets.wording import spoken, words

_LOGGER = logging.getLogger(__name__)
SOURCE = "git"
"""Source of claims that come from history and files together."""


def collect(reference: RepositoryReference, settings: CollectSettings) -> SourceRecord:
    """Read one repository.

    The same reference and settings give the same record, in this process or in another. Nothing is
    raised for a bad repository: its record says why it could not be read, and has what could.

    Args:
        reference: Which repository, and what a forge said of it.
        settings: Day, limits and tools.

    Raises:
        StoppedError: The person asked to stop.
    """
    with spoken(settings.language):
        if not reference.read_git:
            return reference.record()
        try:
            return _record(reference, settings, _read(reference, settings))
        except GitError as error:
            return reference.record(words(f"collecting.error.{error.reason}"))
        except InputError as error:
            return reference.record(error.message)
        except OSError as error:
            reason = "disk" if error.errno == errno.ENOSPC else "system"
            return reference.record(words(f"collecting.error.{reason}"))
        except StoppedError:
            raise
        except Exception as error:  # a defect of ours must not take other repositories with it
            _LOGGER.debug("A repository could not be read", exc_info=True)
            # Only the kind: the message may hold a name, an address or a token.
            message = words("collecting.error.defect", kind=type(error).__name__)
            return reference.record(message)


def _read(reference: RepositoryReference, settings: CollectSettings) -> Reading:
    limits = Limits.of(settings.seconds, settings.stop_file, settings.max_memory)
    limits.check()
    if reference.folder:
        with opened(Path(reference.folder), limits) as repository:
            return read(repository, settings, None)
    with (
        fetched(reference.address, settings, limits) as copy,
        opened(copy.folder, limits) as repository,
    ):
        return read(repository, settings, copy.fetch)


def _record(
    reference: RepositoryReference, settings: CollectSettings, found: Reading
) -> SourceRecord:
    errors = [reference.error]
    if found.reason:
        errors.append(words(f"collecting.error.{found.reason}"))
    return SourceRecord(
        url=reference.url,
        name=reference.shown,
        also=reference.also,
        ids=reference.ids,
        claims=(*reference.claims, *_claims(found.said, settings)),
        months=found.months,
        changes=tuple(found.changes),
        domains=found.domains,
        dependencies=tuple(dict.fromkeys(found.dependencies)),
        packages=tuple(dict.fromkeys(found.packages)),
        error=" ".join(filter(None, errors)),
    )


def _claims(said: Iterable[Said], settings: CollectSettings) -> tuple[Claim, ...]:
    """Claims with source and day; a value that its field cannot hold is left out."""
    claims = []
    for name, value, confidence, source in said:
        if not _fits(name, value):
            continue
        claims.append(Claim(name, value, source or SOURCE, settings.read_on, confidence))
    return tuple(claims)


def _fits(name: str, value: Value) -> bool:
    """Whether a field can hold a value; an empty list or licence says that there is none."""
    if value in ((), ""):
        return FIELDS.get(name) in {FieldType.LIST, FieldType.LICENSE}
    try:
        return parse(name, value) is not None
    except (KeyError, ValueError):
        return False
