# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Secrets in files whose form as a whole tells: Kubernetes manifests, password files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ospo_widgets.scanning.hygiene.values import decoded, is_placeholder

_KIND = re.compile(r"kind:\s*[\"']?Secret[\"']?\s*(?:#.*)?")
_SECTION = re.compile(r"(data|stringData):\s*(?:#.*)?")
_ENTRY = re.compile(r"(\s+)[\"']?[\w.-]+[\"']?:\s*[\"']?([^\s\"'#]+)[\"']?\s*(?:#.*)?")
_PGPASS = re.compile(r"[^:#\s]+:[^:\s]*:[^:\s]*:[^:\s]*:(?:[^:\s]{3,})")
_NETRC = re.compile(r"\s*(?:machine\s.*\s)?password\s+(\S+)\s*")
_MAX_LINES = 20_000


def secrets_by_name(data: bytes, name: str) -> Iterator[tuple[str, int]]:
    """Rule and line of each secret that the kind of file gives away.

    Args:
        data: The text, UTF-8.
        name: Name of the file, without folder.
    """
    lower = name.lower()
    if lower in {".pgpass", "pgpass.conf"}:
        for number, line in _lines(data):
            if _PGPASS.fullmatch(line.strip()) and not is_placeholder(line.rpartition(":")[2]):
                yield "pgpass", number
    elif lower in {".netrc", "_netrc"}:
        for number, line in _lines(data):
            match = _NETRC.fullmatch(line)
            if match and not is_placeholder(match[1]):
                yield "netrc", number
    elif lower.endswith((".yaml", ".yml")) and b"Secret" in data:
        yield from _kubernetes(data)


def _lines(data: bytes) -> Iterator[tuple[int, str]]:
    text = data.decode("utf-8", "replace")
    for number, line in enumerate(text.splitlines()[:_MAX_LINES], start=1):
        if len(line) <= 4096:
            yield number, line


def _kubernetes(data: bytes) -> Iterator[tuple[str, int]]:
    """Values of manifests of the kind Secret; templates and encrypted values are none."""
    document: list[tuple[int, str]] = []
    for number, line in (*_lines(data), (0, "---")):
        if not line.startswith("---"):
            document.append((number, line))
            continue
        if any(_KIND.fullmatch(text) for _, text in document):
            yield from _entries(document)
        document = []


def _entries(document: list[tuple[int, str]]) -> Iterator[tuple[str, int]]:
    section = indent = ""
    for number, line in document:
        if line[:1] not in {" ", "\t", "#", ""}:
            match = _SECTION.fullmatch(line)
            section, indent = match[1] if match else "", ""
            continue
        entry = _ENTRY.fullmatch(line) if section else None
        if entry is None:
            continue
        indent = indent or entry[1]
        # What is indented deeper is text inside a value.
        if entry[1] != indent or any(sign in line for sign in ("{{", "${", "<", "ENC[", "$(")):
            continue
        value = decoded(entry[2]).strip() if section == "data" else entry[2]
        if len(value) >= 4 and value.isprintable() and not is_placeholder(value):
            yield "kubernetes-secret", number
