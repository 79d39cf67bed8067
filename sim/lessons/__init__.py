"""Lessons: what a class plays, why, and whether its point shows on most lucks."""
