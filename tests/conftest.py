# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What all tests share."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from ospo_widgets import wording

# No test asserts a time, so Hypothesis does not either: machines that run tests are busy.
# Everybody sees the same examples each time, so that nobody's change fails for another's defect;
# OSPO_NEW_EXAMPLES=1 tries new ones, and so does "make fuzz".
settings.register_profile(
    "ospo", deadline=None, derandomize="OSPO_NEW_EXAMPLES" not in os.environ, print_blob=True
)
settings.load_profile("ospo")

# Tests leave nothing in the home of whoever runs them; those of the cache name a folder.
os.environ["OSPO_CACHE_DIR"] = ""
os.environ["OSPO_KEPT_DIR"] = ""

PROCESSES = frozenset(
    {
        *(
            f"test_bad_input_{name}"
            for name in ("fix", "git", "process", "random", "shown", "trees")
        ),
        *(f"test_collect_{name}" for name in ("fetch", "history", "reading", "run")),
        *(
            f"test_forges_{name}"
            for name in ("command", "errors", "hostile", "limits", "metrics", "pages", "reading",
                         "safety")
        ),
        *(f"test_cli_{name}" for name in ("fix", "kit", "portfolio_store", "scan")),
        *(f"test_fix_{name}" for name in ("apply", "patch", "tree", "years")),
        *(
            f"test_scan_{name}"
            for name in ("cache", "ci_reports", "fix_state", "git", "language", "opinion",
                         "parallel", "reuse", "reuse_extraction", "reuse_trees", "safety", "schema",
                         "shared")
        ),
        "test_bad_portfolio_shown", "test_bad_portfolio_store",
        *(f"test_store{name}" for name in ("", "_broken", "_changes", "_lock", "_places")),
        "test_api", "test_cli_ask", "test_first_look", "test_printing", "test_release_kit",
        "test_kit_lint",
        "test_hygiene_detectors", "test_detection_engine",
        "test_baseline", "test_charting_png", "test_compare", "test_dependency_index",
        "test_dependency_index_pip", "test_detection_opinion", "test_history",
        "test_manifests_hostile", "test_report_pdf", "test_sbom_in", "test_sbom_out",
        "test_scan_model", "test_engine_index", "test_engine_counts", "test_bad_portfolio_input",
        "test_server_process", "test_kernel_fork",
        "test_any_input", "test_markup_of_apps", "test_sessions_apart",
        "test_kernel_load", "test_kernel_pings",
        "test_import_metadata_hostile",
        "test_report_config", "test_views", "test_practices_templates",
        *(f"test_knowledge_{name}" for name in ("diff", "editing", "page", "review")),
        "test_cli_knowledge",
    }
)  # fmt: skip
"""Modules whose tests start the worker of the scan, git, the reuse tool or other programs, or try
random or bad input by the hundred; ``make unit`` leaves them to ``make processes``."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of those modules."""
    for item in items:
        if item.path.stem in PROCESSES:
            item.add_marker(pytest.mark.processes)


@pytest.fixture(autouse=True)
def _no_language_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session speaks one language; what one test chose is not that of the next."""
    monkeypatch.setattr(wording, "_chosen", "")
    monkeypatch.setattr(wording, "_preferred", "")


LONGEST_ID = 100
"""Characters of a parameter that may stand in the name of a test."""


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name long and packed parameters by their argument.

    What is packed holds the second in which it was made: workers that look for tests in different
    seconds would find different names.
    """
    packed = isinstance(val, bytes) or (isinstance(val, str) and len(val) > LONGEST_ID)
    return argname if packed else None
