# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Puts sessions into Voilà's application."""

from __future__ import annotations

import contextlib
import logging
import os
import resource
from collections.abc import Mapping
from typing import Any

from ospo_widgets.server.kernels.limits import Limits
from ospo_widgets.server.kernels.sessions import Sessions

NAME = "ospo-forked"
"""Name under which Jupyter finds our way to start kernels, in this process only."""

WAITING = {
    "licence_advisor.ipynb": 3,
    "repository_scan.ipynb": 2,
    "compatibility.ipynb": 1,
    "portfolio.ipynb": 1,
    "best_practices.ipynb": 1,
    "ask_the_office.ipynb": 1,
}
"""Kernels that wait for a page, by notebook and use; those that are not named have none."""


def kernel_settings() -> dict[str, Any]:
    """Traitlets configuration for Voilà that goes with :func:`with_sessions`."""
    return {
        "VoilaConfiguration": {"preheat_kernel": True},
        # Voilà's own pool stays empty, ours stands in for it.
        "VoilaKernelManager": {"kernel_pools_config": {"default": {"pool_size": 0}}},
        "KernelProvisionerFactory": {"default_provisioner_name": NAME},
        # Sockets in the file system instead of ports, which other users of the machine could reach.
        "KernelManager": {
            "transport": "ipc",
            "client_class": "ospo_widgets.server.kernels.client.SessionClient",
        },
        # A kernel that is started anew knows nothing of its page: better to say that it is gone.
        "KernelRestarter": {"restart_limit": 0},
        # Sessions are held to their idle time together with the other limits.
        "MappingKernelManager": {"cull_idle_timeout": 0, "buffer_offline_messages": True},
    }


def with_sessions(base: type, waiting: Mapping[str, int] | None = None) -> type:
    """Voilà's application with forked kernels, a pool of waiting ones, limits and folders.

    Args:
        base: Voilà's application, or a class made from it.
        waiting: Kernels that wait for a page, by notebook; :data:`WAITING` if not said.
    """
    pool = WAITING if waiting is None else waiting

    class WithSessions(base):  # type: ignore[misc]
        """Voilà with sessions."""

        sessions: Sessions
        kernel_manager: Any

        def start(self) -> None:
            self._open_sessions()
            try:
                super().start()
            finally:
                self.sessions.close()

        def _open_sessions(self) -> None:
            if hasattr(self, "sessions"):
                return
            from ospo_widgets.server.kernels.provisioner import register
            from ospo_widgets.server.kernels.quicker import keep_page_config, keep_templates
            from ospo_widgets.server.kernels.renderer import end_failed_pages

            _allow_files()
            keep_templates()
            keep_page_config()
            end_failed_pages()
            # Traitlets makes a record of each debug message, and throws it away then.
            self.log.setLevel(self.log_level)
            self.sessions = Sessions(Limits.from_environment(os.environ))
            logging.getLogger("tornado.general").addFilter(_is_of_use)
            register(self.sessions, NAME)
            self.connection_dir_root = str(self.sessions.folder.path)

        def init_settings(self) -> dict[str, Any]:
            from ospo_widgets.server.kernels.manager import session_manager

            self._open_sessions()
            settings: dict[str, Any] = super().init_settings()
            theirs = self.kernel_manager
            self.kernel_manager = session_manager(type(theirs))(
                sessions=self.sessions,
                waiting=pool,
                parent=self,
                connection_dir=self.connection_dir,
                kernel_spec_manager=self.kernel_spec_manager,
                allowed_message_types=list(theirs.allowed_message_types),
            )
            return settings | {"kernel_manager": self.kernel_manager}

        def init_handlers(self) -> list[Any]:
            from ospo_widgets.server.kernels.routes import session_routes

            return session_routes(self.server_url, self.sessions) + list(super().init_handlers())

        def listen(self) -> None:
            from tornado.ioloop import IOLoop

            IOLoop.current().add_callback(self.kernel_manager.begin)
            super().listen()

        def stop(self) -> None:
            self.kernel_manager.finish()
            # Ends all kernels at once, so that nobody has to wait for one after the other.
            self.sessions.nursery.close()
            super().stop()

    return WithSessions


def _is_of_use(record: logging.LogRecord) -> bool:
    """Not what is said of each session that ends while a message is on its way."""
    return not str(record.msg).startswith("Got events for closed stream")


def _allow_files() -> None:
    """Open as many files as the system lets us: a session takes about 25."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
