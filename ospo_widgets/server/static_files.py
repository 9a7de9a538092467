# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Files of the front end: found in a list, compressed once, kept by browsers for a year.

Addresses are ``…/ospo/files/<version>/<set>/<path>``. The version changes whenever a file of any
set does, so an answer under the present version never changes; under another one it is checked
at each view.

Sets: ``own`` is our ``static/`` folder, ``widgets`` are the libraries of widgets that our pages
load, ``plotly`` is plotly.js. Nothing of Voilà's and JupyterLab's own front ends is there: no page
loads it.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path

from tornado.ioloop import IOLoop
from tornado.web import HTTPError, RequestHandler

from ospo_widgets.resources import PACKAGE

IMMUTABLE = "public, max-age=31536000, immutable"
"""For addresses that carry the version of what they show: kept for a year without asking."""

CHECKED = "no-cache"
"""Kept, but compared by its mark (etag) at each view."""

ROUTE = "ospo/files"
"""Where versioned files are, below the base address."""

_COMPRESSED_FROM = 1024
"""Smaller files go into one packet anyway."""

_KEPT_BYTES = 64 * 2**20
"""Compressed files that are kept in memory, least recently asked for first out. All of the front
end takes about a quarter of it."""

_TEXT = frozenset(
    {
        "application/javascript",
        "application/json",
        "application/wasm",
        "image/svg+xml",
        "text/css",
        "text/html",
        "text/javascript",
        "text/plain",
    }
)
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".woff2": "font/woff2"}
_SERVED = frozenset(
    {".css", ".eot", ".gif", ".ico", ".jpg", ".js", ".json", ".mjs", ".png", ".svg", ".ttf"}
    | {".txt", ".wasm", ".webp", ".woff", ".woff2"}
)


@dataclass(frozen=True)
class FileSet:
    """Files below some folders, listed once: what is not in the list is not there.

    Attributes:
        roots: Folders; of files with the same path, the one of the first folder counts.
        below: Folders and files in them to which the list is confined; all by default.
    """

    roots: tuple[Path, ...]
    below: tuple[str, ...] = ("",)

    @cached_property
    def files(self) -> Mapping[str, Path]:
        """Paths relative to the folders, with ``/``, and where they are."""
        found: dict[str, Path] = {}
        for root in self.roots:
            for part in self.below:
                start = root / part
                for path in [start] if start.is_file() else sorted(start.rglob("*")):
                    inside = path.relative_to(root).as_posix()
                    if path.suffix in _SERVED and path.is_file() and "/." not in f"/{inside}":
                        found.setdefault(inside, path)
        return found


@dataclass
class Prepared:
    """One file as it is sent.

    Attributes:
        body: Its bytes, compressed or not.
        encoding: ``zstd``, ``gzip`` or empty.
        mark: Strong entity tag, in quotes.
    """

    body: bytes
    encoding: str
    mark: str


@dataclass
class _Shelf:
    """Prepared files, up to :data:`_KEPT_BYTES`."""

    kept: OrderedDict[tuple[str, int, int, str], Prepared] = field(default_factory=OrderedDict)
    size: int = 0

    def get(self, key: tuple[str, int, int, str]) -> Prepared | None:
        found = self.kept.get(key)
        if found:
            self.kept.move_to_end(key)
        return found

    def put(self, key: tuple[str, int, int, str], what: Prepared) -> None:
        # Visitors who ask at the same moment each bring one.
        before = self.kept.pop(key, None)
        self.kept[key] = what
        self.size += len(what.body) - (len(before.body) if before else 0)
        while self.size > _KEPT_BYTES:
            self.size -= len(self.kept.popitem(last=False)[1].body)


_shelf = _Shelf()


def encoding_for(accepted: str) -> str:
    """The compression that we use for a browser: zstd (as small as brotli), else gzip, else none.

    Args:
        accepted: Its ``Accept-Encoding``.
    """
    offers = {}
    for offer in accepted.lower().split(","):
        name, _, weight = offer.strip().partition(";")
        offers[name.strip()] = weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return next((name for name in ("zstd", "gzip") if offers.get(name)), "")


def compressed(data: bytes, encoding: str) -> bytes:
    """Bytes in an encoding of :func:`encoding_for`."""
    if encoding == "zstd":
        import zstandard

        # Above level 9 it takes several times as long for a hundredth less.
        return zstandard.ZstdCompressor(level=9).compress(data)
    return gzip.compress(data, 6, mtime=0) if encoding == "gzip" else data


def media_type(path: Path) -> str:
    """Type of a file by its ending; bytes where it says nothing."""
    known = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    return known or "application/octet-stream"


def _prepare(path: Path, encoding: str) -> Prepared:
    data = path.read_bytes()
    mark = hashlib.sha256(data).hexdigest()[:32]
    return Prepared(
        compressed(data, encoding), encoding, f'"{mark}-{encoding}"' if encoding else f'"{mark}"'
    )


async def prepared(path: Path, accepted: str) -> Prepared:
    """A file in the best encoding that a browser takes; made at the first call and kept."""
    stat = path.stat()
    worth_it = media_type(path) in _TEXT and stat.st_size >= _COMPRESSED_FROM
    encoding = encoding_for(accepted) if worth_it else ""
    key = (str(path), stat.st_mtime_ns, stat.st_size, encoding)
    found = _shelf.get(key)
    if found is None:
        found = await IOLoop.current().run_in_executor(None, _prepare, path, encoding)
        _shelf.put(key, found)
    return found


@cache
def file_sets() -> Mapping[str, FileSet]:
    """All files that the server gives out, by the name of their set."""
    import plotly

    return {
        "own": FileSet((PACKAGE / "static",)),
        "widgets": FileSet(
            (_installed("widgetsnbextension") / "static", _installed("anywidget") / "nbextension"),
            ("extension.js", "index.js"),
        ),
        "plotly": FileSet((Path(plotly.__file__).parent / "package_data",), ("plotly.min.js",)),
    }


def _installed(package: str) -> Path:
    """Folder of a package, which is not imported for it."""
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(package)
    return Path(found.origin).parent


@cache
def version() -> str:
    """Changes when any file of any set does: names, sizes and times of all of them, hashed."""
    said = hashlib.sha256()
    for name, files in file_sets().items():
        for inside, path in files.files.items():
            stat = path.stat()
            said.update(f"{name}/{inside} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return said.hexdigest()[:12]


def address(base: str, files: str, path: str = "") -> str:
    """Versioned address of a file, or of a whole set (without a slash at its end).

    Args:
        base: Base address of the server, with a slash at its end.
        files: Name of the set, see :func:`file_sets`.
        path: Path in the set.
    """
    return f"{base}{ROUTE}/{version()}/{files}" + (f"/{path}" if path else "")


class FilesHandler(RequestHandler):
    """Gives out the files of the sets, and of nothing else."""

    def initialize(self, files: str = "") -> None:
        """Remember the set when the route is for one only, else it is named in the address."""
        self.only = files

    async def get(self, *place: str) -> None:
        """Answer with a file.

        Args:
            place: Version, set and path, or the path alone when the route is for one set.
        """
        asked, name, inside = place if len(place) == 3 else ("", self.only, place[-1])
        found = file_sets()[name].files.get(inside) if name in file_sets() else None
        if found is None:
            raise HTTPError(404)
        try:
            ready = await prepared(found, self.request.headers.get("Accept-Encoding", ""))
        except FileNotFoundError as error:  # an update is under way
            raise HTTPError(404) from error
        current = asked == version() or (not asked and self.get_query_argument("v", "") != "")
        self.set_header("Cache-Control", IMMUTABLE if current else CHECKED)
        self.set_header("Content-Type", media_type(found))
        self.set_header("Etag", ready.mark)
        self.set_header("Vary", "Accept-Encoding")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        # Nothing of ours is opened as a document; what is opened all the same can do nothing.
        self.set_header("Content-Security-Policy", "default-src 'none'; sandbox")
        if self.check_etag_header():
            self.set_status(304)
            return
        if ready.encoding:
            self.set_header("Content-Encoding", ready.encoding)
        self.set_header("Content-Length", str(len(ready.body)))
        if self.request.method != "HEAD":
            self.write(ready.body)

    head = get

    def compute_etag(self) -> str | None:
        """The mark is set by :meth:`get`."""
        return None
