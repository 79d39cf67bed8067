"""Teaching: the lesson kit, written with the figures that were measured for it."""
