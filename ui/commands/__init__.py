"""The commands: they read what was typed, call one room, and show the answer."""
