# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Draws pages for kernels that did not wait, and ends them also when their kernel died.

Voilà draws such a page in a task of its own and sends what comes out of it. An error in that task
is heard by nobody, and so the answer would stay open, and the page at "Opening…", for ever.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from typing import Any

log = logging.getLogger(__name__)


def end_failed_pages() -> None:
    """Have Voilà end a page that cannot be drawn on; what came of it says so in the browser."""
    import voila.handler

    theirs = voila.handler.NotebookRenderer
    if hasattr(theirs, "ends_failed_pages"):
        return

    class EndingRenderer(theirs):  # type: ignore[misc, valid-type]
        """Voilà's renderer, which stops at an error."""

        ends_failed_pages = True

        async def generate_content_generator(
            self, kernel_id: str | None = None, kernel_future: Any = None
        ) -> AsyncIterator[Any]:
            """The page, piece by piece."""
            try:
                async for piece in super().generate_content_generator(kernel_id, kernel_future):
                    yield piece
            except Exception as error:
                log.warning("A page of session %s ended early: %s", str(kernel_id)[:8], error)

    voila.handler.NotebookRenderer = EndingRenderer
