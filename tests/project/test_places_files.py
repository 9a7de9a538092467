# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What the files for Hubs, SWAN and Binder name is there, and SWAN and Binder take it as it is."""

from __future__ import annotations

import re
import subprocess
import urllib.parse
from pathlib import Path
from typing import Any

import pytest
import yaml

from ospo_widgets.cli.program import build_parser
from ospo_widgets.cli.serve import SETTINGS
from ospo_widgets.resources import notebooks_dir
from ospo_widgets.server.routes import routes

ROOT = Path(__file__).parents[2]
HUB = ROOT / "deploy" / "jupyterhub"
README = (ROOT / "README.md").read_text(encoding="utf-8")
SWAN_ADDRESS = re.compile(r"https://gitlab\.cern\.ch/[A-Za-z0-9/._+-]+\.git")
"""What SWAN opens as a project: an address of these characters that ends so."""
CLONE_BYTES = 30 * 2**20
"""SWAN gives up a clone after 45 s: this is 0.7 MB/s."""


def documents(name: str) -> list[dict[str, Any]]:
    """The parts of a YAML file."""
    return list(yaml.safe_load_all((HUB / name).read_text(encoding="utf-8")))


def part(kind: str) -> dict[str, Any]:
    """One part of the service for visitors."""
    (found,) = (one for one in documents("service.yaml") if one["kind"] == kind)
    return found


def container() -> dict[str, Any]:
    """The container of the service for visitors."""
    (found,) = part("Deployment")["spec"]["template"]["spec"]["containers"]
    return dict(found)


def settings() -> set[str]:
    """Variables of the environment that the program reads."""
    page = (ROOT / "docs" / "administrators.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `(OSPO_[A-Z_]+)` \|", page, re.M))
    return documented | {f"OSPO_SERVE_{name}" for name in SETTINGS.values()}


def test_options_and_variables_of_the_service_are_ours() -> None:
    args = build_parser().parse_args(["serve", "--no-open", *container()["args"]])
    assert args.base_url == "/services/ospo/"
    assert {one["name"] for one in container()["env"]} <= settings()


def test_variables_of_peoples_servers_are_ours() -> None:
    (values,) = documents("values.yaml")
    assert set(values["singleuser"]["extraEnv"]) <= settings()


def test_hub_service_and_pod_agree() -> None:
    (values,) = documents("values.yaml")
    ((name, service),) = values["hub"]["services"].items()
    address = urllib.parse.urlsplit(service["url"])
    assert address.hostname == part("Service")["metadata"]["name"]
    (port,) = container()["ports"]
    assert address.port == part("Service")["spec"]["ports"][0]["port"] == port["containerPort"]
    assert part("Service")["spec"]["selector"] == part("Deployment")["spec"]["template"][
        "metadata"]["labels"]  # fmt: skip
    base = f"/services/{name}/"
    known = {path for path, *_ in routes(base, {})}
    for probe in ("readinessProbe", "livenessProbe"):
        assert container()[probe]["httpGet"]["path"] in known
        assert container()[probe]["httpGet"]["path"].startswith(base)


def test_pages_that_links_of_hubs_name_exist() -> None:
    texts = [path.read_text(encoding="utf-8") for path in HUB.iterdir()]
    named = set(re.findall(r"/ospo/(\w+)\.ipynb", "\n".join(texts)))
    assert {"home", "compatibility"} <= named
    assert all((notebooks_dir() / f"{name}.ipynb").is_file() for name in named)


def test_swan_takes_badge_and_address() -> None:
    (link,) = re.findall(r"projurl=([^)\s]+)\)", README)
    assert SWAN_ADDRESS.fullmatch(link)
    assert SWAN_ADDRESS.fullmatch(re.search(r"give `(\S+)`", README)[1])  # type: ignore[index]


def test_binder_opens_home() -> None:
    (path,) = re.findall(r"mybinder\.org/v2/\S+\?urlpath=([^`)\s]+)", README)
    page = urllib.parse.unquote(path)
    assert page.startswith("voila/render/")
    assert (ROOT / page.removeprefix("voila/render/")).is_file()


def test_a_clone_is_small(tmp_path: Path) -> None:
    shallow = (ROOT / ".git" / "shallow").exists()
    if shallow:
        pytest.skip("this copy has no history")
    # What a clone transfers: everything that is reachable, packed.
    packed = subprocess.run(
        ["git", "pack-objects", "--stdout", "--revs", "--quiet", "--delta-base-offset"],
        cwd=ROOT,
        input=b"HEAD\n",
        capture_output=True,
        check=True,
    ).stdout
    assert len(packed) < CLONE_BYTES, f"{len(packed) / 2**20:.1f} MB"
