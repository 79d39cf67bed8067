"""Sweeps as pages and pictures: charts, the report."""
