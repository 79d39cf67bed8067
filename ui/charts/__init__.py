"""Charts as pure functions: what a player may see goes in, a drawing comes out."""
