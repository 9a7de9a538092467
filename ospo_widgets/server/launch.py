# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo serve``: prepares the environment of the server and its kernels, and runs it."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ospo_widgets.errors import InputError
from ospo_widgets.resources import notebooks_dir
from ospo_widgets.server.opening import opening_texts
from ospo_widgets.server.options import Options
from ospo_widgets.server.static_pages import frame_texts, office, template_folder
from ospo_widgets.server.systemd import is_handed


def serve(
    options: Options,
    *,
    open_browser: bool = False,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Start the server and stay in it until it is stopped.

    Args:
        options: How it is started.
        open_browser: Open the home page in a browser.
        on_ready: Gets the address once the server answers; prints it by default.

    Raises:
        InputError: The port is not usable.
    """
    if not is_handed():
        _check_port(options.host, options.port)

    def ready(url: str) -> None:
        (on_ready or _print_address)(url)
        if open_browser:
            import webbrowser

            webbrowser.open(url)

    app = prepared(options, ready)
    app.start()


def prepared(options: Options, on_ready: Callable[[str], None]) -> Any:
    """The application, ready to be started.

    Args:
        options: How it is started.
        on_ready: Gets the address once the server answers.
    """
    prepare_environment(options)
    from traitlets.config import Config

    from ospo_widgets.server.kernels.quicker import skip_grammar

    skip_grammar()  # before Jupyter is imported
    from ospo_widgets.server.application import application
    from ospo_widgets.server.settings import settings

    footer = {"frame": frame_texts(), "opening": opening_texts(), **office()}
    # Not instance(): Jupyter's single application would be the one of another test.
    app = application(options, on_ready)(config=Config(settings(options, footer)))
    app.config_file_paths = []
    app.initialize([str(notebooks_dir()), f"--port={options.port}", f"--Voila.ip={options.host}"])
    return app


def prepare_environment(options: Options) -> None:
    """Set what Voilà and the kernels read from the environment, unless it is set already."""
    paths = [str(template_folder()), os.environ.get("JUPYTER_PATH", "")]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, paths))
    os.environ.setdefault("OSPO_SCAN_ROOTS", _scan_roots(options))
    os.environ.setdefault("OSPO_SCAN_NICE", "19")
    os.environ.setdefault("OSPO_LOG", str(_log_file()))
    # Kernels learn from this that header, footer and style sheet are in the page already.
    os.environ["OSPO_FRAME"] = "1"
    if options.host not in {"0.0.0.0", "::", "localhost"}:
        os.environ["VOILA_APP_IP"] = f"[{options.host}]" if ":" in options.host else options.host


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


def _scan_roots(options: Options) -> str:
    """Folders that people may name in the scan page unless ``OSPO_SCAN_ROOTS`` says otherwise.

    On loopback without a proxy the visitor is the person who started the server: their home and
    the folder they started it from. For others, none.
    """
    if not options.is_local or options.is_shared:
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
