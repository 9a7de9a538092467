# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Package indexes: how their clients are called, and any answer that a client may give."""

import json
import stat
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from ospo_widgets.knowledge.loader import load_knowledge
from ospo_widgets.project import Component
from ospo_widgets.scanning.dependencies import client_process
from ospo_widgets.scanning.dependencies import index as dependency_index
from ospo_widgets.scanning.dependencies.clients import CARGO, NPM, PIP, on_path
from ospo_widgets.scanning.dependencies.index import IndexLookup
from ospo_widgets.scanning.dependencies.licenses import (
    LicenseSource,
    find_license,
    license_dependencies,
)
from ospo_widgets.scanning.dependencies.model import Dependency

PIP_CLIENT = """
known = {"good": ["1.0", {"license_expression": "MIT"}], "second": ["2.0", {"license": "ISC"}],
         "third-one": ["3", {"classifier": ["License :: OSI Approved :: Apache Software License"]}],
         "odd": ["1", {"license": ["x"], "license_expression": None}],
         "half": ["1", {"license": "MIT \\ud800"}]}
wanted = [w.partition("==") for w in args[args.index("--") + 1:]]
lost = [n for n, _, v in wanted if v not in ("", known.get(n.lower(), ["?"])[0])
        or n.lower() not in known]
for name in lost:
    sys.exit(f"ERROR: No matching distribution found for {name}")
rows = [{"metadata": {"name": n.lower(), "version": v, **known[n.lower()][1]}}
        for n, _, v in wanted]
print(json.dumps({"version": "1", "install": rows}))
"""
NPM_CLIENT = """
asked = args[args.index("--") + 1]
known = {"@s/p@2.0.0": {"name": "@s/p", "version": "2.0.0", "license": {"type": "ISC"}},
         "p": {"name": "p", "version": "1.0.0", "licenses": [{"type": "MIT"}, {"type": "X11"}]},
         "other@1.0.0": {"name": "another", "license": "MIT"}}
print(json.dumps(known.get(asked, {"error": {"code": "E404", "summary": "no"}})))
sys.exit(asked not in known)
"""
CARGO_CLIENT = """
if args[-1] not in ("crate@1.0.0", "crate", "plain@1.0.0"):
    sys.exit(f"error: could not find `{args[-1]}` in registry `x`")
license = "unknown" if args[-1].startswith("plain") else "MIT/Apache-2.0"
print(f"crate #tag\\nAbout\\nlicense: GPL-3.0-only\\nversion: 1.0.0 (latest 1.2.0)\\n"
      f"license: {license}\\nrust-version: unknown")
"""


class StandIns:
    """Scripts that answer as clients do and write down their arguments."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "calls.jsonl"

    def program(self, name: str, code: str) -> tuple[str, ...]:
        path = self.folder / name
        start = (
            f"#!{sys.executable}\nimport json, os, sys\nargs = sys.argv[1:]\n"
            f"with open({str(self.log)!r}, 'a') as log:\n"
            f"    print(json.dumps([args, os.getcwd(), dict(os.environ)]), file=log)\n"
        )
        path.write_text(start + code, encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return (str(path),)

    def lookup(self, cache: Path | None = None, **codes: str) -> IndexLookup:
        codes = {"pip": PIP_CLIENT, "npm": NPM_CLIENT, "cargo": CARGO_CLIENT, **codes}
        programs = {name: self.program(name, code) for name, code in codes.items()}
        clients = tuple(
            replace(client, found=lambda found=programs[client.name]: found, obedient=False)
            for client in (PIP, NPM, CARGO)
        )
        return IndexLookup(cache, clients=clients)

    def calls(self) -> list[list[str]]:
        return [row[0] for row in self._rows()]

    def asked(self) -> list[list[str]]:
        return [call[call.index("--") + 1 :] for call in self.calls()]

    def surroundings(self) -> tuple[str, dict[str, str]]:
        _, folder, environment = self._rows()[-1]
        return folder, environment

    def _rows(self) -> list[tuple[list[str], str, dict[str, str]]]:
        text = self.log.read_text(encoding="utf-8") if self.log.exists() else ""
        return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def stand_ins(tmp_path: Path) -> StandIns:
    folder = tmp_path / "programs"
    folder.mkdir()
    return StandIns(folder)


def package(name: str, version: str = "", ecosystem: str = "pypi") -> Dependency:
    return Dependency(Component(name), version=version, ecosystem=ecosystem)


def problems(lookup: IndexLookup, packages: Iterable[Dependency]) -> list[str]:
    found = [lookup(one) for one in packages]
    return [one.problem if one is not None else "not asked" for one in found]


@pytest.mark.parametrize(
    ("dependency", "expression", "client"),
    [
        (package("good", "1.0"), "MIT", "pip"),
        (package("Good"), "MIT", "pip"),
        (package("Third_One"), "Apache-2.0", "pip"),
        (package("@s/p", "2.0.0", "npm"), "ISC", "npm"),
        (package("p", "", "npm"), "MIT OR X11", "npm"),
        (package("crate", "1.0.0", "cargo"), "MIT OR Apache-2.0", "cargo"),
        (package("crate", "", "cargo"), "MIT OR Apache-2.0", "cargo"),
    ],
)
def test_answers(stand_ins: StandIns, dependency: Dependency, expression: str, client: str) -> None:
    code = PIP_CLIENT.replace('"third-one"', '"third_one"')
    found = find_license(dependency, load_knowledge(), None, stand_ins.lookup(pip=code))
    assert (found.license, found.source) == (expression, LicenseSource.INDEX)
    assert client in found.notes[0]


def test_what_says_no_licence_is_no_problem(stand_ins: StandIns) -> None:
    lookup = stand_ins.lookup()
    for one in (package("odd"), package("plain", "1.0.0", "cargo")):
        stated = lookup(one)
        assert stated is not None
        assert (stated.license, stated.problem) == ("", "")


def test_texts_can_be_written(stand_ins: StandIns) -> None:
    stated = stand_ins.lookup()(package("half"))
    assert stated is not None
    assert stated.license.encode("utf-8") == b"MIT ?"


@pytest.mark.parametrize(
    "dependency",
    [package("lost"), package("good", "7"), package("lost", "1.0.0", "npm"),
     package("lost", "1.0.0", "cargo")],
)  # fmt: skip
def test_what_is_not_found_is_unknown(stand_ins: StandIns, dependency: Dependency) -> None:
    found = find_license(dependency, load_knowledge(), None, stand_ins.lookup())
    assert found.license is None
    assert "finds no ready-built package" in found.notes[0]


@pytest.mark.parametrize("ecosystem", ["pypi", "npm", "cargo"])
@pytest.mark.parametrize(
    "code",
    [
        "sys.exit(3)",
        "sys.exit('ERROR: connection broken. No matching distribution found for good')",
        "os.kill(os.getpid(), 9)",
        "pass",
        "print('{')",
        "print('[]')",
        "print('3')",
        "print('{}')",
        "print('{\"install\": {}}')",
        "print('{\"install\": [3]}')",
        'print(\'{"install": [{"metadata": []}]}\')',
        "print('[' * 100_000)",
        "sys.stdout.buffer.write(b'\\xff\\xfe')",
        "print('license: MIT')",
        "print('version: 2.0.0\\nlicense: MIT')",
        "print('version: 1.0.0')",
    ],
)
def test_garbage_is_no_answer(stand_ins: StandIns, code: str, ecosystem: str) -> None:
    lookup = stand_ins.lookup(pip=code, npm=code, cargo=code)
    (problem,) = problems(lookup, [package("good", "1.0.0", ecosystem)])
    assert problem.startswith("Unknown: ")
    assert problem.endswith("did not answer.")


def test_an_answer_about_another_package_does_not_count(stand_ins: StandIns) -> None:
    answer = 'print(\'{"install": [{"metadata": {"name": "another", "license": "MIT"}}]}\')'
    lookup = stand_ins.lookup(pip=answer)
    assert all(problems(lookup, [package("good"), package("other", "1.0.0", "npm")]))


@pytest.mark.parametrize(
    "name",
    ["", "-r", "--index-url=x", "-e.", ".", "..", "../../secret", "a/b", "/etc/passwd", "a b",
     "x?y", "a[extra]", "a;python_version>'3'", "a@https://x.example", "https://x.example/a.whl",
     "git+https://x.example", "file:a", "a==1", "a\n--pre", "a\x00", "x.whl", "x.tar.gz", "x.zip",
     "x.TGZ", "~", "@s", "@/p", "@-s/p", "@s/-p", "@s/../p", "ａ", "x" * 300],
)  # fmt: skip
@pytest.mark.parametrize("ecosystem", ["pypi", "npm", "cargo"])
def test_hostile_names_reach_no_command(stand_ins: StandIns, name: str, ecosystem: str) -> None:
    lookup = stand_ins.lookup()
    lookup.prepare([package(name, "1.0.0", ecosystem)])
    assert lookup(package(name, "1.0.0", ecosystem)) is None
    assert stand_ins.calls() == []


@pytest.mark.parametrize("ecosystem", ["maven", "generic", ""])
def test_other_ecosystems_are_not_asked(stand_ins: StandIns, ecosystem: str) -> None:
    assert stand_ins.lookup()(package("good", "1.0", ecosystem)) is None
    assert stand_ins.calls() == []


@pytest.mark.parametrize(
    "version",
    ["*", "1.*", ">=1", "-1", "--pre", "1 --pre", "1;x", "file:x", "latest", "1/../x", "1.0\n",
     "1+x.zip", "https://x.example", "１.0", "1" * 200],
)  # fmt: skip
@pytest.mark.parametrize(
    ("name", "ecosystem"), [("good", "pypi"), ("p", "npm"), ("crate", "cargo")]
)
def test_an_odd_version_asks_for_the_newest(
    stand_ins: StandIns, version: str, name: str, ecosystem: str
) -> None:
    stated = stand_ins.lookup()(package(name, version, ecosystem))
    assert stated is not None
    assert (stated.version, stated.problem) == ("", "")
    assert stand_ins.asked()[0][0] == name


@pytest.mark.parametrize(
    ("dependency", "asked"),
    [
        (package("x", "1!2.0"), "x==1!2.0"),
        (package("x", "1.0rc1"), "x==1.0rc1"),
        (package("x", "1.0.post1.dev2"), "x==1.0.post1.dev2"),
        (package("x", "1.0+cu118"), "x==1.0+cu118"),
        (package("x", "1.0.0-beta.1+b.2", "npm"), "x@1.0.0-beta.1+b.2"),
        (package("x", "1.0", "npm"), "x"),
        (package("x", "1.0.0-rc.1", "cargo"), "x@1.0.0-rc.1"),
    ],
)
def test_versions(tmp_path: Path, dependency: Dependency, asked: str) -> None:
    client = next(c for c in (PIP, NPM, CARGO) if c.ecosystem == dependency.ecosystem)
    wanted = client.package(dependency)
    assert wanted is not None
    assert asked in replace(client, found=lambda: ("client",)).command([wanted], tmp_path)


def test_what_clients_are_told(stand_ins: StandIns) -> None:
    lookup = stand_ins.lookup()
    for one in (package("good", "1.0"), package("@s/p", "2.0.0", "npm"),
                package("crate", "1.0.0", "cargo")):  # fmt: skip
        lookup(one)
    pip, npm, cargo = stand_ins.calls()
    assert pip[0] == "install"
    assert {"--dry-run", "--only-binary=:all:", "--no-deps", "--no-input"} <= set(pip)
    assert pip[-2:] == ["--", "good==1.0"]
    assert npm[0] == "view"
    assert {"--json", "--ignore-scripts"} <= set(npm)
    assert npm[npm.index("--") + 1] == "@s/p@2.0.0"
    assert cargo[0] == "info"
    assert cargo[-2:] == ["--", "crate@1.0.0"]


def test_clients_stand_elsewhere_with_the_configuration_of_the_person(
    stand_ins: StandIns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    monkeypatch.chdir(tree)
    monkeypatch.setenv("PATH", f".:{tree}:relative:/usr/bin:")
    for name, value in {
        "PIP_INDEX_URL": "https://mirror.example/simple", "HTTPS_PROXY": "http://proxy.example",
        "npm_config_registry": "https://npm.example", "CARGO_HTTP_PROXY": "http://proxy.example",
        "PIP_TARGET": str(tree), "PIP_REQUIREMENT": "x.txt", "PIP_NO_BINARY": ":all:",
        "NODE_OPTIONS": "--require=./x.js", "npm_config_script_shell": "x", "RUSTC_WRAPPER": "x",
        "SECRET_TOKEN": "x", "PIP_REQUIRE_VIRTUALENV": "1",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    lookup = stand_ins.lookup(tmp_path / "cache")
    lookup(package("good", "1.0"))
    folder, environment = stand_ins.surroundings()
    assert Path(folder).parent == tmp_path / "cache"
    assert not Path(folder).exists()
    assert environment["PATH"] == f"{tree}:/usr/bin"
    assert environment["PIP_INDEX_URL"] == "https://mirror.example/simple"
    assert {"HTTPS_PROXY", "npm_config_registry", "CARGO_HTTP_PROXY"} <= set(environment)
    assert environment["PIP_REQUIRE_VIRTUALENV"] == "0"
    dropped = {"PIP_TARGET", "PIP_REQUIREMENT", "PIP_NO_BINARY", "NODE_OPTIONS", "SECRET_TOKEN",
               "npm_config_script_shell", "RUSTC_WRAPPER"}  # fmt: skip
    assert dropped.isdisjoint(environment)


def test_programs_of_the_current_folder_are_not_run(
    stand_ins: StandIns, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_ins.program("npm", "")
    monkeypatch.chdir(stand_ins.folder)
    monkeypatch.setenv("PATH", f".{':'}{''}:relative")
    assert on_path("npm") == ()
    monkeypatch.setenv("PATH", str(stand_ins.folder))
    assert on_path("npm") == (str(stand_ins.folder / "npm"),)


@pytest.mark.parametrize("name", ["package.json", ".cargo", "rust-toolchain.toml"])
def test_clients_that_obey_folders_above_are_not_called_there(
    stand_ins: StandIns, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).mkdir()
    lookup = stand_ins.lookup(tmp_path / "cache")
    lookup.clients = tuple(replace(c, obedient=c.name != "pip") for c in lookup.clients)
    (problem,) = problems(lookup, [package("p", "1.0.0", "npm")])
    assert problem
    assert stand_ins.calls() == []
    assert problems(lookup, [package("good", "1.0")]) == [""]


def test_a_client_that_is_missing_is_said(stand_ins: StandIns, tmp_path: Path) -> None:
    lookup = stand_ins.lookup()
    lookup.clients = tuple(replace(client, found=tuple) for client in lookup.clients)
    (problem,) = problems(lookup, [package("good")])
    assert problem == "Unknown: pip is not installed here."
    gone = replace(PIP, found=lambda: (str(tmp_path / "gone"),))
    (problem,) = problems(IndexLookup(clients=(gone,)), [package("good")])
    assert problem == "Unknown: pip did not answer."


# --- several at once -----------------------------------------------------------------------------


def test_pip_is_asked_once_for_all(stand_ins: StandIns) -> None:
    lookup = stand_ins.lookup()
    packages = [package("good", "1.0"), package("second", "2.0"), package("odd"), package("Good")]
    lookup.prepare(packages)
    assert stand_ins.asked() == [["good==1.0", "second==2.0", "odd"], ["Good"]]
    assert problems(lookup, packages) == [""] * 4
    assert len(stand_ins.calls()) == 2


def test_what_is_lost_does_not_hide_the_others(stand_ins: StandIns) -> None:
    lookup = stand_ins.lookup()
    packages = [package(name) for name in ("good", "lost", "second", "odd")]
    lookup.prepare(packages)
    assert [bool(problem) for problem in problems(lookup, packages)] == [False, True, False, False]
    assert len(stand_ins.calls()) == 5


def test_groups_are_limited(stand_ins: StandIns) -> None:
    code = (
        'rows = [{"metadata": {"name": n}} for n in args[args.index("--") + 1:]]\n'
        'print(json.dumps({"install": rows}))'
    )
    stand_ins.lookup(pip=code).prepare([package(f"p{at}") for at in range(PIP.many * 2 + 1)])
    assert [len(asked) for asked in stand_ins.asked()] == [PIP.many, PIP.many, 1]


def test_only_what_nobody_else_knows_is_asked(stand_ins: StandIns) -> None:
    stated = replace(package("second"), stated_license="ISC")
    packages = [package("numpy", "1.26.4"), stated, package("good"), package("Third-One")]
    found = license_dependencies(packages, load_knowledge(), index=stand_ins.lookup())
    assert [one.dependency.name for one in found] == ["numpy", "second", "good", "Third-One"]
    assert found[2].found.source is LicenseSource.INDEX
    assert stand_ins.asked() == [["good", "Third-One"]]


# --- limits --------------------------------------------------------------------------------------


def test_a_slow_client_is_ended_with_its_children(
    stand_ins: StandIns, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = (
        "import subprocess\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(stand_ins.folder / 'child')!r}, 'w').write(str(child.pid))\n"
        "child.wait()"
    )
    monkeypatch.setattr(dependency_index, "CALL_SECONDS", 2.0)
    (problem,) = problems(stand_ins.lookup(pip=code), [package("good")])
    assert problem == "Unknown: pip did not answer."
    child = Path("/proc") / (stand_ins.folder / "child").read_text()
    ends = time.monotonic() + 10
    while _alive(child) and time.monotonic() < ends:
        threading.Event().wait(0.01)
    assert not _alive(child)


def _alive(process: Path) -> bool:
    try:
        return process.joinpath("stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except OSError:
        return False


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_huge_answer_is_cut(
    stand_ins: StandIns, monkeypatch: pytest.MonkeyPatch, stream: str
) -> None:
    monkeypatch.setattr(client_process, "MAX_ANSWER", 1000)
    code = f"sys.{stream}.write('x' * 5_000_000)\n" + PIP_CLIENT
    (problem,) = problems(stand_ins.lookup(pip=code), [package("good")])
    # What it writes beside its answer may be as long as it likes.
    assert bool(problem) == (stream == "stdout")


def test_a_client_that_is_silent_is_given_up(stand_ins: StandIns) -> None:
    lookup = stand_ins.lookup(pip="sys.exit(3)")
    packages = [package(f"p{at}") for at in range(60)]
    lookup.prepare(packages)
    assert all(problems(lookup, packages))
    assert len(stand_ins.calls()) == dependency_index.PATIENCE
    assert problems(lookup, [package("p", "", "npm")]) == [""]


def test_time_is_limited(stand_ins: StandIns) -> None:
    lookup = stand_ins.lookup()
    now = 0.0
    lookup.clock = lambda: now
    assert problems(lookup, [package("good", "1.0")]) == [""]
    now = dependency_index.WALL_SECONDS + 1
    assert "no time was left" in problems(lookup, [package("good")])[0]
    assert len(stand_ins.calls()) == 1


def test_the_number_is_limited(stand_ins: StandIns, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dependency_index, "MAX_ASKED", 2)
    packages = [package("good"), package("second"), package("odd")]
    found = problems(stand_ins.lookup(), packages)
    assert found[:2] == ["", ""]
    assert "too many packages" in found[2]


def test_who_stops_is_heard(stand_ins: StandIns) -> None:
    lookup = stand_ins.lookup()
    lookup.cancel = threading.Event()
    lookup.cancel.set()
    lookup.prepare([package("good")])
    assert lookup(package("good")) is None
    assert stand_ins.calls() == []


def test_who_stops_ends_the_call(stand_ins: StandIns) -> None:
    stop = threading.Event()
    lookup = stand_ins.lookup(pip="import time; time.sleep(600)")
    lookup.cancel = stop

    def when_called() -> None:
        while not stand_ins.calls():
            threading.Event().wait(0.01)
        stop.set()

    watcher = threading.Thread(target=when_called)
    watcher.start()
    lookup.prepare([package("good"), package("second")])
    watcher.join()
    assert lookup(package("good")) is None
    assert len(stand_ins.calls()) == 1


# --- kept answers --------------------------------------------------------------------------------


def test_settled_versions_are_kept(stand_ins: StandIns, tmp_path: Path) -> None:
    for _ in range(2):
        lookup = stand_ins.lookup(tmp_path / "cache")
        stated = lookup(package("Good", "1.0"))
        assert stated is not None
        assert stated.license == "MIT"
        lookup(package("good"))
        lookup(package("good"))
    assert stand_ins.asked() == [["Good==1.0"], ["good"], ["good"]]


def test_problems_are_not_kept(stand_ins: StandIns, tmp_path: Path) -> None:
    assert all(problems(stand_ins.lookup(tmp_path, pip="sys.exit(3)"), [package("good", "1.0")]))
    assert problems(stand_ins.lookup(tmp_path), [package("good", "1.0")]) == [""]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"key": "other"}', '{"key": "pypi good 1.0"}', "[" * 100_000]
)
def test_a_damaged_cache_is_no_answer(stand_ins: StandIns, tmp_path: Path, content: str) -> None:
    cache = tmp_path / "cache"
    stand_ins.lookup(cache)(package("good", "1.0"))
    (file,) = cache.iterdir()
    file.write_text(content, encoding="utf-8")
    stated = stand_ins.lookup(cache)(package("good", "1.0"))
    assert stated is not None
    assert stated.license == "MIT"
    assert json.loads(file.read_text(encoding="utf-8"))["license"] == "MIT"


def test_a_folder_that_cannot_be_made_keeps_nothing(stand_ins: StandIns, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert problems(stand_ins.lookup(tmp_path / "file" / "cache"), [package("good", "1.0")]) == [""]
