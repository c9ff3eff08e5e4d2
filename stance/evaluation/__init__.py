"""Labelled examples -> figures: accuracy, F1, calibration, intervals."""
