# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Letters: kinds of request, what goes in and what stays out, files and links that hold."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets import wording
from ospo_widgets.errors import InputError
from ospo_widgets.knowledge import load_knowledge
from ospo_widgets.office.compose import GROUPS, NOBODY, Person, Summary, compose, require
from ospo_widgets.office.contacts import Contact, is_address, mail_address, role_addresses
from ospo_widgets.office.letter import (
    MAX_LETTER,
    Letter,
    attachment,
    media_type,
    neutral_name,
)
from ospo_widgets.office.links import MAX_LINK
from ospo_widgets.office.requests import WEB_ADDRESS, kind_of, load_kinds, problems

ON = date(2026, 11, 22)
CERN = load_knowledge().policies["cern-current"]
OFFICE = "Open.Source@cern.ch"
FILES = (
    attachment("ospo-answers.json", b'{"a": "ANSWERS"}', holds="answers", group="answers"),
    attachment("scan.json", b'{"b": "FINDINGS"}', holds="findings", group="scan"),
    attachment("mine.txt", b"MINE", holds="a file", group="files"),
    attachment("entry.yaml", b"ENTRY", holds="the entry"),
)
TOLD = (Summary("answers", ("The advisor says ADVICE.",)), Summary("scan", ("The scan: VERDICT.",)))
WHO = Person("Ada NAMED", "ada@cern.ch")
SAYS = {
    "answers": ("ANSWERS", "ADVICE"),
    "scan": ("FINDINGS", "VERDICT"),
    "files": ("MINE",),
    "person": ("NAMED", "ada@cern.ch"),
}


def written(kind: str = "licence", values=None, **more) -> Letter:
    given_ = {"question": "May we?"} if values is None else values
    return compose(kind_of(kind), given_, policy=CERN, on=ON, **more)


def read(letter: Letter):
    return email.message_from_bytes(letter.eml_bytes(), policy=email.policy.default)


def everything(letter: Letter) -> str:
    """All that is in the file, decoded."""
    message = read(letter)
    parts = [p.get_payload(decode=True) or b"" for p in message.walk() if not p.is_multipart()]
    heads = [str(value) for p in message.walk() for value in p.values()]
    return "\n".join([*heads, *(part.decode("utf-8", "replace") for part in parts)])


# --- kinds ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", wording.languages())
def test_every_kind_has_its_words_and_few_fields(code):
    with wording.spoken(code):
        for kind in load_kinds().values():
            assert 1 <= len(kind.fields) <= 5
            for part in ("title", "lead", "subject", "intro"):
                assert wording.words(f"office.kind.{kind.id}.{part}")
            for field in kind.fields:
                assert wording.words(f"office.field.{field.id}")
                for option in field.options:
                    assert wording.words(f"office.option.{field.id}.{option}")


def test_what_is_missing_or_wrong_is_named():
    found = problems(kind_of("problem"), {"problem_kind": "other", "place": "x" * 400})
    assert [(p.field, p.missing) for p in found] == [
        *(("other_project", True), ("place", False), ("seen", True))
    ]
    wrong = {"number": "4F21", "happened": "x"}
    assert [p.text for p in problems(kind_of("feedback"), wrong)] == [
        "“Number of the error” looks like E-4F21."
    ]
    assert problems(kind_of("feedback"), {"number": "E-4F21", "happened": "x"}) == ()
    day = {"about": "patent", "planned": "22.11.2026"}
    assert "2026-11-22" in problems(kind_of("hold"), day)[0].text
    with pytest.raises(InputError, match="no kind of request “x”"):
        kind_of("x")
    with pytest.raises(InputError, match="Fill in: Your question"):
        require(kind_of("licence"), {})
    with pytest.raises(InputError, match="no mail address"):
        require(kind_of("licence"), {"question": "x"}, Person("", "x@y"))


def test_a_hold_goes_to_the_right_office_first():
    first = {about: written("hold", {"about": about}).body for about in ("patent", "export")}
    assert "1. CERN Knowledge Transfer group, https://kt.cern\n2. CERN Open" in first["patent"]
    assert "1. CERN Open Source Program Office, Open.Source@cern.ch\n2. CERN K" in first["export"]
    assert written("hold", {"about": "patent"}).to == (OFFICE,)
    assert "has no mail address that we know" in first["patent"]


def test_an_overlay_adds_and_replaces_kinds(tmp_path: Path, monkeypatch):
    folder = tmp_path / "office"
    folder.mkdir()
    row = "{id: cla, ask: [office], fields: [{id: question, shape: text, required: true}]}"
    (folder / "requests.yaml").write_text(f"requests: [{row}]\n", encoding="utf-8")
    monkeypatch.setenv("OSPO_DATA_DIR", str(tmp_path))
    assert [f.id for f in kind_of("cla").fields] == ["question"]
    assert "hold" in load_kinds()
    bad = row.replace("shape: text", "shape: odd")
    (folder / "requests.yaml").write_text(f"requests: [{bad}]\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"requests\.yaml cannot be used"):
        load_kinds()


@pytest.mark.parametrize(
    ("address", "is_mail"),
    [
        (OFFICE, True),
        ("https://kt.cern", False),
        ("", False),
        ("a@b", False),
        (".a@b.ch", False),
        ("a..b@c.ch", False),
        ("a@b.ch, c@d.ch", False),
        ("a@b.ch\nBcc: x@y.ch", False),
        ("A <a@b.ch>", False),
        ("a@b.ch\n", False),
        ("é@b.ch", False),
        ("=?utf-8?q?x=40evil=2Ech=2C?=@b.ch", False),
        (f"{'a' * 250}@b.ch", False),
    ],
)
def test_what_is_a_mail_address(address, is_mail):
    assert is_address(address) is is_mail
    assert bool(mail_address(Contact("x", "X", address))) is is_mail


def test_only_offices_of_the_policy_are_roles():
    assert role_addresses(CERN) == {OFFICE}
    assert role_addresses(load_knowledge().policies["generic"]) == frozenset()


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://gitlab.cern.ch/a/b", True),
        ("http://x.org:8080/?q=a@b", True),
        ("https://user:pass@x.org/", False),
        ("https://localhost/", False),
        ("javascript:alert(1)//x.org", False),
        ("https://x.org/ y", False),
        ('https://x.org/"><b', False),
    ],
)
def test_what_is_a_web_address(address, good):
    assert bool(WEB_ADDRESS.fullmatch(address)) is good


# --- consent -------------------------------------------------------------------------------------


@given(agreed=st.sets(st.sampled_from(GROUPS)))
def test_what_was_not_agreed_to_is_not_in_the_file(agreed):
    letter = written(attachments=FILES, summaries=TOLD, person=WHO, agreed=agreed)
    text = everything(letter)
    shown = letter.text() + letter.mailto()
    for group, marks in SAYS.items():
        for mark in marks:
            assert (mark in text) is (group in agreed), (group, mark)
            if group not in agreed:
                assert mark not in shown
    assert "ENTRY" in text
    assert letter.sender == (WHO.address if "person" in agreed else "")


def test_whom_the_answers_lead_to_is_told_only_with_them():
    asked = (Contact("kt", "The ones for inventions", "kt@example.org"),)
    assert "kt@example.org" not in everything(written(asked=asked, summaries=TOLD))
    assert written(asked=asked, summaries=TOLD, agreed={"answers"}).to == (
        *("kt@example.org", OFFICE),
    )


# --- files and links -----------------------------------------------------------------------------


def test_a_letter_says_what_it_holds():
    values = {"project": "trackfit", "question": "Is it\nwell?", "unknown": "UNKNOWN"}
    letter = written(values=values, attachments=FILES, person=WHO, agreed=GROUPS)
    assert re.fullmatch(r"Licence question: trackfit \[Q-2026-1122-[0-9A-F]{4}\]", letter.subject)
    assert "Your question:\nIs it\nwell?\n" in letter.body
    assert "UNKNOWN" not in letter.body
    assert "- mine.txt (4 bytes): a file" in letter.body
    assert "From: Ada NAMED, ada@cern.ch" in letter.body
    message = read(letter)
    assert message["From"] == "ada@cern.ch"
    assert message.defects == []
    assert [p.get_content_type() for p in message.iter_attachments()] == [
        *("application/json", "application/json", "text/plain", "text/plain")
    ]


def test_the_same_letter_is_the_same_file_and_another_has_another_number():
    one, two = written(attachments=FILES), written(attachments=FILES)
    assert one.eml_bytes() == two.eml_bytes()
    assert one.number != written(values={"question": "Else?"}).number
    assert one.number != written(attachments=FILES, agreed={"scan"}).number


HOSTILE = st.one_of(
    st.text(max_size=120),
    st.sampled_from(
        ["x\r\nBcc: all@cern.ch", "x\nSubject: y", "\r\n\r\nbody", "\u2028Bcc: a@b.ch", "\ud800",
         "=?utf-8?q?=0ABcc:_a@b.ch?=", "=??Q?=0A0:", "a\0b", "\u202egnp.exe"]
    ),
)  # fmt: skip


@given(project=HOSTILE, question=HOSTILE, name=HOSTILE, address=HOSTILE)
@settings(max_examples=150)
def test_no_text_becomes_a_header_or_a_part(project, question, name, address):
    values = {"project": project, "question": question}
    who = Person(name, address)
    letter = written(values=values, attachments=FILES, person=who, agreed=GROUPS)
    message = read(letter)
    allowed = {"X-Unsent", "From", "To", "Subject", "MIME-Version", "Content-Type"}
    assert set(message.keys()) <= allowed
    assert message["To"] == OFFICE
    assert "\n" not in letter.subject
    assert [p.get_filename() for p in message.iter_attachments()] == [one.name for one in FILES]
    if message["From"] is not None:
        assert is_address(str(message["From"]))


@given(question=st.text(max_size=5000))
@settings(max_examples=60)
def test_a_link_is_never_too_long_nor_broken(question):
    link = written(values={"question": question}, attachments=FILES, agreed=GROUPS).mailto()
    assert len(link) <= MAX_LINK
    assert re.fullmatch(r"[!-~]+", link)
    assert not re.search(r"%(?![0-9A-F]{2})", link)


@given(name=st.text(max_size=200))
def test_names_of_files_are_neutral(name):
    plain = neutral_name(name)
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,60}", plain)
    assert attachment(plain, b"").name == plain


def test_a_name_keeps_its_ending_and_programs_have_no_type():
    assert neutral_name("C:\\Users\\ada\\Our agreement (2).PDF") == "Our-agreement-2.pdf"
    assert neutral_name("../../etc/passwd") == "passwd"
    assert media_type("x.exe") == media_type("x.pdf.scr") == media_type("x") == ""
    with pytest.raises(InputError, match="no name for an attachment"):
        attachment("a/b.txt", b"")


def test_too_large_a_letter_is_not_written():
    big = attachment("big.zip", b"x" * (MAX_LETTER + 1))
    with pytest.raises(InputError, match="8 MB"):
        written(attachments=(big,)).eml_bytes()
    for wrong in ("a@b", "a@b.ch\nBcc: c@d.ch"):
        with pytest.raises(InputError, match="no mail address"):
            Letter((wrong,), "s", "b").eml_bytes()


def test_nobody_is_nobody():
    assert not NOBODY
    assert Person(address="a@b.ch")
