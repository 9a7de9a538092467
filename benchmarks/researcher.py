# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A researcher without a browser: fetches a page, opens its connection, answers its widgets.

Speaks what Voilà's page speaks (kernel messages over a websocket, protocol of ipywidgets), so that
forty of them fit beside the server on one small machine. Draws nothing and runs no script.
"""

from __future__ import annotations

import asyncio
import json
import re
import struct
import time
import uuid
from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie
from itertools import pairwise
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

PROTOCOL = "v1.kernel.websocket.jupyter.org"
PATIENCE = 120.0
"""Seconds after which something that does not come is lost."""

_KERNEL = re.compile(r'"kernelId"\s*:\s*"([0-9a-f-]{36})"')
_STATES = re.compile(r'<script class="ospo-states" type="application/json">(.*?)</script>', re.S)
FIRST = "ospo.first"
"""The comm by which the page asks what has changed since it was made."""


class LostError(Exception):
    """An answer did not come, or was not what it should be."""


def packed(channel: str, parts: list[dict[str, Any]]) -> bytes:
    """One message of the websocket protocol, without buffers."""
    blobs = [channel.encode(), *(json.dumps(part).encode() for part in parts)]
    offsets = [8 * (len(blobs) + 2)]
    for blob in blobs:
        offsets.append(offsets[-1] + len(blob))
    return struct.pack(f"<{len(offsets) + 1}Q", len(offsets), *offsets) + b"".join(blobs)


def unpacked(data: bytes) -> tuple[str, list[dict[str, Any]]]:
    """Channel, then header, parent header, metadata and content; buffers are left out."""
    (count,) = struct.unpack_from("<Q", data)
    offsets = struct.unpack_from(f"<{count}Q", data, 8)
    blobs = [data[a:b] for a, b in pairwise(offsets[:6])]
    return blobs[0].decode(), [json.loads(blob) for blob in blobs[1:]]


class Researcher:
    """One open page.

    Attributes:
        widgets: State of each widget, by its id, as the page would know it.
        kernel_id: Id of the session.
        received: Bytes that came over the websocket.
    """

    def __init__(self, server: str) -> None:
        self._server = server.rstrip("/")
        self._session = uuid.uuid4().hex
        self._socket: WebSocketClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()
        self._idle: set[str] = set()
        self._compared: set[str] = set()
        self._cookie = ""
        self.widgets: dict[str, dict[str, Any]] = {}
        self.kernel_id = ""
        self.received = 0
        self.dead = False

    async def open(self, page: str) -> float:
        """Open a page and wait until its widgets are there and answer.

        Returns:
            Seconds until then.
        """
        begun = time.perf_counter()
        answer = await AsyncHTTPClient().fetch(
            HTTPRequest(f"{self._server}/voila/render/{page}", request_timeout=PATIENCE,
                        connect_timeout=PATIENCE)
        )  # fmt: skip
        page_text = answer.body.decode()
        found = _KERNEL.search(page_text)
        if not found:
            raise LostError("the page has no session")
        self.kernel_id = found[1]
        jar = SimpleCookie("; ".join(answer.headers.get_list("Set-Cookie")))
        self._cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())
        address = self._server.replace("http", "ws", 1)
        self._socket = await websocket_connect(
            HTTPRequest(
                f"{address}/api/kernels/{self.kernel_id}/channels?session_id={self._session}",
                headers={"Cookie": self._cookie, "Origin": self._server},
                connect_timeout=120,
                request_timeout=120,
            ),
            subprotocols=[PROTOCOL],
            max_message_size=64 * 2**20,
        )
        self._reader = asyncio.create_task(self._read())
        await self._send("kernel_info_request", {})
        await self._compare(_STATES.findall(page_text))
        taken = time.perf_counter() - begun
        for host in self.find("AnyModel", has="ready"):
            await self.change(host, ready=True, voila=True)
        return taken

    async def _compare(self, first: list[str]) -> None:
        """Take the widgets that came with the page, and ask what has changed since."""
        for states in first:
            self._take(json.loads(states))
        number = uuid.uuid4().hex
        if first:
            await self._send("comm_open", {"comm_id": number, "target_name": FIRST, "data": {}})
            await self.until(lambda: number in self._compared, "the connection")
            return
        await self._send(
            "comm_open", {"comm_id": number, "target_name": "jupyter.widget.control", "data": {}},
            metadata={"version": "1.0.0"},
        )  # fmt: skip
        await self._send("comm_msg", {"comm_id": number, "data": {"method": "request_states"}})
        await self.until(lambda: bool(self.widgets), "the widgets")

    # What a person does -----------------------------------------------------------------------

    async def change(self, widget: str, **state: Any) -> None:
        """Change a field, and wait until the kernel is done with it."""
        self.widgets[widget].update(state)
        await self._ask(widget, {"method": "update", "state": state, "buffer_paths": []})

    async def click(self, widget: str) -> None:
        """Press a button, and wait until the kernel is done with it."""
        await self._ask(widget, {"method": "custom", "content": {"event": "click"}})

    async def _ask(self, widget: str, data: dict[str, Any]) -> None:
        sent = await self._send("comm_msg", {"comm_id": widget, "data": data})
        await self.until(lambda: sent in self._idle, "an answer to what was done")
        self._idle.discard(sent)

    async def until(self, seen: Callable[[], bool], what: str) -> None:
        """Wait until something is in the page.

        Raises:
            LostError: It does not come, or the session ends.
        """
        end = time.monotonic() + PATIENCE
        while not seen():
            if self.dead:
                raise LostError(f"the session ended before {what}")
            self._changed.clear()
            try:
                await asyncio.wait_for(self._changed.wait(), max(0.0, end - time.monotonic()))
            except TimeoutError:
                raise LostError(f"{what} did not come") from None

    def vanish(self) -> None:
        """Lose the connection without a goodbye, as a computer that goes to sleep."""
        if self._socket is not None:
            self._socket.close()

    async def leave(self) -> None:
        """Close the page, as a browser does: with a goodbye that ends the session."""
        if self._socket is not None:
            self._socket.close()
        if self._reader is not None:
            await self._reader
        if self.kernel_id:
            await AsyncHTTPClient().fetch(
                HTTPRequest(f"{self._server}/voila/api/shutdown/{self.kernel_id}", method="POST",
                            body=b"", request_timeout=PATIENCE,
                            headers={"Origin": self._server, "Cookie": self._cookie}),
                raise_error=False,
            )  # fmt: skip

    async def why(self) -> str:
        """What the server says of this session."""
        answer = await AsyncHTTPClient().fetch(
            f"{self._server}/ospo/session/{self.kernel_id}", raise_error=False
        )
        return answer.body.decode()

    # What is in the page ------------------------------------------------------------------------

    def find(self, model: str, has: str = "", within: str = "", **state: Any) -> list[str]:
        """Ids of widgets of a kind, in the order of the page.

        Args:
            model: ``_model_name``.
            has: Name of a state that they have.
            within: Widget below which they are; the whole page otherwise.
            state: Values that they have.
        """
        places = self.shown(within) if within else self.widgets
        return [
            widget
            for widget in places
            if self.widgets[widget].get("_model_name") == model
            and (not has or has in self.widgets[widget])
            and all(self.widgets[widget].get(name) == value for name, value in state.items())
        ]

    def shown(self, root: str) -> Iterator[str]:
        """A widget and all below it that are not hidden, in the order of the page."""
        state = self.widgets.get(root)
        layout = self.widgets.get(str((state or {}).get("layout", "")).removeprefix("IPY_MODEL_"))
        if state is None or (layout or {}).get("display") == "none":
            return
        yield root
        for child in state.get("children") or ():
            yield from self.shown(child.removeprefix("IPY_MODEL_"))

    def root(self) -> str:
        """The page's outermost box."""
        return next(
            widget for widget, state in self.widgets.items()
            if "ospo" in (state.get("_dom_classes") or ())
        )  # fmt: skip

    def text(self) -> str:
        """All HTML that is in the page."""
        values = (self.widgets[widget].get("value") for widget in self.shown(self.root()))
        return "\n".join(value for value in values if isinstance(value, str))

    # Messages -----------------------------------------------------------------------------------

    async def _send(
        self, kind: str, content: dict[str, Any], metadata: dict[str, Any] | None = None
    ) -> str:
        assert self._socket is not None
        number = uuid.uuid4().hex
        header = {
            "msg_id": number, "msg_type": kind, "session": self._session, "username": "",
            "date": "2026-01-01T00:00:00Z", "version": "5.3",
        }  # fmt: skip
        message = packed("shell", [header, {}, metadata or {}, content])
        await self._socket.write_message(message, binary=True)
        return number

    async def _read(self) -> None:
        assert self._socket is not None
        while (data := await self._socket.read_message()) is not None:
            self.received += len(data)
            _, (header, parent, _, content) = unpacked(data if isinstance(data, bytes) else b"")
            kind = header["msg_type"]
            if kind == "status":
                if content["execution_state"] == "idle":
                    self._idle.add(parent.get("msg_id", ""))
                self.dead |= content["execution_state"] == "dead"
            elif kind == "comm_open":
                self.widgets[content["comm_id"]] = content["data"].get("state", {})
            elif kind == "comm_close":
                self.widgets.pop(content["comm_id"], None)
            elif kind == "comm_msg":
                self._hear(content["comm_id"], content["data"])
            self._changed.set()
        self.dead = True
        self._changed.set()

    def _hear(self, comm: str, data: dict[str, Any]) -> None:
        if "states" in data:
            self._take(data["states"])
            self._compared.add(comm)
        elif data.get("method") in {"update", "echo_update"} and comm in self.widgets:
            self.widgets[comm].update(data["state"])

    def _take(self, states: dict[str, Any]) -> None:
        for widget, told in states.items():
            self.widgets.setdefault(widget, {}).update(
                {"_model_name": told["model_name"], **told["state"]}
            )
