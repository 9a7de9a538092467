# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A real JupyterHub on loopback for the tests; one is started for a run and gone after it.

What a site takes from ``deploy/jupyterhub`` is taken from there; this file adds ports, folders and
users. ``$OSPO_TEST_HUB`` is a JSON file that only the user can read, made for the run.
"""

import json
import os
import sys
from pathlib import Path

from ospo_widgets.resources import PACKAGE

sys.path.append(str(Path(__file__).parents[1]))
from free_ports import free_port

test = json.loads(Path(os.environ["OSPO_TEST_HUB"]).read_text(encoding="utf-8"))
folder = Path(test["folder"])

load_subconfig(str(Path(__file__).parents[2] / "deploy" / "jupyterhub" / "jupyterhub_config.py"))  # noqa: F821
c = get_config()  # noqa: F821

c.JupyterHub.bind_url = f"http://127.0.0.1:{test['port']}"
c.JupyterHub.hub_ip = "127.0.0.1"
c.JupyterHub.hub_port = test["hub_port"]
c.JupyterHub.db_url = f"sqlite:///{folder}/hub.sqlite"
c.JupyterHub.cookie_secret_file = str(folder / "cookie_secret")
c.JupyterHub.log_level = "INFO"
c.ConfigurableHTTPProxy.command = test["proxy"]
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{test['proxy_port']}"
c.ConfigurableHTTPProxy.pid_file = str(folder / "proxy.pid")

c.JupyterHub.authenticator_class = "shared-password"
c.SharedPasswordAuthenticator.user_password = test["password"]
c.Authenticator.allowed_users = set(test["users"])

c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = str(folder / "home" / "{username}")
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
# Jupyter refuses to run as root unless it is told to; nobody else needs to be told.
if os.geteuid() == 0:
    c.Spawner.args = ["--allow-root"]
c.Spawner.ip = "127.0.0.1"
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120
c.Spawner.env_keep = ["PATH", "LANG", "LC_ALL", "VIRTUAL_ENV", "PYTHONPATH", "OSPO_CHROMIUM"]

settings_of_the_site = c.Spawner.environment.to_dict()["update"]  # nobody said anything before


def settings_of_the_user(spawner):
    """Each user has settings of Jupyter of their own; those of one are SWAN's."""
    # pip puts templates into the environment, but not for a package that is being worked on.
    site = {**settings_of_the_site, "JUPYTER_PATH": str(PACKAGE / "server" / "share")}
    own = test["users"][spawner.user.name]
    spawner.port = free_port()
    spawner.environment = own if spawner.user.name == test["swan_user"] else {**site, **own}


c.Spawner.pre_spawn_hook = settings_of_the_user
