# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Kinds and fields of rows in words for people."""

from __future__ import annotations

from functools import cache

from ospo_widgets.wording import DEFAULT_LANGUAGE, texts_of, words


def kind_name(kind: str) -> str:
    """A kind of rows in words; lists that only the scan reads by the name of their file."""
    if f"kind.{kind}" in _texts():
        return words(f"knowledge_app.kind.{kind}")
    file, _, held = kind.partition(".")
    return words("knowledge_app.other_kind", name=file if held == file else f"{file}, {held}")


def field_help(name: str, kind: str) -> str:
    """What a field says, one sentence; empty for one that we do not know."""
    for key in (f"{name}-{kind}", name):
        if f"help.{key}" in _texts():
            return words(f"knowledge_app.help.{key}")
    return ""


@cache
def _texts() -> dict[str, str]:
    return texts_of("knowledge_app", DEFAULT_LANGUAGE)
