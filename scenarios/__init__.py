"""Which world a race starts from: data with sources, and the schema that checks it."""
