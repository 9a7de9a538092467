# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Git addresses: which are refused, and a real clone from a server that the test starts."""

import os
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ospo_widgets.errors import InputError
from ospo_widgets.progress import Progress
from ospo_widgets.scanning.intake.git import check_address, environment, guards
from ospo_widgets.scanning.scan import scan
from ospo_widgets.scanning.settings import ScanSettings

LOOPBACK = ScanSettings(allow_private_hosts=True, allow_plain_http=True)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://gitlab.cern.ch/a/b.git", "must begin with https://"),
        ("ssh://gitlab.cern.ch/a/b", "must begin with https://"),
        ("file:///etc", "must begin with https://"),
        ("ext::sh -c touch% /tmp/x", "no git address"),
        ("--upload-pack=touch /tmp/x", "no git address"),
        ("https://user:secret@gitlab.cern.ch/a/b", "user name or password"),
        ("https://token@gitlab.cern.ch/a/b", "user name or password"),
        ("https://gitlab.cern.ch/", "names no repository"),
        ("https://-oProxyCommand=x/a", "names no repository"),
        ("https://gitlab.cern.ch/a b", "no git address"),
        ("https://gitlab.cern.ch/a\nb", "no git address"),
        ("https://gitlab.cern.ch:99999/a", "no git address"),
        ("https://[::1/a", "no git address"),
        ("https://127.0.0.1/a", "private network"),
        ("https://localhost/a", "private network"),
        ("https://x.localhost/a", "private network"),
        ("https://169.254.169.254/latest", "private network"),
        ("https://10.0.0.1/a", "private network"),
        ("https://[::1]/a", "private network"),
        ("https://[::ffff:127.0.0.1]/a", "private network"),
        ("https://[fe80::1]/a", "private network"),
    ],
)
def test_addresses_that_are_refused(address: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        check_address(address)
    assert "Nothing was fetched." in caught.value.message
    assert "secret" not in str(caught.value)


def test_an_ssh_address_gets_its_https_twin() -> None:
    with pytest.raises(InputError) as caught:
        scan("git@gitlab.cern.ch:group/project.git")
    assert caught.value.message.startswith("Only addresses that begin with https:// work here.")
    assert caught.value.remedy == (
        "Yours would be https://gitlab.cern.ch/group/project.git: use it?"
    )


def test_a_plain_address_passes() -> None:
    assert check_address(" https://gitlab.cern.ch/a/b.git ") == "https://gitlab.cern.ch/a/b.git"


def test_other_hosts_can_be_closed() -> None:
    with pytest.raises(InputError, match=r"does not fetch from github\.com"):
        check_address("https://github.com/a/b", ScanSettings(allowed_hosts=("gitlab.cern.ch",)))


def test_environment_keeps_settings_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_SSH_COMMAND", "touch /tmp/x")
    found = environment(tmp_path, "https")
    assert "GIT_SSH_COMMAND" not in found
    assert found["GIT_CONFIG_GLOBAL"] == os.devnull
    pairs = {guards()[f"GIT_CONFIG_KEY_{i}"]: guards()[f"GIT_CONFIG_VALUE_{i}"] for i in range(5)}
    assert pairs["core.fsmonitor"] == "false"
    assert pairs["core.hooksPath"] == "/dev/null"


class _Backend(BaseHTTPRequestHandler):
    """Passes requests to ``git http-backend``."""

    root = ""
    moved_to = ""

    def _serve(self) -> None:
        if self.moved_to:
            self.send_response(302)
            self.send_header("Location", self.moved_to + self.path)
            self.end_headers()
            return
        path, _, query = self.path.partition("?")
        length = int(self.headers.get("Content-Length", 0))
        environment = os.environ | {
            "GIT_PROJECT_ROOT": self.root,
            "GIT_HTTP_EXPORT_ALL": "1",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(length),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
        }
        done = subprocess.run(
            ["git", "http-backend"],
            input=self.rfile.read(length),
            env=environment,
            capture_output=True,
            check=False,
        )
        head, _, body = done.stdout.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().splitlines() if ": " in line)
        self.send_response(int(headers.pop("Status", "200").split()[0]))
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = _serve  # noqa: N815 (names that the server calls)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, Path, type[_Backend]]]:
    root = tmp_path / "served"
    root.mkdir()
    handler = type("Handler", (_Backend,), {"root": str(root)})
    http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{http.server_port}", root, handler
    http.shutdown()
    http.server_close()
    thread.join()


def test_a_repository_is_cloned_and_scanned(
    server: tuple[str, Path, type[_Backend]],
    make_tree: Callable[[Mapping[str, str | bytes]], Path],
    git: Callable[..., str],
    header: Callable[..., str],
    workspaces: Callable[[], list[Path]],
) -> None:
    address, root, _ = server
    source = make_tree(
        {
            "src/a.py": header("MIT"),
            "LICENSES/MIT.txt": "t",
            ".gitignore": "*.log\n",
            ".gitmodules": '[submodule "s"]\npath = s\nurl = https://example.org/s\n',
            "big.bin": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n",
            ".gitattributes": "*.bin filter=lfs\n",
        }
    )
    (source / "out").symlink_to("/etc/passwd")
    git(source, "init", "-q")
    git(source, "add", "-A")
    git(source, "commit", "-qm", "one")
    git(source, "commit", "-qm", "two", "--allow-empty")
    git(root, "clone", "-q", "--bare", str(source), "project.git")
    reports: list[Progress] = []
    result = scan(f"{address}/project.git", report=reports.append, settings=LOOPBACK)
    assert result.project.name == "project"
    assert result.project.url == f"{address}/project.git"
    assert "src/a.py" in [f.path for f in result.files]
    assert ("out", "link to /etc/passwd") in [(n.path, n.reason) for n in result.not_scanned]
    assert "scan.large-file-pointers" in {f.id for f in result.findings}
    assert [s for i, s in enumerate(p.stage for p in reports) if i == 0] == ["fetch"]
    assert list(dict.fromkeys(p.stage for p in reports)) == [
        "fetch", "list", "read", "reuse", "history", "findings"
    ]  # fmt: skip
    assert workspaces() == []


def test_no_such_repository(
    server: tuple[str, Path, type[_Backend]], workspaces: Callable[[], list[Path]]
) -> None:
    with pytest.raises(InputError, match="no public repository"):
        scan(f"{server[0]}/none.git", settings=LOOPBACK)
    assert workspaces() == []


def test_redirects_are_not_followed(
    server: tuple[str, Path, type[_Backend]], workspaces: Callable[[], list[Path]]
) -> None:
    server[2].moved_to = "http://127.0.0.1:1"
    with pytest.raises(InputError, match="Nothing was stored"):
        scan(f"{server[0]}/a.git", settings=LOOPBACK)
    assert workspaces() == []


def test_a_closed_port_says_so(workspaces: Callable[[], list[Path]]) -> None:
    with pytest.raises(InputError, match="did not answer"):
        scan("http://127.0.0.1:1/a.git", settings=LOOPBACK)
    assert workspaces() == []
