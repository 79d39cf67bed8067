"""Sensitivity: what the main outcomes depend on, what is known of it and what is assumed."""
