"""Room: one room of a server, with all that can be done in it."""

from __future__ import annotations

from tenfold.ui.classroom.rooms.talk import Talk


class Room(Talk):
    """A room. What is done in it is on disk before it is acknowledged.

    `people.py` has who sits where, `deciding.py` what teams do in a round, `rounds.py` what the
    teacher does with time, `talk.py` what is said; `state.py` what is kept in memory.
    """
