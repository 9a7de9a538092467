# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The mail to the office: roles and their order, a draft that programs open, a link that fits."""

from __future__ import annotations

import email
import re
from email.policy import default
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheet_making import LIBRARY, ON, advised, case, full

from ospo_widgets.advice.asking import asked_in_order
from ospo_widgets.advice.mail import office_mail
from ospo_widgets.advice.sheet.diligence import due_diligence
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.office.links import MAX_LINK
from ospo_widgets.project import Project

FILES = {
    "ospo-answers.json": b'{"a": 1}\n',
    "sheet.html": b"<!doctype html>\n",
    "k.zip": b"PK\0\xff",
}


def mail_of(advice, **more):
    sheet = due_diligence(advice, on=ON)
    return office_mail(advice, sheet=sheet, **{"attachments": FILES, **more})


def read(mail):
    return email.message_from_bytes(mail.eml_bytes(), policy=default)


def opened(link):
    parts = urlsplit(link)
    assert parts.scheme == "mailto"
    fields = parse_qs(parts.query, strict_parsing=True)
    return unquote(parts.path), fields["subject"][0], fields["body"][0]


# --- what it says --------------------------------------------------------------------------------


def test_it_goes_to_the_office_with_the_proposal():
    mail = mail_of(case("kicad-board"), question="May we print it on the board?")
    assert mail.to == ("Open.Source@cern.ch",)
    assert mail.subject.startswith("Licence advice for timing-fanout [OSPO-2026-1122-")
    assert "My question:\nMay we print it on the board?" in mail.body
    assert "- Gateware: CERN-OHL-W-2.0" in mail.body
    assert "Attached: ospo-answers.json, sheet.html, k.zip." in mail.body


def test_what_is_handed_out_is_named_where_it_differs():
    body = mail_of(case("python-root-fftw")).body
    assert "- Software: Apache-2.0; as handed out GPL-3.0-or-later" in body
    assert "- Documentation: CC-BY-4.0\n" in body


def test_on_a_hold_it_says_whom_to_ask_in_which_order_and_no_licence():
    answers = {
        **LIBRARY,
        "authors": ("user",),
        "home-agreement": "unknown",
        "sensitive": "yes",
        "patent": "unknown",
    }
    advice = advised(answers)
    mail = mail_of(advice)
    assert mail.subject.startswith("On hold: calib [")
    body = mail.body
    first = body.index("1. CERN Knowledge Transfer group, https://kt.cern:")
    idea = body.index("idea worth a patent")
    agreement = body.index("home institute")
    second = body.index("2. CERN Open Source Program Office, Open.Source@cern.ch:")
    use = body.index("military")
    assert first < idea < agreement < second < use
    known = {i for i in load_knowledge().licenses if "-" in i}
    assert not [i for i in known if i in mail.subject + body]
    # Knowledge Transfer has a page and no mail address, so the office is asked for the way.
    assert mail.to == ("Open.Source@cern.ch",)
    assert "tell us how to reach CERN Knowledge Transfer group" in body


def test_addresses_come_from_the_policy():
    mail = mail_of(advised({**LIBRARY, "holder": "GSI"}, policy="generic"))
    assert mail.to == ()
    assert "To" not in read(mail)
    assert mail.mailto().startswith("mailto:?subject=")
    assert "To:" not in mail.text()


def test_no_licence_and_nothing_known():
    answers = {
        **LIBRARY,
        "software/components": "a: GPL-2.0-only, b: GPL-3.0-only",
        "software/a/component-use": "process",
        "software/b/component-use": "process",
    }
    assert "finds no licence that fits all of it" in mail_of(advised(answers)).body
    assert "knows too little" in mail_of(advised({})).body


def test_many_points_are_cut_in_the_text():
    project, answers = full()
    mail = mail_of(advised(answers, project))
    assert re.search(r"- \d+ more points stand in the sheet\.", mail.body)


def test_order_of_asking_puts_the_idea_first():
    asks = asked_in_order(
        advised({**LIBRARY, "contract": "others", "patent": "yes", "sensitive": "unknown"}),
        load_knowledge(),
    )
    assert [(a.contact.role, [h.rule for h in a.holds]) for a in asks] == [
        ("kt", ["patent-idea", "contract-others"]),
        ("ospo", ["sensitive-use"]),
    ]


# --- the draft -----------------------------------------------------------------------------------


def test_draft_opens_for_sending_and_brings_its_files():
    mail = mail_of(case("kicad-board"), question="Grüße – 你好")
    message = read(mail)
    assert message["X-Unsent"] == "1"
    assert message["From"] is None
    assert message["Date"] is None
    assert message["To"] == "Open.Source@cern.ch"
    assert message["Subject"] == mail.subject
    body = message.get_body(("plain",)).get_content()
    assert body.replace("\r\n", "\n") == mail.body
    attached = {
        part.get_filename(): part.get_payload(decode=True) for part in message.iter_attachments()
    }
    assert attached == FILES
    types = [part.get_content_type() for part in message.iter_attachments()]
    assert types == ["application/json", "text/html", "application/zip"]
    assert message.defects == []


def test_the_same_mail_is_the_same_file():
    assert mail_of(case("kicad-board")).eml_bytes() == mail_of(case("kicad-board")).eml_bytes()


def test_a_sender_is_taken_when_it_is_one():
    mail = mail_of(case("kicad-board"), sender="someone@cern.ch")
    assert read(mail)["From"] == "someone@cern.ch"
    for wrong in ("someone", "a@b.ch\r\nBcc: all@cern.ch", "x <a@b.ch>"):
        with pytest.raises(InputError, match=r"is no mail address\. No letter was written"):
            mail_of(case("kicad-board"), sender=wrong)


@pytest.mark.parametrize("name", ["", "../a.txt", "a\\b", 'a"b', "a\r\nX: y", "a\u202eb"])
def test_names_of_attachments_have_no_folder(name):
    with pytest.raises(InputError, match="is no name for an attachment"):
        mail_of(case("kicad-board"), attachments={name: b""})


HOSTILE = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        [
            "x\r\nBcc: all@cern.ch",
            "x\nSubject: y",
            "x\r\n\r\nbody",
            "\u2028Bcc: a@b.ch",
            "\ud800",
            "=??Q?=0A0:",
        ]
    ),
)


@given(name=HOSTILE, question=HOSTILE)
@settings(max_examples=60)
def test_no_text_becomes_a_header(name, question):
    mail = mail_of(advised(LIBRARY, Project(name=name)), question=question)
    message = read(mail)
    assert set(message.keys()) == {"X-Unsent", "To", "Subject", "MIME-Version", "Content-Type"}
    assert "\n" not in mail.subject
    assert message["Subject"] == mail.subject
    assert [p.get_filename() for p in message.iter_attachments()] == list(FILES)


# --- the link ------------------------------------------------------------------------------------


def test_a_short_text_is_whole_and_names_the_draft():
    mail = mail_of(case("patent-hold"), attachments={})
    to, subject, body = opened(mail.mailto())
    assert to == "Open.Source@cern.ch"
    assert subject == mail.subject
    assert body.replace("\r\n", "\n") == mail.body
    with_files = opened(mail_of(case("patent-hold")).mailto("q.eml"))[2]
    assert "The files are in the draft “q.eml”" in with_files


@given(question=st.text(max_size=4000), draft=st.sampled_from(["q.eml", "question-éè.eml"]))
@settings(max_examples=60)
def test_a_link_is_never_too_long_nor_broken(question, draft):
    mail = mail_of(case("patent-hold"), question=question)
    link = mail.mailto(draft)
    assert len(link) <= MAX_LINK
    assert re.fullmatch(r"[!-~]+", link)
    assert not re.search(r"%(?![0-9A-F]{2})", link)
    _, subject, body = opened(link)
    assert subject == mail.subject
    if "…" in body and "cut short" in body:
        told = body.replace("\r\n", "\n").partition("…\n\n")[0]
        assert mail.body.startswith(told)
        assert draft in body
    assert "\ufffd" not in body or "\ufffd" in question


def test_a_long_name_leaves_room_for_the_text():
    mail = mail_of(advised(LIBRARY, Project(name="long name " * 300)))
    link = mail.mailto()
    assert len(link) <= MAX_LINK
    assert mail.subject.startswith(opened(link)[1])
    assert "cut short" in opened(link)[2]


def test_preview_shows_all_of_it():
    text = mail_of(case("patent-hold")).text()
    assert text.startswith("To: Open.Source@cern.ch\nSubject: On hold: readout [")
    assert "Attached: ospo-answers.json, sheet.html, k.zip\n" in text
    assert "Who we ask, in this order:" in text
