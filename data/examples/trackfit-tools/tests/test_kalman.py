from trackfit.kalman import fit


def test_constant():
    assert abs(fit([1.0, 1.0, 1.0], 0.1) - 1.0) < 1e-9
