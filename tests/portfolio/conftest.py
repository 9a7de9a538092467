# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the tests of platforms share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.portfolio.forge_server import SECRET, Clock, Forge, serving

OF_THE_PERSON = ("GITHUB_TOKEN", "GITLAB_TOKEN", "CI_JOB_TOKEN", "CI_SERVER_HOST", "HTTPS_PROXY",
                 "HTTP_PROXY")  # fmt: skip
"""Settings of whoever runs the tests that would change what is asked."""


@pytest.fixture
def no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """No platform knows us."""
    for name in OF_THE_PERSON:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def gitlab_token(no_token: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """GitLab knows us."""
    monkeypatch.setenv("GITLAB_TOKEN", SECRET)


@pytest.fixture
def forge() -> Iterator[Forge]:
    """A platform on loopback."""
    with serving() as server:
        yield server


@pytest.fixture
def clock() -> Clock:
    """A clock that the test moves."""
    return Clock()
