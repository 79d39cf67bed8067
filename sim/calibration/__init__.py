"""Calibration: which constants are consistent with what has been published, and how surely."""
