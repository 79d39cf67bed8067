"""Answer: what a sweep found, in figures and in words."""
