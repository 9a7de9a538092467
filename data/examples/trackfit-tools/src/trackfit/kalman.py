#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2019 CERN
# SPDX-License-Identifier: Apache-2.0
import numpy as np


def step(state, covariance, measurement, resolution):
    gain = covariance / (covariance + resolution**2)
    return state + gain * (measurement - state), (1 - gain) * covariance


def fit(measurements, resolution):
    state, covariance = np.mean(measurements), 1.0
    for value in measurements:
        state, covariance = step(state, covariance, value, resolution)
    return state
