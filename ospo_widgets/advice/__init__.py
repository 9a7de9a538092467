# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Questionnaire, recommendation with reasons, decision record and release kit."""
