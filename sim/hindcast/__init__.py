"""Hindcast: real labs from the end of 2023, raced to the end of 2025, judged month by month."""
