# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""What a person's own server does to show the apps; read by the server, as that person.

A folder that ``JUPYTER_CONFIG_PATH`` names, or ``/etc/jupyter``. The tests start a Hub with it.
"""

import shutil
from pathlib import Path

from ospo_widgets.resources import notebooks_dir

c = get_config()  # noqa: F821

IDLE_SECONDS = 20 * 60

# The notebooks, in the home. Those that a person changed stay as they are.
folder = Path.home() / "ospo"
folder.mkdir(exist_ok=True)
for notebook in notebooks_dir().glob("*.ipynb"):
    if not (folder / notebook.name).exists():
        shutil.copy(notebook, folder)

# Front-end code that no page of ours needs; that of plotly alone is 4.7 MB.
c.VoilaConfiguration.extension_denylist = ["jupyterlab-plotly", "jupyterlab_pygments"]
# Without these two a page of Voilà asks servers of others for icons and letters of formulas. The
# template comes with the package; in an environment without it every page would be empty.
c.VoilaConfiguration.template = "ospo_plain"
c.ServerApp.tornado_settings = {"mathjax_url": ""}

# A session that nobody uses ends.
c.MappingKernelManager.cull_idle_timeout = IDLE_SECONDS
c.MappingKernelManager.cull_interval = 60
c.MappingKernelManager.cull_connected = True
