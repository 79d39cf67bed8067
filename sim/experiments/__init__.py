"""Experiments: arms raced on the same lucks and parameter sets, effects, verdicts."""
