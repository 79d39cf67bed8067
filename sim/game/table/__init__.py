"""A race of several people: their games, what is done to all of them at once, who did how well."""
