# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What all tests share."""

from __future__ import annotations

import os

from hypothesis import settings

# No test asserts a time, so Hypothesis does not either: machines that run tests are busy.
# A merge request sees the same examples each time; at a desk new ones are tried.
settings.register_profile("ospo", deadline=None, derandomize="CI" in os.environ, print_blob=True)
settings.load_profile("ospo")

# Tests leave nothing in the home of whoever runs them; those of the cache name a folder.
os.environ["OSPO_CACHE_DIR"] = ""
