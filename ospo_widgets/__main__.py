# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""``python -m ospo_widgets``: the command line where the script ``ospo`` is not on the path."""

import sys

from ospo_widgets.cli import main

sys.exit(main())
