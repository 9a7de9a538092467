# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Views that the office gives a name (``data/portfolio/views.yaml``, or that of an overlay)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ospo_widgets.errors import InputError
from ospo_widgets.resources import data_dir, overlay_dir
from ospo_widgets.wording import DEFAULT_LANGUAGE, language


@dataclass(frozen=True, slots=True)
class View:
    """A view of the portfolio with a name.

    Attributes:
        name: For people.
        query: Query of its address, without ``?``.
    """

    name: str
    query: str


def office_views() -> tuple[View, ...]:
    """The views of the office, named in the language of the session.

    Raises:
        InputError: The file cannot be read.
    """
    overlay = overlay_dir()
    file = data_dir() / "portfolio" / "views.yaml"
    if overlay and (overlay / "portfolio" / "views.yaml").is_file():
        file = overlay / "portfolio" / "views.yaml"
    return tuple(
        View(names.get(language(), names[DEFAULT_LANGUAGE]), query) for names, query in _read(file)
    )


@cache
def _read(file: Path) -> tuple[tuple[dict[str, str], str], ...]:
    import yaml

    try:
        rows = yaml.safe_load(file.read_text(encoding="utf-8"))["views"] or []
        found = tuple(
            ({str(k): str(v) for k, v in row["name"].items()}, str(row["query"])) for row in rows
        )
        if not all(DEFAULT_LANGUAGE in names for names, _ in found):
            raise KeyError(DEFAULT_LANGUAGE)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, AttributeError) as e:
        raise InputError(
            f"The saved views in “{file.name}” cannot be read.",
            remedy="Each row needs a query, and a name at least in English.",
        ) from e
    return found
