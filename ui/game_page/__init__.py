"""The debrief of a game as a page: the one that the server shows, and the one to keep."""
