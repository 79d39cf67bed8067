"""Which world: the data of each race and the schema that they obey. Imports nothing of ours."""
