# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Files to download as they lie in ``data/practices/templates/``: texts and gaps.

A gap is ``{{name}}`` with one of :data:`FIELDS`, or :data:`DAY`. A name with dots, such as
``{{kit.contributing.dco}}``, stands for a text of the release kit, so that template and kit say the
same; its own ``{placeholders}`` are gaps too. Such texts are in English, as all that stays in a
repository. In JSON, YAML and TOML a gap stands between double quotes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from ospo_widgets.knowledge.nodes import Place, Problem
from ospo_widgets.knowledge.practice_model import Template
from ospo_widgets.wording import DEFAULT_LANGUAGE, spoken, words

FIELDS = (
    "project",
    "description",
    "holder",
    "year",
    "contact",
    "repository",
    "license",
    "version",
)
"""What a person may fill in, in the order in which it is asked."""

DAY = "day"
"""The gap for the day on which the file is made."""

MAX_BYTES = 100_000
"""Largest template, in bytes."""

QUOTED = {".json": "json", ".cff": "yaml", ".yaml": "yaml", ".yml": "yaml", ".toml": "toml"}
"""Endings of files in which a gap stands between double quotes, and their format."""

GAP = re.compile(r"\{\{([a-z_]+)\}\}")
_TEXT = re.compile(r"\{\{([a-z_]+(?:\.[a-z_]+)+)\}\}")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def format_of(template: Template) -> str:
    """``json``, ``yaml`` or ``toml``; empty for text."""
    return QUOTED.get(PurePosixPath(template.name).suffix.lower(), "")


def template_text(template: Template) -> str:
    """The file with the texts of the kit in it, and with its gaps."""
    raw = template.path.read_text(encoding="utf-8")
    quoted = bool(format_of(template))
    with spoken(DEFAULT_LANGUAGE):
        return _TEXT.sub(lambda found: _kit_text(found[1], quoted=quoted), raw)


def gaps(template: Template) -> tuple[str, ...]:
    """Fields that a template needs, in the order of :data:`FIELDS`."""
    named = set(GAP.findall(template_text(template)))
    return tuple(name for name in FIELDS if name in named)


def quoted_text(text: str) -> str:
    """A text as it stands between double quotes in JSON, YAML and TOML alike."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def template_problems(template: Template, place: Place) -> Iterator[Problem]:
    """What is wrong with the file of a template, each with its line.

    Args:
        template: The row; one without a file has its problem already.
        place: Where the row stands.
    """
    if not template.path.is_file():
        return
    name = f"{place.file.rpartition('/')[0]}/{template.file}"
    try:
        if template.path.stat().st_size > MAX_BYTES:
            yield Problem(name, 1, f"the file is larger than {MAX_BYTES:,} bytes.")
            return
        lines = template.path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        yield Problem(name, 1, f"the file cannot be read as text: {error}.")
        return
    for number, line in enumerate(lines, 1):
        named = GAP.findall(line)
        for key in _TEXT.findall(line):
            try:
                named += GAP.findall(_kit_text(key, quoted=False))
            except KeyError:
                yield Problem(name, number, f"there is no text “{key}”.")
        for gap in named:
            if gap not in (*FIELDS, DAY):
                known = ", ".join((*FIELDS, DAY))
                yield Problem(name, number, f"“{{{{{gap}}}}}” is no gap, must be one of: {known}.")


def _kit_text(key: str, *, quoted: bool) -> str:
    text = words(key)
    shown = quoted_text(text) if quoted else text
    return _PLACEHOLDER.sub(r"{{\1}}", shown)
