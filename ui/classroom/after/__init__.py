"""After the lesson: tables, team pages, the class debrief, worksheet and answer key of a room."""
