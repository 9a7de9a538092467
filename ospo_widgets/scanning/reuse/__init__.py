# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""REUSE: the verdict and the licences and copyrights of ``reuse lint --json``, many times quicker.

Meaning comes from the ``reuse`` library: its patterns of files that need no header, its extraction
of each line, its reading of ``REUSE.toml`` and ``.reuse/dep5``, its report. What is done here is
the walk, the reading and the remembering, and guards against files that would stall the library.
"""
