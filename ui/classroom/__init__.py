"""A class plays: rooms that a teacher runs, phones that students hold, and what is kept of both."""
