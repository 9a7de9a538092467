# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Letters through a real mail server: over TLS, to the offices only, and what may go wrong."""

from __future__ import annotations

import email
import email.policy
import logging
import threading
from pathlib import Path

import pytest
from mail_server import HOST, PASSWORD, Certificate, Drip, Inbox, Silent, certificate, running, smtp

from ospo_widgets.errors import CancelledError, InputError, OspoError
from ospo_widgets.office.letter import Letter, attachment
from ospo_widgets.office.limits import ServerCount, SessionCount, TooManyLettersError
from ospo_widgets.office.sending import LetterNotSentError, send
from ospo_widgets.office.settings import (
    MailSettings,
    MailSettingsError,
    Security,
    mail_settings,
)

OFFICE = "Open.Source@cern.ch"
FROM = "no-reply@example.org"
SECRET = "a sentence that nobody else may read"
LETTER = Letter(
    to=(OFFICE,),
    subject="Licence question [Q-2026-1122-0000]",
    body=f"Grüße\n{SECRET}\n.\n.dotted\n",
    attachments=(attachment("a.json", b"{}"), attachment("b.pdf", b"%PDF\0\xff\r\n.\r\n")),
    sender="someone@cern.ch",
    number="Q-2026-1122-0000",
)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def trusted(shown: Certificate, monkeypatch: pytest.MonkeyPatch) -> Certificate:
    monkeypatch.setenv("SSL_CERT_FILE", str(shown.certificate))
    return shown


def posted(port: int, letter: Letter = LETTER, **how):
    settings = {"security": Security.STARTTLS, **how.pop("settings", {})}
    server = MailSettings(HOST, port, FROM, **settings)
    return send(letter, server, allowed={OFFICE}, **how)


def reason(port: int, **how) -> str:
    with pytest.raises(LetterNotSentError) as caught:
        posted(port, **how)
    assert SECRET not in str(caught.value)
    assert "Send it with your own mail program instead." in str(caught.value)
    return caught.value.reason


# --- it arrives ----------------------------------------------------------------------------------


def test_a_letter_arrives_whole_over_tls(trusted: Certificate, caplog: pytest.LogCaptureFixture):
    inbox = Inbox()
    with (
        caplog.at_level(logging.DEBUG),
        running(smtp(inbox, tls_context=trusted.context())) as port,
    ):
        receipt = posted(port)
    assert (receipt.number, receipt.to, receipt.refused) == (LETTER.number, (OFFICE,), ())
    assert inbox.sessions[0].ssl is not None
    envelope = inbox.letters[0]
    assert (envelope.mail_from, envelope.rcpt_tos) == (FROM, [OFFICE])
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    assert message.defects == []
    assert (message["From"], message["Reply-To"]) == (FROM, LETTER.sender)
    assert message["To"] == OFFICE
    assert message["Date"].datetime == receipt.on.replace(microsecond=0)
    assert message["Message-ID"].endswith("@example.org>")
    assert message["X-Unsent"] is None
    body = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert body == LETTER.body
    attached = {p.get_filename(): p.get_payload(decode=True) for p in message.iter_attachments()}
    assert attached == LETTER.files
    ours = [record for record in caplog.records if record.name.startswith("ospo")]
    assert not [record for record in ours if SECRET in record.getMessage()]


def test_implicit_tls_and_a_password(trusted: Certificate):
    inbox = Inbox()
    how = {"security": Security.TLS, "user": "service", "password": PASSWORD}
    # The library of the test knows of TLS only where it asked for it itself.
    with running(smtp(inbox, auth_require_tls=False), trusted.context()) as port:
        posted(port, settings=how)
        assert reason(port, settings={**how, "password": "wrong"}) == "login"
    assert len(inbox.letters) == 1


def test_without_tls_only_when_it_is_asked_for():
    inbox = Inbox()
    with running(smtp(inbox)) as port:
        assert reason(port) == "tls"
        assert inbox.letters == []
        posted(port, settings={"security": Security.NONE})
    assert len(inbox.letters) == 1


# --- it does not ---------------------------------------------------------------------------------


def test_a_server_with_a_certificate_of_another_is_not_believed(tmp_path: Path, monkeypatch):
    other = certificate(tmp_path, "mail.example.org")
    monkeypatch.setenv("SSL_CERT_FILE", str(other.certificate))
    inbox = Inbox()
    with running(smtp(inbox, tls_context=other.context())) as port:
        assert reason(port) == "certificate"
    assert inbox.letters == []


def test_a_certificate_that_nobody_signed_is_not_believed(shown: Certificate):
    inbox = Inbox()
    with running(smtp(inbox), shown.context()) as port:
        assert reason(port, settings={"security": Security.TLS}) == "certificate"


@pytest.mark.parametrize(
    ("refuses", "told"),
    [
        ({"on_data": "552 5.3.4 Too big"}, "too_large"),
        ({"on_data": "554 5.7.1 spam? <b>x</b>"}, "refused"),
        ({"on_recipient": "550 5.1.1 Who?"}, "recipient"),
        ({"on_sender": "553 5.7.1 Not you"}, "sender"),
        ({"on_sender": "552 5.3.4 Too big"}, "too_large"),
    ],
)
def test_what_a_server_refuses_is_told_without_its_words(trusted: Certificate, refuses, told):
    inbox = Inbox(**refuses)
    made = smtp(inbox, tls_context=trusted.context())
    with running(made) as port, pytest.raises(LetterNotSentError) as caught:
        posted(port)
    assert caught.value.reason == told
    assert not {"spam", "Who", "Not you", "Too big"} & set(str(caught.value).split())
    assert inbox.letters == []


def test_a_letter_that_the_server_says_is_too_large_is_not_begun(trusted: Certificate):
    inbox = Inbox()
    made = smtp(inbox, tls_context=trusted.context(), data_size_limit=500)
    with running(made) as port:
        assert reason(port) == "large"
    assert not inbox.at_data.is_set()


def test_a_server_that_is_not_there_or_silent_is_given_up():
    with running(Silent) as port:
        assert reason(port, step_seconds=0.2) == "slow"
    assert reason(port) == "unreachable"


def test_a_server_that_answers_drop_by_drop_is_given_up():
    with running(Drip) as port:
        assert reason(port, step_seconds=5.0, whole_seconds=0.4) == "slow"


def test_when_the_answer_to_the_text_is_missing_nobody_knows(trusted: Certificate):
    import asyncio

    inbox = Inbox(hold_back=asyncio.Event())
    with running(smtp(inbox, tls_context=trusted.context())) as port:
        assert reason(port, step_seconds=0.5) == "unsure"
    assert inbox.at_data.is_set()


def test_stopped_before_it_was_sent():
    stop = threading.Event()
    stop.set()
    with running(smtp(Inbox())) as port, pytest.raises(CancelledError, match="Nothing was sent"):
        posted(port, cancel=stop)


def test_nobody_but_the_offices_is_written_to():
    for to in (("else@example.org",), (OFFICE, "else@example.org")):
        with pytest.raises(InputError, match="offices of its policy profile only"):
            posted(1, Letter(to, "s", "b"))
    with pytest.raises(InputError, match="names no mail address"):
        posted(1, Letter((), "s", "b"))


# --- settings ------------------------------------------------------------------------------------

SET = {"OSPO_SMTP_HOST": "mail.example.org", "OSPO_SMTP_FROM": FROM}


def test_settings_come_from_the_environment(tmp_path: Path):
    assert mail_settings({}) is None
    plain = mail_settings(SET)
    assert plain == MailSettings("mail.example.org", 587, FROM, Security.STARTTLS)
    password = tmp_path / "password"
    password.write_text(f"{PASSWORD}\n", encoding="utf-8")
    full = mail_settings(
        {
            **SET,
            "OSPO_SMTP_SECURITY": "tls",
            "OSPO_SMTP_USER": "service",
            "OSPO_SMTP_PASSWORD_FILE": str(password),
            "OSPO_SMTP_HOURLY": "7",
        }
    )
    assert full is not None
    assert (full.port, full.user, full.password, full.hourly) == (465, "service", PASSWORD, 7)
    assert PASSWORD not in repr(full)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"OSPO_SMTP_FROM": ""}, "OSPO_SMTP_FROM"),
        ({"OSPO_SMTP_FROM": "A <a@b.ch>"}, "OSPO_SMTP_FROM"),
        ({"OSPO_SMTP_PORT": "70000"}, "OSPO_SMTP_PORT"),
        ({"OSPO_SMTP_PORT": "x"}, "OSPO_SMTP_PORT"),
        ({"OSPO_SMTP_SECURITY": "some"}, "OSPO_SMTP_SECURITY"),
        ({"OSPO_SMTP_USER": "u", "OSPO_SMTP_PASSWORD_FILE": "/no/such"}, "OSPO_SMTP_PASSWORD_FILE"),
        ({"OSPO_SMTP_USER": "u"}, "OSPO_SMTP_PASSWORD_FILE"),
        ({"OSPO_SMTP_HOURLY": "0"}, "OSPO_SMTP_HOURLY"),
    ],
)
def test_wrong_settings_are_named_without_their_value(wrong, named):
    with pytest.raises(MailSettingsError) as caught:
        mail_settings({**SET, **wrong})
    assert named in str(caught.value)
    assert "/no/such" not in str(caught.value)


def test_a_password_never_travels_in_the_clear(tmp_path: Path):
    password = tmp_path / "password"
    password.write_text(PASSWORD, encoding="utf-8")
    open_ = {"OSPO_SMTP_SECURITY": "none", "OSPO_SMTP_USER": "u"}
    with pytest.raises(MailSettingsError, match="OSPO_SMTP_SECURITY"):
        mail_settings({**SET, **open_, "OSPO_SMTP_PASSWORD_FILE": str(password)})


# --- limits --------------------------------------------------------------------------------------


def test_a_session_sends_so_many_an_hour():
    now = [0.0]
    count = SessionCount(2, lambda: now[0])
    for _ in range(2):
        count.check()
        count.take()
    with pytest.raises(TooManyLettersError):
        count.check()
    now[0] = 3601
    count.check()


def test_a_server_counts_all_its_sessions_together(tmp_path: Path):
    now = [1_000_000.0]
    file = tmp_path / "letters"
    sessions = [ServerCount(3, file, lambda: now[0]) for _ in range(4)]
    for session in sessions[:3]:
        session.take()
    with pytest.raises(TooManyLettersError):
        sessions[3].take()
    assert file.stat().st_mode & 0o077 == 0
    now[0] += 3601
    sessions[3].take()
    assert file.read_text() == "1003601\n"


def test_many_sessions_at_once_are_counted_one_by_one(tmp_path: Path):
    file = tmp_path / "letters"
    passed: list[bool] = []

    def one() -> None:
        try:
            ServerCount(10, file).take()
            passed.append(True)
        except TooManyLettersError:
            passed.append(False)

    threads = [threading.Thread(target=one) for _ in range(25)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(passed) == 10


def test_what_cannot_be_counted_is_not_sent(tmp_path: Path):
    target = tmp_path / "target"
    target.write_text("kept")
    link = tmp_path / "letters"
    link.symlink_to(target)
    with pytest.raises(OspoError, match="cannot count"):
        ServerCount(3, link).take()
    assert target.read_text() == "kept"
    (tmp_path / "nonsense").write_text("x\n9999999999999\n-3\n")
    ServerCount(1, tmp_path / "nonsense").take()
