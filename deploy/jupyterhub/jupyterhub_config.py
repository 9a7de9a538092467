# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a JupyterHub needs to offer the apps; the tests of the package start a Hub with it.

In your own ``jupyterhub_config.py``: ``load_subconfig("/opt/ospo/jupyterhub_config.py")``. It needs
the package in the environment of the Hub (for the service) and in that of the users' servers.

``jupyter_server_config.py`` lies beside it and says what people's servers do.

Links to give to people, with ``https://hub.example.org`` as the Hub:

* home, in their own server: ``/hub/user-redirect/voila/render/ospo/home.ipynb``
* one app with its state: ``/hub/user-redirect/voila/render/ospo/compatibility.ipynb?in=MIT``
* the notebooks by nbgitpuller, shown as a page::

      /hub/user-redirect/git-pull?repo=https%3A%2F%2Fgitlab.cern.ch%2FOWNER%2Fospo-widgets
          &branch=main&urlpath=voila%2Frender%2Fospo-widgets%2Fnotebooks%2Fhome.ipynb

* without a login, by the service below: ``/services/ospo/``
"""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

c = get_config()  # noqa: F821

HOST = os.environ.get("OSPO_HUB_HOST", "hub.example.org")
PORT = os.environ.get("OSPO_HUB_SERVICE_PORT", "8866")
IDLE_SECONDS = 20 * 60
SERVER_IDLE_SECONDS = 2 * 60 * 60


# Where the service keeps its log: a folder of the Hub's account that nobody else writes to.
HOME = Path(os.environ.get("OSPO_HUB_HOME", "ospo-service")).resolve()
HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
if HOME.stat().st_uid != os.geteuid():
    raise SystemExit(f"{HOME} belongs to somebody else. Name another folder in OSPO_HUB_HOME.")

# The service: everybody who reaches the Hub, without a login. The Hub starts it, ends it and
# leads /services/ospo/ to it; the program reads that path from the Hub.
service = {
    "name": "ospo",
    "url": f"http://127.0.0.1:{PORT}",
    "command": [
        *(sys.executable, "-m", "ospo_widgets", "serve", "--no-open", "--port", PORT),
        # Only the proxy of the Hub reaches it; what that says about visitors is believed.
        *("--trust-proxy", "127.0.0.1", "--allowed-hosts", HOST),
    ],
    # Visitors name no folders of the Hub; git addresses stay open to them.
    "environment": {"OSPO_SCAN_ROOTS": "", "OSPO_CACHE_DIR": "", "HOME": str(HOME)},
    "display": True,
}
# Beside what the site has: this file may be loaded after its own lines.
c.JupyterHub.services.append(service)


# People's own servers read jupyter_server_config.py beside this file, as the people themselves.
c.Spawner.environment.update({"JUPYTER_CONFIG_PATH": str(Path(__file__).parent)})

# Servers that nobody uses end: pip install jupyterhub-idle-culler
if find_spec("jupyterhub_idle_culler"):
    c.JupyterHub.services.append(
        {
            "name": "idle-culler",
            "command": [
                *(sys.executable, "-m", "jupyterhub_idle_culler"),
                f"--timeout={SERVER_IDLE_SECONDS}",
            ],
        }
    )
    c.JupyterHub.load_roles.append(
        {
            "name": "idle-culler",
            "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
            "services": ["idle-culler"],
        }
    )
