# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a forge may not do: lead elsewhere, get the token out, show what is inside a network."""

from __future__ import annotations

import ipaddress
import logging
import socket
import ssl
from datetime import datetime
from pathlib import Path

import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.portfolio.collecting.forges import (
    ForgeSettings,
    github_references,
    gitlab_references,
)
from tests.portfolio.forge_server import (
    DAY,
    GROUP,
    SECRET,
    SIX,
    Clock,
    Forge,
    Reply,
    gitlab,
    paged,
    project,
    serving,
)

pytestmark = pytest.mark.usefixtures("gitlab_token")


STATUSES = [
    (401, "refuses the token"),
    (403, "does not let us read"),
    (404, "no such group"),
    (418, "status 418"),
]


@pytest.mark.parametrize(("status", "sentence"), STATUSES)
def test_refusals_are_said_without_what_the_server_says(
    forge: Forge, clock: Clock, status: int, sentence: str
) -> None:
    forge.answer = lambda asked: Reply({"message": f"token {SECRET} of jane \x1b[31m"}, status)
    with pytest.raises(InputError, match=sentence) as raised:
        gitlab(forge, clock)
    assert SECRET not in str(raised.value)
    assert "jane" not in str(raised.value)
    assert len(forge.asked) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_carries_the_token_to_no_other_server(
    forge: Forge, clock: Clock, status: int
) -> None:
    with serving() as other:
        other.answer = lambda _: Reply([])
        forge.answer = lambda asked: Reply({}, status, {"Location": f"{other.url}{asked.path}"})
        with pytest.raises(InputError, match="another server"):
            gitlab(forge, clock)
        with pytest.raises(InputError, match="another server"):
            github_references("lab", url=forge.url, read_on=DAY, settings=clock.settings())
        assert other.asked == []
    assert len(forge.asked) == 2


def test_a_redirect_on_the_server_is_followed(forge: Forge, clock: Clock) -> None:
    moved = [project(forge.url, 1, "physics/p1")]
    forge.answer = lambda asked: (
        Reply({}, 301, {"Location": "/api/v4/groups/9/projects"})
        if asked.path == GROUP
        else Reply(moved)
    )
    assert gitlab(forge, clock) == (["physics/p1"], [])
    forge.answer = lambda asked: Reply({}, 302, {"Location": asked.path})
    with pytest.raises(InputError, match="another server"):
        gitlab(forge, clock)


def test_the_token_is_in_a_header_and_nowhere_else(
    forge: Forge, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    forge.answer = paged(forge)
    names, _ = gitlab(forge, clock)
    assert names == SIX
    assert {asked.headers["PRIVATE-TOKEN"] for asked in forge.asked} == {SECRET}
    assert SECRET not in "".join(asked.path + str(asked.query) for asked in forge.asked)
    assert caplog.text  # something was logged
    assert SECRET not in caplog.text


@pytest.mark.parametrize(("host", "sent"), [("127.0.0.1", True), ("gitlab.example.org", False)])
def test_the_token_of_a_job_goes_only_to_its_own_gitlab(
    forge: Forge, clock: Clock, monkeypatch: pytest.MonkeyPatch, host: str, sent: bool
) -> None:
    monkeypatch.delenv("GITLAB_TOKEN")
    monkeypatch.setenv("CI_JOB_TOKEN", SECRET)
    monkeypatch.setenv("CI_SERVER_HOST", host)
    forge.answer = paged(forge)
    gitlab(forge, clock)
    assert {asked.headers.get("JOB-TOKEN", "") for asked in forge.asked} == {SECRET if sent else ""}


def test_names_and_passwords_of_the_machine_are_not_used(
    forge: Forge, clock: Clock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("GITLAB_TOKEN")
    file = tmp_path / "netrc"
    file.write_text(f"machine 127.0.0.1 login jane password {SECRET}\n")
    file.chmod(0o600)
    monkeypatch.setenv("NETRC", str(file))
    forge.answer = paged(forge)
    gitlab(forge, clock)
    assert not [asked for asked in forge.asked if "Authorization" in asked.headers]


@pytest.mark.parametrize("token", ["two words", "line\nbreak", "é", "x" * 1_001])
def test_what_can_be_no_token_is_not_shown(
    forge: Forge, clock: Clock, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv("GITLAB_TOKEN", token)
    with pytest.raises(InputError, match="GITLAB_TOKEN") as raised:
        gitlab(forge, clock)
    assert token not in str(raised.value)
    assert forge.asked == []


ADDRESSES = [
    ("http://gitlab.example.org", "physics"),
    ("ftp://gitlab.example.org", "physics"),
    ("https://user:word@gitlab.example.org", "physics"),
    ("https://127.0.0.1", "physics"),
    ("https://2130706433", "physics"),
    ("https://[::1]", "physics"),
    ("https://localhost", "physics"),
    ("https://169.254.169.254", "physics"),
    ("https://gitlab.example.org?x=1", "physics"),
    ("gitlab.example.org", "physics"),
    ("", "physics"),
    ("https://gitlab.example.org", ""),
    ("https://gitlab.example.org", "../admin"),
    ("https://gitlab.example.org", "a/../../users"),
    ("https://gitlab.example.org", "a?private_token=x"),
    ("https://gitlab.example.org", "a b"),
]


@pytest.mark.parametrize(("address", "group"), ADDRESSES)
def test_other_addresses_are_refused(address: str, group: str, clock: Clock) -> None:
    settings = ForgeSettings(sleep=clock.sleep)
    with pytest.raises(InputError):
        gitlab_references(address, group, read_on=DAY, settings=settings)
    if address:
        with pytest.raises(InputError):
            github_references(group, url=address, read_on=DAY, settings=settings)


def test_plain_http_is_for_this_machine_only(clock: Clock) -> None:
    with pytest.raises(InputError, match="on this machine"):
        gitlab_references(
            "http://gitlab.example.org", "physics", read_on=DAY, settings=clock.settings()
        )


def test_a_name_that_leads_into_a_private_network_is_refused(
    forge: Forge, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(forge.url.rpartition(":")[2])
    here = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: here)
    settings = ForgeSettings(clock=lambda: clock.now, sleep=clock.sleep)
    with pytest.raises(InputError, match="private network"):
        gitlab_references(
            f"https://gitlab.example.org:{port}", "physics", read_on=DAY, settings=settings
        )
    assert clock.slept == []


def test_only_allowed_hosts_are_asked(forge: Forge, clock: Clock) -> None:
    with pytest.raises(InputError, match="does not fetch"):
        gitlab(forge, clock, limits={"allowed_hosts": ("gitlab.cern.ch",)})
    assert forge.asked == []


def _certificate(folder: Path) -> Path:
    """A certificate that nobody has signed, with its key, for this machine."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "forge")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(datetime(2020, 1, 1))
        .not_valid_after(datetime(2120, 1, 1))
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "forge.pem"
    plain = serialization.NoEncryption()
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(made.public_bytes(form[0]) + key.private_bytes(*form))
    return file


def test_a_certificate_must_be_one_that_the_machine_trusts(
    clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.delenv(variable, raising=False)
    file = _certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with serving(context) as forge:
        forge.answer = paged(forge)
        with pytest.raises(InputError, match="certificate"):
            gitlab(forge, clock)
        assert (forge.asked, clock.slept) == ([], [])
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        assert gitlab(forge, clock) == (SIX, [])


def test_secrets_in_the_address_of_a_mirrored_repository_are_left_out(
    forge: Forge, clock: Clock, tmp_path: Path
) -> None:
    mirror = f"https://jane:{SECRET}@forge.example/lab/p.git"
    item = project(forge.url, 1, "physics/p1", mirror=True, import_url=mirror)
    forge.answer = lambda _: Reply([item])
    references, _ = gitlab_references(
        forge.url, "physics", read_on=DAY, details=False, cache=tmp_path, settings=clock.settings()
    )
    assert references[0].also == ("https://forge.example/lab/p.git",)
    kept = "".join(path.read_text() for path in tmp_path.rglob("*") if path.is_file())
    assert "forge.example" in kept
    assert SECRET not in kept
    assert "jane" not in kept
