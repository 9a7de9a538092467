# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What ``deploy/`` names is in the program: options, variables and addresses."""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from ospo_widgets.cli import serve
from ospo_widgets.resources import PACKAGE
from ospo_widgets.server.routes import routes

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
SERVER = [
    *(DEPLOY / name for name in ("nginx/ospo.conf", "oidc/oauth2-proxy.cfg")),
    *sorted((DEPLOY / "container").iterdir()),
    *sorted((DEPLOY / "systemd").iterdir()),
]
KERNEL = "0f6e3c4e-6a4b-4a53-9a56-0c9a3d5a2b11"


def parser() -> argparse.ArgumentParser:
    """That of ``ospo serve`` alone."""
    whole = argparse.ArgumentParser()
    serve.add(whole.add_subparsers())
    return whole


def settings_of_ours() -> set[str]:
    """Variables that our code reads."""
    sources = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    return set(re.findall(r"OSPO_[A-Z_]+[A-Z]", sources)) | {
        f"OSPO_SERVE_{name}" for name in serve.SETTINGS.values()
    }


@pytest.mark.parametrize("path", SERVER, ids=lambda p: p.name)
def test_variables_exist(path: Path) -> None:
    named = set(re.findall(r"OSPO_[A-Z_]+[A-Z]", path.read_text(encoding="utf-8")))
    assert named <= settings_of_ours()


@pytest.mark.parametrize("path", SERVER, ids=lambda p: p.name)
def test_commands_are_understood(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace('", "', " ")
    commands = re.findall(r"\bospo (serve(?: -[^\n\"\]”]*)?)", text)
    for command in commands:
        parser().parse_args(command.split())
    assert commands or path.suffix in {".cfg", ".yaml", ".socket"}


def test_options_named_beside_commands_exist() -> None:
    text = (DEPLOY / "nginx/ospo.conf").read_text(encoding="utf-8")
    said = re.search(r"Start the server with\n#\s+(--.*)", text)
    assert said
    parser().parse_args(["serve", *said[1].split()])


def test_addresses_of_nginx_are_answered() -> None:
    text = (DEPLOY / "nginx/ospo.conf").read_text(encoding="utf-8")
    named = re.findall(r"location (?:= )?(/\S*) \{", text)
    assert len(named) >= 5
    known = [path for path, *_ in routes("/", {})]
    for start in named:
        assert any(path.startswith(start) for path in known), start


def test_addresses_without_login_are_answered() -> None:
    config = tomllib.loads((DEPLOY / "oidc/oauth2-proxy.cfg").read_text(encoding="utf-8"))
    known = [path for path, *_ in routes("/", {})]
    allowed = [rule.removeprefix("GET=") for rule in config["skip_auth_routes"]]
    examples = ("/help", "/accessibility", "/privacy", "/sources", "/ospo/files/0123456789ab/own/a")
    for path in examples:
        assert any(re.match(rule, path) for rule in allowed), path
        assert any(re.fullmatch(route, path) for route in known), path
    for path in ("/", "/voila/render/portfolio.ipynb", f"/api/kernels/{KERNEL}", "/ospo/health"):
        assert not any(re.match(rule, path) for rule in allowed), path


def test_the_container_has_no_rights() -> None:
    file = (DEPLOY / "container/Containerfile").read_text(encoding="utf-8")
    assert re.search(r"^USER 10001:10001$", file, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK .*\\\n.*ospo/health", file, re.MULTILINE)
    compose = yaml.safe_load((DEPLOY / "container/compose.yaml").read_text(encoding="utf-8"))
    for name, service in compose["services"].items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert name == "nginx" or "ports" not in service
    ospo = compose["services"]["ospo"]
    grace = int(ospo["environment"]["OSPO_SERVE_GRACE"])
    assert int(ospo["stop_grace_period"].rstrip("s")) > grace
    # The file of the proxy is for one machine; in a container others must reach it.
    assert compose["services"]["login"]["environment"]["OAUTH2_PROXY_HTTP_ADDRESS"].endswith(
        compose["services"]["login"]["expose"][0]
    )


def test_what_a_hub_has_already_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from traitlets.config import PyFileConfigLoader

    monkeypatch.setenv("OSPO_HUB_HOME", str(tmp_path / "service"))
    site = tmp_path / "site.py"
    site.write_text(
        "c = get_config()\n"
        "c.JupyterHub.services = [{'name': 'grader'}]\n"
        "c.Spawner.environment = {'SITE': '1'}\n"
        f"load_subconfig({str(DEPLOY / 'jupyterhub/jupyterhub_config.py')!r})\n"
    )
    found = PyFileConfigLoader("site.py", path=str(tmp_path)).load_config()
    assert [one["name"] for one in found.JupyterHub.services][:2] == ["grader", "ospo"]
    assert set(found.Spawner.environment) == {"SITE", "JUPYTER_CONFIG_PATH"}
    assert (tmp_path / "service").stat().st_mode & 0o777 == 0o700


def test_the_check_of_the_container_asks_the_right_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from serving import running

    from ospo_widgets.server.options import Options

    file = (DEPLOY / "container/Containerfile").read_text(encoding="utf-8")
    said = re.search(r'CMD \["python", "-c", "(.+)"\]', file)
    assert said
    for said_so in ("/", "/services/ospo/", "/services/ospo", "services/ospo"):
        base = f"/{said_so.strip('/')}/".replace("//", "/")
        with running(Options(base_url=base)) as server:
            monkeypatch.setenv("OSPO_SERVE_PORT", str(server.port))
            monkeypatch.setenv("OSPO_SERVE_BASE_URL", said_so)
            exec(said[1], {})
            server.health["status"] = "stopping"
            with pytest.raises(OSError, match="503"):
                exec(said[1], {})


def test_the_unit_gives_sessions_their_time() -> None:
    unit = (DEPLOY / "systemd/ospo.service").read_text(encoding="utf-8")
    grace = re.search(r"--grace (\d+)", unit)
    stop = re.search(r"TimeoutStopSec=(\d+)", unit)
    assert grace and stop
    assert int(stop[1]) > int(grace[1])
    assert "KillMode=mixed" in unit


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_understands_its_units(tmp_path: Path) -> None:
    for path in (DEPLOY / "systemd").iterdir():
        text = path.read_text(encoding="utf-8").replace("/opt/ospo/bin/ospo", "/bin/true")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    units = [str(path) for path in sorted(tmp_path.iterdir())]
    checked = subprocess.run(
        ["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False
    )
    ours = [line for line in checked.stderr.splitlines() if "ospo" in line]
    assert ours == []
    assert checked.returncode == 0
