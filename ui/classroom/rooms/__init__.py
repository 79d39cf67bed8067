"""Rooms of a class: who is in them, what was decided, what each of them is shown.

`hall.py` has the Hall, all rooms of a server; `room.py` one Room and what can be done in it;
`telling.py` what phones, the teacher and the projector are told.
"""
