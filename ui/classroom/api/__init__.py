"""What phones, teachers' pages, projectors and bots ask a classroom server; docs/classroom-api.md.

One file per subject: who asks (`tokens.py`, `throttles.py`), what is sent (`bodies.py`) and
answered (`answers.py`), the routes by who may use them, the stream.
"""
