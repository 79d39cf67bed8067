"""A game for people: the log of decisions, the score and the debrief."""
