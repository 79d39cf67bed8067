"""Bots: students and teachers that are programs and play over the API, as phones do.

They know of a server what docs/classroom-api.md says, and nothing else: no module of the server is
imported here.
"""
