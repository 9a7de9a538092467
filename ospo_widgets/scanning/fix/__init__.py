# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""From findings to a patch: headers, copyright lines, ``LICENSES/``, ``REUSE.toml``, claims.

Proposals are made in the worker process, from the tree as it is then; nothing is changed before
somebody asks for it (:meth:`~ospo_widgets.scanning.fix.model.Fix.apply`).
"""
