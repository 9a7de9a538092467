# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``ospo ask`` and ``ospo catalogue``: drafts, letters that are sent, entries, what is wrong."""

from __future__ import annotations

import email
import email.policy
import sys
from pathlib import Path

import pytest
import yaml

from ospo_widgets.cli import main
from ospo_widgets.office.requests import load_kinds

sys.path.insert(0, str(Path(__file__).parents[1] / "office"))
from mail_server import HOST, Inbox, certificate, running, smtp

BOARD = {
    "README.md": "# Timing\n",
    "board.kicad_pcb": '(kicad_pcb (gr_text "x"))\n',
    "LICENSE": "",
    "pyproject.toml": '[project]\nname = "timing"\nversion = "1"\n'
    'description = "Fans out a clock."\nlicense = "Apache-2.0"\n',
}


def test_a_draft_is_written_with_what_was_named(tmp_path: Path, capsys):
    question, more = tmp_path / "q.txt", tmp_path / "Our agreement.PDF"
    question.write_text("May we sign\nthis?", encoding="utf-8")
    more.write_bytes(b"%PDF\0")
    out = tmp_path / "letter.eml"
    options = ("--kind", "cla", "--subject", "SciPy", "--set", "signs=person")
    files = ("--text", str(question), "--attach", str(more), "--output", str(out))
    assert main(["ask", *options, *files, "--address", "ada@cern.ch"]) == 0
    message = email.message_from_bytes(out.read_bytes(), policy=email.policy.default)
    assert (message["To"], message["From"]) == ("Open.Source@cern.ch", "ada@cern.ch")
    assert message["Subject"].startswith("Contributor agreement: SciPy [Q-")
    assert "May we sign\nthis?" in message.get_body(("plain",)).get_content().replace("\r", "")
    assert [p.get_filename() for p in message.iter_attachments()] == ["Our-agreement.pdf"]
    assert "open it with your mail program" in capsys.readouterr().err


def test_without_output_it_is_shown(capsys):
    assert main(["ask", "--subject", "x", "--set", "question=May\x1b[31m we?"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("To: Open.Source@cern.ch\nSubject: Licence question: x [Q-")
    assert "\x1b" not in shown


def test_kinds_are_listed(capsys):
    assert main(["ask", "--kinds"]) == 0
    listed = capsys.readouterr().out
    assert all(f"{kind}: " in listed for kind in load_kinds())
    assert "person, institute, unknown" in listed


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "Fill in: Your question."),
        (("--kind", "x"), "no kind of request “x”"),
        (("--set", "x=1"), "“licence” has no field “x”"),
        (("--set", "x"), "not of the form FIELD=VALUE"),
        (("--set", "question=x", "--address", "ada"), "“ada” is no mail address"),
        (("--set", "question=x", "--policy", "y"), "no policy profile “y”"),
        (("--set", "question=x", "--output", "letter.txt"), "must end in .eml"),
        (("--text", "/no/such/file"), "cannot be read"),
        (("--kind", "catalogue", "--subject", "x"), "has no name to fill in"),
        (("--set", "question=x", "--attach", "run.exe"), "mail servers refuse"),
        (("--set", "question=x", "--send"), "sends no letters"),
    ],
)
def test_what_is_wrong_is_one_sentence(options, told, capsys, monkeypatch, tmp_path):
    monkeypatch.delenv("OSPO_SMTP_HOST", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "run.exe").write_bytes(b"MZ")
    assert main(["ask", *options]) == 2
    shown = capsys.readouterr()
    assert told in shown.err
    assert shown.out == ""
    assert sorted(p.name for p in tmp_path.iterdir()) == ["run.exe"]


def test_a_letter_is_sent_through_the_server_of_the_environment(tmp_path, monkeypatch, capsys):
    shown = certificate(tmp_path)
    inbox = Inbox()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("SSL_CERT_FILE", str(shown.certificate))
    monkeypatch.setenv("OSPO_SMTP_HOST", HOST)
    monkeypatch.setenv("OSPO_SMTP_FROM", "no-reply@example.org")
    with running(smtp(inbox, tls_context=shown.context())) as port:
        monkeypatch.setenv("OSPO_SMTP_PORT", str(port))
        assert main(["ask", "--set", "question=May we?", "--send"]) == 0
    assert inbox.letters[0].rcpt_tos == ["Open.Source@cern.ch"]
    assert "was sent to Open.Source@cern.ch" in capsys.readouterr().out
    assert main(["ask", "--set", "question=May we?", "--send"]) == 2
    assert "could not be reached" in capsys.readouterr().err


def test_an_entry_is_filled_from_the_scan(tmp_path: Path, capsys):
    for name, text in BOARD.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    out = tmp_path / "entry.yaml"
    assert main(["catalogue", str(tmp_path), "--output", str(out)]) == 1
    told = capsys.readouterr().err
    entry = yaml.safe_load(out.read_text(encoding="utf-8"))
    assert entry["title"] == "timing"
    assert entry["description"] == "Fans out a clock."
    assert entry["readme"] == "README.md"
    assert "Address of the repository: missing." in told
    given = {
        "repository": "https://gitlab.cern.ch/be/timing",
        "responsible": "timing-support@cern.ch",
        "tags": "clock, timing",
        "license": "Apache-2.0",
    }
    options = [f"--set={name}={value}" for name, value in given.items()]
    assert main(["catalogue", str(tmp_path), *options, "--output", str(out)]) == 0
    entry = yaml.safe_load(out.read_text(encoding="utf-8"))
    assert entry["tags"] == ["clock", "timing"]
    assert entry["license"] == ["Apache-2.0"]
    assert main(["catalogue", str(tmp_path), "--set", "colour=red"]) == 2
    assert "no field “colour”" in capsys.readouterr().err
    assert main(["catalogue", str(tmp_path), "--format", "ohwr", "--set", "trl=5"]) == 2
    assert "“trl” stands in the letter and not in the file" in capsys.readouterr().err


def test_the_entry_of_a_design(tmp_path: Path, capsys):
    for name, text in BOARD.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    home = "https://gitlab.cern.ch/be/timing"
    options = ("--format", "ohwr", "--set", f"website={home}")
    readme = ("--set", f"description={home}/-/raw/HEAD/README.md")
    assert main(["catalogue", str(tmp_path), *options, *readme]) == 0
    data = yaml.safe_load(capsys.readouterr().out)
    assert (data["version"], data["name"], data["website"]) == ("1.0.0", "timing", home)
