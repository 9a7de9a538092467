# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""A real JupyterHub on loopback for the tests; one is started for a run and gone after it.

``$OSPO_TEST_HUB`` is a JSON file, readable by the user alone, with ports, folders and the password
that were made for this run.
"""

import json
import os
import sys
from pathlib import Path

c = get_config()  # noqa: F821
test = json.loads(Path(os.environ["OSPO_TEST_HUB"]).read_text(encoding="utf-8"))
folder = Path(test["folder"])

c.JupyterHub.bind_url = f"http://127.0.0.1:{test['port']}"
c.JupyterHub.hub_ip = "127.0.0.1"
c.JupyterHub.hub_port = test["hub_port"]
c.JupyterHub.db_url = f"sqlite:///{folder}/hub.sqlite"
c.JupyterHub.cookie_secret_file = str(folder / "cookie_secret")
c.JupyterHub.log_level = "WARN"
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
c.Spawner.args = ["--allow-root"] if os.geteuid() == 0 else []
c.Spawner.ip = "127.0.0.1"
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120
c.Spawner.default_url = "/voila/render/ospo/home.ipynb"
c.Spawner.env_keep = ["PATH", "LANG", "LC_ALL", "VIRTUAL_ENV", "PYTHONPATH", "OSPO_CHROMIUM"]


def settings_of_the_user(spawner):
    """Each user has settings of Jupyter of their own; those of one are SWAN's."""
    spawner.environment = test["users"][spawner.user.name]


c.Spawner.pre_spawn_hook = settings_of_the_user
c.JupyterHub.services = test["services"]
c.JupyterHub.load_roles = test["roles"]
