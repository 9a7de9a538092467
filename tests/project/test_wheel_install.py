# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The wheel works alone: installed into an empty environment, called from another folder."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import urllib.request
import zipfile
from pathlib import Path

import pytest
from free_ports import free_port

ROOT = Path(__file__).parents[2]
MATRIX_PAIR = ("Apache-1.1", "--into", "Artistic-2.0")
"""No row of ours names them together, and the matrix of OSADL has both."""
EXAMPLE = ROOT / "data" / "examples" / "answers-board.json"

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


def tracked(folder: str = ".") -> list[str]:
    """Files that git knows, relative to the root."""
    done = subprocess.run(
        ["git", "ls-files", "-z", folder], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the files that git knows and nothing else."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in tracked():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, source / name)
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, source],
        check=True,
        capture_output=True,
    )
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``bin`` of an environment that holds the wheel and its dependencies only."""
    environment = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    pip = [environment / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "install", wheel], check=True, env=outside())
    return environment / "bin"


def outside() -> dict[str, str]:
    """The environment without anything that could lead back to the checkout."""
    ours = ("PYTHON", "OSPO_", "VIRTUAL_ENV", "JUPYTER")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


@pytest.fixture
def ospo(installed: Path, tmp_path: Path):
    """Run the installed program in a folder of its own."""

    def run(*argv: str, code: int = 0, language: str = "en") -> str:
        done = subprocess.run(
            [installed / "ospo", *argv],
            cwd=tmp_path,
            env=outside() | {"OSPO_DEBUG": "1", "OSPO_LANGUAGE": language},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == code, done.stderr
        return done.stdout

    return run


def test_wheel_holds_everything_that_is_not_python(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    bundled = "ospo_widgets/_bundled"
    for folder in ("notebooks", "data"):
        assert {f"{bundled}/{name}" for name in tracked(folder)} <= names
    assert set(tracked("ospo_widgets")) <= names
    templates = [name for name in names if name.endswith("templates/ospo/index.html.j2")]
    assert any(".data/data/share/jupyter/voila/" in name for name in templates)
    assert any(name.startswith("ospo_widgets/server/") for name in templates)
    assert any(name.endswith(".dist-info/licenses/LICENSES/Apache-2.0.txt") for name in names)
    assert not [name for name in names if name.startswith("tests/") or "__pycache__" in name]


def test_dependencies_fit_each_other(installed: Path) -> None:
    done = subprocess.run(
        [installed / "python", "-m", "pip", "check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_package_comes_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    code = "import ospo_widgets; print(ospo_widgets.__file__)"
    done = subprocess.run(
        [installed / "python", "-c", code],
        cwd=tmp_path,
        env=outside(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(done.stdout.strip()).is_relative_to(installed.parent)


def test_version_and_knowledge(ospo) -> None:
    assert ospo("--version").startswith("ospo ")
    assert json.loads(ospo("knowledge", "check", "--format", "json"))["problems"] == []


def test_compatible(ospo) -> None:
    answer = json.loads(ospo("compatible", "MIT", "--into", "Apache-2.0", "--format", "json"))
    assert answer["verdict"] == "yes"


def test_matrix_answers_where_no_row_does(ospo) -> None:
    answer = json.loads(ospo("compatible", *MATRIX_PAIR, "--format", "json"))
    assert {reason["basis"] for reason in answer["reasons"]} == {"matrix"}


def test_french_words_and_knowledge(ospo, tmp_path: Path) -> None:
    ospo("advise", "--answers", str(EXAMPLE), "--sheet", "sheet.html", language="fr")
    sheet = (tmp_path / "sheet.html").read_text(encoding="utf-8")
    assert 'lang="fr"' in sheet
    assert "Annexe" in sheet
    answer = ospo("compatible", "GPL-3.0-only", "--into", "MIT", language="fr")
    assert "dans son ensemble" in answer  # from data/translations, not from data/wording


def test_licence_texts_that_no_dependency_brings(installed: Path, tmp_path: Path) -> None:
    ours = sorted(Path(name).stem for name in tracked("data/license_texts") if name.endswith("txt"))
    code = (
        "import sys; from ospo_widgets.licensing import license_text; "
        "print(all(len(license_text(name)) > 100 for name in sys.argv[1:]))"
    )
    done = subprocess.run(
        [installed / "python", "-c", code, *ours],
        cwd=tmp_path,
        env=outside(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert ours
    assert done.stdout == "True\n"


def test_notebook_of_the_wheel_shows_its_app(installed: Path, tmp_path: Path) -> None:
    code = """if True:
        import nbformat
        from nbclient import NotebookClient
        from ospo_widgets.resources import notebooks_dir

        notebook = nbformat.read(notebooks_dir() / "compatibility.ipynb", as_version=4)
        NotebookClient(notebook, timeout=100, kernel_name="python3").execute()
        shown = [o for cell in notebook.cells for o in cell.get("outputs", [])]
        print([name for o in shown for name in o.get("data", {}) if "widget-view" in name])
        """
    done = subprocess.run(
        [installed / "python", "-c", code],
        cwd=tmp_path,
        env=outside() | {"JUPYTER_PATH": str(installed.parent / "share" / "jupyter")},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "application/vnd.jupyter.widget-view+json" in done.stdout


def test_advise_and_kit(ospo, tmp_path: Path) -> None:
    text = ospo("advise", "--answers", str(EXAMPLE), "--kit", "kit.zip", "--year", "2026")
    assert "CERN-OHL-S-2.0" in text
    assert "LICENSES/CERN-OHL-S-2.0.txt" in zipfile.ZipFile(tmp_path / "kit.zip").namelist()


def test_scan(ospo, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    header = "# SPDX-" + "FileCopyrightText: 2026 CERN\n# SPDX-" + "License-Identifier: MIT\n"
    (tree / "a.py").write_text(header)
    (tree / "b.py").write_text("print()\n")
    data = json.loads(ospo("scan", "tree", "--format", "json"))
    licenses = {file["path"]: file["licenses"] for file in data["files"]}
    assert licenses == {"a.py": ["MIT"], "b.py": []}
    ospo("scan", "tree", "--fail-on", "blocks", code=1)
    ospo("scan", "no-such-folder", code=2)


def test_portfolio_report(ospo, tmp_path: Path) -> None:
    ospo("portfolio", "report", "--output", "report.html")
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<svg" in report
    assert "<table" in report


def test_server_answers_with_our_page(installed: Path, tmp_path: Path) -> None:
    port = free_port()
    process = subprocess.Popen(
        [installed / "ospo", "serve", "--port", str(port), "--no-open", "--grace", "0"],
        cwd=tmp_path,
        env={**outside(), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    watchdog = threading.Timer(120, process.kill)
    watchdog.start()
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        assert f"127.0.0.1:{port}" in first
        for path in ("", "voila/render/compatibility.ipynb"):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=100) as answer:
                page = answer.read().decode()
            style = re.search(r'href="(/ospo/[^"]*ospo\.css[^"]*)"', page)
            assert style, path
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{style[1]}") as answer:
                assert b".ospo" in answer.read()
    finally:
        process.terminate()
        process.wait(timeout=60)
        watchdog.cancel()
