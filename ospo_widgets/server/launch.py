# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo serve``: Voilà with our template, a home page at its root, plotly.js from one route."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.resources import PACKAGE, notebooks_dir, static_text

HOME = "voila/render/home.ipynb"
"""Where the root of the server leads to."""

UPLOAD_MESSAGE_BYTES = 16 * 2**20
"""Largest websocket message: room for one piece of a chunked upload and for FileUpload's 8 MB."""

IDLE_SECONDS = 20 * 60
"""A session without activity is closed after this time, as the page says when it happens."""

UNUSED_LABEXTENSIONS = ["jupyterlab-plotly", "jupyterlab_pygments"]
"""Front-end code that no page of ours needs; plotly's alone is 4.7 MB on every page."""


def settings(*, preheat: bool, footer: dict[str, Any]) -> dict[str, Any]:
    """Traitlets configuration for Voilà.

    Args:
        preheat: Keep one kernel a notebook ready, so that a page answers in a fraction of a second.
        footer: ``knowledge`` (date) and ``policy`` (id) for the foot of the page, and ``frame``,
            the texts around an app in each language.
    """
    return {
        "VoilaConfiguration": {
            "template": "ospo",
            "allow_template_override": "NO",
            "strip_sources": True,
            "show_tracebacks": False,
            "file_allowlist": [r"^$"],
            "preheat_kernel": preheat,
            "default_pool_size": 1,
            "extension_denylist": UNUSED_LABEXTENSIONS,
            "resources": {"ospo": {"style": _style_version(), **footer}},
        },
        # The notebook of papermill is no page: kept ready, it would make a report each time.
        "VoilaKernelManager": {"preheat_denylist": [r".*portfolio_report\.ipynb$"]},
        "MappingKernelManager": {
            "cull_idle_timeout": IDLE_SECONDS,
            "cull_interval": 60,
            "cull_connected": True,
        },
        # Sockets in the file system instead of ports, which other users of the machine could reach.
        "KernelManager": {"transport": "ipc"},
        "Voila": {
            "open_browser": False,
            "log_level": "ERROR",
            "port_retries": 0,
            "tornado_settings": {
                "websocket_max_message_size": UPLOAD_MESSAGE_BYTES,
                # The default is longer than the interval of the pings, which is complained about.
                "ws_ping_timeout": 30_000,
            },
        },
    }


def _style_version() -> str:
    """Changes when style sheet or scripts of the frame do, so that browsers may keep theirs."""
    scripts = sorted(f"frame/{file.name}" for file in (PACKAGE / "static" / "frame").glob("*.js"))
    texts = "".join(static_text(name) for name in ("ospo.css", *scripts))
    return hashlib.sha256(texts.encode()).hexdigest()[:12]


def _application(on_ready: Callable[[str], None]) -> Any:
    """Voilà's own application with our routes in front of its own."""
    import plotly
    from jupyter_core.utils import run_sync
    from jupyter_server.utils import url_path_join
    from tornado.ioloop import IOLoop
    from tornado.web import RedirectHandler, StaticFileHandler
    from voila.app import Voila
    from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler

    plotly_files = Path(plotly.__file__).parent / "package_data"

    class CachedFiles(StaticFileHandler):
        """Static files whose address carries a version, so that browsers may keep them."""

        def set_extra_headers(self, path: str) -> None:  # noqa: ARG002
            self.set_header("X-Content-Type-Options", "nosniff")
            self.set_header("Cache-Control", "public, max-age=31536000, immutable")

    class LeavingPage(VoilaShutdownKernelHandler):  # type: ignore[misc]
        """Ends the session of a page that is closed.

        The browser's goodbye carries no token against forged requests; the random id of the
        session, which only its page knows, stands in for it. Without this every closed page
        would keep its memory until the session is idle for too long.
        """

        def check_xsrf_cookie(self) -> None:
            """Nothing to check, see above."""

    class Server(Voila):  # type: ignore[misc]
        """Voilà that leads from the root to the home page and tells its address."""

        def init_handlers(self) -> list[Any]:
            base = self.server_url
            ours: list[Any] = [
                (url_path_join(base, r"/voila/api/shutdown/([0-9a-f-]{36})"), LeavingPage),
                (url_path_join(base, "/?"), RedirectHandler, {"url": url_path_join(base, HOME)}),
                (
                    url_path_join(base, r"/ospo/static/(plotly\.min\.js)"),
                    CachedFiles,
                    {"path": str(plotly_files)},
                ),
                (
                    url_path_join(base, r"/ospo/static/(ospo\.css|frame/[a-z_]+\.js)"),
                    CachedFiles,
                    {"path": str(PACKAGE / "static")},
                ),
            ]
            return ours + list(super().init_handlers())

        def stop(self) -> None:
            # Kernels that wait for a page hold nothing: ended at once, they print no complaints.
            run_sync(self._end_waiting_kernels)()
            super().stop()

        async def _end_waiting_kernels(self) -> None:
            pools = getattr(self.kernel_manager, "_pools", {})
            for task in [task for pool in pools.values() for task in pool]:
                if task.done() and task.exception() is None:
                    await self.kernel_manager.shutdown_kernel(task.result()["kernel_id"], now=True)

        def listen(self) -> None:
            # listen() blocks in the event loop; the address is known once that loop runs.
            IOLoop.current().add_callback(lambda: on_ready(self.connection_url))
            super().listen()

    return Server


def serve(
    host: str = "127.0.0.1",
    port: int = 8866,
    *,
    open_browser: bool = False,
    preheat: bool = True,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Start the server and stay in it until it is stopped.

    Args:
        host: Address to listen on; loopback unless the person says otherwise.
        port: Port, 1 to 65535.
        open_browser: Open the home page in a browser.
        preheat: Keep kernels ready (about 100 MB a notebook).
        on_ready: Gets the address once the server answers; prints it by default.

    Raises:
        InputError: The port is not usable.
    """
    if not 0 < port < 65536:
        raise InputError(f"{port} is no port. Use a number from 1 to 65535. Nothing was started.")
    _check_port(host, port)
    templates = str(PACKAGE / "server" / "share")
    os.environ["JUPYTER_PATH"] = os.pathsep.join(
        filter(None, [templates, os.environ.get("JUPYTER_PATH", "")])
    )
    os.environ.setdefault("OSPO_SCAN_ROOTS", _scan_roots(host))
    os.environ.setdefault("OSPO_LOG", str(_log_file()))
    # Kernels learn from this that header, footer and style sheet are in the page already.
    os.environ["OSPO_FRAME"] = "1"

    def ready(url: str) -> None:
        (on_ready or _print_address)(url)
        if open_browser:
            import webbrowser

            webbrowser.open(url)

    application = _application(ready)
    argv = [str(notebooks_dir()), f"--Voila.ip={host}", f"--port={port}", "--no-browser"]
    from traitlets.config import Config

    app = application.instance(config=Config(settings(preheat=preheat, footer=_footer())))
    app.config_file_paths = []
    app.initialize(argv)
    app.start()


def _check_port(host: str, port: int) -> None:
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InputError(
                f"Port {port} on {host} cannot be used: {error.strerror or error}. "
                "Nothing was started.",
                remedy="Use another one, for example: ospo serve --port 8867",
            ) from error


def _footer() -> dict[str, Any]:
    from ospo_widgets.knowledge import load_knowledge
    from ospo_widgets.wording import languages, texts_of

    return {
        "frame": {code: texts_of("frame", code) for code in languages()},
        "knowledge": load_knowledge().reviewed_on.isoformat(),
        "policy": "cern-current",
        "contact": "Open.Source@cern.ch",
    }


def _scan_roots(host: str) -> str:
    """Folders that people may name in the scan page unless ``OSPO_SCAN_ROOTS`` says otherwise.

    On loopback the visitor is the person who started the server: their home and the folder they
    started it from. For others, none.
    """
    if host not in {"127.0.0.1", "localhost", "::1"}:
        return ""
    return os.pathsep.join(dict.fromkeys((str(Path.home()), str(Path.cwd()))))


def _log_file() -> Path:
    """Where defects are logged unless ``OSPO_LOG`` says otherwise; only for the person's eyes."""
    state = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    folder = Path(state) / "ospo-widgets"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:  # a service without a home
        folder = Path(tempfile.mkdtemp(prefix="ospo-log-"))
    return folder / "errors.log"


def _print_address(url: str) -> None:
    sys.stdout.write(
        f"ospo-widgets is open at {url}\n"
        f"Errors are logged in {os.environ.get('OSPO_LOG', '')}\n"
        "Stop it with Ctrl-C.\n"
    )
    sys.stdout.flush()
