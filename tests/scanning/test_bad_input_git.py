# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Bad input, git: what people type as an address, and repositories that want to run something."""

import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ospo_widgets.cli import main
from ospo_widgets.errors import InputError
from ospo_widgets.scanning.intake.git import clone, environment, guards
from ospo_widgets.scanning.result import ScanVerdict
from ospo_widgets.scanning.scan import scan
from ospo_widgets.scanning.settings import ScanSettings
from tests.scanning.hostile import scan_here
from tests.scanning.hostile_tree import HEADER

Make = Callable[[Mapping[str, str | bytes]], Path]
Git = Callable[..., str]
Workspaces = Callable[[], list[Path]]
QUICK = ScanSettings(history="none")
LOOPBACK = ScanSettings(allow_private_hosts=True, allow_plain_http=True, history="none")
MODULES = '[submodule "x"]\n\tpath = x\n\turl = ext::sh -c touch\n\tupdate = !x\n'

ADDRESSES = {
    "upload-pack as an option": "--upload-pack=touch x",
    "an option before an address": "-oProxyCommand=touch://x/y",
    "external helper": "ext::sh -c touch% x",
    "remote helper": "fd::17",
    "local file": "file:///etc/passwd",
    "ssh with a proxy command": "ssh://-oProxyCommand=touch/x",
    "ssh": "ssh://git@gitlab.cern.ch/a/b",
    "scp with an option as user": "git@-oProxyCommand=x:a/b",
    "git protocol": "git://gitlab.cern.ch/a/b",
    "plain http": "http://gitlab.cern.ch/a/b",
    "ftp": "ftp://gitlab.cern.ch/a/b",
    "host as an option": "https://-x/a/b",
    "line feed": "https://gitlab.cern.ch/a\n/b",
    "carriage return": "https://gitlab.cern.ch/a\r\nHost: x/b",
    "tab": "https://gitlab.cern.ch/a\t/b",
    "NUL": "https://gitlab.cern.ch/a\0/b",
    "user and password": "https://user:s3cret@gitlab.cern.ch/a/b",
    "token": "https://s3cret@gitlab.cern.ch/a/b",
    "credentials before another host": "https://gitlab.cern.ch:s3cret@localhost/a",
    "this machine": "https://localhost/a/b",
    "this machine by number": "https://127.0.0.1/a/b",
    "this machine by a short number": "https://127.1/a/b",
    "this machine by a whole number": "https://2130706433/a/b",
    "this machine by an octal number": "https://0177.0.0.1/a/b",
    "this machine by zero": "https://0.0.0.0/a/b",
    "this machine, IPv6": "https://[::1]/a/b",
    "IPv4 in IPv6": "https://[::ffff:169.254.169.254]/a/b",
    "data of the cloud": "https://169.254.169.254/latest/meta-data",
    "private network": "https://192.168.1.1/a/b",
    "a query": "https://gitlab.cern.ch/a/b?service=x",
    "a fragment": "https://gitlab.cern.ch/a/b#x",
    "no repository": "https://gitlab.cern.ch/",
}


@pytest.mark.parametrize("row", ADDRESSES)
def test_addresses(row: str, workspaces: Workspaces, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        scan(ADDRESSES[row], settings=QUICK)
    said = f"{caught.value.message} {caught.value.remedy or ''}"
    assert "s3cret" not in said and "\n" not in said
    assert workspaces() == []


def test_the_command_prints_no_password(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", "https://user:s3cret@gitlab.cern.ch/a/b"]) == 2
    said = capsys.readouterr()
    assert "s3cret" not in said.out + said.err


class _Elsewhere(BaseHTTPRequestHandler):
    """Sends everybody to another path, and notes who comes."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(301)
        self.send_header(
            "Location", f"http://127.0.0.1:{self.server.server_port}/inside{self.path}"
        )  # type: ignore[attr-defined]
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []
    handler = type("Handler", (_Elsewhere,), {"asked": asked})
    http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{http.server_port}", asked
    http.shutdown()
    http.server_close()
    thread.join()


def test_no_redirect_is_followed(server: tuple[str, list[str]], tmp_path: Path) -> None:
    address, asked = server
    with pytest.raises(InputError, match="another address"):
        clone(f"{address}/a.git", tmp_path / "out", LOOPBACK)
    assert asked and not [path for path in asked if path.startswith("/inside")]


def test_git_gets_no_settings_no_questions_and_no_other_protocol(tmp_path: Path) -> None:
    found = environment(tmp_path, "https")
    assert found["GIT_ALLOW_PROTOCOL"] == "https"
    assert found["GIT_TERMINAL_PROMPT"] == "0" and found["GIT_ASKPASS"] == ""
    assert found["HOME"] == str(tmp_path) and found["GIT_CONFIG_NOSYSTEM"] == "1"
    assert found["GIT_LFS_SKIP_SMUDGE"] == "1"
    count = int(guards()["GIT_CONFIG_COUNT"])
    pairs = {
        guards()[f"GIT_CONFIG_KEY_{i}"]: guards()[f"GIT_CONFIG_VALUE_{i}"] for i in range(count)
    }
    assert pairs["http.followRedirects"] == "false"
    assert pairs["protocol.ext.allow"] == "never" and pairs["submodule.recurse"] == "false"
    assert guards()["GIT_ALLOW_PROTOCOL"] == "none"


def test_a_repository_with_everything_that_git_could_run(
    make_tree: Make, git: Git, tmp_path: Path
) -> None:
    """Hooks, programs, filters, alternates, includes and a git folder that lies elsewhere."""
    canary = tmp_path / "canary"
    hook = tmp_path / "hook"
    hook.write_text(f"#!/bin/sh\ntouch {canary}\n")
    hook.chmod(0o755)
    root = make_tree(
        {
            "a.py": HEADER,
            "LICENSES/MIT.txt": "t",
            ".gitattributes": "* filter=evil diff=evil merge=evil\n",
            ".mailmap": "A <a@b.c> <t@example.org>\n",
            ".gitmodules": '[submodule "x"]\n\tpath = x\n\turl = ext::sh -c touch\n\tupdate = !x\n',
            "x/b.py": "x\n",
            ".gitignore": "*.log\n",
        }
    )
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "one")
    (tmp_path / "more").write_text(f"[core]\n\tfsmonitor = {hook}\n\teditor = {hook}\n")
    for key in ("core.fsmonitor", "core.sshCommand", "core.pager", "core.editor", "core.askPass",
                "core.gitProxy", "core.alternateRefsCommand", "credential.helper", "gpg.program",
                "diff.external", "diff.evil.command", "diff.evil.textconv", "filter.evil.clean",
                "filter.evil.smudge", "filter.evil.process", "merge.evil.driver", "sequence.editor",
                "uploadpack.packObjectsHook", "trailer.Signed-off-by.command", "log.showSignature",
                "remote.origin.vcs", "submodule.x.update"):  # fmt: skip
        git(root, "config", key, "true" if key == "log.showSignature" else str(hook))
    git(root, "config", "include.path", str(tmp_path / "more"))
    git(root, "config", "includeIf.gitdir:/.path", str(tmp_path / "more"))
    git(root, "config", "extensions.partialClone", "origin")
    git(root, "config", "remote.origin.promisor", "true")
    git(root, "config", "remote.origin.url", f"ext::sh -c touch% {canary}")
    (root / ".git/objects/info").mkdir(exist_ok=True)
    (root / ".git/objects/info/alternates").write_text("/nonexistent/objects\n../../../../x\n")
    for name in ("post-index-change", "fsmonitor-watchman", "post-checkout", "pre-auto-gc",
                 "reference-transaction", "query-watchman"):  # fmt: skip
        (root / ".git/hooks" / name).parent.mkdir(exist_ok=True)
        (root / ".git/hooks" / name).symlink_to(hook)
    elsewhere = make_tree({"c.py": HEADER})
    (elsewhere / ".git").write_text(f"gitdir: {root}/.git\n")
    (root / "x.log").write_text("x\n")
    canary.unlink(missing_ok=True)
    for folder in (root, elsewhere):
        result = scan_here(folder, ScanSettings(history="full"))
        assert result.files_total
    result = scan_here(root, QUICK)
    assert "x.log" not in {f.path for f in result.files}  # git answered
    listed = {n.path: n.reason for n in result.not_scanned}
    assert listed["x"] == "submodule, scan it by itself"
    assert not canary.exists()
    subprocess.run(["git", "status"], cwd=root, check=False, capture_output=True)
    assert canary.exists()


def test_an_archive_below_a_repository_is_not_of_it(
    make_tree: Make, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A home under git: neither its ignore rules nor its history are those of an upload."""
    import zipfile

    home = make_tree({".gitignore": "*.py\nLICENSES\n", "a.txt": "x\n"})
    git(home, "init", "-q")
    git(home, "add", "-A")
    git(home, "commit", "-qm", "one")
    monkeypatch.setattr("tempfile.tempdir", str(home))
    with zipfile.ZipFile(home / "a.zip", "w") as out:
        out.writestr("a.py", HEADER)
        out.writestr("LICENSES/MIT.txt", "t")
    result = scan_here(home / "a.zip")
    assert [f.path for f in result.files] == ["a.py"]
    assert result.history.problem == "archive" and result.project.author_count is None


def test_a_damaged_repository_is_scanned_as_a_folder(make_tree: Make) -> None:
    root = make_tree(
        {
            "a.py": HEADER,
            ".git/HEAD": b"\xff\0",
            ".git/config": "[core\n\trepositoryformatversion = 99\n",
            ".git/index": b"DIRC\0\0\0\x02\xff\xff\xff\xff",
            ".gitmodules": b"[submodule \xff\0\n",
        }
    )
    result = scan_here(root)
    assert "a.py" in {f.path for f in result.files}
    assert result.history.problem == "none" and result.verdict is ScanVerdict.BLOCKED
