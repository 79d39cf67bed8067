"""What people see: pages, components and charts. No equation and no rule of the game."""
