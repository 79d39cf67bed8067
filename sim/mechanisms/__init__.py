"""How the world works, one mechanism per file."""
