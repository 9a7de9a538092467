# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Git addresses: no spelling of a host leads into a private network, and no second look-up does."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.git_access import check_address, reach
from ospo_widgets.scanning.settings import ScanSettings

SETTINGS = ScanSettings()

PRIVATE = (
    "127.1", "0x7f.0.0.1", "0x7f000001", "017700000001", "2130706433", "127.0.0.1", "0",
    "10.1.2.3", "100.64.0.1", "169.254.169.254", "172.16.0.1", "192.168.0.1", "192.0.0.8",
    "224.0.0.1", "255.255.255.255", "localhost", "LOCALHOST", "x.localhost",
    "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::127.0.0.1]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[::ffff:0:127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::10.0.0.1]",
    "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2002:a9fe:a9fe::1]", "[fc00::1]", "[fe80::1]",
    "[fec0::1]", "[ff02::1]", "[2001:db8::1]",
)  # fmt: skip

NO_HOSTS = (
    "gitlab.cern.ch.", "127.0.0.1.", "localhost.", "ⓛocalhost", "１２７.0.0.1", "gitlab。cern。ch",
    "faß.example", "%6cocalhost", "127.0.0.1%2f", "a\\.example", "[fe80::1%25eth0]", "[::1%lo]",
    "[v1.x]", "*.example", "a,b", "a;b", "$(x)", "`x`", "a'b", "-x", "_", "",
)  # fmt: skip


@pytest.mark.parametrize("host", PRIVATE)
@pytest.mark.parametrize("port", ["", ":8443"])
def test_no_spelling_of_a_private_host_passes(host: str, port: str) -> None:
    with pytest.raises(InputError, match="private network"):
        check_address(f"https://{host}{port}/a/b", SETTINGS)


@pytest.mark.parametrize("host", NO_HOSTS)
def test_a_host_that_readers_may_take_for_different_ones_is_refused(host: str) -> None:
    with pytest.raises(InputError, match="Nothing was fetched"):
        check_address(f"https://{host}/a/b", SETTINGS)


@pytest.mark.parametrize(
    "address",
    [
        "https:\\\\gitlab.cern.ch/a/b", "https://gitlab.cern.ch\\@127.0.0.1/a", "https:/a/b",
        "https:///a/b", "https://gitlab.cern.ch:@/a/b", "https://@gitlab.cern.ch/a/b",
        "https://gitlab.cern.ch:0/a", "https://gitlab.cern.ch:-1/a", "HTTPS+ext://gitlab/a",
        "ext::https://gitlab.cern.ch/a", "https::https://gitlab.cern.ch/a", "--upload-pack=x",
        "https://gitlab.cern.ch/a\u2028b\n", "https://gitlab.cern.ch/a b", "-c\thttp.proxy=x",
    ],
)  # fmt: skip
def test_odd_addresses_are_refused(address: str) -> None:
    with pytest.raises(InputError):
        check_address(address, SETTINGS)


@pytest.mark.parametrize(
    "host", ["gitlab.cern.ch", "a_b.example", "xn--fa-hia.example", "8.8.8.8", "[2606:4700::1]"]
)
def test_public_hosts_pass(host: str) -> None:
    assert check_address(f"https://{host}:8443/a/b", SETTINGS) == f"https://{host}:8443/a/b"


def _names(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """A name server whose answers change, and the addresses that are connected to."""
    left = list(answers)
    reached: list[str] = []

    def look_up(host: str, port: int, **_: Any) -> list[Any]:
        kind = socket.SOCK_STREAM
        return [(socket.AF_INET, kind, 6, "", (one, port)) for one in left.pop(0)]

    def connect(address: tuple[str, int], **_: Any) -> socket.socket:
        reached.append(address[0])
        return socket.socket()

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    return reached


def test_a_name_is_looked_up_once_and_git_is_held_to_the_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reached = _names(monkeypatch, ["203.0.112.7"], ["127.0.0.1"])
    options = reach("https://rebinding.example/a", SETTINGS)
    assert options == ("-c", "http.curloptResolve=rebinding.example:443:203.0.112.7")
    assert reached == ["203.0.112.7"]


def test_one_private_answer_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    reached = _names(monkeypatch, ["203.0.112.7", "10.0.0.1"])
    with pytest.raises(InputError, match="private network"):
        reach("https://both.example/a", SETTINGS)
    assert reached == []
