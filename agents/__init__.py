"""Who decides: labs, the regulator and their policies. Imports scenarios only."""
