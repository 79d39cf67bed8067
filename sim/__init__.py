"""How the world works: mechanisms, months, races and what they measure."""
