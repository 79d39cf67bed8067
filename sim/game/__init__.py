"""The game: turns, saves, news, score, and the view that a player has of a race."""
