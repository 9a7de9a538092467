# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Asks ScanCode about the files of a scan that name a licence, when the person wants that."""

from __future__ import annotations

from pathlib import Path

from ospo_widgets.progress import Progress, Report
from ospo_widgets.scanning.detection.second_opinion import Opinion, second_opinions
from ospo_widgets.scanning.facts import Facts
from ospo_widgets.scanning.paths import read_regular
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.sizes import MEGABYTE

MAX_FILES = 2_000
MAX_FILE = MEGABYTE
MAX_ALL = 200 * MEGABYTE


def ask_scancode(facts: Facts, settings: ScanSettings, report: Report) -> dict[str, Opinion]:
    """What ScanCode says about licence files and files whose words name a licence.

    Files with an SPDX tag are left out: there is no question about them.

    Args:
        facts: What the worker found out; its tree must still be there.
        settings: Where to keep answers.
        report: Receives progress of the stage ``opinion``.

    Raises:
        InputError: ScanCode is not installed, does not end in time, or gives no answer.
    """
    tagged = {file.path for file in facts.files if file.licenses}
    named = [path for path, said in facts.detected.items() if said.evidence]
    texts = [text.path for text in facts.license_texts]
    contents: dict[str, bytes] = {}
    size = 0
    for path in dict.fromkeys((*texts, *named)):
        if path in tagged or len(contents) >= MAX_FILES or size >= MAX_ALL:
            continue
        try:
            contents[path] = read_regular(Path(facts.root) / path, MAX_FILE)
        except OSError:
            continue
        size += len(contents[path])
    report(Progress("opinion", 0, len(contents)))
    kept = Path(settings.cache_folder) / "scancode" if settings.cache_folder else None
    found = second_opinions(contents, kept=kept)
    report(Progress("opinion", len(contents), len(contents)))
    return found
