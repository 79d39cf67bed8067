"""Sweeps: a question, its design, its races, its answer."""
