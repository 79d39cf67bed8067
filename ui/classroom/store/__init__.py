"""What is kept of classes: one SQLite file, written by one thread, lost by nobody.

`store.py` has the Store, `rows.py` what it holds, `queries_*.py` what can be asked and changed,
`troubles.py` what can go wrong.
"""
