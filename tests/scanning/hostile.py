# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Builders of hostile archives and trees, and a scan without the process of its own."""

import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.knowledge.model import Knowledge
from ospo_widgets.progress import silent
from ospo_widgets.scanning.assemble import assemble
from ospo_widgets.scanning.facts import Facts
from ospo_widgets.scanning.history.read import read_history
from ospo_widgets.scanning.intake.target import bring, target_of
from ospo_widgets.scanning.intake.workspace import workspace
from ospo_widgets.scanning.inventory import survey
from ospo_widgets.scanning.result import ScanResult
from ospo_widgets.scanning.settings import ScanSettings
from ospo_widgets.scanning.wishes import Wishes


@cache
def knowledge() -> Knowledge:
    """What the office knows, read once."""
    return load_knowledge()


def scan_here(target: Path, settings: ScanSettings | None = None) -> ScanResult:
    """A scan in this process: everything but the worker, which takes most of a second to start."""
    settings = settings or ScanSettings()
    found = target_of(target, settings)
    facts = Facts()

    def emit(message: dict[str, Any]) -> None:
        facts.add(json.loads(json.dumps(message)))

    with workspace() as folder:
        root, git = bring(found, folder, settings, emit, silent)
        survey(root, settings, emit, silent, git=git)
        history = read_history(found, root, folder, settings, silent)
        emit({"kind": "history", "history": history.to_json()})
    emit({"kind": "end"})
    return assemble(facts, found, knowledge(), Wishes(today=date(2026, 11, 22)))


def zip_bytes(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def tar_bytes(*members: tuple[tarfile.TarInfo, bytes], style: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar archive; sizes are those of the contents unless the member says another."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=style) as archive:
        for info, content in members:
            info.size = info.size or len(content)
            archive.addfile(info, io.BytesIO(content.ljust(info.size, b"\0")))
    return out.getvalue()


def member(name: str, **fields: Any) -> tarfile.TarInfo:
    """A member of a tar archive."""
    info = tarfile.TarInfo(name)
    for key, value in fields.items():
        setattr(info, key, value)
    return info


def raw_header(name: bytes, size: bytes, kind: bytes = b"0", link: bytes = b"") -> bytes:
    """A header of tar, byte by byte, with a right checksum."""
    fields = (name.ljust(100, b"\0"), b"0000644\0", b"0000000\0", b"0000000\0",
              size.ljust(12, b"\0"), b"00000000000\0", b" " * 8, kind,
              link.ljust(100, b"\0"), b"ustar\x0000")  # fmt: skip
    head = b"".join(fields).ljust(512, b"\0")
    return head[:148] + b"%06o\0 " % sum(head) + head[156:]


def pax(records: Mapping[str, str], name: bytes = b"PaxHeader") -> bytes:
    """An extended header that overrides what the next one says."""
    body = b""
    for key, value in records.items():
        line = f" {key}={value}\n".encode("utf-8", "surrogateescape")
        length = len(line) + 1
        while len(str(length)) + len(line) != length:
            length = len(str(length)) + len(line)
        body += str(length).encode() + line
    return raw_header(name, b"%011o" % len(body), b"x") + body.ljust(
        -(-len(body) // 512) * 512, b"\0"
    )


def plain(name: bytes, content: bytes = b"x") -> bytes:
    """A regular member, as bytes."""
    body = content.ljust(-(-len(content) // 512) * 512, b"\0")
    return raw_header(name, b"%011o" % len(content)) + body


END = b"\0" * 1024
"""End of a tar archive."""
