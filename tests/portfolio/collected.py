# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Repositories for tests of the collection, and functions that stand in for those of other rooms.

They are functions of a module, so that they travel to other processes.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ospo_widgets.portfolio.claims import Confidence, SourceRecord, Value
from ospo_widgets.portfolio.collecting.collect import collect
from ospo_widgets.portfolio.collecting.reference import RepositoryReference
from ospo_widgets.portfolio.collecting.settings import CollectSettings, Evidence, Said

READ_ON = date(2026, 11, 23)
REFERENCE = date(2026, 8, 22)
ANN = "Ann Lee <ann.lee@cern.ch>"

_GIT = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "LC_ALL": "C",
}


def git(folder: Path, *arguments: str, given: bytes = b"") -> str:
    """Run git without the settings of this machine."""
    done = subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True, input=given, env=_GIT
    )
    return done.stdout.decode("utf-8", "replace")


@dataclass
class History:
    """Writes a history; each commit says day, author, and which files it changes or removes.

    Attributes:
        folder: The repository, with its files.
    """

    folder: Path
    _stream: list[bytes] = field(default_factory=list)
    _count: int = 0

    def commit(
        self,
        day: str,
        files: Mapping[str, str | bytes | None] | None = None,
        who: str = ANN,
        *,
        landed: str = "",
    ) -> History:
        """Add a commit.

        Args:
            day: Day of the author, or seconds since 1970 as ``@123``.
            files: Contents by path; None removes it, a text that begins with ``->`` is a link.
            who: Author as ``Name <address>``.
            landed: Day of the committer, where it is another one.
        """
        self._count += 1
        out = [f"commit refs/heads/main\nmark :{self._count}\n".encode()]
        out.append(
            f"author {who} {_stamp(day)}\ncommitter {who} {_stamp(landed or day)}\n".encode()
        )
        out.append(b"data 1\nx")
        if self._count > 1:
            out.append(f"from :{self._count - 1}\n".encode())
        for path, content in (files or {}).items():
            out.append(_change(path, content))
        self._stream += out
        return self

    def tag(self, name: str, day: str = "") -> History:
        """Tag the newest commit; with a day the tag is annotated."""
        if day:
            tag = f"tag {name}\nfrom :{self._count}\ntagger {ANN} {_stamp(day)}\ndata 1\nx\n"
            self._stream.append(tag.encode())
        else:
            self._stream.append(f"reset refs/tags/{name}\nfrom :{self._count}\n\n".encode())
        return self

    def write(self, *, bare: bool = False) -> Path:
        """Make the repository."""
        self.folder.mkdir(parents=True, exist_ok=True)
        git(self.folder, "init", "-q", "-b", "main", *(["--bare"] if bare else []))
        git(self.folder, "fast-import", "--quiet", "--force", given=b"".join(self._stream))
        if not bare and self._count:
            git(self.folder, "reset", "-q", "--hard", "main")
        return self.folder


def _stamp(day: str) -> str:
    if day.startswith("@"):
        return f"{day[1:]} +0000"
    seconds = (date.fromisoformat(day) - date(1970, 1, 1)).days * 86_400 + 43_200
    return f"{seconds} +0000"


def _change(path: str, content: str | bytes | None) -> bytes:
    quoted = '"' + "".join(f"\\{byte:03o}" for byte in path.encode()) + '"'
    if content is None:
        return f"D {quoted}\n".encode()
    mode = "100644"
    if isinstance(content, str) and content.startswith("->"):
        mode, content = "120000", content[2:]
    data = content.encode() if isinstance(content, str) else content
    return f"M {mode} inline {quoted}\ndata {len(data)}\n".encode() + data + b"\n"


def settings(**changed: object) -> CollectSettings:
    """Settings with the stand-ins."""
    given: dict[str, object] = {
        "read_on": READ_ON, "reference_date": REFERENCE, "recognise": recognise, "wants": wants,
        "inspect": inspect,
    }  # fmt: skip
    return CollectSettings(**(given | changed))  # type: ignore[arg-type]


def collected(folder: Path, **changed: object) -> SourceRecord:
    """The record of a folder."""
    return collect(RepositoryReference(folder=str(folder), name="g/p"), settings(**changed))


def said(record: SourceRecord) -> dict[str, Value]:
    """Values by field."""
    return {claim.field: claim.value for claim in record.claims}


def recognise(data: bytes, name: str) -> str | None:
    """A text states the licence whose id it begins with."""
    word = data.decode("utf-8", "replace").split("\n", 1)[0].strip()
    return None if not word or word == "secret terms" else word


def wants(path: str) -> bool:
    """Manifests are requirements.txt."""
    return path.endswith("requirements.txt")


def inspect(files: Mapping[str, bytes]) -> Evidence:
    """Each line of a manifest is a package."""
    rows = [
        (f"pkg:pypi/{line}", "", None, "", path)
        for path, data in files.items()
        for line in data.decode().split()
    ]
    return Evidence(
        claims=(Said("doi", "10.5281/zenodo.1", Confidence.DECLARED, "requirements.txt"),),
        dependencies=tuple(rows),
        packages=(("pkg:pypi/mine", "declared"),),
    )


def examine(folder: Path) -> Evidence:
    """A scan that counts files."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return Evidence((Said("spdx_tag_files", len(found)), Said("reuse_compliant", False)))
