# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Settings of Voilà and Jupyter with which the server runs; the environment's are not read."""

from __future__ import annotations

from typing import Any

from ospo_widgets.server import static_files
from ospo_widgets.server.options import Options

UPLOAD_MESSAGE_BYTES = 16 * 2**20
"""Largest websocket message: room for one piece of a chunked upload and for FileUpload's 8 MB."""

BODY_BYTES = 64 * 1024
"""Largest body of a request: none of ours has one, uploads come over the websocket."""

HEADER_BYTES = 80 * 1024
"""Largest head of a request: the longest query that we read, and room for the rest."""


def settings(options: Options, footer: dict[str, Any] | None = None) -> dict[str, Any]:
    """Traitlets configuration for Voilà.

    Args:
        options: How the server is started.
        footer: ``knowledge`` (date) and ``policy`` (id) for the foot of the page, and ``frame``,
            the texts around an app in each language.
    """
    ours: dict[str, Any] = {
        "VoilaConfiguration": {
            "template": "ospo",
            "allow_template_override": "NO",
            "strip_sources": True,
            "show_tracebacks": False,
            "file_allowlist": [r"^$"],
            "resources": {"ospo": {"style": static_files.version(), **(footer or {})}},
        },
        "Voila": {
            "open_browser": False,
            "log_level": "ERROR",
            "port_retries": 0,
            "base_url": options.base_url,
            "token": "",
        },
    }
    return merged(ours, kernel_settings())


def application_settings() -> dict[str, Any]:
    """Settings of tornado's application, beside those that Voilà makes."""
    return {
        # Which hosts we answer for is checked before any handler, by names that are ours.
        "allow_remote_access": True,
        "compress_response": True,
        "mathjax_url": "",
        "websocket_max_message_size": UPLOAD_MESSAGE_BYTES,
    }


def kernel_settings() -> dict[str, Any]:
    """What the room of kernels adds."""
    from ospo_widgets.server import kernels

    return kernels.kernel_settings()


def merged(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """Both, class by class; of a trait that both name, the second counts."""
    return {name: {**first.get(name, {}), **second.get(name, {})} for name in {**first, **second}}
